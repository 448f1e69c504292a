"""Chapter 11 of the law: a vote closes by itself, and what follows."""

from collections.abc import Sequence

import pytest

from esoviet.law.amendments import Amending
from esoviet.law.constitution import Amendment, Constitution
from esoviet.law.decisions import Decision, decide
from esoviet.law.elections import STV
from esoviet.law.mandates import Mandate
from esoviet.law.problems import Problem
from esoviet.law.records import THE
from esoviet.law.votes import Roll, Vote
from tests.person import Person, Ranking
from tests.world import World


def voting(world: World, size: int, options: int = 1, **fields: object) -> tuple[list[Person], int]:
    """So many members in a vote over so many options, numbered from 1."""
    cast = world.crowd(size)
    problem = world.necessary(cast[0])
    for n in range(options):
        cast[n % size].proposes(problem, **fields)
    return cast, world.open_vote(problem).number


def cast_all(cast: list[Person], vote: int, ballots: Sequence[Ranking]) -> None:
    for person, ballot in zip(cast, ballots, strict=False):
        person.votes(vote, ballot)


FOR: Ranking = [[1], [0]]
AGAINST: Ranking = [[0], [1]]


def test_a_vote_closes_at_its_deadline_whenever_the_next_act_comes(world: World) -> None:
    cast, vote = voting(world, 3)
    cast_all(cast, vote, [FOR, FOR])
    due = world.the(Vote, vote).due
    world.pass_days(30)
    assert world.the(Decision, 1).time == due
    assert world.the(Mandate, 1).since == due


def test_the_winner_of_a_vote_is_carried_out(world: World) -> None:
    cast, vote = voting(world, 3, options=3)
    cast_all(cast, vote, [[[2], [1], [0]], [[2], [3], [0]], [[3], [0]]])
    decision = world.close(vote)
    assert (decision.ending, decision.winners, decision.kind) == ("adopted", (2,), "problem")
    assert (decision.order, decision.dropped) == (((2,), (3,), (0,)), (1,))
    problem = world.the(Problem, 1)
    assert (problem.phase, problem.decision, world.the(Mandate, 1).lead) == ("work", 1, 2)


def test_the_pairwise_figures_show_why(world: World) -> None:
    cast, vote = voting(world, 3, options=2)
    cast_all(cast, vote, [[[1], [2], [0]], [[2], [1], [0]], [[2], [0]]])
    assert world.close(vote).pairwise == ((None, 1, 2), (2, None, 3), (1, 0, None))


def test_an_option_that_does_not_beat_no_action_falls(world: World) -> None:
    cast, vote = voting(world, 3)
    cast_all(cast, vote, [FOR, AGAINST, AGAINST])
    decision = world.close(vote)
    assert (decision.ending, decision.winners, decision.dropped) == ("no-action", (0,), (1,))
    assert (world.the(Problem, 1).phase, world.the(Problem, 1).because) == ("closed", "no-action")


def test_a_tie_with_no_action_changes_nothing(world: World) -> None:
    cast, vote = voting(world, 2)
    cast_all(cast, vote, [FOR, AGAINST])
    assert world.close(vote).ending == "no-action"


def test_a_tie_between_options_goes_to_the_better_backed_and_is_reported(world: World) -> None:
    cast = world.crowd(4)
    problem = cast[0].raises_problem()
    first, second = cast[0].proposes(problem), cast[1].proposes(problem)
    cast[2].backs(second)
    vote = world.open_vote(problem).number
    for person, order in zip(cast, [(first, second), (second, first)] * 2, strict=True):
        person.votes(vote, [[order[0]], [order[1]], [0]])
    decision = world.close(vote)
    assert (decision.winners, decision.tied) == ((second,), ((second, first),))


@pytest.mark.parametrize(("ballots", "ending"), [(3, "adopted"), (2, "unsupported")])
def test_without_support_nothing_is_decided(world: World, ballots: int, ending: str) -> None:
    cast, vote = voting(world, 9)
    cast_all(cast[:ballots], vote, [FOR] * ballots)
    decision = world.close(vote)
    assert (decision.ending, decision.ballots, decision.base) == (ending, ballots, 9)
    assert decision.winners == ((1,) if ending == "adopted" else ())
    assert world.the(Problem, 1).because == ("" if ending == "adopted" else "unsupported")


def test_nobody_decides_alone_even_without_a_quorum() -> None:
    world = World().found(vote_quorum="0")
    _, vote = voting(world, 3)
    assert world.close(vote).ending == "no-action"
    cast, vote = voting(world, 3)
    cast[0].votes(vote, [[2], [0]])
    assert world.close(vote).ending == "unsupported"
    cast, vote = voting(world, 3)
    cast_all(cast[:2], vote, [[[3], [0]]] * 2)
    assert world.close(vote).ending == "adopted"


