"""Chores give way to who asks, as long as they ask, and not for ever."""

import asyncio
from pathlib import Path

from esoviet.node.asked import Asked
from tests.web.desk import desk
from tests.world import World


def test_a_chore_goes_on_when_the_last_answer_begins() -> None:
    async def scene() -> list[str]:
        asked, told = Asked(), list[str]()

        async def chore() -> None:
            await asked.give_way()
            told.append("chore")

        asked.begin()
        asked.begin()
        doing = asyncio.create_task(chore())
        for _ in range(2):
            await asyncio.sleep(0)
            told.append("answer")
            asked.end()
        await doing
        return told

    assert asyncio.run(scene()) == ["answer", "answer", "chore"]


def test_a_chore_waits_for_nobody_and_not_for_ever_for_somebody() -> None:
    async def scene() -> None:
        asked = Asked()
        await asked.give_way()
        asked.begin()
        await asked.give_way()
        assert asked.waiting == 1

    asyncio.run(scene())


def test_whatever_is_asked_nobody_is_left_waiting(tmp_path: Path) -> None:
    world = World().found()
    world.members("Ada", "Bea")
    with desk(world, tmp_path) as at:
        for path in ("", "/problems", "/nothing", "/log/checkpoint", "/%2f", "/acts"):
            at.get(at.here + path)
        at.ask("OPTIONS", "acts")
        at.ask("POST", "acts", content=b"junk")
        assert at.node.asked.waiting == 0
