"""All cores at work on a log: worker processes look ahead, and the main process lends a hand.

There is a worker for every core but one. The main process judges the runs that are ready, in
their order, and where the next one is not ready yet it examines a later one itself, unless that
would only keep it from judging in the end (`Pace`): so no core waits, and no more processes than
cores get in each other's way. Each worker has its own list of keys and is told the new ones with
each run. Only a few runs are under way at a time: memory stays the same however long the log is.
Results travel as files in a temporary folder, so that a worker never waits until the main process
has time to listen.
"""

import gc
import multiprocessing
import os
import signal
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack
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
QUEUE = 3
AHEAD = 8
PATIENCE = 2.0
RESERVE = 2


class Pace:
    """How long a run takes to examine and to judge, in seconds; what was last counts most."""

    def __init__(self) -> None:
        self.examine = self.judge = 0.0

    def examined(self, seconds: float) -> None:
        """Note how long the last run took to examine."""
        self.examine = (self.examine + seconds) / 2 if self.examine else seconds

    def judged(self, seconds: float) -> None:
        """Note how long the last run took to judge."""
        self.judge = (self.judge + seconds) / 2 if self.judge else seconds

    def helps(self, unjudged: int, unexamined: int, workers: int) -> bool:
        """Whether one more run examined by the main process brings the end nearer.

        It does while the workers need longer for what they have to examine than the main process
        needs to judge everything that is left, which nobody else can do, nor count the votes that
        close in the end (`RESERVE`). Before the first run is judged there is nothing to go by, and
        few keys are known yet.
        """
        if not self.judge:
            return False
        mine = unjudged * self.judge + (1 + RESERVE) * self.examine
        return not self.examine or unexamined * self.examine / workers > mine


class Crew:
    """Examines a log run by run, in order, on `cores` cores (None: all there are)."""

    def __init__(self, source: Source, cores: int | None = None) -> None:
        self.source = source
        self.hashes_only = False
        self._cores = cores or os.cpu_count() or 1
        self._pace = Pace()
        self._known: Keys = {}
        self._keys: list[tuple[KeyName, bytes]] = []

    def runs(self, size: int | None) -> Iterator[Run]:
        """The runs of a log of `size` entries; without a size as many as are asked for."""
        if self._cores == 1 or (size is not None and size <= SMALL):
            return (self._examine(start, size) for start in _Starts(size))
        return self._ahead(size)

    def learn(self, kid: KeyName, public: bytes) -> None:
        """A new key, for the workers to be told."""
        self._known[kid] = public
        self._keys.append((kid, public))

    def _ahead(self, size: int | None) -> Iterator[Run]:
        starts, pace = _Starts(size), self._pace
        line: deque[_Worker | Run] = deque()
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="esoviet-audit-")))
            workers = [stack.enter_context(_Worker(folder)) for _ in range(self._cores - 1)]
            while True:
                self._hand_out(workers, starts, size, line)
                if not line:
                    return
                if not _is_ready(line[0]) and self._helps(line, starts, len(workers)):
                    began = time.perf_counter()
                    line.append(self._examine(next(starts), size))
                    pace.examined(time.perf_counter() - began)
                    continue
                first = line.popleft()
                run = first if isinstance(first, Run) else first.take()
                began = time.perf_counter()
                yield run
                pace.judged(time.perf_counter() - began)

    def _helps(self, line: "deque[_Worker | Run]", starts: "_Starts", workers: int) -> bool:
        """Whether the main process does well to examine the next run itself."""
        left = starts.left()
        if left == 0 or len(line) >= AHEAD * self._cores:
            return False
        if left is None:
            return True
        waiting = sum(not isinstance(slot, Run) for slot in line)
        return self._pace.helps(len(line) + left, waiting + left, workers)

    def _hand_out(
        self,
        workers: list["_Worker"],
        starts: Iterator[int],
        size: int | None,
        line: deque["_Worker | Run"],
    ) -> None:
        """See that each worker has a few runs to go on with."""
        for worker in workers:
            while len(worker.waiting) < QUEUE:
                start = next(starts, None)
                if start is None:
                    return
                news = self._keys[worker.told :]
                worker.told = len(self._keys)
                worker.give(self._task(start, size, dict(news)))
                line.append(worker)

    def _examine(self, start: int, size: int | None) -> Run:
        return examine(self._task(start, size, {}), self._known)

    def _task(self, start: int, size: int | None, news: Keys) -> Task:
        stop = _stop(start) if size is None else min(_stop(start), size)
        return Task(self.source, start, stop, size or stop, news, self.hashes_only)


class _Worker:
    """One process, our end of the pipe to it, and the runs that were given to it and not taken."""

    def __init__(self, folder: Path) -> None:
        self.told = 0
        self.waiting: deque[int] = deque()
        self._folder = folder
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
        self.waiting.append(task.start)

    def is_ready(self) -> bool:
        """Whether the oldest run that was given is done."""
        return self._pipe.poll()

    def take(self) -> Run:
        """The oldest run that was given, as soon as it is done."""
        try:
            trouble = self._pipe.recv()
        except (EOFError, OSError):
            raise Unreachable(_DIED) from None
        if trouble is not None:
            raise Unreachable(trouble)
        file = self._folder / str(self.waiting.popleft())
        run = msgspec.msgpack.decode(file.read_bytes(), type=Run)
        file.unlink()
        return run

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


def _stop(start: int) -> int:
    """Where the run that begins here ends."""
    return start + RUN if start else TILE


def _is_ready(slot: _Worker | Run) -> bool:
    return isinstance(slot, Run) or slot.is_ready()


class _Starts:
    """Where the runs of a log begin, one after the other; without an end if it has no size.

    The first run is a short one, so that the judge need not wait and the first keys are known soon.
    """

    def __init__(self, size: int | None) -> None:
        self._size = size
        self._at = 0

    def __iter__(self) -> Iterator[int]:
        return self

    def __next__(self) -> int:
        if self._size is not None and self._at >= self._size:
            raise StopIteration
        start, self._at = self._at, _stop(self._at)
        return start

    def left(self) -> int | None:
        """How many there are still; None if nobody knows."""
        return None if self._size is None else -(-max(0, self._size - self._at) // RUN)


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
