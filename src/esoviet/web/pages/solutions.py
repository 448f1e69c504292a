"""The page of a solution's versions: what changed from each to the next, line by line."""

import difflib
from functools import partial

from msgspec import Struct

from esoviet.law.act import Signed
from esoviet.law.drafts import ProposeSolution
from esoviet.law.solutions import Solution, Version
from esoviet.web.api import solutions
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.shapes import One, Text
from esoviet.web.http import chores
from esoviet.web.http.kept import Kept, weight_of
from esoviet.web.http.language import _
from esoviet.web.pages.matter import (
    Begun,
    Find,
    Words,
    begun_by,
    finder,
)
from esoviet.web.pages.page import AnyPage, PageLine

SECONDS = 2.0
MOST_BYTES = 8 << 20
A_STEP = 100  # pairs of lines that are compared in the time in which a mark of a text is set

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
    before: Text | None = None
    changes = []
    for version, text in zip(solution.versions, texts, strict=True):
        changes.append((version, text, _compared(before, text) if before is not None else []))
        before = text
    return VersionsPage(changes[::-1])


def _compared(before: Text, after: Text) -> Lines:
    """What changed between two texts, if both can be read; nothing while a worker compares them."""
    if not before.content or not after.content:
        return []
    name = (before.sha256, after.sha256)
    lines = _kept.get(name)
    if lines is None:
        old, new = before.content, after.content
        keep = partial(_kept.put, name)
        job = chores.Job(("compare", *name), compare, (old, new), SECONDS, keep, partial(keep, []))
        if chores.ask(job, 1 + (1 + old.count("\n")) * (1 + new.count("\n")) // A_STEP):
            return []
        lines = compare(old, new)
        keep(lines)
    return lines


def _weigh(lines: Lines) -> int:
    return sum(100 + weight_of(line) for _, line in lines)


_kept = Kept[tuple[str, str], Lines](MOST_BYTES, _weigh)


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
