"""Chapter 4 of the law, whatever members and strangers do with keys."""

from itertools import pairwise

import pytest

from esoviet.law.keys import PhraseChange
from esoviet.law.records import Key, Member
from esoviet.law.recovery import Recovery, RecoveryVouch
from esoviet.replica.replica import Replica
from tests.effort import seeds, some
from tests.law.recovery_storm import RecoveryStorm
from tests.world import DAY, World


@pytest.mark.parametrize("seed", seeds(6))
def test_keys_and_places_in_a_storm(seed: int) -> None:
    storm = RecoveryStorm(seed)
    for _ in range(some(250)):
        storm.blow()
        everybody_has_a_key(storm.world)
        one_request_has_its_vouches(storm.world)
    recoveries_come_slowly(storm.world)
    storm.world.confirm()
    folded = Replica()
    for entry in storm.world.entries:
        folded.take(entry)
    assert folded.state.digest() == storm.world.state.digest()


def everybody_has_a_key(world: World) -> None:
    """Each member has a key that stands, and one recovery key at most."""
    for member in world.view.by(Member, "state", "member"):
        keys = [key for key in world.view.by(Key, "member", member.number) if not key.revoked]
        phrases = [key for key in keys if key.kind == "recovery"]
        assert keys, member
        assert len(phrases) <= 1, phrases
        if world.get(PhraseChange, member.number):
            assert len(keys) <= world.view.limits.keys


def one_request_has_its_vouches(world: World) -> None:
    """For each member one request at most has gone further than asking."""
    for member in world.everybody():
        further = [
            one for one in world.view.by(Recovery, "pending", member.number) if one.state != "asked"
        ]
        assert len(further) <= 1, further


def recoveries_come_slowly(world: World) -> None:
    """One at a time in so small an assembly, each with two vouches or more."""
    done = sorted(world.view.by(Recovery, "state", "done"), key=lambda one: one.ended)
    assert all(later.ended - sooner.ended >= 3 * DAY for sooner, later in pairwise(done))
    assert all(world.view.count(RecoveryVouch, one.entry) >= 2 for one in done)
