"""The audit of one log, from the bytes up to every decision.

    entry 0                 names the assembly and the host's key, which must have signed
    the checkpoint          a size and a root
    every entry             spelling, envelope, signature, leaf, tile        (entry.py, in parallel)
    in order                time, the law                                    (replay.py)
    every vote that closed  its ballots counted again          (recount.py, in parallel in the end)
    the tree                every tile of every level, and the root
    what was held before    earlier checkpoints and receipts                 (claims.py)
    the texts and files     hash and size                                    (blobs.py)

Nothing is shared with the server but `wire`, `law` and `log`.
"""

import gc
from collections.abc import Callable, Sequence
from functools import partial
from operator import attrgetter
from typing import NamedTuple

from esoviet.audit import claims
from esoviet.audit.blobs import Look, check_blobs, looks
from esoviet.audit.crew import Crew
from esoviet.audit.entry import Run, compare
from esoviet.audit.finding import Finding, place
from esoviet.audit.replay import Replay
from esoviet.audit.report import AssemblyReport, numbers, vote_reports
from esoviet.audit.source import Source
from esoviet.law.records import BlobRecord
from esoviet.log.checkpoint import Checkpoint
from esoviet.log.merkle import HASH_SIZE
from esoviet.log.note import VerifierKey
from esoviet.log.tiles import WIDTH, tiles_of
from esoviet.wire.encoding import b64
from esoviet.wire.errors import Malformed

Progress = Callable[[int, int | None], None]


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
    """Audit one log on so many cores (None: all there are). Raises `Unreachable`."""
    gc.freeze()
    gc.disable()
    try:
        return _Audit(source, cores, progress).report(held)
    finally:
        source.close()
        gc.enable()
        gc.unfreeze()


class _Audit:
    def __init__(self, source: Source, cores: int | None, progress: Progress | None) -> None:
        self.source = source
        self.findings: list[Finding] = []
        self._crew = Crew(source, cores, self._looks)
        self._replay = Replay(self._crew)
        self._progress = progress

    def report(self, held: Held) -> AssemblyReport:
        """Carry the whole audit out."""
        note = self.source.checkpoint()
        said = None if note is None else claims.claimed(note)
        founded = self._founded(said)
        self._checkpoint(note, said, founded)
        self._read(None if said is None else said.size)
        self._ends(said)
        self._tiles(said)
        if founded is not None and said is not None:
            self._held(held, founded[1], said.size)
        view = self._replay.view()
        judged_all = self._replay.index == self._replay.tree.size
        blobs, missing = check_blobs(self.source, view, judged_all, self._crew.right)
        self.findings += missing
        return AssemblyReport(
            source=self.source.name,
            assembly=founded[0] if founded else None,
            ok=not self.findings,
            entries=self._replay.tree.size,
            judged=self._replay.index,
            root=b64(self._replay.tree.root()),
            began=self._replay.times[0] if self._replay.times else None,
            ended=self._replay.time or None,
            numbers=numbers(view),
            blobs=blobs,
            findings=sorted(self.findings, key=place),
            votes=vote_reports(view),
        )

    def _founded(self, said: Checkpoint | None) -> tuple[str, VerifierKey] | None:
        """The assembly's id and the key of its log, from entry 0."""
        rows = self.source.entries(0, 1, said.size if said else 1)
        if not rows:
            self._find(0, "entries", "There is no founding entry.")
            return None
        try:
            assembly, key = claims.host_key(rows[0][0])
        except Malformed as error:
            self._find(0, "2.1", f"The founding entry cannot be read: {error}.")
            return None
        if self.source.assembly not in (None, assembly):
            self._find(0, "1.2", f"This is the log of another assembly, {assembly}.")
        return assembly, key

    def _checkpoint(
        self, note: bytes | None, said: Checkpoint | None, founded: tuple[str, VerifierKey] | None
    ) -> None:
        """Whether the host signed the checkpoint, and the source agrees with it."""
        if note is None:
            self._find(None, "checkpoint", "There is no checkpoint.")
        elif founded is not None:
            self._add(claims.signed(note, founded[1]))
        if said and self.source.position() not in (None, (said.size, said.root)):
            self._find(None, "checkpoint", "The size and root noted beside it are others.")

    def _read(self, size: int | None) -> None:
        """Examine and judge all entries that there are."""
        for run in self._crew.runs(size):
            self.findings += run.findings
            tree = self._replay.tree
            tree.extend(_hashes(run.leaves))
            self._judge(run)
            if self._progress is not None:
                self._progress(tree.size, size)
        self.findings += sorted(self._crew.findings, key=attrgetter("index", "reason"))

    def _looks(self) -> list[Look]:
        return looks(self.source, self._replay.state.rows(BlobRecord).values())

    def _judge(self, run: Run) -> None:
        """Judge a run's entries, up to the first wrong one of the log."""
        replay = self._replay
        for said in run.said if replay.index == run.start else ():
            index = replay.index
            found = replay.take(said)
            if found:
                self.findings += found
            if replay.index == index:
                break
        self._crew.hashes_only = replay.index < run.stop

    def _ends(self, checkpoint: Checkpoint | None) -> None:
        """Whether the entries end where the checkpoint says, with the root that it says."""
        tree = self._replay.tree
        if checkpoint is None:
            return
        if tree.size < checkpoint.size:
            reason = f"Entry {tree.size} of {checkpoint.size} is missing or its bundle is broken."
            self._find(tree.size, "entries", reason)
        elif tree.root() != checkpoint.root:
            self._find(None, "tree", "The entries do not have the root that the host signed.")
        if self.source.entries(checkpoint.size, checkpoint.size + 1, checkpoint.size + 1):
            again = claims.claimed(self.source.checkpoint() or b"")
            if again is None or again.size <= checkpoint.size:
                reason = "Here is an entry that no checkpoint covers."
                self._find(checkpoint.size, "entries", reason)

    def _tiles(self, checkpoint: Checkpoint | None) -> None:
        """Compare the tiles above the leaves' level."""
        tree = self._replay.tree
        whole = checkpoint is not None and checkpoint.size == tree.size
        for tile in tiles_of(tree.size):
            if tile.level and (whole or tile.width == WIDTH):
                ours = _hashes(tree.hash_tile(tile.level, tile.number, tile.width))
                theirs = self.source.tile(tile.level, tile.number, tile.width)
                self.findings += compare(self.source, tile.level, tile.number, ours, theirs)

    def _held(self, held: Held, key: VerifierKey, size: int) -> None:
        """Hold what was given out earlier against what is shown now."""
        tree = self._replay.tree
        for note in held.checkpoints:
            self._add(claims.held_checkpoint(note, key, tree))
        for receipt in held.receipts:
            self._add(claims.held_receipt(receipt, key, tree, partial(self._entry, size)))

    def _entry(self, size: int, index: int) -> bytes | None:
        rows = self.source.entries(index, index + 1, size) if index < size else []
        return rows[0][0] if rows else None

    def _find(self, index: int | None, clause: str, reason: str) -> None:
        self.findings.append(Finding(index, clause, reason))

    def _add(self, finding: Finding | None) -> None:
        if finding is not None:
            self.findings.append(finding)


def _hashes(joined: bytes) -> list[bytes]:
    return [joined[at : at + HASH_SIZE] for at in range(0, len(joined), HASH_SIZE)]
