"""How many requests wait for the beginning of an answer, so that chores can give way to them.

All of a node is done on one loop. A request needs several rounds of it, and a chore that does a
piece in each round makes all of them longer; one that waits until nobody asks delays a request by
the rest of one piece at most.
"""

import asyncio
import contextlib

PATIENCE_SECONDS = 0.02
"""After so long a chore goes on although somebody asks: slow requests end no chore."""


class Asked:
    """Belongs to the event loop."""

    def __init__(self) -> None:
        self.waiting = 0
        self._none = asyncio.Event()

    def begin(self) -> None:
        """Somebody asks."""
        self.waiting += 1
        self._none.clear()

    def end(self) -> None:
        """The answer to one of them begins, or there will be none."""
        self.waiting -= 1
        if not self.waiting:
            self._none.set()

    async def give_way(self) -> None:
        """Let others have their turn, and who asks their answer."""
        await asyncio.sleep(0)
        if self.waiting:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._none.wait(), PATIENCE_SECONDS)
