"""A backup brought back into a data folder whose server is stopped.

The log and the texts are copied into a folder aside (node/copying.py), which is then audited by
whoever asked for it, and put in place last of all, by one rename of `log.db`. Nothing is written
over: where a log lies already, or the `-wal` of one, there is nothing to restore.

A log that ends before what this server has acknowledged (its `watermark` or `snapshot`, where those
are left) is `Behind`: going on from it makes another history than the one that members have
receipts of. Only who says so gets it, and then the old watermark is put aside.
"""

import shutil
from pathlib import Path

from esoviet.log.checkpoint import Checkpoint
from esoviet.log.note import VerifierKey
from esoviet.node import backup, copying, ledger, snapshots
from esoviet.node.checked import CheckedLog
from esoviet.node.node import ASSEMBLIES
from esoviet.node.recovery import CorruptLog, restore_tree
from esoviet.store import files
from esoviet.store.errors import StoreError
from esoviet.store.watermark import Watermark
from esoviet.wire.ed25519 import SigningKey

PUT_ASIDE = ".before-restore"


class Behind(Exception):
    """A backup that is older than what was acknowledged; the text says by how much."""


def is_there(data: Path, assembly: str) -> bool:
    """Whether an assembly has a log here, or the rest of one, over which nothing is written."""
    home = data / ASSEMBLIES / assembly
    return any((home / name).exists() for name in (ledger.LOG, f"{ledger.LOG}-wal"))


def stage(source: Path, data: Path, key: SigningKey) -> Path:
    """Copy one assembly out of a backup into a folder aside; raises `CorruptLog`, `StoreError`.

    The folder is named so that the next start of the server clears it away.
    """
    aside = data / ASSEMBLIES / f".new-{source.name}"
    shutil.rmtree(aside, ignore_errors=True)
    files.make_folder(aside.parent)
    aside.mkdir(mode=0o700)
    log = CheckedLog.create(aside / ledger.LOG)
    try:
        copying.take_over(source / ledger.LOG, log, backup.verifier(source.name, key))
    finally:
        log.close()
    files.make_folder(aside / ledger.BLOBS)
    copying.copy_blobs(source / ledger.BLOBS, aside / ledger.BLOBS)
    (aside / backup.SIZE).write_bytes(b"0")  # a text that the backup lacks is nobody's lie
    return aside


def check_height(aside: Path, home: Path, key: VerifierKey) -> None:
    """Raise `Behind` unless what was acknowledged lies within the log; `CorruptLog` if beside."""
    log = CheckedLog(aside / ledger.LOG)
    try:
        stored = log.state()
        assert stored is not None
        highest, snapshot = acknowledged(home, key), snapshots.peek(home / ledger.SNAPSHOT)
        most = max(highest.size if highest else 0, snapshot.size if snapshot else 0)
        if most > stored.size:
            raise Behind(
                f"This backup ends after {stored.size} entries, and this server has acknowledged "
                f"{most}: the last {most - stored.size} acts would be lost"
            )
        if highest and restore_tree(log, stored.size).root(highest.size) != highest.root:
            raise CorruptLog(
                f"this backup holds another history than this server has acknowledged up to entry "
                f"{highest.size} ({home / ledger.WATERMARK} says so)"
            )
    finally:
        log.close()


def settle(aside: Path, home: Path, *, lose_newer: bool) -> None:
    """Put what was staged in place: the texts, and then the log. Raises `OSError`."""
    files.make_folder(home)
    files.make_folder(home / ledger.BLOBS)
    _move_blobs(aside / ledger.BLOBS, home / ledger.BLOBS)
    for name in (ledger.WATERMARK, ledger.SNAPSHOT) if lose_newer else ():
        if (home / name).exists():
            (home / name).replace(home / f"{name}{PUT_ASIDE}")
    (aside / ledger.LOG).replace(home / ledger.LOG)
    files.flush_folder(home)
    shutil.rmtree(aside)
    files.give_to_owner_of(home.parent.parent, home)


def acknowledged(home: Path, key: VerifierKey) -> Checkpoint | None:
    """How far an assembly's log has been acknowledged here, as far as its `watermark` tells."""
    if not (home / ledger.WATERMARK).exists():
        return None
    try:
        watermark = Watermark(home / ledger.WATERMARK, key)
    except OSError as error:
        raise StoreError(f"{home / ledger.WATERMARK} cannot be read: {error.strerror}") from None
    watermark.close()
    return watermark.highest


def _move_blobs(source: Path, target: Path) -> None:
    for name in copying.names(source) - copying.names(target):
        files.make_folder(copying.place(target, name).parent)
        copying.place(source, name).replace(copying.place(target, name))
    files.flush_folders(target.iterdir())
