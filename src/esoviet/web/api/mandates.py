"""Mandates and the reports on them."""

from itertools import islice

from esoviet.law.carriers import stood_by
from esoviet.law.completion import Doubt, doubts, doubts_needed
from esoviet.law.handing import offered_to
from esoviet.law.mandates import REPORTS, Mandate, MandateState, Report, ReportKind
from esoviet.law.planning import Plan
from esoviet.law.problems import Problem
from esoviet.law.sharing import offered
from esoviet.law.solutions import Solution
from esoviet.law.windows import times_prolonged
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.criticism import CriticismShown, criticisms_of
from esoviet.web.api.evidence import evidence_of
from esoviet.web.api.exhibits import ExhibitCited, cited
from esoviet.web.api.lessons import SelfCriticismLine, own_of
from esoviet.web.api.read import AnyRead, Read
from esoviet.web.api.shapes import (
    Answer,
    File,
    Listing,
    Numbered,
    One,
    Part,
    Text,
    Who,
    some,
)
from esoviet.web.api.solutions import ExpectedEffect, effect_of
from esoviet.web.api.spending import Account, ExpenseLine, account_of, expenses_of
from esoviet.web.api.tasks import TaskShown, tasks_of

SHOWN = 100
"""So many objections at most stand with a report."""


class MandateLine(Part, frozen=True, kw_only=True):
    """The duty to carry a decision out: whose it is (null: nobody's), how it stands.

    `due` is when the next report is due, or when the grace time of an overdue one ends. An elected
    seat is held `until` its term is over, and on until an election that renews it elects somebody.
    While it is `declared` carried out, members can object until `due`: so many are `objecting`, and
    if as many as `needed` do, it is voted on; `vote` is the last such vote. `reports` are those
    that somebody wrote: the record of a mandate also says who took it up or joined. The time to
    object was `prolonged` so often, since the host was silent at its end. It is `offered` to that
    member, who leads it once they accept (clause 9.18). Its plan has so many versions,
    `plans`. All its `carriers`, first who leads it, carry it together (or did, when it was done);
    those of `sharing` are asked to join them (9.20). `budget` says how the money stands (9.22).
    """

    number: int
    decision: int
    problem: int
    solution: int
    title: str | None
    lead: Who | None
    carriers: list[Who]
    state: MandateState
    since: int
    due: int | None
    reports: int
    plans: int
    budget: Account | None
    measured: str | None
    until: int | None
    objecting: int | None
    needed: int | None
    vote: int | None
    prolonged: int
    offered: Who | None
    sharing: list[Who]


class Doubted(Part, frozen=True, kw_only=True):
    """A member who says that what was declared is not carried out, and why."""

    member: Who
    reason: Text
    entry: int


class ReportLine(Part, frozen=True, kw_only=True):
    """A report on a mandate, or that it was given back, taken up or declared carried out.

    `joined` says that the member shares it from then on, `seated` that they took a vacant seat, by
    the same ballots; `completed` that it was declared carried out: then the `objections` that stand
    say who denied that. `measured` is what was measured by then, `evidence` what shows it;
    it rests on its `exhibits`.
    """

    number: int
    by: Who
    kind: ReportKind
    text: Text | None
    measured: str | None
    evidence: list[File]
    entry: int
    time: int
    objections: list[Doubted]
    exhibits: list[ExhibitCited]


class PlanShown(Part, frozen=True, kw_only=True):
    """A version of the plan of a mandate, with files that belong to it."""

    number: int
    by: Who
    text: Text
    evidence: list[File]
    entry: int
    time: int
    exhibits: list[ExhibitCited]


class MandateAnswer(Answer, frozen=True, kw_only=True):
    """One mandate, the texts of what it is about, its expected `effect`, and all reports.

    The `plan` in force comes with its text, `earlier` ones without, the last of them first. `tasks`
    are the open ones that end first, then those that were closed last; of the `expenses` and the
    `criticisms` the newest stand here.
    """

    mandate: MandateLine
    problem: Text
    solution: Text
    effect: ExpectedEffect | None
    plan: PlanShown | None
    earlier: list[PlanShown]
    tasks: list[TaskShown]
    expenses: list[ExpenseLine]
    reports: list[ReportLine]
    self_criticisms: list[SelfCriticismLine]
    criticisms: list[CriticismShown]


class MandatesQuery(Numbered, frozen=True, kw_only=True):
    """Mandates, all or those in one state."""

    state: MandateState | None = None


def mandates(context: AnswerContext, query: MandatesQuery) -> Listing[MandateLine]:
    """Mandates in the order in which they were given."""
    mandates = context.numbered(Mandate, query, "state", query.state)
    return context.listing("mandates.json", query, mandates, lambda one: mandate_line(context, one))


