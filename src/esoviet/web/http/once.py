"""What is done once however often it is asked for: who lost the answer gets it again."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, Generic, TypeVar

MOST = 256
"""So many answers are remembered, the latest."""

T = TypeVar("T")


class Once(Generic[T]):
    """Answers by key, from when they are asked for. Belongs to the event loop."""

    def __init__(self) -> None:
        self._known: OrderedDict[Hashable, asyncio.Task[T]] = OrderedDict()

    async def answer(self, key: Hashable, make: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """What `make` answers, or has answered; what it raises is forgotten.

        It goes on to its end where nobody waits for it any more.
        """
        task = self._known.get(key)
        if task is None:
            task = self._known[key] = asyncio.create_task(make())
            task.add_done_callback(lambda done: self._ended(key, done))
        return await asyncio.shield(task)

    def forget(self, key: Hashable) -> None:
        """What was answered stands no more."""
        self._known.pop(key, None)

    def known(self, key: Hashable) -> T | None:
        """What was answered, where that is over."""
        task = self._known.get(key)
        return task.result() if task is not None and task.done() else None

    def _ended(self, key: Hashable, task: asyncio.Task[T]) -> None:
        if task.cancelled() or task.exception() is not None:
            self.forget(key)
        done = [one for one, kept in self._known.items() if kept.done()]
        for one in done[: max(0, len(done) - MOST)]:
            self.forget(one)
