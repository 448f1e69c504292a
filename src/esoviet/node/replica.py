"""A replica: a position in the log, and the state that the law makes of the log up to there.

`state` is always the fold of exactly the first `size` entries. A host judges each act against it
and either takes the entry in (`judge`, then `append`) or leaves nothing behind; what has been taken
in but not committed can be undone. Opening a stored log recomputes the right edge from the entries'
own bytes and checks it against the signed checkpoint, so that damage is found before it is built
upon.
"""

import ctypes
import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from esoviet.law import judge as law
from esoviet.law.judge import Judgement, Statement
from esoviet.law.outcome import Refusal
from esoviet.law.state import Undo
from esoviet.law.view import View
from esoviet.log.errors import ProofError
from esoviet.log.merkle import TILE, Tree, leaf_hash
from esoviet.node import entries, snapshots
from esoviet.store.log import SqliteLog, Stored, Tile
from esoviet.wire import envelope
from esoviet.wire.errors import Malformed

CHUNK = 1024


class CorruptLog(Exception):
    """The stored log is not what its signed checkpoint says. The text says where and why."""


class Stuck(Exception):
    """What fell due could not be carried out, by a mistake of ours: nothing can be judged now."""


class Replica:
    """A tree and a state that move together. Not durable: it can always be made from the log."""

    def __init__(self, tree: Tree | None = None) -> None:
        self.tree = tree or Tree()
        self.state = law.new_state()
        self.time = 0

    @property
    def size(self) -> int:
        """How many entries have been taken in."""
        return self.tree.size

    def root_at(self, size: int) -> bytes | None:
        """The root that the log had at a size, or None if it has not had it."""
        return self.tree.root(size) if 0 <= size <= self.tree.size else None

    def view(self, now: int | None = None) -> View:
        """A window on the state, for reading; `now` is the moment that counts as the present."""
        return View(self.state, self.time if now is None else now, self.size, self.root_at)

    def judge(self, said: Statement, time: int) -> Judgement:
        """What falls due, then the act, as the next entry. A refusal leaves nothing behind."""
        try:
            due = law.advance(self.state, time, self.size, self.root_at)
        except Exception as error:
            raise Stuck("what fell due could not be carried out") from error
        try:
            verdict = law.judge(self.state, said, time, self.size, self.root_at)
        except Exception:
            self.state.undo(due.undo)
            raise
        if verdict.refusal is not None:
            self.state.undo(due.undo)
            return verdict
        if not due.undo:
            return verdict
        return Judgement(None, due.changes | verdict.changes, [*due.undo, *verdict.undo])

    def append(self, entry: bytes, time: int) -> None:
        """Take in the entry whose act has just been judged."""
        self.tree.append(leaf_hash(entry))
        self.time = time

    def undo(self, steps: Sequence[Undo], time: int) -> None:
        """Take back what was judged since the last commit; the tree is restored from the store."""
        self.state.undo(steps)
        self.time = time

    def fold(self, index: int, entry: bytes) -> None:
        """Take in an entry of a log that is known to be signed; raises `CorruptLog`."""
        try:
            time, jws = entries.read(entry)
            sealed = envelope.parse(jws)
            act = law.read_act(sealed.payload)
        except Malformed as error:
            raise CorruptLog(f"entry {index} is malformed: {error}") from None
        if time < self.time:
            raise CorruptLog(f"entry {index} is earlier than the one before it")
        verdict = self.judge(Statement(sealed.id, sealed.kid, act, _signed), time)
        if isinstance(verdict.refusal, Refusal):
            clause, because = verdict.refusal
            raise CorruptLog(f"entry {index} breaks clause {clause} of the law: {because}")
        self.append(entry, time)


def restore_tree(log: SqliteLog, size: int) -> Tree:
    """The tree of a stored log: full tiles as stored, the edge hashed from the entries' bytes."""

    def read_tile(level: int, number: int) -> bytes:
        tile = log.tile(level, number)
        if tile is None:
            raise CorruptLog(f"tile {level}/{number} is missing")
        return tile

    edge = log.entries(size - size % TILE, size)
    return Tree.restore(size, read_tile, map(leaf_hash, edge))


def finished_tiles(tree: Tree, old_size: int) -> list[Tile]:
    """The tiles that the entries from `old_size` on have filled; they are still held in memory."""
    finished = []
    level, before, after = 0, old_size // TILE, tree.size // TILE
    while after > before:
        finished += [Tile(level, n, tree.hash_tile(level, n)) for n in range(before, after)]
        level, before, after = level + 1, before // TILE, after // TILE
    return finished


def recover(log: SqliteLog, stored: Stored, snapshot: Path) -> Replica:
    """The replica of a stored log, from the snapshot if there is a fitting one.

    Raises `CorruptLog` unless tiles, edge and folded entries agree with the signed checkpoint.
    """
    with _without_collector():
        replica = _from_snapshot(log, stored, snapshot) or Replica(restore_tree(log, 0))
        catch_up(replica, log, stored)
    _check_edge(log, stored)
    return replica


def catch_up(replica: Replica, log: SqliteLog, stored: Stored) -> None:
    """Fold the entries up to the stored position; raises `CorruptLog` if it then differs."""
    for start in range(replica.size, stored.size, CHUNK):
        end = min(start + CHUNK, stored.size)
        for index, entry in enumerate(log.entries(start, end), start):
            replica.fold(index, entry)
    if replica.tree.root() != stored.root:
        raise CorruptLog("the entries do not give the root of the signed checkpoint")


def _from_snapshot(log: SqliteLog, stored: Stored, path: Path) -> Replica | None:
    header = snapshots.read_header(path)
    if header is None or not 0 < header.size <= stored.size:
        return None
    try:
        tree = restore_tree(log, header.size)
    except (ProofError, CorruptLog):
        return None
    if tree.root().hex() != header.root:
        return None
    replica = Replica(tree)
    snapshots.load(path, replica.state)
    replica.time = header.time
    return replica


def _check_edge(log: SqliteLog, stored: Stored) -> None:
    """The stored tiles must carry the same root: appending builds on them at the next start."""
    try:
        root = restore_tree(log, stored.size).root()
    except ProofError as error:
        raise CorruptLog(f"the stored tiles do not fit together: {error}") from None
    if root != stored.root:
        raise CorruptLog("the stored tiles do not give the root of the signed checkpoint")


def _signed(_public: bytes) -> bool:
    """The checkpoint covers what the host verified before it signed."""
    return True


@contextmanager
def _without_collector() -> Iterator[None]:
    """Keep Python's cycle collector off while millions of records, none of a cycle, are made."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.freeze()
        _give_back()


def _give_back() -> None:
    """Hand memory that loading took and freed back to the system, where the C library can."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
