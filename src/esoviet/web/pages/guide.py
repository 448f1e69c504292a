"""The guide of the tour: what is now in a sandbox, what the visitor can do, and what comes next.

It follows from the records alone, so it is right whatever the visitor did. The tour is about the
first problem of the sandbox.
"""

from typing import Literal

from msgspec import Struct

from esoviet.law.mandates import Mandate
from esoviet.law.problems import Assessment, Problem
from esoviet.law.reviews import Judgement, Review
from esoviet.law.solutions import Backing, Solution
from esoviet.law.view import View
from esoviet.law.votes import Ballot
from esoviet.web.api.shapes import Who

THE = 1
Stage = Literal[
    "necessity", "solutions", "reading", "vote", "decided", "work", "review", "end", "elsewhere"
]
STAGES: tuple[Stage, ...] = (
    "necessity", "solutions", "reading", "vote", "decided", "work", "review", "end",
)  # fmt: skip


class Guide(Struct, frozen=True):
    """Where the tour is: stage, its number, until when (ms), whether the visitor has done what
    there is to do, and what it is about: member (`by`, who that is), vote, decision, mandate by
    number (0: none yet).

    `busy`: there is something to look at in this stage already.
    """

    stage: Stage
    number: int
    due: int = 0
    done: bool = False
    busy: bool = True
    by: int = 0
    vote: int = 0
    decision: int = 0
    mandate: int = 0
    who: Who | None = None


def guide(view: View, reader: int) -> Guide | None:
    """Where the tour is for its visitor; none before there is a problem."""
    problem = view.get(Problem, THE)
    if problem is None:
        return None
    if problem.phase in ("lapsed", "closed", "withdrawn"):
        return Guide("elsewhere", len(STAGES))
    if problem.phase == "necessity":
        said = view.get(Assessment, reader, THE)
        done = said is not None and said.version == problem.version
        return _at("necessity", due=problem.due, done=done, by=problem.by)
    if problem.phase in ("solutions", "reading"):
        return _drafted(view, problem, reader)
    if problem.phase == "vote":
        voted = view.get(Ballot, reader, problem.vote) is not None
        return _at("vote", due=problem.due, done=voted, vote=problem.vote)
    return _decided(view, problem, reader)


def _at(stage: Stage, **said: int) -> Guide:
    return Guide(stage, STAGES.index(stage) + 1, **said)  # type: ignore[arg-type]


def _drafted(view: View, problem: Problem, reader: int) -> Guide:
    if problem.phase == "reading":
        return _at("reading", due=problem.due)
    solutions = view.by(Solution, "problem", THE)
    backed = any(view.get(Backing, reader, one.number) is not None for one in solutions)
    return _at("solutions", due=problem.due, done=backed, busy=bool(solutions))


def _decided(view: View, problem: Problem, reader: int) -> Guide:
    decision, review = problem.decision, view.get(Review, problem.decision)
    mandate = next(iter(view.by(Mandate, "decision", decision)), None)
    about = {"decision": decision, "mandate": mandate.number if mandate else 0}
    by = mandate.lead if mandate else 0
    if review is not None and review.state == "open":
        said = view.get(Judgement, reader, decision) is not None
        return _at("review", due=review.due, done=said, by=by, **about)
    if review is not None and review.state == "closed":
        return _at("end", by=by, **about)
    if mandate is None:
        return Guide("elsewhere", len(STAGES), decision=decision)
    stage: Stage = "work" if mandate.reports else "decided"
    due = mandate.due if mandate.declared else 0
    return _at(stage, due=due, by=by, **about)
