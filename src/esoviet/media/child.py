"""The process in which one file is read: `python -m esoviet.media.child`.

    stdin     JSON: {"path": the file, "folder": where to write}
    stdout    JSON: a `Prepared`, or {"not_taken": a sentence}

It sets its own limits before it looks at anything. Who started it ends it after a time.
"""

import os
import resource
import sys
from importlib import import_module
from pathlib import Path

import msgspec

from esoviet.media import kinds
from esoviet.media.kinds import NotTaken, Prepared
from esoviet.media.sniff import Family, family_of, head_of

MEMORY = 1024 * 2**20
CPU_SECONDS = 30
OPEN_FILES = 64
ROOM = 64 * 2**20
"""So many bytes more than the file itself may a file have that is made of it."""


class Request(msgspec.Struct, frozen=True):
    """What is asked."""

    path: str
    folder: str


class Answer(msgspec.Struct, frozen=True):
    """What is answered: one of both."""

    prepared: Prepared | None = None
    not_taken: str = ""


def restrain(size: int) -> None:
    """Bound what this process may use from here on; `size` is that of the file."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + ROOM, size + ROOM))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    os.nice(5)


def made(path: Path, folder: Path) -> Prepared:
    """A file made ready; raises `NotTaken`."""
    head = head_of(path)
    if not head:
        raise NotTaken(kinds.EMPTY)
    family = family_of(head)
    if family == "":
        return Prepared(kind="file", said=(kinds.UNKNOWN,))
    lacks = kinds.missing()
    if _NEEDS[family] & set(lacks):
        return Prepared(kind="file", said=(kinds.LACKING,))
    from esoviet.media.pictures import Unreadable  # noqa: PLC0415 - not before the limits are set

    try:
        return _prepared(family, path, folder)
    except Unreadable:
        for one in folder.iterdir():
            one.unlink()
        can = kinds.LACKING if head[4:8] == b"ftyp" and HEIF in lacks else kinds.UNREADABLE
        return Prepared(kind="file", said=(can,))


_NEEDS: dict[Family, set[str]] = {
    "image": {"pillow"}, "document": {"pillow", "pikepdf", "pypdfium2"}, "played": {"pillow", "av"},
}  # fmt: skip
HEIF = "pillow-heif"


def _prepared(family: Family, path: Path, folder: Path) -> Prepared:
    module = import_module(f"esoviet.media.{_MODULES[family]}")
    prepared = module.prepare(path, folder)
    assert isinstance(prepared, Prepared)
    return prepared


_MODULES: dict[Family, str] = {
    "image": "pictures", "document": "documents", "played": "recordings",
}  # fmt: skip


def main() -> None:
    """Read the request, answer it."""
    request = msgspec.json.decode(sys.stdin.buffer.read(), type=Request)
    path, out = Path(request.path), os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # libraries may talk
    restrain(path.stat().st_size)
    try:
        answer = Answer(prepared=made(path, Path(request.folder)))
    except NotTaken as error:
        answer = Answer(not_taken=str(error))
    except MemoryError:
        answer = Answer(not_taken=kinds.TOO_MUCH)
    os.write(out, msgspec.json.encode(answer))


if __name__ == "__main__":
    main()
