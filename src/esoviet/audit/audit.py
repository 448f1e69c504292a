"""The audit of one log, from the bytes up to every decision.

    entry 0                 names the assembly and the host's key, which must have signed
    the checkpoint          a size and a root
    every entry             spelling, envelope, signature, leaf, tile        (entry.py, in parallel)
    in order                time, the law                                    (replay.py)
    every vote that closed  its ballots counted again          (recount.py, in parallel in the end)
    what was held before    earlier checkpoints and receipts                 (claims.py)
    the texts and files     hash and size                                    (blobs.py)
    what is published       answers, compared with what follows from the log (published.py)
    the tree                every tile of every level, and the root

Nothing is shared with the server but `wire`, `law` and `log`. Where the source cannot be read to
the end, what was found until then stands: nobody takes a proof back by hanging up.
"""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import NamedTuple

from esoviet.audit import claims
from esoviet.audit.blobs import BlobCheck, BlobPortion, portions
from esoviet.audit.conclusion import conclude
from esoviet.audit.entry import compare
from esoviet.audit.finding import Finding, Unreachable, place
from esoviet.audit.published import Comparison
from esoviet.audit.reading import Progress, Reading, split_hashes
from esoviet.audit.report import AssemblyReport, numbers, vote_reports
from esoviet.audit.source import Source
from esoviet.law.records import BlobRecord
from esoviet.law.view import View
from esoviet.log.note import VerifierKey
from esoviet.log.tiles import WIDTH, tiles_of
from esoviet.wire.encoding import b64
from esoviet.wire.errors import Malformed


class Held(NamedTuple):
    """What the auditor's reader kept from earlier: checkpoints and receipts, as they were given."""

    checkpoints: Sequence[bytes] = ()
    receipts: Sequence[bytes] = ()


NOTHING_HELD = Held()


def audit(
    source: Source,
    held: Held = NOTHING_HELD,
    *,
    cores: int | None = None,
    progress: Progress | None = None,
) -> AssemblyReport:
    """Audit one log on so many cores (None: all there are).

    Raises `Unreachable` where its log cannot be read to the end and nothing wrong was found.
    """
    with _reading(source):
        return _Audit(source, cores).report(held, progress)


def judged(
    source: Source, *, cores: int | None = None, progress: Progress | None = None
) -> View | Finding:
    """What follows from a log, once every entry and its checkpoint were found to hold by the law.

    Else the first thing that does not. Votes are not counted a second time by other code, as an
    audit does; texts, and what a host publishes, are not looked at. Raises `Unreachable` where the
    log cannot be read to the end.
    """
    with _reading(source):
        return _Audit(source, cores, whole=False).judged(progress)


@contextmanager
def _reading(source: Source) -> Iterator[None]:
    """While a log is read much is kept and little thrown away."""
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        source.close()
        gc.enable()
        gc.unfreeze()


