"""Chapter 3 of the law: invitations, applications, vouching, objections, leaving, dormancy."""

from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from esoviet.law.act import Act, Author, Blob, Number, PublicKey, Shape, Signature
from esoviet.law.common import (
    assembly,
    check_text,
    claim_blobs,
    constitution,
    outdated,
    sha,
)
from esoviet.law.limits import EDITION_1
from esoviet.law.mandates import vacate_all
from esoviet.law.outcome import Changes, Outcome, Refusal, put
from esoviet.law.record import Record
from esoviet.law.records import FOUNDER, THE, Assembly, BlobRecord, Key, Member
from esoviet.law.recovery import asked_by
from esoviet.law.view import View
from esoviet.law.votes import YES_NO, open_vote
from esoviet.wire.errors import Malformed
from esoviet.wire.keys import key_name, proves, read_public
from esoviet.wire.reason import Reason


class Invitation(Record, frozen=True):
    """An invitation: a key whose private half travels in the link, and how often it may be used."""

    KEY = "key"
    INDEXES = ("by",)

    key: str
    public: bytes
    by: int
    uses: int
    entry: int
    due: int


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


class InvitationProof(Shape, frozen=True, kw_only=True):
    """Shows that the applicant holds an invitation: its key, and a signature by it."""

    key: PublicKey
    proof: Signature


class RecoveryProof(Shape, frozen=True, kw_only=True):
    """A recovery key to set at once, and a signature by it that names the applicant's key."""

    key: PublicKey
    proof: Signature


class Invite(Act, frozen=True, kw_only=True):
    """Invite people: the private half of `key` goes into the link or QR code."""

    key: PublicKey
    uses: Annotated[int, Meta(ge=1, le=EDITION_1.invitation_uses)] = 1


class RevokeInvitation(Act, frozen=True, kw_only=True):
    """Take an invitation back; `key` is its public key."""

    key: PublicKey


class ApplyToJoin(Act, frozen=True, kw_only=True):
    """Apply for membership with a key of one's own, with or without an invitation."""

    key: PublicKey
    profile: Blob
    statement: Blob | None = None
    recovery: RecoveryProof | None = None
    invitation: InvitationProof | None = None


class WithdrawApplication(Act, frozen=True, kw_only=True):
    """Take one's own application back."""


class VouchFor(Act, frozen=True, kw_only=True, tag="vouch"):
    """Vouch for an applicant: this person is who they say, and belongs among us."""

    member: Number


class Object(Act, frozen=True, kw_only=True):
    """Object to an applicant; the assembly then votes on the admission."""

    member: Number
    reason: Blob


class SetProfile(Act, frozen=True, kw_only=True):
    """Say anew who one is."""

    profile: Blob


class Leave(Act, frozen=True, kw_only=True):
    """Leave the assembly."""


def invite(view: View, author: Author, act: Invite) -> Outcome:
    """Clause 3.1."""
    try:
        public = read_public(act.key)
    except Malformed as error:
        return Refusal("3.1", Reason("The invitation's key cannot be used: {error}.", error=error))
    name = key_name(public)
    if view.get(Invitation, name) is not None or view.get(Key, name) is not None:
        return Refusal("3.1", "This key is already in use.")
    due = view.time + constitution(view).days("application_days")
    return put(Invitation(name, public, author.number, act.uses, view.index, due))


def revoke_invitation(view: View, author: Author, act: RevokeInvitation) -> Outcome:
    """Clause 3.2."""
    invitation = _invitation(view, act.key)
    if invitation is None or invitation.uses == 0:
        return Refusal("3.2", "There is no such invitation open.")
    if invitation.by != author.number:
        return Refusal("3.2", "Only who gave an invitation can take it back.")
    return put(replace(invitation, uses=0, due=0))


def apply_to_join(view: View, author: Author, act: ApplyToJoin) -> Outcome:
    """Clauses 3.3 and 3.4."""
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
        checked = _invited(view, author, act.invitation)
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
        due=view.time + constitution(view).days("application_days"),
        device=view.index,
    )
    changes = Changes(new_keys) | blobs
    if invitation is None:
        return changes | put(applicant)
    changes |= put(replace(invitation, uses=invitation.uses - 1))
    if invitation.by == FOUNDER and view.time < assembly(view).founding_until:
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


