"""Clauses 6.3 to 6.5, 6.9 and 6.10: backing is given to a version, and the most backed stands."""

import pytest

from esoviet.law.amendments import Amending
from esoviet.law.problems import Problem
from esoviet.law.solutions import Backing, BackSolution, Solution, Version
from esoviet.wire.ed25519 import SigningKey
from tests.law.test_solutions import effect, fallen
from tests.person import Person
from tests.world import World, signing_key

MINUTE = 60_000


@pytest.fixture
def world() -> World:
    """Mandates are reported on once a year, so that they do not fall vacant meanwhile."""
    return World().found(report_days="365")


@pytest.fixture
def cast(world: World) -> list[Person]:
    return world.crowd(5)


def backers(world: World, solution: int) -> list[int]:
    """How many back each version, in their order."""
    return [version.backers for version in world.view.rows(Version, solution)]


def drafted(cast: list[Person]) -> tuple[int, int]:
    """A problem, and a solution of the second member that all the others back too."""
    problem = cast[0].raises_problem()
    solution = cast[1].proposes(problem, "Repair it by May")
    for person in (cast[0], *cast[2:]):
        person.backs(solution)
    return problem, solution


# -- a member backs one version


def test_a_revision_takes_only_its_proposers_own_backing_along(
    world: World, cast: list[Person]
) -> None:
    _, solution = drafted(cast)
    cast[1].revises(solution, "Replace it")
    assert backers(world, solution) == [4, 1]
    cast[0].backs(solution)
    assert backers(world, solution) == [3, 2]
    cast[0].is_refused("6.5", "said already").backs(solution)
    cast[0].backs(solution, version=1)
    assert backers(world, solution) == [4, 1]


def test_a_proposer_who_does_not_back_it_does_not_back_a_new_version(
    world: World, cast: list[Person]
) -> None:
    _, bea, *_ = cast
    _, solution = drafted(cast)
    bea.backs(solution, backs=False).revises(solution)
    assert backers(world, solution) == [4, 0]
    bea.backs(solution)
    assert backers(world, solution) == [4, 1]


def test_backing_is_taken_back_from_the_version_that_it_was_given_to(
    world: World, cast: list[Person]
) -> None:
    ada, bea, *_ = cast
    _, solution = drafted(cast)
    bea.revises(solution)
    ada.is_refused("6.5", "said already").backs(solution, backs=False, version=2)
    ada.backs(solution, backs=False, version=1)
    assert (backers(world, solution), world.get(Backing, 1, solution)) == ([3, 1], None)


def test_a_version_that_there_is_not_cannot_be_backed(world: World, cast: list[Person]) -> None:
    ada, bea, *_ = cast
    solution = bea.proposes(ada.raises_problem())
    ada.is_refused("6.5", "no version").backs(solution, version=2)
    ada.backs(solution, version=1)


def test_words_that_are_gone_cannot_be_backed(world: World, cast: list[Person]) -> None:
    ada, bea, *_ = cast
    words = world.text("Repair it")
    solution = bea.proposes(ada.raises_problem(), words)
    bea.revises(solution).erases(words)
    ada.is_refused("6.5", "erased").backs(solution, version=1)
    ada.backs(solution)


def test_what_one_device_backed_another_moves_only_when_it_has_seen_it(world: World) -> None:
    ada, bea, *_ = world.crowd(3)
    solution = bea.proposes(ada.raises_problem())
    laptop: SigningKey = signing_key("Ada's laptop")
    other = ada.enrols(laptop)
    early = world.seen()
    ada.backs(solution)
    bea.revises(solution)
    other.is_refused("1.12").does(BackSolution, solution=solution, version=2, seen=early)
    other.does(BackSolution, solution=solution, version=2)


# -- which version stands


def test_the_version_that_most_back_stands_with_all_that_it_says(world: World) -> None:
    cast = world.crowd(5)
    ada, bea, cem, *_ = cast
    problem = ada.raises_problem()
    solution = bea.proposes(problem, "May", effect=effect(world, target="18"))
    for person in (ada, cem):
        person.backs(solution)
    bea.revises(solution, "June", amending=Amending(parameters={"vouches": "3"}))
    first = world.the(Version, 1, solution)
    world.reach(problem, "reading")
    stands = world.the(Solution, solution)
    assert (stands.version, stands.text, stands.target) == (1, first.text, "18")
    assert (stands.backers, stands.amends, stands.parameters) == (2, False, {})


