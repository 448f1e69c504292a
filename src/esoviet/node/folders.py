"""The folders of a node's assemblies: which there are, and what is noted of each that sleeps."""

import contextlib
import logging
import re
import shutil
from collections.abc import Iterator
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
    for folder in sorted(home.iterdir()):
        if folder.name.startswith(ASIDE):
            shutil.rmtree(folder, ignore_errors=True)
        elif folder.name.startswith("."):
            continue
        elif ASSEMBLY.fullmatch(folder.name):
            found.assemblies.append(folder.name)
        else:
            found.foreign.append(folder.name)
            _log.warning("%s is no assembly, and is passed over", folder)
    return found


def mark_of(folder: Path) -> str:
    """What an assembly's files look like from outside; empty where they cannot be looked at.

    An empty write-ahead log is as good as none: whoever reads a log may leave one.
    """
    try:
        return " ".join(_marks(folder))
    except OSError:
        return ""


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
        pending=ledger.pending.bytes,
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


def _marks(folder: Path) -> Iterator[str]:
    log = (folder / LOG).stat()
    yield f"{log.st_size} {log.st_mtime_ns}"
    with contextlib.suppress(FileNotFoundError):
        ahead = (folder / f"{LOG}-wal").stat()
        if ahead.st_size:
            yield f"ahead {ahead.st_size} {ahead.st_mtime_ns}"
    with contextlib.suppress(FileNotFoundError):
        watermark = (folder / WATERMARK).stat()
        yield f"{WATERMARK} {watermark.st_size} {watermark.st_mtime_ns}"
