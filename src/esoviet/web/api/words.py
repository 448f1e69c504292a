"""Texts by their words, and texts that are alike; which words are the same says `store/words`."""

from collections.abc import Callable, Iterable
from heapq import nlargest
from typing import TypeVar

from esoviet.store.words import is_run, kept, tokens

T = TypeVar("T")

MOST_READ = 4_096
"""So many characters of a text are looked at."""
LONG = 4
"""Shorter words say little about what a text is about."""
STEM = 5
"""Of a long word so many letters count, so that its endings do not."""
IN_COMMON = 2
"""So many long words at least two texts have in common that are alike."""


def words(text: str) -> frozenset[str]:
    """The words of a text, folded."""
    return frozenset(tokens(text[:MOST_READ]))


def has_all(text: str, wanted: frozenset[str]) -> bool:
    """Whether for each of these folded words a word of the text begins with it."""
    here = kept(text[:MOST_READ])
    return all(any(word.startswith(one) for word in here) for one in wanted)


def stems(text: str) -> frozenset[str]:
    """What of a text tells what it is about: long words without their endings."""
    return frozenset(word[:STEM] for word in words(text) if len(word) >= LONG or is_run(word))


def likest(newest: Iterable[T], text: str, said: Callable[[T], str], most: int) -> list[T]:
    """Those of which what is `said` has the most long words in common with a text, at most `most`.

    Of level ones those that come first in `newest`.
    """
    wanted = stems(text)
    if len(wanted) < IN_COMMON:
        return []
    shared = ((len(wanted & stems(said(one))), -place, one) for place, one in enumerate(newest))
    alike = (one for one in shared if one[0] >= IN_COMMON)
    return [one for _, _, one in nlargest(most, alike, key=lambda one: one[:2])]
