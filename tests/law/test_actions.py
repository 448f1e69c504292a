"""Chapter 14 of the law: actions and calls."""

from typing import Any

import pytest

from esoviet.law.actions import Action, ActionSecond
from esoviet.law.consequences import Consequence, Then
from esoviet.law.limits import EDITION_1
from esoviet.law.questions import Question
from tests.person import Person
from tests.world import DAY, World

HOUR = 3_600_000
PICTURE = "image/png"


@pytest.fixture
def cast(world: World) -> list[Person]:
    """Five members, of whom the second leads mandate 1."""
    people = world.crowd(5)
    world.decide(people[1])
    return people


def state(world: World, action: int) -> str:
    return world.the(Action, action).state


def stop(world: World, cast: list[Person], action: int, yes: int = 5) -> str:
    vote = cast[0].wants(stops=action)
    for number, person in enumerate(cast):
        person.votes(vote, "yes" if number < yes else "no")
    return world.close(vote).ending


# -- actions of a mandate


def test_an_action_of_a_mandate_stands_at_once_and_ends_by_itself(
    world: World, cast: list[Person]
) -> None:
    action = cast[1].announces(mandate=1, kind="picket")
    found = world.the(Action, action)
    assert (found.state, found.mandate, found.kind, found.seconds) == ("standing", 1, "picket", 0)
    world.turn_before(found.ends)
    assert state(world, action) == "standing"
    world.pass_ms(1)
    assert state(world, action) == "ended"


def test_only_who_leads_a_mandate_announces_an_action_of_it(
    world: World, cast: list[Person]
) -> None:
    cast[0].is_refused("14.1", "lead").announces(mandate=1)
    cast[1].is_refused("14.1", "lead").announces(mandate=2)
    cast[1].announces(mandate=1)
    cast[1].resigns(1)
    cast[1].is_refused("14.1", "lead").announces(mandate=1)


def test_a_text_says_what_it_is_for(world: World, cast: list[Person]) -> None:
    cast[1].is_refused("14.1", "text").announces(world.text("A", PICTURE), mandate=1)
    cast[1].is_refused("14.1", "empty").announces("", mandate=1)
    cast[1].is_refused("14.1", "longer").announces("x" * 65_537, mandate=1)
    cast[1].announces("x" * 65_536, mandate=1)


def test_of_a_mandate_at_most_twenty_actions_stand(world: World, cast: list[Person]) -> None:
    numbers = [cast[1].announces(mandate=1) for _ in range(EDITION_1.open_actions)]
    cast[1].is_refused("14.1", "At most 20").announces(mandate=1)
    cast[1].calls_off(numbers[0]).announces(mandate=1)


@pytest.mark.parametrize(
    ("begins", "ends", "because"),
    [
        (0, HOUR, "later than now"),
        (-HOUR, HOUR, "later than now"),
        (365 * DAY + 1, 365 * DAY + HOUR, "within 365"),
        (HOUR, HOUR, "ends after"),
        (2 * HOUR, HOUR, "ends after"),
        (HOUR, HOUR + 30 * DAY + 1, "within 30"),
    ],
)
def test_an_action_begins_within_a_year_and_lasts_a_month_at_most(
    world: World, cast: list[Person], begins: int, ends: int, because: str
) -> None:
    times: dict[str, Any] = {"begins": world.now + begins, "ends": world.now + ends}
    cast[1].is_refused("14.4", because).announces(mandate=1, **times)
    cast[1].is_refused("14.4", because).announces(**times)


@pytest.mark.parametrize("begins", [1, 365 * DAY])
def test_the_widest_times_are_taken(world: World, cast: list[Person], begins: int) -> None:
    begun = world.now + begins
    cast[1].announces(mandate=1, begins=begun, ends=begun + 30 * DAY)
    cast[1].announces(mandate=1, begins=begun, ends=begun + 1)


# -- calls


def test_a_call_waits_for_one_more_member(world: World, cast: list[Person]) -> None:
    call = cast[0].announces()
    found = world.the(Action, call)
    assert (found.state, found.mandate, found.seconds) == ("waiting", 0, 1)
    cast[0].is_refused("14.3", "already").seconds_call(call)
    cast[2].seconds_call(call)
    assert (state(world, call), world.the(Action, call).due) == ("standing", found.ends)
    assert world.the(ActionSecond, cast[2].number, call).action == call


def test_only_a_waiting_call_is_seconded(world: World, cast: list[Person]) -> None:
    call, action = cast[0].announces(), cast[1].announces(mandate=1)
    cast[2].is_refused("14.3", "No call").seconds_call(9)
    cast[2].is_refused("14.3", "No call").seconds_call(action)
    cast[2].seconds_call(call)
    cast[3].is_refused("14.3", "No call").seconds_call(call)


def test_a_call_takes_as_many_as_a_question(world: World) -> None:
    cast = world.crowd(41)
    call = cast[0].announces()
    cast[1].seconds_call(call)
    assert state(world, call) == "waiting"
    cast[2].seconds_call(call)
    assert state(world, call) == "standing"


def test_a_lone_member_needs_nobody_else(world: World) -> None:
    assert state(world, world.member("Ada").announces()) == "standing"


