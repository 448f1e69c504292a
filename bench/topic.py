"""A topic of 10,000 posts: its first, middle and last page, and the list; time and weight."""

import asyncio
import tempfile
import time
from pathlib import Path

from bench.figures import Figure, median
from bench.pages import RUNS, sign_in, spent_on
from esoviet.law.topics import Post
from esoviet.node.config import Config
from esoviet.node.node import Node
from esoviet.web.app import context_for, routed
from esoviet.web.pages.topics import ON_A_PAGE
from tests.web.served import Served, write
from tests.world import World

POSTS, MEMBERS = 10_000, 60
MIDDLE, LAST = POSTS // 2, POSTS - ON_A_PAGE
BUDGET, HEAVIEST = 50.0, 150_000
PATHS = ("/topics/1", f"/topics/1?after={MIDDLE}", f"/topics/1?after={LAST}", "/topics")


def run() -> list[Figure]:
    """Let many talk, and look at what they said."""
    world = _talked()
    with tempfile.TemporaryDirectory() as folder:
        write(world, Path(folder))
        heavy = _weights(world, Path(folder))
        spent = asyncio.run(_spent(world, Path(folder)))
    start = time.perf_counter()
    sum(one.topic == 1 for one in world.view.each(Post))
    floor = 1000 * (time.perf_counter() - start)
    return [
        Figure(
            f"{path} of {POSTS:,} posts, for a member",
            f"{spent[path]:.1f} ms of CPU time, {heavy[path] / 1000:.0f} KB",
            f"{floor:.1f} ms to look once at each post",
            f"under {BUDGET:.0f} ms and {HEAVIEST // 1000} KB before it is packed",
            spent[path] < BUDGET and heavy[path] < HEAVIEST,
        )
        for path in PATHS
    ]


def _talked() -> World:
    """Posts of a few lines, of which each third answers an earlier one, and thanks for some."""
    world = World().found(readership="public", daily_acts="1000000")
    cast = world.crowd(MEMBERS)
    topic = cast[0].opens_topic("The bins\n\nWho empties them?")
    for number in range(2, POSTS + 1):
        who = cast[number % MEMBERS]
        to = number // 2 if number % 3 == 0 else None
        who.posts(topic, f"Post {number}: {'They are full, and it is hot. ' * 5}", to)
        if number % 10 == 0:
            cast[(number + 1) % MEMBERS].thanks(number)
    return world


def _weights(world: World, folder: Path) -> dict[str, int]:
    """Bytes a page, for a member."""
    served = Served(world, folder)
    try:
        sign_in(served.node, world.id, world.view)
        said = {"authorization": "Bearer a token"}
        return {path: len(served.get(f"{served.here}{path}", headers=said).content)
                for path in PATHS}  # fmt: skip
    finally:
        served.close()


async def _spent(world: World, folder: Path) -> dict[str, float]:
    """Milliseconds a page, for a member."""
    node = Node(Config(data=folder))
    node.start()
    try:
        async with node.open(world.id):
            app, here = routed(context_for(node)), f"/a/{world.id}"
            token = sign_in(node, world.id, world.view)
            return {
                path: median(
                    [await spent_on(app, here + path, "0.example", token) for _ in range(RUNS)]
                )
                for path in PATHS
            }
    finally:
        await node.close()
