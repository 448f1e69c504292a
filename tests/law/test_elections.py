"""Chapters 9 and 11 of the law: who is elected, for how long, and who follows on a vacant seat."""

from collections import Counter
from collections.abc import Sequence

import pytest

from esoviet.law.decisions import Decision
from esoviet.law.elections import STV, acceptance, fill, stays
from esoviet.law.mandates import Mandate, Report
from esoviet.law.problems import Problem
from esoviet.law.solutions import Solution
from esoviet.law.votes import Vote
from esoviet.tally.profile import Profile
from tests.person import Person, Ranking
from tests.world import World

METHODS = [*STV, "schulze"]


def standing(world: World, cast: list[Person], candidates: int, seats: int = 1) -> tuple[int, ...]:
    """An election in which the first of the cast stand, and its vote open; their candidatures."""
    election = world.necessary(cast[0], seats=seats)
    stood = tuple(person.proposes(election) for person in cast[:candidates])
    world.open_vote(election)
    return stood


def cast_all(voters: list[Person], vote: int, ballots: Sequence[Ranking]) -> None:
    for person, ballot in zip(voters, ballots, strict=False):
        person.votes(vote, ballot)


def elected(
    world: World, size: int, candidates: int, seats: int, ballots: Sequence[Ranking]
) -> list[Person]:
    """An assembly that has held an election."""
    cast = world.crowd(size)
    standing(world, cast, candidates, seats)
    cast_all(cast, 1, ballots)
    world.close(1)
    return cast


# -- none of these


def test_an_empty_ballot_rejects_everybody_and_a_brief_one_nobody() -> None:
    said = acceptance({b"\0\0\0": 2, b"\1\0\0": 1, b"\1\0\2": 4, b"\3\1\2": 8}, 3, ())
    assert (said.accepted, said.rejected, said.anybody) == ((5, 8), (10, 6), 13)


def test_who_is_level_with_none_is_neither_accepted_nor_rejected() -> None:
    assert acceptance({b"\1\2\2": 1}, 3, ())[:2] == ((1, 0), (0, 0))


def test_a_ballot_that_named_only_who_is_gone_says_nothing_of_the_others() -> None:
    assert acceptance({b"\1\0\0": 1}, 3, {0}) == ((0, 0), (0, 0), 0)
    assert acceptance({b"\1\0\2": 1}, 3, {0}) == ((0, 0), (0, 1), 0)


def test_one_seat_takes_more_who_accept_and_five_seats_more_than_a_sixth() -> None:
    assert (stays(3, 2, 1), stays(2, 2, 1)) == (True, False)
    assert (stays(2, 9, 5), stays(2, 10, 5), stays(0, 0, 5)) == (True, False, False)


@pytest.mark.parametrize("method", METHODS)
def test_only_who_stays_is_counted_and_only_what_is_above_none(method: str) -> None:
    """Most reject the third, who is first for three; their next ones are elected."""
    ballots = Counter({b"\2\0\1\3": 3, b"\1\2\0\3": 4, b"\0\1\0\2": 2})
    result = fill(method, Profile(4, ballots), 2, "last")
    assert [drop.option for drop in result.dropped] == [2]
    assert (set(result.winners), result.ballots) == ({0, 1}, 9)
    below = fill(method, Profile(3, {b"\1\3\2": 3, b"\3\1\2": 4}), 1, "last")
    assert (below.winners, below.dropped[0].option) == ((1,), 0)


@pytest.mark.parametrize("method", METHODS)
def test_whom_more_reject_than_accept_is_not_elected(method: str) -> None:
    world = World().found(election_method=method)
    cast = world.crowd(9)
    (candidate,) = standing(world, cast, 1)
    cast_all(cast, 1, [[[candidate]]] * 4 + [[[0]]] * 3 + [[]] * 2)
    decision = world.close(1)
    assert (decision.ending, decision.winners) == ("none-of-these", ())
    assert (decision.accepted, decision.rejected, decision.dropped) == ((4,), (5,), (candidate,))
    assert (world.the(Problem, 1).phase, world.view.count(Mandate)) == ("closed", 0)


@pytest.mark.parametrize("method", METHODS)
def test_whom_more_accept_than_reject_is_elected(method: str) -> None:
    world = World().found(election_method=method)
    cast = world.crowd(9)
    (candidate,) = standing(world, cast, 1)
    cast_all(cast, 1, [[[candidate]]] * 5 + [[[0], [candidate]]] * 4)
    decision = world.close(1)
    assert (decision.ending, decision.winners) == ("elected", (candidate,))
    assert (decision.accepted, decision.rejected, decision.accepting) == ((5,), (4,), 5)


