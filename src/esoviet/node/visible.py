"""What can be seen of a text: who is called by spaces or by signs that show nothing has no name."""

import unicodedata

_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800\ufffc")
"""Letters and symbols by their class that are drawn as nothing: fillers, the empty Braille cell."""


def is_visible(text: str) -> bool:
    """Whether any sign of a text can be seen."""
    return any(unicodedata.category(c)[0] in "LNPS" and c not in _BLANK for c in text)
