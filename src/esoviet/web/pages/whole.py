"""The rest of a matter, for the pages that open it at its ballot or at its result.

A matter is one page with one debate; its vote and its decision have addresses that begin with what
one comes for there, and then show what its own page shows.
"""

from msgspec import Struct

from esoviet.law.votes import VoteKind
from esoviet.web.api import problems, questions
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.members import MemberAnswer, member
from esoviet.web.api.shapes import One
from esoviet.web.pages.problems import ProblemRest, problem_rest
from esoviet.web.pages.questions import QuestionRest, question_rest


class Whole(Struct, frozen=True):
    """What the vote or the decision is about: a problem, a question, or somebody who applies."""

    problem: problems.ProblemAnswer | None = None
    problem_rest: ProblemRest | None = None
    question: questions.QuestionAnswer | None = None
    question_rest: QuestionRest | None = None
    applicant: MemberAnswer | None = None


def whole(context: AnswerContext, kind: VoteKind, subject: int, reader: int | None) -> Whole:
    """The matter of a vote."""
    one = One(number=subject)
    if kind in ("problem", "election"):
        problem = problems.problem(context, one)
        assert problem is not None
        return Whole(problem=problem, problem_rest=problem_rest(context, problem, reader))
    if kind == "question":
        question = questions.question(context, one)
        assert question is not None
        return Whole(question=question, question_rest=question_rest(context, question, reader))
    if kind == "admission":
        return Whole(applicant=member(context, one))
    return Whole()
