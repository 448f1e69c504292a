"""Self-criticism, and what of it others can learn: found by words, or by likeness to a text."""

from functools import partial
from itertools import islice
from typing import Annotated

from msgspec import Meta

from esoviet.law.lessons import SelfCriticism
from esoviet.law.mandates import Mandate
from esoviet.law.problems import Problem
from esoviet.law.records import BlobRecord
from esoviet.law.solutions import Solution
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.read import AnyRead, Read
from esoviet.web.api.shapes import Listing, Numbered, Part, Text, Who
from esoviet.web.api.words import has_all, likest, words

LIKE = 3
"""So many lessons at most are shown beside what somebody writes."""
MOST = 1_000
"""So many lessons at most are looked through, the newest."""


class SelfCriticismLine(Part, frozen=True, kw_only=True):
    """What a member says of their own work on a mandate; null for a question left open."""

    number: int
    mandate: int
    by: Who
    intended: Text | None
    happened: Text | None
    differently: Text | None
    lesson: Text | None
    entry: int
    time: int


class LessonLine(Part, frozen=True, kw_only=True):
    """What others can learn of the work on a mandate; `title` names what was to be done."""

    number: int
    mandate: int
    decision: int
    problem: int
    title: str | None
    by: Who
    lesson: Text
    entry: int
    time: int


class LessonsQuery(Numbered, frozen=True, kw_only=True):
    """Lessons of the work on one `problem` (0: all), with all words of `q` (of the last thousand).

    With `like` at most three that have the most long words in common with it, at least two, the
    newest of equals first.
    """

    q: Annotated[str, Meta(max_length=200)] = ""
    like: Annotated[str, Meta(max_length=500)] = ""
    problem: Annotated[int, Meta(ge=0)] = 0


def lessons(context: AnswerContext, query: LessonsQuery) -> Listing[LessonLine]:
    """What others can learn, from self-criticisms; what was erased is left out."""
    if query.q or query.like:
        context.passing = True  # what somebody looks for is kept nowhere
    if query.like:
        found = lessons_like(context, query.like)
        return Listing(log_size=context.log_size, items=found, next=None)
    here = (one for one in context.numbered(SelfCriticism, query) if _stands(context, one))
    if query.problem:
        here = (one for one in here if _mandate(context, one).problem == query.problem)
    if query.q:
        wanted = words(query.q)
        least = context.view.count(SelfCriticism) - MOST
        here = (one for one in here if one.number > least and has_all(_said(context, one), wanted))
    return context.listing("lessons.json", query, here, lambda one: _lesson(context, one))


def lessons_like(context: AnswerContext, text: str) -> list[LessonLine]:
    """The lessons that have the most long words in common with a text, at most `LIKE`."""
    newest = islice(context.numbered(SelfCriticism, Numbered(order="newest")), MOST)
    stand = (one for one in newest if _stands(context, one))
    return [_lesson(context, one) for one in likest(stand, text, partial(_said, context), LIKE)]


def own_of(context: AnswerContext, mandate: int) -> list[SelfCriticismLine]:
    """What those who carried a mandate say of their own work, in its order."""
    found = context.view.by(SelfCriticism, "mandate", mandate)
    return [_own(context, one) for one in found]


def _own(context: AnswerContext, one: SelfCriticism) -> SelfCriticismLine:
    return SelfCriticismLine(
        number=one.number,
        mandate=one.mandate,
        by=context.who(one.by, one.entry),
        intended=context.maybe_text(one.intended),
        happened=context.maybe_text(one.happened),
        differently=context.maybe_text(one.differently),
        lesson=context.maybe_text(one.lesson),
        entry=one.entry,
        time=one.time,
    )


def _lesson(context: AnswerContext, one: SelfCriticism) -> LessonLine:
    mandate = _mandate(context, one)
    return LessonLine(
        number=one.number,
        mandate=one.mandate,
        decision=mandate.decision,
        problem=mandate.problem,
        title=_title(context, context.view.must(Solution, mandate.solution).text),
        by=context.who(one.by, one.entry),
        lesson=context.text(one.lesson),
        entry=one.entry,
        time=one.time,
    )


def _stands(context: AnswerContext, one: SelfCriticism) -> bool:
    return bool(one.lesson) and context.view.must(BlobRecord, one.lesson).state == "kept"


def _said(context: AnswerContext, one: SelfCriticism) -> str:
    """A lesson with the titles of what it is about."""
    mandate = _mandate(context, one)
    about = (
        context.view.must(Solution, mandate.solution).text,
        context.view.must(Problem, mandate.problem).text,
    )
    titles = [_title(context, name) or "" for name in about]
    return "\n".join([*titles, context.plain(one.lesson) or ""])


def _title(context: AnswerContext, text: bytes) -> str | None:
    return context.title(text)


def _mandate(context: AnswerContext, one: SelfCriticism) -> Mandate:
    return context.view.must(Mandate, one.mandate)


LESSONS = Read("/lessons.json", lessons, LessonsQuery, Listing[LessonLine])

READS: tuple[AnyRead, ...] = (LESSONS,)
