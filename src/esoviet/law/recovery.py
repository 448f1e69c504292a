"""Chapter 4 of the law, second part: recovery by vouchers, for who has lost every key.

What follows from a request once it is vouched for stands in `law.keys`.
"""

from math import ceil
from typing import Literal

from msgspec.structs import replace

from esoviet.law.act import Act, Author, Blob, Number, PublicKey
from esoviet.law.common import bring, sha
from esoviet.law.membership import is_member, is_settled
from esoviet.law.outcome import Outcome, Refusal, put
from esoviet.law.record import ByMember, Record
from esoviet.law.records import HOST, Key, KeyKind, Member, Window
from esoviet.law.view import View
from esoviet.law.windows import lasting
from esoviet.wire.keys import read_public

State = Literal["asked", "vouched", "contested", "granted", "done", "refused", "lapsed"]
LEAST, MOST = 2, 5
"""Of vouches that a recovery takes."""


class Recovery(Record, frozen=True):
    """A new key asks to stand for a member.

    It waits for vouches (`asked`), then for doubts (`vouched`); where there are any it is voted on
    (`contested`), and may have to wait for its turn then (`granted`). `act` is the id of the act
    that asks, the first of this key; `pending` the member while it may succeed, 0 once it is over;
    `doubted` says that an old key was used after it was asked, `ready` from when on it can take
    effect, `ended` when it was over (both in ms).
    """

    KEY = "kid"
    INDEXES = ("member", "pending", "state")
    WITH_DUE = ("ready",)

    kid: str
    member: int
    public: bytes
    act: bytes
    entry: int
    state: State
    due: int
    pending: int
    doubted: bool = False
    ready: int = 0
    ended: int = 0
    vote: int = 0
    window: Window | None = None


class RecoveryVouch(ByMember, frozen=True):
    """A member confirmed, at `time`, that the asking key `kid` is the member's own."""

    PARENT = "recovery_entry"
    INDEXES = ("member",)

    recovery_entry: int
    member: int
    kid: str
    time: int


class RecoveryObjection(ByMember, frozen=True):
    """A member doubts that the asking key is the member's own."""

    PARENT = "recovery_entry"

    recovery_entry: int
    member: int
    reason: bytes
    entry: int


class AskToRecover(Act, frozen=True, kw_only=True):
    """With a new key: say that one is member number `member` and has lost the old keys."""

    DEED = "asked to recover a membership"

    key: PublicKey
    member: Number


class VouchForRecovery(Act, frozen=True, kw_only=True):
    """Confirm that the new key named `kid` belongs to the member who asks."""

    DEED = "confirmed a recovery"

    kid: PublicKey


class ObjectToRecovery(Act, frozen=True, kw_only=True):
    """Doubt that the new key named `kid` belongs to the member; the assembly then votes on it."""

    DEED = "objected to a recovery"

    kid: PublicKey
    reason: Blob


class RefuseRecovery(Act, frozen=True, kw_only=True):
    """With an old key: stop a recovery of one's own membership that one did not ask for.

    The recovery key ends it; on the word of a device the members vote on it.
    """

    DEED = "refused a recovery"

    kid: PublicKey


def ask_to_recover(view: View, author: Author, act: AskToRecover) -> Outcome:
    """Clause 4.4."""
    if not is_member(view, act.member):
        return Refusal("4.4", "There is no member with this number.")
    if view.count_by(Member, "state", "member") <= LEAST:
        return Refusal("4.4", "In an assembly of two only the recovery phrase serves.")
    pending = view.by(Recovery, "pending", act.member)
    if any(one.state != "asked" for one in pending):
        return Refusal("4.4", "Another request for this member has its vouches already.")
    asked = Recovery(
        kid=author.kid,
        member=act.member,
        public=read_public(act.key),
        act=author.act,
        entry=view.index,
        state="asked",
        due=view.time + view.rules.days("application_days"),
        pending=act.member,
    )
    if len(pending) < view.limits.recoveries:
        return put(asked)
    gives_way = min(pending, key=lambda one: (standing_vouches(view, one), one.entry))
    return put(ended(view, gives_way, "lapsed"), asked)


