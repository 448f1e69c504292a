"""Pages of the assembly's reports on itself, and of who has led what."""

from typing import Literal

from msgspec import Struct
from starlette.requests import Request

from esoviet.figures.initiative import FROM, Share
from esoviet.figures.periods import Period
from esoviet.web.api import reports
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.shapes import One, Paging, Who
from esoviet.web.http.language import _
from esoviet.web.pages.matter import Words
from esoviet.web.pages.page import AnyPage, PageLine
from esoviet.web.pages.teaching import never_led

EARLIER = 8
"""So many periods, this one among them, stand in a line of time."""
AT_ONCE = 12
Part = Literal[
    "people", "raised", "time", "votes", "lapsed", "work", "refutations", "criticism", "spread"
]


class Then(Struct, frozen=True):
    """What a figure was in one period; None where there was none."""

    period: Period
    turnout: int | None
    spread: tuple[Share, Share, Share] | None


class ReportPage(Struct, frozen=True):
    """The last periods up to this one, the oldest first; from how many members on it says how
    initiative is spread.

    For a member it says, too, how often each clause `refused` an act (None: for nobody else).
    """

    earlier: list[Then]
    least: int
    refused: dict[str, int] | None


def report_page(
    context: AnswerContext, query: One, answer: reports.ReportAnswer, reader: int | None
) -> ReportPage:
    """Beside a report."""
    memory, view = context.cache.reports, context.view
    asked = memory.periods(view)[max(0, query.number - EARLIER) : query.number]
    found = []
    for made in (memory.of(view, one) for one in asked):
        turnout, spread = made.decided.turnout, made.spread
        found.append(
            Then(
                made.period,
                turnout.median if turnout else None,
                (spread.proposed, spread.adopted, spread.led) if spread else None,
            )
        )
    return ReportPage(found, FROM, _refused(context, answer.report.period, reader))


def _refused(context: AnswerContext, period: Period, reader: int | None) -> dict[str, int] | None:
    """What this server counted, which is in no log: the page that says it is kept nowhere."""
    if reader is None:
        return None
    context.passing = True
    return context.own.refused(period.begins, period.ends)


class RotationPage(Struct, frozen=True):
    """Who says that they would like to lead and never has; only members are shown it, by no cache.

    For a visitor, and beside the later pages of the ledger, there is no list.
    """

    never: list[Who] | None


def rotation_page(
    context: AnswerContext, query: Paging, _answer: reports.Rotation, reader: int | None
) -> RotationPage:
    """Beside the ledger."""
    if reader is None or query.after:
        return RotationPage(None)
    context.passing = True
    return RotationPage(never_led(context))


def begun_by(request: Request, context: AnswerContext) -> tuple[int, str]:
    """The number of a report, and the part of it that a problem is raised from; 0 for none."""
    number, part = (request.query_params.get(name, "") for name in ("report", "part"))
    if part not in WORDS["report_part_word"] or not number[:9].isdecimal() or len(number) > 9:
        return 0, ""
    known = 0 < int(number) <= len(context.cache.reports.periods(context.view))
    return (int(number), part) if known else (0, "")


PAGES: tuple[AnyPage, ...] = (
    PageLine(reports.REPORTS, "/members", "reports/list.html", shows=AT_ONCE),
    PageLine(reports.REPORT, "/members", "reports/one.html", report_page),
    PageLine(reports.ROTATION, "/mandates", "reports/rotation.html", rotation_page),
)

WORDS: Words = {
    "report_part_word": {
        "people": _("The members"), "raised": _("What was raised"),
        "time": _("Time to a decision"), "votes": _("Taking part in votes"),
        "lapsed": _("What came to nothing"), "work": _("Carrying out"),
        "refutations": _("Refutations without an answer"),
        "criticism": _("Criticism, and what was said to it"),
        "spread": _("How initiative is spread"),
    },
    "road_word": {
        "founding": _("in the founding period"), "vouches": _("by vouches"),
        "vote": _("by a vote of their own"), "list": _("by a list of names"),
        "door": _("by a door"),
    },
    "outcome_word": {
        "adopted": _("adopted"), "elected": _("somebody elected"), "no-action": _("no action won"),
        "rejected": _("rejected"), "none-of-these": _("nobody or nothing chosen"),
        "unsupported": _("too few were for it"), "no-consent": _("no consent"),
    },
    "term_word": {
        "": _("goes on"), "done": _("carried out"), "resigned": _("given back"),
        "handed-on": _("handed on"), "neglected": _("fell vacant: no report came"),
        "dismissed": _("taken by a question"),
        "left": _("left the assembly"), "renewed": _("term over, others elected"),
    },
}  # fmt: skip
