"""Who carries a solution out together: who waits for an answer, and who was not bound."""

from functools import partial

from esoviet.law.decisions import Decision
from esoviet.law.mandates import Mandate, Report
from esoviet.law.problems import Phase, Problem
from esoviet.law.solutions import Solution, Version
from esoviet.law.together import asking, team
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.shapes import Who
from esoviet.web.http.language import _
from esoviet.web.pages.matter import Need, Source, Words, title_of_text

PHASES: tuple[Phase, ...] = ("solutions", "reading")


def unbound(context: AnswerContext, mandate: Mandate) -> list[Who]:
    """Who signed for what was decided, and is a member, but held as many mandates as one may."""
    view, solution = context.view, context.view.must(Solution, mandate.solution)
    if mandate.until or not solution.carrier:
        return []
    begun = view.must(Decision, mandate.decision).time
    told = [one for one in view.rows(Report, mandate.number) if one.time == begun]
    bound = {one.by for one in told if one.kind in ("joined", "taken-up")}
    version = view.must(Version, solution.version, solution.number)
    return [context.who(one) for one in team(view, version) if one not in bound]


def _waiting(context: AnswerContext, reader: int | None, most: int) -> list[Need]:
    """Who would carry out together with the reader what they commit to; what ends first first."""
    view, found = context.view, list[Need]()
    for problem in (one for phase in PHASES for one in view.by(Problem, "phase", phase)):
        for solution in view.by(Solution, "problem", problem.number) if reader else ():
            if solution.state == "standing" and _wait(context, solution, reader or 0):
                path = f"problems/{problem.number}#solution-{solution.number}"
                title = partial(title_of_text, context, solution.text, solution.number)
                found.append(Need("join", path, problem.due, title))
    return sorted(found, key=lambda one: one.end)[:most]


def _wait(context: AnswerContext, solution: Solution, reader: int) -> bool:
    version = context.view.must(Version, solution.version, solution.number)
    return version.carrier == reader and bool(asking(context.view, version))


def _merges(context: AnswerContext, reader: int | None, most: int) -> list[Need]:
    """Solutions into which one of the reader's would be merged; what ends first first."""
    view, found = context.view, list[Need]()
    for problem in view.by(Problem, "phase", "solutions") if reader else ():
        for one in view.by(Solution, "problem", problem.number):
            asked = one.merging == "asked" and one.state == "standing" and not one.released
            if asked and view.must(Solution, one.merges[1]).by == reader:
                path = f"problems/{problem.number}#solution-{one.number}"
                title = partial(title_of_text, context, one.text, one.number)
                found.append(Need("merge", path, problem.due, title))
    return sorted(found, key=lambda one: one.end)[:most]


WAITING: Source = _waiting
MERGES: Source = _merges
WORDS: Words = {
    "need_word": {"join": _("Answer who would join you"), "merge": _("Answer: merge the two?")},
}
