"""What counts as the same word where texts are found by words.

Case, accents, the width of letters and how they are composed do not count (Unicode NFKC, casefold,
no nonspacing marks on Latin, Greek, Cyrillic, Arabic and Hebrew letters). A word is a run of
letters, marks and figures. Where a script sets no words apart (Chinese, Japanese, Thai, Lao, Khmer,
Burmese), each two neighbours are one. Arabic letters that are written in more than one way are one.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

LONGEST = 40
"""So many letters of a word count."""
_ASCII = re.compile(r"[a-z0-9]+")
_ANY = re.compile(r"[A-Za-z0-9]+")
_UNBROKEN = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
)
_RUNS = re.compile(f"([{_UNBROKEN}]+)")
_ARABIC = str.maketrans(
    "\u0671\u0622\u0623\u0625\u0649\u0629", "\u0627\u0627\u0627\u0627\u064a\u0647", "\u0640"
)
_BARE = ("LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW")


def folded(text: str) -> str:
    """A text without what does not count."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_ARABIC)
    apart = unicodedata.normalize("NFD", plain)
    return unicodedata.normalize("NFC", "".join(_unmarked(apart)))


def words(text: str) -> Iterator[tuple[str, ...]]:
    """The words of a text, in order; a run without gaps is one, of more than one token."""
    plain = folded(text)
    if plain.isascii():
        for word in _ASCII.findall(plain):
            yield (word[:LONGEST],)
        return
    for word in _letters().findall(plain):
        for part in _RUNS.split(word):
            if part and _RUNS.match(part):
                yield tuple(part[n : n + 2] for n in range(max(1, len(part) - 1)))
            elif part:
                yield (part[:LONGEST],)


def tokens(text: str) -> list[str]:
    """The same, one token after another."""
    return [token for word in words(text) for token in word]


def kept(text: str) -> list[str]:
    """The tokens that are kept of a text, so that each letter of a run begins one of them."""
    return [
        token
        for word in words(text)
        for token in (*word, *([word[-1][-1]] if len(word[-1]) == 2 and is_run(word[-1]) else ()))
    ]


def runs(text: str) -> Iterator[re.Match[str]]:
    """Where the words of a text stand in it; a run without gaps is one."""
    return (_ANY if text.isascii() else _letters()).finditer(text)


def is_run(word: str) -> bool:
    """Whether a folded word has letters of a script that sets no words apart."""
    return _RUNS.search(word) is not None


def _unmarked(apart: str) -> Iterator[str]:
    """The letters, and marks where they are letters of their own, as in Devanagari."""
    bare = False
    for letter in apart:
        if letter.isascii():
            bare = letter.isalpha()
        elif unicodedata.category(letter) == "Mn":
            if bare:
                continue
        else:
            bare = _is_bare(letter)
        yield letter


@cache
def _is_bare(letter: str) -> bool:
    """Whether marks on a letter do not count."""
    return unicodedata.name(letter, "").startswith(_BARE)


@cache
def _letters() -> re.Pattern[str]:
    r"""Runs of letters, marks and figures; Python's `\w` knows no marks."""
    marks, start = "", None
    for code in range(0x300, 0xE0200):
        is_mark = unicodedata.category(chr(code))[0] == "M"
        if is_mark and start is None:
            start = code
        elif not is_mark and start is not None:
            marks += f"{chr(start)}-{chr(code - 1)}"
            start = None
    return re.compile(rf"[^\W_](?:[^\W_]|[{marks}])*")
