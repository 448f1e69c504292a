"""Large files of an assembly that lie in a bucket, so that the disk need not hold them.

    blobs/<aa>/<sha256>            the file itself; of one in the bucket, a copy for a while
    blobs/<aa>/<sha256>.going      it is being brought to the bucket, and may be there already
    blobs/<aa>/<sha256>.away       it is in the bucket; its size in bytes
    blobs/<aa>/<sha256>.leaving    it was erased, and the bucket has yet to delete it

A file goes away only after its act was logged, and stays on the disk until the bucket has it: no
act ever waits for a network. What says where it is lies beside it, so no list can say otherwise.
The order of the steps is what keeps an erased file from coming back: who sends one notes `.going`
before it opens the file, who erases one removes the file before it looks for such a note, and who
brings one back looks for the note again when the file is in its place.
"""

import codecs
import contextlib
import hashlib
import logging
import os
import tempfile
import time
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from esoviet.store import files
from esoviet.store.blobs import AWAY, DAMAGED, GOING, LEAVING, SALT, place
from esoviet.store.bucket import Bucket, BucketError

LEAST = 131_072
"""Smaller ones stay, and so does every text: pages and the search are made of them."""
LOOKED_AT = 65_536
COPY_SECONDS = 3600.0
"""So long what was fetched stays here, after it was fetched."""

_log = logging.getLogger(__name__)


def away(folder: Path) -> set[str]:
    """The files of a folder of blobs that lie in a bucket alone."""
    noted = {path.name.removesuffix(AWAY) for path in folder.glob(f"??/*{AWAY}")}
    return {name for name in noted if not place(folder, name).exists()}


def is_text(path: Path) -> bool:
    """Whether a file begins like a text. Raises `FileNotFoundError`."""
    with path.open("rb") as file:
        file.seek(SALT)
        said = file.read(LOOKED_AT)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(said)
    except UnicodeDecodeError:
        return False
    return b"\0" not in said


class Shelf:
    """What of one assembly lies in a bucket, by the folder of its `BlobStore`.

    All of it blocks for the network; what fails is a `BucketError`, and is as it was.
    """

    def __init__(self, folder: Path, bucket: Bucket) -> None:
        self.folder = folder
        self._bucket = bucket

    def send(self, sha256: str) -> bool:
        """Bring a large file into the bucket, and let it go here; whether it has gone."""
        path, going, away = self._path(sha256), self._note(sha256, GOING), self._note(sha256, AWAY)
        if away.exists() or self._note(sha256, LEAVING).exists():
            return False
        is_new = not going.exists()
        try:
            size = path.stat().st_size
            if size < LEAST or is_text(path):
                return False
            files.write_durably(going, b"%d" % size)
            with path.open("rb") as file:
                is_there = self._bring(sha256, file)
        except FileNotFoundError:  # erased just now
            is_there = False
        if not is_there:
            if is_new:
                going.unlink(missing_ok=True)
            return False
        try:
            going.replace(away)
        except FileNotFoundError:  # erased meanwhile
            return False
        files.flush_folder(path.parent)
        path.unlink(missing_ok=True)
        return True

    def fetch(self, sha256: str) -> bool:
        """Have a file of the bucket here for a while; whether it is here and whole."""
        path = self._path(sha256)
        if path.exists():
            return True
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        new = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                is_whole = self.read_into(sha256, file)
            if is_whole is None:
                return False
            if not is_whole:
                _log.error("%s is damaged in the bucket: put aside", path)
                new.replace(self._note(sha256, DAMAGED))
                with contextlib.suppress(FileNotFoundError):
                    self._note(sha256, AWAY).replace(self._note(sha256, LEAVING))
                return False
            new.replace(path)
        finally:
            new.unlink(missing_ok=True)
        if not self._is_away(sha256):  # erased meanwhile
            path.unlink(missing_ok=True)
        return path.exists()

    def read_into(self, sha256: str, file: BinaryIO) -> bool | None:
        """Write what the bucket has under a name; whether it is whole. None: it has nothing."""
        pieces = self._bucket.pieces(self._key(sha256)) if self._is_away(sha256) else None
        if pieces is None:
            return None
        digest = hashlib.sha256()
        for piece in pieces:
            digest.update(piece)
            file.write(piece)
        return digest.hexdigest() == sha256

    def delete(self, sha256: str) -> None:
        """Have the bucket delete what was erased, if it was."""
        if self._note(sha256, LEAVING).exists():
            self._bucket.delete(self._key(sha256))
            self._note(sha256, LEAVING).unlink(missing_ok=True)

    def look(self, sha256: str) -> bool:
        """Whether what should be in the bucket is, as far as its size tells."""
        try:
            noted = int(self._note(sha256, AWAY).read_bytes())
        except (FileNotFoundError, ValueError):
            return False
        return self._bucket.size(self._key(sha256)) == noted

    def clear(self) -> None:
        """Remove what was being fetched when the process was killed."""
        for leftover in self.folder.glob("??/.new-*"):
            leftover.unlink(missing_ok=True)

    def waiting(self, seconds: float = COPY_SECONDS) -> Iterator[tuple[str, str]]:
        """What is to be done: names, each with `GOING`, `LEAVING`, or `AWAY`: a copy to let go.

        Copies are let go that were fetched so many seconds ago.
        """
        now = time.time()
        for inner in sorted(self.folder.glob("??")):
            found = {one.name: one.stat() for one in inner.iterdir() if one.is_file()}
            for name, about in found.items():
                if name.endswith(LEAVING):
                    yield name.removesuffix(LEAVING), LEAVING
                elif "." in name:
                    continue
                elif f"{name}{AWAY}" in found:
                    if about.st_mtime < now - seconds:
                        yield name, AWAY
                elif about.st_size >= LEAST:
                    yield name, GOING

    def do(self, sha256: str, what: str) -> None:
        """One thing of `waiting`."""
        if what == GOING:
            self.send(sha256)
        elif what == LEAVING:
            self.delete(sha256)
        elif self.look(sha256):
            self._path(sha256).unlink(missing_ok=True)

    def _bring(self, sha256: str, file: BufferedReader) -> bool:
        """Put a file into the bucket; not one that is no longer whole, which reading will show."""
        if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
            return False
        size = file.tell()
        file.seek(0)
        self._bucket.put(self._key(sha256), file)
        if self._bucket.size(self._key(sha256)) != size:
            raise BucketError("the bucket has not what was put there")
        return True

    def _is_away(self, sha256: str) -> bool:
        return self._note(sha256, AWAY).exists()

    def _note(self, sha256: str, kind: str) -> Path:
        return self._path(sha256).with_name(sha256 + kind)

    def _path(self, sha256: str) -> Path:
        return place(self.folder, sha256)

    def _key(self, sha256: str) -> str:
        return f"{self.folder.parent.name}/{sha256[:2]}/{sha256}"
