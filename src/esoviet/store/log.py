"""One assembly's log in one SQLite file: entries, full hash tiles, and the signed checkpoint.

    entries(idx INTEGER PRIMARY KEY, id BLOB UNIQUE, entry BLOB)   id: the act's id, 32 bytes
    tiles(level, idx, data)                                        full tiles only, 8,192 bytes
    state(one = 1, size, root BLOB, checkpoint TEXT)               exactly one row

The file is the staging area and the lock in one: a batch is one transaction, guarded by the size
that it builds on, so the checkpoint that is stored always covers the entries that are stored,
whatever happened. The schema is public (docs/protocol/log.md): an auditor reads the file by itself.

A file whose schema is another one is never opened: a trigger in a file from elsewhere would run
when the next entry is appended. What stands in a copy is read by `ForeignLog` and imported.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from functools import cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple, Self

from esoviet.store import files
from esoviet.store.database import Database, Row, schema_of
from esoviet.store.errors import Busy, Damaged, StoreError

VERSION = 1
APPLICATION = 0x65536F76  # "eSov"

_SCHEMA = f"""
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {VERSION};
CREATE TABLE entries(
    idx INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK(length(id) = 32),
    entry BLOB NOT NULL
) STRICT;
CREATE TABLE tiles(
    level INTEGER NOT NULL,
    idx INTEGER NOT NULL,
    data BLOB NOT NULL CHECK(length(data) = 8192),
    PRIMARY KEY(level, idx)
) STRICT;
CREATE TABLE state(
    one INTEGER PRIMARY KEY CHECK(one = 1),
    size INTEGER NOT NULL,
    root BLOB NOT NULL CHECK(length(root) = 32),
    checkpoint TEXT NOT NULL
) STRICT;
"""


WRITER_WAITS_MS = 100
"""How long a writer waits for another process to let go of the file: everybody waits with it."""
READER_WAITS_MS = 5000
AT_ONCE = 4096
_ENTRIES = "SELECT entry FROM entries WHERE idx >= ? AND idx < ? ORDER BY idx"
_LISTED = "SELECT id, entry FROM entries WHERE idx >= ? AND idx < ? ORDER BY idx"

LogRow = tuple[int, bytes, bytes]
"""An entry's index, its act's id, and its bytes."""


class Stored(NamedTuple):
    """The position that is durable: the log's size and root, and the signed checkpoint's text."""

    size: int
    root: bytes
    checkpoint: str


class Tile(NamedTuple):
    """A full hash tile (C2SP tlog-tiles)."""

    level: int
    number: int
    data: bytes


class Batch(NamedTuple):
    """Entries to append to a log of `old_size`, and all that follows from them."""

    old_size: int
    ids: Sequence[bytes]
    entries: Sequence[bytes]
    tiles: Sequence[Tile]
    root: bytes
    checkpoint: str


class LogReader:
    """What is committed of a log. One thread at a time.

    Whatever the file does not allow is a `StoreError`, in every function here, and `Damaged` where
    it is so for good. What comes out is as trustworthy as the disk.
    """

    def __init__(self, path: Path) -> None:
        """Open an existing log; raises `StoreError` if the file is not one."""
        self.path = path
        self._reader = _open(path, READER_WAITS_MS)

    def state(self) -> Stored | None:
        """The durable position, or None before the first batch."""
        row = self._reader.row("SELECT size, root, checkpoint FROM state")
        return None if row is None else Stored(*row)

    def entries(self, start: int, end: int) -> list[bytes]:
        """Entries `start` to `end` (not included); raises `Damaged` if one is missing."""
        return [entry for (entry,) in self._range(_ENTRIES, start, end)]

    def listed(self, start: int, end: int) -> list[tuple[bytes, bytes]]:
        """The same, each after the act's id under which it is listed."""
        return [(act_id, entry) for act_id, entry in self._range(_LISTED, start, end)]

    def index_of(self, act_id: bytes) -> int | None:
        """Where the act with this id (32 bytes) stands, if it has been committed."""
        row = self._reader.row("SELECT idx FROM entries WHERE id = ?", (act_id,))
        return None if row is None else int(row[0])

    def tile(self, level: int, index: int) -> bytes | None:
        """A full hash tile, or None if there is none yet."""
        row = self._reader.row("SELECT data FROM tiles WHERE level = ? AND idx = ?", (level, index))
        return row[0] if row is not None and _are_bytes(row) else None

    def close(self) -> None:
        """Let go of the file."""
        self._reader.close()

    def _range(self, query: str, start: int, end: int) -> list[tuple[bytes, ...]]:
        rows = self._reader.execute(query, (start, end))
        if len(rows) != max(0, end - start) or not all(map(_are_bytes, rows)):
            raise Damaged(f"{self.path}: entries {start} to {end} are not all there")
        return rows


