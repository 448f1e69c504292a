"""Hurried time: a second of real time is a minute of the clock.

Nothing ends before its time by the law, and its shortest times are minutes. So that a test or a
bench need not wait for them, servers and clients are given a clock that runs sixty times as fast;
both begin at the same moment, which is the true one. Only how fast time passes is made up: every
act is signed, sent and judged as it would be.
"""

import sys
import time
from collections.abc import Callable
from functools import partial

from esoviet.node import config as settings
from esoviet.node import timekeeper
from esoviet.node.clock import TurnedClock
from esoviet.web import server

HASTE = 60
LOOK = 0.02
"""After so many real seconds at most a host in hurried time looks at its clock again."""
_COMMAND = """
import sys, time
real = time.time_ns
time.time_ns = lambda: {begun} + {haste} * (real() - {begun})
from esoviet.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


def now() -> int:
    """The true moment, in milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def hurried(begun: int) -> Callable[[], int]:
    """A clock in milliseconds that has run sixty times as fast since it began."""
    return partial(_hurried, begun)


def _hurried(begun: int) -> int:
    return begun + HASTE * (now() - begun)


def command(begun: int) -> list[str]:
    """The command line of the product in hurried time, without its words."""
    text = _COMMAND.format(begun=begun * 1_000_000, haste=HASTE)
    return [sys.executable, "-c", text]


def serve(clock: Callable[[], int]) -> None:
    """`esoviet serve` as the environment says, in a time that does not run as the machine's."""
    timekeeper.LONGEST = LOOK
    server.run(settings.load(), lambda _: None, TurnedClock(clock))


if __name__ == "__main__":
    serve(hurried(int(sys.argv[1])))
