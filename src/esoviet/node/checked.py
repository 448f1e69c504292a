"""A log of which nobody is shown what is not in its tree, and what follows from entries made anew.

A disk may give back other bytes than it was given. So entries are hashed and held against the tree
before they are handed out, and a hash tile against the tile above it, up to the edge, which was
held against the signed checkpoint when the log was opened. Entries that are damaged are lost here
until they are restored: no other bytes have their hash. Hash tiles and the index of ids follow from
the entries: a damaged tile is made anew at once, for who asks, and the whole file in a quiet moment
(node/renewal.py).
"""

import logging
from collections.abc import Callable
from pathlib import Path

from esoviet.log.merkle import TILE, Tree, leaf_hash
from esoviet.node.telling import Seldom
from esoviet.store.errors import Damaged, StoreError
from esoviet.store.log import Batch, SqliteLog

IDS, TILES = "the index of acts", "the hash tiles"
_log = logging.getLogger(__name__)


class CheckedLog(SqliteLog):
    """A log with its `tree`, once that has been read: until then all comes as it lies there.

    `lost` are the runs of 256 entries (by number) in which some are damaged; `damaged` is what else
    is, of `IDS` and `TILES`. Belongs to the event loop, or to who opens the log.
    """

    def __init__(self, path: Path) -> None:
        """Open an existing log; raises `StoreError` if the file is not one."""
        super().__init__(path)
        self.tree: Callable[[], Tree] | None = None
        self.lost: set[int] = set()
        self.damaged: set[str] = set()
        self._told = Seldom(_log)

    def entries(self, start: int, end: int) -> list[bytes]:
        """Entries `start` to `end` (not included), every one proved; raises `Damaged`."""
        if self.tree is None:
            return super().entries(start, end)
        tree = self.tree()
        try:
            found = super().entries(start, end)
        except Damaged:
            for number in range(start // TILE, -(-min(end, tree.size) // TILE)):
                self._find(number, tree)
            raise
        for index, entry in enumerate(found, start):
            if index < tree.size and leaf_hash(entry) != tree.node(0, index):
                self.lose(index // TILE)
                raise Damaged(f"{self.path}: entry {index} is not what was logged")
        return found

    def lose(self, number: int) -> None:
        """Note that entries are damaged; the log says so once."""
        if number not in self.lost:
            self.lost.add(number)
            first, last = TILE * number, TILE * number + TILE - 1
            _log.error("%s: of the entries %d to %d some are damaged: restore them from a backup",
                       self.path, first, last)  # fmt: skip

    def stage(self, batch: Batch) -> None:
        """Write a batch into an open transaction (store/log.py)."""
        try:
            super().stage(batch)
        except Damaged as error:
            raise self.broken(IDS, str(error)) from None

    def index_of(self, act_id: bytes) -> int | None:
        """Where the act with this id (32 bytes) stands, if it has been committed."""
        try:
            return super().index_of(act_id)
        except Damaged as error:
            raise self.broken(IDS, str(error)) from None

    def tile(self, level: int, index: int) -> bytes | None:
        """A full hash tile as it lies there, or None if there is none that can be read."""
        try:
            return super().tile(level, index)
        except Damaged as error:
            self.broken(TILES, str(error))
            return None

    def broken(self, what: str, because: str) -> Damaged:
        """Note that something which follows from the entries is damaged; an error to raise."""
        self.damaged.add(what)
        self._told.error(what, "%s: %s are damaged: %s", self.path, what, because)
        return Damaged(because)

    def _find(self, number: int, tree: Tree) -> None:
        """Note a run of entries if it cannot be read."""
        first = TILE * number
        try:
            super().entries(first, min(first + TILE, tree.size))
        except StoreError:
            self.lose(number)


class TileReader:
    """Reads the full tiles of a log for its `tree`, and holds each against that once it is there.

    A tile that is damaged or missing is made anew from the entries; raises `Damaged` if those are
    damaged too.
    """

    def __init__(self, log: CheckedLog) -> None:
        self.tree: Tree | None = None
        self._log = log

    def __call__(self, level: int, number: int) -> bytes:
        """The 8,192 bytes of a tile."""
        stored = self._log.tile(level, number)
        if self.tree is None:
            if stored is None:
                raise Damaged(f"tile {level}/{number} is missing")
            return stored
        wanted = self.tree.node(8 * (level + 1), number)
        if stored is not None and _root(stored) == wanted:
            return stored
        self._log.broken(TILES, f"tile {level}/{number} is not that of the entries")
        made = self._made(level, number)
        if _root(made) != wanted:
            raise Damaged(f"{self._log.path}: entries under tile {level}/{number} are damaged")
        return made

    def _made(self, level: int, number: int) -> bytes:
        first = TILE * number
        if level == 0:
            stored = SqliteLog.entries(self._log, first, first + TILE)
            return b"".join(map(leaf_hash, stored))
        return b"".join(_root(self._made(level - 1, n)) for n in range(first, first + TILE))


def _root(tile: bytes) -> bytes:
    """The root over the hashes of a tile; nothing for what is none."""
    tree = Tree()
    if len(tile) != 32 * TILE:
        return b""
    tree.extend(tile[at : at + 32] for at in range(0, len(tile), 32))
    return tree.root()
