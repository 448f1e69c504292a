"""Bytes in memory for a member, and for a ballot in an open vote.

Three hosts are opened in fresh processes: with few members, with many, and with many and their
ballots in one vote. What a member or a ballot costs is the difference in resident memory, by number.
"""

import json
import subprocess
import sys

from bench import logs
from bench.figures import Figure

FEW = 100
MANY = 20_000
VOTES = 10
MEMBER_BYTES = 1024
BALLOT_BYTES = 300

_OPEN = """
import gc, json, sys
from pathlib import Path
from bench import logs
from esoviet.node.host import Host
host = Host(Path(sys.argv[1]), logs.signing_key("host"))
gc.collect()
pages = int(Path("/proc/self/statm").read_text().split()[1])
import resource
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
            "memory for a member", f"{member:.0f} bytes", "an empty process", "under 1,024 bytes",
            member < MEMBER_BYTES,
        ),
        Figure(
            "memory for a ballot of ten options in an open vote", f"{ballot:.0f} bytes",
            "the same log without the ballots", "under 300 bytes", ballot < BALLOT_BYTES,
        ),
    ]  # fmt: skip


def _resident(made: logs.Made) -> int:
    done = subprocess.run([sys.executable, "-c", _OPEN, str(made.folder)],
                          capture_output=True, check=True)  # fmt: skip
    return int(json.loads(done.stdout))
