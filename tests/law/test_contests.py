"""Clauses 3.7 and 3.13: objections, and the votes on applicants."""

import pytest

from esoviet.law.applications import VouchFor
from esoviet.law.decisions import Decision
from esoviet.law.growth import line
from esoviet.law.votes import Vote
from esoviet.may.asking import SOMEBODY, can
from tests.person import Person
from tests.world import World


@pytest.fixture
def cast(world: World) -> list[Person]:
    """Six settled members, the founding being over."""
    members = world.crowd(6)
    world.pass_days(7)
    return members


def vouched(world: World, name: str, *vouchers: Person) -> Person:
    """An applicant with vouches."""
    person = world.person(name).applies()
    for one in vouchers:
        one.vouches_for(person)
    return person


def test_a_vouch_is_a_yes_until_its_giver_votes_otherwise(world: World, cast: list[Person]) -> None:
    ada, bea, cem, *_ = cast
    zoe, yan = (vouched(world, name, ada, bea) for name in ("Zoe", "Yan"))
    cem.objects_to(zoe, yan)
    bea.votes(yan.record.vote, "no")
    world.pass_days(5)
    decisions = [world.the(Decision, number) for number in (1, 2)]
    assert [one.counts for one in decisions] == [(2, 0, 0), (1, 1, 0)]
    assert (zoe.state, yan.state) == ("member", "refused")


def test_one_objects_to_several_in_one_act(world: World, cast: list[Person]) -> None:
    ada, bea, cem, *_ = cast
    zoe, yan = (vouched(world, name, ada, bea) for name in ("Zoe", "Yan"))
    early = world.person("Xie").applies()
    cem.is_refused("3.7", "twice").objects_to(zoe, zoe)
    cem.is_refused("3.7", "waiting").objects_to(zoe, ada)
    cem.objects_to(zoe, yan, early)
    assert [one.state for one in (zoe, yan, early)] == ["contested", "contested", "applicant"]
    assert [world.the(Vote, number).subject for number in (1, 2)] == [zoe.number, yan.number]
    cem.is_refused("3.7").objects_to(early)


@pytest.mark.parametrize(("no", "state"), [(1, "member"), (2, "refused"), (3, "refused")])
def test_more_yes_than_no_is_in_and_nothing_else_is_asked(
    world: World, cast: list[Person], no: int, state: str
) -> None:
    ada, bea, *others = cast
    zoe = vouched(world, "Zoe", ada, bea)
    others[0].objects_to(zoe)
    for person in others[:no]:
        person.votes(zoe.record.vote, "no")
    world.close(zoe.record.vote)
    assert zoe.state == state


def test_only_who_was_a_member_when_somebody_applied_votes_on_them(
    world: World, cast: list[Person]
) -> None:
    ada, bea, cem, *_ = cast
    zoe = world.person("Zoe").applies()
    yan = vouched(world, "Yan", ada, bea)
    world.turn_to(yan.record.due)
    xie = vouched(world, "Xie", ada, cem)
    ada.vouches_for(zoe)
    bea.vouches_for(zoe)
    cem.objects_to(zoe)
    bea.objects_to(xie)
    yan.is_refused("7.3").votes(zoe.record.vote, "yes")
    yan.votes(xie.record.vote, "yes")


def test_who_was_accepted_is_not_objected_to_again(world: World) -> None:
    """Nor does a vote let anybody pass the line, unless as many accept as an amendment needs."""
    ada, bea, cem, dot, *_ = world.crowd(12)
    world.pass_days(7)
    first = [vouched(world, f"Guest {number}", ada, bea) for number in range(3)]
    world.pass_days(4)
    zoe, yan = (vouched(world, name, cem, dot) for name in ("Zoe", "Yan"))
    cem.objects_to(zoe, yan)
    for person in world.present()[4:10]:
        person.votes(yan.record.vote, "yes")
    world.close(zoe.record.vote)
    assert [one.state for one in (*first, yan, zoe)] == [*["member"] * 4, "vouched"]
    assert (1 + line(world.view).index(zoe.record), yan.record.door) == (1, "vote")
    ada.is_refused("3.7", "once").objects_to(zoe)
    world.pass_days(30)
    assert zoe.state == "member"


def test_an_objection_reaches_who_stands_in_line(world: World) -> None:
    ada, bea, cem, *_ = world.crowd(12)
    world.pass_days(7)
    for number in range(3):
        vouched(world, f"Guest {number}", ada, bea)
    world.pass_days(4)
    zoe = vouched(world, "Zoe", cem, world.person("Dot"))
    world.pass_days(4)
    assert zoe.state == "vouched"
    ada.objects_to(zoe)
    assert zoe.state == "contested"


def test_anybody_can_be_told_that_they_could_vouch_for_who_was_objected_to(
    world: World, cast: list[Person]
) -> None:
    ada, bea, *_ = cast
    zoe = vouched(world, "Zoe", ada)
    bea.objects_to(zoe)
    assert can(world.view, SOMEBODY, VouchFor, ("member", zoe.number)) is None
