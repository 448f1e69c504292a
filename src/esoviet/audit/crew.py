"""Worker processes that examine runs of entries ahead of the judgement.

Each worker is one process with its own key list, and takes every n-th run, so that the main process
knows exactly which keys each has been told. Only a few runs are under way at a time: memory stays
the same however long the log is.
"""

import multiprocessing
import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import count

import msgspec

from esoviet.audit.entry import Keys, Run, Task, examine
from esoviet.audit.finding import Unreachable
from esoviet.audit.source import Source
from esoviet.log.merkle import TILE
from esoviet.wire.keys import KeyName

RUN = 8 * TILE
SMALL = 2 * RUN
AHEAD = 3

_known: Keys = {}


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
        return self._ahead(size, self._wanted)

    def learn(self, kid: KeyName, public: bytes) -> None:
        """A new key, for the workers to be told."""
        self._keys.append((kid, public))

    def _inline(self, size: int | None) -> Iterator[Run]:
        known: Keys = {}
        for start in _starts(size):
            yield examine(self._task(start, size, len(known)), known)

    def _ahead(self, size: int | None, workers: int) -> Iterator[Run]:
        context = multiprocessing.get_context("spawn")
        pools = [ProcessPoolExecutor(1, context) for _ in range(workers)]
        told = [0] * workers
        waiting: deque[Future[bytes]] = deque()
        decoder = msgspec.msgpack.Decoder(Run)
        try:
            for number, start in enumerate(_starts(size)):
                mine = number % workers
                task = self._task(start, size, told[mine])
                told[mine] = len(self._keys)
                waiting.append(pools[mine].submit(_work, task))
                if len(waiting) == AHEAD * workers:
                    yield decoder.decode(waiting.popleft().result())
            while waiting:
                yield decoder.decode(waiting.popleft().result())
        except BrokenProcessPool:
            raise Unreachable("A worker process died; is there enough memory?") from None
        finally:
            for pool in pools:
                pool.shutdown(wait=False, cancel_futures=True)

    def _task(self, start: int, size: int | None, told: int) -> Task:
        stop = start + RUN if size is None else min(start + RUN, size)
        news = dict(self._keys[told:])
        return Task(self.source, start, stop, size or stop, news, self.hashes_only)


def _starts(size: int | None) -> Iterator[int]:
    return iter(range(0, size, RUN)) if size is not None else count(0, RUN)


def _work(task: Task) -> bytes:
    """Runs in a worker process, which remembers the keys that it was told."""
    return msgspec.msgpack.encode(examine(task, _known))
