"""How votes are counted, and how they end by their count: one table of the methods (chapter 11).

- *majority*: yes and no. *consent*: enough consent and few object.
- *schulze*: an option takes part only if enough members rank it above *no action*, and the share of
  them that its subject needs; the Schulze method decides among those and *no action*.
- *approval*: all that more than half choose. *dates*: what most choose. *equal-shares*: a budget.
- Elections fill their seats with those whom enough ballots accept, by the constitution's method.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Literal

from esoviet.law import seats
from esoviet.law.ballots import (
    APPROVAL,
    CHOOSING,
    CONSENT,
    DATES,
    EQUAL_SHARES,
    WORDS,
    YES_NO,
    byte_of,
)
from esoviet.law.constitution import fraction
from esoviet.law.counting import Counting, counted
from esoviet.law.view import View
from esoviet.law.votes import Vote, distinct, least
from esoviet.tally.consent import consent
from esoviet.tally.majority import majority, passes_share
from esoviet.tally.result import Drop, Result

Ending = Literal[
    "adopted", "no-action", "rejected", "elected", "none-of-these", "unsupported", "no-consent"
]
NOBODY: tuple[Ending, ...] = ("unsupported", "none-of-these")
"""So ends what nothing is chosen by, whatever stands first."""


def count(view: View, vote: Vote) -> tuple[Result, tuple[int, ...]]:
    """The tally as it stands, and in a vote by choice how often each word was said."""
    return tally(vote, distinct(view, vote), _gone(view, vote))


def tally(
    vote: Vote, ballots: Counter[bytes], gone: Iterable[int]
) -> tuple[Result, tuple[int, ...]]:
    """The same of these ballots, in an election without these candidates."""
    if vote.method not in WORDS:
        return counted(counting_of(vote, ballots, gone)), ()
    counts = tuple(ballots[byte_of(vote.method, word)] for word in WORDS[vote.method])
    pro, contra, abstain = counts
    if vote.method == CONSENT:
        result = consent(pro, contra, abstain, enough=least(vote), most=vote.objections)
    else:
        share = fraction(vote.needs[0])
        result = majority(pro, contra, abstain, needed=share, kind="share", quorum=least(vote))
    return result, counts


def counting(view: View, vote: Vote) -> Counting:
    """What a vote by ranking or choosing is counted from, as it stands."""
    return counting_of(vote, distinct(view, vote), _gone(view, vote))


def counting_of(vote: Vote, ballots: Counter[bytes], gone: Iterable[int]) -> Counting:
    """The same from these ballots, in an election without these candidates."""
    if vote.kind == "election":
        return seats.counting(vote, ballots, gone)
    width = len(vote.options) + vote.no_action
    if vote.method in CHOOSING:
        enough = (least(vote),)
        return Counting(
            vote.method, width, ballots, "last",
            quorums=enough, costs=vote.costs, budget=vote.budget,
        )  # fmt: skip
    if vote.unranked == "uncounted":
        ballots = _with_no_action(ballots)
    needs = tuple(fraction(share) for share in vote.needs)
    quorums = tuple(least(vote, place) for place in range(len(needs)))
    return Counting(vote.method, width, ballots, vote.unranked, needs=needs, quorums=quorums)


def _gone(view: View, vote: Vote) -> tuple[int, ...]:
    """Who stands in an election no longer: as it stands, or stood when it closed."""
    if vote.kind == "election" and vote.state == "open":
        return seats.gone(view, vote)
    return vote.gone


def ending_of(vote: Vote, result: Result) -> Ending:
    """How a vote ends by its count."""
    ending = _of_election if vote.kind == "election" else ENDINGS[vote.method]
    return ending(vote, result)


def _with_no_action(ballots: Counter[bytes]) -> Counter[bytes]:
    """Who ranks anything and leaves *no action* out puts it below that (clause 11.8)."""
    whole = Counter[bytes]()
    for ranks, count in ballots.items():
        last = ranks[-1] or (max(ranks) and max(ranks) + 1)
        whole[ranks[:-1] + bytes([last])] += count
    return whole


def _of_election(vote: Vote, result: Result) -> Ending:
    if result.accepting < least(vote):
        return "unsupported"
    return "elected" if result.winners else "none-of-these"


def _of_majority(vote: Vote, result: Result) -> Ending:
    if result.winners == (0,):
        return "adopted"
    return "unsupported" if any(_is_short(vote, drop) for drop in result.dropped) else "rejected"


def _of_ranking(vote: Vote, result: Result) -> Ending:
    if result.winners != (len(vote.options),):
        return "adopted"
    return "unsupported" if any(_is_short(vote, drop) for drop in result.dropped) else "no-action"


def _is_short(vote: Vote, drop: Drop) -> bool:
    """Whether an option had its majority, but too few members for it (clause 11.2)."""
    share = fraction(vote.needs[drop.option])
    return drop.votes < least(vote, drop.option) and passes_share(drop.votes, drop.against, share)


def _of_consent(_vote: Vote, result: Result) -> Ending:
    return "adopted" if result.winners == (0,) else "no-consent"


def _of_approval(_vote: Vote, result: Result) -> Ending:
    if result.winners:
        return "adopted"
    short = any(drop.reason == "quorum" for drop in result.dropped)
    return "unsupported" if short else "none-of-these"


def _of_dates(vote: Vote, result: Result) -> Ending:
    if not result.winners:
        return "none-of-these"
    return "adopted" if result.accepting >= least(vote) else "unsupported"


def _of_budget(vote: Vote, result: Result) -> Ending:
    """Who approves nothing wants nothing bought: half of the ballots are enough (clause 11.14)."""
    if 2 * result.accepting <= result.ballots:
        return "none-of-these"
    return "adopted" if result.accepting >= least(vote) else "unsupported"


ENDINGS: Mapping[str, Callable[[Vote, Result], Ending]] = MappingProxyType(
    {
        YES_NO: _of_majority,
        CONSENT: _of_consent,
        "schulze": _of_ranking,
        APPROVAL: _of_approval,
        DATES: _of_dates,
        EQUAL_SHARES: _of_budget,
    }
)
