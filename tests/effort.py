"""How much the tests try, in one place.

Every day they try little: the same few storms and some examples of each property, so that nobody
waits for them. `make fuzz`, `make adversary` and `make soak` (tests/long.py) set two variables of
the environment to try more: ESOVIET_EFFORT multiplies, ESOVIET_SEED begins with other seeds. A
failure names both, and with them it happens again.
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


def part(today: Sequence[T], whole: Sequence[T]) -> Sequence[T]:
    """What is tried on an everyday run, each kind once; on a long run the whole that it is of."""
    assert all(one in whole for one in today), "what is tried every day is not of the whole"
    return of(today, whole)


def of(today: T, at_length: T) -> T:
    """What is tried on an everyday run, such as a few that stand for all; and on a long run."""
    return today if EFFORT == 1 else at_length
