"""Equal shares: what the paper promises, what another program finds, and a second, naive count."""

import csv
from collections import Counter
from fractions import Fraction
from itertools import combinations
from random import Random
from typing import NamedTuple

import pytest

from esoviet.tally.equal_shares import equal_shares
from esoviet.tally.profile import Points, Scores
from tests.effort import seeds
from tests.shared_data import SHARED, needs_shared

# What pabutools 1.2.3 finds (method_of_equal_shares with Cost_Sat and app_score_tie_breaking, no
# completion), every named project of a ballot taken as approved, in the order of buying.
PABUTOOLS = {
    "poland_gdansk_2020_kokoszki": "5 4",
    "poland_katowice_2021_kostuchna": "L21/16/VIII L21/05/VIII L21/03/VIII",
    "poland_katowice_2021_murcki": "L18/02/VIII L18/09/VIII L18/01/VIII L18/03/VIII",
    "poland_krakow_2018_stare-miasto": "19 7 26 3 14 4 22",
    "poland_lodz_2020_gorniak": "G080GO G001GO G060GO G061GO",
    "poland_warszawa_2018_szczesliwice": "2503 79 75 76 2507 2479 325 1978 521 1913 74 1205 1702 "
    "2409 1163 538 28 1590 323 1531",
    "poland_warszawa_2023_praga-polnoc": "1935 61 340 1919 890 8 892 362 1943 1934 1528 1939 1754 "
    "1918 1490 1062 956 828 334 1938 1352 1035 1430 943 1509 821 957 891",
    "poland_zabrze_2020_biskupice": "",
}


class Case(NamedTuple):
    costs: list[int]
    budget: int
    ballots: list[set[int]]

    @property
    def scores(self) -> Scores:
        said = Counter[Points](tuple((n, 1) for n in sorted(one)) for one in self.ballots)
        return Scores(len(self.costs), said)


def pabulib(name: str) -> tuple[list[str], Case]:
    """The projects of a file, and its ballots with every project that they name."""
    meta: dict[str, str] = {}
    projects: dict[str, int] = {}
    ballots, part, head = [], "", None
    with (SHARED / "approval_score" / f"{name}.pb").open(encoding="utf-8-sig") as file:
        for row in csv.reader(file, delimiter=";"):
            if row[0] in ("META", "PROJECTS", "VOTES"):
                part, head = row[0], None
            elif head is None:
                head = row
            elif part == "META":
                meta[row[0]] = row[1]
            else:
                line = dict(zip(head, row, strict=False))
                if part == "PROJECTS":
                    projects[line["project_id"]] = int(line["cost"])
                else:
                    ballots.append({one for one in line["vote"].split(",") if one})
    names = list(projects)
    numbered = [{names.index(one) for one in ballot} for ballot in ballots]
    return names, Case([*projects.values()], int(meta["budget"]), numbered)


@needs_shared
@pytest.mark.parametrize("name", PABUTOOLS)
def test_real_budgets_are_divided_as_another_program_divides_them(name: str) -> None:
    names, case = pabulib(name)
    result = equal_shares(case.scores, costs=case.costs, budget=case.budget)
    bought = [names[one] for one in result.winners if one not in result.added]
    assert bought == PABUTOOLS[name].split()
    assert sum(case.costs[one] for one in result.winners) <= case.budget


def naive(case: Case) -> tuple[list[int], list[int]]:
    """Every voter has a purse; every option is asked for its price in every round."""
    payers = [ballot for ballot in case.ballots if ballot]
    purses = [Fraction(case.budget, len(payers) or 1)] * len(payers)
    approvals = [sum(n in ballot for ballot in payers) for n in range(len(case.costs))]
    bought: list[int] = []
    while True:
        others = [n for n in range(len(case.costs)) if n not in bought]
        asked = {n: price_of(n, case.costs[n], payers, purses) for n in others}
        prices = {n: price for n, price in asked.items() if price is not None}
        if not prices:
            break
        chosen = min(prices, key=lambda n: (prices[n] / case.costs[n], -approvals[n], n))
        for at, ballot in enumerate(payers):
            if chosen in ballot:
                purses[at] -= min(purses[at], prices[chosen])
        bought.append(chosen)
    added: list[int] = []
    for n in sorted(range(len(case.costs)), key=lambda n: (-approvals[n], n)):
        spent = sum(case.costs[one] for one in (*bought, *added))
        if n not in bought and approvals[n] and spent + case.costs[n] <= case.budget:
            added.append(n)
    return bought, added


def price_of(
    option: int, cost: int, payers: list[set[int]], purses: list[Fraction]
) -> Fraction | None:
    """The most that one supporter pays: each possible number of full payers is tried."""
    rests = sorted(purse for purse, one in zip(purses, payers, strict=True) if option in one)
    if not rests or sum(rests) < cost:
        return None
    for poor in range(len(rests)):
        price = (cost - sum(rests[:poor], Fraction(0))) / (len(rests) - poor)
        if price <= rests[poor]:
            return price
    raise AssertionError("enough money and no price")


def random_case(random: Random) -> Case:
    """A few options and purses, so that ties and what just fits are frequent."""
    size, budget = random.randint(1, 6), random.randint(2, 24)
    costs = [random.randint(1, budget) for _ in range(size)]
    ballots = [set(random.sample(range(size), random.randint(0, size)))
               for _ in range(random.randint(0, 9))]  # fmt: skip
    return Case(costs, budget, ballots)


def test_any_budget_is_divided_as_with_real_purses() -> None:
    for seed in seeds(1500):
        case = random_case(Random(seed))
        result = equal_shares(case.scores, costs=case.costs, budget=case.budget)
        bought, added = naive(case)
        assert (result.winners, result.added) == ((*bought, *added), tuple(added)), seed


def test_no_group_with_one_wish_is_left_without_its_part() -> None:
    """Extended justified representation, for one option: who can pay for it together gets some."""
    for seed in seeds(500):
        case = random_case(Random(seed))
        result = equal_shares(case.scores, costs=case.costs, budget=case.budget)
        payers = [ballot for ballot in case.ballots if ballot]
        for option, cost in enumerate(case.costs):
            fans = [ballot for ballot in payers if option in ballot]
            if fans and len(fans) * case.budget >= cost * len(payers):
                assert any(ballot & set(result.winners) for ballot in fans), seed


def test_a_tie_is_told_where_it_decided_something() -> None:
    case = Case([5, 5], 5, [{0}, {1}])
    (tie,) = equal_shares(case.scores, costs=case.costs, budget=5).ties
    assert (tie.options, tie.chosen) == ((0, 1), (0,))
    assert not equal_shares(case.scores, costs=case.costs, budget=10).ties


@pytest.mark.parametrize("costs", [[1], [1, 0], [1, -1]])
def test_every_option_has_a_cost(costs: list[int]) -> None:
    with pytest.raises(ValueError, match="cost"):
        equal_shares(Scores(2, {}), costs=costs, budget=5)


def test_the_order_of_the_ballots_does_not_matter() -> None:
    for one, other in combinations(range(4), 2):
        ballots = [{0, 1}, {1}, {2}, {0, 2}]
        ballots[one], ballots[other] = ballots[other], ballots[one]
        case = Case([4, 3, 2], 6, ballots)
        assert equal_shares(case.scores, costs=case.costs, budget=6).winners == (1, 2)
