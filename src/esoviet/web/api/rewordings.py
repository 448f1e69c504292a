"""Rewordings: what others would word otherwise in a solution, and what became of it."""

from typing import Annotated, Literal

from msgspec import Meta

from esoviet.law.rewordings import Rewording, is_gone, of_solution
from esoviet.law.solutions import Solution, Version
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.read import AnyRead, Read
from esoviet.web.api.shapes import Listing, Numbered, OneList, Part, Text, Who


class RewordingLine(Part, frozen=True, kw_only=True):
    """Other words for a passage of a version, and why.

    The passage is of `length` characters after the first `place`; `passage` are its words (null
    where they cannot be read). `text` has the new words (null: the passage is to go). The version
    `into` took it up; `answer` is why it was declined, `answered` when there was an answer.
    """

    number: int
    solution: int
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
    """Rewordings, all or of one `solution` (0: of any)."""

    solution: Annotated[int, Meta(ge=0)] = 0


def rewordings(context: AnswerContext, query: RewordingsQuery) -> Listing[RewordingLine]:
    """Rewordings in the order in which they were suggested."""
    found = context.numbered(Rewording, query, "solution", query.solution or None)
    return context.listing(
        "rewordings.json", query, found, lambda one: rewording_line(context, one, query.texts)
    )


def of_one(context: AnswerContext, query: OneList) -> Listing[RewordingLine] | None:
    """The rewordings of a solution, in the order in which they were suggested."""
    if context.view.get(Solution, query.number) is None:
        return None
    found = (one for one in of_solution(context.view, query.number) if one.number > query.after)
    inline = query.texts or context.is_page
    page = context.page(
        f"solutions/{query.number}/rewordings.json",
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
        solution=one.solution,
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
    version = context.view.must(Version, one.version, one.solution)
    content = context.text(version.text).content
    return None if content is None else plain_lines(content)


def plain_lines(text: str) -> str:
    """A text in which the end of each line is one character."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


REWORDINGS = Read("/rewordings.json", rewordings, RewordingsQuery, Listing[RewordingLine])
OF_SOLUTION = Read("/solutions/{number}/rewordings.json", of_one, OneList, Listing[RewordingLine])

READS: tuple[AnyRead, ...] = (REWORDINGS, OF_SOLUTION)
