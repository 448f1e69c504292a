"""Files that survive a power cut: written aside, flushed, renamed, and the folder flushed too."""

import contextlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from esoviet.store.errors import is_full

PROBE = 65_536


def write_durably(path: Path, data: bytes) -> None:
    """Put `data` at `path`, for this user alone; durable on return, and never seen half."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    flush_folder(path.parent)


def make_folder(path: Path) -> None:
    """Make a folder (its parent exists) that is there after a power cut; it may exist already."""
    if not path.is_dir():
        path.mkdir(exist_ok=True)
        try:
            flush_folder(path.parent)
        except OSError:
            with contextlib.suppress(OSError):
                path.rmdir()  # else the next call would take it for durable
            raise


def has_room(folder: Path) -> bool:
    """Whether a small file can be written in a folder: it is tried, and nothing is left of it."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(PROBE))
            file.flush()
    except OSError as error:
        return not is_full(error)
    return True


def clear_leftovers(folder: Path) -> None:
    """Remove what was being written aside in a folder when its process was killed."""
    for leftover in folder.glob(".new-*"):
        if leftover.is_file():
            leftover.unlink(missing_ok=True)


def flush_folder(path: Path) -> None:
    """Make creations, renames and removals in a folder durable."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def flush_folders(paths: Iterable[Path]) -> None:
    """`flush_folder`, once for each folder named."""
    for path in set(paths):
        flush_folder(path)
