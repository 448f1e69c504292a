"""Mandates and the reports on them."""

from collections.abc import Iterator
from typing import Literal

from esoviet.law.mandates import Mandate, Report
from esoviet.law.problems import Problem
from esoviet.law.solutions import Solution
from esoviet.web.api.desk import Desk
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


def mandates(desk: Desk, query: MandatesQuery) -> Listing[MandateLine]:
    """Mandates in the order in which they were given."""
    found: Iterator[Mandate] = desk.view.numbered(Mandate, query.after)
    if query.state is not None:
        listed = desk.view.by(Mandate, "state", query.state)
        found = (mandate for mandate in listed if mandate.number > query.after)
    return desk.listing("mandates.json", query, found, lambda one: mandate_line(desk, one))


def mandate(desk: Desk, query: One) -> MandateAnswer | None:
    """One mandate."""
    found = desk.view.get(Mandate, query.number)
    if found is None:
        return None
    reports = desk.view.rows(Report, found.number)
    return MandateAnswer(
        log_size=desk.log_size,
        mandate=mandate_line(desk, found),
        problem=desk.text(desk.view.must(Problem, found.problem).text),
        solution=desk.text(desk.view.must(Solution, found.solution).text),
        reports=[_report(desk, report) for report in reports],
    )


def mandate_line(desk: Desk, found: Mandate) -> MandateLine:
    """A mandate in a list."""
    solution = desk.view.must(Solution, found.solution)
    return MandateLine(
        number=found.number,
        decision=found.decision,
        problem=found.problem,
        solution=found.solution,
        title=desk.text(solution.text, inline=False).title,
        lead=desk.maybe_who(0 if found.state == "vacant" else found.lead),
        state=found.state,
        since=found.since,
        due=some(found.due),
        reports=found.reports,
        measured=found.measured or None,
    )


def _report(desk: Desk, report: Report) -> ReportLine:
    return ReportLine(
        number=report.number,
        by=desk.who(report.by),
        kind=report.kind,
        text=desk.maybe_text(report.text),
        self_criticism=desk.maybe_text(report.self_criticism),
        entry=report.entry,
        time=report.time,
    )
