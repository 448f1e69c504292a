"""Reading a log from the folder of an assembly on a node, or from a copy of such a folder.

The schema of log.db stands in docs/protocol/log.md; it is read here with SQL of our own, and
nothing is written. A row that is not there is the node's fault, unless the file is damaged; a file
that cannot be read is nobody's, and ends the audit where it comes to it. So does a log whose newest
entries lie in a `log.db-wal` that cannot be read along: without them it would be taken for an older
one.

In a copy that was made while the server ran, `blobs.size` may note how large the log was when its
texts and files began to be copied (docs/operating.md): those of later entries can be lacking.
Where `<sha256>.away` stands in the place of a file, the server has it in a bucket.
"""

import sqlite3
from collections.abc import Iterator
from io import FileIO
from pathlib import Path

from esoviet.audit.finding import Elsewhere, Unreachable
from esoviet.audit.source import ASSEMBLY, CHUNK, Row
from esoviet.log.tiles import WIDTH

_ENTRIES = "SELECT rowid, entry, id FROM entries WHERE rowid >= ? AND rowid < ? ORDER BY rowid"
_BROKEN = (sqlite3.Error, UnicodeDecodeError)
"""SQLite says what is wrong with a damaged schema in words that may be no UTF-8."""
_DAMAGED = "Is there another copy, or a backup to restore?"
_ELSEWHERE = (
    "Large files of this assembly lie in a bucket, and were not looked at. Audit it at the address "
    "of its server, or a backup."
)


class _Damaged(Exception):
    """A place in the database file cannot be read."""


class Database:
    """The folder of one assembly."""

    keeps_partial_tiles = False
    keeps_blobs = True
    keeps_answers = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = str(folder)
        self.assembly = folder.name if ASSEMBLY.fullmatch(folder.name) else None
        self._connection: sqlite3.Connection | None = None
        self._position: tuple[int, bytes] | None = None

    def __getstate__(self) -> Path:
        return self.folder

    def __setstate__(self, folder: Path) -> None:
        self.__init__(folder)  # type: ignore[misc]

    @property
    def whole_until(self) -> int | None:
        try:
            noted = (self.folder / "blobs.size").read_bytes()[:32].strip()
        except OSError:
            return None
        return int(noted) if noted.isdigit() else None

    def checkpoint(self) -> bytes | None:
        row = self._row("SELECT checkpoint, size, root FROM state")
        if row is None:
            self._check_whole("the checkpoint")
            return None
        self._position = (row[1] if isinstance(row[1], int) else -1, _bytes(row[2]))
        return _bytes(row[0])

    def position(self) -> tuple[int, bytes] | None:
        return self._position

    def entries(self, start: int, stop: int, size: int) -> list[Row]:  # noqa: ARG002
        try:
            rows = self._rows(_ENTRIES, start, stop)
        except _Damaged:
            rows = self._readable(start, stop)
        there = next((n for n, row in enumerate(rows) if row[0] != start + n), len(rows))
        noted = self._position[0] if self._position else 0
        if there == 0 and start < noted:
            self._check_whole(f"entry {start}")
        return [(_bytes(entry), _bytes(act)) for _, entry, act in rows[:there]]

    def tile(self, level: int, number: int, width: int) -> bytes | None:
        if width < WIDTH:
            return None
        row = self._row("SELECT data FROM tiles WHERE level = ? AND idx = ?", level, number)
        if row is None:
            self._check_whole(f"tile {number} of level {level}")
            return None
        return _bytes(row[0])

    def blob(self, sha256: str, size: int) -> Iterator[bytes] | None:  # noqa: ARG002
        path = f"{self.folder}/blobs/{sha256[:2]}/{sha256}"
        pieces = _pieces(path)
        if pieces is None and Path(f"{path}.away").exists():
            raise Elsewhere(_ELSEWHERE)
        return pieces

    def answer(self, path: str) -> bytes | None:  # noqa: ARG002
        return None

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _readable(self, start: int, stop: int) -> list[tuple[object, ...]]:
        """The rows before the first one where the file is damaged; there must be one."""
        rows: list[tuple[object, ...]] = []
        for index in range(start, stop):
            try:
                rows += self._rows(_ENTRIES, index, index + 1)
            except _Damaged as error:
                if rows:
                    break
                where = f"{self.folder / 'log.db'} is damaged where entry {index} lies"
                raise Unreachable(f"{where} ({error}). {_DAMAGED}") from None
        return rows

    def _check_whole(self, what: str) -> None:
        """What is gone is the node's fault only where the file itself is whole."""
        try:
            said = self._rows("PRAGMA integrity_check(1)")
        except _Damaged as error:
            said = [(error,)]
        if said != [(b"ok",)]:
            where = f"{self.folder / 'log.db'} is damaged, and {what} cannot be found in it"
            raise Unreachable(f"{where}. {_DAMAGED}")

    def _rows(self, query: str, *values: int) -> list[tuple[object, ...]]:
        log = self._open()
        try:
            return log.execute(query, values).fetchall()
        except OverflowError:  # no row has a number beyond 63 bits
            return []
        except _BROKEN as error:
            raise _Damaged(error) from None

    def _row(self, query: str, *values: int) -> tuple[object, ...] | None:
        """The first row."""
        try:
            rows = self._rows(query, *values)
        except _Damaged as error:
            raise Unreachable(
                f"{self.folder / 'log.db'} is damaged ({error}). {_DAMAGED}"
            ) from None
        return rows[0] if rows else None

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = _read_only(self.folder / "log.db")
        return self._connection


def _read_only(file: Path) -> sqlite3.Connection:
    """Open without the right to write; where even reading would write, as a file that rests."""
    try:
        return _connect(file, "mode=ro")
    except _BROKEN as error:
        because = error
    _check_readable(file)
    newer = file.with_name(file.name + "-wal")
    if newer.exists() and newer.stat().st_size:
        reason = f"its newest entries lie in {newer.name}, which cannot be read along ({because})"
        raise Unreachable(f"{file}: {reason}. Copy the whole folder to where you may write.")
    try:
        return _connect(file, "mode=ro&immutable=1")
    except _BROKEN as error:
        raise Unreachable(f"{file} is not a log, or is damaged: {error}.") from None


def _check_readable(file: Path) -> None:
    try:
        file.open("rb").close()
    except OSError as error:
        raise Unreachable(f"{file} cannot be read: {error.strerror}.") from None


def _connect(file: Path, mode: str) -> sqlite3.Connection:
    address = f"{file.absolute().as_uri()}?{mode}"
    connection = sqlite3.connect(address, uri=True, isolation_level=None)
    connection.text_factory = bytes
    try:
        connection.execute("SELECT size FROM state").fetchall()
    except _BROKEN:
        connection.close()
        raise
    return connection


def _bytes(value: object) -> bytes:
    """What a column holds, whatever type it was given."""
    if isinstance(value, bytes):
        return value
    return str(value).encode("utf-8", "surrogatepass")


def _pieces(blob: str) -> Iterator[bytes] | None:
    try:
        file = FileIO(blob)  # a third of the time of Path.open
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise Unreachable(f"{blob} cannot be read: {error.strerror}.") from None
    return _closing(file, blob)


def _closing(file: FileIO, blob: str) -> Iterator[bytes]:
    with file:
        try:
            while piece := file.read(CHUNK):
                yield piece
        except OSError as error:
            raise Unreachable(f"{blob} cannot be read: {error.strerror}.") from None
