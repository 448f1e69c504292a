"""A roll of ours, as `/votes/N/roll.json` gives it: every ballot of a vote, by name.

    {"items": [{"member": {"member": 1, "name": "Ada"}, "ballot": {"ranking": [[2], [1, 0]]}}],
     "next": null}

Options are numbers on ballots, 0 is *no action*; a vote by yes and no or by consent has a `choice`
instead, and one in which options are chosen those that are `chosen` (0: none). A roll that goes on
at `next` is refused: a part of it is not the vote.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

import msgspec

from esoviet.exchange.ballots.reading import Reading
from esoviet.exchange.ballots.sheet import Ballot, Question, Rolls, Sheet, Side, once
from esoviet.tally.profile import MAX_OPTIONS, Points, from_groups
from esoviet.wire.errors import Malformed

SIDES: Mapping[str, Side] = MappingProxyType(
    {"yes": "yes", "no": "no", "abstain": "abstain", "consent": "yes", "object": "no"}
)


class _Who(msgspec.Struct):
    member: int
    name: str | None = None


class _Voted(msgspec.Struct):
    choice: Literal["yes", "no", "abstain", "consent", "object"] | None = None
    ranking: list[list[int]] | None = None
    chosen: list[int] | None = None


class _Line(msgspec.Struct):
    member: _Who
    ballot: _Voted


class _Roll(msgspec.Struct):
    items: list[_Line]
    next: str | None = None


def is_ours(first: str) -> bool:
    """Whether the file is JSON that could be a roll."""
    return first.lstrip().startswith("{")


def read(text: list[str], title: str) -> Reading | None:
    """Read a roll; None if this JSON is none."""
    try:
        roll = msgspec.json.decode("\n".join(text).encode(), type=_Roll)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None
    if roll.next is not None:
        raise Malformed("a part of a roll; fetch what follows too, or more at once with ?limit=")
    if not roll.items:
        raise Malformed("a roll without a ballot")
    once((place, str(line.member.member)) for place, line in enumerate(roll.items, start=1))
    first = roll.items[0].ballot
    votes = (
        _questions(roll, title)
        if first.choice
        else _choices(roll, title)
        if first.chosen
        else _rankings(roll, title)
    )
    return Reading(votes=votes, format="a roll of this program")


def _name(who: _Who) -> str:
    return f"{who.member} {who.name or ''}".strip()


def _questions(roll: _Roll, title: str) -> Rolls:
    votes = [(_name(one.member), one.ballot.choice) for one in roll.items]
    said = tuple((name, SIDES[word]) for name, word in votes if word is not None)
    if len(said) != len(votes):
        raise Malformed("ballots with and without a choice on one roll")
    return Rolls(title=title, questions=(Question(id=title or "vote", votes=said),))


def _choices(roll: _Roll, title: str) -> Sheet:
    named = sorted({option for one in roll.items for option in one.ballot.chosen or [] if option})
    if not named or named[0] < 0 or any(one.ballot.chosen is None for one in roll.items):
        raise Malformed("a roll whose ballots choose nothing that can be counted")
    ballots = []
    for line in roll.items:
        chosen = {option for option in line.ballot.chosen or [] if option}
        points: Points = tuple((place, 1) for place, one in enumerate(named) if one in chosen)
        ballots.append(Ballot(points, str(line.member.member), line.member.name or ""))
    return Sheet(
        format="roll",
        title=title,
        options=tuple(f"Option {n}" for n in named),
        numbers=tuple(named),
        ballots=tuple(ballots),
    )


def _rankings(roll: _Roll, title: str) -> Sheet:
    rankings = [one.ballot.ranking or [] for one in roll.items]
    named = sorted({option for order in rankings for group in order for option in group})
    if not named or named[0] < 0 or len(named) > MAX_OPTIONS:
        raise Malformed("a roll whose ballots rank nothing that can be counted")
    numbers = [n for n in named if n] + [0] * (0 in named)
    place = {number: n for n, number in enumerate(numbers)}
    ballots = []
    for line, order in zip(roll.items, rankings, strict=True):
        every = [option for group in order for option in group]
        if len(set(every)) != len(every):
            raise Malformed(f"an option twice on the ballot of member {line.member.member}")
        ranks = from_groups(len(numbers), ([place[n] for n in group] for group in order))
        ballots.append(Ballot(ranks, str(line.member.member), line.member.name or ""))
    return Sheet(
        format="roll",
        title=title,
        options=tuple(f"Option {n}" if n else "No action" for n in numbers),
        numbers=tuple(numbers),
        ballots=tuple(ballots),
    )
