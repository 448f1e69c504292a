"""Clause 6.18: two solutions become one that both their proposers carry out."""

import pytest

from esoviet.audit.finding import Finding
from esoviet.law.carriers import Partner
from esoviet.law.mandates import Mandate
from esoviet.law.solutions import Backing, Solution, Version
from esoviet.law.together import team
from tests.audit.host import AnsweringHost
from tests.person import Person
from tests.world import World


@pytest.fixture
def cast(world: World) -> list[Person]:
    """Ada and Bea propose; Cem, Dot and Eva back."""
    return world.crowd(5)


@pytest.fixture
def problem(cast: list[Person]) -> int:
    return cast[0].raises_problem()


@pytest.fixture
def two(cast: list[Person], problem: int) -> tuple[int, int]:
    return cast[0].proposes(problem), cast[1].proposes(problem, "A new one")


def findings(world: World) -> list[Finding]:
    world.confirm()
    return list(AnsweringHost(world).audited().findings)


def state(world: World, solution: int) -> tuple[str, bool]:
    found = world.the(Solution, solution)
    return found.state, found.released


def test_both_carry_it_and_the_old_ones_are_withdrawn(
    world: World, cast: list[Person], problem: int, two: tuple[int, int]
) -> None:
    ada, bea, cem, *_ = cast
    merged = ada.merges(problem, *two)
    assert [state(world, one) for one in two] == [("standing", False)] * 2
    bea.answers_merge(merged)
    assert [state(world, one) for one in two] == [("withdrawn", False)] * 2
    assert team(world.view, world.the(Version, 1, merged)) == [bea.number]
    cem.backs(merged)
    vote = world.open_vote(problem).number
    for person in cast:
        person.votes(vote, [[merged], [0]])
    world.close(vote)
    assert world.the(Mandate, 1).lead == ada.number
    assert [one.member for one in world.view.rows(Partner, 1)] == [bea.number]
    assert findings(world) == []


def test_what_others_back_stands_nevertheless(
    world: World, cast: list[Person], problem: int, two: tuple[int, int]
) -> None:
    ada, bea, cem, *_ = cast
    cem.backs(two[1])
    merged = ada.merges(problem, *two)
    bea.answers_merge(merged)
    assert [state(world, one) for one in two] == [("withdrawn", False), ("standing", True)]
    assert world.get(Backing, bea.number, two[1]) is None
    world.open_vote(problem)
    assert findings(world) == []


def test_backing_is_given_anew(
    world: World, cast: list[Person], problem: int, two: tuple[int, int]
) -> None:
    ada, bea, cem, dot, _ = cast
    cem.backs(two[0])
    dot.backs(two[1])
    merged = ada.merges(problem, *two)
    bea.answers_merge(merged)
    assert world.the(Solution, merged).backers == 1


def test_ones_own_is_merged_with_that_of_another(
    cast: list[Person], problem: int, two: tuple[int, int]
) -> None:
    ada, bea, cem, *_ = cast
    own = ada.proposes(problem, "A third")
    cem.is_refused("6.18", "not yours").merges(problem, *two)
    ada.is_refused("6.18", "another proposer").merges(problem, two[0], own)
    ada.is_refused("6.18").merges(problem, two[0], 99)
    ada.is_refused("6.18", "Two solutions").proposes(problem, merges=(two[0],))
    bea.merges(problem, two[1], two[0])


def test_solutions_of_one_problem_are_merged_and_no_amendments(
    cast: list[Person], problem: int, two: tuple[int, int]
) -> None:
    ada, bea, *_ = cast
    elsewhere = bea.proposes(bea.raises_problem("Another"))
    ada.is_refused("6.18", "of this problem").merges(problem, two[0], elsewhere)
    ada.is_refused("6.18", "no amendments").merges(
        problem, two[0], bea.amends(problem, vote_days="6")
    )
    ada.merges(problem, *two)