class SqliteLog(LogReader):
    """The durable log of one assembly. One writer at a time; readers see what is committed.

    Whoever opens a log checks the right edge against the signed checkpoint before building on it.
    """

    def __init__(self, path: Path) -> None:
        """Open an existing log; raises `StoreError` if the file is not one."""
        self._writer = _open(path, WRITER_WAITS_MS)
        try:
            super().__init__(path)
        except BaseException:
            self._writer.close()
            raise

    @classmethod
    def create(cls, path: Path) -> Self:
        """Make an empty log in a new file. It has no state before its first batch."""
        with closing(Database(path, new=True)) as made:
            made.execute("PRAGMA page_size = 16384")
            made.execute("PRAGMA journal_mode = WAL")
            made.execute_script(_SCHEMA)
        return cls(path)

    @classmethod
    def begin(cls, path: Path, batch: Batch) -> None:
        """Make a log with a first batch in a new file. It is not durable: flush file and folder."""
        with closing(Database(path, new=True)) as made:
            made.execute("PRAGMA page_size = 16384")
            made.execute("PRAGMA synchronous = OFF")
            made.execute("PRAGMA journal_mode = MEMORY")
            made.execute_script(f"BEGIN; {_SCHEMA} COMMIT;")
            made.execute("BEGIN IMMEDIATE")
            _insert(made, batch)
            made.execute("COMMIT")
            made.execute("PRAGMA journal_mode = WAL")

    @classmethod
    def fill(
        cls, path: Path, rows: Iterable[LogRow], tiles: Callable[[], Iterable[Tile]], stored: Stored
    ) -> None:
        """Make a whole log in a new file, durably; `tiles` is asked when all rows are taken."""
        log = cls.create(path)
        with closing(log):
            log._fill("INSERT INTO entries VALUES (?, ?, ?)", rows)
            log._fill("INSERT INTO tiles VALUES (?, ?, ?)", tiles())
            log._fill("INSERT INTO state VALUES (1, ?, ?, ?)", [stored])
            log.prove()

    def replace(self, made: Path) -> None:
        """Put another file in the place of this one, and go on with it.

        All that was committed here must have been proved to be in the file proper: then no kill and
        no power cut in between leaves a log that is neither the one nor the other. Raises
        `StoreError`, `OSError`; then `reopen`.
        """
        self.prove()
        self.close()
        for beside in ("-wal", "-shm"):
            self.path.with_name(self.path.name + beside).unlink(missing_ok=True)
        files.flush_folder(self.path.parent)
        made.replace(self.path)
        files.flush_folder(self.path.parent)
        self.reopen()

    def stage(self, batch: Batch) -> None:
        """Write a batch into an open transaction: nothing is durable or visible before `commit`.

        Raises `StoreError`, and leaves nothing behind, if the log has not the size it builds on.
        """
        self._writer.execute("BEGIN IMMEDIATE")
        try:
            self._write(batch)
        except BaseException:
            self.abandon()
            raise

    def append_all(self, batches: Iterable[Batch]) -> None:
        """Append many batches, each on the one before, in one transaction: all or nothing."""
        self._writer.execute("BEGIN IMMEDIATE")
        try:
            for batch in batches:
                self._write(batch)
            self.commit()
        except BaseException:
            self.abandon()
            raise

    def commit(self) -> None:
        """Make the staged batch durable, all of it or nothing. May run in another thread.

        After an exception nobody knows which of the two happened: `abandon`, then read `state`.
        """
        self._writer.execute("COMMIT")

    def abandon(self) -> None:
        """Drop whatever is staged, if anything is."""
        self._writer.roll_back()

    def append(self, batch: Batch) -> None:
        """`stage` and `commit` in one."""
        self.stage(batch)
        self.commit()

    def prove(self) -> None:
        """Make sure that all that can be read is on the disk; raises `StoreError` if not.

        What a failed flush leaves behind can be read, and yet be lost by a power cut. So every
        committed page is copied from the write-ahead log into the file proper and flushed there,
        and the write-ahead log is emptied. While another process reads it, that has to wait
        (`Busy`). One that is empty already was emptied in the same way.
        """
        row = self._writer.row("PRAGMA wal_checkpoint(TRUNCATE)")
        if row is None or (row[0] != 0 and self._is_ahead):
            raise Busy(f"{self.path} is being read by another process; its end is not proved")

    @property
    def _is_ahead(self) -> bool:
        """Whether there is anything in the write-ahead log."""
        ahead = self.path.with_name(f"{self.path.name}-wal")
        return ahead.exists() and ahead.stat().st_size > 0

    def reopen(self) -> None:
        """Begin anew with fresh connections, as after a fault; then `prove` what is read.

        Raises `StoreError` if that fails; what could be read before still can.
        """
        self._writer.close()
        self._writer = _open(self.path, WRITER_WAITS_MS)
        reader = _open(self.path, READER_WAITS_MS)
        self._reader.close()
        self._reader = reader

    def close(self) -> None:
        """Let go of the file; what is staged is dropped."""
        super().close()
        self._writer.close()

    def _fill(self, statement: str, values: Iterable[Sequence[object]]) -> None:
        """Insert rows, so many in one transaction that the write-ahead log stays small."""
        left = iter(values)
        while some := list(islice(left, AT_ONCE)):
            self._writer.execute("BEGIN IMMEDIATE")
            self._writer.execute_each(statement, some)
            self._writer.execute("COMMIT")

    def _write(self, batch: Batch) -> None:
        self._guard(batch.old_size)
        _insert(self._writer, batch)

    def _guard(self, old_size: int) -> None:
        row = self._writer.row("SELECT size FROM state")
        size = 0 if row is None else row[0]
        if size != old_size:
            raise StoreError(f"{self.path} has {size} entries where {old_size} were expected")


