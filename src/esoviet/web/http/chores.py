"""What an answer needs and that may take long: counts, texts to be set, differences of texts.

An answer is put together on the event loop. Where it wants something of which nobody can say that
it takes no more than some milliseconds, it asks for it (`ask`) and goes on with what stands in for
it; a worker does it, and whoever put the answer together (`finished`) does so again when all is
there. What needs the view goes on the loop itself, a few milliseconds at a time (`walk`). What does
not come in time is left out of this answer, which holds no longer then.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine, Hashable, Iterator
from contextvars import ContextVar
from typing import Any, Generic, NamedTuple, TypeVar

from esoviet.node.asked import Asked
from esoviet.node.workers import JobError, TooLong, Workers

PATIENCE = 4.0  # seconds that an answer waits for all of it
ROUNDS = 4
PIECE = 0.005  # seconds of steps on the loop, before others have their turn
EFFORT = 400  # what an answer may do by itself, of whatever unit: some milliseconds

T = TypeVar("T")
R = TypeVar("R")


class _Desk:
    """What one answer has asked for so far."""

    def __init__(self, chores: "Chores", stranger: bool) -> None:
        self.chores = chores
        self.stranger = stranger
        self.waits: set[asyncio.Task[None]] = set()
        self.effort = EFFORT
        self.lacks = False


_desk: ContextVar[_Desk | None] = ContextVar("desk", default=None)


class Job(NamedTuple, Generic[R]):
    """A function that a worker calls within `seconds`, and what is done with its result.

    `given_up` is called where it takes longer. The same `name` means the same result.
    """

    name: Hashable
    function: Callable[..., R]
    arguments: tuple[object, ...]
    seconds: float
    keep: Callable[[R], None]
    given_up: Callable[[], None] | None = None


class Walk(NamedTuple, Generic[R]):
    """Steps that are done on the loop, each some milliseconds at most; others go between them.

    `ends` is given what all of them found, and says what is left for a worker. The same `name`
    means the same steps.
    """

    name: Hashable
    steps: Iterator[R]
    ends: Callable[[list[R]], Job[Any] | None]


class Chores:
    """The jobs under way for the answers of a node."""

    def __init__(self, workers: Workers, asked: Asked) -> None:
        self._workers = workers
        self._asked = asked
        self._under_way: dict[Hashable, asyncio.Task[None]] = {}

    def begin(self, job: Job[R], stranger: bool) -> asyncio.Task[None]:
        """Have a job done, once, however many ask for it."""
        return self._once((job.name, stranger), lambda: self._do(job, stranger))

    def set_out(self, walk: Walk[R], stranger: bool) -> asyncio.Task[None]:
        """Have steps done, once, however many ask for them."""
        return self._once((walk.name, stranger), lambda: self._go(walk, stranger))

    def _once(
        self, name: Hashable, work: Callable[[], Coroutine[Any, Any, None]]
    ) -> asyncio.Task[None]:
        """Whatever has this name: who is a member does not wait in the strangers' line."""
        task = self._under_way.get(name)
        if task is None:
            task = asyncio.create_task(work())
            self._under_way[name] = task
            task.add_done_callback(lambda _: self._under_way.pop(name, None))
        return task

    async def _go(self, walk: Walk[R], stranger: bool) -> None:
        found, until = list[R](), time.monotonic() + PIECE
        for step in walk.steps:
            found.append(step)
            if time.monotonic() >= until:
                await self._asked.give_way()
                until = time.monotonic() + PIECE
        job = walk.ends(found)
        if job is not None:
            await self._do(job, stranger)

    async def _do(self, job: Job[R], stranger: bool) -> None:
        run = self._workers.run
        try:
            result = await run(job.function, *job.arguments, seconds=job.seconds, stranger=stranger)
        except TooLong:
            if job.given_up is not None:
                job.given_up()
        except JobError:
            pass  # it is asked for again
        else:
            job.keep(result)


def ask(job: Job[R], effort: int = 0) -> bool:
    """Have a job done by a worker; False if the answer is to do it now, by itself.

    `effort` is what that would take, where it is little enough at all; 0 where it is not. Where
    nobody puts an answer together (on the command line) it is done at once.
    """
    desk = _desk.get()
    if desk is None:
        return False
    if 0 < effort <= desk.effort:
        desk.effort -= effort
        return False
    desk.waits.add(desk.chores.begin(job, desk.stranger))
    return True


def walk(steps: Walk[R]) -> bool:
    """Have steps done between other things; False where nobody puts an answer together."""
    desk = _desk.get()
    if desk is None:
        return False
    desk.waits.add(desk.chores.set_out(steps, desk.stranger))
    return True


def left_out() -> None:
    """Say that something stands in for what could not be done: the answer holds no longer."""
    desk = _desk.get()
    if desk is not None:
        desk.lacks = True


async def finished(
    chores: Chores,
    build: Callable[[], T],
    ready: Callable[[], Awaitable[None]],
    *,
    stranger: bool,
) -> tuple[T, bool]:
    """An answer put together by `build`, and whether all is in it that it asked for.

    `ready` is awaited before it is put together again: meanwhile the world went on.
    """
    until = time.monotonic() + PATIENCE
    for _ in range(ROUNDS):
        desk = _Desk(chores, stranger)
        token = _desk.set(desk)
        try:
            answer = build()
        finally:
            _desk.reset(token)
        if not desk.waits:
            return answer, not desk.lacks
        left = until - time.monotonic()
        if left <= 0:
            break
        await asyncio.wait(desk.waits, timeout=left)
        await ready()
    return answer, False
