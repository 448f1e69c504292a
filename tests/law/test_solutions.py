"""Chapter 6 of the law: solutions, from the first draft to the vote."""

import pytest
from msgspec.structs import replace

from esoviet.law.act import Blob
from esoviet.law.amendments import Amending
from esoviet.law.common import sha
from esoviet.law.drafts import ProposeSolution
from esoviet.law.outcome import put
from esoviet.law.problems import Problem
from esoviet.law.solutions import Backing, Effect, Practicality, Solution, Version, Volunteer
from tests.person import Person
from tests.world import DAY, World

PICTURE = Blob(sha256="0" * 64, size=100, media_type="image/png")


def effect(world: World, **fields: object) -> Effect:
    usual = {
        "indicator": world.text("Degrees at noon"),
        "baseline": "12",
        "target": "20.5",
        "by": 0,
    }
    return Effect(**(usual | fields))  # type: ignore[arg-type]


def fallen(world: World, solution: int) -> str:
    record = world.the(Solution, solution)
    assert record.state == "fallen"
    return record.because


@pytest.fixture
def world() -> World:
    """Mandates are reported on once a year, so that they do not fall vacant meanwhile."""
    return World().found(report_days="365")


@pytest.fixture
def cast(world: World) -> list[Person]:
    return world.crowd(3)


# -- proposing and revising


def test_solutions_are_proposed_until_the_drafting_ends(world: World, cast: list[Person]) -> None:
    ada, bea, _ = cast
    problem = ada.raises_problem()
    world.turn_before(world.the(Problem, problem).due)
    bea.proposes(problem)
    world.pass_ms(1)
    ada.is_refused("6.1", "only while").proposes(problem)
    ada.is_refused("6.1", "only while").proposes(99)
    assert world.the(Problem, problem).phase == "reading"


def test_a_problem_that_is_not_found_necessary_yet_has_no_solutions(world: World) -> None:
    ada, bea, *_ = world.crowd(11)
    problem = ada.raises()
    bea.is_refused("6.1").proposes(problem)
    world.open_problem(problem, ada)
    bea.proposes(problem)


def test_a_proposer_backs_and_carries_their_own_solution(world: World, cast: list[Person]) -> None:
    ada, bea, _ = cast
    solution = world.the(Solution, bea.proposes(ada.raises_problem(), effect=effect(world)))
    assert (solution.by, solution.carrier, solution.backers, solution.version) == (2, 2, 1, 1)
    assert (solution.baseline, solution.target) == ("12", "20.5")
    assert world.the(Backing, 2, solution.number).member == 2


@pytest.mark.parametrize("bad", ["1e9", "1.", ".5", "05", "+1", "1,5", "NaN", "5\n", "1.1234567"])
def test_a_measured_effect_is_a_plain_decimal(world: World, bad: str) -> None:
    ada = world.member("Ada")
    problem = ada.raises_problem()
    fields = {"problem": problem, "text": world.text("x")}
    with pytest.raises(ValueError, match="not an act"):
        ada.does(ProposeSolution, **fields, effect=effect(world, target=bad))
    ada.proposes(problem, effect=effect(world, target="-0.5"))


def test_the_texts_of_a_solution_are_texts(world: World, cast: list[Person]) -> None:
    ada, *_ = cast
    problem = ada.raises_problem()
    ada.is_refused("6.2", "text/markdown").proposes(problem, PICTURE)
    ada.is_refused("6.2", "longer").proposes(problem, "x" * 65_537)
    ada.is_refused("6.2").proposes(problem, effect=effect(world, indicator=PICTURE))
    ada.proposes(problem, effect=effect(world))


def test_one_member_cannot_crowd_the_others_out(world: World, cast: list[Person]) -> None:
    eve, bea, _ = cast
    problem = eve.raises_problem()
    for _ in range(20):
        eve.withdraws_solution(eve.proposes(problem))
    eve.is_refused("6.1", "at most 20").proposes(problem)
    bea.proposes(problem)


