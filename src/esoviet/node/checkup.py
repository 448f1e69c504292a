"""What can be wrong with a data folder and the machine under it, and what mends each.

Everything is looked at from beside the server, which may run or not, and nothing is changed. A
check yields its findings; `CHECKS` is their order and what they are called.
"""

import os
import resource
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from esoviet.media import kinds
from esoviet.node import backup, guard, ledger, moving, restore
from esoviet.node.clock import Clock
from esoviet.node.config import Config
from esoviet.node.node import KEY, LOCK, STAGE
from esoviet.node.places import affordable
from esoviet.store.blobs import AWAY, DAMAGED, LEAVING
from esoviet.store.bucket import MISSING, is_installed
from esoviet.store.errors import StoreError
from esoviet.store.foreign import ForeignLog

GIBIBYTE = 2**30
LEAST_FREE = GIBIBYTE
LEAST_SHARE = 20  # one part in so many of the disk
LEAST_INODES = 10_000
LEAST_FILES = 4_096
HOUR = 3_600_000
HOUR_SECONDS = 3_600
NETWORK = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "fuse.s3fs", "9p", "afs")
_MOUNTS, _LOCKS = Path("/proc/self/mounts"), Path("/proc/locks")


class Finding(NamedTuple):
    """Something wrong, in a sentence, and what mends it, in another."""

    wrong: str
    mend: str


class Looked(NamedTuple):
    """What is looked at: the data folder, its settings, and the clock of the machine."""

    data: Path
    config: Config
    clock: Clock


Check = Callable[[Looked], Iterator[Finding]]


def clock(at: Looked) -> Iterator[Finding]:
    """The clock of this machine."""
    if not at.clock.is_synchronised():
        yield Finding(
            "The system does not say that its clock is synchronised.",
            "Run a time service, systemd-timesyncd or chrony; timedatectl shows what it makes.",
        )
    last = guard.read_heartbeat(at.data)
    if last is not None and last.wall > at.clock.wall() + guard.TOLERANCE:
        yield Finding(
            "The clock stands before the time at which the server last ran.",
            "Set the clock right; if it is right, say so: esoviet clock confirm.",
        )


