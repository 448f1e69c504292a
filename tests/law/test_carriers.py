"""Chapter 6 of the law: who commits to carry a solution out, and who stands in an election."""

import pytest

from esoviet.law.mandates import Mandate
from esoviet.law.problems import Problem
from esoviet.law.solutions import Backing, Solution
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


# -- withdrawing what others back (6.4)


def test_a_solution_that_others_back_stands_without_its_proposer(
    world: World, cast: list[Person]
) -> None:
    ada, bea, cem = cast
    solution = bea.proposes(ada.raises_problem())
    ada.backs(solution)
    bea.withdraws_solution(solution)
    stands = world.the(Solution, solution)
    assert (stands.state, stands.released, stands.carrier) == ("standing", True, 0)
    assert (stands.backers, world.get(Backing, bea.number, solution)) == (1, None)
    bea.is_refused("6.4", "withdrawn from this").withdraws_solution(solution)
    bea.is_refused("6.3", "stands without you").revises(solution)
    cem.adopts(solution)
    ada.is_refused("6.8", "carries this solution already").adopts(solution)


def test_a_solution_that_nobody_else_backs_is_withdrawn(world: World, cast: list[Person]) -> None:
    ada, bea, _ = cast
    solution = bea.proposes(ada.raises_problem())
    ada.backs(solution).backs(solution, backs=False)
    bea.withdraws_solution(solution)
    assert world.the(Solution, solution).state == "withdrawn"


def test_an_old_version_that_others_back_stands_too(world: World, cast: list[Person]) -> None:
    ada, bea, _ = cast
    problem = ada.raises_problem()
    solution = bea.proposes(problem)
    ada.backs(solution)
    bea.revises(solution).withdraws_solution(solution)
    world.reach(problem, "reading")
    stands = world.the(Solution, solution)
    assert (stands.version, stands.carrier, stands.backers) == (1, 0, 1)


def test_what_nobody_commits_to_is_decided_nevertheless_and_its_mandate_begins_vacant(
    world: World, cast: list[Person]
) -> None:
    ada, bea, cem = cast
    problem = ada.raises_problem()
    solution = bea.proposes(problem)
    ada.backs(solution)
    bea.withdraws_solution(solution)
    vote = world.open_vote(problem).number
    for person in cast:
        person.votes(vote, [[solution], [0]])
    world.close(vote)
    mandate = world.the(Mandate, 1)
    assert (mandate.state, mandate.lead) == ("vacant", 0)
    cem.is_refused("9.6", "First").takes_up(1)
    ada.takes_up(1)


def test_who_takes_on_too_much_does_not_take_a_solution_away_so(
    world: World, cast: list[Person]
) -> None:
    """Else a full desk would be another way to withdraw what others back."""
    ada, bea, _ = cast
    at_the_cap(world, bea)
    problem = ada.raises_problem()
    backed, alone = bea.proposes(problem), bea.proposes(problem)
    ada.backs(backed)
    assert world.open_vote(problem).options == (backed,)
    assert fallen(world, alone) == "nobody to carry it out"


def test_another_can_commit_during_the_reading_too(world: World, cast: list[Person]) -> None:
    ada, bea, cem = cast
    problem = ada.raises_problem()
    solution = bea.proposes(problem)
    ada.backs(solution)
    world.turn_before(world.the(Problem, problem).due)
    bea.withdraws_solution(solution)
    world.reach(problem, "reading")
    cem.adopts(solution)
    world.open_vote(problem)
    ada.is_refused("6.8", "vote has begun").adopts(solution)


def test_a_proposer_who_withdrew_can_back_it_and_commit_again(
    world: World, cast: list[Person]
) -> None:
    ada, bea, cem = cast
    solution = bea.proposes(ada.raises_problem())
    ada.backs(solution)
    bea.withdraws_solution(solution)
    bea.backs(solution).adopts(solution)
    stands = world.the(Solution, solution)
    assert (stands.carrier, stands.backers, stands.released) == (bea.number, 2, True)
    cem.is_refused("6.8", "carries this solution already").adopts(solution)


def test_an_amendment_stands_without_its_proposer_and_needs_nobody(
    world: World, cast: list[Person]
) -> None:
    ada, bea, cem = cast
    problem = ada.raises_problem()
    change = bea.amends(problem, vote_days="6")
    ada.backs(change)
    bea.withdraws_solution(change)
    cem.is_refused("6.8", "needs nobody").adopts(change)
    assert world.open_vote(problem).options == (change,)


def test_a_candidature_is_withdrawn_though_others_back_it(world: World, cast: list[Person]) -> None:
    ada, bea, _ = cast
    candidature = bea.proposes(ada.calls_election(1))
    ada.backs(candidature)
    bea.withdraws_solution(candidature)
    assert world.the(Solution, candidature).state == "withdrawn"