@pytest.mark.parametrize(("begins", "lapses"), [(HOUR, HOUR), (9 * DAY, 2 * DAY)])
def test_a_call_that_nobody_seconds_lapses_when_it_begins_or_after_some_days(
    world: World, cast: list[Person], begins: int, lapses: int
) -> None:
    now = world.now
    call = cast[0].announces(begins=now + begins, ends=now + begins + HOUR)
    world.turn_before(now + lapses)
    assert state(world, call) == "waiting"
    world.pass_ms(1)
    cast[2].is_refused("14.3").seconds_call(call)
    assert state(world, call) == "lapsed"


def test_no_silence_of_the_host_makes_a_call_wait_longer(world: World, cast: list[Person]) -> None:
    call = cast[0].announces()
    world.sleep_until(world.now + 2 * DAY)
    cast[1].marks_time()
    assert state(world, call) == "lapsed"


def test_of_one_member_only_so_many_calls_wait() -> None:
    world = World().found(waiting="2")
    ada, bea, _cem = world.crowd(3)
    calls = [ada.announces(), ada.announces()]
    ada.is_refused("14.2", "2 calls").announces()
    bea.announces()
    bea.seconds_call(calls[0])
    ada.announces()


def test_who_leaves_seconds_no_call(world: World) -> None:
    cast = world.crowd(41)
    call = cast[0].announces()
    cast[1].seconds_call(call)
    cast[1].leaves()
    assert (state(world, call), world.the(Action, call).seconds) == ("waiting", 1)
    assert world.get(ActionSecond, cast[1].number, call) is None


def test_seconds_of_what_stands_stay(world: World, cast: list[Person]) -> None:
    call = cast[0].announces()
    cast[2].seconds_call(call)
    cast[2].leaves()
    assert (state(world, call), world.the(Action, call).seconds) == ("standing", 2)


# -- the end before the end


def test_who_announced_it_or_leads_its_mandate_calls_it_off(
    world: World, cast: list[Person]
) -> None:
    first, second, call = cast[1].announces(mandate=1), cast[1].announces(mandate=1), 3
    assert cast[0].announces() == call
    cast[2].is_refused("14.5", "Who announced").calls_off(first)
    cast[1].resigns(1)
    cast[1].calls_off(first)
    cast[1].is_refused("14.5", "Who announced").calls_off(call)
    cast[0].is_refused("14.5", "Who announced").calls_off(second)
    cast[0].calls_off(call)
    assert [state(world, n) for n in (first, second, call)] == [
        "called-off", "standing", "called-off",
    ]  # fmt: skip


def test_a_later_lead_calls_off_what_an_earlier_one_announced(
    world: World, cast: list[Person]
) -> None:
    soon = world.now + 20 * DAY
    action = cast[1].announces(mandate=1, begins=soon, ends=soon + HOUR)
    cast[1].resigns(1)
    world.pass_days(8)
    cast[2].is_refused("14.5", "Who announced").calls_off(action)
    cast[2].takes_up(1).calls_off(action)
    assert state(world, action) == "called-off"


def test_what_is_over_is_not_called_off(world: World, cast: list[Person]) -> None:
    action = cast[1].announces(mandate=1)
    cast[1].is_refused("14.5", "no action").calls_off(9)
    world.turn_before(world.the(Action, action).ends)
    cast[1].calls_off(action).is_refused("14.5", "no action").calls_off(action)


@pytest.mark.parametrize(("yes", "ends"), [(3, "stopped"), (2, "standing")])
def test_a_question_stops_an_action(world: World, cast: list[Person], yes: int, ends: str) -> None:
    soon = world.now + 9 * DAY
    action = cast[1].announces(mandate=1, begins=soon, ends=soon + HOUR)
    stop(world, cast, action, yes)
    assert state(world, action) == ends
    assert world.the(Action, action).stopped_by == (yes == 3)


def test_a_question_stops_a_call_that_waits_or_goes_on(world: World, cast: list[Person]) -> None:
    now = world.now
    call = cast[0].announces(begins=now + DAY, ends=now + 9 * DAY)
    cast[2].seconds_call(call)
    assert stop(world, cast, call) == "adopted"
    assert state(world, call) == "stopped"
    cast[0].is_refused("14.6", "no action").asks(then=Then(stops=call))
    cast[0].is_refused("14.6", "no action").asks(then=Then(stops=9))


def test_what_is_over_before_the_vote_is_cannot_be_stopped(
    world: World, cast: list[Person]
) -> None:
    action = cast[1].announces(mandate=1)
    vote = cast[0].wants(stops=action)
    for person in cast[:3]:
        person.votes(vote, "yes")
    world.close(vote)
    outcome = world.the(Consequence, world.view.count(Question)).outcome
    assert (state(world, action), outcome) == ("ended", "unfit")


# -- its words


def test_a_text_is_erased_by_who_wrote_it_also_while_it_stands(
    world: World, cast: list[Person]
) -> None:
    mine, called = world.text("At the mill"), world.text("Come")
    action = cast[1].announces(mine, mandate=1)
    call = cast[0].announces(called)
    cast[0].is_refused("12.3").erases(mine)
    cast[1].erases(mine)
    cast[0].erases(called)
    assert (state(world, action), state(world, call)) == ("standing", "lapsed")


def test_a_call_that_stands_goes_on_without_its_words(world: World, cast: list[Person]) -> None:
    called = world.text("Come")
    call = cast[0].announces(called)
    cast[2].seconds_call(call)
    cast[0].erases(called)
    assert state(world, call) == "standing"
