"""The clocks of a machine: one that people set, and one that only runs.

The wall clock says what time it is, and may be wrong or be set. The boot clock counts what has
passed since the machine started, asleep or not, and nobody can set it. What the first does against
the second is a jump (node/guard.py).
"""

import ctypes
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

_BOOT = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_TIMEX = 512  # bytes; `struct timex` of Linux is smaller everywhere
_ERROR = 5  # TIME_ERROR, adjtimex(2)


class Clock(Protocol):
    """What time it is, and what time has passed.

    Readings of `boot` can be compared as long as `boot_id` stays the same.
    """

    @property
    def boot_id(self) -> str:
        """A name of this run of the machine; empty where it has none."""

    def wall(self) -> int:
        """Milliseconds since 1970, as the machine has it."""

    def boot(self) -> int:
        """Milliseconds since some moment, that run on while the machine sleeps."""

    def is_synchronised(self) -> bool:
        """Whether the system says that other clocks keep the wall clock right."""


class SystemClock:
    """The clocks of this machine."""

    def __init__(self) -> None:
        self.boot_id = _BOOT_ID.read_text("ascii").strip() if _BOOT_ID.is_file() else ""

    def wall(self) -> int:
        """Milliseconds since 1970."""
        return time.time_ns() // 1_000_000

    def boot(self) -> int:
        """Milliseconds since the machine was started."""
        return time.clock_gettime_ns(_BOOT) // 1_000_000

    def is_synchronised(self) -> bool:
        """What the kernel of Linux says; elsewhere nobody knows.

        Setting the clock by hand takes the mark away, a time service puts it back (adjtimex(2)).
        """
        read = getattr(ctypes.CDLL(None), "adjtimex", None)
        return read is not None and 0 <= read(ctypes.create_string_buffer(_TIMEX)) < _ERROR


class TurnedClock:
    """Clocks that somebody turns: both together, unless `boot` is given."""

    boot_id = "turned"

    def __init__(self, wall: Callable[[], int], boot: Callable[[], int] | None = None) -> None:
        self.wall = wall
        self.boot = boot or wall
        self.synchronised = False

    def is_synchronised(self) -> bool:
        """What it was told to say."""
        return self.synchronised
