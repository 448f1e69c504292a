"""What is chosen by more than half, what by most, and consent."""

import pytest

from esoviet.tally.choosing import above_half, most_chosen
from esoviet.tally.consent import consent
from esoviet.tally.profile import Points, Scores


def scores(*ballots: str) -> Scores:
    """Ballots over a, b and c; an empty one chooses none."""
    said: dict[Points, int] = {}
    for ballot in ballots:
        points = tuple(("abc".index(one), 1) for one in sorted(ballot))
        said[points] = said.get(points, 0) + 1
    return Scores(3, said)


def test_more_than_half_is_no_half() -> None:
    assert above_half(scores("ab", "ab", "a", "c")).winners == (0,)
    assert above_half(scores("ab", "ab", "ab", "c")).winners == (0, 1)


def test_what_falls_says_why() -> None:
    result = above_half(scores("a", "a", "b"), quorum=3)
    assert [(drop.option, drop.reason, drop.votes, drop.needed) for drop in result.dropped] == [
        (0, "quorum", 2, "3"), (1, "majority", 1, "1/2"), (2, "majority", 0, "1/2"),
    ]  # fmt: skip


def test_of_equal_ones_the_first_is_taken_and_the_tie_told() -> None:
    result = most_chosen(scores("bc", "bc", "a"))
    assert (result.winners, result.order) == ((1,), ((1, 2), (0,)))
    assert [tie.options for tie in result.ties] == [(1, 2)]
    assert not most_chosen(scores("bc", "b")).ties


def test_who_chooses_nothing_is_a_ballot_and_chooses_nobody() -> None:
    result = most_chosen(scores("", ""))
    assert (result.winners, result.ballots, result.accepting) == ((), 2, 0)


@pytest.mark.parametrize(
    ("pro", "contra", "given"), [(3, 0, True), (3, 1, True), (3, 2, False), (2, 0, False)]
)
def test_consent_is_enough_for_and_few_against(pro: int, contra: int, given: bool) -> None:
    assert (consent(pro, contra, 5, enough=3, most=2).winners == (0,)) is given
