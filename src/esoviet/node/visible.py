"""What can be seen of a text: who is called by spaces or by signs that show nothing has no name."""

import re
import unicodedata

MOST_ACCENTS = 2
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_HEAP = re.compile(f"({_MARK}{{4}}){_MARK}+")
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800\ufffc")
"""Letters and symbols by their class that are drawn as nothing: fillers, the empty Braille cell."""


def is_visible(text: str) -> bool:
    """Whether any sign of a text can be seen."""
    return any(unicodedata.category(c)[0] in "LNPS" and c not in _BLANK for c in text)


def without_heaps(text: str) -> str:
    """A text on whose letters no more than four marks stand: a heap covers what others wrote.

    The marks are those of Unicode's blocks of combining diacritics; scripts with vowels of their
    own kind keep all of theirs.
    """
    return _HEAP.sub(r"\1", text)


def cleaned(line: str) -> str:
    """A line as it can be shown: without what cannot be seen or turns its direction round.

    Heaps of accents are cleared away. It is empty where nothing of it can be seen.
    """
    plain = "".join(_seen(unicodedata.normalize("NFC", line)))
    return " ".join(plain.split()) if is_visible(plain) else ""


def _seen(line: str) -> list[str]:
    shown: list[str] = []
    accents = 0
    for letter in line:
        kind = unicodedata.category(letter)
        accents = accents + 1 if kind.startswith("M") else 0
        if accents <= MOST_ACCENTS and (not kind.startswith("C") or letter == "\t"):
            shown.append(letter)
    return shown
