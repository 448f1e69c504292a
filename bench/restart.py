"""Starting again from a snapshot of 1,000,000 entries: the log, the state, and the right edge."""

import json
import subprocess
import sys
import time
from pathlib import Path

from bench import logs
from bench.figures import Figure, median
from bench.memory import snapshot
from esoviet.node import snapshots
from esoviet.node.ledger import SNAPSHOT

MEMBERS = 10_000
VOTES = 99
ROUNDS = 3
SECONDS = 5.0

_OPEN = """
import json, sys, time
from pathlib import Path
start = time.perf_counter()
from bench import logs
from esoviet.node.ledger import Ledger
imported = time.perf_counter()
ledger = Ledger(Path(sys.argv[1]), logs.signing_key("host"))
print(json.dumps([time.perf_counter() - imported, imported - start, ledger.published.size]))
"""


def run() -> list[Figure]:
    """Make the log and its snapshot, then open it in fresh processes."""
    made = logs.made(MEMBERS, VOTES)
    folding = _snapshot(made)
    times, size = [], 0
    for _ in range(ROUNDS):
        done = subprocess.run([sys.executable, "-c", _OPEN, str(made.folder)],
                              capture_output=True, check=True)  # fmt: skip
        seconds, _imported, size = json.loads(done.stdout)
        times.append(seconds)
    read = _read_time(made.folder / SNAPSHOT)
    seconds = median(times)
    return [
        Figure(
            f"restart from a snapshot of {size:,} entries",
            f"{seconds:.2f} s",
            f"{read:.2f} s to read and hash the file (folding the log takes {folding:.0f} s)",
            f"under {SECONDS:.0f} s",
            seconds < SECONDS,
        )
    ]


def _snapshot(made: logs.Made) -> float:
    """Fold the log and write a snapshot; answers how long that took."""
    start = time.perf_counter()
    snapshot(made)
    return time.perf_counter() - start


def _read_time(path: Path) -> float:
    start = time.perf_counter()
    assert snapshots.read_header(path) is not None
    return time.perf_counter() - start
