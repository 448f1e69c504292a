"""Chapter 3 of the law, first part: invitations, applications, and who vouches for whom.

An invitation is a key whose private half travels in a link.
"""

from itertools import islice
from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from esoviet.law.act import Act, Author, Blob, Number, PublicKey, Shape, Signature
from esoviet.law.common import check_text, claim_blobs, sha
from esoviet.law.consequences import decided_by
from esoviet.law.contests import Objection, contest
from esoviet.law.growth import Vouch, stand_in_line, window
from esoviet.law.headcount import headcount
from esoviet.law.limits import EDITION_1
from esoviet.law.membership import admit, is_member, is_settled, over
from esoviet.law.outcome import NOTHING, Changes, Outcome, Refusal, put, refuse
from esoviet.law.record import Record
from esoviet.law.records import FOUNDER, WAITING, Key, Member
from esoviet.law.recovery import new_key
from esoviet.law.view import View
from esoviet.law.windows import lasting
from esoviet.wire.errors import Malformed
from esoviet.wire.keys import key_name, proves, read_public


class KeyProof(Shape, frozen=True, kw_only=True):
    """A key that the applicant holds: a signature by it that names the applicant's own key."""

    key: PublicKey
    proof: Signature


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


class Invite(Act, frozen=True, kw_only=True):
    """Invite people: the private half of `key` goes into the link or QR code."""

    DEED = "made an invitation"

    key: PublicKey
    uses: Annotated[int, Meta(ge=1, le=EDITION_1.invitation_uses)] = 1


class RevokeInvitation(Act, frozen=True, kw_only=True):
    """Take an invitation back; `key` is its public key."""

    DEED = "took an invitation back"

    key: PublicKey


class ApplyToJoin(Act, frozen=True, kw_only=True):
    """Apply for membership with a key of one's own, with or without an `invitation`.

    `recovery` is a recovery key to set at once.
    """

    DEED = "applied to join"

    key: PublicKey
    profile: Blob
    statement: Blob | None = None
    recovery: KeyProof | None = None
    invitation: KeyProof | None = None


class WithdrawApplication(Act, frozen=True, kw_only=True):
    """Take one's own application back."""

    DEED = "withdrew the application"


class VouchFor(Act, frozen=True, kw_only=True, tag="vouch"):
    """Vouch for an applicant: this person is who they say, and belongs among us."""

    DEED = "vouched for an applicant"

    member: Number


def invite(view: View, author: Author, act: Invite) -> Outcome:
    """Clause 3.1."""
    try:
        public = read_public(act.key)
    except Malformed as error:
        return refuse("3.1", "The invitation's key cannot be used: {error}.", error=error)
    name = key_name(public)
    if view.get(Invitation, name) is not None or view.get(Key, name) is not None:
        return Refusal("3.1", "This key is already in use.")
    most = view.limits.invitations
    if sum(one.uses > 0 for one in view.by(Invitation, "by", author.number)) >= most:
        return refuse("3.1", "You have {most} invitations open already.", most=most)
    due = view.time + view.rules.days("application_days")
    return put(Invitation(name, public, author.number, act.uses, view.index, due))


def revoke_invitation(view: View, author: Author, act: RevokeInvitation) -> Outcome:
    """Clause 3.2."""
    invitation = _invitation(view, act.key)
    if invitation is None or invitation.uses == 0:
        return Refusal("3.2", "There is no such invitation open.")
    if invitation.by != author.number:
        return Refusal("3.2", "Only who gave an invitation can take it back.")
    return put(replace(invitation, uses=0, due=0))


def invitation_due(view: View, invitation: Invitation) -> Changes:
    """An invitation expires (clause 3.1)."""
    return put(replace(invitation, uses=0, due=0))


def _invitation(view: View, key: str) -> Invitation | None:
    try:
        return view.get(Invitation, key_name(read_public(key)))
    except Malformed:
        return None


def invited(view: View, author: Author, shown: KeyProof) -> Invitation | Refusal:
    invitation = _invitation(view, shown.key)
    if invitation is None or invitation.uses == 0 or invitation.due <= view.time:
        return Refusal("3.4", "This invitation is unknown, used up, taken back or expired.")
    if not is_member(view, invitation.by):
        return Refusal("3.4", "Who gave this invitation is no longer a member.")
    here = view.assembly.id
    public = invitation.public
    if not proves("invitation", here, invitation.key, author.kid, public, shown.proof):
        return Refusal("3.4", "The proof of the invitation is not valid for this key.")
    return invitation


def apply_to_join(view: View, author: Author, act: ApplyToJoin) -> Outcome:
    """Clauses 3.3 and 3.4."""
    makes_room = _knocks(view, act)
    if isinstance(makes_room, Refusal):
        return makes_room
    number = view.next_number(Member)
    new_keys = _applicant_keys(view, author, act, number)
    if isinstance(new_keys, Refusal):
        return new_keys
    blobs = claim_blobs(view, number, (act.profile, act.statement))
    if isinstance(blobs, Refusal):
        return blobs
    invitation = None if act.invitation is None else invited(view, author, act.invitation)
    if isinstance(invitation, Refusal):
        return invitation
    applicant = Member(
        number=number,
        state="applicant",
        profile=sha(act.profile),
        applied=view.index,
        since=0,
        admission=0,
        due=view.time + view.rules.days("application_days"),
        device=view.index,
        electorate=headcount(view),
    )
    changes = Changes(new_keys) | blobs | makes_room
    if invitation is None:
        return changes | put(applicant)
    changes |= put(replace(invitation, uses=invitation.uses - 1))
    if invitation.by == FOUNDER and view.time < view.assembly.founding_until:
        return changes | admit(view, "founding", applicant)
    if cannot_vouch(view, view.must(Member, invitation.by)) is not None:
        return changes | put(applicant)
    given = Vouch(number, invitation.by, view.index, view.time, 0)
    return changes | vouched(view, applicant, given)


