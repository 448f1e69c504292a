"""Clause 3.11: who is settled."""

from esoviet.law.membership import is_settled
from tests.person import Person
from tests.world import DAY, World


def settled(person: Person) -> bool:
    """Whether somebody is settled now."""
    return is_settled(person.world.view, person.record)


def newcomer(world: World, *vouchers: Person) -> Person:
    """Somebody who comes in by vouches, just admitted."""
    zoe = world.person("Zoe").applies()
    for person in vouchers:
        person.vouches_for(zoe)
    world.turn_to(zoe.record.due)
    assert zoe.state == "member"
    return zoe


def test_who_is_in_by_the_end_of_the_founding_period_is_settled(world: World) -> None:
    ada, bea = world.members("Ada", "Bea")
    assert settled(ada)
    assert settled(bea)
    world.pass_days(7)
    assert settled(bea)


def test_who_comes_in_later_settles_first(world: World) -> None:
    ada, bea = world.members("Ada", "Bea")
    world.pass_days(7)
    zoe = newcomer(world, ada, bea)
    assert not settled(zoe)
    world.turn_before(zoe.record.since + 30 * DAY)
    assert not settled(zoe)
    world.pass_ms(1)
    assert settled(zoe)


def test_who_is_not_a_member_is_not_settled(world: World) -> None:
    _, bea = world.members("Ada", "Bea")
    assert not settled(world.person("Zoe").applies())
    bea.leaves()
    assert not settled(bea)
