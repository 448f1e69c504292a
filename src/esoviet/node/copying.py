"""Copies of an assembly's folder: its log taken over row by row, its texts by their own hash.

A log only grows, so a copy needs no long transaction: the signed position is read first, then the
entries before it. On the way every entry is spelled and hashed anew, the ids and tiles are made
from the entries, and the whole must have the size and root that the host's key signed. Nothing else
of the source is taken: no page of its file, no schema, no tile.
"""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from esoviet.log import checkpoint
from esoviet.log.errors import ProofError
from esoviet.log.merkle import Tree, leaf_hash
from esoviet.log.note import VerifierKey
from esoviet.node.checked import CheckedLog
from esoviet.node.recovery import CHUNK, CorruptLog, finished_tiles, restore_tree
from esoviet.store import files
from esoviet.store.bucket import Bucket, BucketError
from esoviet.store.foreign import ForeignLog
from esoviet.store.log import Batch, Stored
from esoviet.store.shelf import Shelf, away
from esoviet.wire import entry as entries
from esoviet.wire import envelope
from esoviet.wire.errors import Malformed

SHA256 = re.compile(r"[0-9a-f]{64}")


class Blobs(NamedTuple):
    """What came of copying texts and files: names that are new there, and those not whole here."""

    new: frozenset[str]
    damaged: frozenset[str]


def take_over(path: Path, into: CheckedLog, key: VerifierKey) -> tuple[int, int]:
    """Bring a log of ours up to the one in a file; the sizes before and after.

    Raises `StoreError` if the file cannot be read, `CorruptLog` if it is not what the holder of the
    key has signed, or does not go on from what is there. Then nothing has been taken.
    """
    source = ForeignLog(path)
    try:
        stored = source.state()
        _check_signed(path, stored, key)
        held = into.state()
        start = 0 if held is None else held.size
        if start > stored.size:
            raise CorruptLog(f"{into.path} has {start} entries, and {path} only {stored.size}")
        into.append_all(_batches(source, stored, restore_tree(into, start)))
        return start, stored.size
    except (Malformed, ProofError) as error:
        raise CorruptLog(f"{path} is no log of this host: {error}") from None
    finally:
        source.close()


def copy_blobs(source: Path, target: Path) -> Blobs:
    """Copy the texts and files that are not there yet, durably, and only those that are whole."""
    new, damaged = set(), set()
    there = names(target)
    for name in sorted(names(source) - there):
        try:
            data = place(source, name).read_bytes()
        except FileNotFoundError:  # erased just now
            continue
        if hashlib.sha256(data).hexdigest() != name:
            damaged.add(name)
            continue
        files.make_folder(place(target, name).parent)
        files.write_durably(place(target, name), data)
        new.add(name)
    return Blobs(frozenset(new), frozenset(damaged))


def fetch_blobs(source: Path, target: Path, bucket: Bucket | None) -> Blobs:
    """The same for those that lie in a bucket alone. `damaged` are also those not to be had."""
    new: set[str] = set()
    lacking: set[str] = set()
    for name in sorted(away(source) - names(target)):
        try:
            is_copied = bucket is not None and _fetched(Shelf(source, bucket), name, target)
        except BucketError:
            is_copied = False
        (new if is_copied else lacking).add(name)
    return Blobs(frozenset(new), frozenset(lacking))


def _fetched(shelf: Shelf, name: str, target: Path) -> bool:
    folder = place(target, name).parent
    files.make_folder(folder)
    handle, path = tempfile.mkstemp(dir=folder, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            is_whole = shelf.read_into(name, file)
            file.flush()
            os.fsync(file.fileno())
        if is_whole:
            Path(path).replace(place(target, name))
            files.flush_folder(folder)
        return bool(is_whole)
    finally:
        Path(path).unlink(missing_ok=True)


def names(blobs: Path) -> set[str]:
    """The texts and files in a folder of blobs."""
    return {
        path.name
        for path in blobs.glob("??/*")
        if SHA256.fullmatch(path.name) and path.parent.name == path.name[:2] and path.is_file()
    }


def place(blobs: Path, name: str) -> Path:
    """Where a text or file lies in a folder of blobs."""
    return blobs / name[:2] / name


def _check_signed(path: Path, stored: Stored, key: VerifierKey) -> None:
    signed = checkpoint.open_checkpoint(stored.checkpoint.encode(), key)
    if (signed.size, signed.root) != (stored.size, stored.root):
        raise CorruptLog(f"{path}: the stored size and root are not the signed ones")


def _batches(source: ForeignLog, stored: Stored, tree: Tree) -> Iterator[Batch]:
    for start in range(tree.size, stored.size, CHUNK):
        rows = source.entries(start, min(start + CHUNK, stored.size))
        ids = [bytes.fromhex(envelope.parse(entries.read(row).jws).id) for row in rows]
        tree.extend(map(leaf_hash, rows))
        yield Batch(start, ids, rows, finished_tiles(tree, start), stored.root, stored.checkpoint)
    if tree.root() != stored.root:
        raise CorruptLog(f"{source.path}: the entries do not give the root that the host signed")
