"""Ranked pairs, instant run-off, approval, score and yes-no questions."""

import random
from collections import Counter
from fractions import Fraction
from typing import Any

import pytest

from esoviet.tally import heaps
from esoviet.tally.irv import irv
from esoviet.tally.majority import majority, majority_of
from esoviet.tally.points import approval, score
from esoviet.tally.profile import Profile, Scores, from_groups
from esoviet.tally.ranked_pairs import ranked_pairs
from tests.tally.ballots import elected, order, profile

TENNESSEE = profile("MNCK", "42 M>N>C>K", "26 N>C>K>M", "15 C>K>N>M", "17 K>C>N>M")


def test_ranked_pairs_order_tennessee() -> None:
    assert order("MNCK", ranked_pairs(TENNESSEE)) == "N>C>K>M"


def test_ranked_pairs_leave_the_weakest_defeat_of_a_circle_out() -> None:
    circle = profile("ABC", "40 A>B>C", "35 B>C>A", "25 C>A>B")
    assert order("ABC", ranked_pairs(circle)) == "A>B>C"
    assert ranked_pairs(circle).ties == ()


def test_ranked_pairs_break_even_circles_by_the_tie_order_and_say_so() -> None:
    even = profile("ABC", "1 A>B>C", "1 B>C>A", "1 C>A>B")
    result = ranked_pairs(even, tie_order=(1, 2, 0))
    assert order("ABC", result) == "B>C>A"
    assert [(tie.where, tie.options) for tie in result.ties] == [("pairs", (0, 1, 2))]


def test_instant_run_off_in_tennessee_elects_knoxville() -> None:
    result = irv(TENNESSEE)
    assert order("MNCK", result) == "K>M>N>C"
    assert [stage.options for stage in result.rounds] == [(), (2,), (1,)]
    assert [one.tally for one in result.rounds[-1].standings] == ["42", "0", "0", "58"]


def test_half_of_the_ballots_is_no_majority() -> None:
    assert len(irv(profile("AB", "3 A", "2 B")).rounds) == 1
    tied = irv(profile("AB", "2 A", "2 B"))
    assert (len(tied.rounds), tied.winners) == (2, (1,))
    assert [(tie.where, tie.chosen) for tie in tied.ties] == [("exclusion", (0,))]


def test_a_shared_place_divides_a_ballot_equally() -> None:
    result = irv(profile("ABC", "3 A", "2 B>A", "1 B=C", "1 C>B"))
    assert [one.tally for one in result.rounds[0].standings] == ["3", "2.500000", "1.500000"]
    assert elected("ABC", result) == "B"


def test_a_ballot_that_names_nobody_any_more_is_exhausted() -> None:
    result = irv(profile("ABC", "5 A", "4 B", "2 C"))
    assert [stage.exhausted for stage in result.rounds] == ["0", "2"]
    assert elected("ABC", result) == "A"


def test_a_batch_of_hopeless_options_is_excluded_at_once() -> None:
    ballots = profile("ABCDE", "10 A", "9 B", "3 C>B", "2 D>B", "1 E>B")
    single, batch = irv(ballots), irv(ballots, batch=True)
    assert [stage.options for stage in batch.rounds] == [(), (2, 3, 4)]
    assert [stage.options for stage in single.rounds] == [(), (4,), (3,), (2,)]
    assert single.rounds[-1].standings == batch.rounds[-1].standings


def test_a_batch_stops_where_the_next_option_could_be_overtaken() -> None:
    result = irv(profile("ABCD", "10 A", "9 B", "6 C>B", "3 D>C"), batch=True)
    assert [stage.options for stage in result.rounds[:2]] == [(), (3,)]


def test_write_ins_go_first_even_if_they_are_not_the_lowest() -> None:
    result = irv(profile("ABW", "4 A", "2 B", "3 W>B"), first_out=(2,))
    assert (result.rounds[1].options, elected("ABW", result)) == ((2,), "B")


