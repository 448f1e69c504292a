"""Where a log can be read from, and the source that is a static copy of one.

http.py       an assembly at its host or at a mirror
database.py   an assembly's folder: log.db and, beside it, blobs/<aa>/<sha256>
StaticCopy    checkpoint and tile/ as C2SP tlog-tiles lays them out
"""

import re
from collections.abc import Callable, Iterator
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

    @property
    def whole_until(self) -> int | None:
        """Texts and files of entries from this one on may be lacking here without a fault.

        None: none may.
        """

    @property
    def keeps_answers(self) -> bool:
        """Whether answers are published here, made out of the log by whoever keeps it."""

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

    def blob(self, sha256: str, size: int) -> Iterator[bytes] | None:
        """The bytes of a blob, salt included, in pieces: of `size` in all; raises `Hidden`."""

    def answer(self, path: str) -> bytes | None:
        """An answer in JSON, by its address below the assembly's; raises `Hidden`."""

    def close(self) -> None:
        """Let go of what was opened; the next question opens it again."""


class StaticCopy:
    """A folder with the log's files as they are served, without blobs."""

    keeps_partial_tiles = True
    keeps_blobs = False
    keeps_answers = False
    whole_until = None
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
        part = either(TilePath(level, number, width), self._read)
        return None if part is None else tile_part(*part, width)

    def blob(self, sha256: str, size: int) -> Iterator[bytes] | None:  # noqa: ARG002
        return None

    def answer(self, path: str) -> bytes | None:  # noqa: ARG002
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
