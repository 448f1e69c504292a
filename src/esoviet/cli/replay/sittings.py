"""Who sits when: people come and go between the roll calls of a parliament.

Where a roll call needs a share of all members, it matters how many there are just then. Somebody is
a member from the first roll call that lists them to the last one. Consecutive roll calls with the
same members are one sitting; before the next one those who are gone leave, and new ones join. Where
nothing is measured on all members, everybody on the sheet is a member throughout.
"""

from collections.abc import Sequence
from typing import NamedTuple

from esoviet.cli.replay.plan import Asked


class Sitting(NamedTuple):
    """Roll calls that the same members vote on; who joins before them, and who leaves."""

    asked: tuple[Asked, ...]
    joins: tuple[str, ...]
    leaves: tuple[str, ...]


def sittings(asked: Sequence[Asked]) -> list[Sitting]:
    """The roll calls in their order, cut where the membership changes."""
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for place, one in enumerate(asked):
        for name, _ in one.votes:
            first.setdefault(name, place)
            last[name] = place
    if not any(one.of_all for one in asked):
        return [Sitting(tuple(asked), tuple(first), ())]
    starts = sorted({0, *first.values(), *(end + 1 for end in last.values())} - {len(asked)})
    sat = []
    for start, stop in zip(starts, [*starts[1:], len(asked)], strict=True):
        joins = tuple(name for name, place in first.items() if place == start)
        leaves = tuple(name for name, place in last.items() if place + 1 == start)
        sat.append(Sitting(tuple(asked[start:stop]), joins, leaves))
    return sat
