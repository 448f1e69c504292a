"""Chapter 3 of the law, third part: objections, and the votes on applicants that follow.

Each applicant is voted on by yes and no, by who was a member when they applied. A vouch is a yes
from the start, until its giver votes otherwise.
"""

from collections.abc import Iterable
from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from esoviet.law.act import Act, Author, Blob, Number
from esoviet.law.ballots import YES_NO, byte_of
from esoviet.law.common import bring, sha
from esoviet.law.constitution import Constitution
from esoviet.law.growth import Vouch, stand_in_line, window
from esoviet.law.headcount import support_needed
from esoviet.law.limits import EDITION_1
from esoviet.law.membership import admit, over
from esoviet.law.outcome import NOTHING, Changes, Outcome, Refusal, put
from esoviet.law.record import ByMember
from esoviet.law.records import HOST, WAITING, Member
from esoviet.law.view import View
from esoviet.law.votes import Ballot, Measure, Vote, is_late, open_vote, watch

MEASURE = Measure(support=("none",))
"""What a vote on an applicant is decided by: more yes than no."""


class Objection(ByMember, frozen=True):
    """A member objects to an applicant, with a reason."""

    PARENT = "applicant"
    INDEXES = ("member",)

    applicant: int
    member: int
    reason: bytes
    entry: int


class Object(Act, frozen=True, kw_only=True):
    """Object to applicants, one or several; the assembly then votes on each of them."""

    DEED = "objected to applicants"

    members: Annotated[tuple[Number, ...], Meta(min_length=1, max_length=EDITION_1.objections)]
    reason: Blob


def object_(view: View, author: Author, act: Object) -> Outcome:
    """Clause 3.7."""
    if len(set(act.members)) < len(act.members):
        return Refusal("3.7", "This objection names somebody twice.")
    applicants = [view.get(Member, number) for number in act.members]
    heard = [one for one in applicants if one and one.state in WAITING and not one.vote]
    if len(heard) < len(applicants):
        return Refusal("3.7", "Objections are heard once, and while an application is waiting.")
    if any(view.get(Objection, author.number, one.number) is not None for one in heard):
        return Refusal("3.7", "You have objected already.")
    blobs, reason = bring(view, HOST, "3.7", act.reason), sha(act.reason)
    changes = put(*(Objection(one.number, author.number, reason, view.index) for one in heard))
    vouched = [one for one in heard if one.state == "vouched"]
    for number, one in enumerate(vouched, view.next_number(Vote)):
        changes |= contest(view, one, view.rows(Vouch, one.number), number)
    return blobs | changes


def contest(
    view: View, applicant: Member, vouches: Iterable[Vouch], number: int | None = None
) -> Changes:
    """Open the vote on an applicant to whom somebody has objected (clause 3.7)."""
    people = applicant.electorate
    assert people is not None
    vote = open_vote(
        view,
        MEASURE,
        kind="admission",
        subject=applicant.number,
        electorate=people,
        due=view.time + view.rules.days("vote_days"),
    )
    vote = replace(vote, number=number or vote.number)
    yes = byte_of(YES_NO, "yes")
    ballots, late = [], 0
    for one in vouches:
        giver = view.get(Member, one.member)  # None: what a stranger could do as a member (may)
        if giver is not None and giver.admission <= people.admitted:
            ballots.append(Ballot(vote.number, one.member, yes, one.entry, one.device))
            late += is_late(view, vote, giver)
    contested = replace(applicant, state="contested", due=0, vote=vote.number, window=None)
    vote = replace(vote, late=late)
    return put(vote, watch(vote, vote.due), contested, *ballots)


def voted_on(view: View, vote: Vote, *, adopted: bool, yes: int) -> Changes:
    """What a vote makes of an applicant (clauses 3.7, 3.12 and 3.13)."""
    applicant = view.must(Member, vote.subject)
    if applicant.state != "contested":
        return NOTHING
    if not adopted:
        return _turned_down(view, applicant)
    if yes >= enough(view.rules, vote):
        return admit(view, "vote", applicant)
    return stand_in_line(view, applicant)


def enough(rules: Constitution, vote: Vote) -> int:
    """How many yes let an applicant in at once, under a constitution (clause 3.13)."""
    quorum = rules.share("amendment_quorum")
    return support_needed("amendment", quorum, vote.base + vote.late, vote.counted)


def _turned_down(view: View, applicant: Member) -> Changes:
    """An admission that was voted down: who vouched for it rests (clause 3.12)."""
    until = view.time + view.limits.rest * window(view)
    givers = [view.must(Member, vouch.member) for vouch in view.rows(Vouch, applicant.number)]
    barred = [replace(one, barred=until) for one in givers]
    return put(over(view, applicant, "refused"), *barred)