class _Audit:
    def __init__(self, source: Source, cores: int | None, *, whole: bool = True) -> None:
        self.source = source
        self._findings: list[Finding] = []
        self._reading = Reading(source, cores, self._looks if whole else tuple, twice=whole)
        self._blobs = BlobCheck(source, self._reading.titles, self._newer)
        self._comparison = Comparison(source, self._reading)
        self._assembly: str | None = None
        self._read_all = False

    def report(self, held: Held, progress: Progress | None) -> AssemblyReport:
        """Carry the whole audit out."""
        trouble = None
        try:
            self._carry_out(held, progress)
        except Unreachable as error:
            trouble = str(error)
        if trouble is not None and not (self._read_all or self._all_findings()):
            raise Unreachable(trouble)
        trouble = trouble or self._blobs.trouble
        written = self._written(trouble)
        written.conclusion = conclude(written, len(held.checkpoints) + len(held.receipts))
        return written

    def judged(self, progress: Progress | None) -> View | Finding:
        """Only what the entries say."""
        self._entries(progress)
        findings = sorted(self._all_findings(), key=place)
        return findings[0] if findings else self._reading.view()

    def _entries(self, progress: Progress | None) -> None:
        """Read and judge all that the checkpoint covers."""
        reading, note = self._reading, self.source.checkpoint()
        reading.said = None if note is None else claims.claimed(note)
        said = reading.said
        self._identify(note)
        if said and self.source.position() not in (None, (said.size, said.root)):
            self._find(None, "checkpoint", "The size and root noted beside it are others.")
        reading.read(None if said is None else said.size, progress)
        self._ends()

    def _carry_out(self, held: Held, progress: Progress | None) -> None:
        self._entries(progress)
        reading, said = self._reading, self._reading.said
        self._read_all = True
        if reading.key is not None and said is not None:
            self._held(held, reading.key, said.size)
        self._blobs.run(reading.view(), judged_all=reading.judged_all)
        size = reading.replay.tree.size
        if self._blobs.trouble is None:
            self._comparison.run(self._all_findings())
        if reading.replay.tree.size > size:
            reading.until(reading.replay.tree.size)
            self._blobs.run(reading.view(), judged_all=reading.judged_all)
            self._ends()
        self._tiles()

    def _written(self, trouble: str | None) -> AssemblyReport:
        replay = self._reading.replay
        view = replay.view()
        findings = self._all_findings()
        return AssemblyReport(
            source=self.source.name,
            assembly=self._assembly,
            ok=not findings and trouble is None,
            trouble=trouble,
            entries=replay.tree.size,
            judged=replay.index,
            root=b64(replay.tree.root()),
            began=replay.times[0] if replay.times else None,
            ended=replay.time or None,
            numbers=numbers(view),
            blobs=self._blobs.counted(view),
            findings=sorted(dict.fromkeys(findings), key=place),
            warnings=replay.days.warnings(),
            compared=self._comparison.compared,
            not_compared=self._comparison.not_compared,
            votes=vote_reports(view),
        )

    def _all_findings(self) -> list[Finding]:
        more = (self._reading, self._blobs, self._comparison)
        return self._findings + [finding for part in more for finding in part.findings]

    def _identify(self, note: bytes | None) -> None:
        """The assembly's id and the key of its log, from entry 0; and whether it signed."""
        said = self._reading.said
        if note is None:
            self._find(None, "checkpoint", "There is no checkpoint.")
        rows = self.source.entries(0, 1, said.size if said else 1)
        if not rows:
            self._find(0, "entries", "There is no founding entry.")
            return
        try:
            assembly, key = claims.host_key(rows[0][0])
        except Malformed as error:
            self._find(0, "2.1", f"The founding entry cannot be read: {error}.")
            return
        if self.source.assembly not in (None, assembly):
            self._find(0, "1.2", f"This is the log of another assembly, {assembly}.")
        self._assembly, self._reading.key = assembly, key
        if note is not None:
            self._add(claims.signed(note, key))

    def _looks(self) -> list[BlobPortion]:
        return portions(self.source, self._reading.replay.state.rows(BlobRecord).values())

    def _newer(self) -> View:
        """What there is to see once all that was logged meanwhile is read and judged."""
        reading = self._reading
        reading.grow()
        reading.until(reading.replay.tree.size)
        return reading.view()

    def _ends(self) -> None:
        """Whether the entries end where the checkpoint says, with the root that it says."""
        tree, checkpoint = self._reading.replay.tree, self._reading.said
        if checkpoint is None:
            return
        if tree.size < checkpoint.size:
            which = f"{tree.size} of {checkpoint.size}"
            if self.source.entries(tree.size, tree.size + 1, checkpoint.size):
                reason = f"lacked entry {which} at first and then had it. Is there another copy?"
                raise Unreachable(f"{self.source.name} {reason}")
            reason = f"Entry {which} is missing or its bundle is broken."
            self._find(tree.size, "entries", reason)
        elif tree.root() != checkpoint.root:
            self._find(None, "tree", "The entries do not have the root that the host signed.")
        if self.source.entries(checkpoint.size, checkpoint.size + 1, checkpoint.size + 1):
            again = claims.claimed(self.source.checkpoint() or b"")
            if again is None or again.size <= checkpoint.size:
                reason = "Here is an entry that no checkpoint covers."
                self._find(checkpoint.size, "entries", reason)

    def _tiles(self) -> None:
        """Compare the tiles above the leaves' level."""
        tree, checkpoint = self._reading.replay.tree, self._reading.said
        is_newest = checkpoint is not None and checkpoint.size == tree.size
        for tile in tiles_of(tree.size):
            if tile.level and (is_newest or tile.width == WIDTH):
                ours = split_hashes(tree.hash_tile(tile.level, tile.number, tile.width))
                theirs = self.source.tile(tile.level, tile.number, tile.width)
                self._findings += compare(self.source, tile.level, tile.number, ours, theirs)

    def _held(self, held: Held, key: VerifierKey, size: int) -> None:
        """Hold what was given out earlier against what is shown now."""
        tree = self._reading.replay.tree
        for note in held.checkpoints:
            self._add(claims.held_checkpoint(note, key, tree))
        for receipt in held.receipts:
            self._add(claims.held_receipt(receipt, key, tree, partial(self._entry, size)))

    def _entry(self, size: int, index: int) -> bytes | None:
        rows = self.source.entries(index, index + 1, size) if index < size else []
        return rows[0][0] if rows else None

    def _find(self, index: int | None, clause: str, reason: str) -> None:
        self._findings.append(Finding(index, clause, reason))

    def _add(self, finding: Finding | None) -> None:
        if finding is not None:
            self._findings.append(finding)
