"""Rewordings: what others would word otherwise in a text, and what became of it."""

from collections.abc import Callable
from typing import Annotated, Literal

from msgspec import Meta

from esoviet.law.problems import Problem
from esoviet.law.rewordings import Rewording, Worded, is_gone, of_problem, of_solution, text_of
from esoviet.law.solutions import Solution
from esoviet.law.view import View
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.read import AnyRead, Read
from esoviet.web.api.shapes import Listing, Numbered, OneList, Part, Text, Who, some


class RewordingLine(Part, frozen=True, kw_only=True):
    """Other words for a passage of a version, and why.

    The version is that of a `solution`, or of the text of a `problem` (null: not of one).

    The passage is of `length` characters after the first `place`; `passage` are its words (null
    where they cannot be read). `text` has the new words (null: the passage is to go). The version
    `into` took it up; `answer` is why it was declined, `answered` when there was an answer.
    """

    number: int
    solution: int | None
    problem: int | None
    version: int
    by: Who
    place: int
    length: int
    passage: str | None
    text: Text | None
    reason: Text
    state: Literal["open", "taken", "declined", "withdrawn", "erased"]
    answer: Text | None
    answered: int | None
    into: int | None
    entry: int
    time: int


class RewordingsQuery(Numbered, frozen=True, kw_only=True):
    """Rewordings, all or of one `solution`, or of one `problem` (0: of any)."""

    solution: Annotated[int, Meta(ge=0)] = 0
    problem: Annotated[int, Meta(ge=0)] = 0


def rewordings(context: AnswerContext, query: RewordingsQuery) -> Listing[RewordingLine]:
    """Rewordings in the order in which they were suggested."""
    field, about = ("solution", query.solution) if query.solution else ("problem", query.problem)
    found = context.numbered(Rewording, query, field, about or None)
    return context.listing(
        "rewordings.json", query, found, lambda one: rewording_line(context, one, query.texts)
    )


def of_a_solution(context: AnswerContext, query: OneList) -> Listing[RewordingLine] | None:
    """The rewordings of a solution, in the order in which they were suggested."""
    return _of(context, query, Solution, of_solution, "solutions")


def of_a_problem(context: AnswerContext, query: OneList) -> Listing[RewordingLine] | None:
    """The rewordings of the text of a problem, in the order in which they were suggested."""
    return _of(context, query, Problem, of_problem, "problems")


def _of(
    context: AnswerContext,
    query: OneList,
    kind: type[Worded],
    listed: Callable[[View, int], list[Rewording]],
    path: str,
) -> Listing[RewordingLine] | None:
    if context.view.get(kind, query.number) is None:
        return None
    found = (one for one in listed(context.view, query.number) if one.number > query.after)
    inline = query.texts or context.is_page
    page = context.page(
        f"{path}/{query.number}/rewordings.json",
        query,
        found,
        lambda one: rewording_line(context, one, inline),
    )
    return context.whole(page)


def rewording_line(context: AnswerContext, one: Rewording, inline: bool) -> RewordingLine:
    """A rewording, its texts whole (`inline`) or named."""
    gone = one.state == "open" and is_gone(context.view, one)
    whole = reworded_text(context, one) if inline else None
    return RewordingLine(
        number=one.number,
        solution=some(one.solution),
        problem=some(one.problem),
        version=one.version,
        by=context.who(one.by, one.entry),
        place=one.place,
        length=one.length,
        passage=None if whole is None else whole[one.place : one.place + one.length],
        text=context.maybe_text(one.text, inline=inline),
        reason=context.text(one.reason, inline=inline),
        state="erased" if gone else one.state,
        answer=context.maybe_text(one.answer, inline=inline),
        answered=one.answered or None,
        into=one.into or None,
        entry=one.entry,
        time=one.time,
    )


def reworded_text(context: AnswerContext, one: Rewording) -> str | None:
    """The text of the version that a rewording is of, as its characters are counted."""
    content = context.text(text_of(context.view, one)).content
    return None if content is None else plain_lines(content)


def plain_lines(text: str) -> str:
    """A text in which the end of each line is one character."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


REWORDINGS = Read("/rewordings.json", rewordings, RewordingsQuery, Listing[RewordingLine])
OF_SOLUTION = Read(
    "/solutions/{number}/rewordings.json", of_a_solution, OneList, Listing[RewordingLine]
)
OF_PROBLEM = Read(
    "/problems/{number}/rewordings.json", of_a_problem, OneList, Listing[RewordingLine]
)

READS: tuple[AnyRead, ...] = (REWORDINGS, OF_SOLUTION, OF_PROBLEM)
