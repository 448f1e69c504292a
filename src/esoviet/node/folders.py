"""The folders of a node's assemblies: which there are, and what is noted of each that sleeps."""

import logging
import os
import re
import shutil
from pathlib import Path
from typing import NamedTuple

from esoviet.law.records import THE, Assembly
from esoviet.node.hosted import HostedAssembly
from esoviet.node.ledger import LOG, WATERMARK, Ledger
from esoviet.node.listing import title_in
from esoviet.store.register import Row

ASSEMBLY = re.compile(r"[0-9a-f]{64}")
ASIDE = ".new-"
"""How the name of a folder begins that is being made."""
_log = logging.getLogger(__name__)


class Found(NamedTuple):
    """What lies in the folder of assemblies: their ids, and the names of what is none."""

    assemblies: list[str]
    foreign: list[str]


def look(home: Path) -> Found:
    """Look into the folder of assemblies, and clear away foundings that a crash cut short."""
    found = Found([], [])
    with os.scandir(home) as inside:
        names = sorted(one.name for one in inside)
    for name in names:
        if ASSEMBLY.fullmatch(name):
            found.assemblies.append(name)
        elif name.startswith(ASIDE):
            shutil.rmtree(home / name, ignore_errors=True)
        elif not name.startswith("."):
            found.foreign.append(name)
            _log.warning("%s is no assembly, and is passed over", home / name)
    return found


def mark_of(folder: Path) -> str:
    """What an assembly's files look like from outside; empty where they cannot be looked at.

    An empty write-ahead log is as good as none: whoever reads a log may leave one.
    """
    return marks(folder.parent, folder.name)


def marks(home: Path, assembly: str) -> str:
    """The same, quickly: a start asks it of all."""
    within = f"{home}/{assembly}"
    try:
        log = os.stat(f"{within}/{LOG}")  # noqa: PTH116
    except OSError:
        return ""
    return f"{_mark(log)} {_seen(f'{within}/{LOG}-wal')} {_seen(f'{within}/{WATERMARK}')}"


def row_of(ledger: Ledger, due: int | None, faults: str, now: int) -> Row:
    """What is noted of an assembly that has just been closed; `now` and `due` are in ms."""
    public = ledger.is_public
    return Row(
        ledger.id,
        awake=False,
        public=public,
        size=ledger.published.size,
        newest=ledger.replica.time,
        due=due or 0,
        pending=ledger.pending.bytes + ledger.uploads.bytes,
        slept=now,
        members=ledger.replica.state.rows(Assembly)[THE].active if public else 0,
        name=title_in(ledger) if public else "",
        faults=faults,
        mark=mark_of(ledger.folder),
    )


def noted(assembly: HostedAssembly, now: int) -> Row:
    """The same of one that was awake and has been closed."""
    faults = "\n".join(assembly.faults)
    return row_of(assembly.ledger, assembly.timekeeper.next_due(), faults, now)


def _seen(path: str) -> str:
    try:
        about = os.stat(path)  # noqa: PTH116
    except OSError:
        return ""
    return _mark(about) if about.st_size else ""


def _mark(about: os.stat_result) -> str:
    return f"{about.st_size}:{about.st_mtime_ns}"