def test_instant_run_off_has_one_seat_and_always_a_winner() -> None:
    assert irv(Profile(3, {}), tie_order=(2, 1, 0)).winners == (0,)
    with pytest.raises(ValueError, match="one seat"):
        irv(TENNESSEE, seats=2)


BALLOTS = Scores(3, {((0, 2), (1, 1)): 3, ((1, 5),): 1, ((2, 1),): 2, (): 4})


def test_approval_counts_ballots_and_score_adds_points() -> None:
    assert [one.tally for one in approval(BALLOTS).rounds[0].standings] == ["3", "4", "2"]
    assert [one.tally for one in score(BALLOTS).rounds[0].standings] == ["6", "8", "2"]
    assert approval(BALLOTS).ballots == 10
    assert approval(BALLOTS, seats=2).winners == (1, 0)


def test_no_points_and_points_below_zero_are_no_approval() -> None:
    votes = Scores(2, {((0, -1), (1, 0)): 2, ((1, 1),): 1})
    assert [one.tally for one in approval(votes).rounds[0].standings] == ["0", "1"]
    assert [one.tally for one in score(votes).rounds[0].standings] == ["-2", "1"]


def test_a_tie_for_the_last_seat_is_broken_by_the_tie_order_and_reported() -> None:
    votes = Scores(3, {((0, 1),): 2, ((1, 1),): 1, ((2, 1),): 1})
    result = approval(votes, seats=2, tie_order=(2, 1, 0))
    assert (result.winners, result.order) == ((0, 2), ((0,), (1, 2)))
    assert [(tie.where, tie.options, tie.chosen) for tie in result.ties] == [("seat", (1, 2), (2,))]


def test_yes_needs_more_votes_than_no_and_abstentions_count_on_neither_side() -> None:
    assert majority(6, 5, 90).winners == (0,)
    assert majority(5, 5, 90).winners == (1,)


def test_two_thirds_of_those_voting_is_enough_as_a_share_but_not_as_a_ratio() -> None:
    assert majority(66, 33, needed=Fraction(2, 3), kind="share").winners == (0,)
    assert majority(66, 34, needed=Fraction(2, 3), kind="share").winners == (1,)
    assert majority(66, 33, needed=Fraction(2)).winners == (1,)
    assert majority(67, 33, needed=Fraction(2)).winners == (0,)


def test_a_quorum_asks_for_votes_for_and_a_turnout_for_ballots() -> None:
    assert majority(60, 40, quorum=60).winners == (0,)
    assert majority(59, 40, quorum=60).dropped[0].reason == "quorum"
    assert majority(3, 1, 1, turnout=5).winners == (0,)
    assert majority(3, 1, turnout=5).dropped[0].needed == "5"


def test_ballots_over_two_options_are_yes_no_and_abstentions() -> None:
    ballots = profile("YN", "3 Y>N", "2 Y", "4 N", "1 Y=N", "7 ")
    result = majority_of(ballots)
    assert (result.pairwise, result.ballots) == (((None, 5), (4, None)), 17)
    assert majority_of(ballots, unranked="uncounted").pairwise == ((None, 3), (0, None))
    with pytest.raises(ValueError, match="two options"):
        majority_of(TENNESSEE)


def test_many_ballots_are_counted_as_few_are_stage_by_stage(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chance = random.Random(5)
    ballots: Counter[bytes] = Counter()
    for _ in range(3_000):
        order = chance.sample(range(9), chance.randint(0, 9))
        ballots[from_groups(9, [[option] for option in order])] += chance.randint(1, 3)
    told: tuple[dict[str, Any], ...] = ({}, {"batch": True}, {"first_out": (3,)})
    for settings in (*told, {"tie_order": (8, 7, 6, 5)}):
        monkeypatch.setattr(heaps, "MANY", 1)
        many = irv(Profile(9, ballots), **settings)
        monkeypatch.setattr(heaps, "MANY", 10**9)
        assert many == irv(Profile(9, ballots), **settings)
