"""Few at a time, and of those that wait the one with the lowest rank first."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import IntEnum


class Rank(IntEnum):
    """On whose behalf an assembly is opened: who goes first, and who has to make room."""

    DUE = 0
    MEMBER = 1
    STRANGER = 2
    CARE = 3


class Turn:
    """One who wants a turn; the rank may become lower while it waits."""

    def __init__(self, rank: Rank) -> None:
        self.rank = rank
        self.come = asyncio.Event()


class Turns:
    """At most so many at once. Belongs to the event loop."""

    def __init__(self, most: int) -> None:
        self._free = most
        self._waiting: list[Turn] = []

    def waiting(self, rank: Rank) -> int:
        """How many of this rank wait."""
        return sum(turn.rank == rank for turn in self._waiting)

    @asynccontextmanager
    async def of(self, turn: Turn) -> AsyncIterator[None]:
        """Wait for a turn, and have it."""
        if self._free:
            self._free -= 1
        else:
            self._waiting.append(turn)
            try:
                await turn.come.wait()
            except BaseException:
                if turn.come.is_set():
                    self._pass_on()
                else:
                    self._waiting.remove(turn)
                raise
        try:
            yield
        finally:
            self._pass_on()

    def _pass_on(self) -> None:
        if not self._waiting:
            self._free += 1
            return
        following = min(self._waiting, key=lambda turn: turn.rank)
        self._waiting.remove(following)
        following.come.set()