def set_profile(view: View, author: Author, act: SetProfile) -> Outcome:
    """Clause 3.8."""
    assert author.member is not None
    blobs = check_text(view, act.profile, "3.8", view.limits.profile_bytes) or claim_blobs(
        view, author.number, (act.profile,)
    )
    if isinstance(blobs, Refusal):
        return blobs
    before = view.must(BlobRecord, author.member.profile)
    late = outdated(author, act, before.entry, author.member.device)
    if late is not None:
        return late
    return blobs | put(replace(author.member, profile=sha(act.profile), device=author.device))


def leave(view: View, author: Author, act: Leave) -> Outcome:
    """Clause 3.9."""
    assert author.member is not None
    member, whole = author.member, assembly(view)
    active = whole.active - (0 if member.dormant else 1)
    gone = replace(member, state="left", ended=view.time, due=0, dormant=False)
    return put(gone, replace(whole, active=active)) | vacate_all(view, member.number)


def invitation_due(view: View, invitation: Invitation) -> Changes:
    """An invitation expires (clause 3.1)."""
    return put(replace(invitation, uses=0, due=0))


def member_due(view: View, member: Member) -> Changes:
    """What happens when a member's deadline passes (clauses 3.4, 3.6 and 3.10)."""
    if member.state == "applicant":
        return put(replace(member, state="lapsed", ended=view.time, due=0))
    if member.state == "vouched":
        return admit(view, member)
    last = max((key.at for key in view.by(Key, "member", member.number)), default=0)
    until = max(last, member.since) + constitution(view).dormancy
    if until > view.time:
        return put(replace(member, due=until))
    whole = assembly(view)
    asleep = replace(member, dormant=True, slept=view.time, due=0)
    return put(asleep, replace(whole, active=whole.active - 1))


def awaken(view: View, member: Member, changes: Changes) -> Changes:
    """Add to an act's changes that its dormant author counts again (clause 3.10)."""
    member = changes.find(Member, member.number) or member
    whole = changes.find(Assembly, THE) or assembly(view)
    if member.state != "member":
        return changes
    due = view.time + constitution(view).dormancy
    awake = replace(member, dormant=False, woken=view.index, due=due)
    return changes.putting(awake, replace(whole, active=whole.active + 1))


def admit(view: View, applicant: Member) -> Changes:
    """Make a member of an applicant, with equal rights at once."""
    whole = assembly(view)
    count = whole.admissions + 1
    member = replace(
        applicant,
        state="member",
        since=view.time,
        admission=count,
        due=view.time + constitution(view).dormancy,
    )
    return put(member, replace(whole, admissions=count, active=whole.active + 1))


def refuse(view: View, applicant: Member) -> Changes:
    """An admission that the assembly voted down."""
    return put(replace(applicant, state="refused", ended=view.time, due=0))


def _vouched(view: View, applicant: Member, count: int) -> Changes:
    """What `count` vouches make of an application."""
    rules = constitution(view)
    if count < min(rules.count("vouches"), max(1, assembly(view).active)):
        return put(applicant)
    if view.count(Objection, applicant.number):
        return _contest(view, applicant)
    days = rules.days("objection_days")
    if days == 0:
        return admit(view, applicant)
    return put(replace(applicant, state="vouched", due=view.time + days))


def _contest(view: View, applicant: Member) -> Changes:
    rules = constitution(view)
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


def _invitation(view: View, key: str) -> Invitation | None:
    try:
        return view.get(Invitation, key_name(read_public(key)))
    except Malformed:
        return None


def _invited(view: View, author: Author, shown: InvitationProof) -> Invitation | Refusal:
    invitation = _invitation(view, shown.key)
    if invitation is None or invitation.uses == 0 or invitation.due <= view.time:
        return Refusal("3.4", "This invitation is unknown, used up, taken back or expired.")
    inviter = view.must(Member, invitation.by)
    if inviter.state != "member":
        return Refusal("3.4", "Who gave this invitation is no longer a member.")
    here = assembly(view).id
    proof = ("invitation", here, invitation.key, author.kid, invitation.public, shown.proof)
    if not proves(*proof):  # type: ignore[arg-type]
        return Refusal("3.4", "The proof of the invitation is not valid for this key.")
    return invitation


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
