"""Ends waits that take too long, with one timer for all of them.

`asyncio.timeout` sets a timer of its own for each wait, which under uvloop costs more than judging
an act; most waits end at once, so a look at all of them now and then is enough.
"""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

T = TypeVar("T")
LOOKS = 8  # in the time that is given: a wait ends so much later at most


class Patience:
    """Waits at most so many seconds for each of many things at a time."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._waiting: dict[asyncio.Task[object], float] = {}
        self._ended = set[asyncio.Task[object]]()
        self._is_looking = False

    async def wait(self, thing: Awaitable[T]) -> T:
        """What is awaited; raises `TimeoutError` where it takes too long."""
        task = asyncio.current_task()
        assert task is not None
        loop = asyncio.get_running_loop()
        self._waiting[task] = loop.time() + self._seconds
        if not self._is_looking:
            self._is_looking = True
            loop.call_later(self._seconds / LOOKS, self._look, loop)
        try:
            return await thing
        except asyncio.CancelledError:
            if task in self._ended and task.uncancel() == 0:
                raise TimeoutError from None
            raise
        finally:
            self._waiting.pop(task, None)
            if self._ended:
                self._ended.discard(task)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        now = loop.time()
        late = [task for task, until in self._waiting.items() if until <= now]
        for task in late:
            del self._waiting[task]
            self._ended.add(task)
            task.cancel()
        self._is_looking = bool(self._waiting)
        if self._is_looking:
            loop.call_later(self._seconds / LOOKS, self._look, loop)
