"""All cores at work on a log: worker processes look ahead, and the main process lends a hand.

There is a worker for every core but one. The main process judges the runs that are ready, in
their order, and where the next one is not ready yet it examines a later one itself, unless that
would only keep it from judging in the end (`Pace`): so no core waits, and no more processes than
cores get in each other's way. Each worker is told the new keys with each run. Only a few runs are
under way at a time: memory stays the same however long the log is. The last runs are short, so
that all are done at about the same time. Whatever can be done beside the judging of the last runs
goes to who is free: the texts and files, and the votes that close in the end.
"""

import os
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

from esoviet.audit.blobs import BlobPortion, Titles
from esoviet.audit.entry import Run, Task
from esoviet.audit.finding import Finding
from esoviet.audit.parallel.jobs import Job, Keys, WorkerState
from esoviet.audit.parallel.workers import Worker, load
from esoviet.audit.recount import Closed
from esoviet.audit.seats import Filled
from esoviet.audit.source import Source
from esoviet.audit.turning import Look
from esoviet.log.merkle import TILE
from esoviet.wire.keys import KeyName

LONGEST = 8
SHARE = 4
SMALL = 16 * TILE
QUEUE = 2
AHEAD = 8


class Pace:
    """How long an entry takes to examine and to judge, in seconds; what was last counts most."""

    def __init__(self) -> None:
        self.examine = self.judge = 0.0

    def examined(self, seconds: float, entries: int) -> None:
        """Note how long it took to examine so many."""
        self.examine = _mean(self.examine, seconds / entries)

    def judged(self, seconds: float, entries: int) -> None:
        """Note how long it took to judge so many."""
        self.judge = _mean(self.judge, seconds / entries)

    def helps(self, entries: int, unjudged: int, unexamined: int, workers: int) -> bool:
        """Whether so many more entries examined by the main process bring the end nearer.

        They do while the workers need longer for what they have to examine than the main process
        needs for these and to judge everything that is left, which nobody else can do.
        """
        mine = unjudged * self.judge + entries * self.examine
        return not self.examine or unexamined * self.examine / workers > mine