def test_of_level_versions_the_later_stands(world: World, cast: list[Person]) -> None:
    ada, bea, *_ = cast
    problem = ada.raises_problem()
    solution = bea.proposes(problem)
    ada.backs(solution)
    bea.revises(solution)
    world.reach(problem, "reading")
    assert (backers(world, solution), world.the(Solution, solution).version) == ([1, 1], 2)


def test_no_version_stands_for_another(world: World) -> None:
    """Of 40 two must back a version: two of which each is backed by one fall."""
    crowd = world.crowd(40)
    problem = world.necessary(crowd[0])
    split, whole = crowd[0].proposes(problem), crowd[1].proposes(problem)
    for solution in (split, whole):
        crowd[2].backs(solution)
    crowd[0].revises(split)
    vote = world.open_vote(problem)
    assert (vote.options, fallen(world, split)) == ((whole,), "too few backers")


def test_a_text_swapped_in_the_last_minute_does_not_stand(world: World, cast: list[Person]) -> None:
    _, bea, *_ = cast
    problem, solution = drafted(cast)
    world.turn_to(world.the(Problem, problem).due - MINUTE)
    bea.revises(solution, "Give it all to Bea")
    world.reach(problem, "reading")
    assert (world.the(Solution, solution).version, backers(world, solution)) == (1, [4, 1])


def test_a_slip_that_is_mended_stands_when_the_backers_follow(
    world: World, cast: list[Person]
) -> None:
    _, bea, *_ = cast
    problem, solution = drafted(cast)
    world.turn_to(world.the(Problem, problem).due - MINUTE)
    bea.revises(solution, "Repair it by the first of May")
    for person in cast[2:]:
        person.backs(solution)
    world.reach(problem, "reading")
    assert (world.the(Solution, solution).version, backers(world, solution)) == (2, [1, 4])


def test_a_version_whose_words_are_gone_stands_aside(world: World, cast: list[Person]) -> None:
    ada, bea, *_ = cast
    words = world.text("Replace it")
    problem = ada.raises_problem()
    solution = bea.proposes(problem)
    ada.backs(solution)
    bea.revises(solution, words).erases(words)
    world.reach(problem, "reading")
    assert world.the(Solution, solution).version == 1


def test_what_others_back_of_an_old_version_nobody_erases(world: World, cast: list[Person]) -> None:
    ada, bea, *_ = cast
    old, new = world.text("Repair it"), world.text("Replace it")
    solution = bea.proposes(ada.raises_problem(), old)
    ada.backs(solution)
    bea.revises(solution, new)
    bea.is_refused("12.4").erases(old)
    bea.erases(new)


def test_a_candidature_stands_with_the_text_that_most_back(
    world: World, cast: list[Person]
) -> None:
    ada, bea, cem, *_ = cast
    election = ada.calls_election(1)
    candidature = bea.proposes(election, "I report every week")
    for person in (ada, cem):
        person.backs(candidature)
    bea.revises(candidature, "I promise nothing")
    world.reach(election, "reading")
    assert world.the(Solution, candidature).version == 1
    bea.withdraws_solution(candidature)
    assert world.the(Solution, candidature).state == "withdrawn"


def test_ties_are_broken_by_the_backers_of_the_version_that_stands(
    world: World, cast: list[Person]
) -> None:
    ada, bea, cem, dot, eva = cast
    problem = ada.raises_problem()
    revised, plain = bea.proposes(problem), cem.proposes(problem)
    for solution, person in ((revised, ada), (revised, dot), (plain, eva)):
        person.backs(solution)
    bea.revises(revised)
    dot.backs(revised)
    cem.backs(revised, version=1)
    ada.backs(plain)
    vote = world.open_vote(problem)
    assert (vote.options, world.the(Solution, revised).version) == ((plain, revised), 2)


