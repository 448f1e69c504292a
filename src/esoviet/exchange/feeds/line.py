"""A text of somebody's as one line that any program can take.

What XML 1.0 cannot hold (section 2.2) and what turns the direction of a line (Unicode's embeddings,
overrides and isolates) is left out, whatever breaks a line is a blank, and a long line is cut.
"""

import re
import unicodedata

LONGEST = 200
"""Characters of a line."""
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CUT = "\N{HORIZONTAL ELLIPSIS}"


def line(text: str) -> str:
    """The text as a line; empty where nothing is left of it."""
    kept = "".join(" " if c.isspace() else c for c in _TURNS.sub("", text) if _stays(c))
    whole = " ".join(kept.split())
    return whole if len(whole) <= LONGEST else whole[: LONGEST - 1] + _CUT


def _stays(sign: str) -> bool:
    """Whether it is a blank, or no control, surrogate or code point without a character."""
    return sign.isspace() or unicodedata.category(sign) not in ("Cc", "Cs", "Cn")
