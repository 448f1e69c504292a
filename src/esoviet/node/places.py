"""The places of those that are awake: how many there are, and who makes room for whom.

The least needed one makes room: one that is idle, then one to which only streams listen (who
listened comes back), then one that nobody has asked for a while, whatever is under way there.
Strangers have at most half of the places, and take them from each other, or from members who have
done nothing for a moment. What is due has a few places beyond all others.
"""

import os
import resource
import time
from collections.abc import Container, Mapping

from esoviet.node.hosted import HostedAssembly
from esoviet.node.turns import Rank

OPEN_FILES = 7  # of one assembly that is awake, at most
SPARE = 4  # places for what is due
ALONE_SECONDS = 30.0  # after which strangers may have the place of members who do nothing
STALE_SECONDS = 60.0  # after which anybody may, whatever is under way there
_MUCH = 4


def affordable(awake: int, files: int) -> int:
    """How many of `awake` there can be where so many files may be open: they take at most half."""
    return awake if files < 0 else max(1, min(awake, files // (2 * OPEN_FILES) - SPARE))


def files_left() -> int:
    """How many more files this process may open before nine tenths of them are in use.

    A file that is opened gets the lowest number that is free, so its number tells how many are.
    """
    most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most == resource.RLIM_INFINITY:
        return 1
    try:
        number = os.open(os.devnull, os.O_RDONLY)
    except OSError:
        return 0
    os.close(number)
    return most * 9 // 10 - number


class Places:
    """The places of one node. Belongs to the event loop, as what they hold does.

    `wanted` are the names of those that somebody is just about to hold.
    """

    def __init__(
        self, most: int, awake: Mapping[str, HostedAssembly], wanted: Container[str]
    ) -> None:
        self._most = most
        self._awake = awake
        self._wanted = wanted

    def has(self, rank: Rank, on_the_way: int) -> bool:
        """Whether there is one for who comes, where so many are on their way in or out."""
        few = rank != Rank.STRANGER or self._is_open_to_strangers()
        return few and not self.are_taken(rank, on_the_way)

    def are_taken(self, rank: Rank, on_the_way: int) -> bool:
        """Whether all of them are."""
        most = self._most + (SPARE if rank == Rank.DUE else 0)
        return len(self._awake) + on_the_way >= most

    def least_needed(self, rank: Rank, now: int) -> HostedAssembly | None:
        """Whose place whoever comes may have, if anybody's; `now` is in ms since 1970."""
        among = sorted(self._awake.values(), key=lambda one: (one.for_members, one.touched))
        if rank == Rank.STRANGER:
            alone = time.monotonic() - ALONE_SECONDS
            also = self._is_open_to_strangers()
            among = [one for one in among if not one.for_members or (also and one.touched < alone)]
        least, found = _MUCH, None
        for one in among:
            need = _MUCH if one.ledger.id in self._wanted else _need(one, now)
            if need < least:
                least, found = need, one
            if least == 0:
                break
        return found

    def _is_open_to_strangers(self) -> bool:
        strangers = sum(not one.for_members for one in self._awake.values())
        return strangers < max(1, self._most // 2)


def _need(one: HostedAssembly, now: int) -> int:
    """How much an assembly is needed."""
    if not one.is_busy:
        return int(one.is_wanted(now))
    if one.is_only_heard:
        return 2
    return 3 if one.touched < time.monotonic() - STALE_SECONDS else _MUCH
