"""Chapter 4 of the law, first part: devices and recovery keys, and how a new key takes their place.

The slower key wins: what a device says of the recovery key waits, and the recovery key ends it.

A request to recover (`law.recovery`) that is vouched for waits, then for its turn; one in doubt is
voted on. Using a key of the member raises the doubt, and using the recovery key ends it all.
"""

from msgspec.structs import replace

from esoviet.law.act import Act, Author, PublicKey, Signature
from esoviet.law.common import outdated, overtaken
from esoviet.law.constitution import Constitution
from esoviet.law.membership import is_member, settles
from esoviet.law.outcome import Changes, Outcome, Refusal, drop, put, refuse
from esoviet.law.record import ByMember
from esoviet.law.records import HOST, Key, KeyKind, Member, Window
from esoviet.law.recovery import (
    Recovery,
    RecoveryVouch,
    contested,
    ended,
    new_key,
    standing_vouches,
    vouches_needed,
)
from esoviet.law.view import View
from esoviet.law.votes import Measure, Vote, open_vote, watch
from esoviet.law.windows import window_of
from esoviet.wire.errors import Malformed
from esoviet.wire.keys import Purpose, key_name, proves, read_public

SHARE = 20
"""In `recovery_days` one part in so many of the members recovers, one at least."""


class PhraseChange(ByMember, frozen=True):
    """A recovery key that a device announced, to take the place of the one that stands at `due`.

    `entry` is where it was announced, `device` the key that did so, by its own `enrolled`.
    """

    INDEXES = ()

    member: int
    kid: str
    public: bytes
    entry: int
    device: int
    due: int
    window: Window


class NewKey(Act, frozen=True, kw_only=True):
    """A key of one's own, and a proof by it that names the key which signs."""

    key: PublicKey
    proof: Signature


class EnrolKey(NewKey, frozen=True, kw_only=True):
    """Enrol a further device: its key, and a proof by that key that names the key which signs."""

    DEED = "added a device"


class SetRecoveryKey(NewKey, frozen=True, kw_only=True):
    """Set the key that a recovery phrase gives.

    Where a recovery key stands, it replaces itself at once; a device only announces another one.
    """

    DEED = "set a recovery phrase"


class RevokeKey(Act, frozen=True, kw_only=True):
    """Revoke one of one's own keys, or call off a recovery key announced; `kid` is its name."""

    DEED = "revoked a key"

    kid: PublicKey


def enrol_key(view: View, author: Author, act: EnrolKey) -> Outcome:
    """Clause 4.1."""
    key = _new_key(view, author, act, "device", "enrol-key")
    return key if isinstance(key, Refusal) else _enrolled(view, key)


def set_recovery_key(view: View, author: Author, act: SetRecoveryKey) -> Outcome:
    """Clause 4.2."""
    key = _new_key(view, author, act, "recovery", "recovery-key")
    if isinstance(key, Refusal):
        return key
    announced = view.get(PhraseChange, author.number)
    late, old = overtaken(author, act, announced), _recovery_keys(view, author.number)
    for before in old:
        late = late or outdated(author, act, before.enrolled, before.device)
    if late is not None:
        return late
    if not old or author.signer.kind == "recovery":
        return _takes_place(view, key) | drop(PhraseChange, author.number)
    lasts = view.rules.days("recovery_days")
    said = key.member, key.kid, key.public, view.index, author.device
    return put(PhraseChange(*said, view.time + lasts, window_of(view, lasts)))


def phrase_due(view: View, change: PhraseChange) -> Changes:
    """An announced recovery key takes the place of the one before (clause 4.2)."""
    over = drop(PhraseChange, change.member)
    if not is_member(view, change.member) or view.get(Key, change.kid) is not None:
        return over
    said = change.kid, change.member, change.public
    key = new_key(view, *said, "recovery", change.entry, change.device)
    return _takes_place(view, key) | over


def revoke_key(view: View, author: Author, act: RevokeKey) -> Outcome:
    """Clause 4.3."""
    announced = view.get(PhraseChange, author.number)
    if announced is not None and announced.kid == act.kid:
        return drop(PhraseChange, author.number)
    key = view.get(Key, act.kid)
    if key is None or key.member != author.number:
        return Refusal("4.3", "This is not a key of yours.")
    if key.revoked:
        return Refusal("4.3", "This key is revoked already.")
    if key.kind == "recovery" and author.signer.kind != "recovery":
        return Refusal("4.3", "No device revokes the recovery key; it can announce another one.")
    if len(standing_keys(view, author.number)) == 1:
        return Refusal("4.3", "This is your last key; enrol another one first.")
    if announced is not None and announced.device == key.enrolled:
        return put(revoked(key)) | drop(PhraseChange, author.number)
    return put(revoked(key))


def _new_key(
    view: View, author: Author, act: NewKey, kind: KeyKind, purpose: Purpose
) -> Key | Refusal:
    clause = "4.1" if kind == "device" else "4.2"
    try:
        public = read_public(act.key)
    except Malformed as error:
        return refuse(clause, "The key cannot be used: {error}.", error=error)
    name = key_name(public)
    if view.get(Key, name) is not None:
        return Refusal(clause, "This key is enrolled already.")
    limits = view.limits
    announced = int(kind == "device" and view.get(PhraseChange, author.number) is not None)
    if len(standing_keys(view, author.number)) + announced >= limits.keys:
        return refuse(clause, "A member has at most {max_keys} keys.", max_keys=limits.keys)
    if view.count_by(Key, "member", author.number) + announced >= limits.keys_ever:
        most = limits.keys_ever
        return refuse(
            clause, "A member enrols at most {max_keys_ever} keys in all.", max_keys_ever=most
        )
    if not proves(purpose, view.assembly.id, author.kid, name, public, act.proof):
        return Refusal(clause, "The proof by the new key is not valid.")
    return new_key(view, name, author.number, public, kind, view.index, author.device)


