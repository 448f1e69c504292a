"""The page of a briefing: it prints on paper, and is where cases are written and signed."""

from msgspec import Struct

from esoviet.law.act import Signed
from esoviet.law.cases import Case, WriteCase
from esoviet.law.solutions import Solution
from esoviet.web.api import briefings
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.lessons import LessonLine, lessons_like
from esoviet.web.api.shapes import One
from esoviet.web.http.language import _
from esoviet.web.pages.matter import Begun, Find, Subject, Words, made_by, title_of_text
from esoviet.web.pages.page import AnyPage, PageLine
from esoviet.web.pages.precedents import Precedent, decided_on_like


class BriefingPage(Struct, frozen=True):
    """What was decided on matters like this, what work like this has taught; the reader's number.

    That is 0 for a visitor.
    """

    past: list[Precedent]
    lessons: list[LessonLine]
    reading: int


def briefing_page(
    context: AnswerContext, _query: One, answer: briefings.BriefingAnswer, reader: int | None
) -> BriefingPage:
    """Beside a briefing."""
    text = answer.problem.text
    said = text.content or ""
    past = decided_on_like(context, answer.problem.number, said)
    return BriefingPage(past, lessons_like(context, said), reader or 0)


def _find(context: AnswerContext, number: int) -> Subject | None:
    one = context.view.get(Case, number)
    if one is None:
        return None
    solution = context.view.must(Solution, one.solution)
    title = title_of_text(context, solution.text, solution.number)
    return Subject(f"problems/{solution.problem}/briefing#solution-{solution.number}", title)


def _begun(context: AnswerContext, _act: Signed, index: int) -> Subject | None:
    return _find(context, made_by(context, Case, index))


PAGES: tuple[AnyPage, ...] = (
    PageLine(briefings.BRIEFING, "/problems", "problems/briefing.html", briefing_page),
)
FINDERS: dict[str, Find] = {"case": _find}
BEGUN: dict[type[Signed], Begun] = {WriteCase: _begun}
WORDS: Words = {
    "case_word": {"for": _("For"), "against": _("Against")},
}
