"""A debate of 2,000 arguments: what its pages cost the server, and what they weigh."""

import asyncio
import random
import tempfile
import time
from pathlib import Path
from typing import get_args

from bench.figures import Figure, median
from bench.pages import RUNS, spent_on
from esoviet.law.arguments import Argument, Side
from esoviet.node.config import Config
from esoviet.node.node import Node
from esoviet.web.app import context_for, routed
from tests.web.served import Served, write
from tests.world import World

MEMBERS, ARGUMENTS, SOLUTIONS = 50, 2_000, 3
BUDGET_MS, BUDGET_KB = 50.0, 150.0
PATHS = (
    "/problems/1", "/problems/1/arguments?view=sides", "/problems/1/arguments?view=tree",
    "/problems/1/arguments?view=time&after=1000", "/arguments/1", "",
)  # fmt: skip


def run() -> list[Figure]:
    """Argue so often, half of it in answer to what was said, and open the pages."""
    world = _debated()
    with tempfile.TemporaryDirectory() as folder:
        write(world, Path(folder))
        spent = asyncio.run(_spent(world, Path(folder)))
        served = Served(world, Path(folder))
        weight = {path: len(served.get(f"/a/{world.id}{path}").content) / 1000 for path in PATHS}
        served.close()
    start = time.perf_counter()
    count = sum(one.problem == 1 for one in world.view.each(Argument))
    floor = 1000 * (time.perf_counter() - start)
    return [
        Figure(
            f"{path or 'the floor'} with {count:,} arguments",
            f"{spent[path]:.1f} ms of CPU time, {weight[path]:.0f} KB before it is packed",
            f"{floor:.1f} ms to look once at each argument",
            f"under {BUDGET_MS:.0f} ms and {BUDGET_KB:.0f} KB",
            spent[path] < BUDGET_MS and weight[path] < BUDGET_KB,
        )
        for path in PATHS
    ]


def _debated() -> World:
    dice, sides = random.Random(1), get_args(Side)
    world = World().found(readership="public", necessity_quorum="0", daily_acts="1000000")
    cast = world.crowd(MEMBERS)
    problem = cast[0].raises_problem("The heating")
    solutions = [one.proposes(problem, f"{one.name}'s way") for one in cast[:SOLUTIONS]]
    for number in range(1, ARGUMENTS + 1):
        text = f"Reason {number}\n\n" + "It is so because of this. " * dice.randint(1, 12)
        about = (
            {"argument": dice.randrange(1, number)} if number > 1 and dice.random() < 0.5 else {}
        )
        about = about or {"solution": dice.choice(solutions)}
        made = cast[number % MEMBERS].argues(problem, dice.choice(sides), text, **about)
        if number % 5 == 0:
            cast[(number + 1) % MEMBERS].weighs(made, dice.choice((True, False, None)))
    return world


async def _spent(world: World, folder: Path) -> dict[str, float]:
    """Milliseconds a page."""
    node = Node(Config(data=folder))
    node.start()
    try:
        async with node.open(world.id):
            app, here = routed(context_for(node)), f"/a/{world.id}"
            return {
                path: median(
                    [await spent_on(app, here + path, f"{n}.example") for n in range(RUNS)]
                )
                for path in PATHS
            }
    finally:
        await node.close()
