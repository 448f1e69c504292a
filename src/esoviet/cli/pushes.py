"""What `esoviet doctor` sees of devices: whether they can be told, and whether they are."""

import time
from collections.abc import Iterator
from pathlib import Path

from esoviet.node.checkup import Finding
from esoviet.node.config import Config
from esoviet.store.reach import Reach

LATE = 3_600_000  # ms
STUCK = 3
"""A push that was tried so often in vain: it has waited for seven minutes at least."""


def findings(config: Config, data: Path) -> Iterator[Finding]:
    """What is wrong with how devices are told: none is told anything for it."""
    if not config.push_contact:
        return
    if not config.is_https:
        yield Finding(
            "Devices cannot be told: push_contact is set, and the public address is none of HTTPS.",
            'url = "https://…" in esoviet.toml, or take push_contact out.',
        )
    if not (data / "node.db").exists():
        return
    reach = Reach(data / "node.db")
    try:
        late = reach.subscriptions.late(time.time_ns() // 1_000_000 - LATE)
        stuck = reach.subscriptions.stuck(STUCK)
    finally:
        reach.close()
    if late:
        yield Finding(
            f"Devices that should have been told something long ago: {late}.",
            "See that the server runs, and what its log says of devices.",
        )
    if stuck:
        yield Finding(
            f"Devices whose service takes nothing from this server: {stuck}.",
            "See that it reaches the world by https (a firewall?), that its clock is right, and "
            "what its log says of push services.",
        )
