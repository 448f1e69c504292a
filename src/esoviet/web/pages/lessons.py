"""The page of lessons: what those who carried something out say that others can learn."""

from msgspec import Struct

from esoviet.law.problems import Problem
from esoviet.web.api import lessons
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.shapes import Listing
from esoviet.web.http.language import _
from esoviet.web.pages.matter import Words, title_of_text
from esoviet.web.pages.page import AnyPage, PageLine


class LessonsPage(Struct, frozen=True):
    """The title of the problem that the list is about ("": of all)."""

    about: str


def lessons_page(
    context: AnswerContext,
    query: lessons.LessonsQuery,
    _answer: Listing[lessons.LessonLine],
    _reader: int | None,
) -> LessonsPage:
    """Beside lessons."""
    problem = context.view.get(Problem, query.problem)
    return LessonsPage(title_of_text(context, problem.text, problem.number) if problem else "")


PAGES: tuple[AnyPage, ...] = (
    PageLine(lessons.LESSONS, "/mandates", "lessons/list.html", lessons_page),
)
WORDS: Words = {
    "own_word": {
        "intended": _("What did you set out to do?"), "happened": _("What happened?"),
        "differently": _("What would you do differently?"),
        "lesson": _("What can others learn from it?"),
    },
    "own_said_word": {
        "intended": _("Set out to do"), "happened": _("What happened"),
        "differently": _("Would do differently"), "lesson": _("What others can learn"),
    },
}  # fmt: skip