def _enrolled(view: View, key: Key) -> Changes:
    """A key that is enrolled; what it asked for as a stranger is over."""
    asked = view.get(Recovery, key.kid)
    if asked is None or not asked.pending:
        return put(key)
    return put(key, ended(view, asked, "lapsed"))


def _takes_place(view: View, key: Key) -> Changes:
    """A recovery key that is enrolled in the place of the one that stands."""
    old = _recovery_keys(view, key.member)
    return put(*(revoked(one) for one in old)) | _enrolled(view, key)


def _recovery_keys(view: View, member: int) -> list[Key]:
    return [key for key in standing_keys(view, member) if key.kind == "recovery"]


def standing_keys(view: View, member: int) -> list[Key]:
    """The keys of a member that are not revoked."""
    return [key for key in view.by(Key, "member", member) if not key.revoked]


def revoked(key: Key) -> Key:
    """The key, which nobody can use any more."""
    return replace(key, revoked=True)


def used(view: View, key: Key, act: Act, changes: Changes) -> Changes:
    """Add what an act says of requests for its author's place that it has seen (4.6 and 4.7)."""
    if key.member == HOST or not view.count_by(Recovery, "pending", key.member):
        return changes
    known = [
        one
        for one in view.by(Recovery, "pending", key.member)
        if one.entry < act.seen[0] and changes.find(Recovery, one.kid) is None
    ]
    if key.kind == "recovery":
        return changes.adding(*(ended(view, one, "lapsed") for one in known))
    doubts = (one for one in known if one.state in ("asked", "vouched") and not one.doubted)
    return changes.adding(*(contested(view, one) for one in doubts))


def recovery_due(view: View, asked: Recovery) -> Changes:
    """The deadline of a request has passed (clauses 4.5, 4.7 and 4.9)."""
    member = view.must(Member, asked.member)
    known = view.get(Key, asked.kid) is not None
    if asked.state == "asked" or member.state != "member" or known:
        return put(ended(view, asked, "lapsed"))
    if asked.state == "contested":
        return _to_vote(view, asked)
    if asked.state == "vouched" and _lost_vouches(view, asked):
        again = view.time + view.rules.days("application_days")
        return put(replace(asked, state="asked", due=again, ready=0, window=None))
    turn = _next_turn(view)
    if turn > view.time:
        return put(replace(asked, due=turn))
    first = min(_ready(view), key=lambda one: (one.ready, one.entry))
    if first.kid != asked.kid:
        return recovery_due(view, first) | put(replace(asked, due=view.time + 1))
    return _takes_effect(view, asked, member)


def decided(view: View, vote: Vote, *, adopted: bool) -> Changes:
    """What a vote on a recovery decides (clauses 4.7 and 4.8); nothing where it was over before."""
    voted_on = (o for o in view.by(Recovery, "pending", vote.subject) if o.vote == vote.number)
    asked = next(voted_on, None)
    if asked is None:
        return put()
    if not adopted:
        return put(ended(view, asked, "refused"))
    return put(replace(asked, state="granted", due=view.time, ready=view.time))


def _lost_vouches(view: View, asked: Recovery) -> bool:
    """Whether members who vouched have left, so that too few vouch still."""
    standing, given = standing_vouches(view, asked), view.count(RecoveryVouch, asked.entry)
    return standing < min(given, vouches_needed(view))


def _to_vote(view: View, asked: Recovery) -> Changes:
    """The members vote for as long as a recovery takes at least, so that nobody rushes it."""
    rules = view.rules
    vote = open_vote(
        view,
        measure(rules),
        kind="recovery",
        subject=asked.member,
        due=view.time + max(rules.days("vote_days"), rules.days("recovery_days")),
    )
    return put(vote, watch(vote, vote.due), replace(asked, due=0, vote=vote.number))


def measure(rules: Constitution) -> Measure:
    """What a vote on lost keys is decided by, under a constitution (clause 4.7)."""
    return Measure(needs=(rules.values["amendment_majority"],))


def _next_turn(view: View) -> int:
    """When the next recovery can take effect: now, or once an earlier one is long enough ago."""
    lasts = view.rules.days("recovery_days")
    ends = [one.ended + lasts for one in view.by(Recovery, "state", "done")]
    lately = sorted(end for end in ends if end > view.time)
    most = max(1, view.assembly.counted // SHARE)
    return view.time if len(lately) < most else lately[-most]


def _ready(view: View) -> list[Recovery]:
    """The requests that wait for their turn."""
    waiting = view.by(Recovery, "state", "vouched") + view.by(Recovery, "state", "granted")
    return [one for one in waiting if one.ready <= view.time]


def _takes_effect(view: View, asked: Recovery, member: Member) -> Changes:
    """The new key takes the place of the old ones (clauses 4.9 and 4.10)."""
    old = [revoked(key) for key in standing_keys(view, asked.member)]
    new = Key(asked.kid, asked.member, asked.public, "device", view.index, 1, asked.act, view.time)
    again = replace(member, settles=settles(view), recovered=view.time)
    changes = put(ended(view, asked, "done"), again, *old, new)
    return changes | drop(PhraseChange, member.number)
