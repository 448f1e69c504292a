"""Chapter 6 of the law: who carries a solution out together with whoever commits to it."""

import pytest

from esoviet.law.carriers import Partner
from esoviet.law.mandates import Mandate, Report, carriers
from esoviet.law.solutions import Solution, Version
from esoviet.law.together import asking, team
from tests.person import Person
from tests.world import World, signing_key


@pytest.fixture
def world() -> World:
    """Mandates are reported on once a year, so that they do not fall vacant meanwhile."""
    return World().found(report_days="365")


@pytest.fixture
def cast(world: World) -> list[Person]:
    """Hal leads mandates 1 and 2."""
    cast = world.crowd(8)
    for _ in range(2):
        world.decide(cast[7])
    return cast


@pytest.fixture
def solution(cast: list[Person]) -> int:
    """Ada's."""
    return cast[0].proposes(cast[0].raises_problem())


def fill(cast: list[Person], person: Person) -> None:
    """They hold as many mandates as one may, at once."""
    cast[7].shares(1, person).shares(2, person)


def decide(world: World, solution: int) -> Mandate:
    """All vote for one solution, which gets its mandate."""
    vote = world.open_vote(world.the(Solution, solution).problem).number
    for person in world.present():
        person.votes(vote, [[solution], [0]])
    world.close(vote)
    return world.view.rows(Mandate)[-1]


def joined(world: World, solution: int, version: int = 1) -> list[int]:
    return team(world.view, world.view.must(Version, version, solution))


def carry(world: World, mandate: Mandate) -> tuple[int, ...]:
    return carriers(world.view, mandate)


def test_who_joins_and_is_welcome_carries_it_out_once_it_is_decided(
    world: World, cast: list[Person], solution: int
) -> None:
    ada, bea, cem, *_ = cast
    cem.joins(solution)
    bea.joins(solution)
    assert asking(world.view, world.view.must(Version, 1, solution)) == [3, 2]
    ada.welcomes(solution, bea).welcomes(solution, cem)
    assert joined(world, solution) == [2, 3]
    assert not world.view.rows(Partner, 3)
    mandate = decide(world, solution)
    assert carry(world, mandate) == (1, 2, 3)
    told = [(one.kind, one.by) for one in world.view.rows(Report, mandate.number)]
    assert told == [("joined", 2), ("joined", 3)]
    assert world.the(Mandate, mandate.number).reports == len(told)
    cem.reports(mandate.number)


def test_who_was_not_welcomed_is_bound_by_nothing(
    world: World, cast: list[Person], solution: int
) -> None:
    ada, bea, cem, dot, *_ = cast
    bea.joins(solution)
    cem.joins(solution)
    dot.joins(solution)
    ada.welcomes(solution, cem, welcomes=False)
    ada.welcomes(solution, dot).welcomes(solution, dot, welcomes=False)
    assert carry(world, decide(world, solution)) == (1,)


def test_only_who_commits_to_a_version_agrees_to_who_has_signed_for_it(
    world: World, cast: list[Person], solution: int
) -> None:
    ada, bea, cem, *_ = cast
    ada.is_refused("6.13", "have not signed").welcomes(solution, bea)
    bea.joins(solution)
    bea.is_refused("6.13", "do not commit").welcomes(solution, bea)
    cem.is_refused("6.13", "do not commit").welcomes(solution, bea)
    ada.is_refused("6.13", "have not signed").welcomes(solution, cem)
    ada.welcomes(solution, bea).is_refused("6.13", "said already").welcomes(solution, bea)
    bea.is_refused("6.12", "said already").joins(solution)
    ada.is_refused("6.12", "another member").joins(solution)


def test_both_can_take_it_back_until_the_vote(
    world: World, cast: list[Person], solution: int
) -> None:
    ada, bea, cem, *_ = cast
    bea.is_refused("6.12", "said already").joins(solution, joins=False)
    ada.teams_up(solution, bea, cem)
    world.reach(world.the(Solution, solution).problem, "reading")
    bea.joins(solution, joins=False)
    ada.is_refused("6.13", "have not signed").welcomes(solution, bea)
    ada.welcomes(solution, cem, welcomes=False).welcomes(solution, cem)
    assert joined(world, solution) == [3]
    world.open_vote(world.the(Solution, solution).problem)
    cem.is_refused("6.12", "vote has begun").joins(solution, joins=False)
    ada.is_refused("6.13", "vote has begun").welcomes(solution, cem, welcomes=False)
    bea.is_refused("6.12", "vote has begun").joins(solution)


def test_who_signs_again_needs_another_welcome(
    world: World, cast: list[Person], solution: int
) -> None:
    ada, bea, *_ = cast
    ada.teams_up(solution, bea)
    bea.joins(solution, joins=False).joins(solution)
    assert not joined(world, solution)
    ada.welcomes(solution, bea)
    assert joined(world, solution) == [2]