def _insert(database: Database, batch: Batch) -> None:
    """Write a batch, where its transaction has begun."""
    first = batch.old_size
    database.execute_each(
        "INSERT INTO entries VALUES (?, ?, ?)",
        zip(range(first, first + len(batch.ids)), batch.ids, batch.entries, strict=True),
    )
    database.execute_each("INSERT INTO tiles VALUES (?, ?, ?)", batch.tiles)
    database.execute(
        "INSERT OR REPLACE INTO state VALUES (1, ?, ?, ?)",
        (first + len(batch.ids), batch.root, batch.checkpoint),
    )


def _are_bytes(row: Sequence[object]) -> bool:
    """Whether a row holds what a log's rows hold; a damaged one can hold anything."""
    return all(isinstance(value, bytes) for value in row)


def _open(path: Path, waits_ms: int) -> Database:
    if not path.is_file():
        raise StoreError(f"{path} is not there")
    database = Database(path)
    try:
        _check_kind(database)
        database.execute("PRAGMA synchronous = FULL")
        database.execute(f"PRAGMA busy_timeout = {waits_ms}")
        database.execute("PRAGMA cache_size = -16384")
    except BaseException:
        database.close()
        raise
    return database


def _check_kind(database: Database) -> None:
    """Whether the file is a log; this is the first look into it."""
    check_layout(database)
    database.execute("PRAGMA journal_mode = WAL")


def check_layout(database: Database) -> None:
    """Raise `StoreError` unless a file is a log, and defines exactly what our own logs define."""
    version = database.row("PRAGMA user_version")
    application = database.row("PRAGMA application_id")
    if (version, application) != ((VERSION,), (APPLICATION,)):
        raise StoreError(f"{database.path} is not a log of version {VERSION}")
    defined = database.schema()
    strange = [row for row in defined if row not in _layout()]
    if strange or len(defined) != len(_layout()):
        named = ", ".join(f"the {kind} {name}" for kind, name, *_ in strange[:3]) or "less"
        raise StoreError(
            f"{database.path} is not laid out as a log of version {VERSION}: it defines {named}. "
            "It is not used: put one in its place that is as the server made it (Restore in "
            "docs/operating.md)"
        )


@cache
def _layout() -> list[Row]:
    return schema_of(_SCHEMA)
