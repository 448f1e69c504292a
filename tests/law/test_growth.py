"""Clause 3.13: how many come in by vouches, and in which order."""

import pytest

from esoviet.law import growth
from tests.person import Person
from tests.world import DAY, World


def settled(size: int, **rules: str) -> tuple[World, list[Person]]:
    """An assembly of so many settled members who have all acted lately."""
    world = World().found(**rules)
    members = world.crowd(size)
    world.pass_days(7)
    return world, members


def guests(world: World, vouchers: list[Person], count: int) -> list[Person]:
    """So many applicants with the two vouches that it takes, a minute apart."""
    brought = []
    for number in range(count):
        person = world.person(f"Guest {number}").applies()
        for voucher in vouchers[2 * (number // 3) :][:2]:
            voucher.vouches_for(person)
        world.pass_ms(60_000)
        brought.append(person)
    return brought


def who_is_in(people: list[Person]) -> list[int]:
    """Their places among the guests."""
    return [number for number, person in enumerate(people) if person.state == "member"]


@pytest.mark.parametrize(("size", "most"), [(4, 3), (12, 3), (16, 4), (19, 4), (20, 5)])
def test_a_quarter_of_those_who_acted_come_in_and_three_at_least(size: int, most: int) -> None:
    world, members = settled(size)
    brought = guests(world, members, most + 1)
    world.pass_days(4)
    assert who_is_in(brought) == list(range(most))
    assert 1 + growth.line(world.view).index(brought[-1].record) == 1


def test_where_most_are_away_a_quarter_of_the_others_come_in(world: World) -> None:
    members = world.crowd(12)
    world.pass_days(40)
    for person in members[:6]:
        person.sets_profile()
    brought = [world.person(f"Guest {number}").applies() for number in range(2)]
    for person in brought:
        members[0].vouches_for(person)
        members[1].vouches_for(person)
    world.pass_days(4)
    assert who_is_in(brought) == [0]


def test_the_others_wait_in_order_until_there_is_room() -> None:
    world, members = settled(12)
    brought = guests(world, members, 6)
    world.pass_days(4)
    first = brought[0].record.since
    assert [1 + growth.line(world.view).index(one.record) for one in brought[3:]] == [1, 2, 3]
    for person in members:
        person.sets_profile()
    world.turn_before(first + 30 * DAY)
    assert who_is_in(brought) == [0, 1, 2]
    world.pass_ms(1)
    assert who_is_in(brought) == [0, 1, 2, 3]
    world.pass_days(1)
    assert who_is_in(brought) == [0, 1, 2, 3, 4, 5]


def test_who_withdraws_leaves_the_line_to_the_others() -> None:
    world, members = settled(12)
    brought = guests(world, members, 5)
    world.pass_days(4)
    brought[3].withdraws_application()
    assert 1 + growth.line(world.view).index(brought[4].record) == 1
    for person in members:
        person.sets_profile()
    world.turn_to(brought[0].record.since + 30 * DAY)
    assert who_is_in(brought) == [0, 1, 2, 4]


def test_when_more_act_the_line_moves_within_a_day() -> None:
    world, members = settled(40)
    world.pass_days(33)
    for person in members[:8]:
        person.sets_profile()
    brought = guests(world, members[:4], 4)
    world.pass_days(4)
    assert who_is_in(brought) == [0, 1]
    for person in members[8:16]:
        person.sets_profile()
    world.pass_days(1)
    assert who_is_in(brought) == [0, 1, 2, 3]


def test_who_came_by_the_founders_link_is_not_counted(world: World) -> None:
    members = world.crowd(40)
    brought = [world.person(f"Guest {number}").applies() for number in range(10)]
    for number, person in enumerate(brought):
        members[number // 3].vouches_for(person)
        members[9 - number // 3].vouches_for(person)
    world.pass_days(4)
    assert len(who_is_in(brought)) == 10


def test_a_guest_who_left_is_counted_still() -> None:
    world, members = settled(12)
    brought = guests(world, members, 4)
    world.pass_days(4)
    brought[0].leaves()
    world.pass_days(2)
    assert brought[3].state == "vouched"
