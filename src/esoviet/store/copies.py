"""Copies that are made of texts and files so that they can be shown: widths, posters, words.

    derived/<aa>/<sha256>/        of a blob that the log refers to; <aa> are the first two digits
    derived/pending/<sha256>/     of one that waits for its act, and goes with it
        about                     JSON: whose it is, and what is known of it (`About`)
        w240, w480, w960, w1600, poster, text

The folder of a blob is the register of its copies: what exists is what lies there, no list beside
it can say less than that, and all of it goes at once. Copies can be lost at any time.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import msgspec

from esoviet.store import files

ABOUT, PENDING = "about", "pending"


class About(msgspec.Struct, frozen=True):
    """What is known of a file: which member brought it, and how it is shown. `duration` is in ms.

    `sizes` has the bytes of each copy, by its kind.
    """

    member: int
    kind: str
    media_type: str
    width: int = 0
    height: int = 0
    duration: int = 0
    sizes: dict[str, int] = {}


class Copies:
    """The copies of an assembly's blobs. Several threads work here at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pending = folder / PENDING
        self._waiting: set[str] = set()
        if self._pending.is_dir():
            for one in os.scandir(self._pending):
                if one.name.startswith(".new-"):
                    shutil.rmtree(one.path, ignore_errors=True)
                else:
                    self._waiting.add(one.name)

    def put(self, sha256: str, about: About, copies: Mapping[str, Path]) -> None:
        """Take in what was made of a blob that waits for its act: the files move here."""
        files.make_folder(self.folder)
        files.make_folder(self._pending)
        new = Path(tempfile.mkdtemp(dir=self._pending, prefix=".new-"))
        try:
            for kind, path in copies.items():
                path.replace(new / kind)
            (new / ABOUT).write_bytes(msgspec.json.encode(about))
            new.replace(self._pending / sha256)
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise
        self._waiting.add(sha256)

    def keep(self, names: Iterable[str]) -> None:
        """The log refers to these blobs now."""
        for name in self._waiting.intersection(names):
            target = self._kept(name)
            files.make_folder(target.parent)
            with contextlib.suppress(OSError):  # swept a moment ago, or here already
                (self._pending / name).replace(target)
            self._waiting.discard(name)

    def about(self, sha256: str) -> About | None:
        """What is known of a blob of which there are copies."""
        found = self._place(sha256)
        if found is None:
            return None
        try:
            return msgspec.json.decode((found / ABOUT).read_bytes(), type=About)
        except (OSError, msgspec.MsgspecError):
            return None

    def path(self, sha256: str, kind: str) -> Path | None:
        """Where a copy lies, if there is one."""
        found = self._place(sha256)
        path = None if found is None else found / kind
        return path if path is not None and path.is_file() else None

    def erase(self, sha256: str) -> None:
        """Remove all copies of a blob for good, durably; there may be none."""
        for place in (self._kept(sha256), self._pending / sha256):
            if place.is_dir():
                shutil.rmtree(place)
                files.flush_folder(place.parent)
        self._waiting.discard(sha256)

    def sweep(self, waits: Callable[[str], bool], stands: Callable[[str], bool]) -> None:
        """Drop the copies of what `waits` no more for its act; what `stands` by now is kept."""
        self.keep([name for name in self._waiting if stands(name)])
        for name in [name for name in self._waiting if not waits(name)]:
            self.erase(name)

    def _place(self, sha256: str) -> Path | None:
        places = (self._kept(sha256), self._pending / sha256)
        return next((one for one in places if one.is_dir()), None)

    def _kept(self, sha256: str) -> Path:
        return place(self.folder, sha256)


def place(folder: Path, sha256: str) -> Path:
    """Where the copies of a kept blob lie in the folder of a `Copies`."""
    return folder / sha256[:2] / sha256