def test_a_problem_has_at_most_two_thousand_solutions(world: World, cast: list[Person]) -> None:
    ada, bea, cem = cast
    problem = ada.raises_problem()
    draft = world.the(Solution, ada.proposes(problem))
    crowd = [replace(draft, number=n, by=n) for n in range(10_000, 11_998)]
    world.state.apply(put(*crowd))
    bea.proposes(problem)
    cem.is_refused("6.1", "at most 2000").proposes(problem)
    cem.proposes(ada.raises_problem())


def test_twenty_solutions_stand_at_most(world: World) -> None:
    crowd = world.crowd(11)
    problem = world.necessary(crowd[0])
    drafts = [person.proposes(problem) for person in crowd for _ in range(2)]
    crowd[0].backs(drafts[-1])
    options = world.open_vote(problem).options
    assert options == (drafts[-1], *(n for n in drafts[:-1] if n not in (drafts[1], drafts[20])))
    assert fallen(world, drafts[1]) == "others were chosen before it"


def test_a_large_group_does_not_take_all_places(world: World) -> None:
    """Six back five clones, three one text of their own: by backers alone that would fall."""
    world = World().found(options="5")
    crowd = world.crowd(9)
    problem = world.necessary(crowd[0])
    clones, own = [crowd[0].proposes(problem) for _ in range(5)], crowd[6].proposes(problem)
    for person in crowd[1:6]:
        for clone in clones:
            person.backs(clone)
    for person in crowd[7:]:
        person.backs(own)
    assert world.open_vote(problem).options == (*clones[:4], own)
    assert fallen(world, clones[4]) == "others were chosen before it"


def test_a_revision_puts_a_new_version_in_the_place_of_the_old(
    world: World, cast: list[Person]
) -> None:
    ada, bea, cem = cast
    solution = bea.proposes(ada.raises_problem())
    ada.backs(solution).assesses(solution, 1, 2, 3, 4)
    cem.volunteers_for(solution)
    bea.revises(solution, "Replace it", effect=effect(world))
    now = world.the(Solution, solution)
    assert (now.version, now.backers, now.volunteers, now.assessors) == (2, 1, 1, 1)
    assert [version.number for version in world.view.rows(Version, solution)] == [1, 2]
    assert (now.risk, now.target) == (4, "20.5")


def test_only_the_proposer_revises_and_withdraws(world: World, cast: list[Person]) -> None:
    ada, bea, _ = cast
    solution = bea.proposes(ada.raises_problem())
    ada.is_refused("6.3", "not yours").revises(solution)
    ada.is_refused("6.4", "not yours").withdraws_solution(solution)
    bea.is_refused("6.3", "No solution").revises(99)
    bea.revises(solution).withdraws_solution(solution)
    bea.is_refused("6.3", "No solution").revises(solution)
    bea.is_refused("6.4", "No solution").withdraws_solution(solution)


def test_a_solution_has_fifty_versions_and_no_more(world: World, cast: list[Person]) -> None:
    ada, bea, _ = cast
    solution = bea.proposes(ada.raises_problem())
    for _ in range(49):
        bea.revises(solution)
    bea.is_refused("6.3", "at most 50 versions").revises(solution)
    bea.withdraws_solution(solution)


def test_texts_are_frozen_when_the_reading_begins(world: World, cast: list[Person]) -> None:
    ada, bea, _ = cast
    problem = ada.raises_problem()
    solution = bea.proposes(problem)
    world.turn_before(world.the(Problem, problem).due)
    bea.revises(solution)
    ada.backs(solution)
    world.pass_ms(1)
    bea.is_refused("6.3", "frozen").revises(solution)
    bea.is_refused("6.4", "frozen").withdraws_solution(solution)
    ada.is_refused("6.5", "frozen").backs(solution, version=1)
    ada.is_refused("6.8", "frozen").adopts(solution, version=1)


def test_a_revision_is_read_as_strictly_as_a_proposal(world: World, cast: list[Person]) -> None:
    ada, *_ = cast
    solution = ada.proposes(ada.raises_problem())
    ada.is_refused("6.2", "text/markdown").revises(solution, PICTURE)
    ada.is_refused("6.2", "cannot stand").revises(
        solution, amending=Amending(parameters={"x": "1"})
    )
    ada.revises(solution, amending=Amending(parameters={"vouches": "3"}))
    assert world.the(Solution, solution).parameters == {"vouches": "3"}