def disk(at: Looked) -> Iterator[Finding]:
    """Room, and what kind of disk it is."""
    room, about = shutil.disk_usage(at.data), os.statvfs(at.data)
    if room.free < max(LEAST_FREE, room.total // LEAST_SHARE):
        yield Finding(
            f"Only {room.free / GIBIBYTE:.1f} GiB of {room.total / GIBIBYTE:.1f} are free on the "
            "disk with the data folder.",
            "Make room: when the disk is full nothing can be logged.",
        )
    if about.f_files and about.f_favail < LEAST_INODES:
        yield Finding(
            f"The disk has room for {about.f_favail} more files only, and each text is one.",
            "Remove files that nobody needs, or move the data folder to a disk with more inodes.",
        )
    kind = _file_system(at.data)
    if kind in NETWORK:
        yield Finding(
            f"The data folder lies on a network disk ({kind}), where locks may not hold.",
            "Move it to a local disk.",
        )


def access(at: Looked) -> Iterator[Finding]:
    """Who may read the key and the texts."""
    if (at.data / KEY).stat().st_mode & 0o077:
        yield Finding(
            "Other accounts of this machine may read the host's key, node.key.",
            f"chmod 600 {at.data / KEY}",
        )
    if at.data.stat().st_mode & 0o007:
        yield Finding(
            "Every account of this machine may look into the data folder.",
            f"chmod 700 {at.data}, and UMask=0077 in the systemd unit.",
        )


def limits(at: Looked) -> Iterator[Finding]:
    """How many files and connections the server may have open."""
    most, awake = _open_files(at.data), at.config.awake
    mend = "Set LimitNOFILE=65536 in the systemd unit, and start the server anew."
    can = affordable(awake, most)
    if can < awake:
        yield Finding(
            f"The server may have only {most} files and connections open: of the {awake} "
            f"assemblies that its settings allow only {can} can be awake at once.",
            mend,
        )
    elif most < LEAST_FILES:
        yield Finding(f"The server may have only {most} files and connections open.", mend)


def backups(at: Looked) -> Iterator[Finding]:
    """Whether there is a fresh one, and not on the same disk."""
    if not backup.folders(at.data):
        return
    made, often = backup.last_made(at.data), "every few minutes, by a timer (docs/operating.md)"
    if made is None:
        yield Finding(
            "No backup was ever made with esoviet backup.", f"esoviet backup DEST {often}."
        )
        return
    hours = (at.clock.wall() - made.at) // HOUR
    if hours >= 24:
        yield Finding(
            f"The last backup is {hours} hours old: what came after it has no copy.",
            f"esoviet backup {made.to} {often}.",
        )
    place = Path(made.to)
    if place.is_dir() and place.stat().st_dev == at.data.stat().st_dev:
        yield Finding(
            f"The backup {made.to} lies on the same disk as the data.",
            "Copy it to another disk, better to another machine.",
        )


def leftovers(at: Looked) -> Iterator[Finding]:
    """What a crash or a repair has left behind."""
    stage = at.data / STAGE
    if stage.is_dir() and _age(stage) > HOUR_SECONDS:
        yield Finding(
            f"{stage} was left behind, with a copy of the host's key in it.",
            f"rm -r {stage}, or start the server anew.",
        )
    old = [p for where in (at.data, *backup.folders(at.data)) for p in where.glob(".new-*")]
    for path in old:
        if _age(path) > HOUR_SECONDS:
            yield Finding(f"{path} was left behind by a crash.", f"rm {path}")
    for folder in backup.folders(at.data):
        yield from _left_in(folder)


def _left_in(folder: Path) -> Iterator[Finding]:
    if (folder / backup.SIZE).exists():
        yield Finding(
            f"{folder / backup.SIZE} belongs to a backup; here it lets an audit overlook texts.",
            f"rm {folder / backup.SIZE}",
        )
    for path in folder.glob(f"*{restore.PUT_ASIDE}"):
        yield Finding(
            f"{path} tells of acts that were lost by a restore.",
            "Tell the members, if they do not know; then remove it.",
        )
    damaged = sum(1 for _ in (folder / ledger.BLOBS).glob(f"*/*{DAMAGED}"))
    if damaged:
        yield Finding(
            f"{damaged} damaged texts or files of {folder.name} were put aside.",
            "Bring them again from a backup: PUT /a/<id>/blobs/<sha256> (docs/operating.md).",
        )


def assemblies(at: Looked) -> Iterator[Finding]:
    """Whether each log can be opened, and reaches as far as it was acknowledged."""
    key = backup.key_of(at.data)
    for folder in backup.folders(at.data):
        try:
            highest = restore.acknowledged(folder, backup.verifier(folder.name, key))
            log = ForeignLog(folder / ledger.LOG)
            try:
                size = log.state().size
            finally:
                log.close()
        except StoreError as error:
            yield Finding(
                f"{error}.", "Restore in docs/operating.md says what to do; remove nothing before."
            )
            continue
        if highest is not None and highest.size > size:
            yield Finding(
                f"The log of {folder.name} ends after {size} entries, and {highest.size} were "
                "acknowledged.",
                "Put the newer log.db back, with its log.db-wal: Restore in docs/operating.md.",
            )


def media(_at: Looked) -> Iterator[Finding]:
    """What opens pictures, films, sound and documents."""
    lacks = kinds.missing()
    if lacks:
        yield Finding(
            "Files stay as they are, with what they tell of who made them, and cannot be shown: "
            f"not installed {'is' if len(lacks) == 1 else 'are'} {', '.join(lacks)}.",
            "pip install 'esoviet[media]', in the environment of the server.",
        )


def bucket(at: Looked) -> Iterator[Finding]:
    """Where large files go, if they do: it is tried, and what waits for it is counted."""
    notes = [
        note for one in backup.folders(at.data) for note in (one / ledger.BLOBS).glob("??/*.*")
    ]
    config, where = at.config, "Large files in a bucket, in docs/operating.md"
    if not config.blobs:
        if gone := sum(note.suffix == AWAY for note in notes):
            yield Finding(
                f"{gone} files lie in a bucket, and the settings name none.",
                f"Set blobs to where they are: {where}.",
            )
        return
    if not is_installed():
        yield Finding(f"The server does not start: {MISSING}.", "Install it, or unset blobs.")
        return
    try:
        moving.proved(config)
    except StoreError as error:
        yield Finding(f"{str(error)[:1].upper()}{str(error)[1:]}.", f"Set it right: {where}.")
    leaving = [note for note in notes if note.suffix == LEAVING and _age(note) > HOUR_SECONDS]
    if leaving:
        yield Finding(
            f"{len(leaving)} erased files are not deleted from the bucket yet.",
            "Let the server run, and the key of the bucket delete.",
        )
    if config.blobs_endpoint.startswith("http://"):
        yield Finding(
            "Files go to the bucket without encryption on the way.",
            "Set blobs_endpoint to an address of https, unless it is this machine's own network.",
        )


CHECKS: Mapping[str, Check] = {
    "clock": clock, "disk": disk, "access": access, "limits": limits, "backups": backups,
    "left-overs": leftovers, "assemblies": assemblies, "media": media, "bucket": bucket,
}  # fmt: skip


def server_pid(data: Path) -> int | None:
    """The process that serves a data folder, where the system tells (Linux: /proc/locks)."""
    try:
        inode = str((data / LOCK).stat().st_ino)
        rows = [line.split() for line in _LOCKS.read_text("ascii").splitlines()]
    except (OSError, ValueError):
        return None
    found = [row for row in rows if "FLOCK" in row and row[-3].rpartition(":")[2] == inode]
    return int(found[0][-4]) if found and found[0][-4].isdigit() else None


def _open_files(data: Path) -> int:
    """How many files the server may open: it takes as many as the system lets it."""
    pid = server_pid(data)
    try:
        for line in Path(f"/proc/{pid}/limits").read_text("ascii").splitlines():
            if line.startswith("Max open files"):
                hard = line.split()[4]
                return int(hard) if hard.isdigit() else 2**31
    except OSError:
        pass  # it does not run, or not in sight: what holds here will hold there
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    return most if most >= 0 else 2**31


def _file_system(folder: Path) -> str:
    """The kind of file system that a folder lies on; empty where the system does not tell."""
    try:
        rows = [line.split() for line in _MOUNTS.read_text("utf-8").splitlines()]
    except (OSError, ValueError):
        return ""
    whole = folder.resolve()
    over = [row for row in rows if len(row) > 2 and whole.is_relative_to(row[1])]
    return max(over, key=lambda row: len(row[1]))[2] if over else ""


def _age(path: Path) -> float:
    """Seconds since something was last written."""
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0.0
