"""Pages of decisions."""

from msgspec import Struct

from esoviet.law.ballots import YES_NO
from esoviet.law.questions import Question
from esoviet.law.solutions import Solution
from esoviet.law.votes import Vote
from esoviet.web.api import decisions, solutions
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.shapes import One, Text
from esoviet.web.pages.page import AnyPage, PageLine


class Decided(Struct, frozen=True):
    """A text that is decided now; that of a solution with its effect and amendment."""

    text: Text
    effect: solutions.ExpectedEffect | None = None
    amending: solutions.Amends | None = None


class DecisionPage(Struct, frozen=True):
    """What is decided now; the share of yes that it took, where one is asked of those who vote."""

    decided: list[Decided]
    needs: str | None


def decision_page(
    context: AnswerContext, _query: One, answer: decisions.DecisionAnswer, _reader: int | None
) -> DecisionPage:
    """Beside a decision."""
    one = answer.decision
    vote = context.view.must(Vote, one.vote)
    needs = vote.needs[0] if vote.method == YES_NO and not vote.of_all else None
    return DecisionPage(_decided(context, one) if one.ending == "adopted" else [], needs)


def _decided(context: AnswerContext, one: decisions.DecisionLine) -> list[Decided]:
    view, chosen = context.view, [winner.option for winner in one.winners if winner.option]
    if one.kind == "question":
        question = view.must(Question, one.subject)
        given = [question.answers[option - 1] for option in chosen if question.answers]
        return [Decided(context.text(text)) for text in given or [question.text]]
    if one.kind != "problem":
        return []
    each = (solutions.solution_detail(context, view.must(Solution, option)) for option in chosen)
    return [Decided(detail.text, detail.effect, detail.amending) for detail in each]


PAGES: tuple[AnyPage, ...] = (
    PageLine(decisions.DECISIONS, "/decisions", "decisions/list.html"),
    PageLine(decisions.DECISION, "/decisions", "decisions/one.html", decision_page),
)
