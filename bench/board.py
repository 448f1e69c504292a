"""The board of 5,000 tasks, and the floor of a member beside it: time on the server."""

import asyncio
import tempfile
import time
from pathlib import Path

from bench.figures import Figure, median
from bench.pages import RUNS, spent_on
from esoviet.law.tasks import Task
from esoviet.node.config import Config
from esoviet.node.node import Node
from esoviet.web.app import context_for, routed
from tests.web.served import write
from tests.world import World

MANDATES, TASKS, MEMBERS = 10, 500, 30
BUDGET = 50.0


def run() -> list[Figure]:
    """Open so many tasks, let members take some, and look at the board."""
    world = _busy()
    with tempfile.TemporaryDirectory() as folder:
        write(world, Path(folder))
        spent = asyncio.run(_spent(world, Path(folder)))
    start = time.perf_counter()
    count = sum(one.state == "open" for one in world.view.each(Task))
    floor = 1000 * (time.perf_counter() - start)
    return [
        Figure(
            f"{path} with {count:,} open tasks",
            f"{each:.1f} ms of CPU time",
            f"{floor:.1f} ms to look once at each task",
            f"under {BUDGET:.0f} ms",
            each < BUDGET,
        )
        for path, each in spent.items()
    ]


def _busy() -> World:
    rules = {"daily_acts": "1000000", "mandate_cap": "100", "report_days": "365", "backing": "0"}
    world = World().found(readership="public", **rules)
    cast = world.crowd(MEMBERS)
    for _ in range(MANDATES):
        world.decide(cast[0])
    for mandate in range(1, MANDATES + 1):
        for place in range(TASKS):
            task = cast[0].opens_task(mandate, f"Task {place} of {mandate}", hands=2)
            if place % 5 == 0:
                cast[1 + task % (MEMBERS - 1)].takes(task)
    return world


async def _spent(world: World, folder: Path) -> dict[str, float]:
    """Milliseconds a page."""
    node = Node(Config(data=folder))
    node.start()
    try:
        async with node.open(world.id):
            app, here = routed(context_for(node)), f"/a/{world.id}"
            return {
                path or "the floor": median(
                    [await spent_on(app, here + path, f"{n}.example") for n in range(RUNS)]
                )
                for path in ("/board", "", "/mandates/1")
            }
    finally:
        await node.close()
