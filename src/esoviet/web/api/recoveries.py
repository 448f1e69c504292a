"""Recoveries: new keys that ask to stand for a member who has lost every key."""

from heapq import nsmallest
from itertools import islice

from esoviet.law.recovery import (
    Recovery,
    RecoveryObjection,
    RecoveryVouch,
    State,
    vouches_needed,
)
from esoviet.law.view import View
from esoviet.law.windows import times_prolonged
from esoviet.web.api.context import AnswerContext, by_member
from esoviet.web.api.read import AnyRead, Read
from esoviet.web.api.shapes import Listing, Paging, Part, Text, Who, some
from esoviet.wire.encoding import b64u, un_b64u

MOST = 20
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Doubt(Part, frozen=True, kw_only=True):
    """Who objects to a recovery, and why."""

    member: Who
    reason: Text
    entry: int


class RecoveryLine(Part, frozen=True, kw_only=True):
    """A new key that asks to stand for a member, and who confirms it; it takes `needed` vouches.

    `code` is the beginning of the key's name, to be read aloud and compared. `doubted` says that an
    older key of the member was used meanwhile, or somebody objected; `objections` has the first of
    those who did. `due` ends the wait for vouches, or is when the new key takes its place. That was
    `prolonged` so often, since the host was silent at its end.
    """

    kid: str
    code: str
    public: str
    member: Who
    state: State
    vouches: list[Who]
    needed: int
    doubted: bool
    objections: list[Doubt]
    vote: int | None
    entry: int
    due: int | None
    prolonged: int


def recoveries(context: AnswerContext, query: Paging) -> Listing[RecoveryLine]:
    """Keys that ask or asked to stand for a member who has lost every key."""
    # Anybody can ask, so there may be many; `after` is the entry of the last one that was read.
    recoveries = (one for one in context.view.each(Recovery) if one.entry > query.after)
    first = nsmallest(query.limit + 1, recoveries, key=_asked)
    return context.listing(
        "recoveries.json", query, first, lambda one: _line(context, one), key=_asked
    )


def recovery(context: AnswerContext, kid: str) -> RecoveryLine | None:
    """What one key asks for."""
    record = context.view.get(Recovery, kid)
    return None if record is None else _line(context, record)


def for_member(context: AnswerContext, number: int) -> list[RecoveryLine]:
    """The keys that ask to stand for one member and may still come to it."""
    return [_line(context, one) for one in standing(context.view, number, MOST)]


def standing(view: View, number: int, most: int) -> list[Recovery]:
    """Recoveries of one member that may still succeed; those nearest to it come first."""
    pending = view.by(Recovery, "pending", number)
    return nsmallest(
        most, pending, key=lambda one: (-view.count(RecoveryVouch, one.entry), one.entry)
    )


def spoken(kid: str) -> str:
    """The first 60 bits of a key's name in Crockford's base32, in groups: nothing looks alike."""
    bits = int.from_bytes(un_b64u(kid, 32)[:8], "big") >> 4
    text = "".join(_CROCKFORD[bits >> 5 * place & 31] for place in range(11, -1, -1))
    return "-".join(text[at : at + 4] for at in (0, 4, 8))


def _asked(one: Recovery) -> int:
    return one.entry


def _line(context: AnswerContext, one: Recovery) -> RecoveryLine:
    given = context.view.rows(RecoveryVouch, one.entry)
    doubts = by_member(context.view, RecoveryObjection, one.entry, 0)
    return RecoveryLine(
        kid=one.kid,
        code=spoken(one.kid),
        public=b64u(one.public),
        member=context.who(one.member),
        state=one.state,
        vouches=[context.who(vouch.member) for vouch in given],
        needed=vouches_needed(context.view),
        doubted=one.doubted or context.view.count(RecoveryObjection, one.entry) > 0,
        objections=[_doubt(context, objection) for objection in islice(doubts, MOST)],
        vote=some(one.vote),
        entry=one.entry,
        due=some(one.due),
        prolonged=times_prolonged(one),
    )


def _doubt(context: AnswerContext, one: RecoveryObjection) -> Doubt:
    reason = context.text(one.reason)
    return Doubt(member=context.who(one.member), reason=reason, entry=one.entry)


RECOVERIES = Read("/recoveries.json", recoveries, Paging, Listing[RecoveryLine])

READS: tuple[AnyRead, ...] = (RECOVERIES,)