class WorkerPool:
    """Examines a log run by run, in order, on `cores` cores (None: all there are).

    `looks` tells what texts and files there are to look at; it is asked once, when all runs are
    given out. When the last run has been taken, `titles` has those that are what was signed, and
    `findings` what is wrong with the votes that were given to `count`.
    """

    def __init__(
        self,
        source: Source,
        cores: int | None = None,
        looks: Callable[[], Iterable[BlobPortion]] = tuple,
    ) -> None:
        self.hashes_only = False
        self.findings: list[Finding] = []
        self.titles: Titles = {}
        self._kit = WorkerState(source, {})
        self._cores = cores or os.cpu_count() or 1
        self._looks = looks
        self._keys: list[tuple[KeyName, bytes]] = []
        self._pace = Pace()
        self._workers: list[Worker] = []
        self._rest = Remaining(0, 1)
        self._line: deque[Task] = deque()
        self._ready: dict[int, Run | Path] = {}
        self._jobs: deque[Job] | None = None

    def runs(self, size: int | None) -> Iterator[Run]:
        """The runs of a log of `size` entries; without a size, of one whose end nobody knows.

        They end with the first one that is shorter than it should be: there the source ends.
        """
        self._rest = Remaining(size, self._cores)
        ahead = self._cores > 1 and (size is None or size > SMALL)
        for run in self._ahead() if ahead else self._alone():
            yield run
            if run.stop < run.until:
                self._rest.end()
                self._line.clear()

    def examine(self, start: int, stop: int, size: int) -> Run:
        """One more run, of a log that has grown to `size` entries."""
        return Task(start, stop, size, {}, hashes_only=False).do(self._kit)

    def learn(self, kid: KeyName, public: bytes) -> None:
        """A new key, for the workers to be told."""
        self._kit.known[kid] = public
        self._keys.append((kid, public))

    def found(self, finding: Finding) -> None:
        """Something wrong that was seen by the way."""
        self.findings.append(finding)

    def count(self, closed: Closed | Filled | Look) -> None:
        """See that a vote is counted again, or who takes a vacant seat."""
        if self._jobs is None:
            self.findings += closed.do(self._kit)
        else:
            self._jobs.append(closed)
            self._hand_out()

    def _alone(self) -> Iterator[Run]:
        while (task := self._task({})) is not None:
            yield task.do(self._kit)

    def _ahead(self) -> Iterator[Run]:
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="esoviet-audit-")))
            for _ in range(self._cores - 1):
                self._workers.append(stack.enter_context(Worker(self._kit.source, folder)))
            self._hand_out()
            while self._line:
                run = self._ready.pop(self._line[0].start, None)
                if run is not None:
                    self._line.popleft()
                    yield from self._judged(run if isinstance(run, Run) else load(run))
                elif self._helps():
                    self._examine()
                else:
                    Worker.wait(self._workers)
                self._hand_out()
            self._finish()
        self._jobs, self._workers = None, []

    def _judged(self, run: Run) -> Iterator[Run]:
        began = time.perf_counter()
        yield run
        self._pace.judged(time.perf_counter() - began, run.until - run.start)

    def _examine(self) -> None:
        """Do one run ourselves."""
        began = time.perf_counter()
        task = self._task({})
        assert task is not None
        run = task.do(self._kit)
        self._line.append(task)
        self._ready[task.start] = run
        if all(said.public for said in run.said):  # else the work is still to be done
            self._pace.examined(time.perf_counter() - began, task.stop - task.start)

    def _helps(self) -> bool:
        """Whether the main process does well to examine the next run itself."""
        length, left = self._rest.length(), self._rest.entries()
        if not length or len(self._line) >= AHEAD * self._cores:
            return False
        if left is None:
            return True
        under_way = {task.start: task.stop - task.start for task in self._line}
        unexamined = left + sum(n for at, n in under_way.items() if at not in self._ready)
        unjudged = left + sum(under_way.values())
        return self._pace.helps(length, unjudged, unexamined, len(self._workers))

    def _hand_out(self) -> None:
        """Take in what the workers have done, and see that each has something to go on with."""
        for worker in self._workers:
            for job, answer in worker.answers():
                self._note(job, answer)
            while len(worker.waiting) < QUEUE and self._give(worker):
                pass

    def _give(self, worker: Worker) -> bool:
        """Give a worker a run or, once all are given out, another job; whether there was one."""
        if self._jobs is None:
            if len(self._line) >= AHEAD * self._cores:
                return False
            task = self._task(dict(self._keys[worker.told :]))
            if task is not None:
                worker.told = len(self._keys)
                worker.give(task)
                self._line.append(task)
                return True
            self._jobs = deque(self._looks())
        if not self._jobs:
            return False
        worker.give(self._jobs.popleft())
        return True

    def _note(self, job: Job, answer: object) -> None:
        if isinstance(job, Task) and isinstance(answer, Path):
            self._ready[job.start] = answer
        elif isinstance(job, Closed | Filled | Look) and isinstance(answer, list):
            self.findings += answer
        elif isinstance(job, BlobPortion) and isinstance(answer, dict):
            self.titles |= answer
        else:
            raise TypeError(job)

    def _finish(self) -> None:
        """Do what is left beside the runs, together."""
        while self._jobs or any(worker.waiting for worker in self._workers):
            if self._jobs:
                job = self._jobs.popleft()
                self._note(job, job.do(self._kit))
            else:
                Worker.wait(self._workers)
            self._hand_out()

    def _task(self, news: Keys) -> Task | None:
        """The next run; None if all are given out."""
        size, start, length = self._rest.size, self._rest.start, self._rest.length()
        if not length:
            return None
        self._rest.start += length
        return Task(start, start + length, size or start + length, news, self.hashes_only)


class Remaining:
    """What is not given out yet of a log: from `start` up to `size` (None: nobody knows the end).

    The first run is a short one, so that the judge need not wait and the first keys are known soon.
    """

    def __init__(self, size: int | None, cores: int) -> None:
        self.start = 0
        self.size = size
        self._cores = cores

    def entries(self) -> int | None:
        """How many there are; None if nobody knows."""
        return None if self.size is None else max(0, self.size - self.start)

    def length(self) -> int:
        """How long the next run is: whole tiles, unless it is the last one."""
        left = self.entries()
        if self.start == 0 or left is None:
            return TILE if left is None else min(TILE, left)
        tiles = max(1, min(LONGEST, left // (TILE * SHARE * self._cores)))
        return min(tiles * TILE, left)

    def end(self) -> None:
        """There are no more."""
        self.size = self.start


def _mean(before: float, now: float) -> float:
    return (before + now) / 2 if before else now
