"""What members say of themselves for the work: as it is kept, and what of the work it fits.

A line fits a text where each of its words begins a word of the text, without regard to case and
accents. Words of less than four letters count only in a line that has no longer ones, and then as
whole words, as they stand. Where a script has no spaces between words, what counts is whether the
word stands in the text at all. All of this is said on the page.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from esoviet.node.visible import cleaned
from esoviet.store.skills import LONGEST, Skills
from esoviet.store.words import folded, is_run, runs

SHORT = 4
"""A word with fewer letters counts only where its line has no longer one."""
LOOKED_AT = 2000
"""So many letters of a text are looked at, from its beginning."""


def kept(said: Skills) -> Skills:
    """What a member said as it is kept: lines that can be seen, each once."""
    return replace(
        said,
        skills=_lines(said.skills),
        interests=_lines(said.interests),
        learn=_lines(said.learn),
    )


class Words:
    """The words of a text, in which lines are looked up."""

    def __init__(self, text: str) -> None:
        self._text = folded(text[:LOOKED_AT])
        self._words = frozenset(_words(text[:LOOKED_AT]))

    def fit(self, lines: Iterable[str]) -> bool:
        """Whether any of these lines fits."""
        return any(self._fits(_words(line)) for line in lines)

    def _fits(self, line: list[str]) -> bool:
        long = [word for word in line if len(word) >= SHORT or is_run(word)]
        if not long:
            return bool(line) and self._words.issuperset(line)
        return all(self._has(word) for word in long)

    def _has(self, word: str) -> bool:
        if is_run(word):
            return word in self._text
        return any(one.startswith(word) for one in self._words)


def _words(text: str) -> list[str]:
    return [one[0] for one in runs(folded(text))]


def _lines(lines: Iterable[str]) -> tuple[str, ...]:
    """The lines of which anything can be seen, those that say the same once."""
    seen: dict[str, str] = {}
    for line in lines:
        plain = cleaned(line)[:LONGEST].rstrip()
        if plain:
            seen.setdefault(folded(plain), plain)
    return tuple(seen.values())
