"""Worker processes for what may take long: counts, texts to be set, differences of texts.

The event loop serves everybody, so nothing is done on it that takes more than some milliseconds for
somebody's input. A worker does one job at a time; a job that takes longer than it may is ended with
its process. Jobs wait in two lines, members' before strangers', and strangers' jobs never hold the
last worker. A job is a function of a module and its arguments, and follows from them alone:

    request   uint32 length, pickle of (function, arguments)
    answer    one byte: the job begins; then
              uint32 length, pickle of (True, result) or (False, text of the error)

The pipes are this process's own: nobody else writes into them.
"""

import asyncio
import logging
import os
import pickle
import resource
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections import deque
from collections.abc import Callable
from typing import Any, BinaryIO, TypeVar

from esoviet.media.processes import surely_end

WORKERS = 2
MOST_WAITING = 256  # in each line
MOST_BYTES = 2 * 2**30  # of memory, for a worker
NICENESS = 5
_log = logging.getLogger(__name__)

R = TypeVar("R")


class JobError(Exception):
    """A job was not done; the text says why."""


class TooLong(JobError):
    """A job took longer than it may."""


class Busy(JobError):
    """Too many jobs wait already."""


class _Job:
    def __init__(self, request: bytes, seconds: float | None) -> None:
        self.request = request
        self.seconds = seconds
        self.done: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

    def settle(self, result: object, error: Exception | None = None) -> None:
        if self.done.done():
            return
        if error is None:
            self.done.set_result(result)
        else:
            self.done.set_exception(error)


class Workers:
    """Started when there is first something for them. Belongs to the event loop."""

    def __init__(self, count: int = WORKERS) -> None:
        self._count = count
        self._lines: tuple[deque[_Job], deque[_Job]] = (deque(), deque())  # members', strangers'
        self._tasks: dict[asyncio.Task[None], bool] = {}  # whether each does a stranger's job
        self._idle: list[Process] = []
        self._closed = False

    async def run(
        self,
        function: Callable[..., R],
        *arguments: object,
        seconds: float | None = None,
        stranger: bool = False,
    ) -> R:
        """What the function answers, done by a worker within `seconds`; raises `JobError`."""
        line = self._lines[stranger]
        if self._closed or len(line) >= MOST_WAITING:
            raise Busy("too many jobs wait already")
        request = pickle.dumps((function, arguments), pickle.HIGHEST_PROTOCOL)
        job = _Job(request, seconds)
        line.append(job)
        self._hire()
        result: R = await job.done
        return result

    async def close(self) -> None:
        """End the workers; what waits is not done."""
        self._closed = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for process in self._idle:
            await surely_end(process)
        for line in self._lines:
            while line:
                line.popleft().settle(None, Busy("the server goes down"))

    def _hire(self) -> None:
        """Put one more to work, if there is work that nobody is on the way to."""
        if len(self._tasks) < self._count:
            task = asyncio.create_task(self._work())
            self._tasks[task] = False

    def _next(self, me: asyncio.Task[None]) -> _Job | None:
        members, strangers = self._lines
        self._tasks[me] = False
        if members:
            return members.popleft()
        if strangers and sum(self._tasks.values()) < max(1, self._count - 1):
            self._tasks[me] = True
            return strangers.popleft()
        return None

    async def _work(self) -> None:
        """Do jobs as long as there are any for one more process."""
        me = asyncio.current_task()
        assert me is not None
        try:
            while not self._closed and (job := self._next(me)) is not None:
                if not job.done.done():  # somebody still waits for it
                    await self._do(job)
        finally:
            del self._tasks[me]

    async def _do(self, job: _Job) -> None:
        process = self._idle.pop() if self._idle else None
        try:
            if process is None or process.returncode is not None:
                starting = asyncio.create_task(_started())
                try:
                    process = await asyncio.shield(starting)
                except asyncio.CancelledError:
                    process = await starting
                    raise
            await _asked(process, job.request)
            done, result = await asyncio.wait_for(_answered(process), job.seconds)
        except TimeoutError:
            job.settle(None, TooLong(f"it takes longer than {job.seconds:g} seconds"))
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            _log.error("a worker failed: %r", error)
            job.settle(None, JobError("the worker failed"))
        except asyncio.CancelledError:
            job.settle(None, Busy("the server goes down"))
            raise
        else:
            job.settle(result, None if done else JobError(str(result)))
            self._idle.append(process)
            process = None
        finally:
            if process is not None:
                await surely_end(process)


async def _started() -> Process:
    command = (sys.executable, "-m", "esoviet.node.workers")
    return await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL)


async def _asked(process: Process, request: bytes) -> None:
    """Ask, and wait until the job begins: a new process reads its modules first."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(len(request).to_bytes(4, "big") + request)
    await process.stdin.drain()
    await process.stdout.readexactly(1)


async def _answered(process: Process) -> tuple[bool, object]:
    assert process.stdout is not None
    size = int.from_bytes(await process.stdout.readexactly(4), "big")
    done, result = pickle.loads(await process.stdout.readexactly(size))  # noqa: S301 - our own
    return done, result


def _answers(source: BinaryIO, sink: BinaryIO) -> None:
    while len(head := source.read(4)) == 4:
        request = source.read(int.from_bytes(head, "big"))
        answer: tuple[bool, object]
        try:
            function, arguments = pickle.loads(request)  # noqa: S301 - our own
        except Exception as error:
            function, arguments = _fail, (error,)
        sink.write(b"\0")
        sink.flush()
        try:
            answer = True, function(*arguments)
        except Exception as error:
            answer = False, f"{type(error).__name__}: {error}"
        data = pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)
        sink.write(len(data).to_bytes(4, "big") + data)
        sink.flush()


def _fail(error: Exception) -> None:
    raise error


def work() -> None:
    """A worker's whole life."""
    os.nice(NICENESS)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    _answers(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    work()
