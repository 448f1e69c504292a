"""Assemblies that are woken, let go, cut off and started again at random lose nothing."""

import asyncio
import random
import shutil
from pathlib import Path

import httpx
import pytest

from esoviet.cli.main import main
from esoviet.law.votes import CastBallot
from esoviet.wire import entry as entries
from esoviet.wire import envelope
from tests import effort
from tests.effort import some
from tests.node.sleepers import awake, worlds
from tests.waiting import until
from tests.web.desk import ONE, Desk, desk
from tests.web.served import write
from tests.world import World

ROUNDS = some(3)
STEPS = 25
MEMBERS = 4
SEED = 1905


def parliament() -> list[World]:
    """Three assemblies in each of which a vote is open."""
    made = worlds(3, backing="0", question_days="60")
    for world in made:
        crowd = [*world.members("Gus", "Hal", "Ivy")]
        crowd[0].puts_to_vote()
    return made


class Storm:
    """What is done to a node, and what its members have receipts of."""

    def __init__(self, hosted: list[World], chance: random.Random) -> None:
        self.hosted = hosted
        self.chance = chance
        self.logged: list[tuple[World, int, str]] = []

    def rages(self, at: Desk) -> None:
        """Do something, at once with something else."""
        now = max(world.now for world in self.hosted) + 1000
        for world in self.hosted:
            world.now = now
        acts = [(world, self.ballot(world)) for world in self.some_worlds()]
        for (world, _), answer in zip(acts, at.run(self.at_once(at, acts)), strict=True):
            if answer.status_code == 201:
                self.logged.append((world, answer.json()["index"], answer.json()["id"]))
            else:  # told to come again
                assert (answer.status_code, "retry-after" in answer.headers) == (503, True)
        for world in self.hosted:
            follow(at, world)

    def some_worlds(self) -> list[World]:
        return [world for world in self.hosted if self.chance.random() < 0.6]

    def ballot(self, world: World) -> bytes:
        name = self.chance.choice(("Gus", "Hal", "Ivy"))
        choice = self.chance.choice(("yes", "no", "abstain"))
        return world.seal(world.person(name).key, CastBallot, vote=1, choice=choice)

    async def at_once(self, at: Desk, acts: list[tuple[World, bytes]]) -> list[httpx.Response]:
        async def one(world: World, jws: bytes) -> httpx.Response:
            await self.pause()
            return await at._client.post(f"/a/{world.id}/acts", content=jws, headers=ONE)

        async def rest() -> None:
            await self.pause()
            at.node.sleeping.rest(float("inf"))

        handed = asyncio.gather(*(one(*act) for act in acts))
        await asyncio.gather(handed, *(rest() for _ in range(self.chance.randrange(4))))
        return list(handed.result())

    async def pause(self) -> None:
        for _ in range(self.chance.randrange(8)):
            await asyncio.sleep(self.chance.choice((0, 0, 0.001, 0.004)))


def follow(at: Desk, world: World) -> None:
    """Let a world take in what its log has more."""

    async def read() -> list[bytes]:
        async with at.node.open(world.id) as assembly:
            size = assembly.ledger.published.size
            return assembly.ledger.log.entries(len(world.entries), size)

    before = world.now
    for entry in at.run(read()):
        world.now, jws = entries.read(entry)
        assert world.submit(jws).refusal is None
    world.now = max(world.now, before)


@pytest.mark.slow
@pytest.mark.parametrize("places", [1, 2, 5])
def test_whatever_happens_each_act_stands_where_its_receipt_says(
    tmp_path: Path, places: int, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(f"{effort.SEED or SEED} {places}")
    storm = Storm(parliament(), chance)
    folder = tmp_path / "0"
    for world in storm.hosted:
        write(world, folder)
    for number in range(ROUNDS):
        with desk(storm.hosted[0], folder, awake=places) as at:
            for _ in range(STEPS):
                storm.rages(at)
                assert len(awake(at)) <= places
            if chance.random() < 0.5:
                folder = shutil.copytree(folder, tmp_path / f"{number + 1}")  # it was killed here
            until(lambda: not at.node.sleeping._opening, lambda: at.run(asyncio.sleep(0.01)))
    assert len(storm.logged) > ROUNDS * STEPS / 3
    for world, index, act in storm.logged:
        assert envelope.parse(entries.read(world.entries[index]).jws).id == act
    assert main(["audit", str(folder)]) == 0, capsys.readouterr()
