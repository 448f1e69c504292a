"""Chapter 11 of the law, second part: the minority report, which stays beside a decision.

Only who voted against what was decided writes or signs one, so that nobody writes it in the place
of those whom it is to speak for. Of several the one that most have signed stands.
"""

import struct
from bisect import bisect_left

from msgspec.structs import replace

from esoviet.law.act import Act, Author, Blob, Number
from esoviet.law.ballots import WORDS, byte_of
from esoviet.law.common import bring, days_at, hand_over, overtaken, sha
from esoviet.law.decisions import Decision
from esoviet.law.outcome import Outcome, Refusal, put
from esoviet.law.record import ByMember, Record
from esoviet.law.records import BlobRecord
from esoviet.law.view import View
from esoviet.law.votes import Roll, Vote

ENOUGH = 2
"""So many sign a minority report that stands."""


class MinorityReport(Record, frozen=True):
    """A text beside a decision, by who voted against what was decided; so many `signed` it."""

    INDEXES = ("decision",)

    number: int
    decision: int
    by: int
    text: bytes
    entry: int
    time: int
    signed: int = 1


class MinoritySigning(ByMember, frozen=True):
    """A member stands by a minority report, or (`stands` false) does so no longer."""

    PARENT = "report"

    report: int
    member: int
    stands: bool
    entry: int
    device: int


class WriteMinorityReport(Act, frozen=True, kw_only=True):
    """Say beside a decision, in one text, why one voted against it; others sign it."""

    DEED = "wrote a minority report"

    decision: Number
    text: Blob


class SignMinorityReport(Act, frozen=True, kw_only=True):
    """Sign a minority report of another member, or (`signs` false) take that back."""

    DEED = "signed a minority report, or took that back"

    minority: Number
    signs: bool = True


def write_minority_report(view: View, author: Author, act: WriteMinorityReport) -> Outcome:
    """Clause 11.15."""
    refusal = _may_not(view, author, act.decision, "11.15")
    if refusal is not None:
        return refusal
    own = view.by(MinorityReport, "decision", act.decision)
    if any(one.by == author.number for one in own):
        return Refusal("11.15", "You have written a minority report on this decision.")
    blobs = bring(view, author.number, "11.15", act.text)
    number, text = view.next_number(MinorityReport), sha(act.text)
    report = MinorityReport(number, act.decision, author.number, text, view.index, view.time)
    signing = MinoritySigning(number, author.number, True, view.index, author.device)
    return blobs | put(report, signing)


def sign_minority_report(view: View, author: Author, act: SignMinorityReport) -> Outcome:
    """Clause 11.16; what others have signed belongs to the assembly (12.4)."""
    report = view.get(MinorityReport, act.minority)
    if report is None or report.by == author.number:
        return Refusal("11.16", "There is no minority report of another with this number.")
    refusal = _may_not(view, author, report.decision, "11.16")
    if refusal is not None:
        return refusal
    before = view.get(MinoritySigning, author.number, report.number)
    if (before is not None and before.stands) == act.signs:
        return Refusal("11.16", "That is what you have said already.")
    if view.must(BlobRecord, report.text).state == "erased":
        return Refusal("11.16", "The text of this report was erased.")
    said = MinoritySigning(report.number, author.number, act.signs, view.index, author.device)
    signed = put(said, replace(report, signed=report.signed + (1 if act.signs else -1)))
    return overtaken(author, act, before) or hand_over(view, signed, report.text)


def minority_report(view: View, decision: int) -> MinorityReport | None:
    """The one that stands: that most have signed, two at least; of level ones the first (11.16)."""
    kept = (
        one
        for one in view.by(MinorityReport, "decision", decision)
        if one.signed >= ENOUGH and view.must(BlobRecord, one.text).state != "erased"
    )
    return max(kept, key=lambda one: (one.signed, -one.number), default=None)


def reports_until(view: View, decision: Decision) -> int:
    """Until when, in ms, minority reports on a decision are written and signed."""
    return decision.time + days_at(view, "report_days", decision.time)


def has_minority(view: View, decision: Decision) -> bool:
    """Whether something was decided that members could be for or against."""
    vote = view.must(Vote, decision.vote)
    asked = vote.kind == "question" and vote.method in WORDS
    ranked = vote.kind in ("problem", "question") and vote.no_action
    return decision.ending == "adopted" and (asked or ranked)


def is_against(vote: Vote, winner: int, ranks: bytes) -> bool:
    """Whether a ballot says no, objects, or ranks the winner below *no action*."""
    if vote.method in WORDS:
        return ranks == byte_of(vote.method, WORDS[vote.method][1])
    rank, nothing = ranks[vote.options.index(winner)], ranks[-1]
    left_out = rank == 0 and vote.unranked == "last"
    return nothing > 0 and (rank > nothing or left_out)


def _may_not(view: View, author: Author, number: int, clause: str) -> Refusal | None:
    decision = view.get(Decision, number)
    if decision is None or not has_minority(view, decision):
        return Refusal(clause, "Nothing was decided there that one can be against.")
    if view.time >= reports_until(view, decision):
        return Refusal(clause, "The time for a minority report is over.")
    vote, winner = view.must(Vote, decision.vote), next(iter(decision.winners), 0)
    ranks = _ranks_of(view.must(Roll, vote.number), author.number)
    if not ranks or not is_against(vote, winner, ranks):
        return Refusal(clause, "Only who voted against what was decided writes or signs one.")
    return None


def _ranks_of(roll: Roll, member: int) -> bytes:
    """What a member's ballot says on a roll; empty where they cast none."""
    members = struct.unpack(f"<{len(roll.members) // 8}Q", roll.members)
    place = bisect_left(members, member)  # a roll stands in the order of its members
    if members[place : place + 1] != (member,):
        return b""
    width = len(roll.ranks) // len(members)
    return roll.ranks[place * width : (place + 1) * width]
