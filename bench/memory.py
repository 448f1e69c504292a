"""Bytes in memory for a member, and for a ballot in an open vote.

Three hosts are started from snapshots in fresh processes: with few members, with many, and with
many and their ballots. What a member or a ballot costs is the difference in resident memory,
divided by their number. A member comes with a key and a profile, a ballot ranks ten options.
"""

import asyncio
import json
import multiprocessing
import subprocess
import sys

from bench import logs
from bench.figures import Figure
from esoviet.node import snapshots
from esoviet.node.ledger import SNAPSHOT, Ledger

FEW = 100
MANY = 20_000
VOTES = 10
MEMBER_BYTES = 1100
"""80 of them are the id of a key's last act, which the next one names (1.4). What a member and a
key have got since (settled, at rest, let back in, by what door, acts of a day) takes 80 more."""
BALLOT_BYTES = 300

_OPEN = """
import gc, json, resource, sys
from pathlib import Path
from bench import logs
from esoviet.node.ledger import Ledger
ledger = Ledger(Path(sys.argv[1]), logs.signing_key("host"))
gc.collect()
pages = int(Path("/proc/self/statm").read_text().split()[1])
print(json.dumps(pages * resource.getpagesize()))
"""


def run() -> list[Figure]:
    """Measure both."""
    base = _resident(logs.made(FEW, VOTES, 0.0))
    members = _resident(logs.made(MANY, VOTES, 0.0))
    ballots = _resident(logs.made(MANY, VOTES))
    member = (members - base) / (MANY - FEW)
    ballot = (ballots - members) / (MANY * VOTES)
    return [
        Figure(
            "memory for a member",
            f"{member:,.0f} bytes",
            f"{base / 2**20:.0f} MiB for a host with hardly any members",
            f"under {MEMBER_BYTES:,} bytes",
            member < MEMBER_BYTES,
        ),
        Figure(
            "memory for a ballot in an open vote",
            f"{ballot:,.0f} bytes",
            f"{members / 2**20:.0f} MiB for the same host without the ballots",
            f"under {BALLOT_BYTES} bytes",
            ballot < BALLOT_BYTES,
        ),
    ]


def _resident(made: logs.Made) -> int:
    """The resident memory of a host that has just started, in bytes."""
    folding = multiprocessing.get_context("spawn").Process(target=snapshot, args=(made,))
    folding.start()
    folding.join()
    assert folding.exitcode == 0
    done = subprocess.run([sys.executable, "-c", _OPEN, str(made.folder)],
                          capture_output=True, check=True)  # fmt: skip
    return int(json.loads(done.stdout))


def snapshot(made: logs.Made) -> None:
    """Fold a log and leave a snapshot beside it."""
    path = made.folder / SNAPSHOT
    ledger = Ledger(made.folder, logs.signing_key("host"))
    shown, replica = ledger.published, ledger.replica
    taken = snapshots.picture(replica.state, shown.size, shown.root, replica.time)
    asyncio.run(snapshots.write(path, taken))
    ledger.close()
