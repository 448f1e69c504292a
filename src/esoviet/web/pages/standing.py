"""How the holder of a key stands who is no member: has applied, was replaced, has left."""

from typing import Literal

from msgspec import Struct

from esoviet.law.growth import Vouch
from esoviet.law.records import HOST, Key, Member, MemberState
from esoviet.law.recovery import RecoveryVouch
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.shapes import Who
from esoviet.web.http.door import replaced_by

MOST = 10


class Standing(Struct, frozen=True):
    """What became of a key (`revoked` by its member, `replaced` by others), or of who holds it.

    `at` (ms) is when, 0 where that is not known. Of an application `given` vouches have come, those
    of `people`; a key was replaced since `people` confirmed another one. Nobody is named to who may
    not read names.
    """

    what: MemberState | Literal["revoked", "replaced"]
    kid: str
    number: int
    at: int = 0
    given: int = 0
    people: tuple[Who, ...] = ()


def standing(context: AnswerContext, kid: str) -> Standing | None:
    """How who holds this key stands; nothing where it is nobody's, or a member's and good."""
    view = context.view
    key = view.get(Key, kid)
    if key is None or key.member == HOST:
        return None
    member = view.must(Member, key.member)
    if key.revoked:
        return _revoked(context, key)
    if member.state == "member":
        return None
    vouches = view.rows(Vouch, member.number)
    people = _named(context, [vouch.member for vouch in vouches])
    return Standing(member.state, kid, member.number, member.ended, len(vouches), people)


def _revoked(context: AnswerContext, key: Key) -> Standing:
    """By the last recovery of this member since the key was enrolled, if there was one."""
    view = context.view
    last = replaced_by(view, key)
    if last is None:
        return Standing("revoked", key.kid, key.member)
    vouches = view.rows(RecoveryVouch, last.entry)
    people = _named(context, [vouch.member for vouch in vouches])
    return Standing("replaced", key.kid, key.member, last.ended, len(vouches), people)


def _named(context: AnswerContext, numbers: list[int]) -> tuple[Who, ...]:
    return tuple(context.who(number) for number in numbers[:MOST]) if context.words else ()
