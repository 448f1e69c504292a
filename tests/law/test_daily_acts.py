"""Clause 1.13: how much one member does in a day, and what is always taken."""

import pytest

from esoviet.law.catalog import ACTS
from esoviet.law.constitution import DAY
from esoviet.law.records import Key
from tests.person import Person
from tests.world import World, signing_key

MOST = 100


@pytest.fixture
def busy() -> World:
    """An assembly in which Bea has done as much today as one may."""
    world = World().found(daily_acts=str(MOST))
    _ada, bea, *_ = world.crowd(4)
    acts(bea, MOST)
    return world


def acts(person: Person, upto: int) -> None:
    """Let somebody have done so many things today."""
    key = person.world.the(Key, person.kid)
    for _ in range(upto - key.today):
        person.sets_profile()


def test_no_more_is_taken_until_the_day_is_over(busy: World) -> None:
    bea = busy.cast["Bea"]
    bea.is_refused("1.13", "100 things today").sets_profile()
    busy.turn_to(busy.now // DAY * DAY + DAY - 1)
    bea.is_refused("1.13").sets_profile()
    busy.turn_to(busy.now + 1)
    bea.sets_profile()
    assert busy.the(Key, bea.kid).today == 1


def test_the_others_are_not_held_up(busy: World) -> None:
    busy.cast["Ada"].sets_profile()


def test_all_keys_of_a_member_count_together() -> None:
    world = World().found(daily_acts=str(MOST))
    bea = world.crowd(4)[1]
    phone = bea.enrols(signing_key("phone"))
    for n in range(MOST - 1 - world.the(Key, bea.kid).today):
        (phone if n % 2 else bea).sets_profile()
    bea.sets_profile()
    phone.is_refused("1.13").sets_profile()
    bea.revokes(phone.kid)


def test_what_is_refused_does_not_count() -> None:
    world = World().found(daily_acts=str(MOST))
    bea = world.crowd(4)[1]
    acts(bea, MOST - 1)
    for _ in range(3):
        bea.is_refused("3.8").sets_profile("")
    bea.sets_profile()
    bea.is_refused("1.13").sets_profile()


def test_ballots_and_what_protects_a_member_are_always_taken(busy: World) -> None:
    ada, bea, cem, _dot = busy.crowd(4)
    vote = ada.asks()
    cem.seconds(vote)
    mine = busy.text("Bea B.")
    phone = busy.person("Bea's new phone").asks_to_recover(ada)
    bea.is_refused("1.13").sets_profile(mine)
    bea.votes(vote, "yes").doubts(phone)
    busy.pass_ms(60_000)
    bea.marks_time()
    bea.is_refused("1.13").sets_profile(mine)
    bea.leaves()


def test_those_are_few_and_named() -> None:
    always = {str(one.act.__struct_config__.tag) for one in ACTS if one.always}
    assert always == {
        "cast-ballot", "erase-blob", "leave", "mark-time", "object-to-recovery",
        "refuse-recovery", "revoke-key",
    }  # fmt: skip
