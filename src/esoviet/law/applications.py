"""Chapter 3 of the law, second part: applications."""

from msgspec.structs import replace

from esoviet.law.act import Act, Author, Blob, PublicKey, Shape, Signature
from esoviet.law.common import assembly_of, check_text, claim_blobs, constitution_of, sha
from esoviet.law.consequences import decided_by
from esoviet.law.growth import Vouch, stand_in_line
from esoviet.law.headcount import headcount
from esoviet.law.invitations import InvitationProof, invited
from esoviet.law.membership import admit, over
from esoviet.law.outcome import NOTHING, Changes, Outcome, Refusal, put
from esoviet.law.records import FOUNDER, WAITING, Key, Member
from esoviet.law.recovery import new_key
from esoviet.law.view import View
from esoviet.law.vouching import cannot_vouch, vouched
from esoviet.wire.errors import Malformed
from esoviet.wire.keys import key_name, proves, read_public
from esoviet.wire.reason import Reason


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
        due=view.time + constitution_of(view).days("application_days"),
        device=view.index,
        electorate=headcount(view),
    )
    changes = Changes(new_keys) | blobs | makes_room
    if invitation is None:
        return changes | put(applicant)
    changes |= put(replace(invitation, uses=invitation.uses - 1))
    if invitation.by == FOUNDER and view.time < assembly_of(view).founding_until:
        return changes | admit(view, "founding", applicant)
    if cannot_vouch(view, view.must(Member, invitation.by)) is not None:
        return changes | put(applicant)
    given = Vouch(number, invitation.by, view.index, view.time, 0)
    return changes | vouched(view, applicant, given)


def withdraw_application(view: View, author: Author, act: WithdrawApplication) -> Outcome:
    """Clause 3.5."""
    assert author.member is not None
    if author.member.state not in WAITING:
        return Refusal("3.5", "There is no application to withdraw, or it is being voted on.")
    return put(over(view, author.member, "withdrawn"))


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
    if assembly_of(view).ended:
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
        return Refusal("3.3", Reason("The recovery key cannot be used: {error}.", error=error))
    name = key_name(recovery)
    if name == author.kid or view.get(Key, name) is not None:
        return Refusal("3.3", "The recovery key must be a new key of its own.")
    if not proves("recovery-of", "", author.kid, name, recovery, act.recovery.proof):
        return Refusal("3.3", "The proof by the recovery key is not valid.")
    return device, new_key(view, name, number, recovery, "recovery", view.index, view.index)
