"""The long runs: `python -m tests.long fuzz|adversary|soak MINUTES`, which `make` offers.

Each goes in rounds until its time is over or a round fails. A round of `fuzz` or `adversary` has
seeds of its own; `soak` has five rounds of the browser tests beside a load on every core. What a
long run has started it stops, however it ends.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, NoReturn

SEEDS_OF_A_ROUND = 10_000
FAILED = "ESOVIET_FAILED"  # names the file that tells of a failure
END_SECONDS, LOOK_SECONDS = 30.0, 0.5


class Run(NamedTuple):
    """A kind of long run."""

    tests: Sequence[str]
    effort: int
    rounds: int = 10**6
    loaded: bool = False


BROWSERS = ("tests/browser", "tests/attacks/in_browser")
RUNS = {
    "fuzz": Run(
        (
            "tests/wire",
            "tests/log",
            "tests/tally",
            "tests/exchange/test_hostile_files.py",
            "tests/exchange/test_writing.py",
            "tests/law/test_invariants.py",
            "tests/may",
            "tests/node/test_receipts.py",
            "tests/audit/test_recount.py",
            "tests/audit/test_altered_entries.py",
            "tests/audit/test_checkpoints_and_tiles.py",
            "tests/js/test_entries.py",
            "tests/js/test_tally.py",
        ),
        effort=5,
    ),
    "adversary": Run(
        (
            "tests/attacks",
            "tests/law/adversary",
            "tests/law/stories",
            "tests/audit/test_storms.py",
            "tests/audit/test_hostile.py",
            "tests/cli/test_replay.py",
            "tests/js/test_storms.py",
            "tests/node/test_crash.py",
            "tests/web/test_hostile.py",
            "tests/web/test_read_storm.py",
        ),
        effort=3,
    ),
    "soak": Run(BROWSERS, effort=2, rounds=5, loaded=True),
}
# One round after the other on this many cores' worth of programs, until it ends or its parent does.
BUSY = "import os, sys\nwhile os.getppid() == int(sys.argv[1]): sum(range(10**5))"


def main(kind: str, minutes: str) -> int:
    """Carry out one kind of run; the exit status."""
    run, first = RUNS[kind], random.SystemRandom().randrange(10**6)
    signal.signal(signal.SIGTERM, _stop)
    with load(os.cpu_count() or 1 if run.loaded else 0):
        return rounds(run, command_of(run), float(minutes) * 60, first)


def command_of(run: Run) -> list[str]:
    """The command of a round; it ends with the first failure."""
    options = ["-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder", "-x"]
    options += ["-p", "tests.long", "-o", "timeout=1800"]
    return [sys.executable, "-m", "pytest", *options, *run.tests]


def pytest_runtest_logreport(report: object) -> None:
    """As a plugin of pytest: note a failure at once, in case the time is over just then."""
    if getattr(report, "outcome", "") == "failed" and FAILED in os.environ:
        Path(os.environ[FAILED]).touch()


def rounds(run: Run, command: Sequence[str], seconds: float, first: int) -> int:
    """Rounds until the time is over; 0 if at least one was whole and none failed."""
    end, whole = time.monotonic() + seconds, 0
    while whole < run.rounds and time.monotonic() < end:
        seed = first + whole * SEEDS_OF_A_ROUND
        settings = {"ESOVIET_EFFORT": str(run.effort), "ESOVIET_SEED": str(seed)}
        said = " ".join(f"{name}={value}" for name, value in settings.items())
        tell(f"Round {whole + 1}: {said}")
        status = one_round(command, settings, end)
        if status is None:
            break
        if status:
            tell(f"Round {whole + 1} failed. To run a test of it again: {said} make test ARGS=…")
            return 1
        whole += 1
    tell(f"{whole} whole rounds in the time that there was, and no failure in what ran.")
    if not whole:
        tell("That shows nothing: give it more time, for example MINUTES=60.")
    return 0 if whole else 1


def one_round(command: Sequence[str], settings: dict[str, str], end: float) -> int | None:
    """The status of a round; None if time ran out before it was whole and nothing had failed."""
    with tempfile.TemporaryDirectory() as folder:
        failed = Path(folder) / "failed"
        environment = {**os.environ, **settings, FAILED: str(failed)}
        with _started(command, environment) as process:
            status = _awaited(process, end)
        return 1 if failed.exists() else status


def _started(command: Sequence[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """A round that an interrupt ends, also where we ignore them ourselves.

    A shell has all ignore them that it runs beside itself, and programs hand that down.
    """
    before = signal.getsignal(signal.SIGINT)
    if before == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return subprocess.Popen(command, env=environment, start_new_session=True)
    finally:
        signal.signal(signal.SIGINT, before)


def _awaited(process: subprocess.Popen[bytes], end: float) -> int | None:
    try:
        while (left := end - time.monotonic()) > 0:
            if (status := _waited(process, min(left, LOOK_SECONDS))) is not None:
                return status
        process.send_signal(signal.SIGINT)
        if _waited(process, END_SECONDS) is None:
            process.kill()
        return None
    finally:
        _end_group(process.pid)


def _waited(process: subprocess.Popen[bytes], seconds: float) -> int | None:
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        return None


def _end_group(leader: int) -> None:
    """Whatever a round has left, such as its browsers, ends with it."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        return


@contextmanager
def load(cores: int) -> Iterator[list[int]]:
    """Work for so many cores, for a while; the numbers of the processes."""
    command = [sys.executable, "-c", BUSY, str(os.getpid())]
    busy = [subprocess.Popen(command) for _ in range(cores)]
    try:
        yield [process.pid for process in busy]
    finally:
        for process in busy:
            process.kill()
            process.wait()


def _stop(number: int, frame: object) -> NoReturn:
    sys.exit(128 + number)


def tell(text: str) -> None:
    """Say what goes on."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
