"""Chapter 3 of the law, first part: invitations, a key whose private half travels in a link."""

from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from esoviet.law.act import Act, Author, PublicKey, Shape, Signature
from esoviet.law.common import assembly_of, constitution_of
from esoviet.law.limits import EDITION_1
from esoviet.law.membership import is_member
from esoviet.law.outcome import Changes, Outcome, Refusal, put
from esoviet.law.record import Record
from esoviet.law.records import Key
from esoviet.law.view import View
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


class InvitationProof(Shape, frozen=True, kw_only=True):
    """Shows that the applicant holds an invitation: its key, and a signature by it."""

    key: PublicKey
    proof: Signature


class Invite(Act, frozen=True, kw_only=True):
    """Invite people: the private half of `key` goes into the link or QR code."""

    DEED = "made an invitation"

    key: PublicKey
    uses: Annotated[int, Meta(ge=1, le=EDITION_1.invitation_uses)] = 1


class RevokeInvitation(Act, frozen=True, kw_only=True):
    """Take an invitation back; `key` is its public key."""

    DEED = "took an invitation back"

    key: PublicKey


def invite(view: View, author: Author, act: Invite) -> Outcome:
    """Clause 3.1."""
    try:
        public = read_public(act.key)
    except Malformed as error:
        return Refusal("3.1", Reason("The invitation's key cannot be used: {error}.", error=error))
    name = key_name(public)
    if view.get(Invitation, name) is not None or view.get(Key, name) is not None:
        return Refusal("3.1", "This key is already in use.")
    most = view.limits.invitations
    if sum(one.uses > 0 for one in view.by(Invitation, "by", author.number)) >= most:
        return Refusal("3.1", Reason("You have {most} invitations open already.", most=most))
    due = view.time + constitution_of(view).days("application_days")
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


def invited(view: View, author: Author, shown: InvitationProof) -> Invitation | Refusal:
    invitation = _invitation(view, shown.key)
    if invitation is None or invitation.uses == 0 or invitation.due <= view.time:
        return Refusal("3.4", "This invitation is unknown, used up, taken back or expired.")
    if not is_member(view, invitation.by):
        return Refusal("3.4", "Who gave this invitation is no longer a member.")
    here = assembly_of(view).id
    proof = ("invitation", here, invitation.key, author.kid, invitation.public, shown.proof)
    if not proves(*proof):  # type: ignore[arg-type]
        return Refusal("3.4", "The proof of the invitation is not valid for this key.")
    return invitation
