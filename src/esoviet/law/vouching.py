"""Chapter 3 of the law, sixth part: who vouches for whom, how often, and how many it takes."""

from itertools import islice

from msgspec.structs import replace

from esoviet.law.act import Act, Author, Number
from esoviet.law.common import constitution_of
from esoviet.law.contests import Objection, contest
from esoviet.law.growth import Vouch, window
from esoviet.law.membership import is_settled
from esoviet.law.outcome import Changes, Outcome, Refusal, put
from esoviet.law.records import Member
from esoviet.law.view import View
from esoviet.law.windows import lasting
from esoviet.wire.reason import Reason


class VouchFor(Act, frozen=True, kw_only=True, tag="vouch"):
    """Vouch for an applicant: this person is who they say, and belongs among us."""

    DEED = "vouched for an applicant"

    member: Number


def vouch(view: View, author: Author, act: VouchFor) -> Outcome:
    """Clause 3.6."""
    assert author.member is not None
    applicant = view.get(Member, act.member)
    if applicant is None or applicant.state != "applicant":
        return Refusal("3.6", "This person is not waiting to be vouched for.")
    if view.get(Vouch, author.number, act.member) is not None:
        return Refusal("3.6", "You have vouched for this person already.")
    refusal = cannot_vouch(view, author.member)
    if refusal is not None:
        return refusal
    given = Vouch(act.member, author.number, view.index, view.time, author.device)
    return vouched(view, applicant, given)


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
        return Refusal("3.6", Reason("You have vouched for {most} people lately.", most=most))
    return None


def recent_vouches(view: View, member: int) -> list[Vouch]:
    """The vouches of a member that count against the limit now."""
    after = view.time - window(view)
    return [one for one in view.by(Vouch, "member", member) if one.time > after]


def vouches_needed(view: View, without: int = 0) -> int:
    """How many settled members must vouch: all of them, where there are fewer (clause 3.6).

    `without` is a member who leaves by this very act.
    """
    most = constitution_of(view).count("vouches")
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
    lasts = max(1, constitution_of(view).days("objection_days"))
    ready = view.time + lasts
    return put(given, replace(applicant, state="vouched", ready=ready, **lasting(view, lasts)))
