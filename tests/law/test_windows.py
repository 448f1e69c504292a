"""Clause 7.7 for every phase: a host that is silent until it is over gains nothing by that."""

from collections.abc import Callable
from typing import Any

import pytest

from esoviet.law.keys import PhraseChange
from esoviet.law.mandates import Mandate
from esoviet.law.problems import Problem
from esoviet.law.questions import Question
from esoviet.law.records import Member
from esoviet.law.recovery import Recovery
from esoviet.law.repairs import Repair
from esoviet.law.windows import last_parts, times_prolonged
from tests.person import Person
from tests.world import DAY, World, signing_key

HOUR = DAY // 24
Read = Callable[[], Any]


def necessity(world: World) -> Read:
    world.cast["Ada"].raises()
    return lambda: world.the(Problem, 1)


def drafting(world: World) -> Read:
    problem = world.cast["Ada"].raises_problem()
    world.cast["Ada"].proposes(problem)
    return lambda: world.the(Problem, 1)


def reading(world: World) -> Read:
    read = drafting(world)
    world.reach(1, "reading").confirm()
    return read


def question(world: World) -> Read:
    world.cast["Ada"].asks()
    return lambda: world.the(Question, 1)


def vouched(world: World) -> Read:
    eva = world.person("Eva").applies()
    for name in ("Ada", "Bea"):
        world.cast[name].vouches_for(eva)
    return lambda: world.the(Member, eva.number)


def recovery(world: World) -> Read:
    ada, bea, cem, dot = (world.cast[name] for name in ("Ada", "Bea", "Cem", "Dot"))
    new = dot.with_key(signing_key("a new phone")).asks_to_recover(dot)
    for person in (ada, bea, cem)[:2]:
        person.confirms(new)
    return lambda: world.the(Recovery, new.kid)


def phrase(world: World) -> Read:
    dot = world.cast["Dot"]
    dot.sets_recovery(signing_key("paper"))
    dot.sets_recovery(signing_key("the thief's paper"))
    return lambda: world.get(PhraseChange, dot.number)


def declared(world: World) -> Read:
    world.decide(world.cast["Ada"])
    world.cast["Ada"].completes(1)
    return lambda: world.the(Mandate, 1)


def proposed(world: World) -> Read:
    world.cast["Ada"].proposes_repair(vote_days="1")
    return lambda: world.the(Repair, 1)


def signed(world: World) -> Read:
    read = proposed(world)
    for name in ("Bea", "Dot"):
        world.cast[name].signs(1)
    return read


PHASES = (
    necessity, drafting, reading, question, vouched, recovery, phrase, declared, proposed, signed,
)  # fmt: skip


@pytest.fixture
def cast() -> World:
    world = World().found()
    world.crowd(4)
    return world


def first_act(world: World) -> Person:
    """Of somebody who owns none of what is looked at."""
    return world.cast["Cem"].marks_time()


def is_over(before: Any, after: Any) -> bool:
    """Whether a phase has ended: its deadline waits no more, and was not put off."""
    waits = after is not None and after.due == before.due
    return not waits and (after is None or times_prolonged(after) <= before.window.prolonged)


@pytest.mark.parametrize("phase", PHASES)
def test_where_the_host_was_silent_a_phase_lasts_a_tenth_longer_from_the_next_entry_on(
    cast: World, phase: Callable[[World], Read]
) -> None:
    read = phase(cast)
    before = read()
    cast.sleep_until(before.due + HOUR)
    first_act(cast)
    assert read().due == cast.now + before.window.tenth
    assert read().window.prolonged == 1


@pytest.mark.parametrize("phase", PHASES)
def test_where_something_was_logged_in_its_last_part_it_does_not(
    cast: World, phase: Callable[[World], Read]
) -> None:
    read = phase(cast)
    before = read()
    cast.sleep_until(before.due - before.window.part // 2)
    cast.host.marks_time()
    cast.sleep_until(before.due + HOUR)
    first_act(cast)
    assert is_over(before, read())


@pytest.mark.parametrize("phase", PHASES)
def test_a_phase_is_prolonged_three_times_at_most(
    cast: World, phase: Callable[[World], Read]
) -> None:
    read = phase(cast)
    for times in (1, 2, 3):
        cast.sleep_until(read().due + HOUR)
        first_act(cast)
        assert read().window.prolonged == times
    last = read()
    cast.sleep_until(last.due + HOUR)
    first_act(cast)
    assert is_over(last, read())


@pytest.mark.parametrize("phase", PHASES)
def test_a_mark_after_the_end_or_before_the_last_part_says_nothing(
    cast: World, phase: Callable[[World], Read]
) -> None:
    """The host marks the time too early, and again when it is over: it was away all the same."""
    read = phase(cast)
    before = read()
    cast.sleep_until(before.due - before.window.part - 1000)
    cast.host.marks_time()
    cast.sleep_until(before.due + HOUR)
    cast.host.marks_time()
    assert read().window.missed
    cast.sleep_until(before.due + 2 * HOUR)
    first_act(cast)
    assert (read().due, read().window.missed) == (cast.now + before.window.tenth, False)


def test_a_thief_and_a_silent_host_do_not_take_a_seat(cast: World) -> None:
    """The host holds back what others say, and admits one of the thief's first when it is over."""
    read = recovery(cast)
    cast.sleep_until(read().due + HOUR)
    cast.cast["Ada"].marks_time()
    assert read().state == "vouched"
    cast.cast["Cem"].doubts(cast.person("Dot").with_key(signing_key("a new phone")))
    cast.confirm()
    assert read().state == "contested"


def test_what_was_declared_carried_out_while_the_host_was_silent_can_still_be_denied(
    cast: World,
) -> None:
    read = declared(cast)
    cast.sleep_until(read().due + HOUR)
    cast.cast["Ada"].marks_time()
    for name in ("Bea", "Cem"):
        cast.cast[name].objects_to_completion(1)
    assert read().state == "contested"


def test_nothing_is_left_of_an_end_when_a_phase_is_over(cast: World) -> None:
    """Else dormancy, or the wait for other vouches, would be prolonged."""
    read = vouched(cast)
    cast.turn_to(read().due).confirm()
    cast.pass_days(1)
    cast.confirm()
    assert (read().state, read().window) == ("member", None)


def test_one_mark_of_the_host_serves_all_phases_that_end_then(cast: World) -> None:
    ada = cast.cast["Ada"]
    due = [cast.the(Question, ada.asks()).due for _ in range(3)][-1]
    assert len(list(last_parts(cast.state, cast.now, due))) == 3
    size = len(cast.entries)
    cast.turn_to(due)
    assert len(cast.entries) == size + 1
