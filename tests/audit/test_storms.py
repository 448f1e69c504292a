"""Storms of random acts, valid and not, through a real host; then the audit of what it keeps.

Law and audit must agree on honest logs of any kind, and no change of a log may pass. A failure
names the seed of its storm: the same seed makes the same storm.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from esoviet.audit.report import AssemblyReport
from esoviet.cli.main import main
from esoviet.law.act import Act
from esoviet.law.records import BlobRecord
from esoviet.wire import entry as entries
from tests.audit.publisher import Publisher
from tests.effort import seeds, some
from tests.law.storm import Storm
from tests.law.voting_storm import LoggedStorm, VotingStorm
from tests.web.desk import Desk, desk
from tests.world import World

STORMS = [(kind, seed) for kind in (VotingStorm, LoggedStorm) for seed in seeds(2, 2)]
STEPS = some(250)
UNBOUNDED = {"stranger_rate": 10**6, "member_rate": 10**6, "assembly_rate": 10**7}
"""In the storm of one member that one does all."""


def test_a_host_and_the_world_judge_a_storm_alike_and_the_audit_finds_nothing(
    tmp_path: Path,
) -> None:
    for kind, seed in STORMS:
        storm, folder = kind(seed), tmp_path / f"{kind.__name__} {seed}"
        with desk(storm.world, folder, **UNBOUNDED) as at:
            refused = [hand_in(storm, at) for _ in range(STEPS)]
            assert 0 < refused.count(True) < STEPS
        where = f"{kind.__name__} {seed}"
        assert main(["audit", str(folder)]) == 0, where
        assert honest(storm.world).audited().findings == [], where


def hand_in(storm: Storm, at: Desk) -> bool:
    """The next act of a storm, at the host and in the world; whether both refused it."""
    storm.pass_time()
    known = set(storm.world.blobs)
    jws = storm.next_act()
    for sha256 in storm.world.blobs.keys() - known:
        at.ask("PUT", f"blobs/{sha256}", content=storm.world.blobs[sha256])
    answer = at.hand_in(jws)
    if answer.status_code == 201:
        return False
    refusal = storm.world.submit(jws).refusal
    assert refusal is not None, answer.json()
    assert answer.json()["clause"] == refusal.clause, (answer.json(), refusal)
    return True


def honest(world: World) -> Publisher:
    """A host of the log of a storm; it has erased what the log says is erased or withheld."""
    for record in world.view.rows(BlobRecord):
        if record.state != "kept":
            world.blobs.pop(record.sha256.hex(), None)
    return Publisher(world)


def a_bit_turned(publisher: Publisher, index: int, random: Random) -> None:
    time, jws = entries.read(publisher.log[index])
    place = random.randrange(len(jws))
    jws = jws[:place] + bytes([jws[place] ^ random.choice((1, 2, 4, 8))]) + jws[place + 1 :]
    publisher.log[index] = entries.spell(time, jws)


def left_out(publisher: Publisher, index: int, _: Random) -> None:
    del publisher.log[index]


def written_twice(publisher: Publisher, index: int, _: Random) -> None:
    publisher.log.insert(index, publisher.log[index])


def swapped(publisher: Publisher, index: int, _: Random) -> None:
    (time, one), (later, other) = map(entries.read, publisher.log[index : index + 2])
    publisher.log[index : index + 2] = entries.spell(time, other), entries.spell(later, one)


def at_another_time(publisher: Publisher, index: int, random: Random) -> None:
    time, jws = entries.read(publisher.log[index])
    publisher.log[index] = entries.spell(time + random.choice((-1, 1, 60_000)), jws)


Damage = Callable[[Publisher, int, Random], None]
DAMAGES: tuple[Damage, ...] = (a_bit_turned, left_out, written_twice, swapped, at_another_time)


def damaged(seed: int) -> Iterator[tuple[str, World, int, AssemblyReport]]:
    """Logs of a storm with one entry changed, hashed and signed anew by the host.

    The auditor holds the checkpoint from before. Answers what was done, where, and the report.
    """
    storm, random = VotingStorm(seed), Random(seed)
    for _ in range(100):
        storm.blow()
    kept = honest(storm.world)
    for damage in DAMAGES * 4:
        index = random.randrange(len(kept.log) - 1)
        publisher = honest(storm.world)
        damage(publisher, index, random)
        report = publisher.forge().audited(checkpoint=kept.note)
        yield f"seed {seed}: entry {index} {damage.__name__}", storm.world, index, report


def first_to_have_seen(world: World, index: int) -> int | None:
    """The first entry whose author had seen the log with entry `index`."""
    for place, (_, act) in enumerate(world.acts()):
        if isinstance(act, Act) and act.seen[0] > index:
            return place
    return None


@pytest.mark.parametrize("seed", seeds(2, 3))
def test_no_change_of_a_log_passes_and_none_is_found_later_than_by_who_saw_it(seed: int) -> None:
    for what, world, index, report in damaged(seed):
        assert not report.ok, what
        witness = first_to_have_seen(world, index)
        if "turned" in what:
            witness = index
        if "twice" in what:
            witness = index + 1
        if witness is not None:
            named = [found.index for found in report.findings if found.index is not None]
            assert min(named) <= witness, (what, report.findings)
