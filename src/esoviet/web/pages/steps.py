"""Where a problem stands on its road: a date for each phase, of those that are ahead as planned.

The plan is made of the constitution as it stands: whoever amends it, a host that was silent (7.7)
or a vote that turns at its end (7.9) moves what is ahead.
"""

from typing import Literal

from msgspec import Struct

from esoviet.law.constitution import Constitution
from esoviet.law.decisions import Decision
from esoviet.law.mandates import Mandate
from esoviet.law.problems import Phase, Problem
from esoviet.law.records import THE
from esoviet.law.reviews import Review
from esoviet.law.votes import Vote
from esoviet.may.subjects import ends
from esoviet.web.api.context import AnswerContext

ROAD: tuple[Phase, ...] = ("necessity", "solutions", "reading", "vote", "work", "done")
LASTS: dict[Phase, str] = {
    "solutions": "solution_days",
    "reading": "reading_days",
    "vote": "vote_days",
}
Says = Literal["raised", "until", "decided", "since", "from", "then", "lasts", "nothing"]


class Step(Struct, frozen=True):
    """A phase: whether it is over, runs or is ahead; what happened or happens when (ms).

    Where nobody knows yet when it begins, it says how long it lasts. The last one is the `review`
    until that is over, which can begin while the work goes on.
    """

    phase: Phase
    state: Literal["done", "now", "ahead"]
    says: Says
    time: int
    review: bool = False


def steps(context: AnswerContext, problem: Problem) -> list[Step]:
    """The phases of a problem in their order; none where it left the road."""
    if problem.phase not in ROAD:
        return []
    at = ROAD.index(problem.phase)
    over = _over(context, problem)
    ahead = _ahead(context, problem, at)
    road = [
        Step(phase, "done", *over[phase])
        if place < at
        else Step(phase, "ahead", *ahead.get(phase, ("then", 0)))
        if place > at
        else Step(phase, "now", *_now(context, problem))
        for place, phase in enumerate(ROAD)
    ]
    review = context.view.get(Review, problem.decision)
    if review is not None and review.state != "closed":
        road[-1] = _review(review)
    return road


def _review(review: Review) -> Step:
    """The review of what was decided, as the last step."""
    if review.state == "open":
        return Step("done", "now", "until", review.due, review=True)
    return Step("done", "ahead", "from" if review.due else "then", review.due, review=True)


def _now(context: AnswerContext, problem: Problem) -> tuple[Says, int]:
    due = ends(context.view, problem) or (problem.term if problem.phase == "work" else 0)
    return ("until", due) if due else ("since", problem.since)


def _over(context: AnswerContext, problem: Problem) -> dict[Phase, tuple[Says, int]]:
    vote = context.view.get(Vote, problem.vote)
    decision = context.view.get(Decision, problem.decision)
    froze = problem.electorate.time if problem.electorate else 0
    return {
        "necessity": ("raised", problem.raised),
        "solutions": ("until", froze),
        "reading": ("until", vote.opened_at if vote else 0),
        "vote": ("decided", decision.time if decision else 0),
        "work": ("until", problem.since) if _is_work(context, problem) else ("nothing", 0),
    }


def _is_work(context: AnswerContext, problem: Problem) -> bool:
    """Whether there is anything to carry out: an amendment is in force at once."""
    return any(True for _ in context.view.by(Mandate, "decision", problem.decision))


def _ahead(context: AnswerContext, problem: Problem, at: int) -> dict[Phase, tuple[Says, int]]:
    """What comes after the phase that runs; when, if it is certain that it comes."""
    if at >= ROAD.index("work"):
        return {}
    rules = context.view.must(Constitution, THE)
    if at == 0:
        return {phase: ("lasts", rules.days(name)) for phase, name in LASTS.items()}
    time = ends(context.view, problem)
    found: dict[Phase, tuple[Says, int]] = {}
    for phase in ROAD[at + 1 : ROAD.index("work")]:
        time += rules.days(LASTS[phase])
        found[phase] = ("until", time)
    found["work"] = ("from", time)
    return found
