"""The page of how practical a solution is: how many gave which mark, who, and why."""

from msgspec import Struct

from esoviet.law.act import Signed
from esoviet.law.problems import Problem
from esoviet.law.solutions import AssessPracticality, Practicality, Solution
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.practicality import (
    SOLUTION_ASSESSORS,
    Assessor,
    Averages,
    Marks,
    Side,
    averages,
    marks,
)
from esoviet.web.api.problems import ProblemLine, problem_line
from esoviet.web.api.shapes import Listing, OneList, Text
from esoviet.web.http.language import _
from esoviet.web.pages.matter import Begun, Subject, Words, title_of_text
from esoviet.web.pages.page import AnyPage, PageLine


class PracticalityPage(Struct, frozen=True):
    """The solution (its number, text and means), its problem, and how many gave which mark.

    `before` is what the reader has said so far.
    """

    number: int
    text: Text
    practicality: Averages | None
    assessed: int
    p: ProblemLine
    given: dict[Side, Marks]
    before: Practicality | None


def practicality_page(
    context: AnswerContext, query: OneList, _answer: Listing[Assessor], reader: int | None
) -> PracticalityPage:
    """Beside who assessed a solution."""
    view = context.view
    one = view.must(Solution, query.number)
    return PracticalityPage(
        number=one.number,
        text=context.text(one.text),
        practicality=averages(one),
        assessed=one.assessors,
        p=problem_line(context, view.must(Problem, one.problem), False),
        given=marks(view.rows(Practicality, one.number)),
        before=view.get(Practicality, reader, one.number) if reader else None,
    )


PAGES: tuple[AnyPage, ...] = (
    PageLine(SOLUTION_ASSESSORS, "/problems", "problems/assessors.html", practicality_page),
)


def _begun(context: AnswerContext, act: Signed, _index: int) -> Subject | None:
    assert isinstance(act, AssessPracticality)
    one = context.view.must(Solution, act.solution)
    title = title_of_text(context, one.text, one.number)
    return Subject(f"solutions/{one.number}/assessors", title)


BEGUN: dict[type[Signed], Begun] = {AssessPracticality: _begun}
WORDS: Words = {
    "side_word": {
        "means": _("Means"), "people": _("People"), "time": _("Time"), "risk": _("Risk"),
    },
}  # fmt: skip
