"""How much the tests try, in one place.

Every day they try little: the same few storms and some examples of each property, so that nobody
waits for them. `make fuzz` and `make adversary` (tests/long.py) set two variables of the
environment to try more: ESOVIET_EFFORT multiplies, ESOVIET_SEED begins with other seeds. A failure
names both, and with them it happens again.
"""

import os
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
EFFORT = int(os.environ.get("ESOVIET_EFFORT", "1"))
SEED = int(os.environ.get("ESOVIET_SEED", "0"))


def seeds(count: int, first: int = 0) -> range:
    """So many seeds; every day the same."""
    return range(SEED + first, SEED + first + count * EFFORT)


def some(number: int) -> int:
    """So many examples or steps on an everyday run."""
    return number * EFFORT


def of(few: Sequence[T], every: Sequence[T]) -> Sequence[T]:
    """A few that stand for all on an everyday run; every one of them on a long run."""
    return few if EFFORT == 1 else every
