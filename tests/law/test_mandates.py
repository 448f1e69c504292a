"""Chapter 9 of the law: who carries a decision out."""

import pytest

from esoviet.law.act import Blob
from esoviet.law.completion import CompleteMandate
from esoviet.law.constitution import Constitution
from esoviet.law.lessons import SelfCriticism
from esoviet.law.mandates import Mandate, Report
from esoviet.law.problems import Problem
from esoviet.law.records import THE
from tests.person import Person
from tests.world import DAY, World

PICTURE = Blob(sha256="0" * 64, size=100, media_type="image/png")


@pytest.fixture
def cast(world: World) -> list[Person]:
    return world.crowd(3)


def state(world: World, mandate: int = 1) -> str:
    return world.the(Mandate, mandate).state


def test_the_proposer_leads_what_was_decided_at_once(world: World, cast: list[Person]) -> None:
    _, bea, _ = cast
    decision = world.decide(bea)
    mandate = world.the(Mandate, 1)
    assert (mandate.lead, mandate.held_by, mandate.state) == (bea.number, bea.number, "active")
    assert (mandate.decision, mandate.since) == (decision.number, decision.time)
    assert mandate.due == world.now + 14 * DAY


def test_a_report_moves_the_next_deadline(world: World, cast: list[Person]) -> None:
    ada, *_ = cast
    world.decide(ada)
    world.turn_before(world.the(Mandate, 1).due)
    ada.reports(1)
    assert (state(world), world.the(Mandate, 1).due) == ("active", world.now + 14 * DAY)
    assert world.the(Report, 1, 1).kind == "progress"


def test_without_a_report_a_mandate_is_overdue_and_then_vacant(
    world: World, cast: list[Person]
) -> None:
    world.decide(cast[0])
    due = world.the(Mandate, 1).due
    world.turn_to(due - 1)
    assert state(world) == "active"
    world.turn_to(due)
    assert state(world) == "overdue"
    world.turn_to(due + 7 * DAY - 1)
    assert (state(world), world.the(Mandate, 1).held_by) == ("overdue", 1)
    world.turn_to(due + 7 * DAY)
    assert (state(world), world.the(Mandate, 1).held_by) == ("vacant", 0)


def test_a_late_report_saves_a_mandate(world: World, cast: list[Person]) -> None:
    ada, *_ = cast
    world.decide(ada)
    world.turn_before(world.the(Mandate, 1).due + 7 * DAY)
    ada.reports(1)
    world.pass_days(13)
    assert state(world) == "active"


