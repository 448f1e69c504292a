"""A node's figures in the text format of Prometheus, version 0.0.4.

https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format: for each family a
line of help, a line with its type, and a line a sample. Values are whole numbers or seconds; labels
are assemblies' ids, types of acts, clauses and a few words of ours.
"""

import asyncio
import os
import resource
import shutil
from collections import deque
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from esoviet.node import backup, events, ledger
from esoviet.node.node import ASSEMBLIES, Node

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
BEAT_SECONDS = 0.5
KEPT = 120  # beats: a minute
COUNTER, GAUGE = "counter", "gauge"
_COUNTED = (
    (events.ACTS, "acts_logged_total", "type", "Acts logged, by type."),
    (events.REFUSED, "acts_refused_total", "clause", "Acts refused, by clause of the law."),
    (events.LIMITED, "rate_limited_total", "what", "Requests refused by the limit for strangers."),
    (events.SESSIONS, "sign_ins_total", "result", "Attempts to sign in."),
    (events.ANSWERS, "answers_total", "status", "Answers, by status of HTTP."),
)
_ESCAPED = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n"})


class Sample(NamedTuple):
    """One value; `label` is a name and what it says, or nothing."""

    value: float
    label: tuple[str, str] | None = None


class Family(NamedTuple):
    """All samples of one name, which is written with `esoviet_` before it."""

    name: str
    kind: str
    help: str
    samples: Sequence[Sample]


class Lag:
    """By how much the event loop is late: the greatest delay of a beat in the last minute."""

    def __init__(self) -> None:
        self._beats: deque[float] = deque([0.0], maxlen=KEPT)

    @property
    def seconds(self) -> float:
        """The greatest delay."""
        return max(self._beats)

    async def run(self) -> None:
        """Measure until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + BEAT_SECONDS
            await asyncio.sleep(BEAT_SECONDS)
            self._beats.append(max(0.0, loop.time() - due))


async def exposition(node: Node, lag: Lag) -> bytes:
    """The whole answer. What the disk must be asked for is asked in a thread."""
    families = [*_counted(node), *_standing(node), _gauge(
        "event_loop_lag_seconds", "Greatest delay of the event loop in the last minute.",
        Sample(lag.seconds))]  # fmt: skip
    home = node.folder / ASSEMBLIES
    folders = [home / name for name in node.sleeping.known if name not in node.left_out]
    families += await asyncio.to_thread(_on_disk, node.folder, folders)
    return await asyncio.to_thread(lambda: b"".join(map(_spell, families)))


def _counted(node: Node) -> Iterable[Family]:
    for kind, name, label, about in _COUNTED:
        counts = sorted((key[1], count) for key, count in node.events.counts.items()
                        if key[0] == kind)  # fmt: skip
        yield Family(name, COUNTER, about, [Sample(n, (label, said)) for said, n in counts])


def _standing(node: Node) -> Iterable[Family]:
    awake = {name: assembly.ledger for name, assembly in node.assemblies.items()}
    asleep = [row for name, row in node.sleeping.known.items() if name not in awake]
    pending = sum(one.bytes for one in (node.pending, *(led.pending for led in awake.values())))
    pending += sum(row.pending for row in asleep)
    sizes = [*((one.id, one.published.size) for one in awake.values()),
             *((row.assembly, row.size) for row in asleep if row.size)]  # fmt: skip
    entries = [Sample(size, ("assembly", name)) for name, size in sizes]
    streams = sum(len(one.feed) for one in awake.values())
    yield _gauge("assemblies", "Assemblies that are served.", Sample(node.sleeping.served))
    yield _gauge("assemblies_awake", "Those of them that are awake.", Sample(len(awake)))
    yield _gauge("assemblies_left_out", "Assemblies left out.", Sample(len(node.left_out)))
    yield _gauge("faults", "What needs the operator, as GET /node says.", Sample(len(node.faults)))
    yield _gauge("streams", "Open streams of changes.", Sample(streams))
    yield _gauge("pending_bytes", "Texts and files that wait for their acts.", Sample(pending))
    yield _gauge("log_entries", "Entries of a log.", *entries)


def _on_disk(data: Path, folders: Iterable[Path]) -> list[Family]:
    disk = shutil.disk_usage(data)
    made = backup.last_made(data)
    sizes = [Sample(_size(folder), ("assembly", folder.name)) for folder in folders]
    opened = Path("/proc/self/fd")
    count = sum(1 for _ in opened.iterdir()) if opened.is_dir() else 0
    return [
        _gauge("log_bytes", "Size of a log on the disk.", *sizes),
        _gauge("disk_bytes", "Size of the disk with the data folder.", Sample(disk.total)),
        _gauge("disk_free_bytes", "What is free on it.", Sample(disk.free)),
        _gauge("open_files", "Files and connections that are open.", Sample(count)),
        _gauge("open_files_limit", "How many may be.",
               Sample(resource.getrlimit(resource.RLIMIT_NOFILE)[0])),
        _gauge("last_backup_seconds", "When esoviet backup last ended well, since 1970; 0: never.",
               Sample(made.at // 1000 if made else 0)),
    ]  # fmt: skip


def _size(folder: Path) -> int:
    files = (folder / ledger.LOG, folder / f"{ledger.LOG}-wal")
    return sum(os.stat(file).st_size for file in files if file.exists())  # noqa: PTH116


def _gauge(name: str, about: str, *samples: Sample) -> Family:
    return Family(name, GAUGE, about, samples)


def _spell(family: Family) -> bytes:
    name = f"esoviet_{family.name}"
    lines = [f"# HELP {name} {family.help}", f"# TYPE {name} {family.kind}"]
    for value, label in family.samples:
        said = "" if label is None else '{%s="%s"}' % (label[0], label[1].translate(_ESCAPED))  # noqa: UP031
        lines.append(f"{name}{said} {value}")
    return ("\n".join(lines) + "\n").encode()
