"""Snapshots: the folded state in one file, so that a restart need not read the whole log again.

    esoviet snapshot 1 LF
    header LF                    a line of JSON: the law's digest, the log's size, root and time
    frame …                      uint32 length, uint8 length of a kind's name, name, MessagePack
    uint32 0, SHA-256 of all the bytes before

A snapshot is a cache and proves nothing: it is used only if it is whole, was made by exactly this
code of the law, and its size and root are of this very log. Otherwise the log is folded again. The
records are immutable, so a list of them taken at one moment is a consistent picture, and writing it
out in small steps leaves room for acts in between.
"""

import asyncio
import hashlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import BinaryIO

import msgspec

from esoviet.law.record import Record
from esoviet.law.state import State
from esoviet.store import files

MAGIC = b"esoviet snapshot 1\n"
MAX_HEADER = 4_096
CHUNK = 1_000
"""So many records are one frame: what reading one leaves free between them stays with the host."""
PIECE = 1 << 20


class Header(msgspec.Struct, frozen=True):
    """What a snapshot is of: `root` in lower-case hexadecimal, `time` of the last entry."""

    law: str
    size: int
    root: str
    time: int


class Picture(msgspec.Struct, frozen=True):
    """The state at one moment, ready to be written."""

    header: Header
    kinds: Sequence[tuple[str, list[Record]]]


@cache
def law_digest() -> str:
    """SHA-256 over the source of the law and of what it stands on; any change is another law."""
    hasher = hashlib.sha256()
    for room in ("wire", "log", "law", "replica"):
        for name, source in _sources(resources.files(f"esoviet.{room}"), room):
            hasher.update(f"{name} {len(source)}\n".encode() + source)
    return hasher.hexdigest()


def picture(state: State, size: int, root: bytes, time: int) -> Picture:
    """Take the state as it stands now. The only part that acts must wait for."""
    return Picture(Header(law_digest(), size, root.hex(), time), list(state.dump()))


async def write(path: Path, taken: Picture) -> None:
    """Write a snapshot in small steps; the old one stays until the new one is durable."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            for part in _parts(taken):
                file.write(part)
                await asyncio.sleep(0)
            await asyncio.to_thread(_put, file, Path(temporary), path)
    except BaseException:
        _drop(Path(temporary))
        raise


def _drop(temporary: Path) -> None:
    temporary.unlink(missing_ok=True)


def _put(file: BinaryIO, temporary: Path, path: Path) -> None:
    file.flush()
    os.fsync(file.fileno())
    temporary.replace(path)
    files.flush_folder(path.parent)


def read_header(path: Path) -> Header | None:
    """The header of a snapshot that is whole and of this law; None for any other file, or none."""
    header = peek(path)
    if header is None or header.law != law_digest() or not is_whole(path):
        return None
    return header


def peek(path: Path) -> Header | None:
    """The header of the snapshot at a path, whatever comes after it."""
    try:
        with path.open("rb") as file:
            first, second = file.readline(len(MAGIC)), file.readline(MAX_HEADER)
        return msgspec.json.decode(second, type=Header) if first == MAGIC else None
    except (OSError, msgspec.MsgspecError):
        return None


def is_whole(path: Path) -> bool:
    """Whether a file ends with the SHA-256 of all that comes before."""
    hasher = hashlib.sha256()
    with path.open("rb") as file:
        left = path.stat().st_size - hasher.digest_size
        while left > 0 and (part := file.read(min(left, PIECE))):
            hasher.update(part)
            left -= len(part)
        return file.read() == hasher.digest()


def load(path: Path, state: State) -> None:
    """Put the records of a snapshot, whose header has been read, into an empty state."""
    pool: dict[object, object] = {}
    with path.open("rb") as file:
        file.readline()
        file.readline()
        while (length := int.from_bytes(file.read(4), "big")) != 0:
            name = file.read(file.read(1)[0])
            state.load(name.decode("ascii"), file.read(length - 1 - len(name)), pool)


def _parts(taken: Picture) -> Iterator[bytes]:
    hasher = hashlib.sha256()
    encoder = msgspec.msgpack.Encoder()
    for part in (MAGIC, msgspec.json.encode(taken.header) + b"\n"):
        hasher.update(part)
        yield part
    for name, records in taken.kinds:
        label = bytes([len(name)]) + name.encode("ascii")
        for start in range(0, len(records), CHUNK):
            body = label + encoder.encode(records[start : start + CHUNK])
            frame = len(body).to_bytes(4, "big") + body
            hasher.update(frame)
            yield frame
    end = bytes(4)
    hasher.update(end)
    yield end + hasher.digest()


def _sources(folder: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.is_dir() and item.name != "__pycache__":
            yield from _sources(item, f"{name}/{item.name}")
        elif item.name.endswith(".py"):
            yield f"{name}/{item.name}", item.read_bytes()