# -- amendments


WRONG = {
    "nothing": (Amending(), "change something"),
    "no parameters": (Amending(parameters={}), "change something"),
    "no such parameter": (Amending(parameters={"chairman": "1"}), "cannot stand"),
    "edition 0": (Amending(parameters={"edition": "0"}), "cannot stand"),
    "a minority": (Amending(parameters={"amendment_majority": "1/3"}), "cannot stand"),
    "no time to vote": (Amending(parameters={"vote_days": "0"}), "cannot stand"),
    "a division by zero": (Amending(parameters={"vote_quorum": "1/0"}), "cannot stand"),
    "a picture as a name": (Amending(name=PICTURE), "text/markdown"),
    "a picture as a purpose": (Amending(purpose=PICTURE), "text/markdown"),
    "an endless name": (
        Amending(name=Blob(sha256="0" * 64, size=433, media_type="text/plain")), "longer"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("amending", "because"), WRONG.values(), ids=WRONG.keys())
def test_an_amendment_that_cannot_stand_is_refused(
    world: World, cast: list[Person], amending: Amending, because: str
) -> None:
    ada, *_ = cast
    problem = ada.raises_problem()
    ada.is_refused("6.2", because).proposes(problem, amending=amending)
    ada.proposes(problem, amending=Amending(parameters={"vote_days": "6"}))


def test_an_election_amends_nothing(world: World, cast: list[Person]) -> None:
    ada, *_ = cast
    change = Amending(parameters={"vouches": "3"})
    election = ada.calls_election(1)
    ada.is_refused("6.2", "election").proposes(election, amending=change)
    ada.proposes(election)
    ada.proposes(ada.raises_problem(), amending=change)


# -- backing, volunteers, practicality


def test_a_member_backs_once_and_can_stop(world: World, cast: list[Person]) -> None:
    ada, bea, _ = cast
    solution = ada.proposes(ada.raises_problem())
    bea.is_refused("6.5", "said already").backs(solution, backs=False)
    bea.backs(solution).is_refused("6.5", "said already").backs(solution)
    bea.backs(solution, backs=False)
    ada.backs(solution, backs=False)
    assert (world.the(Solution, solution).backers, world.get(Backing, 1, solution)) == (0, None)
    bea.is_refused("6.5", "No solution").backs(99)


def test_a_solution_needs_the_backing_of_a_twentieth_of_the_active(world: World) -> None:
    crowd = world.crowd(21)
    problem = world.necessary(crowd[0])
    weak, strong = crowd[0].proposes(problem), crowd[1].proposes(problem)
    crowd[2].backs(strong)
    assert world.open_vote(problem).options == (strong,)
    assert fallen(world, weak) == "too few backers"


def test_when_nothing_finds_backing_the_problem_lapses(world: World) -> None:
    ada, *_ = world.crowd(3)
    problem, empty = ada.raises_problem(), ada.raises_problem()
    solution = ada.proposes(problem)
    ada.backs(solution, backs=False)
    world.pass_days(7)
    for number in (problem, empty):
        record = world.the(Problem, number)
        assert (record.phase, record.because) == ("lapsed", "no solution found enough backing")


def test_the_reading_lasts_its_days_and_then_the_vote_opens(world: World) -> None:
    ada, bea, _ = world.crowd(3)
    problem = ada.raises_problem()
    first, second = ada.proposes(problem), bea.proposes(problem)
    ada.backs(second)
    world.reach(problem, "reading").turn_before(world.now + 2 * DAY)
    assert world.the(Problem, problem).phase == "reading"
    world.pass_ms(1)
    vote = world.open_vote(problem)
    assert (vote.opened_at, vote.due) == (world.now, world.now + 5 * DAY)
    assert (vote.options, vote.no_action) == ((second, first), True)


def test_the_shortest_reading_lasts_a_minute() -> None:
    world = World().found(reading_days="1/1440")
    ada, bea, _ = world.crowd(3)
    problem = ada.raises_problem()
    solution, dropped = ada.proposes(problem), bea.proposes(problem)
    bea.backs(dropped, backs=False)
    world.pass_days(7)
    frozen = world.the(Problem, problem).since
    vote = world.open_vote(problem)
    assert (vote.options, vote.opened_at) == ((solution,), frozen + 60_000)


def test_members_volunteer_until_the_work_is_done(world: World, cast: list[Person]) -> None:
    ada, bea, cem = cast
    decision = world.decide(ada)
    (solution,) = decision.winners
    bea.volunteers_for(solution, hours=3).volunteers_for(solution, hours=5)
    cem.is_refused("6.6", "not offered").volunteers_for(solution, offers=False)
    cem.volunteers_for(solution).volunteers_for(solution, offers=False)
    assert world.the(Solution, solution).volunteers == 1
    assert world.the(Volunteer, bea.number, solution).hours == 5
    bea.is_refused("6.6", "No solution").volunteers_for(99)


def test_nobody_volunteers_for_what_was_not_decided(world: World, cast: list[Person]) -> None:
    ada, bea, _ = cast
    problem = ada.raises_problem()
    solution, gone = ada.proposes(problem), ada.proposes(problem)
    ada.withdraws_solution(gone)
    bea.is_refused("6.6", "No solution").volunteers_for(gone)
    vote = world.open_vote(problem).number
    bea.volunteers_for(solution)
    world.close(vote)
    bea.is_refused("6.6", "any more").volunteers_for(solution)


def test_practicality_is_assessed_until_the_vote_closes(world: World, cast: list[Person]) -> None:
    ada, bea, cem = cast
    problem = ada.raises_problem()
    solution = ada.proposes(problem)
    bea.assesses(solution, 10, 20, 30, 40).assesses(solution, 50, 60, 70, 80)
    vote = world.open_vote(problem).number
    cem.assesses(solution, 0, 0, 0, 100)
    found = world.the(Solution, solution)
    assert (found.assessors, found.means, found.people, found.time) == (2, 50, 60, 70)
    assert (found.risk, world.the(Practicality, cem.number, solution).risk) == (180, 100)
    world.close(vote)
    cem.is_refused("6.7", "until the vote closes").assesses(solution, 1, 1, 1, 1)
    cem.is_refused("6.7", "No solution").assesses(99, 1, 1, 1, 1)


def test_a_note_says_why_until_there_is_another_or_it_is_erased(
    world: World, cast: list[Person]
) -> None:
    ada, bea, _ = cast
    solution = ada.proposes(ada.raises_problem())
    first, other, later = (world.text(words) for words in ("Two winches", "Six hands", "Three"))
    bea.assesses(solution, 25, 50, 75, 100, means_note=first, people_note=other)
    bea.assesses(solution, 0, 50, 75, 100)
    empty = b""

    def notes() -> tuple[bytes, ...]:
        return world.the(Practicality, bea.number, solution).notes

    assert notes() == (sha(first), sha(other), empty, empty)
    bea.assesses(solution, 0, 50, 75, 100, means_note=later)
    assert notes() == (sha(later), sha(other), empty, empty)
    bea.erases(later).erases(other)
    assert world.the(Practicality, bea.number, solution).means == 0


def test_a_note_is_a_short_text_of_ones_own(world: World, cast: list[Person]) -> None:
    ada, bea, cem = cast
    solution = ada.proposes(ada.raises_problem())
    note = world.text("Two winches")
    bea.assesses(solution, 1, 1, 1, 1, risk_note=note)
    cem.is_refused("12.1", "already refers").assesses(solution, 1, 1, 1, 1, time_note=note)
    twice = {"time_note": world.text("Soon"), "risk_note": world.text("Soon")}
    cem.assesses(solution, 1, 1, 1, 1, **twice)
    cem.is_refused("6.7", "must be text").assesses(solution, 1, 1, 1, 1, means_note=PICTURE)
    long = world.text("w" * 2_001)
    cem.is_refused("6.7", "2000 bytes").assesses(solution, 1, 1, 1, 1, means_note=long)
    cem.assesses(solution, 1, 1, 1, 1, means_note=world.text("w" * 2_000))
