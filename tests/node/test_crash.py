"""A server that is killed again and again under load loses no act that it acknowledged."""

import asyncio
import random
import time
from pathlib import Path

import httpx
import msgspec
import pytest

from esoviet.cli.main import main
from esoviet.law.votes import CastBallot
from esoviet.log import receipt
from esoviet.store.log import SqliteLog
from esoviet.wire import entry as spelling
from tests import effort
from tests.effort import some
from tests.node.process import Server
from tests.web.desk import ONE
from tests.web.served import verifier, write
from tests.world import World

KILLS = some(5)
MEMBERS = 12
EACH = 400
SEED = 1917


class Given(msgspec.Struct, frozen=True):
    """What the server promised about an act."""

    jws: bytes
    index: int
    receipt: bytes


class Crowd:
    """Members who hand in their ballots one after the other, and hold on to their receipts."""

    def __init__(self, world: World) -> None:
        self.world = world
        crowd = world.crowd(MEMBERS)
        vote = crowd[0].puts_to_vote()
        seen, at = world.seen(), time.time_ns() // 10**9 * 1000
        self.acts = [
            world.seal_row(who.key, CastBallot, [
                {"vote": vote, "seen": seen, "at": at, "choice": ("yes", "no", "abstain")[n % 3]}
                for n in range(EACH)
            ])
            for who in crowd
        ]  # fmt: skip
        self.next = [0] * MEMBERS
        self.given: list[Given] = []

    async def press(self, url: str, server: Server, seconds: float) -> None:
        """Signer in acts until the server is killed, which happens after so many seconds."""
        async with httpx.AsyncClient(base_url=f"{url}/a/{self.world.id}") as client:
            members = [asyncio.create_task(self._member(client, n)) for n in range(MEMBERS)]
            await asyncio.sleep(seconds)
            server.kill()
            await asyncio.gather(*members)

    async def _member(self, client: httpx.AsyncClient, number: int) -> None:
        while self.next[number] < EACH:
            jws = self.acts[number][self.next[number]]
            try:
                answer = await client.post("/acts", content=jws, headers=ONE)
            except httpx.TransportError:
                return
            assert answer.status_code == 201, answer.text
            said = answer.json()
            self.given.append(Given(jws, said["index"], said["receipt"].encode()))
            self.next[number] += 1


@pytest.mark.e2e
@pytest.mark.slow
def test_no_acknowledged_act_is_lost_by_killing_the_server(tmp_path: Path) -> None:
    world = World().found(
        backing="0", question_days="60", dormancy_days="730", application_days="365"
    )
    crowd, chance = Crowd(world), random.Random(SEED + effort.SEED)
    write(world, tmp_path)
    for _ in range(KILLS):
        server = Server(tmp_path)
        asyncio.run(crowd.press(server.url, server, chance.uniform(0.02, 0.5)))
        check_receipts(world, tmp_path, crowd.given)
    assert len(crowd.given) > KILLS
    Server(tmp_path).stop()
    check_receipts(world, tmp_path, crowd.given)
    assert main(["audit", str(tmp_path)]) == 0


def check_receipts(world: World, folder: Path, given: list[Given]) -> None:
    """Every receipt verifies against the log as it lies on the disk, and holds its own act."""
    log = SqliteLog(folder / "assemblies" / world.id / "log.db")
    stored = log.state()
    assert stored is not None
    entries = log.entries(0, stored.size)
    log.close()
    acts = [spelling.read(entry)[1] for entry in entries]
    assert len(set(acts)) == len(acts)
    for act in given:
        assert acts[act.index] == act.jws
        receipt.verify(receipt.parse(act.receipt), entries[act.index], verifier(world))
