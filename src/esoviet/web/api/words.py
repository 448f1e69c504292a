"""Texts by their words, and texts that are alike; which words are the same says `store/words`."""

from esoviet.store.words import is_run, kept, tokens

MOST_READ = 4_096
"""So many characters of a text are looked at."""
LONG = 4
"""Shorter words say little about what a text is about."""
STEM = 5
"""Of a long word so many letters count, so that its endings do not."""


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
