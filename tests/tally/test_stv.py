"""Single transferable vote by three rule books."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from itertools import permutations
from math import factorial, prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esoviet.tally.profile import Profile
from esoviet.tally.result import Result
from esoviet.tally.stv_meek import ONE, share_of, stv_meek
from esoviet.tally.stv_scottish import stv_scottish
from esoviet.tally.stv_wigm import stv_wigm
from tests.tally.ballots import elected, order, profile

ALL = [stv_scottish, stv_wigm, stv_meek]

# Wikipedia's party: oranges, pears, chocolate, strawberries, hamburgers; three are bought.
PARTY = profile("OPCSH", "4 O", "2 P>O", "8 C>S", "4 C>H", "1 S", "1 H")


def tallies(result: Result, stage: int) -> list[str]:
    return [one.tally for one in result.rounds[stage].standings]


@pytest.mark.parametrize("count", ALL)
def test_the_party_gets_chocolate_oranges_and_strawberries(count: Callable[..., Result]) -> None:
    assert sorted(elected("OPCSH", count(PARTY, seats=3))) == ["C", "O", "S"]


def test_the_party_is_counted_as_the_encyclopedia_tells_it() -> None:
    result = stv_scottish(PARTY, seats=3)
    assert result.rounds[0].quota == "6.00000"
    assert tallies(result, 0) == ["4.00000", "2.00000", "12.00000", "1.00000", "1.00000"]
    assert tallies(result, 1) == ["4.00000", "2.00000", "6.00000", "5.00000", "3.00000"]
    assert [stage.options for stage in result.rounds] == [(), (2,), (1,), (4,)]


def test_transfer_values_are_cut_to_five_places_and_the_rest_is_lost_in_sight() -> None:
    result = stv_scottish(profile("ABC", "7 A>B", "1 B", "3 C"), seats=2)
    # Quota 4; 3 / 7 = 0.42857 each.
    assert tallies(result, 1) == ["4.00000", "3.99999", "3.00000"]
    assert result.rounds[1].lost == "0.00001"


def test_a_tally_that_only_equals_the_quota_has_no_surplus_by_the_scottish_rules() -> None:
    exact = profile("ABCD", "3 A>B", "2 B", "2 C", "1 D")
    more = profile("ABCD", "4 A>B", "2 B", "2 C", "1 D")
    assert [stage.options for stage in stv_scottish(exact, seats=2).rounds[:2]] == [(), (3,)]
    # Nine ballots have the quota four; ten, with one more for A, have a surplus of one.
    assert stv_scottish(more, seats=2).rounds[1].action == "exclusion"
    ten = profile("ABCD", "5 A>B", "2 B", "2 C", "1 D")
    assert stv_scottish(ten, seats=2).rounds[1].action == "surplus"


def test_a_tie_that_no_stage_decides_goes_by_the_tie_order() -> None:
    even = profile("ABC", "2 A", "2 B", "3 C")
    first = stv_scottish(even, seats=1)
    other = stv_scottish(even, seats=1, tie_order=(1, 0, 2))
    assert (first.rounds[1].options, other.rounds[1].options) == ((0,), (1,))
    assert first.ties[0].rule == "the option that stands first in the tie order is chosen"


@pytest.mark.parametrize("count", ALL)
def test_a_tie_order_of_preference_excludes_its_last(count: Callable[..., Result]) -> None:
    even = profile("ABC", "2 A", "2 B", "3 C")
    result = count(even, seats=1, tie_order=(1, 0, 2), last_out=True)
    assert next(stage.options for stage in result.rounds if stage.options) == (0,)
    assert result.ties[0].rule == "the option that stands last in the tie order is excluded"


def test_the_look_back_goes_by_the_latest_stage_that_differs() -> None:
    # D's single vote lifts B level with C, who was ahead at the first count.
    ballots = profile("ABCD", "9 A", "3 B", "4 C", "1 D>B")
    result = stv_scottish(ballots, seats=1, tie_order=(2, 1, 0, 3))
    assert result.winners == (0,)
    four = profile("ABCD", "5 A", "3 B", "4 C", "1 D>B")
    result = stv_scottish(four, seats=1, tie_order=(2, 1, 0, 3))
    assert [stage.options for stage in result.rounds[:3]] == [(), (3,), (1,)]
    assert result.ties[0].rule.startswith("their tallies at the latest earlier stage")
    # The reference rule knows no look-back: C stands first in the tie order.
    wigm = stv_wigm(four, seats=1, tie_order=(2, 1, 0, 3))
    assert [stage.options for stage in wigm.rounds[:3]] == [(), (3,), (2,)]


def test_equal_surpluses_go_by_the_tie_order_too() -> None:
    even = profile("ABCDE", "6 A>C", "6 B>D", "2 C", "2 D", "1 E")
    result = stv_scottish(even, seats=3, tie_order=(1, 0, 2, 3, 4))
    assert [stage.options for stage in result.rounds[1:3]] == [(1,), (0,)]
    assert result.ties[0].where == "surplus"


@pytest.mark.parametrize("count", ALL)
def test_no_more_options_than_seats_are_elected_without_a_stage(
    count: Callable[..., Result],
) -> None:
    result = count(profile("AB", "3 B>A"), seats=2)
    assert (result.winners, result.order, len(result.rounds)) == ((0, 1), ((0, 1),), 1)


@pytest.mark.parametrize("count", ALL)
def test_without_ballots_the_tie_order_excludes_one_after_the_other(
    count: Callable[..., Result],
) -> None:
    assert count(Profile(3, {}), seats=1).winners == (2,)
    assert count(Profile(3, {b"\0\0\0": 5}), seats=1, tie_order=(2, 1, 0)).winners == (0,)


@pytest.mark.parametrize("count", ALL)
def test_an_election_without_a_seat_is_refused(count: Callable[..., Result]) -> None:
    assert count(PARTY, seats=1).winners
    with pytest.raises(ValueError, match="at least one seat"):
        count(PARTY, seats=0)


@pytest.mark.parametrize("count", ALL)
def test_a_shared_place_divides_a_ballot_and_goes_on_to_the_others_first(
    count: Callable[..., Result],
) -> None:
    result = count(profile("ABC", "1 A=B>C", "3 C"), seats=1)
    assert [Decimal(one) for one in tallies(result, 0)] == [Decimal("0.5"), Decimal("0.5"), 3]
    result = count(profile("ABCD", "2 A=B>D", "3 C", "3 D"), seats=1)
    # A is excluded; its half of both ballots goes to B, and to D only after B.
    assert max(Decimal(stage.standings[1].tally) for stage in result.rounds) == 2
    assert [stage.options for stage in result.rounds if stage.options] == [(0,), (1,)]
    assert result.winners == (3,)


@given(st.lists(st.sampled_from([0, 1, ONE // 3, ONE - 1, ONE]) | st.integers(0, ONE), min_size=1))
def test_who_shares_a_place_keeps_what_the_orders_that_they_can_stand_in_give(
    factors: list[int],
) -> None:
    factors = factors[:7]
    kept = Fraction(*share_of(factors[0], factors))
    all_orders = Fraction(0)
    for queue in permutations(range(len(factors))):
        before = [Fraction(ONE - factors[one], ONE) for one in queue[: queue.index(0)]]
        all_orders += prod(before, start=Fraction(factors[0], ONE))
    assert kept == all_orders / factorial(len(factors))


@pytest.mark.parametrize("count", ALL)
def test_a_ballot_that_ranks_everybody_alike_is_counted_in_no_time(
    count: Callable[..., Result],
) -> None:
    alike = Profile(40, {b"\1" * 40: 3, bytes(range(1, 41)): 2})
    assert len(count(alike, seats=5).winners) == 5


def test_meek_divides_a_shared_place_as_all_its_orders_would_be_counted() -> None:
    shared = profile("ABCD", "6 A>D", "6 A=B=C>D", "5 B", "4 C", "3 D")
    orders = ["A>B>C", "A>C>B", "B>A>C", "B>C>A", "C>A>B", "C>B>A"]
    spelled = profile("ABCD", "6 A>D", *(f"1 {o}>D" for o in orders), "5 B", "4 C", "3 D")
    one, other = stv_meek(shared, seats=2), stv_meek(spelled, seats=2)
    assert (one.order, len(one.rounds)) == (other.order, len(other.rounds))
    for mine, theirs in zip(one.rounds, other.rounds, strict=True):
        for a, b in zip(mine.standings, theirs.standings, strict=True):
            assert abs(Decimal(a.tally) - Decimal(b.tally)) < Decimal("0.00001")


def test_with_the_imperiali_quota_no_more_are_elected_than_there_are_seats() -> None:
    ballots = profile("ABC", "4 A", "4 B", "4 C")
    result = stv_wigm(ballots, seats=2, quota="imperiali", tie_order=(2, 1, 0))
    assert result.rounds[0].quota == "3.0000"
    assert (elected("ABC", result), result.ties[0].chosen) == ("CB", (2, 1))


def test_exact_figures_settle_what_cut_figures_cannot() -> None:
    # 3 * (1/3) is a whole vote only if nothing is cut.
    thirds = profile("ABCD", "6 A>B", "3 C", "3 D")
    exact = stv_wigm(thirds, seats=1, variant="rational")
    guarded = stv_wigm(thirds, seats=1, variant="guarded")
    assert order("ABCD", exact) == order("ABCD", guarded)
    assert exact.winners == (0,)