def test_who_was_told_no_is_not_asked_about_again_for_the_same_text(
    world: World, cast: list[Person], solution: int
) -> None:
    ada, bea, *_ = cast
    bea.joins(solution)
    ada.welcomes(solution, bea, welcomes=False)
    bea.joins(solution, joins=False).joins(solution)
    assert not asking(world.view, world.view.must(Version, 1, solution))
    ada.is_refused("6.13", "said already").welcomes(solution, bea, welcomes=False)
    ada.revises(solution)
    bea.joins(solution)
    assert asking(world.view, world.view.must(Version, 2, solution)) == [2]


def test_a_new_version_needs_both_signatures_again(
    world: World, cast: list[Person], solution: int
) -> None:
    ada, bea, cem, *_ = cast
    ada.teams_up(solution, bea, cem).revises(solution)
    assert (joined(world, solution, 2), joined(world, solution)) == ([], [2, 3])
    ada.is_refused("6.13", "have not signed").welcomes(solution, bea, version=2)
    bea.joins(solution, version=2)
    assert joined(world, solution) == [3]
    ada.welcomes(solution, bea, version=2)
    assert carry(world, decide(world, solution)) == (1, 2)


def test_the_version_that_stands_binds_who_signed_for_it(
    world: World, cast: list[Person], solution: int
) -> None:
    ada, bea, cem, dot, *_ = cast
    ada.teams_up(solution, bea).revises(solution).teams_up(solution, cem)
    for person in (bea, dot):
        person.backs(solution, version=1)
    problem = world.the(Solution, solution).problem
    world.reach(problem, "reading")
    assert world.the(Solution, solution).version == 1
    cem.is_refused("6.12", "version 1 stands").joins(solution, version=2)
    assert carry(world, decide(world, solution)) == (1, 2)


def test_five_carry_it_at_most(world: World, cast: list[Person], solution: int) -> None:
    ada, *others = cast
    for one in others[:6]:
        one.joins(solution)
    for one in others[:4]:
        ada.welcomes(solution, one)
    ada.is_refused("6.13", "At most 5").welcomes(solution, others[4])
    others[1].leaves()
    ada.welcomes(solution, others[4])
    assert carry(world, decide(world, solution)) == (1, 2, 4, 5, 6)


def test_nobody_joins_beyond_the_cap_nor_is_bound_beyond_it(
    world: World, cast: list[Person], solution: int
) -> None:
    ada, bea, cem, *_ = cast
    fill(cast, cem)
    cem.is_refused("9.2").joins(solution)
    ada.teams_up(solution, bea)
    fill(cast, bea)
    mandate = decide(world, solution)
    assert carry(world, mandate) == (1,)
    assert mandate.reports == 0


def test_where_who_committed_cannot_the_first_who_was_welcome_leads_it(
    world: World, cast: list[Person], solution: int
) -> None:
    ada, bea, cem, dot, *_ = cast
    ada.teams_up(solution, bea, cem, dot)
    problem = world.the(Solution, solution).problem
    vote = world.open_vote(problem).number
    bea.leaves()
    ada.leaves()
    for person in world.present():
        person.votes(vote, [[solution], [0]])
    world.close(vote)
    mandate = world.view.rows(Mandate)[-1]
    assert carry(world, mandate) == (3, 4)
    assert (mandate.state, mandate.vacated, mandate.before) == ("active", 0, ())
    told = [(one.kind, one.by) for one in world.view.rows(Report, mandate.number)]
    assert told == [("taken-up", 3), ("joined", 4)]


def test_where_who_committed_is_at_the_cap_who_joined_leads_it_and_else_it_is_vacant(
    world: World, cast: list[Person]
) -> None:
    ada, bea, cem, *_ = cast
    first, second = (ada.proposes(ada.raises_problem()) for _ in range(2))
    ada.teams_up(first, bea)
    cem.joins(second)
    for one in (first, second):
        bea.backs(one)
    fill(cast, ada)
    assert carry(world, decide(world, first)) == (2,)
    vacant = decide(world, second)
    assert (vacant.state, carry(world, vacant)) == ("vacant", ())


def test_who_joined_keeps_a_solution_from_falling_and_from_others(
    world: World, cast: list[Person]
) -> None:
    """Clauses 6.8 and 6.9: somebody who can carries it already."""
    ada, bea, cem, *_ = cast
    first, second = (ada.proposes(ada.raises_problem()) for _ in range(2))
    ada.teams_up(first, bea)
    fill(cast, ada)
    cem.is_refused("6.8", "Somebody who can").adopts(first)
    cem.adopts(second)
    world.reach(world.the(Solution, first).problem, "reading")
    assert world.the(Solution, first).state == "standing"


