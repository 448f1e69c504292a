"""Schulze with a default option, quorum and majorities."""

from fractions import Fraction

import pytest

from esoviet.tally.profile import Profile
from esoviet.tally.schulze import schulze
from tests.tally.ballots import elected, order, profile

# Examples of M. Schulze's paper.
ONE = profile("ABCD", "8 A>C>D>B", "2 B>A>D>C", "4 C>D>B>A", "4 D>B>A>C", "3 D>C>B>A")
WIKIPEDIA = profile(
    "ABCDE", "5 A>C>B>E>D", "5 A>D>E>C>B", "8 B>E>D>A>C", "3 C>A>B>E>D",
    "7 C>A>E>B>D", "2 C>B>A>D>E", "7 D>C>E>B>A", "8 E>B>A>D>C",
)  # fmt: skip
TENNESSEE = profile("MNCK", "42 M>N>C>K", "26 N>C>K>M", "15 C>K>N>M", "17 K>C>N>M")


def test_schulzes_first_example_elects_d() -> None:
    assert order("ABCD", schulze(ONE)) == "D>A>C>B"


def test_the_well_known_example_of_45_ballots_has_the_order_e_a_c_b_d() -> None:
    assert order("ABCDE", schulze(WIKIPEDIA)) == "E>A>C>B>D"


def test_tennessee_makes_nashville_its_capital() -> None:
    result = schulze(TENNESSEE)
    assert order("MNCK", result) == "N>C>K>M"
    assert result.pairwise[0] == (None, 42, 42, 42)
    assert result.pairwise[1] == (58, None, 68, 68)


def test_a_circle_is_broken_at_its_weakest_defeat() -> None:
    circle = profile("ABC", "5 A>B>C", "4 B>C>A", "3 C>A>B")
    assert elected("ABC", schulze(circle)) == "A"


def test_an_even_circle_is_a_tie_that_the_tie_order_breaks_and_the_result_reports() -> None:
    even = profile("ABC", "1 A>B>C", "1 B>C>A", "1 C>A>B")
    result = schulze(even, tie_order=(2, 0, 1))
    assert order("ABC", result) == "A=B=C"
    assert elected("ABC", result) == "C"
    assert [(tie.where, tie.options, tie.chosen) for tie in result.ties] == [
        ("winner", (0, 1, 2), (2,))
    ]


def test_seats_are_filled_down_the_order() -> None:
    assert elected("ABCDE", schulze(WIKIPEDIA, seats=3)) == "EAC"


def test_more_seats_than_options_elect_them_all() -> None:
    assert elected("MNCK", schulze(TENNESSEE, seats=9)) == "NCKM"


def test_an_unranked_option_is_last_or_not_compared() -> None:
    ballots = profile("AB", "1 A", "2 B>A", "2 A")
    assert schulze(ballots).pairwise == ((None, 3), (2, None))
    assert schulze(ballots, unranked="uncounted").pairwise == ((None, 0), (2, None))


def test_rank_254_is_still_above_an_unranked_option() -> None:
    ballots = Profile(3, {bytes((254, 0, 1)): 1})
    assert schulze(ballots).pairwise == ((None, 1, 0), (0, None, 0), (1, 1, None))


# The default option D, and A the proposal.
def vote(for_: int, against: int, level: int = 0) -> Profile:
    lines = [f"{n} {ballot}" for n, ballot in
             ((for_, "A>D"), (against, "D>A"), (level, "A=D")) if n]  # fmt: skip
    return profile("AD", *lines)


def test_a_majority_of_one_to_one_is_strict() -> None:
    assert schulze(vote(6, 5), default=1).winners == (0,)
    assert schulze(vote(5, 5), default=1).winners == (1,)


def test_three_to_one_needs_more_than_three_times_the_votes_against() -> None:
    ratios = {0: Fraction(3)}
    assert schulze(vote(31, 10), default=1, ratios=ratios).winners == (0,)
    result = schulze(vote(30, 10), default=1, ratios=ratios)
    assert result.winners == (1,)
    (drop,) = result.dropped
    assert (drop.reason, drop.votes, drop.against, drop.needed) == ("majority", 30, 10, "3")