def withdraw_application(view: View, author: Author, act: WithdrawApplication) -> Outcome:
    """Clause 3.5."""
    if author.person.state not in WAITING:
        return Refusal("3.5", "There is no application to withdraw, or it is being voted on.")
    return put(over(view, author.person, "withdrawn"))


def application_due(view: View, member: Member) -> Changes:
    """An application lapses, or its waiting time is over (clauses 3.3 and 3.6).

    It does not lapse before a vote has closed that would admit it by name (3.14).
    """
    if member.state == "vouched":
        return stand_in_line(view, member)
    waits = decided_by(view, member.number)
    if waits:
        return put(replace(member, due=max(waits, view.time) + 1))
    return put(over(view, member, "lapsed"))


def _knocks(view: View, act: ApplyToJoin) -> Changes | Refusal:
    """Whether there is an assembly to join, and room to wait; what it says is a text.

    Where too many wait, the oldest application that nobody vouches for ends.
    """
    if view.assembly.ended:
        return Refusal("3.9", "This assembly has ended: its last member left.")
    refusal = check_text(view, act.profile, "3.3", view.limits.profile_bytes)
    refusal = refusal or check_text(view, act.statement, "3.3")
    if refusal is not None:
        return refusal
    waiting = view.count_by(Member, "state", "applicant")
    if act.invitation is not None or waiting < view.limits.applications:
        return NOTHING
    oldest = _gives_way(view)
    if oldest is None:
        return Refusal("3.3", "Too many applications wait already; ask a member to invite you.")
    return put(over(view, oldest, "lapsed"))


def _gives_way(view: View) -> Member | None:
    waiting = view.by(Member, "state", "applicant")
    unwanted = (one for one in waiting if not view.count(Vouch, one.number))
    return next((one for one in unwanted if not decided_by(view, one.number)), None)


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
        return refuse("3.3", "The recovery key cannot be used: {error}.", error=error)
    name = key_name(recovery)
    if name == author.kid or view.get(Key, name) is not None:
        return Refusal("3.3", "The recovery key must be a new key of its own.")
    if not proves("recovery-of", "", author.kid, name, recovery, act.recovery.proof):
        return Refusal("3.3", "The proof by the recovery key is not valid.")
    return device, new_key(view, name, number, recovery, "recovery", view.index, view.index)


def vouch(view: View, author: Author, act: VouchFor) -> Outcome:
    """Clause 3.6."""
    applicant = view.get(Member, act.member)
    if applicant is None or applicant.state != "applicant":
        return Refusal("3.6", "This person is not waiting to be vouched for.")
    if view.get(Vouch, author.number, act.member) is not None:
        return Refusal("3.6", "You have vouched for this person already.")
    given = Vouch(act.member, author.number, view.index, view.time, author.device)
    return cannot_vouch(view, author.person) or vouched(view, applicant, given)


def cannot_vouch(view: View, member: Member) -> Refusal | None:
    """Why a member vouches for nobody now (clauses 3.6 and 3.12); None if they can."""
    if not is_settled(view, member):
        return Refusal("3.6", "Only settled members vouch.")
    if member.barred > view.time:
        return Refusal(
            "3.12", "Somebody whom you vouched for was refused: you vouch for nobody for a while."
        )
    most = view.limits.vouches
    if len(recent_vouches(view, member.number)) >= most:
        return refuse("3.6", "You have vouched for {most} people lately.", most=most)
    return None


def recent_vouches(view: View, member: int) -> list[Vouch]:
    """The vouches of a member that count against the limit now."""
    after = view.time - window(view)
    return [one for one in view.by(Vouch, "member", member) if one.time > after]


def vouches_needed(view: View, without: int = 0) -> int:
    """How many settled members must vouch: all of them, where there are fewer (clause 3.6).

    `without` is a member who leaves by this very act.
    """
    most = view.rules.count("vouches")
    settled = (
        one
        for one in view.each(Member)
        if is_settled(view, one) and not one.resting and one.number != without
    )
    return max(1, len(list(islice(settled, most))))


def vouched(view: View, applicant: Member, given: Vouch) -> Changes:
    """What one vouch more makes of an application."""
    before = view.rows(Vouch, applicant.number)
    if len(before) + 1 < vouches_needed(view):
        return put(applicant, given)
    if view.count(Objection, applicant.number):
        return put(given) | contest(view, applicant, [*before, given])
    lasts = max(1, view.rules.days("objection_days"))
    ready = view.time + lasts
    return put(given, replace(applicant, state="vouched", ready=ready, **lasting(view, lasts)))
