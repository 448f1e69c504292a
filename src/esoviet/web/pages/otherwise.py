"""The page of what would have come out differently under an amendment or a repair."""

from msgspec import Struct

from esoviet.law.repairs import Repair
from esoviet.law.solutions import Solution
from esoviet.web.api import otherwise
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.shapes import One
from esoviet.web.pages.matter import title_of_text
from esoviet.web.pages.page import AnyPage, PageLine

TEMPLATE = "problems/otherwise.html"


class OtherwisePage(Struct, frozen=True):
    """What the proposal is called, and where it is."""

    title: str
    back: str


def of_solution(
    context: AnswerContext, query: One, _answer: otherwise.OtherwiseAnswer, _reader: int | None
) -> OtherwisePage:
    """Beside what a solution amends."""
    solution = context.view.must(Solution, query.number)
    title = title_of_text(context, solution.text, solution.number)
    return OtherwisePage(title, f"problems/{solution.problem}#solution-{solution.number}")


def of_repair(
    context: AnswerContext, query: One, _answer: otherwise.OtherwiseAnswer, _reader: int | None
) -> OtherwisePage:
    """Beside what a repair changes."""
    repair = context.view.must(Repair, query.number)
    title = title_of_text(context, repair.text, repair.number)
    return OtherwisePage(title, f"repairs/{repair.number}")


PAGES: tuple[AnyPage, ...] = (
    PageLine(otherwise.OF_SOLUTION, "/problems", TEMPLATE, of_solution),
    PageLine(otherwise.OF_REPAIR, "/repairs", TEMPLATE, of_repair),
)
