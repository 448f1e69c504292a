"""Worker processes: each does the jobs that it is given, in their order.

A job that examines entries answers with much: its answer travels as a file in a temporary folder,
so that a worker never waits until the main process has time to listen.
"""

import copy
import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from multiprocessing import connection
from multiprocessing.connection import Connection
from multiprocessing.context import ForkContext, SpawnContext
from pathlib import Path
from types import TracebackType

import msgspec

from esoviet.audit.entry import Run, Task
from esoviet.audit.finding import Unreachable
from esoviet.audit.parallel.jobs import Job, WorkerState
from esoviet.audit.source import Source

PARENT_CHECK_SECONDS = 2.0


class Worker:
    """One process, our end of the pipe to it, and the jobs that it was given and not answered."""

    def __init__(self, source: Source, folder: Path) -> None:
        self.told = 0
        self.waiting: deque[Job] = deque()
        self._folder = folder
        self._pipe, theirs = multiprocessing.Pipe()
        # A copy of a source has opened nothing yet: a file or a line must not be used by two.
        arguments = (theirs, copy.copy(source), folder)
        self._process = _context().Process(target=_serve, args=arguments, daemon=True)
        self._process.start()
        theirs.close()

    def give(self, job: Job) -> None:
        """Hand over a job."""
        try:
            self._pipe.send(job)
        except OSError:
            raise Unreachable(_DIED) from None
        self.waiting.append(job)

    def answers(self) -> Iterator[tuple[Job, object]]:
        """The jobs that are done by now; the answer to a `Task` is the file with the `Run`."""
        while self.waiting and self._pipe.poll():
            try:
                trouble, answer = self._pipe.recv()
            except (EOFError, OSError):
                raise Unreachable(_DIED) from None
            if trouble is not None:
                raise Unreachable(trouble)
            job = self.waiting.popleft()
            yield job, self._folder / str(job.start) if isinstance(job, Task) else answer

    def __enter__(self) -> "Worker":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if error is not None:
            self._process.terminate()
        else:
            self._pipe.send(None)
        self._process.join()
        self._process.close()
        self._pipe.close()

    @staticmethod
    def wait(workers: Sequence["Worker"]) -> None:
        """Until one of them has an answer, or is dead."""
        connection.wait([worker._pipe for worker in workers if worker.waiting])


def load(file: Path) -> Run:
    """The answer to a `Task`; its file is gone then."""
    run = msgspec.msgpack.decode(file.read_bytes(), type=Run)
    file.unlink()
    return run


_DIED = "A worker process ended by itself; is there enough memory?"


def _context() -> ForkContext | SpawnContext:
    """A copy of this process is there at once, but is safe only where nothing else runs in it."""
    if sys.platform == "linux" and threading.active_count() == 1:
        return multiprocessing.get_context("fork")
    return multiprocessing.get_context("spawn")


def _serve(pipe: Connection, source: Source, folder: Path) -> None:
    """What a worker process does until it is told to end. It remembers the keys it was told."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    kit = WorkerState(source, {})
    parent = os.getppid()
    while (job := _next(pipe, parent)) is not None:
        try:
            answer = job.do(kit)
        except Unreachable as error:
            pipe.send((str(error), None))
            return
        if isinstance(answer, Run):
            (folder / str(answer.start)).write_bytes(msgspec.msgpack.encode(answer))
            answer = None
        pipe.send((None, answer))


def _next(pipe: Connection, parent: int) -> Job | None:
    """The next job; None to end, also when the main process is gone without a word."""
    while not pipe.poll(PARENT_CHECK_SECONDS):
        if os.getppid() != parent:
            return None
    try:
        job: Job | None = pipe.recv()
    except EOFError:
        return None
    return job
