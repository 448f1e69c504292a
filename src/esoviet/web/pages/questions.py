"""Pages of quick questions."""

from functools import partial
from itertools import islice

from msgspec import Struct

from esoviet.law.act import Signed
from esoviet.law.headcount import seconds_needed
from esoviet.law.questions import Ask, Question, SecondQuestion
from esoviet.web.api import questions, rolls, votes
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.shapes import Listing, One, OneList
from esoviet.web.http.language import _
from esoviet.web.pages.cast import own_ballot
from esoviet.web.pages.consequences import Follows, follows
from esoviet.web.pages.matter import (
    Begun,
    Find,
    Need,
    Source,
    Words,
    begun_by,
    finder,
    possible,
    title_of_text,
)
from esoviet.web.pages.page import AnyPage, PageLine
from esoviet.web.pages.threads import Thread, read, thread
from esoviet.web.pages.topics import Origin, origin

MOST_OBJECTIONS = 50


class QuestionRest(Struct, frozen=True):
    """Who objects to a question in a vote by consent, what follows from a yes, whence it came."""

    objections: list[rolls.RollLine]
    follows: Follows | None
    came: Origin | None


class QuestionPage(Struct, frozen=True):
    """The vote on a question, the reader's ballot in it, the rest, and how far they have read."""

    vote: votes.VoteAnswer | None
    mine: rolls.Voted | None
    rest: QuestionRest
    thread: Thread | None


class SecondsPage(Struct, frozen=True):
    """The question that a list belongs to."""

    q: questions.QuestionLine


def question_page(
    context: AnswerContext, _query: One, answer: questions.QuestionAnswer, reader: int | None
) -> QuestionPage:
    """Beside a question."""
    number = answer.vote.number if answer.vote else 0
    vote = votes.vote(context, One(number=number)) if number else None
    rest = question_rest(context, answer, reader)
    read_to = thread(context, f"questions/{answer.question.number}", reader)
    return QuestionPage(vote, own_ballot(context, number, reader), rest, read_to)


def question_rest(
    context: AnswerContext, answer: questions.QuestionAnswer, reader: int | None
) -> QuestionRest:
    """What of a question stands on its own page and on those of its vote and its decision."""
    asked, number = answer.question, answer.vote.number if answer.vote else 0
    by_consent = asked.consent or (number if asked.form == "consent" else 0)
    objections = list(islice(rolls.objections(context, by_consent), MOST_OBJECTIONS))
    then = follows(context, asked.number, asked.then, reader) if asked.then else None
    return QuestionRest(objections, then, origin(context, asked.post))


def seconds_page(
    context: AnswerContext, query: OneList, _answer: Listing[questions.Second], _reader: int | None
) -> SecondsPage:
    """Beside who seconded a question."""
    question = context.view.must(Question, query.number)
    return SecondsPage(questions.question_line(context, question, False))


PAGES: tuple[AnyPage, ...] = (
    PageLine(questions.QUESTIONS, "/questions", "questions/list.html"),
    PageLine(
        questions.QUESTION, "/questions", "questions/one.html", question_page, matter="questions",
        seen=read,
    ),
    PageLine(questions.QUESTION_SECONDS, "/questions", "questions/seconds.html", seconds_page),
)  # fmt: skip


def _to_second(context: AnswerContext, reader: int | None, most: int) -> list[Need]:
    needs = []
    for number in possible(context, reader, SecondQuestion, most):
        question = context.view.must(Question, number)
        title = partial(title_of_text, context, question.text, number)
        far = question.seconds, seconds_needed(context.view)
        needs.append(Need("second", f"questions/{number}", question.due, title, *far))
    return needs


TO_SECOND: Source = _to_second
_QUESTION = finder(Question, lambda one: f"questions/{one.number}")
FINDERS: dict[str, Find] = {"question": _QUESTION}
BEGUN: dict[type[Signed], Begun] = {Ask: begun_by(Question, _QUESTION)}
WORDS: Words = {
    "question_word": {
        "asked": _("Asked"), "vote": _("Vote"), "decided": _("Decided"), "lapsed": _("Lapsed"),
    },
    "form_word": {
        "yes-no": _("Yes or no"), "rank": _("Ranking"), "several": _("Choosing several"),
        "consent": _("Consent"), "dates": _("Finding a date"), "budget": _("Dividing a budget"),
    },
    "form_hint": {
        "yes-no": _("One proposal: who is for it, who against?"),
        "rank": _("Several answers, of which one is wanted: each member puts them in order."),
        "several": _("Several answers, of which any number can be wanted: each member chooses."),
        "consent": _("One proposal that stands unless some object, and say why."),
        "dates": _("When can most come? Each member ticks the times that suit."),
        "budget": _("A sum of money and things to pay from it: each group decides over its part."),
    },
    "asked_began_word": {
        "asked": "", "vote": _("The vote has just opened."),
        "decided": _("The vote is over: see what was decided."), "lapsed": _("It has lapsed."),
    },
    "need_word": {"second": _("Second")},
}  # fmt: skip
