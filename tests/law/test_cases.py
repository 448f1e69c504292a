"""Clauses 6.16 and 6.17: the case for and against a solution, and the briefing that is frozen."""

import pytest

from esoviet.law.act import Blob
from esoviet.law.arguments import Argument
from esoviet.law.briefings import Briefing
from esoviet.law.cases import Case, standing_case
from esoviet.law.problems import Problem
from esoviet.law.records import HOST, BlobRecord
from esoviet.law.solutions import Solution
from tests.person import Person
from tests.world import World


@pytest.fixture
def cast(world: World) -> list[Person]:
    """Ada proposes, Bea and Cem back it; Dot and Eva have argued against it; Fay has not."""
    return world.crowd(6)


@pytest.fixture
def problem(cast: list[Person]) -> int:
    return cast[0].raises_problem()


@pytest.fixture
def solution(cast: list[Person], problem: int) -> int:
    ada, bea, cem, dot, eva, _ = cast
    solution = ada.proposes(problem)
    bea.backs(solution)
    cem.backs(solution)
    dot.argues(problem, "refutes", "It breaks each year", solution=solution)
    eva.argues(problem, "refutes", "It is loud", solution=solution)
    return solution


@pytest.fixture
def read(world: World, problem: int, solution: int) -> int:
    """The solution, at the reading."""
    world.reach(problem, "reading")
    return solution


def stands(world: World, solution: int, side: str) -> int:
    found = standing_case(world.view, world.the(Solution, solution), side)  # type: ignore[arg-type]
    return found.number if found else 0


def frozen(world: World, problem: int) -> Briefing:
    world.open_vote(problem)
    return world.the(Briefing, problem)


def owner(world: World, blob: Blob) -> int:
    return world.the(BlobRecord, bytes.fromhex(blob.sha256)).member


def test_cases_are_written_during_the_reading(
    world: World, cast: list[Person], problem: int, solution: int
) -> None:
    cast[0].is_refused("6.16", "during the reading").writes_case(solution)
    world.reach(problem, "reading")
    first = cast[0].writes_case(solution)
    world.open_vote(problem)
    cast[1].is_refused("6.16", "during the reading").signs_case(first)


def test_who_backs_it_speaks_for_it(cast: list[Person], read: int) -> None:
    cast[3].is_refused("6.16", "and you do not").writes_case(read, "for")
    cast[1].writes_case(read, "for")


def test_who_has_argued_against_it_speaks_against_it(
    cast: list[Person], problem: int, read: int
) -> None:
    fay = cast[5]
    fay.argues(problem, "refutes", "Too dear")
    fay.is_refused("6.16", "argue first").writes_case(read, "against")
    fay.argues(problem, "refutes", "Too dear", solution=read)
    fay.writes_case(read, "against")


def test_who_has_retracted_it_speaks_against_it_no_more(
    world: World, cast: list[Person], read: int
) -> None:
    dot, eva = cast[3], cast[4]
    first, second = dot.writes_case(read, "against"), eva.writes_case(read, "against")
    assert stands(world, read, "against") == first
    dot.retracts(1).is_refused("6.16").signs_case(second)
    assert stands(world, read, "against") == second


def test_who_has_left_signs_no_case_any_more(world: World, cast: list[Person], read: int) -> None:
    dot, eva = cast[3], cast[4]
    dot.writes_case(read, "against")
    second = eva.writes_case(read, "against")
    dot.leaves()
    assert stands(world, read, "against") == second


def test_an_election_has_no_cases(world: World, cast: list[Person]) -> None:
    election = cast[0].calls_election(1)
    candidature = cast[1].proposes(election)
    world.reach(election, "reading")
    cast[1].is_refused("6.16", "In an election").writes_case(candidature)


def test_each_writes_one_on_a_side_and_it_is_the_assemblys(
    world: World, cast: list[Person], read: int
) -> None:
    text = world.text("It is warm")
    cast[0].writes_case(read, "for", text)
    cast[0].is_refused("6.16", "You have written").writes_case(read, "for")
    assert owner(world, text) == HOST
    cast[1].writes_case(read, "for")


def test_a_case_has_an_end(cast: list[Person], read: int) -> None:
    cast[0].is_refused("6.16").writes_case(read, "for", "x" * 8001)
    cast[0].writes_case(read, "for", "x" * 8000)


def test_others_of_the_side_sign_it_and_take_that_back(
    world: World, cast: list[Person], read: int
) -> None:
    ada, bea, cem, dot, *_ = cast
    first, second = ada.writes_case(read), bea.writes_case(read)
    ada.is_refused("6.16", "no case of another").signs_case(first)
    dot.is_refused("6.16").signs_case(first)
    cem.is_refused("6.16", "said already").signs_case(first, signs=False)
    cem.signs_case(second)
    assert stands(world, read, "for") == second
    cem.signs_case(second, signs=False)
    assert stands(world, read, "for") == first


