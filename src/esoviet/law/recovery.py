"""Chapter 4 of the law, second part: recovery by vouchers, for who has lost every key."""

from typing import Literal

from msgspec.structs import replace

from esoviet.law.act import Act, Author, Number, PublicKey
from esoviet.law.common import constitution_of
from esoviet.law.outcome import Changes, Outcome, Refusal, put
from esoviet.law.record import Record
from esoviet.law.records import Key, Member
from esoviet.law.view import View
from esoviet.wire.keys import read_public


class Recovery(Record, frozen=True):
    """A new key asks to stand for a member: waiting for vouches, then for an objection.

    `act` is the id of the act that asks, the first of this key.
    """

    KEY = "kid"
    INDEXES = ("member", "state")

    kid: str
    member: int
    public: bytes
    act: bytes
    entry: int
    state: Literal["asked", "vouched", "done", "refused", "lapsed"]
    due: int


class RecoveryVouch(Record, frozen=True):
    """A member confirms that the asking key is the member's own."""

    PARENT = "recovery_entry"
    KEY = "member"

    recovery_entry: int
    member: int


class AskToRecover(Act, frozen=True, kw_only=True):
    """With a new key: say that one is member number `member` and has lost the old keys."""

    DEED = "asked to recover a membership"

    key: PublicKey
    member: Number


class VouchForRecovery(Act, frozen=True, kw_only=True):
    """Confirm that the new key named `kid` belongs to the member who asks."""

    DEED = "confirmed a recovery"

    kid: PublicKey


class RefuseRecovery(Act, frozen=True, kw_only=True):
    """With an old key: stop a recovery of one's own membership that one did not ask for."""

    DEED = "refused a recovery"

    kid: PublicKey


def ask_to_recover(view: View, author: Author, act: AskToRecover) -> Outcome:
    """Clause 4.4."""
    member = view.get(Member, act.member)
    if member is None or member.state != "member":
        return Refusal("4.4", "There is no member with this number.")
    if view.count_by(Recovery, "state", "asked") >= view.limits.recoveries:
        return Refusal("4.4", "Too many recoveries wait for vouches already; try again later.")
    due = view.time + constitution_of(view).days("application_days")
    public = read_public(act.key)
    return put(Recovery(author.kid, act.member, public, author.act, view.index, "asked", due))


def vouch_for_recovery(view: View, author: Author, act: VouchForRecovery) -> Outcome:
    """Clause 4.5."""
    asked = view.get(Recovery, act.kid)
    if asked is None or asked.state != "asked":
        return Refusal("4.5", "No recovery is waiting for vouches under this key.")
    if asked.member == author.number:
        return Refusal("4.5", "Nobody vouches for their own recovery.")
    if view.get(RecoveryVouch, author.number, asked.entry) is not None:
        return Refusal("4.5", "You have vouched for this recovery already.")
    given = put(RecoveryVouch(asked.entry, author.number))
    if view.count(RecoveryVouch, asked.entry) + 1 < vouches_needed(view):
        return given
    waiting = max(constitution_of(view).days("objection_days"), 1)
    return given | put(replace(asked, state="vouched", due=view.time + waiting))


def vouches_needed(view: View) -> int:
    """How many members must confirm a recovery at this moment (clause 4.5)."""
    others = max(1, view.count_by(Member, "state", "member") - 1)
    return min(constitution_of(view).count("vouches"), others)


def refuse_recovery(view: View, author: Author, act: RefuseRecovery) -> Outcome:
    """Clause 4.6."""
    asked = view.get(Recovery, act.kid)
    if asked is None or asked.member != author.number or asked.state not in ("asked", "vouched"):
        return Refusal("4.6", "No recovery of your membership is waiting under this key.")
    return put(replace(asked, state="refused", due=0))


def asked_by(view: View, kid: str) -> Recovery | None:
    """What a key that is not enrolled has asked for, if it has."""
    return view.get(Recovery, kid)


def recovery_due(view: View, asked: Recovery) -> Changes:
    """The waiting time is over: the new key takes the place of the old ones (clause 4.7)."""
    member = view.must(Member, asked.member)
    known = view.get(Key, asked.kid) is not None
    if asked.state != "vouched" or member.state != "member" or known:
        return put(replace(asked, state="lapsed", due=0))
    old = [
        replace(key, revoked=True)
        for key in view.by(Key, "member", asked.member)
        if not key.revoked
    ]
    new = Key(asked.kid, asked.member, asked.public, "device", view.index, 1, asked.act, view.time)
    return put(replace(asked, state="done", due=0), *old, new)
