"""recount/tally.js: a vote that a browser counts comes out as law and audit count it."""

from collections.abc import Sequence
from fractions import Fraction
from random import Random
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from esoviet.law.ballots import CHOOSING, WORDS, YES_NO
from esoviet.law.headcount import needed
from esoviet.law.votes import CastBallot, Vote, least
from esoviet.tally.majority import passes_share
from esoviet.tally.pairwise import pairwise
from esoviet.tally.profile import Profile, Unranked
from tests.effort import seeds
from tests.js.modules import Modules
from tests.law.random_votes import SHARES, Counted, random_count

SEEDS = seeds(1200)
FIELDS = ("ballots", "counts", "winners", "order", "pairwise", "dropped", "tied", "ending")
ACCEPTED = ("accepted", "rejected", "accepting", "dropped", "ballots", "ending")
CHOSEN = ("accepted", "rejected", "accepting", "added")
ODD = ("333333333/1000000000", "666666667/1000000000", "999999999/1000000000", "1/1000000000")


def rules(vote: Vote, gone: Sequence[int] = ()) -> dict[str, Any]:
    """What a page says of a vote before anybody has voted."""
    names = ("kind", "method", "options", "no_action", "of_all", "unranked", "seats", "counted",
             "most", "objections", "costs", "budget")  # fmt: skip
    needs = vote.needs[0] if vote.method == YES_NO else None
    said = {"needs": needs, "option_needs": vote.needs, "electorate": vote.base + vote.late,
            "takes": vote.support[0], "option_takes": vote.support,
            "quorum": vote.quorums[0], "option_quorums": vote.quorums,
            "fewest": vote.fewest[0], "option_fewest": vote.fewest, "gone": gone}  # fmt: skip
    return {name: getattr(vote, name) for name in names} | said


def sheets(counted: Counted) -> list[int] | list[list[int]]:
    """The ballots of a vote as the browser reads them: choices by number, or ranks."""
    width = len(counted.vote.options) + counted.vote.no_action
    ranks = counted.roll.ranks
    if counted.vote.method in WORDS:
        return list(ranks)
    return [list(ranks[at : at + width]) for at in range(0, len(ranks), width)]


def counting(counted: Counted) -> list[int] | list[list[int]]:
    """The ballots that count: not those of who left."""
    return [one for at, one in enumerate(sheets(counted), 1) if at not in counted.gone]  # type: ignore[return-value]


def test_law_and_browser_decide_any_vote_alike_field_by_field(js: Modules) -> None:
    votes = [counted for counted in map(random_count, SEEDS) if is_counted(counted.vote)]
    assert len(votes) > 500
    cases = [(rules(one.vote, one.away), counting(one)) for one in votes]
    answers = js.each("recount/tally", "outcome", cases)
    for counted, answer in zip(votes, answers, strict=True):
        elects, chooses = counted.vote.kind == "election", counted.vote.method in CHOOSING
        names = {*FIELDS, *ACCEPTED} if elects else {*FIELDS, *CHOSEN} if chooses else {*FIELDS}
        law = {name: listed(getattr(counted.decision, name)) for name in names}
        each = counted.vote.no_action and not elects
        law["support"] = [
            least(counted.vote, at) for at in range(len(counted.vote.needs) if each else 1)
        ]
        assert answer == law, f"seed {counted.seed}"


def test_a_single_transferable_vote_is_not_counted_here_and_said_to_be_not(js: Modules) -> None:
    votes = [counted for counted in map(random_count, SEEDS) if not is_counted(counted.vote)]
    cases = [(rules(one.vote, one.away), counting(one)) for one in votes]
    answers = js.each("recount/tally", "outcome", cases)
    for counted, answer in zip(votes, answers, strict=True):
        law = {name: listed(getattr(counted.decision, name)) for name in ACCEPTED}
        assert answer == law | {"support": [least(counted.vote)]}, f"seed {counted.seed}"


def test_law_and_browser_read_any_ballot_alike(js: Modules) -> None:
    votes = [random_count(seed) for seed in SEEDS[::4]]
    cases = [(rules(one.vote), payload(act)) for one in votes for act in one.ballots]
    answers = js.each("recount/vote", "readBallot", cases)
    assert answers == [sheet for one in votes for sheet in sheets(one)]


def test_a_ballot_that_the_law_refuses_is_none_for_the_browser(js: Modules) -> None:
    vote = replace(random_count(0).vote, method="schulze", options=(3, 5), no_action=True)
    good: list[Any] = [[[3], [5, 0]], [], [[0]]]
    bad: list[Any] = [[[3], [3]], [[4]], [[3, 3]], [[5], [0, 5]], [[]], [3], "yes", None, {}]
    cases = [(rules(vote), {"ranking": ranking}) for ranking in good + bad]
    both = (rules(vote), {"choice": "yes", "ranking": [[3]]})
    answers = js.each("recount/vote", "readBallot", [*cases, both])
    assert answers == [[1, 2, 2], [0, 0, 0], [0, 0, 1], *[None] * 10]


def payload(act: CastBallot) -> Any:
    """An act as it is read out of an envelope."""
    return msgspec.json.decode(msgspec.json.encode(act))


def is_counted(vote: Vote) -> bool:
    return not vote.method.startswith("stv-")


def listed(value: object) -> object:
    return [listed(one) for one in value] if isinstance(value, tuple) else value


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
    sheets = [a_profile(Random(seed)) for seed in seeds(150)]
    found = js.each(
        "recount/schulze", "pairwise", [(sheet, len(sheet[0]), unranked) for sheet in sheets]
    )
    assert found == [pairwise(counted(sheet), unranked).tolist() for sheet in sheets]


def test_a_share_is_passed_where_the_law_says_so(js: Modules) -> None:
    shares = (*SHARES, *ODD)
    numbers = (*range(9), 333_333_333, 333_333_334, 666_666_666, 10**9)
    cases = [(yes, no, share) for yes in numbers for no in numbers for share in shares]
    answers = js.each("recount/tally", "passes", cases)
    assert answers == [passes_share(yes, no, Fraction(share)) for yes, no, share in cases]


def test_a_share_of_all_is_as_many_as_the_law_says(js: Modules) -> None:
    people = (1, 2, 3, 7, 99, 10**6, 123_456_789)
    cases = [(share, all_) for share in (*SHARES, *ODD) for all_ in people]
    answers = js.each("recount/tally", "upTo", cases)
    assert answers == [needed(Fraction(share), all_) for share, all_ in cases]
