"""The rest of a matter, for the pages that open it at its ballot or at its result.

A matter is one page with one debate. The address of its vote begins with the ballot, and then shows
what the matter's own page shows. Once the vote is over it shows the text, the work, and the way to
how it came to this.
"""

from msgspec import Struct

from esoviet.law.mandates import Mandate
from esoviet.law.problems import Problem
from esoviet.law.votes import VoteKind
from esoviet.web.api import problems, questions
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.mandates import mandate_line
from esoviet.web.api.members import MemberAnswer, member
from esoviet.web.api.shapes import One, Text
from esoviet.web.pages import away
from esoviet.web.pages.problems import ProblemRest, Work, problem_rest, work_on
from esoviet.web.pages.questions import QuestionRest, question_rest
from esoviet.web.pages.reviews import Reviewing, reviewing
from esoviet.web.pages.steps import Step, steps


class Whole(Struct, frozen=True):
    """What the vote or the decision is about: a problem, a question, or somebody who applies.

    Of a problem that has been voted on the `text`, the `work`, and the `review` of the decision;
    `away` says of whom until when (ms). `steps` are its road.
    """

    text: Text | None = None
    work: list[Work] = []
    away: dict[int, int] = {}
    steps: list[Step] = []
    review: Reviewing | None = None
    problem: problems.ProblemAnswer | None = None
    problem_rest: ProblemRest | None = None
    question: questions.QuestionAnswer | None = None
    question_rest: QuestionRest | None = None
    applicant: MemberAnswer | None = None


def whole(
    context: AnswerContext, kind: VoteKind, subject: int, reader: int | None, over: bool
) -> Whole:
    """The matter of a vote, which is `over` or is not."""
    one = One(number=subject)
    if kind in ("problem", "election"):
        if over:
            return _over(context, context.view.must(Problem, subject), reader)
        problem = problems.problem(context, one)
        assert problem is not None
        rest = problem_rest(context, problem, reader)
        return Whole(steps=rest.steps, problem=problem, problem_rest=rest)
    if kind == "question":
        question = questions.question(context, one)
        assert question is not None
        return Whole(question=question, question_rest=question_rest(context, question, reader))
    if kind == "admission":
        return Whole(applicant=member(context, one))
    return Whole()


def _over(context: AnswerContext, problem: Problem, reader: int | None) -> Whole:
    found = context.view.by(Mandate, "decision", problem.decision) if problem.decision else ()
    mandates = [mandate_line(context, one) for one in found]
    return Whole(
        text=context.text(problem.text),
        work=work_on(context, mandates),
        away=away.shown(context, reader) if mandates else {},
        steps=steps(context, problem),
        review=reviewing(context, problem.decision, reader),
    )
