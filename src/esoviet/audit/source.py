"""Where a log can be read from, and the sources that are files.

    a node's folder        assemblies/<id>/log.db and blobs/ of each assembly
    an assembly's folder   log.db and, beside it, blobs/<aa>/<sha256>
    a static copy          checkpoint and tile/ as C2SP tlog-tiles lays them out (perhaps in log/)

The schema of log.db stands in docs/protocol.md; it is read here with SQL of our own.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator
from io import FileIO
from pathlib import Path
from typing import Protocol

from esoviet.audit.finding import Unreachable
from esoviet.log.tiles import WIDTH, TilePath, path

CHUNK = 65_536
ASSEMBLY = re.compile(r"[0-9a-f]{64}")

Row = tuple[bytes, bytes]
"""An entry, and the act's id under which the source lists it (empty: it keeps no list)."""

ReadBundle = Callable[[int, int], tuple[bytes, int] | None]


class Hidden(Exception):
    """The source shows blobs to members only."""


class _Damaged(Exception):
    """A place in the database file cannot be read."""


class Source(Protocol):
    """Where a log is read from. Nothing that it answers is trusted.

    A source can be sent to another process, which opens what it needs by itself. Whatever the
    source lacks is answered by None or by less than was asked for; `Unreachable` means that it
    cannot be read at all.
    """

    @property
    def name(self) -> str:
        """What a person calls it."""

    @property
    def assembly(self) -> str | None:
        """The assembly's id by which this source was asked for, if it was."""

    @property
    def keeps_partial_tiles(self) -> bool:
        """Whether `tile` must answer for tiles at the right edge too."""

    @property
    def keeps_blobs(self) -> bool:
        """Whether texts and files can be had here at all."""

    def checkpoint(self) -> bytes | None:
        """The latest checkpoint, a signed note."""

    def position(self) -> tuple[int, bytes] | None:
        """The size and root that the source noted beside the checkpoint it gave, if it does."""

    def entries(self, start: int, stop: int, size: int) -> list[Row]:
        """Entries from `start` up to, not including, `stop`, out of a log of `size` entries.

        Fewer where one is missing: they end before it.
        """

    def tile(self, level: int, number: int, width: int) -> bytes | None:
        """A hash tile of `width` hashes (256: a full one)."""

    def blob(self, sha256: str) -> Iterator[bytes] | None:
        """The bytes of a blob, salt included, in pieces; raises `Hidden`."""

    def close(self) -> None:
        """Let go of what was opened; the next question opens it again."""


_ENTRIES = "SELECT idx, entry, id FROM entries WHERE idx >= ? AND idx < ? ORDER BY idx"


class Database:
    """The folder of one assembly on a node."""

    keeps_partial_tiles = False
    keeps_blobs = True

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

    def checkpoint(self) -> bytes | None:
        row = self._row("SELECT checkpoint, size, root FROM state")
        if row is None:
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
        return [(_bytes(entry), _bytes(act)) for _, entry, act in rows[:there]]

    def tile(self, level: int, number: int, width: int) -> bytes | None:
        if width < WIDTH:
            return None
        row = self._row("SELECT data FROM tiles WHERE level = ? AND idx = ?", level, number)
        return None if row is None else _bytes(row[0])

    def blob(self, sha256: str) -> Iterator[bytes] | None:
        return _pieces(f"{self.folder}/blobs/{sha256[:2]}/{sha256}")

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _readable(self, start: int, stop: int) -> list[tuple[object, ...]]:
        """The rows before the first one where the file is damaged."""
        rows = []
        for index in range(start, stop):
            try:
                rows += self._rows(_ENTRIES, index, index + 1)
            except _Damaged:
                break
        return rows

    def _rows(self, query: str, *values: int) -> list[tuple[object, ...]]:
        log = self._open()
        try:
            return log.execute(query, values).fetchall()
        except OverflowError:  # no row has a number beyond 63 bits
            return []
        except sqlite3.Error:
            raise _Damaged from None

    def _row(self, query: str, *values: int) -> tuple[object, ...] | None:
        """The first row; None also where the file is damaged."""
        try:
            rows = self._rows(query, *values)
        except _Damaged:
            return None
        return rows[0] if rows else None

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = _read_only(self.folder / "log.db")
        return self._connection


class StaticCopy:
    """A folder with the log's files as they are served, without blobs."""

    keeps_partial_tiles = True
    keeps_blobs = False
    assembly = None

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = str(folder)

    def checkpoint(self) -> bytes | None:
        return self._read("checkpoint")

    def position(self) -> tuple[int, bytes] | None:
        return None

    def entries(self, start: int, stop: int, size: int) -> list[Row]:
        return bundles(start, stop, size, self._bundle)

    def tile(self, level: int, number: int, width: int) -> bytes | None:
        found = either(TilePath(level, number, width), self._read)
        return None if found is None else tile_part(*found, width)

    def blob(self, sha256: str) -> Iterator[bytes] | None:  # noqa: ARG002
        return None

    def close(self) -> None:
        pass

    def _bundle(self, number: int, width: int) -> tuple[bytes, int] | None:
        return either(TilePath(None, number, width), self._read)

    def _read(self, place: str) -> bytes | None:
        try:
            return (self.folder / place).read_bytes()
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            return None
        except OSError as error:
            raise Unreachable(f"{self.folder / place} cannot be read: {error}") from None


def either(tile: TilePath, read: Callable[[str], bytes | None]) -> tuple[bytes, int] | None:
    """A tile or bundle at its path, or the full one that has taken its place; and its width."""
    for width in (tile.width, WIDTH):
        data = read(path(tile._replace(width=width)))
        if data is not None:
            return data, width
    return None


def tile_part(data: bytes, held: int, width: int) -> bytes:
    """The first `width` hashes of a tile that holds `held`; all of it where the size is wrong."""
    return data[: 32 * width] if len(data) == 32 * held else data


def bundles(start: int, stop: int, size: int, read: ReadBundle) -> list[Row]:
    """Entries out of entry bundles, up to the first that is not there in good order."""
    rows: list[Row] = []
    for number in range(start // WIDTH, -(-stop // WIDTH)):
        first = number * WIDTH
        bundle = read(number, min(WIDTH, size - first))
        entries = [] if bundle is None else _split(*bundle)
        wanted = min(WIDTH, stop - first)
        rows += [(entry, b"") for entry in entries[max(0, start - first) : wanted]]
        if len(entries) < wanted:
            break
    return rows


def _split(bundle: bytes, width: int) -> list[bytes]:
    """The entries of a bundle of `width`, as many as there are; too many spoil the last one."""
    entries: list[bytes] = []
    at = 0
    while at < len(bundle) and len(entries) < width:
        end = at + 2 + int.from_bytes(bundle[at : at + 2], "big")
        if end > len(bundle):
            return entries
        entries.append(bundle[at + 2 : end])
        at = end
    return entries[:-1] if at < len(bundle) else entries


def _read_only(file: Path) -> sqlite3.Connection:
    """Open without the right to write; where even reading would write, as a file that rests."""
    address = file.absolute().as_uri()
    for mode in ("mode=ro", "mode=ro&immutable=1"):
        connection = sqlite3.connect(f"{address}?{mode}", uri=True, isolation_level=None)
        connection.text_factory = bytes
        try:
            connection.execute("SELECT size FROM state").fetchall()
            return connection
        except sqlite3.Error as error:
            connection.close()
            because = error
    raise Unreachable(f"{file} is not a log: {because}")


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
        raise Unreachable(f"{blob} cannot be read: {error}") from None
    return _closing(file)


def _closing(file: FileIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(CHUNK):
            yield piece