def vouch_for_recovery(view: View, author: Author, act: VouchForRecovery) -> Outcome:
    """Clauses 4.5 and 4.8."""
    asked = view.get(Recovery, act.kid)
    if asked is None or asked.state != "asked":
        return Refusal("4.5", "No recovery is waiting for vouches under this key.")
    if asked.member == author.number:
        return Refusal("4.5", "Nobody vouches for their own recovery.")
    if view.get(RecoveryVouch, author.number, asked.entry) is not None:
        return Refusal("4.5", "You have vouched for this recovery already.")
    if not is_settled(view, author.person):
        return Refusal("4.5", "Only settled members vouch for a recovery.")
    if not is_member(view, asked.member):
        return Refusal("4.5", "This person is not a member any more.")
    vouch = RecoveryVouch(asked.entry, author.number, asked.kid, view.time)
    given = rests(view, author.number) or put(vouch)
    if standing_vouches(view, asked) + 1 < vouches_needed(view):
        return given
    others = [one for one in view.by(Recovery, "pending", asked.member) if one.kid != asked.kid]
    return given | put(vouched(view, asked), *(ended(view, one, "lapsed") for one in others))


def object_to_recovery(view: View, author: Author, act: ObjectToRecovery) -> Outcome:
    """Clause 4.7."""
    asked = view.get(Recovery, act.kid)
    if asked is None or asked.state not in ("asked", "vouched"):
        return Refusal("4.7", "Objections are heard until it is voted on, or over.")
    if asked.member == author.number:
        return Refusal("4.7", "It is your own membership that is asked for: refuse it instead.")
    if view.get(RecoveryObjection, author.number, asked.entry) is not None:
        return Refusal("4.7", "You have objected already.")
    objection = RecoveryObjection(asked.entry, author.number, sha(act.reason), view.index)
    return bring(view, HOST, "4.7", act.reason) | put(objection, contested(view, asked))


def refuse_recovery(view: View, author: Author, act: RefuseRecovery) -> Outcome:
    """Clauses 4.6 and 4.7."""
    asked = view.get(Recovery, act.kid)
    if asked is None or asked.pending != author.number:
        return Refusal("4.7", "No recovery of your membership is waiting under this key.")
    if author.signer.kind == "recovery":
        return put(ended(view, asked, "refused"))
    if asked.state not in ("asked", "vouched"):
        return Refusal("4.7", "The assembly votes on this; only your recovery phrase ends it now.")
    if asked.doubted:
        return Refusal("4.7", "It is known that this is not you: with vouches it is voted on.")
    return put(contested(view, asked))


def vouches_needed(view: View) -> int:
    """How many members must confirm a recovery at this moment (clause 4.5)."""
    members = view.count_by(Member, "state", "member")
    return max(LEAST, min(MOST, ceil(members / 3)))


def rests(view: View, member: int) -> Refusal | None:
    """Why a member vouches for no recovery now, having vouched for one (clauses 4.5 and 4.8)."""
    lasts = view.rules.days("settling_days")
    for given in view.by(RecoveryVouch, "member", member):
        asked = view.must(Recovery, given.kid)
        if asked.state == "refused" and view.time < asked.ended + view.limits.rest * lasts:
            return Refusal(
                "4.8",
                "You vouched for a recovery that was refused, and vouch for none for a while.",
            )
        if view.time < given.time + lasts:
            return Refusal("4.5", "You have vouched for a recovery a short while ago.")
    return None


def standing_vouches(view: View, asked: Recovery) -> int:
    """How many vouches count: those of who is a member still."""
    given = view.each(RecoveryVouch, asked.entry)
    return sum(is_member(view, one.member) for one in given)


def vouched(view: View, asked: Recovery) -> Recovery:
    """A request that has its vouches now: it waits, or is voted on if somebody doubts it."""
    lasts = view.rules.days("recovery_days")
    waits = replace(asked, state="vouched", ready=view.time + lasts, **lasting(view, lasts))
    doubted = asked.doubted or view.count(RecoveryObjection, asked.entry) > 0
    return contested(view, waits) if doubted else waits


def contested(view: View, asked: Recovery) -> Recovery:
    """A request in doubt: the vote opens at once where there are vouches, else with them (4.7).

    It opens by a deadline of this very moment, since the act may open another vote itself.
    """
    if asked.state == "asked":
        return replace(asked, doubted=True)
    return replace(asked, state="contested", due=view.time, window=None)


def ended(view: View, asked: Recovery, state: Literal["done", "refused", "lapsed"]) -> Recovery:
    """A request that is over."""
    return replace(asked, state=state, due=0, pending=0, ended=view.time)


def new_key(
    view: View, kid: str, member: int, public: bytes, kind: KeyKind, entry: int, device: int
) -> Key:
    """A key that is enrolled now: where it has asked for something, that was its first act."""
    asked = view.get(Recovery, kid)
    seq, last = (0, b"") if asked is None else (1, asked.act)
    return Key(kid, member, public, kind, entry, seq, last, view.time, device=device)