def test_empty_ballots_are_no_support(world: World) -> None:
    cast, vote = voting(world, 3)
    cast_all(cast, vote, [[], [], FOR])
    assert world.close(vote).ending == "unsupported"


def test_opponents_do_not_help_an_option_to_its_support(world: World) -> None:
    """Where a quorum asks for presence, who votes against can be what lets a thing pass."""
    cast, vote = voting(world, 9)
    cast_all(cast[:3], vote, [FOR, FOR, AGAINST])
    assert world.close(vote).ending == "unsupported"


def test_an_amendment_takes_more_support_than_the_solution_beside_it(world: World) -> None:
    cast = world.crowd(9)
    problem = cast[0].raises_problem()
    change = cast[0].proposes(problem, amending=Amending(parameters={"vouches": "3"}))
    plain = cast[1].proposes(problem)
    vote = world.open_vote(problem)
    cast_all(cast[:4], vote.number, [[[change], [plain], [0]]] * 4)
    decision = world.close(vote.number)
    assert (decision.winners, decision.dropped) == ((plain,), (change,))


def test_a_ballot_of_who_left_is_no_support(world: World) -> None:
    cast, vote = voting(world, 9)
    cast_all(cast[:3], vote, [FOR] * 3)
    cast[2].leaves()
    decision = world.close(vote)
    assert (decision.ending, decision.ballots) == ("unsupported", 2)
    assert world.the(Roll, vote).left == (cast[2].number,)


@pytest.mark.parametrize(("voters", "ending"), [(2, "adopted"), (1, "unsupported")])
def test_sleepers_count_a_third_where_few_are_awake(world: World, voters: int, ending: str) -> None:
    cast = world.crowd(12)
    world.pass_days(179)
    for person in cast[:3]:
        person.sets_profile()
    world.pass_days(1)
    problem = cast[0].raises_problem()
    solution = cast[0].proposes(problem)
    vote = world.open_vote(problem).number
    cast_all(cast[:voters], vote, [[[solution], [0]]] * voters)
    assert (world.close(vote).ending, world.the(Decision, 1).base) == (ending, 3)


def test_what_a_vote_would_decide_can_be_read_before_it_closes(world: World) -> None:
    cast, vote = voting(world, 3)
    cast_all(cast[:2], vote, [FOR, FOR])
    now = decide(world.view, world.the(Vote, vote), 1)
    assert (now.ending, now.ballots) == ("adopted", 2)
    assert world.close(vote).winners == now.winners


def test_two_votes_that_close_together_are_decided_in_their_order(world: World) -> None:
    ada, bea = world.members("Ada", "Bea")
    votes = [ada.puts_to_vote(), bea.puts_to_vote()]
    for vote in votes:
        ada.votes(vote, "yes")
    world.pass_days(2)
    assert [world.the(Decision, n).vote for n in (1, 2)] == votes


# -- amendments


CHANGE = Amending(parameters={"vouches": "3", "vote_days": "6"})


@pytest.mark.parametrize(("yes", "ending"), [(4, "adopted"), (3, "no-action")])
def test_an_amendment_needs_two_thirds(world: World, yes: int, ending: str) -> None:
    cast, vote = voting(world, 6, amending=CHANGE)
    cast_all(cast, vote, [FOR] * yes + [AGAINST] * (6 - yes))
    assert world.close(vote).ending == ending
    assert world.the(Constitution, THE).count("vouches") == (3 if ending == "adopted" else 2)


def test_an_amendment_takes_force_at_once_and_is_kept(world: World) -> None:
    cast, vote = voting(world, 3, amending=CHANGE)
    cast_all(cast, vote, [FOR] * 3)
    decision = world.close(vote)
    rules, amendment = world.the(Constitution, THE), world.the(Amendment, 2)
    assert (rules.version, rules.since, rules.decision) == (2, decision.time, decision.number)
    assert (amendment.changes, amendment.decision) == (CHANGE.parameters, decision.number)
    assert (world.the(Problem, 1).phase, world.view.count(Mandate)) == ("done", 0)
    assert (rules.values["vote_days"], rules.values["vouches"]) == ("6", "3")
    assert rules.values["majority"] == "1/2"


def test_an_amendment_can_change_the_name_and_the_purpose(world: World) -> None:
    ada = world.member("Ada")
    name, purpose = world.text("Mill Street Tenants"), world.text("Warm and cheap flats.")
    old = world.assembly
    world.decide(ada, amending=Amending(name=name))
    assert (world.assembly.name.hex(), world.assembly.purpose) == (name.sha256, old.purpose)
    world.decide(ada, amending=Amending(purpose=purpose))
    assert world.assembly.purpose.hex() == purpose.sha256
    assert world.assembly.name.hex() == name.sha256


