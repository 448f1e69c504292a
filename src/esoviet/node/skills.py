"""What members say of themselves for the work: as it is kept, and what of the work it fits.

A line fits a text where each of its words begins a word of the text, without regard to case and
accents. Words of less than four letters count only in a line that has no longer ones, and then as
whole words, as they stand. Where a script has no spaces between words, what counts is whether the
word stands in the text at all. All of this is said on the page.
"""

import re
import unicodedata
from collections.abc import Iterable

from msgspec.structs import replace

from esoviet.node.visible import cleaned
from esoviet.store.skills import LONGEST, Skills

SHORT = 4
"""A word with fewer letters counts only where its line has no longer one."""
LOOKED_AT = 2000
"""So many letters of a text are looked at, from its beginning."""
_WORD = re.compile(r"\w+")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff]")


def kept(said: Skills) -> Skills:
    """What a member said as it is kept: lines that can be seen, each once."""
    return replace(
        said,
        skills=_lines(said.skills),
        interests=_lines(said.interests),
        learn=_lines(said.learn),
    )


def folded(text: str) -> str:
    """A text without regard to case and accents."""
    plain = text[:LOOKED_AT].casefold()
    if plain.isascii():
        return plain
    apart = unicodedata.normalize("NFKD", plain).casefold()
    return "".join(letter for letter in apart if not unicodedata.category(letter).startswith("M"))


class Words:
    """The words of a text, in which lines are looked up."""

    def __init__(self, text: str) -> None:
        self._text = folded(text)
        self._words = frozenset(_WORD.findall(self._text))

    def fit(self, lines: Iterable[str]) -> bool:
        """Whether any of these lines fits."""
        return any(self._fits(_WORD.findall(folded(line))) for line in lines)

    def _fits(self, line: list[str]) -> bool:
        long = [word for word in line if len(word) >= SHORT or _UNSPACED.search(word)]
        if not long:
            return bool(line) and self._words.issuperset(line)
        return all(self._has(word) for word in long)

    def _has(self, word: str) -> bool:
        if _UNSPACED.search(word):
            return word in self._text
        return any(one.startswith(word) for one in self._words)


def _lines(lines: Iterable[str]) -> tuple[str, ...]:
    """The lines of which anything can be seen, those that say the same once."""
    seen: dict[str, str] = {}
    for line in lines:
        plain = cleaned(line)[:LONGEST].rstrip()
        if plain:
            seen.setdefault(folded(plain), plain)
    return tuple(seen.values())
