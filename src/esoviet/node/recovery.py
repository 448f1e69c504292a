"""The replica of a stored log: opened, caught up, and held against the signed checkpoint.

Opening recomputes the right edge from the entries' own bytes and checks it against the signed
checkpoint, so that damage is found before it is built upon.
"""

import ctypes
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from esoviet.log.errors import ProofError
from esoviet.log.merkle import TILE, Tree, leaf_hash
from esoviet.node import snapshots
from esoviet.node.checked import CheckedLog, TileReader
from esoviet.replica.replica import Replica, WrongEntry
from esoviet.store.errors import Damaged
from esoviet.store.log import Stored, Tile
from esoviet.wire.envelope import Envelope

CHUNK = 1024
LARGE = 20_000  # entries


class CorruptLog(Exception):
    """The stored log is not what its signed checkpoint says. The text says where and why."""


def restore_tree(log: CheckedLog, size: int) -> Tree:
    """The tree of a stored log: full tiles as stored, the edge hashed from the entries' bytes.

    Its root has to be held against a signed one: only then what it reads later is proved by it.
    """
    read_tile = TileReader(log)
    edge = log.entries(size - size % TILE, size)
    tree = read_tile.tree = Tree.restore(size, read_tile, map(leaf_hash, edge))
    return tree


def finished_tiles(tree: Tree, old_size: int) -> list[Tile]:
    """The tiles that the entries from `old_size` on have filled; they are still held in memory."""
    finished = []
    level, before, after = 0, old_size // TILE, tree.size // TILE
    while after > before:
        finished += [Tile(level, n, tree.hash_tile(level, n)) for n in range(before, after)]
        level, before, after = level + 1, before // TILE, after // TILE
    return finished


def recover(log: CheckedLog, stored: Stored, snapshot: Path) -> Replica:
    """The replica of a stored log, from the snapshot if there is a fitting one.

    Raises `CorruptLog` unless edge and folded entries agree with the signed checkpoint.
    """
    with _without_collector(stored.size):
        replica = _from_snapshot(log, stored, snapshot) or Replica(restore_tree(log, 0))
        catch_up(replica, log, stored)
    return replica


def has_its_tiles(log: CheckedLog, stored: Stored) -> bool:
    """Whether the stored tiles carry the signed root: appending builds on them at the next start.

    Where the entries do, and the tiles do not, these can be made anew (node/renewal.py).
    """
    try:
        return restore_tree(log, stored.size).root() == stored.root
    except (ProofError, Damaged):
        return False


def catch_up(replica: Replica, log: CheckedLog, stored: Stored) -> None:
    """Fold the entries up to the stored position; raises `CorruptLog` if it then differs."""
    for start in range(replica.size, stored.size, CHUNK):
        end = min(start + CHUNK, stored.size)
        for entry in log.entries(start, end):
            try:
                replica.take(entry, _verified)
            except WrongEntry as wrong:
                raise CorruptLog(str(wrong)) from None
    if replica.tree.root() != stored.root:
        raise CorruptLog("the entries do not give the root of the signed checkpoint")


def _from_snapshot(log: CheckedLog, stored: Stored, path: Path) -> Replica | None:
    header = snapshots.read_header(path)
    if header is None or not 0 < header.size <= stored.size:
        return None
    try:
        tree = restore_tree(log, header.size)
    except (ProofError, Damaged):
        return None
    if tree.root().hex() != header.root:
        return None
    replica = Replica(tree)
    snapshots.load(path, replica.state)
    replica.time = header.time
    return replica


def _verified(_sealed: Envelope) -> Callable[[bytes], bool]:
    """The checkpoint covers what the host verified before it signed."""
    return lambda _public: True


@contextmanager
def _without_collector(size: int) -> Iterator[None]:
    """Keep Python's cycle collector off while millions of records, none of a cycle, are made.

    Afterwards it never looks at them again. Nor at anything else that was there then, so this is
    for large logs only: they are few, and small ones come and go. One at a time: another one that
    is read in the meantime may find it on.
    """
    if size < LARGE:
        yield
        return
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
