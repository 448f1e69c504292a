"""Starting again from a snapshot of 1,000,000 entries: open the log, load the state, check the edge."""

import asyncio
import json
import subprocess
import sys
import time
from pathlib import Path

from bench import logs
from bench.figures import Figure, median
from esoviet.node import snapshots
from esoviet.node.host import SNAPSHOT, Host

MEMBERS = 10_000
VOTES = 99
ROUNDS = 3
SECONDS = 5.0

_OPEN = """
import json, sys, time
from pathlib import Path
start = time.perf_counter()
from bench import logs
from esoviet.node.host import Host
imported = time.perf_counter()
host = Host(Path(sys.argv[1]), logs.signing_key("host"))
print(json.dumps([time.perf_counter() - imported, imported - start, host.published.size]))
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
            f"{read:.2f} s to read and hash the snapshot's bytes; {folding:.0f} s to fold the log",
            f"under {SECONDS:.0f} s",
            seconds < SECONDS,
        )
    ]


def _snapshot(made: logs.Made) -> float:
    """Fold the log without a snapshot, and write one; answers how long the folding took."""
    start = time.perf_counter()
    host = Host(made.folder, logs.signing_key("host"))
    seconds = time.perf_counter() - start
    shown, replica = host.published, host.replica
    taken = snapshots.picture(replica.state, shown.size, shown.root, replica.time)
    asyncio.run(snapshots.write(made.folder / SNAPSHOT, taken))
    host.close()
    return seconds


def _read_time(path: Path) -> float:
    start = time.perf_counter()
    assert snapshots.read_header(path.read_bytes()) is not None
    return time.perf_counter() - start
