"""Pages of quick questions."""

from msgspec import Struct

from esoviet.law.questions import Question
from esoviet.web.api import questions, votes
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.shapes import Listing, One, OneList
from esoviet.web.pages.page import AnyPage, PageLine
from esoviet.web.pages.votes import own_ballot


class QuestionPage(Struct, frozen=True):
    """The vote on a question, and the reader's ballot in it."""

    vote: votes.VoteAnswer | None
    mine: votes.Voted | None


class SecondsPage(Struct, frozen=True):
    """The question that a list belongs to."""

    q: questions.QuestionLine


def question_page(
    context: AnswerContext, _query: One, answer: questions.QuestionAnswer, reader: int | None
) -> QuestionPage:
    """Beside a question."""
    number = answer.vote.number if answer.vote else 0
    vote = votes.vote(context, One(number=number)) if number else None
    return QuestionPage(vote, own_ballot(context, number, reader))


def seconds_page(
    context: AnswerContext, query: OneList, _answer: Listing[questions.Second], _reader: int | None
) -> SecondsPage:
    """Beside who seconded a question."""
    question = context.view.must(Question, query.number)
    return SecondsPage(questions.question_line(context, question, False))


PAGES: tuple[AnyPage, ...] = (
    PageLine(questions.QUESTIONS, "/questions", "questions/list.html"),
    PageLine(questions.QUESTION, "/questions", "questions/one.html", question_page),
    PageLine(questions.QUESTION_SECONDS, "/questions", "questions/seconds.html", seconds_page),
)
