"""A host takes an entry out of its log, or puts another in its place, and signs the rest anew."""

import pytest

from esoviet.law.membership import SetProfile
from tests.audit.publisher import Publisher
from tests.world import World


def debate() -> World:
    """Ada, Bea and Cem act in turn: entries 4 to 12, each having seen all before it."""
    world = World().found()
    people = world.members("Ada", "Bea", "Cem")
    while len(world.entries) < 13:
        for person in people:
            world.pass_ms(1000)
            person.sets_profile(f"After {len(world.entries)}")
    return world


def first(publisher: Publisher) -> tuple[int | None, str, str]:
    """The first wrong entry, and what is said of those before it."""
    found = publisher.forge().audited().findings[0]
    return found.index, found.clause, found.reason.partition("An entry before this one ")[2]


def test_the_honest_log_says_nothing_of_the_kind() -> None:
    assert Publisher(debate()).audited().findings == []


def test_an_entry_that_was_taken_out_is_missed_by_the_next_author() -> None:
    host = Publisher(debate())
    del host.log[8]
    index, clause, said = first(host)
    assert (index, clause) == (8, "1.5")
    assert said == "was probably removed or changed, at an index from 7 to 8."


def test_an_entry_of_the_same_key_is_missed_by_its_number() -> None:
    world = debate()
    ada = world.person("Ada")
    for _ in range(3):
        blind = {"seen": world.seen(2), "profile": world.text("I look at nothing")}
        world.submit(world.seal(ada.key, SetProfile, **blind))
    host = Publisher(world)
    del host.log[14]
    index, clause, said = first(host)
    assert (index, clause) == (14, "1.4")
    assert said == "was probably removed or changed, at index 14."


def test_where_nobody_looked_the_bounds_are_wide() -> None:
    world = World().found()
    ada, bea, cem = world.members("Ada", "Bea", "Cem")
    size = len(world.entries)
    for person in (ada, bea, ada, bea, ada):
        blind = {"seen": world.seen(size), "profile": world.text("I look at nothing")}
        world.submit(world.seal(person.key, SetProfile, **blind))
    cem.sets_profile("I have seen all of it")
    host = Publisher(world)
    del host.log[size + 4]
    index, clause, said = first(host)
    assert (index, clause) == (size + 4, "1.5")
    assert said == f"was probably removed or changed, at an index from {size} to {size + 4}."


def test_an_entry_with_a_bad_signature_says_nothing_of_those_before_it() -> None:
    host = Publisher(debate())
    host.write(8, b"{}" + host.log[8])
    assert first(host)[2] == ""


@pytest.mark.parametrize("index", [4, 7, 11])
def test_an_entry_that_another_was_put_for_is_missed_too(index: int) -> None:
    host = Publisher(debate())
    time = host.log[index].partition(b",")[0]
    later = int(time.partition(b":")[2]) + 1
    host.log[index] = host.log[index].replace(time, b'{"time":%d' % later)
    found = first(host)
    assert (found[0], found[1]) == (index + 1, "1.5")
    assert found[2] == f"was probably removed or changed, at index {index}."
