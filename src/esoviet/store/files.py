"""Files that survive a power cut: written aside, flushed, renamed, and the folder flushed too."""

import contextlib
import fcntl
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


def flush_file(path: Path) -> None:
    """Make what was written into a file durable."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


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


def lock(path: Path) -> int | None:
    """Take a lock that lasts until the descriptor is closed; None if another process has it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        with contextlib.suppress(OSError):
            os.close(descriptor)
        return None
    return descriptor


def is_locked(path: Path) -> bool:
    """Whether another process has the lock of a file. It is not made where it is not there."""
    if not path.exists():
        return False
    descriptor = lock(path)
    if descriptor is not None:
        os.close(descriptor)
    return descriptor is None


def give_to_owner_of(folder: Path, *paths: Path) -> None:
    """What root has made in a folder belongs, with all that is in it, to the folder's owner."""
    if os.geteuid() != 0:
        return
    owner = folder.stat()
    for path in paths:
        for one in (path, *path.rglob("*")):
            os.chown(one, owner.st_uid, owner.st_gid, follow_symlinks=False)
