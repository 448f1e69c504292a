"""Files on their way in, in pieces: what has come of each, until it is made ready or given up.

    uploads/<id>          the bytes that have come; there are as many as its size says
    uploads/<id>.about    JSON: whose it is, how many bytes there will be (`About`)

They are nobody's blob yet, and no act can refer to them. One to which nothing was added for an hour
is swept away.
"""

import contextlib
import os
import secrets
from io import FileIO
from pathlib import Path
from types import TracebackType

import msgspec

from esoviet.store import files

ABOUT = ".about"


class About(msgspec.Struct, frozen=True):
    """Whose a file is that is on its way, and how long it will be, in bytes."""

    member: int
    length: int


class Piece:
    """A piece that is being added; used as a context. What was written stays, however it ends.

    It writes at its own place: what one that hung writes at last stands where it stands already.
    """

    def __init__(self, path: Path, offset: int, uploads: "Uploads", name: str) -> None:
        self._path, self._offset, self._uploads, self._name = path, offset, uploads, name
        self._file: FileIO | None = None

    @property
    def is_current(self) -> bool:
        """Whether nobody else has begun to add to the same file since, and it is still there."""
        return self._uploads.writers.get(self._name) is self

    def write(self, data: bytes) -> None:
        """Add bytes. Blocks."""
        assert self._file is not None
        left = memoryview(data)
        while left:
            left = left[self._file.write(left) :]

    def __enter__(self) -> "Piece":
        self._file = FileIO(self._path, "r+")  # none of it waits in a buffer
        self._file.seek(self._offset)
        self._uploads.writers[self._name] = self
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        assert self._file is not None
        self._file.close()
        if self.is_current:
            del self._uploads.writers[self._name]


class Uploads:
    """The files on their way into an assembly. Belongs to the event loop, but for writing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.writers: dict[str, Piece] = {}
        self._known: dict[str, About] = {}
        if not folder.is_dir():
            return
        for path in list(folder.iterdir()):
            about = _about(path) if path.suffix == ABOUT else None
            if about is not None and path.with_suffix("").exists():
                self._known[path.stem] = about
        for path in list(folder.iterdir()):
            if path.stem not in self._known:
                path.unlink(missing_ok=True)

    @property
    def bytes(self) -> int:
        """How many bytes all of them will have."""
        return sum(about.length for about in self._known.values())

    def of(self, member: int) -> list[About]:
        """Those of a member."""
        return [about for about in self._known.values() if about.member == member]

    def of_member(self, member: int) -> tuple[int, int]:
        """How many bytes a member's will have, and how many of them have come."""
        names = [name for name, about in self._known.items() if about.member == member]
        return sum(self._known[name].length for name in names), sum(map(self.size, names))

    def begin(self, about: About) -> str:
        """Expect a file; its name, which nobody guesses."""
        files.make_folder(self.folder)
        name = secrets.token_hex(16)
        self.path(name).touch(mode=0o600)
        self.path(name).with_suffix(ABOUT).write_bytes(msgspec.json.encode(about))
        self._known[name] = about
        return name

    def about(self, name: str) -> About | None:
        """What is known of a file, if it is expected."""
        return self._known.get(name)

    def size(self, name: str) -> int:
        """How many bytes have come of a file that is expected."""
        return self.path(name).stat().st_size

    def path(self, name: str) -> Path:
        """Where it lies."""
        return self.folder / name

    def add(self, name: str, offset: int) -> Piece:
        """Add to a file from there on; whoever was about to do that before is to stop."""
        return Piece(self.path(name), offset, self, name)

    def drop(self, name: str) -> None:
        """Keep it no longer; it may be gone already."""
        if self._known.pop(name, None) is not None:
            self.writers.pop(name, None)
            self.path(name).unlink(missing_ok=True)
            self.path(name).with_suffix(ABOUT).unlink(missing_ok=True)

    def sweep(self, before: float) -> None:
        """Drop those to which nothing was added since a moment (seconds since 1970)."""
        for name in list(self._known):
            with contextlib.suppress(FileNotFoundError):
                if os.stat(self.path(name)).st_mtime < before:  # noqa: PTH116
                    self.drop(name)


def _about(path: Path) -> About | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=About)
    except (OSError, msgspec.MsgspecError):
        return None