@pytest.mark.parametrize(("accepting", "ending"), [(3, "elected"), (2, "unsupported")])
def test_ballots_that_accept_nobody_support_nobody(
    world: World, accepting: int, ending: str
) -> None:
    """Of nine members three must accept somebody; who abstains by a tie with *none* does not."""
    cast = world.crowd(9)
    (candidate,) = standing(world, cast, 1)
    cast_all(cast, 1, [[[candidate]]] * accepting + [[[candidate, 0]]] * (8 - accepting))
    assert (world.close(1).ending, world.the(Decision, 1).ballots) == (ending, 8)


def test_fewer_seats_are_filled_where_fewer_are_accepted(world: World) -> None:
    cast = world.crowd(9)
    a, b, c = standing(world, cast, 3, seats=3)
    cast_all(cast, 1, [[[a], [b], [0], [c]]] * 9)
    decision = world.close(1)
    assert (set(decision.winners), decision.dropped) == ({a, b}, (c,))


# -- until the close


def test_a_candidate_withdraws_until_the_vote_closes(world: World) -> None:
    cast = world.crowd(5)
    a, b = standing(world, cast, 2)
    cast_all(cast, 1, [[[a], [b]]] * 5)
    cast[0].withdraws_solution(a)
    decision = world.close(1)
    assert (decision.winners, decision.accepted) == ((b,), (0, 5))
    assert world.the(Vote, 1).gone == (a,)
    cast[1].is_refused("6.4", "frozen").withdraws_solution(b)


def test_a_solution_is_not_withdrawn_during_the_vote(world: World) -> None:
    cast = world.crowd(3)
    problem = world.necessary(cast[0])
    solution = cast[0].proposes(problem)
    world.open_vote(problem)
    cast[0].is_refused("6.4", "frozen").withdraws_solution(solution)


def test_nobody_withdraws_another_ones_candidature(world: World) -> None:
    cast = world.crowd(3)
    a, _ = standing(world, cast, 2)
    cast[1].is_refused("6.4").withdraws_solution(a)
    cast[0].withdraws_solution(a)
    cast[0].is_refused("6.4", "stands").withdraws_solution(a)


@pytest.mark.parametrize("method", METHODS)
def test_a_candidate_who_leaves_before_the_close_is_not_elected(method: str) -> None:
    world = World().found(election_method=method)
    cast = world.crowd(5)
    a, b = standing(world, cast, 2)
    cast_all(cast, 1, [[[a], [b]]] * 5)
    cast[0].leaves()
    decision = world.close(1)
    assert (decision.winners, world.the(Mandate, 1).held_by) == ((b,), cast[1].number)


# -- a vacant seat


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("goes", ["resigns", "leaves"])
def test_a_vacant_seat_is_filled_from_the_same_ballots(method: str, goes: str) -> None:
    world = World().found(election_method=method)
    ballots: Sequence[Ranking] = (
        [[[1], [2], [3]]] * 3 + [[[2], [3], [1]]] * 2 + [[[3], [2], [1]]] * 2
    )
    cast = elected(world, 7, 3, 1, ballots)
    seat = world.the(Mandate, 1)
    first = next(person for person in cast if person.number == seat.held_by)
    first.resigns(1) if goes == "resigns" else first.leaves()
    world.pass_days(1)
    filled = world.the(Mandate, 1)
    assert (filled.state, filled.until) == ("active", seat.until)
    assert filled.held_by not in (0, first.number)
    assert world.the(Solution, filled.solution).by == filled.held_by == filled.lead
    assert [one.kind for one in world.view.rows(Report, 1)][-1] == "seated"


def test_who_sits_already_does_not_take_a_second_seat(world: World) -> None:
    ballots: Sequence[Ranking] = [[[1], [2], [3]]] * 4 + [[[2], [1], [3]]] * 4
    cast = elected(world, 9, 3, 2, ballots)
    cast[0].resigns(1)
    world.pass_days(1)
    held = {world.the(Mandate, n).held_by for n in (1, 2)}
    assert held == {cast[1].number, cast[2].number}


def test_a_seat_stays_empty_where_nobody_else_is_accepted(world: World) -> None:
    cast = elected(world, 7, 2, 1, [[[1], [0], [2]]] * 7)
    cast[0].resigns(1)
    world.pass_days(1)
    assert (world.the(Mandate, 1).state, world.the(Mandate, 1).due) == ("vacant", 0)
    cast[2].is_refused("9.6", "by an election").takes_up(1)


def test_a_follower_needs_no_more_than_to_be_accepted(world: World) -> None:
    """Support is asked of the election, once: two of nine name the second, and nobody rejects."""
    cast = elected(world, 9, 2, 1, [[[1]]] * 6 + [[[2]]] * 2)
    cast[0].leaves()
    world.pass_days(1)
    assert world.the(Mandate, 1).held_by == cast[1].number