# -- the reading


def test_during_the_reading_only_the_version_that_stands_is_backed(
    world: World, cast: list[Person]
) -> None:
    ada, bea, cem, *_ = cast
    problem, solution = drafted(cast)
    bea.revises(solution)
    world.reach(problem, "reading")
    ada.is_refused("6.5", "version 1 stands").backs(solution, version=2)
    ada.backs(solution, backs=False).backs(solution)
    bea.is_refused("6.5", "version 1 stands").backs(solution, backs=False, version=2)
    bea.backs(solution)
    assert (backers(world, solution), world.the(Solution, solution).backers) == ([5, 0], 5)
    world.open_vote(problem)
    cem.is_refused("6.5", "vote has begun").backs(solution, backs=False)


def test_a_solution_whose_backers_think_better_of_it_is_not_voted_on(
    world: World, cast: list[Person]
) -> None:
    problem, solution = drafted(cast)
    other = cast[0].proposes(problem)
    world.reach(problem, "reading")
    for person in cast:
        person.backs(solution, backs=False)
    assert world.open_vote(problem).options == (other,)
    assert fallen(world, solution) == "too few backers"


def test_whoever_comes_back_in_the_reading_keeps_it_on_the_ballot(
    world: World, cast: list[Person]
) -> None:
    problem, solution = drafted(cast)
    world.reach(problem, "reading")
    for person in cast:
        person.backs(solution, backs=False)
    cast[2].backs(solution)
    assert world.open_vote(problem).options == (solution,)


def test_when_the_reading_leaves_nothing_the_problem_lapses(
    world: World, cast: list[Person]
) -> None:
    problem, solution = drafted(cast)
    world.reach(problem, "reading")
    for person in cast:
        person.backs(solution, backs=False)
    world.pass_days(7)
    lapsed = world.the(Problem, problem)
    assert (lapsed.phase, lapsed.because) == ("lapsed", "no solution found enough backing")
    cast[0].is_refused("6.5", "No solution").backs(solution)


def test_who_leaves_during_the_reading_backs_no_more(world: World, cast: list[Person]) -> None:
    ada, bea, cem, *_ = cast
    problem = ada.raises_problem()
    alone, other = bea.proposes(problem), cem.proposes(problem)
    world.reach(problem, "reading")
    bea.leaves()
    assert world.open_vote(problem).options == (other,)
    assert fallen(world, alone) == "too few backers"


def test_first_those_take_a_mandate_up_who_backed_the_version_that_was_decided(
    world: World, cast: list[Person]
) -> None:
    ada, bea, cem, dot, _ = cast
    problem = ada.raises_problem()
    solution = bea.proposes(problem)
    for person in (ada, cem):
        person.backs(solution)
    bea.revises(solution)
    dot.backs(solution)
    dot.backs(solution, backs=False)
    vote = world.open_vote(problem)
    for person in cast:
        person.votes(vote.number, [[solution], [0]])
    world.close(vote.number)
    bea.resigns(1)
    dot.is_refused("9.6", "First").takes_up(1)
    bea.is_refused("9.6", "First").takes_up(1)
    ada.takes_up(1)


# -- commitments belong to a version


def test_who_commits_to_a_version_carries_that_one(world: World) -> None:
    world = World().found(report_days="365", mandate_cap="1")
    ada, bea, cem = world.crowd(3)
    world.decide(ada)
    problem = bea.raises_problem()
    solution = ada.proposes(problem)
    bea.backs(solution)
    cem.backs(solution).adopts(solution)
    ada.revises(solution, "Something quite different")
    carriers = [version.carrier for version in world.view.rows(Version, solution)]
    assert carriers == [cem.number, ada.number]
    world.reach(problem, "reading")
    assert world.the(Solution, solution).carrier == cem.number


def test_a_commitment_names_its_version(world: World, cast: list[Person]) -> None:
    ada, bea, *_ = cast
    solution = bea.proposes(ada.raises_problem())
    bea.leaves()
    ada.is_refused("6.8", "no version").adopts(solution, version=2)
    ada.adopts(solution, version=1)
