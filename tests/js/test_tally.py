"""tally.js: a vote that a browser counts comes out as the law counts it."""

from fractions import Fraction
from random import Random
from typing import Any

import pytest

from esoviet.law.tally import Profile
from esoviet.law.tally.majority import passes_share
from esoviet.law.tally.pairwise import pairwise
from esoviet.law.tally.profile import Unranked
from esoviet.law.tally.schulze import schulze
from tests.js.modules import Modules

SHARES = ("1/2", "2/3", "3/4", "1")


def a_profile(random: Random) -> list[list[int]]:
    """Ballots over two to six options; few of them, so that ties are frequent."""
    size = random.randint(2, 6)
    return [[random.randint(0, size) for _ in range(size)] for _ in range(random.randint(1, 12))]


def counted(ballots: list[list[int]]) -> Profile:
    made: dict[bytes, int] = {}
    for ballot in ballots:
        made[bytes(ballot)] = made.get(bytes(ballot), 0) + 1
    return Profile(len(ballots[0]), made)


@pytest.mark.parametrize("unranked", ["last", "uncounted"])
def test_the_pairs_of_any_ballots_are_the_law_s_pairs(js: Modules, unranked: Unranked) -> None:
    sheets = [a_profile(Random(seed)) for seed in range(150)]
    found = js.each("tally", "pairwise", [(sheet, len(sheet[0]), unranked) for sheet in sheets])
    assert found == [pairwise(counted(sheet), unranked).tolist() for sheet in sheets]


def a_vote(seed: int) -> tuple[list[list[int]], list[str], int]:
    """A sheet, the shares that its options need, a quorum; no action is often nobody's wish."""
    random = Random(seed)
    sheet = a_profile(random)
    if random.random() < 0.7:
        sheet = [[*ballot, 0] for ballot in sheet]
    return sheet, random.choices(SHARES, k=len(sheet[0]) - 1), random.choice((0, 0, 1, 3))


def test_the_winner_of_any_ballots_is_the_law_s_winner(js: Modules) -> None:
    votes = [a_vote(seed) for seed in range(400)]
    cases = [(pairwise(counted(sheet)).tolist(), [parts(share) for share in shares], least)
             for sheet, shares, least in votes]  # fmt: skip
    answers = js.each("tally", "schulze", cases)
    for (sheet, shares, least), answer in zip(votes, answers, strict=True):
        assert in_short(answer) == the_law(sheet, shares, least), (sheet, shares, least)


def in_short(answer: Any) -> tuple[set[int], set[int]]:
    assert answer["winner"] == answer["unbeaten"][0]
    return set(answer["unbeaten"]), set(answer["dropped"])


def the_law(sheet: list[list[int]], shares: list[str], least: int) -> tuple[set[int], set[int]]:
    ratios = {place: Fraction(share) for place, share in enumerate(shares)}
    result = schulze(
        counted(sheet), default=len(shares), ratios=ratios, majority="share", quorum=least
    )
    return set(result.order[0]), {drop.option for drop in result.dropped}


def test_a_share_is_passed_where_the_law_says_so(js: Modules) -> None:
    cases = [(yes, no, share) for yes in range(9) for no in range(9) for share in SHARES]
    answers = js.each("tally", "passes", [(yes, no, parts(share)) for yes, no, share in cases])
    assert answers == [passes_share(yes, no, Fraction(share)) for yes, no, share in cases]


def test_a_share_is_read_as_the_record_writes_it(js: Modules) -> None:
    assert js.each("tally", "share", [("2/3",), ("1",), ("1/2",)]) == [[2, 3], [1, 1], [1, 2]]


def parts(share: str) -> list[int]:
    return list(Fraction(share).as_integer_ratio())
