"""A rules replay at home: every vote counted again under other figures.

The log is read, verified and judged first, as the command does it; that is also the floor.
"""

import time

from bench import logs
from bench.figures import Figure
from esoviet.audit.audit import judged
from esoviet.audit.database import Database
from esoviet.audit.finding import Finding
from esoviet.figures.otherwise import replay

MEMBERS, VOTES = 100, 1_000
BUDGET = 10.0
CHANGES = {"vote_quorum": "1/4", "majority": "3/5", "unranked": "uncounted"}


def run() -> list[Figure]:
    """Replay one log under a quorum, a majority and another meaning of what is left out."""
    made = logs.made(MEMBERS, VOTES, closed=True)
    start = time.perf_counter()
    view = judged(Database(made.folder))
    assert not isinstance(view, Finding), view
    read = time.perf_counter() - start
    found = replay(view, CHANGES)
    taken = time.perf_counter() - start
    assert found.decisions == VOTES
    return [
        Figure(
            f"rules replay of {VOTES:,} decisions over {view.index:,} entries, "
            f"{len(found.lines):,} of which come otherwise",
            f"{taken:.1f} s",
            f"{read:.1f} s to read and judge the log",
            f"under {BUDGET:.0f} s",
            taken < BUDGET,
        )
    ]
