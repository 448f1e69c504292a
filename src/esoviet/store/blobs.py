"""Texts and media outside the log: files named by the SHA-256 of their bytes.

    blobs/<aa>/<sha256>    what acts of the log refer to; <aa> are the first two digits
    pending/<sha256>       what was brought before its act; swept away after an hour

A blob becomes kept *before* the act that refers to it is committed, so no act of the log ever lacks
its blob because of a crash; a kept blob without an act is harmless. Erasing removes the file.

A disk may give back other bytes than it was given. Whoever reads a blob gets the bytes that its
name proves or none: what is damaged is put aside (`<sha256>.damaged`), where nobody is served it
and its operator can look at it, and counts as lost until somebody brings it again. That file is
there as long as the blob is lost, and no longer.

A large file may lie in a bucket (store/shelf.py): then `<sha256>.away` stands in its place.
"""

import codecs
import contextlib
import hashlib
import logging
import os
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from esoviet.store import files
from esoviet.store.errors import StoreError

SALT = 32
PIECE = 2**20
DAMAGED, GOING, AWAY, LEAVING = ".damaged", ".going", ".away", ".leaving"

_log = logging.getLogger(__name__)


class WrongBytes(StoreError):
    """What was brought is not what its name says."""


class Upload:
    """A blob on its way in: `write` its bytes, `prove` them, `place` it.

    Used as a context: leaving before `place` drops what was written.
    """

    def __init__(self, pending: "Pending") -> None:
        self.folder = folder = pending.folder
        self._pending = pending
        self.size = 0
        self._hash = hashlib.sha256()
        handle, name = tempfile.mkstemp(dir=folder, prefix=".new-")
        self._file = os.fdopen(handle, "wb")
        self._path = Path(name)

    def write(self, data: bytes) -> None:
        """Take in the next bytes; not durable yet."""
        self._hash.update(data)
        self.size += len(data)
        self._pending.arriving += len(data)
        self._file.write(data)

    def prove(self, sha256: str) -> None:
        """Make the bytes durable; raises `WrongBytes` if this is not their hash."""
        if self._hash.hexdigest() != sha256:
            raise WrongBytes("These bytes have another SHA-256 than their name says.")
        self._file.flush()
        os.fsync(self._file.fileno())

    def place(self, sha256: str) -> None:
        """Give the blob its name, under which it can be seen; not durable yet."""
        self._path.replace(self.folder / sha256)

    def __enter__(self) -> "Upload":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._pending.arriving -= self.size
        self._file.close()
        self._path.unlink(missing_ok=True)


