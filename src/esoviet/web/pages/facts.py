"""Pages of facts: one with who weighed it and what rests on it, all of a problem; its situation."""

from collections.abc import Iterable
from itertools import islice

from msgspec import Struct

from esoviet.law.act import Signed
from esoviet.law.facts import Fact, FactWeighing, Finding, StateFact, is_gone, standing
from esoviet.law.problems import Problem
from esoviet.web.api import facts
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.exhibits import ExhibitCited, standing_about
from esoviet.web.api.facts import FactCited, FactLine, facts_cited, situation_of
from esoviet.web.api.shapes import Listing, One, OneList, Paging
from esoviet.web.http.language import _
from esoviet.web.pages.matter import Begun, Find, Words, begun_by, finder
from esoviet.web.pages.page import AnyPage, PageLine

FIRST = 12
"""So many facts stand on the page of their problem, and are offered where somebody argues."""
BRIEFED = 40
"""So many established facts stand in a briefing at most."""


class Situation(Struct, frozen=True):
    """The first facts of a problem, of so many; what the reader `found` of them, by number.

    Works can rest on those to `cite`, what is established first; the briefing begins with those
    that are `known`. `shown` are exhibits about the problem that a fact can rest on.
    """

    count: int
    items: list[FactLine]
    next: str | None
    found: dict[int, Finding | None]
    cite: list[FactCited]
    known: list[FactCited]
    shown: list[ExhibitCited]


class FactPage(Struct, frozen=True):
    """The title of its problem, what the reader finds of it, where each work is that cites it."""

    problem: str | None
    mine: Finding | str
    paths: list[str]


class FactsPage(Struct, frozen=True):
    """The problem that they are about, and what the reader found of them."""

    number: int
    problem: str | None
    found: dict[int, Finding | None]


class WeighingsPage(Struct, frozen=True):
    """The fact that was weighed."""

    number: int


def situation(context: AnswerContext, problem: int, reader: int | None) -> Situation:
    """The situation of a problem, for a reader."""
    view = context.view
    stated = view.by(Fact, "problem", problem)
    here = [one for one in stated if not is_gone(view, one)]
    known = [one for one in here if standing(view, one) == "established"]
    others = [one for one in reversed(here) if one not in known]
    first = situation_of(context, problem, Paging(limit=FIRST), True)
    return Situation(
        count=len(stated),
        items=first.items,
        next=first.next,
        found=found_by(context, reader, first.items),
        cite=facts_cited(context, tuple(one.number for one in [*known, *others][:FIRST])),
        known=facts_cited(context, tuple(one.number for one in islice(known, BRIEFED))),
        shown=standing_about(context, problem),
    )


def found_by(
    context: AnswerContext, reader: int | None, lines: Iterable[FactLine]
) -> dict[int, Finding | None]:
    """What a reader finds of facts, by their numbers."""
    said = {
        one.number: context.view.get(FactWeighing, reader, one.number) if reader else None
        for one in lines
    }
    return {number: one.finds if one else None for number, one in said.items()}


def fact_page(
    context: AnswerContext, _query: One, answer: facts.FactAnswer, reader: int | None
) -> FactPage:
    """Beside a fact."""
    mine = found_by(context, reader, [answer.fact])[answer.fact.number]
    paths = [_path(answer.fact.problem, work) for work in answer.citing]
    return FactPage(_title(context, answer.fact.problem), mine or "", paths)


def facts_page(
    context: AnswerContext, query: OneList, answer: Listing[FactLine], reader: int | None
) -> FactsPage:
    """Beside all facts of a problem."""
    found = found_by(context, reader, answer.items)
    return FactsPage(query.number, _title(context, query.number), found)


def weighings_page(
    _context: AnswerContext,
    query: OneList,
    _answer: Listing[facts.FactWeighed],
    _reader: int | None,
) -> WeighingsPage:
    """Beside who weighed a fact."""
    return WeighingsPage(query.number)


def _title(context: AnswerContext, problem: int) -> str | None:
    return context.title(context.view.must(Problem, problem).text)


def _path(problem: int, work: facts.Citing) -> str:
    if work.work == "argument":
        return f"problems/{problem}/arguments?after={work.number - 1}#argument-{work.number}"
    return f"solutions/{work.solution}/versions#version-{work.number}"


PAGES: tuple[AnyPage, ...] = (
    PageLine(facts.FACT, "/problems", "facts/one.html", fact_page),
    PageLine(facts.FACT_WEIGHINGS, "/problems", "facts/weighings.html", weighings_page),
    PageLine(facts.SITUATION, "/problems", "facts/list.html", facts_page),
)
_FACT = finder(Fact, lambda one: f"facts/{one.number}")
FINDERS: dict[str, Find] = {"fact": _FACT}
BEGUN: dict[type[Signed], Begun] = {StateFact: begun_by(Fact, _FACT)}
WORDS: Words = {
    "fact_word": {
        "open": _("open"), "established": _("established"), "contested": _("contested"),
        "withdrawn": _("withdrawn"), "erased": _("erased"),
    },
    "finds_word": {
        "founded": _("Well founded"), "unfounded": _("Not founded"), "unsure": _("Cannot judge"),
    },
}  # fmt: skip
