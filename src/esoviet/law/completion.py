"""Chapter 9 of the law, third part: a mandate is carried out when nobody doubts it.

Whoever leads it declares it, and for `objection_days` others can object. If as many do as it takes
to second a question, the members vote on what is the case. Neither side wins by the silence of the
others: without the support of a decision for yes it is led on, and without as much for no it can be
declared again at once, while those who objected do not object to it a second time.
"""

from msgspec.structs import replace

from esoviet.law import lessons, reviews
from esoviet.law.act import Act, Author, Blob, Decimal, Number
from esoviet.law.carriers import kept
from esoviet.law.common import bring, overtaken, sha
from esoviet.law.headcount import LEAST, seconds_needed
from esoviet.law.mandates import Mandate, carried, carriers, reported
from esoviet.law.outcome import NOTHING, Changes, Outcome, Refusal, put
from esoviet.law.problems import Problem
from esoviet.law.record import ByMember
from esoviet.law.records import HOST, Member
from esoviet.law.view import View
from esoviet.law.votes import Measure, Vote, least, open_vote, watch
from esoviet.law.windows import lasting


class Doubt(ByMember, frozen=True):
    """A member says that what was declared is not carried out: in which entry, with which key.

    `declaration` is the entry that declared it, of `mandate`. It `stands` until it is taken back.
    It was in `vain` where too few said no; `rests` is until when, in ms, its giver objects to
    nothing, since the members said yes.
    """

    PARENT = "declaration"
    INDEXES = ("member",)

    declaration: int
    member: int
    mandate: int
    reason: bytes
    entry: int
    device: int
    stands: bool = True
    vain: bool = False
    rests: int = 0


class CompleteMandate(Act, frozen=True, kw_only=True):
    """Declare a mandate carried out: the final report, and what was measured.

    The rest is self-criticism: what was `intended`, what `happened`, what one would do
    `differently`, and the `lesson` for others.
    """

    DEED = "declared a mandate carried out"

    mandate: Number
    report: Blob
    measured: Decimal | None = None
    intended: Blob | None = None
    happened: Blob | None = None
    differently: Blob | None = None
    lesson: Blob | None = None


class ObjectToCompletion(Act, frozen=True, kw_only=True):
    """Object to what is declared carried out; if enough do, the members vote on whether it is."""

    DEED = "objected that a mandate is not carried out"

    mandate: Number
    reason: Blob


class TakeBackObjection(Act, frozen=True, kw_only=True):
    """Take one's own objection to a mandate that is declared carried out back."""

    DEED = "took an objection to a mandate back"

    mandate: Number


def complete_mandate(view: View, author: Author, act: CompleteMandate) -> Outcome:
    """Clauses 9.7, 9.14 and 16.4."""
    mandate = carried(view, author, act.mandate, "9.7")
    if isinstance(mandate, Refusal):
        return mandate
    if mandate.until:
        return Refusal("9.7", "An elected seat ends with its term, or is given back.")
    if mandate.declared:
        return Refusal("9.7", "This mandate is declared carried out already.")
    if view.time < mandate.barred:
        return Refusal("9.14", "The members said that this is not carried out, a short while ago.")
    changes = lessons.refused(view, author, mandate, act) or reported(
        view, author, mandate, "completed", act.report, lessons.answers(act), act.measured
    )
    if isinstance(changes, Refusal):
        return changes
    changes = lessons.told(view, author, mandate, act, changes)
    declared = replace(
        mandate,
        state="declared",
        reports=mandate.reports + 1,
        measured=act.measured or "",
        declared=view.index,
        **lasting(view, view.rules.days("objection_days")),
    )
    return changes | put(declared)


def object_to_completion(view: View, author: Author, act: ObjectToCompletion) -> Outcome:
    """Clauses 9.12 to 9.14."""
    mandate = _declared(view, act.mandate)
    if isinstance(mandate, Refusal):
        return mandate
    if author.number in carriers(view, mandate):
        return Refusal("9.12", "You lead or share this mandate: give it back instead.")
    blobs = _may_not(view, author, act, mandate) or bring(view, HOST, "9.12", act.reason)
    reason = sha(act.reason)
    said = Doubt(mandate.declared, author.number, mandate.number, reason, view.index, author.device)
    if doubts(view, mandate) + 1 < doubts_needed(view, mandate):
        return blobs | put(said)
    return blobs | put(said) | _to_vote(view, mandate)


