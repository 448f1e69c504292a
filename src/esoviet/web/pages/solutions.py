"""The page of a solution's versions: what changed from each to the next, line by line."""

import difflib

from msgspec import Struct

from esoviet.law.act import Signed
from esoviet.law.drafts import ProposeSolution
from esoviet.law.solutions import Solution, Version
from esoviet.web.api import solutions
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.shapes import One, Text
from esoviet.web.http.language import _
from esoviet.web.pages.matter import (
    Begun,
    Find,
    Words,
    begun_by,
    finder,
)
from esoviet.web.pages.page import AnyPage, PageLine

MOST_EFFORT = 1_000_000
"""Lines before times lines after, on one page: beyond, versions are shown whole."""

Lines = list[tuple[str, str]]


class VersionsPage(Struct, frozen=True):
    """Each version, the latest first: its line, its text, its changed lines (none: shown whole)."""

    changes: list[tuple[solutions.VersionLine, Text, Lines]]


def versions_page(
    context: AnswerContext, _query: One, answer: solutions.SolutionAnswer, _reader: int | None
) -> VersionsPage:
    """Beside a solution."""
    solution = answer.solution
    texts = [context.text(version.text) for version in context.view.rows(Version, solution.number)]
    before, changes, effort = "", [], MOST_EFFORT
    for version, text in zip(solution.versions, texts, strict=True):
        after = text.content or ""
        effort -= (1 + before.count("\n")) * (1 + after.count("\n"))
        changes.append((version, text, compare(before, after) if before and effort > 0 else []))
        before = after
    return VersionsPage(changes[::-1])


def compare(before: str, after: str) -> Lines:
    """Lines with what became of them: `same`, `gone` or `new`."""
    old, new = before.split("\n"), after.split("\n")
    lines: Lines = []
    for kind, i, end, j, until in difflib.SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            lines += [("same", line) for line in old[i:end]]
        else:
            lines += [("gone", line) for line in old[i:end]]
            lines += [("new", line) for line in new[j:until]]
    return lines


PAGES: tuple[AnyPage, ...] = (
    PageLine(
        solutions.SOLUTION,
        "/problems",
        "problems/versions.html",
        versions_page,
        "/solutions/{number}/versions",
    ),
)


_SOLUTION = finder(Solution, lambda one: f"problems/{one.problem}#solution-{one.number}")
FINDERS: dict[str, Find] = {"solution": _SOLUTION}
BEGUN: dict[type[Signed], Begun] = {ProposeSolution: begun_by(Solution, _SOLUTION)}
WORDS: Words = {
    "solution_word": {
        "standing": _("Standing"), "withdrawn": _("Withdrawn"), "fallen": _("Not on the ballot"),
    },
}  # fmt: skip