def test_seats_on_which_nobody_sits_are_filled_anew_before_the_term_is_over(world: World) -> None:
    cast = elected(world, 7, 2, 1, [[[1], [0], [2]]] * 7)
    cast[2].is_refused("5.6", "not over").calls_election(1, renews=1)
    cast[0].resigns(1)
    world.pass_days(1)
    cast[2].calls_election(1, renews=1)


def test_who_gave_a_seat_back_does_not_get_it_again(world: World) -> None:
    cast = elected(world, 7, 2, 1, [[[1], [2]]] * 7)
    cast[0].resigns(1)
    world.pass_days(1)
    cast[1].resigns(1)
    world.pass_days(1)
    assert world.the(Mandate, 1).state == "vacant"


def test_a_seat_that_nobody_reports_on_goes_to_the_next(world: World) -> None:
    cast = elected(world, 7, 2, 1, [[[1], [2]]] * 7)
    world.pass_days(22)
    assert world.the(Mandate, 1).held_by == cast[1].number


def test_the_ballots_of_who_leaves_later_fill_the_seat_too(world: World) -> None:
    cast = elected(world, 7, 2, 1, [[[1], [2]]] * 7)
    for person in [*cast[2:], cast[0]]:
        person.leaves()
    world.pass_days(1)
    assert world.the(Mandate, 1).held_by == cast[1].number


def test_an_elected_seat_is_not_declared_carried_out(world: World) -> None:
    cast = elected(world, 7, 2, 1, [[[1], [2]]] * 7)
    cast[0].is_refused("9.7", "ends with its term").completes(1)
    world.decide(cast[1])
    cast[1].completes(2)


# -- the term


def reporting(world: World, person: Person, days: int) -> None:
    """Let days pass in which somebody reports on the first mandate."""
    for _ in range(days // 10):
        world.pass_days(10)
        person.reports(1)


def test_a_seat_lasts_its_term_and_until_a_successor_is_elected() -> None:
    world = World().found(term_days="30")
    cast = elected(world, 7, 2, 1, [[[1], [2]]] * 7)
    cast[2].is_refused("5.6", "not over").calls_election(1, renews=1)
    reporting(world, cast[0], 40)
    assert world.the(Mandate, 1).state == "active"
    renewal = cast[2].calls_election(1, renews=1)
    candidature = cast[2].proposes(renewal)
    vote = world.open_vote(renewal).number
    assert world.the(Mandate, 1).held_by == cast[0].number
    cast_all(cast, vote, [[[candidature]]] * 7)
    world.close(vote)
    assert (world.the(Mandate, 1).state, world.the(Mandate, 1).held_by) == ("ended", 0)
    assert world.the(Mandate, 2).held_by == cast[2].number
    assert [world.the(Problem, n).phase for n in (1, 2)] == ["done", "work"]
    cast[0].is_refused("9.3").reports(1)


def test_a_new_election_that_elects_nobody_ends_no_seat() -> None:
    world = World().found(term_days="30")
    cast = elected(world, 7, 2, 1, [[[1], [2]]] * 7)
    reporting(world, cast[0], 40)
    renewal = cast[2].calls_election(1, renews=1)
    candidature = cast[2].proposes(renewal)
    vote = world.open_vote(renewal).number
    cast_all(cast, vote, [[[0], [candidature]]] * 7)
    assert world.close(vote).ending == "unsupported"
    assert world.the(Mandate, 1).held_by == cast[0].number


def test_two_elections_do_not_fill_the_same_seats() -> None:
    world = World().found(term_days="30")
    cast = elected(world, 7, 2, 1, [[[1], [2]]] * 7)
    reporting(world, cast[0], 40)
    first, second = (person.calls_election(1, renews=1) for person in cast[2:4])
    for renewal in (first, second):
        cast[4].proposes(renewal)
    world.open_vote(first)
    assert world.the(Problem, second).phase == "lapsed"


def test_an_election_whose_candidates_all_withdraw_lapses(world: World) -> None:
    """It has nothing to vote on, whenever they do."""
    cast = world.crowd(3)
    election = cast[0].calls_election(1)
    candidature = cast[1].proposes(election)
    world.reach(election, "reading")
    cast[1].withdraws_solution(candidature)
    world.turn_to(world.the(Problem, election).due)
    gone = world.the(Problem, election)
    assert (gone.phase, gone.because) == ("lapsed", "all candidates withdrew")


def test_only_an_election_renews_and_only_seats_that_are_held(world: World) -> None:
    cast = world.crowd(3)
    problem = cast[0].raises_problem()
    cast[0].is_refused("5.6", "Only an election").raises("Again", 1, renews=problem)
    cast[0].is_refused("5.6", "Only an election").raises("Again", 1, renews=9)
