"""A ballot with shared places counts as if it were cast once for every order, to the last digit."""

from collections import Counter
from itertools import permutations, product
from math import factorial, lcm, prod

import pytest
from hypothesis import given

from esoviet.tally.methods import METHODS
from esoviet.tally.profile import Profile, from_groups, groups
from tests.tally.ballots import profiles

STV = ("stv-scottish", "stv-wigm", "stv-meek")


def tied(first: int, second: int) -> Profile:
    """So many ballots for C against so many for A = B = D."""
    return Profile(4, {from_groups(4, [[2]]): first, from_groups(4, [[0, 1, 3]]): second})


@pytest.mark.parametrize("method", ["stv-wigm", "stv-meek", "irv"])
def test_three_who_share_fifty_ballots_tie_with_one_who_has_fifty(method: str) -> None:
    for order in ((2, 0, 1, 3), (0, 1, 3, 2)):
        result = METHODS[method](tied(50, 50), tie_order=order)
        last = result.ties[-1]
        assert 2 in last.options
        assert len(last.options) == 2
        assert last.chosen == min((order.index(n), n) for n in last.options)[1:]


def test_the_scottish_rules_break_that_tie_by_the_stage_before() -> None:
    (*_, last) = METHODS["stv-scottish"](tied(50, 50)).ties
    assert (last.options, last.chosen) == ((2, 3), (3,))
    assert "earlier stage" in last.rule


@pytest.mark.parametrize("method", [*STV, "irv"])
def test_one_ballot_more_decides(method: str) -> None:
    assert METHODS[method](tied(51, 50)).winners == (2,)
    assert METHODS[method](tied(50, 51)).winners != (2,)


def every_order(profile: Profile) -> Profile:
    """Each ballot once for every order of its shared places, all with the same number in total."""
    ways = {ballot: prod(factorial(len(g)) for g in groups(ballot)) for ballot in profile.ballots}
    whole = lcm(*ways.values())
    cast: Counter[bytes] = Counter()
    for ballot, count in profile.ballots.items():
        for orders in product(*(permutations(group) for group in groups(ballot))):
            order = [[option] for group in orders for option in group]
            cast[from_groups(profile.options, order)] += count * whole // ways[ballot]
    return Profile(profile.options, cast)


@given(profiles())
def test_it_elects_whom_the_ballots_of_all_orders_elect_in_a_run_off(profile: Profile) -> None:
    assert METHODS["irv"](profile).winners == METHODS["irv"](every_order(profile)).winners