def test_a_share_of_two_thirds_is_reached_at_two_thirds() -> None:
    two_thirds = {0: Fraction(2, 3)}
    reached = schulze(vote(20, 10), default=1, ratios=two_thirds, majority="share")
    missed = schulze(vote(19, 10), default=1, ratios=two_thirds, majority="share")
    assert (reached.winners, missed.winners) == ((0,), (1,))


def test_half_as_a_share_still_means_more_for_than_against() -> None:
    assert schulze(vote(6, 5), default=1, majority="share").winners == (0,)
    assert schulze(vote(5, 5), default=1, majority="share").winners == (1,)


def test_a_quorum_of_45_27_is_reached_with_46_votes_but_not_with_45() -> None:
    quorum = Fraction("45.27")
    assert schulze(vote(46, 3), default=1, quorum=quorum).winners == (0,)
    result = schulze(vote(45, 3, 50), default=1, quorum=quorum)
    assert result.winners == (1,)
    assert (result.dropped[0].reason, result.dropped[0].needed) == ("quorum", "45.27")


def test_a_dropped_option_cannot_spoil_the_order_of_the_others() -> None:
    # Without dropping, C beats everyone; it misses its quorum.
    ballots = profile("ABCD", "3 C>A>B>D", "2 A>B>D>C", "1 B>D>A>C")
    result = schulze(ballots, default=3, quorum=4)
    assert [drop.option for drop in result.dropped] == [2]
    assert order("ABCD", result) == "A>B>D"
    assert order("ABCD", schulze(ballots, default=3, quorum=3)) == "A>B>D"
    assert result.pairwise == schulze(ballots, default=3).pairwise


def test_with_several_seats_the_default_option_ends_the_election() -> None:
    ballots = profile("ABCD", "5 A>B>D>C", "4 B>A>D>C", "2 C>D>A>B")
    assert elected("ABCD", schulze(ballots, default=3, seats=3)) == "AB"
    assert elected("ABCD", schulze(ballots, seats=3)) == "ABD"


def test_when_nothing_is_left_the_default_option_wins() -> None:
    ballots = profile("ABD", "3 D>A>B", "2 A>D>B", "2 B>D>A")
    result = schulze(ballots, default=2, seats=2)
    assert (result.order, elected("ABD", result)) == (((2,),), "D")


def test_no_ballots_elect_the_default_option_or_else_by_the_tie_order() -> None:
    empty = Profile(3, {})
    assert schulze(empty, default=1).winners == (1,)
    assert schulze(empty).order == ((0, 1, 2),)


def test_strength_decides_which_defeat_of_a_circle_gives_way() -> None:
    # A beats B 5:4, B beats C 3:0, C beats A 6:4.
    circle = profile("ABC", "5 A>B", "4 B>A", "3 B>C", "6 C>A", "4 A>C")
    winning = schulze(circle, unranked="uncounted")
    margins = schulze(circle, unranked="uncounted", strength="margins")
    ratio = schulze(circle, unranked="uncounted", strength="ratio")
    assert order("ABC", winning) == "C>A>B"
    assert order("ABC", margins) == order("ABC", ratio) == "B>C>A"


def test_of_defeats_with_as_many_votes_the_one_with_fewer_against_is_stronger() -> None:
    # A beats B 5:4, B beats C 5:0, C beats A 5:3: A over B gives way.
    circle = profile("ABC", "5 A>B", "4 B>A", "5 B>C", "5 C>A", "3 A>C")
    assert order("ABC", schulze(circle, unranked="uncounted")) == "B>C>A"


@pytest.mark.parametrize(
    "settings",
    [{"quorum": 1}, {"ratios": {0: Fraction(2)}}, {"default": 2}, {"default": -1}, {"seats": 0},
     {"default": 1, "ratios": {1: Fraction(2)}}, {"default": 1, "ratios": {5: Fraction(2)}},
     {"tie_order": (0, 0)}, {"tie_order": (2,)}],
)  # fmt: skip
def test_settings_that_name_nothing_are_refused(settings: dict[str, object]) -> None:
    good = {"default": 1, "quorum": 1, "ratios": {0: Fraction(2)}, "tie_order": (1, 0)}
    schulze(vote(3, 1), **good)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"option|seat|tie order"):
        schulze(vote(3, 1), **settings)  # type: ignore[arg-type]
