"""Mandates and the reports on them."""

from collections.abc import Iterator
from typing import Literal

from esoviet.law.mandates import Mandate, Report
from esoviet.law.problems import Problem
from esoviet.law.solutions import Solution
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.read import AnyRead, Read
from esoviet.web.api.shapes import Answer, Listing, One, Paging, Part, Text, Who, some

MandateState = Literal["active", "overdue", "vacant", "done"]


class MandateLine(Part, frozen=True, kw_only=True):
    """The duty to carry a decision out: whose it is (null: nobody's), how it stands.

    `due` is when the next report is due, or when the grace time of an overdue one ends.
    """

    number: int
    decision: int
    problem: int
    solution: int
    title: str | None
    lead: Who | None
    state: MandateState
    since: int
    due: int | None
    reports: int
    measured: str | None


class ReportLine(Part, frozen=True, kw_only=True):
    """A report on a mandate, or that it was given back, taken up or completed."""

    number: int
    by: Who
    kind: Literal["progress", "resigned", "taken-up", "completed"]
    text: Text | None
    self_criticism: Text | None
    entry: int
    time: int


class MandateAnswer(Answer, frozen=True, kw_only=True):
    """One mandate, the texts of what it is about, and all reports."""

    mandate: MandateLine
    problem: Text
    solution: Text
    reports: list[ReportLine]


class MandatesQuery(Paging, frozen=True, kw_only=True):
    """Mandates, all or those in one state."""

    state: MandateState | None = None


def mandates(context: AnswerContext, query: MandatesQuery) -> Listing[MandateLine]:
    """Mandates in the order in which they were given."""
    found: Iterator[Mandate] = context.view.numbered(Mandate, query.after)
    if query.state is not None:
        listed = context.view.by(Mandate, "state", query.state)
        found = (mandate for mandate in listed if mandate.number > query.after)
    return context.listing("mandates.json", query, found, lambda one: mandate_line(context, one))


def mandate(context: AnswerContext, query: One) -> MandateAnswer | None:
    """One mandate."""
    found = context.view.get(Mandate, query.number)
    if found is None:
        return None
    reports = context.view.rows(Report, found.number)
    return MandateAnswer(
        log_size=context.log_size,
        mandate=mandate_line(context, found),
        problem=context.text(context.view.must(Problem, found.problem).text),
        solution=context.text(context.view.must(Solution, found.solution).text),
        reports=[_report(context, report) for report in reports],
    )


def mandate_line(context: AnswerContext, found: Mandate) -> MandateLine:
    """A mandate in a list."""
    solution = context.view.must(Solution, found.solution)
    return MandateLine(
        number=found.number,
        decision=found.decision,
        problem=found.problem,
        solution=found.solution,
        title=context.text(solution.text, inline=False).title,
        lead=context.maybe_who(0 if found.state == "vacant" else found.lead),
        state=found.state,
        since=found.since,
        due=some(found.due),
        reports=found.reports,
        measured=found.measured or None,
    )


def _report(context: AnswerContext, report: Report) -> ReportLine:
    return ReportLine(
        number=report.number,
        by=context.who(report.by),
        kind=report.kind,
        text=context.maybe_text(report.text),
        self_criticism=context.maybe_text(report.self_criticism),
        entry=report.entry,
        time=report.time,
    )


MANDATES = Read("/mandates.json", mandates, MandatesQuery, Listing[MandateLine])
MANDATE = Read("/mandates/{number}.json", mandate, One, MandateAnswer)

READS: tuple[AnyRead, ...] = (
    MANDATES,
    MANDATE,
)
