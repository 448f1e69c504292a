"""The page of a solution's versions: what changed from each to the next, word by word."""

import difflib
from functools import partial
from typing import NamedTuple

from msgspec import Struct

from esoviet.law.act import Signed
from esoviet.law.drafts import ProposeSolution
from esoviet.law.problems import Phase, Problem
from esoviet.law.reading import CROWDED, ERASED, GONE, TOO_FEW, UNCARRIED
from esoviet.law.solutions import Backing, Solution, Version
from esoviet.law.together import Joining
from esoviet.web.api import solutions
from esoviet.web.api.amending import Amends
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.shapes import One, Text
from esoviet.web.api.spending import Budget
from esoviet.web.http import chores, gone
from esoviet.web.http.kept import Kept, weight_of
from esoviet.web.http.language import _
from esoviet.web.pages.differing import Pieces, effort, in_words
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
A_STEP = (
    100  # pairs of lines or words that are compared in the time in which a mark of a text is set
)

Lines = list[tuple[str, str]]


class Changed(NamedTuple):
    """A version: its text, what changed in it (none: shown whole), and the rest that it says.

    `differs` where that rest is not what the version before says.
    """

    version: solutions.VersionLine
    text: Text
    pieces: Pieces
    effect: solutions.ExpectedEffect | None
    budget: Budget | None
    amending: Amends | None
    differs: bool


class VersionsPage(Struct, frozen=True):
    """Each version, the latest first. `phase` is the problem's, `backs` what the reader backs.

    `mine` is what they said of carrying it out together.
    """

    changes: list[Changed]
    phase: Phase
    backs: int
    mine: Joining | None


def versions_page(
    context: AnswerContext, _query: One, answer: solutions.SolutionAnswer, reader: int | None
) -> VersionsPage:
    """Beside a solution."""
    solution, changes = answer.solution, list[Changed]()
    versions = context.view.rows(Version, solution.number)
    for version, line in zip(versions, solution.versions, strict=True):
        text, last = context.text(version.text), changes[-1] if changes else None
        pieces = compared(last.text, text) if last else []
        effect = solutions.effect_of(context, version)
        amending = solutions.amends_of(context, version)
        rest = _words(effect, line.budget, amending)
        differs = last is not None and rest != _words(last.effect, last.budget, last.amending)
        changes.append(Changed(line, text, pieces, effect, line.budget, amending, differs))
    phase = context.view.must(Problem, solution.problem).phase
    backing = context.view.get(Backing, reader or 0, solution.number)
    backs = backing.version if backing is not None else 0
    mine = context.view.get(Joining, reader, solution.number) if reader else None
    return VersionsPage(changes[::-1], phase, backs, mine)


def _words(
    effect: solutions.ExpectedEffect | None, budget: Budget | None, amending: Amends | None
) -> list[object]:
    """What a version says besides its text; the same sentence brought anew is the same."""
    said: list[object] = [effect is None, budget, amending is None]
    if effect is not None:
        said += [effect.indicator.content, effect.baseline, effect.target, effect.by]
    if amending is not None:
        texts = (one.content if one else None for one in (amending.name, amending.purpose))
        said += [amending.parameters, *texts]
    return said


def compared(before: Text, after: Text) -> Pieces:
    """What changed between two texts, if both can be read; nothing while a worker compares them."""
    if not before.content or not after.content:
        return []
    name = (before.sha256, after.sha256)
    pieces = _kept.get(name)
    if pieces is None:
        old, new = before.content, after.content
        keep = partial(_keep, name)
        job = chores.Job(("compare", *name), changed, (old, new), SECONDS, keep, partial(keep, []))
        pairs = (1 + old.count("\n")) * (1 + new.count("\n")) + effort(old, new)
        if chores.ask(job, 1 + pairs // A_STEP):
            return []
        pieces = changed(old, new)
        keep(pieces)
    return pieces


def _keep(name: tuple[str, str], pieces: Pieces) -> None:
    if not gone.is_any(*name):
        _kept.put(name, pieces)


def forget(sha256: str) -> None:
    """Keep nothing of what changed from or to a text any more."""
    _kept.drop_where(lambda name: sha256 in name)


def _weigh(pieces: Pieces) -> int:
    return sum(100 + weight_of(text) for _, text in pieces)


_kept = Kept[tuple[str, str], Pieces](MOST_BYTES, _weigh)


def changed(before: str, after: str) -> Pieces:
    """What changed between two texts: lines that are in one alone, and words within lines."""
    return in_words(compare(before, after))


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
    "fallen_word": {
        TOO_FEW: _("too few backers"), ERASED: _("its text was erased"),
        GONE: _("no longer a member"), UNCARRIED: _("nobody to carry it out"),
        CROWDED: _("others were chosen before it"),
    },
}  # fmt: skip