class Pending:
    """Blobs that no act refers to yet. They last until they are kept or swept away.

    Several threads work here at once; `bytes` is what lies here under a name, `arriving` what has
    come of uploads under way.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self.arriving = 0
        files.make_folder(folder)
        for leftover in folder.glob(".new-*"):
            leftover.unlink(missing_ok=True)
        self.bytes = sum(path.stat().st_size for path in folder.iterdir())

    def upload(self) -> Upload:
        """Begin to take in a blob."""
        return Upload(self)

    def finish(self, upload: Upload, sha256: str) -> None:
        """Durably give a blob its name; raises `WrongBytes`. Blocks: call it in a thread."""
        upload.prove(sha256)
        with self._lock:
            known = self.size(sha256) is not None
            upload.place(sha256)
            if not known:
                self.bytes += upload.size
        files.flush_folder(self.folder)

    def put(self, sha256: str, data: bytes) -> None:
        """Take in a whole blob at once; durable on return. Raises `WrongBytes`."""
        with self.upload() as upload:
            upload.write(data)
            self.finish(upload, sha256)

    def size(self, sha256: str) -> int | None:
        """How many bytes a pending blob has, or None if it is not here."""
        return _size(self.folder / sha256)

    def path(self, sha256: str) -> Path:
        """Where a pending blob lies."""
        return self.folder / sha256

    def give(self, sha256: str, target: Path) -> bool:
        """Move a blob to where it is kept; whether it was here. Not durable yet."""
        with self._lock:
            size = self.size(sha256)
            if size is None:
                return False
            self.path(sha256).replace(target)
            self.bytes -= size
        return True

    def drop(self, sha256: str) -> None:
        """Remove a blob for good, durably, if it is here."""
        with self._lock:
            size = self.size(sha256)
            if size is None:
                return
            self.path(sha256).unlink()
            self.bytes -= size
        files.flush_folder(self.folder)

    def sweep(self, before: float) -> int:
        """Drop what was brought before a moment (seconds since 1970); answers how many."""
        gone = 0
        for path in list(self.folder.iterdir()):
            # Meanwhile it may have been kept, or an upload may have got its name.
            with self._lock, contextlib.suppress(FileNotFoundError):
                about = path.stat()
                if about.st_mtime < before:
                    path.unlink()
                    self.bytes -= 0 if path.name.startswith(".") else about.st_size
                    gone += 1
        return gone


def place(folder: Path, sha256: str) -> Path:
    """Where a kept blob lies in the folder of a `BlobStore`."""
    return folder / sha256[:2] / sha256


class BlobStore:
    """The blobs of an assembly that its log refers to. `damaged` are those that were put aside.

    `brought` are those that came lately, for whoever wants to know, and takes them out; `gone`
    should be in a bucket and are not. Several threads work here at once.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        files.make_folder(folder)
        self.damaged = set(_put_aside(folder))
        self.brought: set[str] | None = None
        self.gone: set[str] = set()

    def path(self, sha256: str) -> Path:
        """Where a kept blob lies."""
        return place(self.folder, sha256)

    def size(self, sha256: str) -> int | None:
        """How many bytes a kept blob has, or None if it is not here, or was found damaged."""
        if sha256 in self.damaged:
            return None
        size = _size(self.path(sha256))
        return self._size_away(sha256) if size is None else size

    def is_away(self, sha256: str) -> bool:
        """Whether a blob lies in a bucket and is not here now."""
        return not self.path(sha256).exists() and self._note(sha256, AWAY).exists()

    def keep(self, pending: Pending, names: Iterable[str]) -> None:
        """Move blobs here from `pending`, durably. One that is here already stays as it is.

        Its folder is flushed even so: it may be here since a flush that failed. Raises `StoreError`
        if one is in neither place any more.
        """
        folders = []
        for name in names:
            target = self.path(name)
            if pending.size(name) is not None:
                files.make_folder(target.parent)
            with self._lock:
                if pending.give(name, target):
                    folders.append(pending.folder)
                    self._mended(name)
                    if self.brought is not None:
                        self.brought.add(name)
                elif self.size(name) is None:
                    raise StoreError(f"blob {name} has gone")
            folders.append(target.parent)
        files.flush_folders(folders)

    def read(self, sha256: str) -> bytes | None:
        """The whole bytes of a blob, salt included; None if it is not here, or no longer whole."""
        data = self._proved(sha256)
        if data is None and _size(self.path(sha256)) is not None:
            with self._lock:  # meanwhile the right bytes may have come
                data = self._proved(sha256)
                if data is None and _size(self.path(sha256)) is not None:
                    self._put_aside(sha256)
        return data

    def whole(self, sha256: str) -> BinaryIO | None:
        """A blob's file, at its beginning, whose bytes have just been held against its name.

        None if it is not here, or no longer whole. Whoever reads it closes it.
        """
        try:
            file = self.path(sha256).open("rb")
        except FileNotFoundError:
            return None
        if hashlib.file_digest(file, "sha256").hexdigest() == sha256:
            file.seek(0)
            return file
        file.close()
        self.read(sha256)  # puts it aside
        return None

    def erase(self, sha256: str) -> None:
        """Remove a blob for good, durably; it may be gone already.

        Of one in a bucket nothing is here any more then but the note that it is to be deleted.
        """
        path = self.path(sha256)
        with self._lock:
            is_here = path.exists() or sha256 in self.damaged
            path.unlink(missing_ok=True)
            self._mended(sha256)
            if self._take_leave(sha256) or is_here:
                files.flush_folder(path.parent)

    def look_again(self, sha256: str, *, found: bool) -> None:
        """Take note of what came of asking a bucket for a blob."""
        if self._aside(sha256).exists():
            self.damaged.add(sha256)
        if found:
            self.gone.discard(sha256)
        elif sha256 not in self.damaged and self.is_away(sha256):
            self.gone.add(sha256)

    def _take_leave(self, sha256: str) -> bool:
        """Note that a bucket is to delete a blob, if it may have it."""
        leaves = False
        for kind in (GOING, AWAY):
            with contextlib.suppress(FileNotFoundError):
                self._note(sha256, kind).replace(self._note(sha256, LEAVING))
                leaves = True
        return leaves

    def _size_away(self, sha256: str) -> int | None:
        if sha256 in self.gone:
            return None
        try:
            return int(self._note(sha256, AWAY).read_bytes())
        except (FileNotFoundError, ValueError):
            return None

    def _proved(self, sha256: str) -> bytes | None:
        try:
            data = self.path(sha256).read_bytes()
        except FileNotFoundError:
            return None
        return data if hashlib.sha256(data).hexdigest() == sha256 else None

    def _put_aside(self, sha256: str) -> None:
        if sha256 not in self.damaged:
            _log.error("%s is damaged: put aside until it is brought again", self.path(sha256))
        self.damaged.add(sha256)
        with contextlib.suppress(OSError):  # a disk that takes nothing: it is not served anyway
            self.path(sha256).replace(self._aside(sha256))

    def _mended(self, sha256: str) -> None:
        if sha256 in self.damaged:
            self._aside(sha256).unlink(missing_ok=True)
            self.damaged.discard(sha256)
        with contextlib.suppress(FileNotFoundError):  # it is here again, and may be there too
            self._note(sha256, AWAY).replace(self._note(sha256, GOING))
        self.gone.discard(sha256)

    def _aside(self, sha256: str) -> Path:
        return self._note(sha256, DAMAGED)

    def _note(self, sha256: str, kind: str) -> Path:
        return self.path(sha256).with_name(sha256 + kind)


def _put_aside(folder: Path) -> Iterator[str]:
    """The names of the blobs that were found damaged; there are some hundred folders to look in."""
    for inner in os.scandir(folder):
        if inner.is_dir():
            names = os.listdir(inner.path)  # noqa: PTH208
            yield from (name.removesuffix(DAMAGED) for name in names if name.endswith(DAMAGED))


def is_words(path: Path, is_visible: Callable[[str], bool]) -> bool | None:
    """Whether what follows a blob's salt is UTF-8 and shows anything; None if it is not here."""
    decoder, shows = codecs.getincrementaldecoder("utf-8")(), False
    try:
        with path.open("rb") as file:
            file.seek(SALT)
            while piece := file.read(PIECE):
                said = decoder.decode(piece)
                shows = shows or is_visible(said)
            decoder.decode(b"", final=True)
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        return False
    return shows


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return None
