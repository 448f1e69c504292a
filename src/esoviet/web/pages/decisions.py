"""Pages of decisions."""

from msgspec import Struct

from esoviet.law.questions import Question
from esoviet.law.solutions import Solution
from esoviet.web.api import decisions
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.shapes import One, Text
from esoviet.web.pages.page import AnyPage, PageLine


class DecisionPage(Struct, frozen=True):
    """The texts that are decided now: what a solution says, or the answers of a question."""

    decided: list[Text]


def decision_page(
    context: AnswerContext, _query: One, answer: decisions.DecisionAnswer, _reader: int | None
) -> DecisionPage:
    """Beside a decision."""
    one, view = answer.decision, context.view
    if one.ending != "adopted":
        return DecisionPage([])
    chosen = [winner.option for winner in one.winners if winner.option]
    if one.kind == "question":
        question = view.must(Question, one.subject)
        given = [question.answers[option - 1] for option in chosen if question.answers]
        return DecisionPage([context.text(text) for text in given or [question.text]])
    if one.kind != "problem":
        return DecisionPage([])
    return DecisionPage([context.text(view.must(Solution, option).text) for option in chosen])


PAGES: tuple[AnyPage, ...] = (
    PageLine(decisions.DECISIONS, "/decisions", "decisions/list.html"),
    PageLine(decisions.DECISION, "/decisions", "decisions/one.html", decision_page),
)
