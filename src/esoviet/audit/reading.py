"""A log read and judged as far as its checkpoint goes and, where it has grown since, further.

An assembly goes on while it is audited. What stands in the log by then can explain what is seen
beside it (a text that was erased a moment ago) and is what newer answers follow from. So a reading
can `grow` to the newest checkpoint, and be judged entry by entry `until` it has the size that
something is to be compared at.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter

from esoviet.audit import claims
from esoviet.audit.blobs import BlobPortion, Titles
from esoviet.audit.entry import Run, Said
from esoviet.audit.finding import Finding, Unreachable
from esoviet.audit.parallel.pool import WorkerPool
from esoviet.audit.removals import with_removals
from esoviet.audit.replay import Replay
from esoviet.audit.source import Source
from esoviet.law.view import View
from esoviet.log.checkpoint import Checkpoint
from esoviet.log.merkle import HASH_SIZE, TILE
from esoviet.log.note import VerifierKey

Progress = Callable[[int, int | None], None]
AT_ONCE = 8 * TILE


class Reading:
    """What was read of a log. `said` is the newest checkpoint that was read, whoever signed it."""

    def __init__(
        self,
        source: Source,
        cores: int | None = None,
        looks: Callable[[], Iterable[BlobPortion]] = tuple,
        *,
        twice: bool = True,
    ) -> None:
        self._findings: list[Finding] = []
        self.said: Checkpoint | None = None
        self.key: VerifierKey | None = None
        self._source = source
        self._pool = WorkerPool(source, cores, looks)
        self.replay = Replay(self._pool, twice=twice)
        self._waiting: deque[Said] = deque()

    @property
    def findings(self) -> list[Finding]:
        """What is wrong with the entries, the tiles of leaves and the counts."""
        counted = sorted(self._pool.findings, key=attrgetter("index", "reason"))
        return self._findings + counted

    @property
    def titles(self) -> Titles:
        """The texts and files that were looked at meanwhile and are what was signed."""
        return self._pool.titles

    @property
    def judged_all(self) -> bool:
        """Whether every entry that was read has been judged or waits to be."""
        return self.replay.index + len(self._waiting) == self.replay.tree.size

    def view(self) -> View:
        """What there is to see where the judging has come to."""
        return self.replay.view()

    def read(self, size: int | None, progress: Progress | None = None) -> None:
        """Examine and judge a log of `size` entries (None: all that there are)."""
        for run in self._pool.runs(size):
            self._take(run, 0)
            self.until(run.stop)
            self._pool.hashes_only = self.replay.index < run.stop
            if run.trouble:
                raise Unreachable(run.trouble)
            if progress is not None:
                progress(self.replay.tree.size, size)

    def until(self, size: int) -> bool:
        """Judge on until `size` entries are judged; whether it is that many now."""
        replay, waiting = self.replay, self._waiting
        index = replay.index
        while waiting and index < size:
            said = waiting.popleft()
            findings = replay.take(said)
            if replay.index == index:
                waiting.clear()
                findings = with_removals(findings, replay, said, self._source)
            else:
                index += 1
            if findings:
                self._findings += findings
        return replay.index == size

    def grow(self) -> bool:
        """Read what was logged meanwhile, up to the newest checkpoint; whether anything was."""
        note = self._source.checkpoint()
        newest = claims.claimed(note or b"")
        before = self.replay.tree.size
        if note is None or newest is None or newest.size <= before or not self.judged_all:
            return False
        self.said = newest
        wrong = claims.signed(note, self.key) if self.key else None
        if wrong is not None:
            self._findings.append(wrong)
            return False
        for start in range(before - before % TILE, newest.size, AT_ONCE):
            stop = min(start + AT_ONCE, newest.size)
            run = self._pool.examine(start, stop, newest.size)
            self._take(run, max(0, before - start))
            if run.trouble:
                raise Unreachable(run.trouble)
            if run.stop < stop:
                break
        return self.replay.tree.size > before

    def stop_at(self, sizes: Iterable[int], end: int) -> Iterator[int]:
        """Read a log of `end` entries from its beginning, stopping at these sizes, in order."""
        stops = deque(sorted(sizes))
        for run in self._pool.runs(end):
            self._take(run, 0)
            while stops and stops[0] <= run.stop:
                self.until(stops[0])
                yield stops.popleft()
            if run.trouble or not stops:
                return
            self.until(run.stop)

    def _take(self, run: Run, known: int) -> None:
        """Note a run, whose first `known` entries were read before."""
        news = [one for one in run.findings if one.index is None or one.index >= run.start + known]
        self._findings += news
        tree = self.replay.tree
        if self.judged_all:
            self._waiting += run.said[known:]
        tree.extend(split_hashes(run.leaves)[known:])


def split_hashes(joined: bytes) -> list[bytes]:
    """Hashes that stand one behind the other."""
    return [joined[at : at + HASH_SIZE] for at in range(0, len(joined), HASH_SIZE)]