def test_where_another_commits_who_joined_signs_anew(
    world: World, cast: list[Person], solution: int
) -> None:
    ada, bea, cem, dot, *_ = cast
    ada.teams_up(solution, bea)
    cem.backs(solution)
    ada.withdraws_solution(solution)
    assert not joined(world, solution)
    dot.is_refused("6.12", "another member").joins(solution)
    cem.adopts(solution)
    cem.is_refused("6.13", "have not signed").welcomes(solution, bea)
    cem.teams_up(solution, bea)
    assert carry(world, decide(world, solution)) == (3, 2)


def test_a_candidature_and_an_amendment_are_not_joined(world: World, cast: list[Person]) -> None:
    ada, bea, *_ = cast
    candidature = ada.proposes(ada.calls_election(1))
    bea.is_refused("6.12", "candidature").joins(candidature)
    change = ada.amends(ada.raises_problem(), mandate_cap="3")
    bea.is_refused("6.12", "needs nobody").joins(change)
    bea.joins(ada.proposes(ada.raises_problem()))


def test_nobody_joins_what_was_erased_or_is_not_there(
    world: World, cast: list[Person], solution: int
) -> None:
    ada, bea, *_ = cast
    bea.is_refused("6.12", "no version").joins(solution, version=9)
    bea.is_refused("6.12", "No solution").joins(99, version=1)
    text = world.text("Paint the stairs")
    ada.revises(solution, text).revises(solution).erases(text)
    bea.is_refused("6.12", "erased").joins(solution, version=2)
    bea.joins(solution, version=3)


def test_another_device_answers_only_what_it_has_seen(
    world: World, cast: list[Person], solution: int
) -> None:
    ada, bea, cem, *_ = cast
    phone = bea.enrols(signing_key("Bea's phone"))
    tablet = ada.enrols(signing_key("Ada's tablet"))
    seen = world.seen()
    bea.joins(solution)
    cem.joins(solution)
    with world.looking(*seen):
        phone.is_refused("1.12").joins(solution, joins=False)
    phone.joins(solution, joins=False).joins(solution)
    seen = world.seen()
    ada.welcomes(solution, bea)
    with world.looking(*seen):
        tablet.is_refused("1.12").welcomes(solution, bea, welcomes=False)
        tablet.welcomes(solution, cem)
    tablet.welcomes(solution, bea, welcomes=False)


def test_a_signature_that_was_held_back_binds_to_nobody_who_committed_since(
    world: World, cast: list[Person], solution: int
) -> None:
    ada, bea, cem, *_ = cast
    before = world.seen()
    fill(cast, ada)
    cem.adopts(solution)
    with world.looking(*before):
        bea.is_refused("6.13", "committed").joins(solution)
    bea.joins(solution)
    cem.welcomes(solution, bea)
    assert joined(world, solution) == [2]


def test_a_no_of_who_committed_before_is_none_of_who_does_now(
    world: World, cast: list[Person], solution: int
) -> None:
    ada, bea, cem, *_ = cast
    bea.joins(solution)
    ada.welcomes(solution, bea, welcomes=False)
    bea.joins(solution, joins=False)
    fill(cast, ada)
    cem.adopts(solution)
    bea.joins(solution)
    assert asking(world.view, world.view.must(Version, 1, solution)) == [2]


def test_a_no_stands_also_for_who_signs_for_another_version_in_between(
    world: World, cast: list[Person], solution: int
) -> None:
    ada, bea, *_ = cast
    ada.revises(solution)
    bea.joins(solution, version=1)
    ada.welcomes(solution, bea, welcomes=False, version=1)
    bea.joins(solution, version=2)
    assert asking(world.view, world.view.must(Version, 2, solution)) == [2]
    bea.joins(solution, version=1)
    assert not asking(world.view, world.view.must(Version, 1, solution))
    ada.welcomes(solution, bea, version=1)
    assert joined(world, solution) == [2]


def test_a_share_that_is_offered_can_be_declined(world: World, cast: list[Person]) -> None:
    ada, bea, *_ = cast
    world.decide(ada)
    bea.is_refused("9.20", "Nobody offers").accepts_share(3, accepts=False)
    ada.offers_share(3, bea)
    bea.accepts_share(3, accepts=False)
    assert world.the(Mandate, 3).reports == 0
    bea.is_refused("9.20", "Nobody offers").accepts_share(3)
    ada.is_refused("9.20", "said already").offers_share(3, bea, offers=False)
    ada.offers_share(3, bea)
    bea.accepts_share(3)
    assert carry(world, world.the(Mandate, 3)) == (1, 2)