def test_an_open_vote_keeps_the_rules_it_was_opened_under(world: World) -> None:
    ada, bea, cem = world.crowd(3)
    change = {"vote_quorum": "1/5", "majority": "3/4", "question_days": "1", "vote_days": "2"}
    problem = ada.raises_problem()
    solution = ada.proposes(problem, amending=Amending(parameters=change))
    amending = world.open_vote(problem)
    for person in (ada, bea, cem):
        person.votes(amending.number, [[solution], [0]])
    world.turn_before(amending.due)
    question = world.the(Vote, ada.puts_to_vote())
    world.pass_ms(1)
    assert world.the(Constitution, THE).values["vote_quorum"] == "1/5"
    for person in (ada, bea):
        person.votes(question.number, "yes")
    assert world.the(Vote, question.number).due == question.due
    assert world.close(question.number).ending == "adopted"


def test_an_amendment_and_a_plain_solution_each_need_their_own_majority(world: World) -> None:
    cast = world.crowd(5)
    problem = cast[0].raises_problem()
    plain, change = cast[0].proposes(problem), cast[1].amends(problem, vouches="3")
    vote = world.open_vote(problem)
    assert dict(zip(vote.options, vote.needs, strict=True)) == {plain: "1/2", change: "2/3"}
    ballots = [[[change], [plain], [0]]] * 3 + [[[plain], [0], [change]]] * 2
    cast_all(cast, vote.number, ballots)
    assert world.close(vote.number).winners == (plain,)


# -- elections


@pytest.mark.parametrize("method", [*STV, "schulze"])
def test_an_election_fills_its_seats_by_the_method_of_the_constitution(method: str) -> None:
    world = World().found(election_method=method)
    cast = world.crowd(7)
    election = cast[0].calls_election(2)
    a, b, c = (person.proposes(election) for person in cast[:3])
    vote = world.open_vote(election)
    assert (vote.method, vote.seats, vote.no_action) == (method, 2, True)
    ballots = [[[a], [b], [c]]] * 4 + [[[c], [b], [a]]] * 3
    cast_all(cast, vote.number, ballots)
    decision = world.close(vote.number)
    assert decision.ending == "elected"
    assert set(decision.winners) == ({a, b} if method == "schulze" else {a, c})
    assert [world.the(Mandate, n).lead for n in (1, 2)] == [
        world.the(Mandate, n).held_by for n in (1, 2)
    ]
    assert world.the(Problem, election).phase == "work"


@pytest.mark.parametrize("method", [*STV, "schulze"])
@pytest.mark.parametrize("ballots", [[[]], [[[1], [2]]], [[[1, 2]], [[1, 2]]], [[[2]], []]])
def test_an_election_with_more_seats_than_candidates_elects_them_all_or_stops(
    method: str, ballots: list[Ranking]
) -> None:
    world = World().found(election_method=method)
    cast = world.crowd(3)
    election = cast[0].calls_election(5)
    for person in cast[:2]:
        person.proposes(election)
    vote = world.open_vote(election).number
    cast_all(cast, vote, ballots)
    assert len(world.close(vote).winners) <= 2


@pytest.mark.parametrize("method", [*STV, "schulze"])
@pytest.mark.parametrize("backed", [1, 2])
def test_a_tie_in_an_election_goes_to_the_better_backed_then_to_who_stood_first(
    method: str, backed: int
) -> None:
    world = World().found(election_method=method)
    cast = world.crowd(4)
    election = cast[0].calls_election(1)
    candidates = [person.proposes(election) for person in cast[:2]]
    better, other = candidates[::-1] if backed == 2 else candidates
    if backed == 2:
        cast[2].backs(better)
    vote = world.open_vote(election).number
    cast_all(cast, vote, [[[better]], [[other]]] * 2)
    decision = world.close(vote)
    assert (decision.winners, set(decision.tied[0])) == ((better,), {better, other})


def test_an_election_needs_support_too(world: World) -> None:
    cast = world.crowd(9)
    election = cast[0].calls_election(1)
    candidature = cast[1].proposes(election)
    vote = world.open_vote(election).number
    cast_all(cast[:2], vote, [[[candidature]]] * 2)
    assert (world.close(vote).ending, world.view.count(Mandate)) == ("unsupported", 0)


def test_an_election_without_candidates_lapses(world: World) -> None:
    election = world.member("Ada").calls_election(1)
    world.pass_days(7)
    assert world.the(Problem, election).phase == "lapsed"


# -- unranked options


@pytest.mark.parametrize(("rule", "winner"), [("last", 1), ("uncounted", 2)])
def test_what_leaving_an_option_out_says_is_the_constitutions(rule: str, winner: int) -> None:
    world = World().found(unranked=rule)
    cast, vote = voting(world, 5, options=2)
    ballots: Sequence[Ranking] = [[[1], [0]]] * 3 + [[[2], [1], [0]]] * 2
    cast_all(cast, vote, ballots)
    assert world.close(vote).winners == (winner,)
