"""Chapter 4 of the law, first part: devices and recovery keys of a member.

The slower key wins: what a device says of the recovery key waits, and the recovery key ends it.
"""

from msgspec.structs import replace

from esoviet.law.act import Act, Author, PublicKey, Signature
from esoviet.law.common import assembly_of, constitution_of, outdated
from esoviet.law.membership import is_member
from esoviet.law.outcome import NOTHING, Changes, Outcome, Refusal, drop, put
from esoviet.law.record import Record
from esoviet.law.records import Key, KeyKind, Window
from esoviet.law.recovery import asked_by, ended, new_key
from esoviet.law.view import View
from esoviet.law.windows import window_of
from esoviet.wire.errors import Malformed
from esoviet.wire.keys import Purpose, key_name, proves, read_public
from esoviet.wire.reason import Reason


class PhraseChange(Record, frozen=True):
    """A recovery key that a device announced, to take the place of the one that stands at `due`.

    `entry` is where it was announced, `device` the key that did so, by its own `enrolled`.
    """

    KEY = "member"
    INDEXES = ()

    member: int
    kid: str
    public: bytes
    entry: int
    device: int
    due: int
    window: Window


class EnrolKey(Act, frozen=True, kw_only=True):
    """Enrol a further device: its key, and a proof by that key that names the key which signs."""

    DEED = "added a device"

    key: PublicKey
    proof: Signature


class SetRecoveryKey(Act, frozen=True, kw_only=True):
    """Set the key that a recovery phrase gives.

    Where a recovery key stands, it replaces itself at once; a device only announces another one.
    """

    DEED = "set a recovery phrase"

    key: PublicKey
    proof: Signature


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
    assert author.key is not None
    announced = view.get(PhraseChange, author.number)
    if announced is not None:
        late = outdated(author, act, announced.entry, announced.device)
        if late is not None:
            return late
    old = _recovery_keys(view, author.number)
    for before in old:
        late = outdated(author, act, before.enrolled, before.device)
        if late is not None:
            return late
    if not old or author.key.kind == "recovery":
        return _takes_place(view, key) | _called_off(announced)
    lasts = constitution_of(view).days("recovery_days")
    said = key.member, key.kid, key.public, view.index, author.device
    return put(PhraseChange(*said, view.time + lasts, window_of(view, lasts)))


def phrase_due(view: View, change: PhraseChange) -> Changes:
    """An announced recovery key takes the place of the one before (clause 4.2)."""
    over = _called_off(change)
    if not is_member(view, change.member) or view.get(Key, change.kid) is not None:
        return over
    said = change.kid, change.member, change.public
    key = new_key(view, *said, "recovery", change.entry, change.device)
    return _takes_place(view, key) | over


def revoke_key(view: View, author: Author, act: RevokeKey) -> Outcome:
    """Clause 4.3."""
    announced = view.get(PhraseChange, author.number)
    if announced is not None and announced.kid == act.kid:
        return _called_off(announced)
    key = view.get(Key, act.kid)
    if key is None or key.member != author.number:
        return Refusal("4.3", "This is not a key of yours.")
    if key.revoked:
        return Refusal("4.3", "This key is revoked already.")
    assert author.key is not None
    if key.kind == "recovery" and author.key.kind != "recovery":
        return Refusal("4.3", "No device revokes the recovery key; it can announce another one.")
    if len(standing_keys(view, author.number)) == 1:
        return Refusal("4.3", "This is your last key; enrol another one first.")
    if announced is not None and announced.device == key.enrolled:
        return put(revoked(key)) | _called_off(announced)
    return put(revoked(key))


def _new_key(
    view: View, author: Author, act: EnrolKey | SetRecoveryKey, kind: KeyKind, purpose: Purpose
) -> Key | Refusal:
    clause = "4.1" if kind == "device" else "4.2"
    try:
        public = read_public(act.key)
    except Malformed as error:
        return Refusal(clause, Reason("The key cannot be used: {error}.", error=error))
    name = key_name(public)
    if view.get(Key, name) is not None:
        return Refusal(clause, "This key is enrolled already.")
    limits = view.limits
    announced = int(kind == "device" and view.get(PhraseChange, author.number) is not None)
    if len(standing_keys(view, author.number)) + announced >= limits.keys:
        return Refusal(
            clause, Reason("A member has at most {max_keys} keys.", max_keys=limits.keys)
        )
    if view.count_by(Key, "member", author.number) + announced >= limits.keys_ever:
        return Refusal(
            clause,
            Reason(
                "A member enrols at most {max_keys_ever} keys in all.",
                max_keys_ever=limits.keys_ever,
            ),
        )
    if not proves(purpose, assembly_of(view).id, author.kid, name, public, act.proof):
        return Refusal(clause, "The proof by the new key is not valid.")
    return new_key(view, name, author.number, public, kind, view.index, author.device)


def _enrolled(view: View, key: Key) -> Changes:
    """A key that is enrolled; what it asked for as a stranger is over."""
    asked = asked_by(view, key.kid)
    if asked is None or not asked.pending:
        return put(key)
    return put(key, ended(view, asked, "lapsed"))


def _takes_place(view: View, key: Key) -> Changes:
    """A recovery key that is enrolled in the place of the one that stands."""
    old = _recovery_keys(view, key.member)
    return put(*(revoked(one) for one in old)) | _enrolled(view, key)


def _called_off(announced: PhraseChange | None) -> Changes:
    if announced is None:
        return NOTHING
    return drop(PhraseChange, announced.member)


def _recovery_keys(view: View, member: int) -> list[Key]:
    return [key for key in standing_keys(view, member) if key.kind == "recovery"]


def standing_keys(view: View, member: int) -> list[Key]:
    """The keys of a member that are not revoked."""
    return [key for key in view.by(Key, "member", member) if not key.revoked]


def revoked(key: Key) -> Key:
    """The key, which nobody can use any more."""
    return replace(key, revoked=True)