def test_an_overdue_mandate_falls_vacant_after_an_hour_of_grace_at_least() -> None:
    world = World().found(grace_days="1/24")
    world.decide(world.crowd(3)[0])
    world.turn_before(world.the(Mandate, 1).due + DAY // 24)
    assert state(world) == "overdue"
    world.pass_ms(1)
    assert state(world) == "vacant"


def test_only_who_leads_it_reports_resigns_and_completes(world: World, cast: list[Person]) -> None:
    ada, bea, _ = cast
    world.decide(ada)
    bea.is_refused("9.3", "do not lead").reports(1)
    bea.is_refused("9.5", "do not lead").resigns(1)
    bea.is_refused("9.7", "do not lead").completes(1)
    ada.is_refused("9.3", "do not lead").reports(2)
    world.carry_out(ada.reports(1), 1).confirm()
    ada.is_refused("9.3", "do not lead").reports(1)


def test_the_reports_are_texts(world: World, cast: list[Person]) -> None:
    ada, *_ = cast
    world.decide(ada)
    ada.is_refused("9.3", "text/markdown").reports(1, PICTURE)
    ada.is_refused("9.3", "longer").resigns(1, "x" * 65_537)
    ada.is_refused("16.4", "text/markdown").completes(1, differently=PICTURE)
    ada.is_refused("16.4", "longer").completes(1, lesson=world.text("x" * 4_097))
    ada.reports(1, "x" * 65_536).completes(1, lesson=world.text("x" * 4_096))


def test_whoever_resigns_leaves_the_mandate_to_another(world: World, cast: list[Person]) -> None:
    ada, bea, _ = cast
    world.decide(ada)
    bea.volunteers_for(1)
    ada.resigns(1)
    assert (state(world), world.the(Mandate, 1).due) == ("vacant", 0)
    bea.takes_up(1)
    mandate = world.the(Mandate, 1)
    assert (mandate.state, mandate.lead, mandate.held_by) == ("active", 2, 2)
    assert [report.kind for report in world.view.rows(Report, 1)] == ["resigned", "taken-up"]
    bea.reports(1)


def test_first_those_take_a_mandate_up_who_backed_it_or_offered_to_help(
    world: World, cast: list[Person]
) -> None:
    ada, bea, cem = cast
    problem = ada.raises_problem()
    solution = ada.proposes(problem)
    bea.backs(solution)
    vote = world.open_vote(problem).number
    for person in cast:
        person.votes(vote, [[solution], [0]])
    world.close(vote)
    ada.resigns(1).is_refused("9.6", "First those").takes_up(1)
    cem.volunteers_for(solution).is_refused("9.6", "First those").takes_up(1)
    bea.takes_up(1).resigns(1)
    world.pass_days(float(world.the(Constitution, THE).days("grace_days")) / DAY)
    ada.takes_up(1)


def test_who_has_led_for_long_waits_until_others_were_asked() -> None:
    world = World().found(lead_term_days="30", report_days="300", mandate_cap="9")
    ada, bea, cem = cast = world.crowd(3)
    world.decide(cem)
    problem = ada.raises_problem()
    solution = ada.proposes(problem)
    for person in (bea, cem):
        person.volunteers_for(solution)
    vote = world.open_vote(problem).number
    for person in cast:
        person.votes(vote, [[solution], [0]])
    world.close(vote)
    world.turn_to(world.the(Mandate, 1).since + 30 * DAY - 1)
    ada.resigns(2)
    cem.takes_up(2).resigns(2)
    world.turn_to(world.the(Mandate, 1).since + 30 * DAY)
    cem.is_refused("9.6", "First those").takes_up(2)
    bea.takes_up(2).resigns(2)
    cem.is_refused("9.6", "others are asked").takes_up(2)
    world.pass_days(float(world.the(Constitution, THE).days("grace_days")) / DAY)
    cem.takes_up(2)


def test_however_short_it_is_set_nobody_loses_a_mandate_or_waits_for_longer_than_grace() -> None:
    world = World().found(lead_term_days="1", grace_days="3", report_days="300", mandate_cap="9")
    ada, bea, _cem = world.crowd(3)
    for person in (ada, bea, bea):
        world.decide(person)
    bea.resigns(2)
    ada.is_refused("9.6").takes_up(2)
    bea.offers_mandate(3, ada)
    ada.accepts_mandate(3)
    assert world.the(Mandate, 1).held_by == ada.number
    world.pass_days(3)
    ada.takes_up(2)


def test_with_its_last_mandate_a_problem_is_done(world: World, cast: list[Person]) -> None:
    ada, *_ = cast
    world.decide(ada)
    assert world.the(Problem, 1).phase == "work"
    ada.completes(1)
    world.turn_before(world.the(Mandate, 1).due)
    assert world.the(Problem, 1).phase == "work"
    world.pass_ms(1)
    assert world.the(Problem, 1).phase == "done"


def test_only_a_vacant_mandate_is_taken_up(world: World, cast: list[Person]) -> None:
    ada, bea, cem = cast
    world.decide(ada)
    bea.is_refused("9.6", "no vacant").takes_up(1)
    bea.is_refused("9.6", "no vacant").takes_up(2).volunteers_for(1)
    ada.resigns(1)
    bea.takes_up(1)
    cem.is_refused("9.6", "no vacant").takes_up(1)


def test_nobody_takes_up_more_than_they_may() -> None:
    world = World().found(mandate_cap="1", report_days="365")
    ada, bea, cem = world.crowd(3)
    world.decide(ada)
    world.decide(bea)
    cem.volunteers_for(1)
    ada.resigns(1)
    bea.is_refused("9.2", "as many mandates").takes_up(1)
    cem.takes_up(1)


def test_a_mandate_ends_with_a_self_criticism_and_what_was_measured(
    world: World, cast: list[Person]
) -> None:
    ada, *_ = cast
    world.decide(ada)
    words = world.text("I should have asked earlier")
    world.carry_out(ada, 1, differently=words, measured="19.5")
    mandate, report = world.the(Mandate, 1), world.the(Report, 1, 1)
    assert (mandate.state, mandate.measured, mandate.held_by) == ("done", "19.5", 0)
    assert (report.kind, report.measured) == ("completed", "19.5")
    assert world.the(SelfCriticism, 1).differently.hex() == words.sha256
    world.pass_days(60)
    assert state(world) == "done"


@pytest.mark.parametrize("measured", ["about 20", "1e3", "20,5", ""])
def test_what_was_measured_is_a_plain_decimal(
    world: World, cast: list[Person], measured: str
) -> None:
    ada, *_ = cast
    world.decide(ada)
    with pytest.raises(ValueError, match="not an act"):
        ada.completes(1, measured=measured)
    ada.completes(1, measured="-20.5")


def test_a_mandate_that_is_carried_out_no_longer_counts_towards_the_cap() -> None:
    world = World().found(mandate_cap="1")
    ada, *_ = world.crowd(3)
    world.decide(ada)
    world.carry_out(ada, 1)
    assert world.decide(ada).ending == "adopted"
    assert world.the(Mandate, 2).held_by == ada.number


def test_when_a_member_leaves_their_mandates_fall_vacant(world: World, cast: list[Person]) -> None:
    ada, bea, _ = cast
    world.decide(ada)
    world.decide(ada)
    bea.volunteers_for(1).volunteers_for(2)
    ada.reports(1).leaves()
    assert (state(world, 1), state(world, 2)) == ("vacant", "vacant")
    bea.takes_up(1).takes_up(2)


def test_a_mandate_whose_carrier_left_during_the_vote_is_vacant(
    world: World, cast: list[Person]
) -> None:
    ada, bea, cem = cast
    problem = ada.raises_problem()
    solution = bea.proposes(problem)
    cem.volunteers_for(solution)
    vote = world.open_vote(problem).number
    bea.leaves()
    for person in (ada, cem):
        person.votes(vote, [[solution], [0]])
    world.close(vote)
    assert (state(world), world.the(Mandate, 1).lead) == ("vacant", 0)
    cem.takes_up(1)


def test_a_mandate_whose_carrier_reached_the_cap_during_the_vote_is_vacant() -> None:
    world = World().found(mandate_cap="1", report_days="365")
    ada, bea, cem = world.crowd(3)
    problems = [ada.raises(), ada.raises()]
    for problem in problems:
        cem.finds("necessary", problem)
    world.turn_to(world.the(Problem, problems[0]).opens)
    solutions = [bea.proposes(problem) for problem in problems]
    for vote, solution in zip((1, 2), solutions, strict=True):
        world.open_vote(problems[0])
        for person in (ada, cem):
            person.votes(vote, [[solution], [0]])
    world.close(1)
    assert [world.the(Mandate, n).held_by for n in (1, 2)] == [bea.number, 0]


def test_an_elected_seat_is_not_taken_up_by_whoever_comes_first(
    world: World, cast: list[Person]
) -> None:
    ada, bea, cem = cast
    election = ada.calls_election(1)
    candidature = bea.proposes(election)
    vote = world.open_vote(election).number
    for person in (ada, cem):
        person.votes(vote, [[candidature]])
    assert world.close(1).ending == "elected"
    bea.resigns(1)
    cem.is_refused("9.6", "by an election").takes_up(1)
    world.decide(ada)
    cem.volunteers_for(2)
    ada.resigns(2)
    cem.takes_up(2)


def test_elected_members_may_hold_more_than_the_cap() -> None:
    world = World().found(mandate_cap="1", report_days="365")
    ada, bea, cem = world.crowd(3)
    world.decide(bea)
    election = ada.calls_election(1)
    candidature = bea.proposes(election)
    vote = world.open_vote(election).number
    for person in (ada, cem):
        person.votes(vote, [[candidature]])
    world.close(2)
    assert world.the(Mandate, 2).held_by == bea.number


def test_nobody_is_made_to_criticise_themselves(world: World, cast: list[Person]) -> None:
    ada, *_ = cast
    world.decide(ada)
    with pytest.raises(TypeError, match="report"):
        ada.does(CompleteMandate, mandate=1, lesson=world.text("Ask sooner"))
    ada.does(CompleteMandate, mandate=1, report=world.text("Done"))
    assert not world.view.count(SelfCriticism)
