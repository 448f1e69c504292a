"""Clauses 3.6 and 3.12: who vouches, how often, and who rests."""

import pytest

from esoviet.law.growth import Vouch
from tests.person import Person
from tests.world import DAY, World, signing_key

LINK = signing_key("a link")


@pytest.fixture
def cast(world: World) -> list[Person]:
    """Four settled members, the founding being over."""
    members = world.crowd(4)
    world.pass_days(7)
    return members


def newcomers(world: World, count: int) -> list[Person]:
    """So many who apply."""
    return [world.person(f"Newcomer {number}").applies() for number in range(count)]


def brought_in(world: World, name: str, *vouchers: Person) -> Person:
    """Somebody who comes in by vouches."""
    person = world.person(name).applies()
    for one in vouchers:
        one.vouches_for(person)
    world.turn_to(person.record.due)
    assert person.state == "member"
    return person


def test_only_settled_members_vouch(world: World, cast: list[Person]) -> None:
    zoe = brought_in(world, "Zoe", *cast[:2])
    yan = world.person("Yan").applies()
    zoe.is_refused("3.6", "settled").vouches_for(yan)
    world.turn_to(zoe.record.settles)
    zoe.vouches_for(world.person("Xie").applies())


def test_a_member_vouches_for_three_people_in_the_settling_time(
    world: World, cast: list[Person]
) -> None:
    *three, fourth = newcomers(world, 4)
    for one in three:
        cast[0].vouches_for(one)
    cast[0].is_refused("3.6", "3 people").vouches_for(fourth)
    cast[1].vouches_for(fourth)
    world.pass_days(30)
    cast[0].vouches_for(world.person("Late").applies())


def test_an_invitation_by_who_cannot_vouch_introduces_only(
    world: World, cast: list[Person]
) -> None:
    cast[0].invites(LINK, uses=4)
    guests = [world.person(f"Guest {number}").applies(LINK) for number in range(4)]
    vouched = [world.view.count(Vouch, guest.number) for guest in guests]
    assert vouched == [1, 1, 1, 0]
    assert {guest.state for guest in guests} == {"applicant"}


def test_where_fewer_are_settled_all_of_them_do() -> None:
    world = World().found(founding_days="1/24", vouches="3")
    ada = world.member("Ada")
    world.pass_days(1)
    bea = brought_in(world, "Bea", ada)
    cem = world.person("Cem").applies()
    ada.vouches_for(cem)
    assert cem.state == "vouched", "Bea is not settled yet"
    world.turn_before(bea.record.settles)
    dot = world.person("Dot").applies()
    bea.is_refused("3.6", "settled").vouches_for(dot)
    world.pass_ms(1)
    ada.vouches_for(dot)
    assert dot.state == "applicant"
    bea.vouches_for(dot)
    assert dot.state == "vouched"


def refused(world: World, name: str, by: list[Person], vouchers: list[Person]) -> Person:
    """Somebody whom the assembly refuses."""
    person = world.person(name).applies()
    for one in vouchers:
        one.vouches_for(person)
    by[0].objects_to(person)
    for one in by:
        one.votes(person.record.vote, "no")
    world.close(person.record.vote)
    assert person.state == "refused"
    return person


def test_who_vouched_for_somebody_refused_rests(world: World) -> None:
    ada, bea, *others = world.crowd(6)
    world.pass_days(7)
    refused(world, "Zoe", others, [ada, bea])
    until = world.now + 180 * DAY
    yan = world.person("Yan").applies()
    ada.is_refused("3.12", "refused").vouches_for(yan)
    others[0].vouches_for(yan)
    world.turn_before(until)
    xie = world.person("Xie").applies()
    bea.is_refused("3.12").vouches_for(xie)
    world.pass_ms(1)
    bea.vouches_for(xie)
