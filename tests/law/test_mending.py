"""Clause 12.6: a slip in a text is mended soon after, as long as nobody has reacted to it."""

from collections.abc import Callable

import pytest

from esoviet.law.arguments import Argument
from esoviet.law.problems import Problem
from esoviet.law.questions import Question
from esoviet.law.records import Mended
from tests.person import Person
from tests.world import World

MINUTE = 60_000


@pytest.fixture
def cast(world: World) -> list[Person]:
    return world.crowd(12)


def begun(world: World, ada: Person, what: str) -> int:
    """A problem, a question or an argument of Ada's; its number."""
    if what == "problem":
        return ada.raises("The rof leaks")
    if what == "question":
        ada.asks(text=world.text("Shall we mend the rof?"))
        return world.view.count(Question)
    return ada.argues(ada.raises_problem(), text="It ranes in")


def text(world: World, what: str, number: int) -> bytes:
    kinds: dict[str, type[Problem | Question | Argument]] = {
        "problem": Problem, "question": Question, "argument": Argument,
    }  # fmt: skip
    return world.the(kinds[what], number).text


KINDS = ["problem", "question", "argument"]


@pytest.mark.parametrize("what", KINDS)
def test_a_new_text_takes_the_place_of_the_old_and_both_stand(
    world: World, cast: list[Person], what: str
) -> None:
    number = begun(world, cast[0], what)
    old = text(world, what, number)
    cast[0].mends("As it should be", **{what: number})
    new = text(world, what, number)
    assert new != old
    mended = world.the(Mended, new)
    assert (mended.before, mended.entry) == (old, len(world.entries) - 1)


@pytest.mark.parametrize("what", KINDS)
def test_for_five_minutes_and_more_than_once(world: World, cast: list[Person], what: str) -> None:
    number = begun(world, cast[0], what)
    cast[0].mends("Nearly", **{what: number})
    world.pass_ms(5 * MINUTE - 1)
    cast[0].mends("As it should be", **{what: number})
    world.pass_ms(1)
    cast[0].is_refused("12.6", "five minutes").mends("Too late", **{what: number})


@pytest.mark.parametrize("what", KINDS)
def test_only_by_who_wrote_it(world: World, cast: list[Person], what: str) -> None:
    number = begun(world, cast[0], what)
    cast[1].is_refused("12.6", "no text").mends("Mine now", **{what: number})
    cast[0].is_refused("12.6", "no text").mends("Whose?", **{what: 99})
    cast[0].is_refused("12.6").mends("", **{what: number})


REACTIONS: dict[str, tuple[str, Callable[[Person, int], object]]] = {
    "assessed": ("problem", lambda bea, number: bea.finds("necessary", number)),
    "seconded": ("question", lambda bea, number: bea.seconds(number)),
    "answered": ("argument", lambda bea, number: bea.argues(1, argument=number)),
    "weighed": ("argument", lambda bea, number: bea.weighs(number, founded=True)),
}


@pytest.mark.parametrize(("what", "react"), REACTIONS.values(), ids=REACTIONS)
def test_not_once_others_have_reacted_to_it(
    what: str, react: Callable[[Person, int], object]
) -> None:
    world = World().found(backing="1/4")
    ada, bea, *_ = world.crowd(12)
    number = begun(world, ada, what)
    react(bea, number)
    ada.is_refused("12.6", "Others have said something").mends("Changed", **{what: number})


@pytest.mark.parametrize(("what", "react"), REACTIONS.values(), ids=REACTIONS)
def test_nobody_reacts_to_a_text_that_was_changed_under_their_eyes(
    what: str, react: Callable[[Person, int], object]
) -> None:
    world = World().found(backing="1/4")
    ada, bea, *_ = world.crowd(12)
    number = begun(world, ada, what)
    with world.looking(*world.seen()):
        ada.mends("Something else altogether", **{what: number})
        bea.is_refused("12.6", "look at it again")
        react(bea, number)
    react(bea, number)


def test_a_problem_that_is_open_and_an_argument_taken_back_are_not_mended(
    world: World, cast: list[Person]
) -> None:
    ada = cast[0]
    problem = ada.raises_problem()
    ada.is_refused("12.6", "no text").mends("Changed", problem=problem)
    argument = ada.argues(problem)
    ada.retracts(argument)
    ada.is_refused("12.6", "no text").mends("Changed", argument=argument)
    ada.mends("Changed", argument=ada.argues(problem))


def test_exactly_one_thing_is_named(world: World, cast: list[Person]) -> None:
    problem = cast[0].raises("The rof leaks")
    cast[0].is_refused("12.6", "Name one").mends("Changed")
    cast[0].is_refused("12.6", "Name one").mends("Changed", problem=problem, argument=1)


def test_the_text_before_can_be_erased_and_the_mended_one_ends_what_waits(
    world: World, cast: list[Person]
) -> None:
    before, after = world.text("The rof leaks"), world.text("The roof leaks")
    problem = cast[0].raises(before)
    cast[0].mends(after, problem=problem)
    cast[0].erases(before)
    assert world.the(Problem, problem).phase == "necessity"
    cast[0].erases(after)
    assert world.the(Problem, problem).phase == "lapsed"
