"""The page of what others would word otherwise in a text: suggest, take up, decline."""

from functools import partial
from itertools import islice
from typing import Literal

from msgspec import Struct

from esoviet.law.act import Signed
from esoviet.law.problems import Problem
from esoviet.law.rewordings import (
    DeclineRewording,
    Rewording,
    SuggestRewording,
    about_of,
    revised_until,
)
from esoviet.law.solutions import Solution
from esoviet.web.api import rewordings
from esoviet.web.api.assembly import Parameter, parameters
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.problems import ProblemLine, problem_line
from esoviet.web.api.rewordings import RewordingLine, plain_lines
from esoviet.web.api.shapes import Listing, OneList, Text, Who
from esoviet.web.api.solutions import SolutionDetail, solution_detail
from esoviet.web.http.language import _
from esoviet.web.pages.differing import Pieces, words
from esoviet.web.pages.matter import (
    Begun,
    Find,
    Need,
    Source,
    Subject,
    Words,
    made_by,
    possible,
    title_of_text,
)
from esoviet.web.pages.page import AnyPage, PageLine

AROUND = 90
NEAR = 24
MOST_PAIRS = 20_000
"""So many characters stand around a passage, and of so many pairs of words differences are told."""


class Reworded(Struct, frozen=True):
    """A rewording, and how the passage would read; none where that cannot be read.

    `before` and `after` are the words next to it, by which it is found in the next version's text.
    """

    line: RewordingLine
    pieces: Pieces
    before: str = ""
    after: str = ""
    becomes: str = ""


class Worded(Struct, frozen=True):
    """What is reworded: a solution or the text of a problem, with its newest version.

    `revises` is the act by which its author puts a new version in its place.
    """

    kind: Literal["solution", "problem"]
    number: int
    path: str
    back: str
    by: Who
    version: int
    text: Text
    revises: str


class RewordingsPage(Struct, frozen=True):
    """What is reworded, its problem, and its rewordings: what waits for an answer first.

    `text` is the newest version's text, as its characters are counted; empty where it is gone.
    `s` is the solution (null: the text of the problem is reworded).
    """

    about: Worded
    s: SolutionDetail | None
    p: ProblemLine
    text: str
    waiting: list[Reworded]
    answered: list[Reworded]
    parameters: list[Parameter]


def solution_page(
    context: AnswerContext, query: OneList, answer: Listing[RewordingLine], _reader: int | None
) -> RewordingsPage:
    """Beside the rewordings of a solution."""
    solution = context.view.must(Solution, query.number)
    s = solution_detail(context, solution)
    path, back = f"solutions/{s.number}", f"problems/{s.problem}#solution-{s.number}"
    about = Worded("solution", s.number, path, back, s.by, s.version, s.text, "revise-solution")
    return _page(context, answer, about, s, solution.problem)


def problem_page(
    context: AnswerContext, query: OneList, answer: Listing[RewordingLine], _reader: int | None
) -> RewordingsPage:
    """Beside the rewordings of the text of a problem."""
    p = problem_line(context, context.view.must(Problem, query.number), True)
    path = f"problems/{p.number}"
    about = Worded("problem", p.number, path, path, p.by, p.version, p.text, "revise-problem")
    return _page(context, answer, about, None, p.number)


def _page(
    context: AnswerContext,
    answer: Listing[RewordingLine],
    about: Worded,
    solution: SolutionDetail | None,
    problem: int,
) -> RewordingsPage:
    shown = [_reworded(context, line) for line in answer.items]
    return RewordingsPage(
        about=about,
        s=solution,
        p=problem_line(context, context.view.must(Problem, problem), True),
        text=plain_lines(about.text.content or ""),
        waiting=[one for one in shown if one.line.state == "open"],
        answered=[one for one in shown if one.line.state != "open"][::-1],
        parameters=parameters(context.view),
    )


def _reworded(context: AnswerContext, line: RewordingLine) -> Reworded:
    one = context.view.must(Rewording, line.number)
    whole = rewordings.reworded_text(context, one)
    new = line.text.content if line.text else ""
    if whole is None or new is None or one.place > len(whole):
        return Reworded(line, [])
    becomes = plain_lines(new)
    ends = one.place + one.length
    before, after = whole[max(0, one.place - AROUND) : one.place], whole[ends : ends + AROUND]
    old, put = f"{before}{line.passage}{after}", f"{before}{becomes}{after}"
    pieces: Pieces = [("same", "… ")] if one.place > AROUND else []
    pieces += words(old, put, MOST_PAIRS)
    pieces += [("same", " …")] if ends + AROUND < len(whole) else []
    return Reworded(line, pieces, before[-NEAR:], after[:NEAR], becomes)


def _to_answer(context: AnswerContext, reader: int | None, most: int) -> list[Need]:
    """Texts of the reader's that others would word otherwise; what ends first first."""
    if reader is None:
        return []
    view, found = context.view, dict[str, Need]()
    for number in islice(possible(context, reader, DeclineRewording, most), most):
        about = about_of(view, view.must(Rewording, number))
        problem = about if isinstance(about, Problem) else view.must(Problem, about.problem)
        due = revised_until(view, problem) if problem is about else problem.due
        title = partial(title_of_text, context, about.text, about.number)
        path = path_of(about)
        found.setdefault(path, Need("reword", path, due, title))
    return list(found.values())


def path_of(about: Problem | Solution) -> str:
    """The page of what others would word otherwise in a text."""
    kind = "problems" if isinstance(about, Problem) else "solutions"
    return f"{kind}/{about.number}/rewordings"


def _find(context: AnswerContext, number: int) -> Subject | None:
    one = context.view.get(Rewording, number)
    if one is None:
        return None
    about = about_of(context.view, one)
    title = title_of_text(context, about.text, about.number)
    return Subject(f"{path_of(about)}#rewording-{number}", title)


def _begun(context: AnswerContext, _act: Signed, index: int) -> Subject | None:
    return _find(context, made_by(context, Rewording, index))


PAGES: tuple[AnyPage, ...] = (
    PageLine(rewordings.OF_SOLUTION, "/problems", "problems/rewordings.html", solution_page),
    PageLine(rewordings.OF_PROBLEM, "/problems", "problems/rewordings.html", problem_page),
)
TO_ANSWER: Source = _to_answer
FINDERS: dict[str, Find] = {"rewording": _find}
BEGUN: dict[type[Signed], Begun] = {SuggestRewording: _begun}
WORDS: Words = {
    "rewording_word": {
        "open": _("waits for an answer"), "taken": _("taken up"), "declined": _("declined"),
        "withdrawn": _("withdrawn"), "erased": _("erased by who suggested it"),
    },
    "need_word": {"reword": _("Answer who would word it otherwise")},
}  # fmt: skip
