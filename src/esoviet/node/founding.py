"""Founding: the folder of a new assembly, with its first entry, durable by one chain of flushes.

All of it is written aside, in a folder that the next start throws away, and nothing is flushed.
Then it is flushed from the inside out: the log, the folders of its texts, its own folder; it gets
its name and the folder above is flushed. (The bytes of the texts are durable since they were
brought.) Before the rename there is nothing, after it all of it is there. The assembly sleeps.
"""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from esoviet.law.founding import FoundAssembly
from esoviet.law.records import THE, Assembly
from esoviet.log import checkpoint
from esoviet.node import ledger, receipts
from esoviet.node.answers import Logged, Refused, refused
from esoviet.node.folders import ASIDE, mark_of
from esoviet.node.ledger import everybody_reads
from esoviet.node.listing import title_of
from esoviet.node.submission import Submission
from esoviet.node.timekeeper import next_due
from esoviet.replica.replica import Replica
from esoviet.store import files, watermark
from esoviet.store.blobs import SALT, Pending
from esoviet.store.errors import StoreError
from esoviet.store.log import Batch, SqliteLog
from esoviet.store.register import Row
from esoviet.wire import entry as entries
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64u
from esoviet.wire.keys import key_name


class Founded(NamedTuple):
    """A new assembly that sleeps: what its founder is answered, and what is noted of it."""

    answer: Logged
    row: Row


def judge(submission: Submission, key: SigningKey, now: int) -> Refused | None:
    """Why an act founds no assembly at the host with this key."""
    act = submission.act
    if not isinstance(act, FoundAssembly):
        return Refused("2.1", "The first entry of a log founds an assembly.")
    if act.host != b64u(key.public):
        return Refused("2.2", "This act asks another host to keep the log.")
    verdict = Replica().judge(submission.statement(), now)
    return None if verdict.refusal is None else refused(verdict.refusal, now)


def make(
    home: Path, pending: Pending, submission: Submission, key: SigningKey, now: int
) -> Founded:
    """Make the folder of a new assembly in `home`, durably; blocks for the disk.

    The act has been judged, its texts are `pending`. Raises `StoreError`, `OSError`: then there is
    no such assembly.
    """
    folder, named = home / f"{ASIDE}{submission.id}", home / submission.id
    if named.exists():
        raise StoreError(f"{named} is there already")
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir()
        founded = _write(folder, pending, submission, key, now)
        folder.rename(named)
        files.flush_folder(home)
    except BaseException:
        shutil.rmtree(named, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return founded


def _write(
    folder: Path, pending: Pending, submission: Submission, key: SigningKey, now: int
) -> Founded:
    replica = Replica()
    verdict = replica.judge(submission.statement(), now)
    assert verdict.refusal is None
    entry = entries.spell(now, submission.jws)
    replica.append(entry, now)
    shown = receipts.publish(checkpoint.origin_of(submission.id), replica.tree, key)
    ids = [bytes.fromhex(submission.id)]
    batch = Batch(0, ids, [entry], [], shown.root, shown.note.decode())
    SqliteLog.begin(folder / ledger.LOG, batch)
    (folder / ledger.WATERMARK).write_bytes(watermark.first(shown.note))
    (folder / ledger.PENDING).mkdir()
    texts = _move(folder / ledger.BLOBS, pending, [blob.sha256 for blob in submission.blobs])
    files.flush_file(folder / ledger.LOG)
    for one in (*texts, folder / ledger.BLOBS, folder):
        files.flush_folder(one)
    receipt = receipts.receipt_of(replica.tree, 0, shown)
    due = next_due(replica, key_name(key.public), now)
    return Founded(
        Logged(0, now, submission.id, receipt), _row(folder, replica, submission.id, due)
    )


def _move(blobs: Path, pending: Pending, names: Iterable[str]) -> list[Path]:
    """Move the texts to where they are kept; answers the folders to flush."""
    folders = []
    blobs.mkdir()
    for name in dict.fromkeys(names):
        target = blobs / name[:2] / name
        target.parent.mkdir(exist_ok=True)
        if not pending.give(name, target):
            raise StoreError(f"blob {name} has gone")
        folders.append(target.parent)
    return list(dict.fromkeys(folders))


def _row(folder: Path, replica: Replica, identity: str, due: int | None) -> Row:
    assembly, public = replica.view().must(Assembly, THE), everybody_reads(replica)
    name = assembly.name.hex()
    salted = (folder / ledger.BLOBS / name[:2] / name).read_bytes()
    return Row(
        identity,
        awake=False,
        public=public,
        size=replica.size,
        newest=replica.time,
        due=due or 0,
        slept=replica.time,
        members=assembly.active if public else 0,
        name=title_of(salted[SALT:].decode("utf-8", "replace")) if public else "",
        mark=mark_of(folder),
    )
