"""What happened in a matter, from its raising to its last report: its one history."""

from collections.abc import Iterator
from heapq import nlargest

from msgspec import Struct

from esoviet.law.decisions import Decision
from esoviet.law.mandates import Mandate, Report
from esoviet.law.problems import Problem, versions_of
from esoviet.law.solutions import Solution, Version
from esoviet.law.votes import Vote
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.shapes import Who
from esoviet.web.http.language import _
from esoviet.web.pages.matter import Words

MOST = 60


class Event(Struct, frozen=True):
    """What happened, when (ms), by whom, to what (a title), and where it is shown.

    `kind` is one of the names of `WORDS`; `path` is below the assembly's address.
    """

    kind: str
    time: int
    path: str
    by: Who | None = None
    title: str | None = None


def past(context: AnswerContext, problem: Problem) -> list[Event]:
    """What happened in a problem, the last first; of very much the last part."""
    return nlargest(MOST, _all(context, problem), key=lambda one: one.time)


def _all(context: AnswerContext, problem: Problem) -> Iterator[Event]:
    here = f"problems/{problem.number}"
    raised = f"log/entries/{problem.entry}"
    yield Event("raised", problem.raised, raised, context.who(problem.by))
    for version in versions_of(context.view, problem)[1:]:
        path = f"{here}/versions#version-{version.number}"
        yield Event("changed", version.time, path, context.who(problem.by))
    yield from _drafted(context, problem, here)
    if problem.electorate:
        yield Event("stood-still", problem.electorate.time, here)
    vote = context.view.get(Vote, problem.vote)
    decision = context.view.get(Decision, problem.decision)
    if vote:
        yield Event("opened", vote.opened_at, f"votes/{vote.number}")
    if decision:
        yield Event("decided", decision.time, f"decisions/{decision.number}")
        for mandate in context.view.by(Mandate, "decision", decision.number):
            yield from _worked(context, mandate)


def _drafted(context: AnswerContext, problem: Problem, here: str) -> Iterator[Event]:
    for solution in context.view.by(Solution, "problem", problem.number):
        by, path = context.who(solution.by), f"{here}#solution-{solution.number}"
        for version in context.view.rows(Version, solution.number):
            title = by.name if problem.seats else context.title(version.text)
            kind = "stands" if problem.seats else "proposed"
            yield Event(kind if version.number == 1 else "changed", version.time, path, by, title)


def _worked(context: AnswerContext, mandate: Mandate) -> Iterator[Event]:
    path = f"mandates/{mandate.number}"
    for report in context.view.rows(Report, mandate.number):
        yield Event(report.kind, report.time, path, context.who(report.by))
    vote = context.view.get(Vote, mandate.vote)
    if vote:
        yield Event("doubted", vote.opened_at, f"votes/{vote.number}")


WORDS: Words = {
    "past_word": {
        "raised": _("raised it"), "proposed": _("proposed"), "changed": _("changed"),
        "stands": _("stands for election:"), "stood-still": _("The texts stood still."),
        "opened": _("The vote opened."), "decided": _("It was decided."),
        "progress": _("reported"), "resigned": _("gave the mandate back"),
        "taken-up": _("took the mandate up"), "handed-over": _("took the mandate over"),
        "joined": _("carries it out too"),
        "seated": _("took the seat"),
        "completed": _("declared it carried out"),
        "doubted": _("A vote opened: was it carried out?"),
    },
}  # fmt: skip
