"""What is under way to others: so many requests at once, one for each whom, none delays another's.

A mistake with one ends no other. What cannot be noted (a full disk) may have been sent, so it rests
for some minutes and is tried again then, as one that was being sent when the node ended.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Hashable

from esoviet.node.telling import Seldom
from esoviet.store.errors import StoreError

TOGETHER = 32
"""So many are under way at once, each for another whom."""
LOOK_SECONDS = 0.5
REST_SECONDS = 600.0
_log = logging.getLogger(__name__)


class Flights:
    """Belongs to one task. `what` it is that is sent, for the log: "a push"."""

    def __init__(self, what: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._what, self._clock = what, clock
        self._told = Seldom(_log)
        self._flying: dict[asyncio.Task[None], Hashable] = {}
        self._rests: dict[int, float] = {}

    def begin(self, whose: Hashable, number: int, send: Callable[[], Awaitable[None]]) -> bool:
        """Begin to send what has this number, for somebody; False where it has to wait."""
        if len(self._flying) >= TOGETHER or whose in self._flying.values():
            return False
        if self._rests.get(number, 0.0) > self._clock():
            return False
        self._rests.pop(number, None)
        task = asyncio.create_task(self._flown(number, send))
        self._flying[task] = whose
        task.add_done_callback(self._flying.pop)
        return True

    async def land(self) -> bool:
        """Wait for one to end, but not for long; whether any was under way."""
        if not self._flying:
            return False
        await asyncio.wait(self._flying, timeout=LOOK_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        return True

    async def close(self, seconds: float = 0.0) -> None:
        """Let what is under way end in so many seconds, and leave the rest for another time."""
        flying = list(self._flying)
        if flying and seconds:
            await asyncio.wait(flying, timeout=seconds)
        for task in flying:
            task.cancel()
        await asyncio.gather(*flying, return_exceptions=True)

    async def _flown(self, number: int, send: Callable[[], Awaitable[None]]) -> None:
        try:
            await send()
        except StoreError as error:
            self._rest(number)
            self._told.error("note", "what became of %s is not noted: %s", self._what, error)
        except Exception:
            self._rest(number)
            _log.exception("%s could not be sent, and is tried again later", self._what)

    def _rest(self, number: int) -> None:
        self._rests[number] = self._clock() + REST_SECONDS
