"""Chapter 6 of the law: who commits to carry a solution out, and who stands in an election."""

import pytest

from esoviet.law.problems import Problem
from esoviet.law.solutions import Solution
from tests.person import Person
from tests.world import World


@pytest.fixture
def world() -> World:
    """Mandates are reported on once a year, so that they do not fall vacant meanwhile."""
    return World().found(report_days="365")


@pytest.fixture
def cast(world: World) -> list[Person]:
    return world.crowd(3)


def standing(world: World, problem: int) -> list[int]:
    found = world.view.by(Solution, "problem", problem)
    return [solution.number for solution in found if solution.state == "standing"]


def fallen(world: World, solution: int) -> str:
    record = world.the(Solution, solution)
    assert record.state == "fallen"
    return record.because


def at_the_cap(world: World, person: Person) -> None:
    for _ in range(2):
        assert world.decide(person).ending == "adopted"


def test_nobody_carries_more_than_they_may(world: World, cast: list[Person]) -> None:
    ada, *_ = cast
    at_the_cap(world, ada)
    problem = ada.raises_problem()
    solution = ada.proposes(problem)
    world.pass_days(7)
    assert fallen(world, solution) == "nobody to carry it out"
    assert world.the(Problem, problem).phase == "lapsed"


def test_an_amendment_needs_nobody_to_carry_it_out() -> None:
    """Else an assembly whose members are all busy could never raise the number of mandates."""
    world = World().found(mandate_cap="1", report_days="28")
    ada, *_ = world.crowd(3)
    world.decide(ada)
    assert world.amend(ada, mandate_cap="2").ending == "adopted"


def test_another_member_adopts_what_its_proposer_cannot_carry(
    world: World, cast: list[Person]
) -> None:
    ada, bea, cem = cast
    at_the_cap(world, ada)
    problem = ada.raises_problem()
    solution = ada.proposes(problem)
    bea.adopts(solution)
    cem.is_refused("6.8", "carries this solution already").adopts(solution)
    bea.is_refused("6.8", "carries this solution already").adopts(solution)
    assert world.open_vote(problem).options == (solution,)
    assert world.the(Solution, solution).carrier == bea.number


def test_a_solution_is_adopted_only_where_its_proposer_cannot(
    world: World, cast: list[Person]
) -> None:
    ada, bea, _ = cast
    solution = ada.proposes(ada.raises_problem())
    bea.is_refused("6.8", "carries this solution already").adopts(solution)
    bea.is_refused("6.8", "No solution").adopts(99)
    at_the_cap(world, ada)
    bea.adopts(ada.proposes(ada.raises_problem()))


def test_nobody_at_their_own_cap_adopts(world: World, cast: list[Person]) -> None:
    ada, bea, cem = cast
    at_the_cap(world, ada)
    at_the_cap(world, bea)
    solution = ada.proposes(ada.raises_problem())
    bea.is_refused("6.8", "as many mandates").adopts(solution)
    cem.adopts(solution)


def test_a_commitment_holds_for_the_version_it_was_given_for(
    world: World, cast: list[Person]
) -> None:
    ada, bea, _ = cast
    at_the_cap(world, ada)
    solution = ada.proposes(ada.raises_problem())
    bea.adopts(solution)
    ada.revises(solution, "Something quite different")
    assert world.the(Solution, solution).carrier == ada.number
    bea.adopts(solution)


def test_a_solution_whose_proposer_left_can_be_adopted(world: World, cast: list[Person]) -> None:
    ada, bea, cem = cast
    solution = bea.proposes(ada.raises_problem())
    ada.is_refused("6.8").adopts(solution)
    bea.leaves()
    ada.adopts(solution)
    cem.is_refused("6.8").adopts(solution)


def test_a_member_stands_once_in_an_election(world: World, cast: list[Person]) -> None:
    ada, bea, _ = cast
    election = ada.calls_election(2)
    candidature = bea.proposes(election)
    bea.is_refused("6.1", "stand in this election").proposes(election)
    bea.withdraws_solution(candidature)
    bea.proposes(election)
    assert len(standing(world, election)) == 1


def test_nobody_stands_for_another(world: World, cast: list[Person]) -> None:
    ada, bea, _ = cast
    candidature = bea.proposes(ada.calls_election(1))
    bea.leaves()
    ada.is_refused("6.8", "Nobody stands").adopts(candidature)


def test_a_candidate_who_left_is_not_on_the_ballot(world: World, cast: list[Person]) -> None:
    ada, bea, cem = cast
    election = ada.calls_election(1)
    left, stays = bea.proposes(election), cem.proposes(election)
    bea.leaves()
    vote = world.open_vote(election)
    assert (vote.options, vote.no_action, vote.kind) == ((stays,), True, "election")
    assert fallen(world, left) == "no longer a member"


def test_whoever_holds_many_mandates_can_stand_nevertheless(
    world: World, cast: list[Person]
) -> None:
    ada, *_ = cast
    at_the_cap(world, ada)
    election = ada.calls_election(1)
    candidature = ada.proposes(election)
    assert world.open_vote(election).options == (candidature,)
