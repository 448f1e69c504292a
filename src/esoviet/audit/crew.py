"""Worker processes that examine runs of entries ahead of the judgement.

Each worker is one process with its own list of keys, and takes every n-th run, so that the main
process knows which keys each has been told. Only a few runs are under way at a time: memory stays
the same however long the log is. Results travel as files in a temporary folder, so that a worker
never waits until the main process has time to listen.
"""

import gc
import multiprocessing
import os
import signal
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count
from multiprocessing.connection import Connection
from multiprocessing.context import ForkContext, SpawnContext
from pathlib import Path
from types import TracebackType

import msgspec

from esoviet.audit.entry import Keys, Run, Task, examine
from esoviet.audit.finding import Unreachable
from esoviet.audit.source import Source
from esoviet.log.merkle import TILE
from esoviet.wire.keys import KeyName

RUN = 4 * TILE
SMALL = 4 * RUN
AHEAD = 16
PATIENCE = 2.0


class Crew:
    """Examines a log run by run, in order, in `workers` processes (0: here and now)."""

    def __init__(self, source: Source, workers: int | None = None) -> None:
        self.source = source
        self.hashes_only = False
        self._wanted = (os.cpu_count() or 1) if workers is None else workers
        self._keys: list[tuple[KeyName, bytes]] = []

    def runs(self, size: int | None) -> Iterator[Run]:
        """The runs of a log of `size` entries; without a size as many as are asked for."""
        if self._wanted == 0 or (size is not None and size <= SMALL):
            return self._inline(size)
        return self._ahead(size)

    def learn(self, kid: KeyName, public: bytes) -> None:
        """A new key, for the workers to be told."""
        self._keys.append((kid, public))

    def _inline(self, size: int | None) -> Iterator[Run]:
        known: Keys = {}
        for start in _starts(size):
            yield examine(self._task(start, size, len(known)), known)

    def _ahead(self, size: int | None) -> Iterator[Run]:
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="esoviet-audit-")))
            workers = [stack.enter_context(_Worker(folder)) for _ in range(self._wanted)]
            waiting: deque[tuple[_Worker, int]] = deque()
            for number, start in enumerate(_starts(size)):
                worker = workers[number % len(workers)]
                task = self._task(start, size, worker.told)
                worker.told = len(self._keys)
                worker.give(task)
                waiting.append((worker, start))
                if len(waiting) == AHEAD * len(workers):
                    yield _taken(*waiting.popleft())
            while waiting:
                yield _taken(*waiting.popleft())

    def _task(self, start: int, size: int | None, told: int) -> Task:
        stop = start + RUN if size is None else min(start + RUN, size)
        news = dict(self._keys[told:])
        return Task(self.source, start, stop, size or stop, news, self.hashes_only)


class _Worker:
    """One process, and our end of the pipe to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.told = 0
        self._pipe, theirs = multiprocessing.Pipe()
        self._process = _context().Process(target=_serve, args=(theirs, folder), daemon=True)
        self._process.start()
        theirs.close()

    def give(self, task: Task) -> None:
        """Hand over a run to examine."""
        try:
            self._pipe.send(task)
        except OSError:
            raise Unreachable(_DIED) from None

    def wait(self) -> None:
        """Wait until the oldest run that was given is done; its result is a file then."""
        try:
            trouble = self._pipe.recv()
        except (EOFError, OSError):
            raise Unreachable(_DIED) from None
        if trouble is not None:
            raise Unreachable(trouble)

    def __enter__(self) -> "_Worker":
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


_DIED = "A worker process ended by itself; is there enough memory?"


def _context() -> ForkContext | SpawnContext:
    """A copy of this process is there at once, but is safe only where nothing else runs in it."""
    if sys.platform == "linux" and threading.active_count() == 1:
        return multiprocessing.get_context("fork")
    return multiprocessing.get_context("spawn")


def _taken(worker: _Worker, start: int) -> Run:
    worker.wait()
    file = worker.folder / str(start)
    run = msgspec.msgpack.decode(file.read_bytes(), type=Run)
    file.unlink()
    return run


def _starts(size: int | None) -> Iterator[int]:
    return iter(range(0, size, RUN)) if size is not None else count(0, RUN)


def _serve(pipe: Connection, folder: Path) -> None:
    """What a worker process does until it is told to end. It remembers the keys it was told."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    known: Keys = {}
    parent = os.getppid()
    while (task := _next(pipe, parent)) is not None:
        try:
            run = examine(task, known)
        except Unreachable as error:
            pipe.send(str(error))
            return
        (folder / str(task.start)).write_bytes(msgspec.msgpack.encode(run))
        pipe.send(None)


def _next(pipe: Connection, parent: int) -> Task | None:
    """The next task; None to end, also when the main process is gone without a word."""
    while not pipe.poll(PATIENCE):
        if os.getppid() != parent:
            return None
    try:
        task: Task | None = pipe.recv()
    except EOFError:
        return None
    return task
