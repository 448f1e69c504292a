"""Thiele's method: examples from the literature, a naive second count, groups and their part."""

from fractions import Fraction
from random import Random
from time import perf_counter

import pytest

from esoviet.tally.thiele import thiele
from tests.effort import seeds

Sets = list[str]


def chosen(sets: Sets, most: int) -> str:
    """What is chosen where each of these backs the options that its letters name."""
    names = sorted(set("".join(sets)))
    backers = [[who for who, one in enumerate(sets, 1) if name in one] for name in names]
    return "".join(names[place] for place in thiele(backers, most))


# Lackner and Skowron, "Multi-Winner Voting with Approval Preferences": examples 1 and 5.
RUNNING = ["ab"] * 3 + ["ac"] * 3 + ["ad"] * 2 + ["bcf", "e", "f", "g"]
UNLIKE_PAV = ["ab"] * 3 + ["ad"] * 6 + ["b"] * 4 + ["c"] * 5 + ["cd"] * 5


def test_the_examples_of_the_textbook_come_out() -> None:
    assert chosen(RUNNING, 4) == "abcf"
    assert chosen(UNLIKE_PAV, 2) == "dc"


def test_a_smaller_group_gets_its_part() -> None:
    assert chosen(["abcdef"] * 60 + ["xyz"] * 30, 6) == "abxcdy"
    assert chosen(["abcdef"] * 60 + ["xyz"] * 5, 6) == "abcdef"


def test_of_level_options_the_first_is_chosen() -> None:
    assert chosen(["a", "b", "c"], 2) == "ab"
    assert chosen(["ab", "ab", "c"], 2) == "ab"
    assert chosen(["ab", "ab", "c", "d", "d"], 2) == "ad"


def test_all_are_chosen_where_there_are_no_more_and_none_without_options() -> None:
    assert thiele([[7], [], [7, 9]], 200) == (2, 0, 1)
    assert thiele([], 5) == ()
    with pytest.raises(ValueError, match="one option"):
        thiele([[1]], 0)


def naive(backers: list[set[int]], most: int) -> tuple[int, ...]:
    """Every option is weighed in every round, backer by backer."""
    taken: list[int] = []
    while len(taken) < min(most, len(backers)):
        have = {who: sum(who in backers[one] for one in taken) for who in set().union(*backers)}
        weights = {
            place: sum((Fraction(1, have[who] + 1) for who in one), Fraction(0))
            for place, one in enumerate(backers)
            if place not in taken
        }
        taken.append(max(weights, key=lambda place: (weights[place], -place)))
    return tuple(taken)


@pytest.mark.parametrize("seed", seeds(60))
def test_a_naive_count_chooses_the_same_in_the_same_order(seed: int) -> None:
    random = Random(seed)
    people, options = range(random.randint(1, 30)), random.randint(1, 12)
    backers = [set(random.sample(people, random.randint(0, len(people)))) for _ in range(options)]
    most = random.randint(1, options + 2)
    assert thiele(backers, most) == naive(backers, most)


def test_two_thousand_options_with_five_thousand_backers_take_moments() -> None:
    random = Random(1)
    backers: list[list[int]] = [[] for _ in range(2000)]
    for who in range(1, 5001):
        for option in random.sample(range(2000), 40):
            backers[option].append(who)
    begun = perf_counter()
    assert len(set(thiele(backers, 20))) == 20
    assert perf_counter() - begun < 5
