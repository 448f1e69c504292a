"""Waiting for a state instead of for a time."""

import os
import time
from collections.abc import Callable
from pathlib import Path

WAIT_SECONDS = 30.0  # long on a machine that has much else to do, and never waited out in vain


def until(holds: Callable[[], object], pause: Callable[[], object]) -> None:
    """Look again and again, with a pause between, until it is so."""
    end = time.monotonic() + WAIT_SECONDS
    while not holds():
        assert time.monotonic() < end, "it did not come to that in time"
        pause()


def runs(process: int) -> bool:
    """Whether it is there and no mere entry that nobody has asked after."""
    state = Path(f"/proc/{process}/stat")
    try:
        return state.read_text().rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return Path("/proc").exists() is False and lives(process)


def lives(process: int) -> bool:
    """Whether there is a process of this number."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
