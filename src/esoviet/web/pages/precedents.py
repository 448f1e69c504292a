"""What was decided on matters like one, and what came of it: read before the next decision."""

from functools import partial
from itertools import islice

from msgspec import Struct

from esoviet.law.decisions import Decision
from esoviet.law.problems import Problem
from esoviet.law.reviews import Review
from esoviet.law.solutions import Solution
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.decisions import DecisionLine, decision_line
from esoviet.web.api.reviews import ReviewLine, review_line
from esoviet.web.api.shapes import Numbered
from esoviet.web.api.words import likest
from esoviet.web.pages.reviews import Held, held_of

LIKE = 3
MOST = 1_000
"""So many decisions at most are shown, of so many that are looked through, the newest."""


class Precedent(Struct, frozen=True):
    """A decision on a problem, its review where that has closed, what was expected and measured."""

    decision: DecisionLine
    review: ReviewLine | None
    held: list[Held]


def decided_on_like(context: AnswerContext, problem: int, text: str) -> list[Precedent]:
    """Decisions on other problems which have the most long words in common with a text."""
    newest = islice(context.numbered(Decision, Numbered(order="newest")), MOST)
    others = (one for one in newest if one.kind == "problem" and one.subject != problem)
    return [_precedent(context, one) for one in likest(others, text, partial(_said, context), LIKE)]


def _said(context: AnswerContext, one: Decision) -> str:
    """The titles of the problem and of what was chosen, and the problem itself."""
    view = context.view
    chosen = [view.must(Solution, number).text for number in one.winners if number]
    titles = [context.title(text) or "" for text in chosen]
    about = context.plain(view.must(Problem, one.subject).text) or ""
    return "\n".join([*titles, about])


def _precedent(context: AnswerContext, one: Decision) -> Precedent:
    review = context.view.get(Review, one.number)
    closed = review is not None and review.state == "closed"
    return Precedent(
        decision=decision_line(context, one),
        review=review_line(context, review) if review is not None and closed else None,
        held=held_of(context, one.number),
    )
