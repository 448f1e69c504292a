"""Chapter 3 of the law, second part: applications, vouching, objections, and what comes of them."""

from msgspec.structs import replace

from esoviet.law.act import Act, Author, Blob, Number, PublicKey, Shape, Signature
from esoviet.law.common import (
    assembly_of,
    check_text,
    claim_blobs,
    constitution_of,
    sha,
)
from esoviet.law.invitations import InvitationProof, invited
from esoviet.law.membership import admit
from esoviet.law.outcome import Changes, Outcome, Refusal, put
from esoviet.law.record import Record
from esoviet.law.records import FOUNDER, Key, Member
from esoviet.law.recovery import asked_by
from esoviet.law.view import View
from esoviet.law.votes import YES_NO, open_vote
from esoviet.wire.errors import Malformed
from esoviet.wire.keys import key_name, proves, read_public
from esoviet.wire.reason import Reason


class Vouch(Record, frozen=True):
    """A member vouches for an applicant, by name."""

    PARENT = "applicant"
    KEY = "member"

    applicant: int
    member: int
    entry: int


class Objection(Record, frozen=True):
    """A member objects to an applicant, with a reason."""

    PARENT = "applicant"
    KEY = "member"

    applicant: int
    member: int
    reason: bytes
    entry: int


class RecoveryProof(Shape, frozen=True, kw_only=True):
    """A recovery key to set at once, and a signature by it that names the applicant's key."""

    key: PublicKey
    proof: Signature


class ApplyToJoin(Act, frozen=True, kw_only=True):
    """Apply for membership with a key of one's own, with or without an invitation."""

    DEED = "applied to join"

    key: PublicKey
    profile: Blob
    statement: Blob | None = None
    recovery: RecoveryProof | None = None
    invitation: InvitationProof | None = None


class WithdrawApplication(Act, frozen=True, kw_only=True):
    """Take one's own application back."""

    DEED = "withdrew the application"


class VouchFor(Act, frozen=True, kw_only=True, tag="vouch"):
    """Vouch for an applicant: this person is who they say, and belongs among us."""

    DEED = "vouched for an applicant"

    member: Number


class Object(Act, frozen=True, kw_only=True):
    """Object to an applicant; the assembly then votes on the admission."""

    DEED = "objected to an applicant"

    member: Number
    reason: Blob


def apply_to_join(view: View, author: Author, act: ApplyToJoin) -> Outcome:
    """Clauses 3.3 and 3.4."""
    waiting = view.count_by(Member, "state", "applicant")
    if act.invitation is None and waiting >= view.limits.applications:
        return Refusal("3.3", "Too many applications wait already; ask a member to invite you.")
    refusal = check_text(view, act.profile, "3.3", view.limits.profile_bytes)
    if refusal is None and act.statement is not None:
        refusal = check_text(view, act.statement, "3.3")
    if refusal is not None:
        return refusal
    number = view.next_number(Member)
    new_keys = _applicant_keys(view, author, act, number)
    if isinstance(new_keys, Refusal):
        return new_keys
    blobs = claim_blobs(view, number, (act.profile, act.statement))
    if isinstance(blobs, Refusal):
        return blobs
    invitation = None
    if act.invitation is not None:
        checked = invited(view, author, act.invitation)
        if isinstance(checked, Refusal):
            return checked
        invitation = checked
    applicant = Member(
        number=number,
        state="applicant",
        profile=sha(act.profile),
        applied=view.index,
        since=0,
        admission=0,
        due=view.time + constitution_of(view).days("application_days"),
        device=view.index,
    )
    changes = Changes(new_keys) | blobs
    if invitation is None:
        return changes | put(applicant)
    changes |= put(replace(invitation, uses=invitation.uses - 1))
    if invitation.by == FOUNDER and view.time < assembly_of(view).founding_until:
        return changes | admit(view, applicant)
    vouch = Vouch(number, invitation.by, view.index)
    return changes | put(vouch) | _vouched(view, applicant, 1)


def withdraw_application(view: View, author: Author, act: WithdrawApplication) -> Outcome:
    """Clause 3.5."""
    assert author.member is not None
    if author.member.state not in ("applicant", "vouched"):
        return Refusal("3.5", "There is no application to withdraw, or it is being voted on.")
    return put(replace(author.member, state="withdrawn", ended=view.time, due=0))


def vouch(view: View, author: Author, act: VouchFor) -> Outcome:
    """Clause 3.6."""
    applicant = view.get(Member, act.member)
    if applicant is None or applicant.state != "applicant":
        return Refusal("3.6", "This person is not waiting to be vouched for.")
    if view.get(Vouch, author.number, act.member) is not None:
        return Refusal("3.6", "You have vouched for this person already.")
    given = Vouch(act.member, author.number, view.index)
    count = view.count(Vouch, act.member) + 1
    return put(given) | _vouched(view, applicant, count)


def object_(view: View, author: Author, act: Object) -> Outcome:
    """Clause 3.7."""
    applicant = view.get(Member, act.member)
    if applicant is None or applicant.state not in ("applicant", "vouched"):
        return Refusal("3.7", "Objections are heard while an application is waiting.")
    if view.get(Objection, author.number, act.member) is not None:
        return Refusal("3.7", "You have objected already.")
    refusal = check_text(view, act.reason, "3.7")
    if refusal is not None:
        return refusal
    blobs = claim_blobs(view, author.number, (act.reason,))
    if isinstance(blobs, Refusal):
        return blobs
    objection = Objection(act.member, author.number, sha(act.reason), view.index)
    changes = blobs | put(objection)
    if applicant.state == "vouched":
        changes |= _contest(view, applicant)
    return changes


def _vouched(view: View, applicant: Member, count: int) -> Changes:
    """What `count` vouches make of an application."""
    rules = constitution_of(view)
    if count < min(rules.count("vouches"), max(1, assembly_of(view).active)):
        return put(applicant)
    if view.count(Objection, applicant.number):
        return _contest(view, applicant)
    days = rules.days("objection_days")
    if days == 0:
        return admit(view, applicant)
    return put(replace(applicant, state="vouched", due=view.time + days))


def _contest(view: View, applicant: Member) -> Changes:
    rules = constitution_of(view)
    vote = open_vote(
        view,
        kind="admission",
        subject=applicant.number,
        method=YES_NO,
        needs=(rules.values["majority"],),
        due=view.time + rules.days("vote_days"),
    )
    contested = replace(applicant, state="contested", due=0, vote=vote.number)
    return put(vote, contested)


def _applicant_keys(
    view: View, author: Author, act: ApplyToJoin, number: int
) -> tuple[Key, ...] | Refusal:
    public = read_public(act.key)
    device = Key(author.kid, number, public, "device", view.index, 1, author.act, view.time)
    if act.recovery is None:
        return (device,)
    try:
        recovery = read_public(act.recovery.key)
    except Malformed as error:
        return Refusal("3.3", Reason("The recovery key cannot be used: {error}.", error=error))
    name = key_name(recovery)
    if name == author.kid or view.get(Key, name) is not None:
        return Refusal("3.3", "The recovery key must be a new key of its own.")
    if not proves("recovery-of", "", author.kid, name, recovery, act.recovery.proof):
        return Refusal("3.3", "The proof by the recovery key is not valid.")
    asked = asked_by(view, name)
    seq, last = (0, b"") if asked is None else (1, asked.act)
    key = Key(name, number, recovery, "recovery", view.index, seq, last, view.time)
    return device, replace(key, device=device.enrolled)