def test_who_proposed_the_other_answers_once(
    world: World, cast: list[Person], problem: int, two: tuple[int, int]
) -> None:
    ada, bea, cem, *_ = cast
    merged = ada.merges(problem, *two)
    cem.is_refused("6.18", "Only whoever").answers_merge(merged)
    ada.is_refused("6.18", "Only whoever").answers_merge(merged)
    bea.is_refused("6.18", "Nobody asks").answers_merge(two[0])
    bea.answers_merge(merged, agrees=False).is_refused("6.18", "Nobody asks").answers_merge(merged)
    assert [state(world, one) for one in two] == [("standing", False)] * 2


def test_whoever_agrees_has_read_the_newest_version(
    cast: list[Person], problem: int, two: tuple[int, int]
) -> None:
    ada, bea, *_ = cast
    merged = ada.merges(problem, *two)
    ada.revises(merged, "All of it is mine")
    bea.is_refused("6.18", "newer version").answers_merge(merged, version=1)
    bea.answers_merge(merged, version=2)


def test_a_text_rewritten_afterwards_binds_nobody_who_agreed_to_another(
    world: World, cast: list[Person], problem: int, two: tuple[int, int]
) -> None:
    ada, bea, cem, *_ = cast
    merged = ada.merges(problem, *two)
    bea.answers_merge(merged).backs(merged)
    cem.backs(merged)
    ada.revises(merged, "All of it is mine")
    assert team(world.view, world.the(Version, 2, merged)) == []
    world.reach(problem, "reading")
    assert world.the(Solution, merged).version == 1
    assert team(world.view, world.the(Version, 1, merged)) == [bea.number]


def test_both_still_stand_when_they_are_merged(
    world: World, cast: list[Person], problem: int, two: tuple[int, int]
) -> None:
    ada, bea, *_ = cast
    merged = ada.merges(problem, *two)
    ada.withdraws_solution(two[0])
    bea.is_refused("6.18", "does not stand").answers_merge(merged)
    again = ada.merges(problem, ada.proposes(problem), two[1])
    bea.answers_merge(again)
    assert state(world, two[1]) == ("withdrawn", False)


def test_the_cap_counts_for_both() -> None:
    world = World().found(mandate_cap="1")
    ada, bea, *_ = world.crowd(4)
    problem = ada.raises_problem()
    two = ada.proposes(problem), bea.proposes(problem)
    merged = ada.merges(problem, *two)
    world.decide(bea)
    problem = ada.raises_problem()
    later = ada.merges(problem, ada.proposes(problem), bea.proposes(problem))
    bea.is_refused("9.2").answers_merge(later)
    assert merged


def rewritten(cast: list[Person], problem: int, two: tuple[int, int]) -> int:
    """Ada has rewritten what she and Bea merged; each of them backs her own version."""
    ada, bea, *_ = cast
    merged = ada.merges(problem, *two)
    bea.answers_merge(merged).backs(merged)
    ada.revises(merged, "All of it is mine")
    return merged


def test_who_rewrites_it_at_the_last_moment_does_not_win_by_being_the_later(
    world: World, cast: list[Person], problem: int, two: tuple[int, int]
) -> None:
    merged = rewritten(cast, problem, two)
    world.reach(problem, "reading")
    assert world.the(Solution, merged).version == 1
    assert findings(world) == []


def test_what_more_back_stands_even_so_and_whoever_agreed_can_follow(
    world: World, cast: list[Person], problem: int, two: tuple[int, int]
) -> None:
    merged = rewritten(cast, problem, two)
    cast[2].backs(merged)
    world.reach(problem, "reading")
    assert world.the(Solution, merged).version == 2
    assert findings(world) == []


def test_whoever_joins_no_longer_or_another_version_has_no_say_in_what_is_level(
    world: World, cast: list[Person], problem: int, two: tuple[int, int]
) -> None:
    merged = rewritten(cast, problem, two)
    cast[1].joins(merged, joins=False, version=1)
    world.reach(problem, "reading")
    assert world.the(Solution, merged).version == 2
    assert findings(world) == []
