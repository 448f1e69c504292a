"""A backup of a data folder, made while its server runs or while it rests.

    DEST/assemblies/<id>/log.db       a log of our own making (node/copying.py)
    DEST/assemblies/<id>/blobs/       texts and files
    DEST/assemblies/<id>/blobs.size   how large the log was when they began to be copied

In this order: the size is noted, the blobs are copied, the log, then the blobs that came meanwhile.
A text is stored before the act that names it and goes only after the act that erases it, so what
the noted part of the log brings and the copied log calls kept was there. A second backup to the
same place copies only what is new, and takes away what the log says is erased or withheld. What has
merely gone here stays there. The host's key is not in it.
"""

import contextlib
from pathlib import Path
from typing import NamedTuple

import msgspec

from esoviet.law.records import BlobRecord
from esoviet.log import checkpoint, note
from esoviet.node import copying, ledger
from esoviet.node.checked import CheckedLog
from esoviet.node.node import ASSEMBLIES, KEY
from esoviet.node.recovery import recover
from esoviet.store import files
from esoviet.store.bucket import Bucket
from esoviet.store.errors import StoreError
from esoviet.store.foreign import ForeignLog
from esoviet.store.shelf import away
from esoviet.wire.ed25519 import SigningKey

NOTE = "backup"
"""The file in the data folder that says when a backup was last made, and where."""

SIZE = "blobs.size"


class Made(msgspec.Struct, frozen=True):
    """The last backup: when, in ms since 1970, and the folder that it went to."""

    at: int
    to: str


class Copied(NamedTuple):
    """What a backup of one assembly did, in entries, and texts and files.

    `damaged` are not whole here and were not copied; `only_there` have gone here, though the log
    says that they stand, and are still in the backup. `unreached` lie in a bucket that does not
    give them.
    """

    entries: int
    size: int
    blobs: int
    damaged: frozenset[str]
    only_there: frozenset[str]
    unreached: frozenset[str] = frozenset()


def key_of(data: Path) -> SigningKey:
    """The host's key of a data folder; raises `StoreError`, `OSError`."""
    seed = (data / KEY).read_bytes()
    if len(seed) != 32:
        raise StoreError(f"{data / KEY} is not a host's key (32 bytes); put the right one back")
    return SigningKey(seed)


def folders(data: Path) -> list[Path]:
    """The folders of the assemblies in a data folder or a backup."""
    found = (data / ASSEMBLIES).glob("[!.]*")
    return sorted(path for path in found if copying.SHA256.fullmatch(path.name) and path.is_dir())


def verifier(assembly: str, key: SigningKey) -> note.VerifierKey:
    """The key with which the checkpoints of an assembly are signed."""
    return note.verifier(checkpoint.origin_of(assembly), key)


def back_up(folder: Path, to: Path, key: SigningKey, bucket: Bucket | None = None) -> Copied:
    """Copy one assembly's folder, with what lies in a bucket.

    Raises `CorruptLog`, `StoreError`, `OSError`.
    """
    to.mkdir(mode=0o700, parents=True, exist_ok=True)
    source = ForeignLog(folder / ledger.LOG)
    try:
        size = source.state().size
    finally:
        source.close()
    files.write_durably(to / SIZE, b"0")  # while it is not whole, any text can be lacking
    files.make_folder(to / ledger.BLOBS)
    first = copying.copy_blobs(folder / ledger.BLOBS, to / ledger.BLOBS)
    fetched = copying.fetch_blobs(folder / ledger.BLOBS, to / ledger.BLOBS, bucket)
    before, after = _copy_log(folder, to, key)
    if not fetched.damaged:
        files.write_durably(to / SIZE, b"%d" % size)
    last = copying.copy_blobs(folder / ledger.BLOBS, to / ledger.BLOBS)
    only_there = _clear(folder, to)
    count = len(first.new | last.new | fetched.new)
    lacking = fetched.damaged & away(folder / ledger.BLOBS)
    return Copied(after - before, after, count, last.damaged, only_there, lacking)


def leave_word(data: Path, made: Made) -> None:
    """Note in the data folder that a backup was made; raises `OSError`."""
    files.write_durably(data / NOTE, msgspec.json.encode(made))
    files.give_to_owner_of(data, data / NOTE)


def last_made(data: Path) -> Made | None:
    """The last backup, if one was ever made and noted."""
    with contextlib.suppress(OSError, msgspec.MsgspecError):
        return msgspec.json.decode((data / NOTE).read_bytes(), type=Made)
    return None


def _copy_log(folder: Path, to: Path, key: SigningKey) -> tuple[int, int]:
    """Bring the copy of the log up to date; a first one appears only when it is whole."""
    final, new = to / ledger.LOG, to / f".new-{ledger.LOG}"
    is_first = not final.exists()
    if is_first:
        for rest in to.glob(f"{new.name}*"):
            rest.unlink()
    log = CheckedLog.create(new) if is_first else CheckedLog(final)
    try:
        sizes = copying.take_over(folder / ledger.LOG, log, verifier(folder.name, key))
    finally:
        log.close()
    if is_first:
        new.replace(final)
    files.flush_folder(to)
    return sizes


def _clear(folder: Path, to: Path) -> frozenset[str]:
    """Remove from the backup what the log says is gone; answers what should stand and is lost."""
    blobs = to / ledger.BLOBS
    here = folder / ledger.BLOBS
    extra = copying.names(blobs) - copying.names(here) - away(here)
    if not extra:
        return frozenset()
    log = CheckedLog(to / ledger.LOG)
    try:
        stored = log.state()
        assert stored is not None
        records = recover(log, stored, folder / ledger.SNAPSHOT).state.rows(BlobRecord)
    finally:
        log.close()
    lost = set()
    for name in extra:
        record = records.get(bytes.fromhex(name))
        if record is not None and record.state == "kept":
            lost.add(name)
        else:
            copying.place(blobs, name).unlink(missing_ok=True)
    return frozenset(lost)
