"""What counts as the same word: for finding texts by words, and texts that are like another.

Case, accents and how letters are composed do not count. A word is a run of letters and figures;
where a script sets none apart (Chinese, Japanese, Thai and others), each two neighbours are one.
"""

import re
import unicodedata
from collections.abc import Iterator

MOST_READ = 4_096
"""So many characters of a text are looked at."""
LONG = 4
"""Shorter words say little about what a text is about."""
STEM = 5
"""Of a long word so many letters count, so that its endings do not."""
_WORD = re.compile(r"[^\W_]+")
_UNBROKEN = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]+"
)


def folded(text: str) -> str:
    """A text without case and accents."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text[:MOST_READ]))
    marked = "".join(letter for letter in plain.casefold() if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", marked)


def words(text: str) -> frozenset[str]:
    """The words of a text, folded."""
    return frozenset(_words(folded(text)))


def has_all(text: str, wanted: frozenset[str]) -> bool:
    """Whether for each of these folded words a word of the text begins with it."""
    here = words(text)
    return all(any(word.startswith(one) for word in here) for one in wanted)


def stems(text: str) -> frozenset[str]:
    """What of a text tells what it is about: long words without their endings."""
    return frozenset(
        word[:STEM] for word in words(text) if len(word) >= LONG or _UNBROKEN.match(word)
    )


def _words(plain: str) -> Iterator[str]:
    for word in _WORD.findall(plain):
        rest = word
        for run in _UNBROKEN.findall(word):
            yield from (run[n : n + 2] for n in range(max(1, len(run) - 1)))
            rest = rest.replace(run, " ")
        yield from rest.split()
