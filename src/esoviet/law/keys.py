"""Chapter 4 of the law, first part: devices and recovery keys of a member."""

from msgspec.structs import replace

from esoviet.law.act import Act, Author, PublicKey, Signature
from esoviet.law.common import assembly_of, outdated
from esoviet.law.outcome import Outcome, Refusal, put
from esoviet.law.records import Key, KeyKind
from esoviet.law.recovery import asked_by
from esoviet.law.view import View
from esoviet.wire.errors import Malformed
from esoviet.wire.keys import Purpose, key_name, proves, read_public
from esoviet.wire.reason import Reason


class EnrolKey(Act, frozen=True, kw_only=True):
    """Enrol a further device: its key, and a proof by that key that names the key which signs."""

    DEED = "added a device"

    key: PublicKey
    proof: Signature


class SetRecoveryKey(Act, frozen=True, kw_only=True):
    """Set the key that a recovery phrase gives; an earlier recovery key is revoked."""

    DEED = "set a recovery phrase"

    key: PublicKey
    proof: Signature


class RevokeKey(Act, frozen=True, kw_only=True):
    """Revoke one of one's own keys; `kid` is its name."""

    DEED = "revoked a key"

    kid: PublicKey


def enrol_key(view: View, author: Author, act: EnrolKey) -> Outcome:
    """Clause 4.1."""
    key = _new_key(view, author, act, "device", "enrol-key")
    return key if isinstance(key, Refusal) else put(key)


def set_recovery_key(view: View, author: Author, act: SetRecoveryKey) -> Outcome:
    """Clause 4.2."""
    key = _new_key(view, author, act, "recovery", "recovery-key")
    if isinstance(key, Refusal):
        return key
    old = [k for k in _standing(view, author.number) if k.kind == "recovery"]
    for before in old:
        late = outdated(author, act, before.enrolled, before.device)
        if late is not None:
            return late
    return put(*(_revoked(k) for k in old), key)


def revoke_key(view: View, author: Author, act: RevokeKey) -> Outcome:
    """Clause 4.3."""
    key = view.get(Key, act.kid)
    if key is None or key.member != author.number:
        return Refusal("4.3", "This is not a key of yours.")
    if key.revoked:
        return Refusal("4.3", "This key is revoked already.")
    if len(_standing(view, author.number)) == 1:
        return Refusal("4.3", "This is your last key; enrol another one first.")
    return put(_revoked(key))


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
    if len(_standing(view, author.number)) >= limits.keys:
        return Refusal(
            clause, Reason("A member has at most {max_keys} keys.", max_keys=limits.keys)
        )
    if view.count_by(Key, "member", author.number) >= limits.keys_ever:
        return Refusal(
            clause,
            Reason(
                "A member enrols at most {max_keys_ever} keys in all.",
                max_keys_ever=limits.keys_ever,
            ),
        )
    if not proves(purpose, assembly_of(view).id, author.kid, name, public, act.proof):
        return Refusal(clause, "The proof by the new key is not valid.")
    asked = asked_by(view, name)
    seq, last = (0, b"") if asked is None else (1, asked.act)
    by = author.device
    return Key(name, author.number, public, kind, view.index, seq, last, view.time, device=by)


def _standing(view: View, member: int) -> list[Key]:
    return [key for key in view.by(Key, "member", member) if not key.revoked]


def _revoked(key: Key) -> Key:
    return replace(key, revoked=True)
