"""A roll of ours, as `/votes/N/roll.json` gives it: every ballot of a vote, by name.

    {"items": [{"member": {"member": 1, "name": "Ada"}, "ballot": {"ranking": [[2], [1, 0]]}}],
     "next": null}

Options are numbers on ballots, 0 is *no action*; a vote by yes and no has a `choice` instead. A
roll that goes on at `next` is refused: a part of it is not the vote.
"""

import msgspec

from esoviet.exchange.ballots.reading import Reading
from esoviet.exchange.ballots.sheet import Ballot, Question, Rolls, Sheet, Side, once
from esoviet.tally.profile import MAX_OPTIONS, from_groups
from esoviet.wire.errors import Malformed


class _Who(msgspec.Struct):
    member: int
    name: str | None = None


class _Voted(msgspec.Struct):
    choice: Side | None = None
    ranking: list[list[int]] | None = None


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
    votes = _questions(roll, title) if roll.items[0].ballot.choice else _rankings(roll, title)
    return Reading(votes=votes, format="a roll of this program")


def _name(who: _Who) -> str:
    return f"{who.member} {who.name or ''}".strip()


def _questions(roll: _Roll, title: str) -> Rolls:
    votes = [(_name(one.member), one.ballot.choice) for one in roll.items]
    said = tuple((name, side) for name, side in votes if side is not None)
    if len(said) != len(votes):
        raise Malformed("ballots with and without a choice on one roll")
    return Rolls(title=title, questions=(Question(id=title or "vote", votes=said),))


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