def mandate(context: AnswerContext, query: One) -> MandateAnswer | None:
    """One mandate."""
    mandate = context.view.get(Mandate, query.number)
    if mandate is None:
        return None
    solution = context.view.must(Solution, mandate.solution)
    reports = context.view.rows(Report, mandate.number)
    plans = context.view.rows(Plan, mandate.number)
    return MandateAnswer(
        log_size=context.log_size,
        mandate=mandate_line(context, mandate),
        problem=context.text(context.view.must(Problem, mandate.problem).text),
        solution=context.text(solution.text),
        effect=effect_of(context, solution),
        plan=plan_of(context, mandate.number),
        earlier=[_plan(context, one, inline=False) for one in plans[-2::-1]],
        tasks=tasks_of(context, mandate.number),
        expenses=expenses_of(context, mandate.number),
        reports=[_report(context, report) for report in reports],
        self_criticisms=own_of(context, mandate.number),
        criticisms=criticisms_of(context, "mandate", mandate.number),
    )


def mandate_line(context: AnswerContext, mandate: Mandate) -> MandateLine:
    """A mandate in a list."""
    solution = context.view.must(Solution, mandate.solution)
    declared = mandate.state == "declared"
    return MandateLine(
        number=mandate.number,
        decision=mandate.decision,
        problem=mandate.problem,
        solution=mandate.solution,
        title=context.title(solution.text),
        lead=context.maybe_who(0 if mandate.state == "vacant" else mandate.lead),
        carriers=_carriers(context, mandate),
        state=mandate.state,
        since=mandate.since,
        due=some(mandate.due),
        reports=sum(one.kind in REPORTS for one in context.view.rows(Report, mandate.number)),
        plans=context.view.count(Plan, mandate.number),
        budget=account_of(context, mandate),
        measured=mandate.measured or None,
        until=some(mandate.until),
        objecting=doubts(context.view, mandate) if declared else None,
        needed=doubts_needed(context.view, mandate) if declared else None,
        vote=some(mandate.vote),
        prolonged=times_prolonged(mandate),
        offered=context.maybe_who(offered_to(context.view, mandate)),
        sharing=[context.who(number) for number in offered(context.view, mandate)],
    )


def _carriers(context: AnswerContext, mandate: Mandate) -> list[Who]:
    """Who carries it, or did when it was done."""
    if mandate.state == "vacant" or not mandate.lead:
        return []
    others = (one.member for one in stood_by(context.view, mandate.number))
    return [context.who(number) for number in (mandate.lead, *others)]


def latest_reports(context: AnswerContext, number: int, most: int) -> list[ReportLine]:
    """The last reports on a mandate, the newest first."""
    return [_report(context, one) for one in context.view.rows(Report, number)[: -most - 1 : -1]]


def _report(context: AnswerContext, report: Report) -> ReportLine:
    return ReportLine(
        number=report.number,
        by=context.who(report.by, report.entry),
        kind=report.kind,
        text=context.maybe_text(report.text),
        measured=report.measured or None,
        evidence=evidence_of(context, report),
        entry=report.entry,
        time=report.time,
        objections=_objections(context, report) if report.kind == "completed" else [],
        exhibits=cited(context, report.exhibits),
    )


def plan_of(context: AnswerContext, mandate: int) -> PlanShown | None:
    """The plan of a mandate that is in force, with its text."""
    last = context.view.get(Plan, context.view.count(Plan, mandate), mandate)
    return _plan(context, last, inline=True) if last else None


def _plan(context: AnswerContext, plan: Plan, *, inline: bool) -> PlanShown:
    return PlanShown(
        number=plan.number,
        by=context.who(plan.by, plan.entry),
        text=context.text(plan.text, inline=inline),
        evidence=evidence_of(context, plan),
        entry=plan.entry,
        time=plan.time,
        exhibits=cited(context, plan.exhibits),
    )


def _objections(context: AnswerContext, report: Report) -> list[Doubted]:
    standing = (one for one in context.view.rows(Doubt, report.entry) if one.stands)
    return [
        Doubted(member=context.who(one.member), reason=context.text(one.reason), entry=one.entry)
        for one in islice(standing, SHOWN)
    ]


MANDATES = Read("/mandates.json", mandates, MandatesQuery, Listing[MandateLine])
MANDATE = Read("/mandates/{number}.json", mandate, One, MandateAnswer)

READS: tuple[AnyRead, ...] = (
    MANDATES,
    MANDATE,
)
