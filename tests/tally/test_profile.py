"""What can be counted, and what cannot."""

import pytest

from esoviet.tally.profile import Profile, Scores, dense, from_groups, groups
from esoviet.tally.result import decimal, plain, tie_places


def test_ranks_and_groups_say_the_same() -> None:
    ranks = bytes((2, 0, 1, 2))
    assert groups(ranks) == ((2,), (0, 3))
    assert from_groups(4, groups(ranks)) == ranks


def test_gaps_between_ranks_mean_nothing() -> None:
    assert dense([11, 0, 3, 11, 900]) == bytes((2, 0, 1, 2, 3))


@pytest.mark.parametrize(
    ("options", "ballots"),
    [(2, {b"\1": 1}), (2, {b"\1\2\3": 1}), (0, {}), (255, {}), (2, {b"\1\2": 0})],
)
def test_a_profile_of_wrong_ballots_is_refused(options: int, ballots: dict[bytes, int]) -> None:
    assert Profile(2, {b"\1\2": 3, b"\0\0": 1}).total == 4
    with pytest.raises(ValueError, match=r"profile|ballot"):
        Profile(options, ballots)


@pytest.mark.parametrize("ballot", [((0, 1), (0, 2)), ((1, 1), (0, 1)), ((2, 1),), ((-1, 1),)])
def test_scores_that_name_an_option_twice_or_wrongly_are_refused(
    ballot: tuple[tuple[int, int], ...],
) -> None:
    assert Scores(2, {((0, 3), (1, -1)): 2}).total == 2
    with pytest.raises(ValueError, match="ballot"):
        Scores(2, {ballot: 1})


def test_a_ballot_cannot_rank_an_option_twice() -> None:
    assert from_groups(2, [[0], [1]]) == b"\1\2"
    with pytest.raises(ValueError, match="twice"):
        from_groups(2, [[0], [1, 0]])


def test_exact_numbers_are_written_as_decimals_where_they_end() -> None:
    from fractions import Fraction

    assert [plain(Fraction(n)) for n in ("3", "45.27", "2/3", "1/4")] == [
        "3",
        "45.27",
        "2/3",
        "0.25",
    ]
    assert [decimal(5, 0), decimal(-12, 1), decimal(7, 3)] == ["5", "-1.2", "0.007"]


def test_options_that_a_tie_order_leaves_out_follow_in_their_order() -> None:
    assert tie_places(4, (2,)) == [1, 2, 0, 3]
    assert tie_places(3, None) == [0, 1, 2]