def test_a_false_friend_backs_it_writes_a_feeble_case_and_is_outdone(
    world: World, cast: list[Person], read: int
) -> None:
    ada, bea, _, dot, *_ = cast
    feeble = dot.backs(read).writes_case(read, "for", "It is quite cheap, perhaps")
    assert stands(world, read, "for") == feeble
    good = ada.writes_case(read)
    bea.signs_case(good)
    assert stands(world, read, "for") == good


def test_who_backs_it_no_more_does_not_hold_the_place_of_its_case(
    world: World, cast: list[Person], read: int
) -> None:
    dot = cast[3]
    dot.backs(read).writes_case(read, "for", "It is not so bad")
    dot.backs(read, backs=False)
    assert stands(world, read, "for") == 0


def test_two_friends_of_it_argue_against_it_for_show_and_others_outdo_them(
    world: World, cast: list[Person], problem: int, read: int
) -> None:
    ada, bea, _, dot, eva, fay = cast
    for friend in (ada, bea):
        friend.argues(problem, "refutes", "It is red", solution=read)
    sham = ada.writes_case(read, "against", "It is red")
    bea.signs_case(sham)
    good = dot.writes_case(read, "against", "It breaks each year")
    eva.signs_case(good)
    assert stands(world, read, "against") == sham
    fay.argues(problem, "refutes", "So it is", solution=read)
    fay.signs_case(good)
    assert stands(world, read, "against") == good


def test_the_briefing_is_frozen_when_the_vote_opens(
    world: World, cast: list[Person], problem: int, read: int
) -> None:
    ada, bea, cem, dot, *_ = cast
    fact = dot.states(problem)
    for person in (ada, bea, cem):
        person.weighs_fact(fact)
    case = ada.writes_case(read)
    briefing = frozen(world, problem)
    assert (briefing.established, briefing.contested) == ((fact,), ())
    assert (briefing.cases, briefing.arguments) == ((case,), (1,))
    for person in (ada, bea, cem):
        person.weighs_fact(fact, "unfounded")
    dot.retracts(1)
    assert world.the(Briefing, problem) == briefing


def test_where_there_is_no_case_the_argument_stands_that_most_find_well_founded(
    world: World, cast: list[Person], problem: int, read: int
) -> None:
    ada, bea, cem, *_ = cast
    ada.weighs(1, True).weighs(2, True)
    bea.weighs(1, True)
    cem.weighs(1, False)
    assert frozen(world, problem).arguments == (1,)  # level, and it was first


def test_more_unfounded_weigh_against_an_argument(
    world: World, cast: list[Person], problem: int, read: int
) -> None:
    cast[0].weighs(1, True).weighs(2, True)
    cast[1].weighs(1, False)
    assert frozen(world, problem).arguments == (2,)


def test_questions_that_nobody_else_has_answered_are_named(
    world: World, cast: list[Person], problem: int, read: int
) -> None:
    ada, bea, *_ = cast
    open_one = bea.argues(problem, "asks", "For how long?", solution=read)
    answered = bea.argues(problem, "asks", "Is it red?", solution=read)
    ada.argues(problem, "supports", "Yes", argument=answered)
    bea.argues(problem, "supports", "I think for ever", argument=open_one)
    assert frozen(world, problem).questions == (open_one,)


def test_what_was_retracted_or_erased_is_not_briefed(
    world: World, cast: list[Person], problem: int, read: int
) -> None:
    text = world.text("Too loud by far")
    third = cast[5].argues(problem, "refutes", text, solution=read)
    for person in cast[:3]:
        person.weighs(third, True)
    cast[5].erases(text)
    cast[3].retracts(1)
    assert world.the(Argument, third).founded == 3
    assert frozen(world, problem).arguments == (2,)


def test_a_problem_that_lapses_has_no_briefing(
    world: World, cast: list[Person], problem: int, read: int
) -> None:
    for person in cast[:3]:
        person.backs(read, backs=False)
    world.pass_days(3)
    cast[0].marks_time()
    assert world.the(Problem, problem).phase == "lapsed"
    assert world.get(Briefing, problem) is None
    assert world.view.count(Case) == 0


def test_a_question_that_was_met_with_a_question_waits_still(world: World) -> None:
    ada, bea, cem, *_ = world.crowd(4)
    problem = ada.raises_problem()
    solution = ada.proposes(problem)
    bea.argues(problem, "asks", "What does it cost?", solution=solution)
    ada.argues(problem, "asks", "Why do you ask?", argument=1)
    cem.argues(problem, "asks", "Who pays?", solution=solution)
    ada.argues(problem, "supports", "All of us", argument=3)
    world.open_vote(problem)
    assert world.the(Briefing, problem).questions == (1, 2)
