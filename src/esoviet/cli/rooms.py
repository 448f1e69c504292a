"""What `esoviet doctor` sees of other rooms: whether they can be told, and whether they are."""

import time
from collections.abc import Iterator
from pathlib import Path

from esoviet.node.checkup import Finding
from esoviet.node.config import Config
from esoviet.store.reach import Reach

LATE = 3_600_000  # ms


def findings(config: Config, data: Path) -> Iterator[Finding]:
    """What is wrong with how other rooms are told: none is asked for it."""
    if not config.rooms:
        return
    if not config.url:
        yield Finding(
            f"No other room is told anything: {config.lacks}.", "Set url, or take rooms out."
        )
    if not (data / "node.db").exists():
        return
    reach = Reach(data / "node.db")
    try:
        late = reach.rooms.late(time.time_ns() // 1_000_000 - LATE)
    finally:
        reach.close()
    if late:
        yield Finding(
            f"Other rooms that should have been told something long ago: {late}.",
            "See that the server runs, and what its log says of rooms.",
        )
