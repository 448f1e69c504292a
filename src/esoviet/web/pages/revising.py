"""The page of the versions of a problem's text: what changed from each to the next."""

from typing import NamedTuple

from msgspec import Struct

from esoviet.law.problems import Assessment
from esoviet.web.api import problems
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.shapes import One, Text
from esoviet.web.pages.differing import Pieces
from esoviet.web.pages.page import AnyPage, PageLine
from esoviet.web.pages.solutions import compared


class Changed(NamedTuple):
    """A version of the text, and what changed in it (none: shown whole)."""

    version: problems.TextVersion
    text: Text
    pieces: Pieces


class TextVersionsPage(Struct, frozen=True):
    """Each version of the text of a problem, the latest first.

    The reader has judged version `judged` (0: none).
    """

    changes: list[Changed]
    judged: int


def text_versions_page(
    context: AnswerContext, _query: One, answer: problems.ProblemAnswer, reader: int | None
) -> TextVersionsPage:
    """Beside a problem."""
    changes = list[Changed]()
    for line in answer.versions:
        text = context.text(bytes.fromhex(line.text.sha256))
        pieces = compared(changes[-1].text, text) if changes else []
        changes.append(Changed(line, text, pieces))
    said = context.view.get(Assessment, reader or 0, answer.problem.number)
    return TextVersionsPage(changes[::-1], said.version if said else 0)


PAGES: tuple[AnyPage, ...] = (
    PageLine(
        problems.PROBLEM,
        "/problems",
        "problems/wordings.html",
        text_versions_page,
        "/problems/{number}/versions",
    ),
)
