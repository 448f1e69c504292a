"""What nobody has answered: questions about a solution and refutations of it (`sides`).

They stand on the solution, the best founded first, and on the floor of who proposed it: one line a
solution, so that many refutations bury nobody's week.
"""

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from esoviet.law.arguments import OPEN_PHASES, Argument, Side
from esoviet.law.problems import Problem
from esoviet.law.solutions import Solution
from esoviet.web.api.arguments import best_first
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.shapes import Who
from esoviet.web.http.language import _
from esoviet.web.pages.matter import Need, Source, Words, title_of_text
from esoviet.web.pages.sides import Tally, tally

MOST = 7
"""So many stand on a solution; all of them stand in the debate."""


class Open(NamedTuple):
    """An argument that waits for an answer; `title` is its first line."""

    number: int
    stance: Side
    title: str | None
    by: Who


class Unanswered(NamedTuple):
    """How many wait for an answer, and the first of them."""

    whole: int
    first: list[Open]


def unanswered(context: AnswerContext, counted: Tally, solution: int) -> Unanswered:
    """Of one solution."""
    numbers = [n for n in counted.to_answer(solution) if n not in counted.answered]
    waiting = sorted((context.view.must(Argument, n) for n in numbers), key=best_first)
    return Unanswered(len(waiting), [_open(context, one) for one in waiting[:MOST]])


def _open(context: AnswerContext, one: Argument) -> Open:
    title = context.title(one.text)
    return Open(one.number, one.stance, title, context.who(one.by, one.entry))


def _to_reply(context: AnswerContext, reader: int | None, most: int) -> list[Need]:
    """The reader's solutions that others ask about or refute; what ends first first."""
    found = [need for one in _debated(context) for need in _of(context, one, reader or 0)]
    return sorted(found, key=lambda one: one.end)[:most]


def _debated(context: AnswerContext) -> Iterator[Problem]:
    for phase in OPEN_PHASES:
        yield from context.view.by(Problem, "phase", phase)


def _of(context: AnswerContext, problem: Problem, reader: int) -> Iterator[Need]:
    view = context.view
    solutions = view.by(Solution, "problem", problem.number)
    mine = [one for one in solutions if one.by == reader and one.state == "standing"]
    counted = tally(context, problem.number) if mine else None
    for one in mine:
        assert counted is not None
        numbers = counted.to_answer(one.number)
        others = {n for n in numbers if view.must(Argument, n).by != reader}
        if others - counted.answered:
            path = f"problems/{problem.number}#solution-{one.number}"
            title = partial(title_of_text, context, one.text, one.number)
            part = len(others & counted.answered)
            yield Need("reply", path, problem.due, title, part, len(others))


TO_REPLY: Source = _to_reply
WORDS: Words = {"need_word": {"reply": _("Answer questions and refutations")}}
