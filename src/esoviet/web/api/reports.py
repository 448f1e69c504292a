"""The assembly's reports on itself, and the ledger of who has led what."""

from bisect import bisect_right

from esoviet.figures.assembly import Report
from esoviet.figures.periods import Period
from esoviet.figures.rotation import End, Term
from esoviet.law.mandates import Mandate
from esoviet.law.records import Member
from esoviet.law.solutions import Solution
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.read import AnyRead, Read
from esoviet.web.api.shapes import Answer, Listing, Numbered, One, Paging, Part, Who, some

LATEST = 100
"""So many terms of one member stand in an answer at most, the latest of them."""


class ReportsLine(Part, frozen=True, kw_only=True):
    """A period, from `begins` up to `ends`, `finished` or under way: the first figures of it.

    `lapsed` are the problems and questions that came to nothing, `turnout` is the middle one of its
    votes, in thousandths.
    """

    number: int
    begins: int
    ends: int
    finished: bool
    members: int
    decided: int
    lapsed: int
    turnout: int | None


class ReportAnswer(Answer, frozen=True, kw_only=True):
    """The report on one period (clause 2.13); that on a finished one never changes."""

    report: Report


class TermLine(Part, frozen=True, kw_only=True):
    """A mandate that a member led from `begun` to `ended` (null: they lead it), and what it is.

    It ended `done`, `resigned` (given back), `neglected` (no report came), `dismissed` (taken by a
    question), because they `left`, or `renewed` (others were elected); empty while it goes on.
    """

    mandate: int
    title: str | None
    begun: int
    ended: int | None
    end: End
    reports: int


class Leader(Part, frozen=True, kw_only=True):
    """A member who has led something: the latest of it, in the order of time, of so many `all`."""

    member: Who
    all: int
    terms: list[TermLine]


class Rotation(Answer, frozen=True, kw_only=True):
    """Who has led what: in the order of the members' numbers, from `after` on.

    Of the `members` so many (`led`) have led something; `next` is the address of the further ones.
    """

    members: int
    led: int
    items: list[Leader]
    next: str | None


def reports(context: AnswerContext, query: Numbered) -> Listing[ReportsLine]:
    """The periods, each with a report, in their order."""
    found = _periods(context)
    after = query.after or (0 if query.order == "oldest" else len(found) + 1)
    asked = found[after:] if query.order == "oldest" else found[: after - 1][::-1]
    return context.listing(
        "reports.json", query, asked, lambda one: _line(context, one), lambda one: one.number
    )


def _periods(context: AnswerContext) -> tuple[Period, ...]:
    """All periods; the answer does not hold, where they are told of a shorter log."""
    found = context.cache.reports.periods(context.view)
    context.passing |= context.cache.reports.is_behind(context.view)
    return found


def _line(context: AnswerContext, period: Period) -> ReportsLine:
    made = context.cache.reports.of(context.view, period)
    lapsed, turnout = made.lapsed, made.decided.turnout
    return ReportsLine(
        number=period.number,
        begins=period.begins,
        ends=period.ends,
        finished=period.finished,
        members=made.people.members,
        decided=sum(made.decided.endings.values()),
        lapsed=sum(lapsed.problems.values()) + lapsed.unseconded,
        turnout=turnout.median if turnout else None,
    )


def one_report(context: AnswerContext, query: One) -> ReportAnswer | None:
    """The report on one period."""
    found = _periods(context)
    if not 0 < query.number <= len(found):
        return None
    made = context.cache.reports.of(context.view, found[query.number - 1])
    return ReportAnswer(log_size=context.log_size, report=made)


def rotation(context: AnswerContext, query: Paging) -> Rotation:
    """Who has led what, for how long, and what came of it."""
    ledger, led = context.cache.reports.ledger(context.view), dict[int, list[Term]]()
    context.passing |= context.cache.reports.is_behind(context.view)
    for one in ledger.terms:
        led.setdefault(one.lead, []).append(one)
    numbers = sorted(led)
    asked = numbers[bisect_right(numbers, query.after) :]
    page = context.page(
        "rotation.json", query, asked, lambda one: _leader(context, one, led[one]), lambda one: one
    )
    members = context.view.by(Member, "state", "member")
    return Rotation(
        log_size=context.log_size,
        members=len(members),
        led=sum(one.number in led for one in members),
        items=page.items,
        next=page.next,
    )


def _leader(context: AnswerContext, member: int, led: list[Term]) -> Leader:
    terms = [_term(context, one) for one in led[-LATEST:]]
    return Leader(member=context.who(member), all=len(led), terms=terms)


def _term(context: AnswerContext, term: Term) -> TermLine:
    mandate = context.view.must(Mandate, term.mandate)
    text = context.view.must(Solution, mandate.solution).text
    return TermLine(
        mandate=term.mandate,
        title=context.title(text),
        begun=term.begun,
        ended=some(term.ended),
        end=term.end,
        reports=term.reports,
    )


REPORTS = Read("/reports.json", reports, Numbered, Listing[ReportsLine])
REPORT = Read("/reports/{number}.json", one_report, One, ReportAnswer)
ROTATION = Read("/rotation.json", rotation, Paging, Rotation)

READS: tuple[AnyRead, ...] = (REPORTS, REPORT, ROTATION)