def take_back_objection(view: View, author: Author, act: TakeBackObjection) -> Outcome:
    """Clause 9.12."""
    mandate = _declared(view, act.mandate)
    if isinstance(mandate, Refusal):
        return mandate
    before = view.get(Doubt, author.number, mandate.declared)
    if before is None or not before.stands:
        return Refusal("9.12", "You have not objected to this.")
    taken_back = replace(before, stands=False, entry=view.index, device=author.device)
    return overtaken(author, act, before) or put(taken_back)


def declared_due(view: View, mandate: Mandate) -> Changes:
    """The time to object is over: it is carried out, unless enough object by now (9.12, 9.13)."""
    if doubts(view, mandate) >= doubts_needed(view, mandate):
        return _to_vote(view, mandate)
    return _carried_out(view, mandate)


def voted_on(view: View, vote: Vote, *, adopted: bool, yes: int, no: int) -> Changes:
    """What a vote makes of what was declared; nothing where it is declared no more (9.13, 9.14)."""
    mandate = view.must(Mandate, vote.subject)
    if mandate.vote != vote.number or mandate.state != "contested":
        return NOTHING
    rules = view.rules
    said = [one for one in view.rows(Doubt, mandate.declared) if one.stands]
    if adopted:
        until = view.time + view.limits.rest * rules.days("settling_days")
        return _carried_out(view, mandate) | put(*(replace(one, rests=until) for one in said))
    due = view.time + rules.days("report_days")
    again = replace(mandate, state="active", due=due, measured="", declared=0)
    if is_refused(vote, yes, no):
        return put(replace(again, barred=due))
    if _others(view, mandate) < LEAST:  # of two, one does not decide alone that it stands
        return put(again)
    return put(again, *(replace(one, vain=True) for one in said))


def is_refused(vote: Vote, yes: int, no: int) -> bool:
    """Whether the members said no: as many as yes at least, and enough for a decision (9.14)."""
    return no >= yes and no >= least(vote)


def doubts(view: View, mandate: Mandate) -> int:
    """How many object to what is declared."""
    return sum(one.stands for one in view.each(Doubt, mandate.declared))


def doubts_needed(view: View, mandate: Mandate) -> int:
    """How many must object, so that it is voted on: all others, where there are few (9.13)."""
    return max(1, min(_others(view, mandate), seconds_needed(view)))


def _others(view: View, mandate: Mandate) -> int:
    """All who are not at rest, but for who carries the mandate."""
    own = (view.must(Member, number) for number in carriers(view, mandate))
    return view.assembly.counted - sum(not one.resting for one in own)


def taken_back(view: View, member: int) -> Changes:
    """The objections of who leaves count no more, where no vote has followed from them."""
    found = [view.get(Doubt, member, one.declared) for one in view.by(Mandate, "state", "declared")]
    return put(*(replace(one, stands=False) for one in found if one is not None and one.stands))


def _declared(view: View, number: int) -> Mandate | Refusal:
    mandate = view.get(Mandate, number)
    if mandate is not None and mandate.state == "contested":
        return Refusal("9.13", "The members vote on whether this is carried out.")
    if mandate is None or mandate.state != "declared":
        return Refusal("9.12", "No mandate with this number is declared carried out.")
    return mandate


def _may_not(view: View, author: Author, act: Act, mandate: Mandate) -> Refusal | None:
    """Why a member does not object now."""
    before = view.get(Doubt, author.number, mandate.declared)
    if before is not None and before.stands:
        return Refusal("9.12", "You have objected already.")
    late = overtaken(author, act, before)
    if late is not None:
        return late
    for one in view.by(Doubt, "member", author.number):
        if one.vain and one.mandate == mandate.number:
            return Refusal("9.14", "You objected to this before, and too few said no.")
        if view.time < one.rests:
            return Refusal("9.14", "You objected to what was carried out, and rest for a while.")
    return None


def _to_vote(view: View, mandate: Mandate) -> Changes:
    vote = open_vote(
        view,
        Measure(),
        kind="completion",
        subject=mandate.number,
        due=view.time + view.rules.days("question_days"),
    )
    contested = replace(mandate, state="contested", due=0, vote=vote.number, window=None)
    return put(vote, watch(vote, vote.due), contested)


def _carried_out(view: View, mandate: Mandate) -> Changes:
    """It is done, and with the last mandate its problem (clause 9.7)."""
    changes = put(replace(mandate, held_by=0, state="done", due=0, window=None))
    changes |= kept(view, mandate.number)
    rest = view.by(Mandate, "decision", mandate.decision)
    if all(one.state == "done" for one in rest if one.number != mandate.number):
        problem = view.must(Problem, mandate.problem)
        changes |= put(replace(problem, phase="done", since=view.time))
        changes |= reviews.carried_out(view, mandate.decision)
    return changes
