"""Clause 3.8: a new profile takes the place of the old one, which the log keeps."""

import pytest

from esoviet.law.records import BlobRecord, Former, Member
from tests.person import Person
from tests.world import World


@pytest.fixture
def ben(world: World) -> Person:
    ben, _ada = world.members("Ben Carter", "Ada")
    return ben


def profile(world: World, who: Person) -> bytes:
    return world.the(Member, who.number).profile


def test_the_profile_before_stands_with_the_time_of_its_end(world: World, ben: Person) -> None:
    before = profile(world, ben)
    world.pass_ms(60_000)
    ben.sets_profile("Bob")
    ended = (len(world.entries) - 1, world.view.time)
    [former] = world.view.rows(Former, ben.number)
    assert (former.number, former.profile) == (1, before)
    assert (former.entry, former.time) == ended
    assert world.the(BlobRecord, before).member == ben.number


def test_each_change_is_kept_and_those_of_others_are_their_own(world: World, ben: Person) -> None:
    ben.sets_profile("Bob")
    second = profile(world, ben)
    ben.sets_profile("Rob")
    world.person("Ada").sets_profile("Ida")
    assert [one.number for one in world.view.rows(Former, ben.number)] == [1, 2]
    assert world.view.must(Former, 2, ben.number).profile == second
    assert world.view.count(Former, world.person("Ada").number) == 1


def test_a_refused_profile_leaves_nothing(world: World, ben: Person) -> None:
    ben.is_refused("3.8").sets_profile("")
    assert not world.view.count(Former, ben.number)
    ben.sets_profile("Bob")
    assert world.view.count(Former, ben.number) == 1


def test_who_wrote_a_former_profile_erases_it_and_nobody_else(world: World, ben: Person) -> None:
    old = world.text("Slip of the pen")
    ben.sets_profile(old)
    ben.sets_profile("Bob")
    world.person("Ada").is_refused("12.3").erases(old)
    ben.erases(old)
    assert world.the(BlobRecord, bytes.fromhex(old.sha256)).state == "erased"
    assert world.view.count(Former, ben.number) == 2
