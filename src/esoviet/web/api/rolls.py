"""The roll of a vote: every ballot by name, in the order that is asked for."""

import struct
from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Literal

from esoviet.law.ballots import CHOOSING, CONSENT, NO_ACTION, WORDS, Choice, byte_of
from esoviet.law.view import View
from esoviet.law.votes import Ballot, Roll, Voice, Vote, left, turnout, voice
from esoviet.tally.profile import groups
from esoviet.web.api.context import AnswerContext, by_member
from esoviet.web.api.read import AnyRead, Read
from esoviet.web.api.shapes import Listing, OneList, Part, Text, Who

SORTED = 1_000
"""So many ballots at most are put in another order than that of their members."""


class Voted(Part, frozen=True, kw_only=True):
    """A ballot: a choice, or groups of options, the best first, equals in one group, or the options
    that are chosen (0: none of them).

    `entry` is where it was cast, the last time. It `counts`, unless its member left before the
    close.
    """

    choice: Choice | None
    ranking: list[list[int]] | None
    chosen: list[int] | None
    entry: int
    counts: bool
    reason: Text | None


class RollLine(Part, frozen=True, kw_only=True):
    """One member's ballot on the roll."""

    member: Who
    ballot: Voted


class RollQuery(OneList, frozen=True, kw_only=True):
    """A roll by the members' numbers, by what the ballots say, or by when they were cast."""

    by: Literal["number", "ballot", "time"] = "number"


def roll(context: AnswerContext, query: RollQuery) -> Listing[RollLine] | None:
    """Every ballot of a vote, by member."""
    vote = context.view.get(Vote, query.number)
    if vote is None:
        return None
    return context.listing(
        f"votes/{vote.number}/roll.json",
        query,
        _ordered(context.view, vote, query),
        lambda voice: RollLine(
            member=context.who(voice.member, voice.entry),
            ballot=voted(context, vote, voice, query.texts),
        ),
        lambda voice: voice.member,
    )


def _ordered(view: View, vote: Vote, query: RollQuery) -> Iterator[Voice]:
    """What comes after a member's line, in the order that is asked for; of very many by number."""
    if query.by == "number" or turnout(view, vote) > SORTED:
        return voices_after(view, vote, query.after)
    whole = sorted(voices_after(view, vote, 0), key=_AT[query.by])
    at = next((place for place, one in enumerate(whole, 1) if one.member == query.after), 0)
    return iter(whole[at:])


def _best_first(one: Voice) -> tuple[bytes, int]:
    """Ballots that say the same stand together; what nobody ranks comes last."""
    return bytes(rank or 255 for rank in one.ranks), one.member


def voted(context: AnswerContext, vote: Vote, voice: Voice, inline: bool) -> Voted:
    """A ballot, decoded."""
    ranking = chosen = None
    if vote.method in CHOOSING:
        marked = zip(vote.options, voice.ranks, strict=True)
        chosen = [option for option, mark in marked if mark] or [NO_ACTION]
    elif vote.method not in WORDS:
        names = (*vote.options, NO_ACTION)
        ranking = [[names[place] for place in group] for group in _groups(voice.ranks)]
    return Voted(
        choice=choice_of(vote.method, voice.ranks),
        ranking=ranking,
        chosen=chosen,
        entry=voice.entry,
        counts=voice.counts,
        reason=context.maybe_text(voice.reason, inline=inline),
    )


def choice_of(method: str, ranks: bytes) -> Choice | None:
    """The word on a ballot; None where the method knows none."""
    return WORDS[method][ranks[0] - 1] if method in WORDS else None


def cast_by(view: View, vote: Vote, member: int) -> Voice | None:
    """The ballot of one member in a vote, if there is one."""
    if vote.state == "open":
        ballot = view.get(Ballot, member, vote.number)
        return voice(ballot, left(view)) if ballot else None
    found = next(_packed_after(view.must(Roll, vote.number), member - 1), None)
    return found if found is not None and found.member == member else None


def has_cast(view: View, vote: Vote) -> Callable[[int], bool]:
    """Whether a member cast a ballot in a vote, to be asked of many."""
    if vote.state == "open":
        return lambda member: view.get(Ballot, member, vote.number) is not None
    packed = view.must(Roll, vote.number).members
    return frozenset(struct.unpack(f"<{len(packed) // 8}Q", packed)).__contains__


def voices_after(view: View, vote: Vote, after: int) -> Iterator[Voice]:
    """The roll from a member on, at the cost of what is taken from it."""
    if vote.state == "closed":
        return _packed_after(view.must(Roll, vote.number), after)
    gone = left(view)
    return (voice(ballot, gone) for ballot in by_member(view, Ballot, vote.number, after))


def objections(context: AnswerContext, number: int) -> Iterator[RollLine]:
    """Who objects in a vote by consent, with their reasons; nobody in any other vote."""
    vote = context.view.get(Vote, number)
    if vote is None or vote.method != CONSENT:
        return
    for one in voices_after(context.view, vote, 0):
        if one.ranks == byte_of(CONSENT, "object"):
            member = context.who(one.member, one.entry)
            yield RollLine(member=member, ballot=voted(context, vote, one, True))


def _packed_after(packed: Roll, after: int) -> Iterator[Voice]:
    count = len(packed.members) // 8
    width = len(packed.ranks) // count if count else 0
    places, gone = range(count), set(packed.left)
    first = bisect_left(places, after + 1, key=lambda place: _number(packed.members, place))
    for place in places[first:]:
        member = _number(packed.members, place)
        ranks = packed.ranks[place * width : (place + 1) * width]
        reason, counts = packed.reasons.get(member, b""), member not in gone
        yield Voice(member, ranks, _number(packed.entries, place), reason, counts)


def _number(packed: bytes, place: int) -> int:
    number: int = struct.unpack_from("<Q", packed, place * 8)[0]
    return number


_groups = lru_cache(maxsize=1024)(groups)
"""Many ballots say the same."""
_AT: dict[str, Callable[[Voice], tuple[bytes, int] | int]] = {
    "ballot": _best_first,
    "time": lambda one: one.entry,
}
VOTE_ROLL = Read("/votes/{number}/roll.json", roll, RollQuery, Listing[RollLine])

READS: tuple[AnyRead, ...] = (VOTE_ROLL,)
