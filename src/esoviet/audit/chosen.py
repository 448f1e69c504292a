"""What is chosen where ballots choose options, worked out once more: clauses 11.12 to 11.14.

Who chooses nothing says *none of them*. The division of a budget by equal shares is the one thing
that is shared with the law (`tally.equal_shares`).
"""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from esoviet.law.votes import Vote
from esoviet.tally.equal_shares import equal_shares
from esoviet.tally.profile import Points, Scores
from esoviet.tally.result import Tie

CHOSEN = ("approval", "dates", "equal-shares")


class Chosen(NamedTuple):
    """The count; options by their numbers."""

    ending: str
    winners: tuple[int, ...]
    order: tuple[tuple[int, ...], ...]
    dropped: tuple[int, ...]
    tied: tuple[tuple[int, ...], ...]
    accepted: tuple[int, ...]
    accepting: int
    added: tuple[int, ...] = ()


def choose(vote: Vote, ballots: Mapping[bytes, int], enough: int) -> Chosen:
    """Count a vote in which it takes `enough` members."""
    said = Counter[int]()
    for ranks, count in ballots.items():
        marked = zip(vote.options, ranks, strict=True)
        said.update({option: count for option, mark in marked if mark})
    some = sum(count for ranks, count in ballots.items() if any(ranks))
    levels = sorted({said[option] for option in vote.options}, reverse=True)
    order = tuple(tuple(o for o in vote.options if said[o] == level) for level in levels)
    figures = tuple(said[option] for option in vote.options), some
    total = sum(ballots.values())
    if vote.method == "approval":
        most = [option for group in order for option in group if 2 * said[option] > total]
        winners = tuple(option for option in most if said[option] >= enough)
        ending = "adopted" if winners else "unsupported" if most else "none-of-these"
        dropped = tuple(option for option in vote.options if option not in winners)
        return Chosen(ending, winners, order, dropped, (), *figures)
    if vote.method == "dates":
        ending = "none-of-these" if not some else "adopted" if some >= enough else "unsupported"
        tied = order[:1] if some and len(order[0]) > 1 else ()
        winners = order[0][:1] if ending == "adopted" else ()
        return Chosen(ending, winners, order, (), tied, *figures)
    return _divided(vote, ballots, enough, Chosen("", (), order, (), (), *figures))


def _divided(vote: Vote, ballots: Mapping[bytes, int], enough: int, chosen: Chosen) -> Chosen:
    shares = Counter[Points]()
    for ranks, count in ballots.items():
        shares[tuple((place, 1) for place, mark in enumerate(ranks) if mark)] += count
    scores = Scores(len(vote.options), shares)
    result = equal_shares(scores, costs=vote.costs, budget=vote.budget)

    def named(places: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(vote.options[place] for place in places)

    def between(tie: Tie) -> tuple[int, ...]:
        return named(tie.options)

    said = chosen._replace(tied=tuple(map(between, result.ties)))
    if chosen.accepting <= sum(ballots.values()) - chosen.accepting:
        return said._replace(ending="none-of-these")
    if chosen.accepting < enough:
        return said._replace(ending="unsupported")
    winners, added = named(result.winners), named(result.added)
    return said._replace(ending="adopted", winners=winners, added=added)
