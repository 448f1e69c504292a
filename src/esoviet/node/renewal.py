"""A log made anew from its entries: a new file with their ids, tiles and checkpoint, put in place.

Nothing of the old file is believed but the entries, and those only because all of them together
give the root that the host has signed.
"""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from esoviet.log.merkle import Tree, leaf_hash
from esoviet.node.recovery import CHUNK, finished_tiles
from esoviet.store.errors import Damaged
from esoviet.store.log import LogReader, LogRow, SqliteLog, Stored
from esoviet.wire import entry as entries
from esoviet.wire import envelope
from esoviet.wire.errors import Malformed

NEW = ".new-log.db"


def made_anew(path: Path, stored: Stored) -> Path:
    """Make the log at a path anew, durably, in a file beside it; `stored` is its position.

    Blocks for as long as it takes to read and write all of it. Raises `StoreError`: `Damaged` if
    the entries are not those that were signed, `NoRoom` if the disk is too full.
    """
    made = path.with_name(NEW)
    clear(made)
    tree = Tree()
    try:
        with closing(LogReader(path)) as log:
            rows = _rows(log, stored, tree)
            SqliteLog.fill(made, rows, lambda: finished_tiles(tree, 0), stored)
    except BaseException:
        clear(made)
        raise
    return made


def clear(made: Path) -> None:
    """Remove a file that was being made, and what SQLite keeps beside it."""
    for ending in ("", "-wal", "-shm", "-journal"):
        made.with_name(made.name + ending).unlink(missing_ok=True)


def _rows(log: LogReader, stored: Stored, tree: Tree) -> Iterator[LogRow]:
    for start in range(0, stored.size, CHUNK):
        some = log.entries(start, min(start + CHUNK, stored.size))
        tree.extend(map(leaf_hash, some))
        for index, entry in enumerate(some, start):
            try:
                jws = entries.read(entry).jws
                yield index, bytes.fromhex(envelope.parse(jws).id), entry
            except Malformed:
                raise Damaged(f"{log.path}: entry {index} is damaged") from None
    if tree.root() != stored.root:
        raise Damaged(f"{log.path}: the entries are not those that were signed")
