"""Thiele's method: so many options are chosen one after another, and groups get their part.

Source: T. N. Thiele, "Om Flerfoldsvalg", Oversigt over det Kongelige Danske Videnskabernes Selskabs
Forhandlinger (1895), pp. 415-441: his *addition method*, today sequential proportional approval
voting (seq-PAV in M. Lackner, P. Skowron, "Multi-Winner Voting with Approval Preferences", 2023).

In each round that option is chosen whose backers weigh most together. A backer weighs 1 at first,
and 1/2, 1/3, ... once one, two, ... of the options that they back have been chosen. Of level ones
the first is chosen. The count is exact: it adds whole parts of the least common multiple of all
these denominators.

Backers are kept as bits of whole numbers, one row for each number of options that they have chosen
already, so a weight is a few counts of bits. Weights only fall: who led by an old one is weighed
anew, and stays in front if that is still the most.
"""

from collections.abc import Collection, Sequence
from heapq import heapify, heappop, heapreplace
from math import lcm


def thiele(backers: Sequence[Collection[int]], most: int) -> tuple[int, ...]:
    """At most so many options, as they are chosen; `backers` names those of each by numbers >= 0.

    Takes about as long as reading the backers and `most` times the options that come close.
    """
    if most < 1:
        raise ValueError("one option at least is chosen")
    rounds = min(most, len(backers))
    whole = lcm(*range(1, rounds + 1))
    rows = [_bits(one) for one in backers]
    levels = [_union(rows)]  # who has chosen nothing so far, one, two, ...
    heap = [(-row.bit_count() * whole, option, 0) for option, row in enumerate(rows)]
    heapify(heap)
    chosen: list[int] = []
    while len(chosen) < rounds:
        _, option, weighed = heap[0]
        if weighed < len(chosen):
            weight = _weight(rows[option], levels, whole)
            heapreplace(heap, (-weight, option, len(chosen)))
            continue
        heappop(heap)
        chosen.append(option)
        _promote(levels, rows[option])
    return tuple(chosen)


def _weight(row: int, levels: Sequence[int], whole: int) -> int:
    """The weight of these backers, in parts of `whole`."""
    return sum(
        (row & level).bit_count() * (whole // have) for have, level in enumerate(levels, 1) if level
    )


def _promote(levels: list[int], row: int) -> None:
    """Each of these backers has one option more."""
    levels.append(0)
    for have in range(len(levels) - 1, 0, -1):
        moved = levels[have - 1] & row
        levels[have - 1] ^= moved
        levels[have] |= moved


def _bits(backers: Collection[int]) -> int:
    """A number with these bits set."""
    digits = bytearray(b"0") * (max(backers, default=0) + 1)
    for backer in backers:
        digits[-1 - backer] = ord("1")
    return int(digits, 2)


def _union(rows: Sequence[int]) -> int:
    union = 0
    for row in rows:
        union |= row
    return union
