"""The situation of a problem: its facts, who weighed them, and what rests on them."""

from itertools import islice
from typing import Annotated, Literal

from msgspec import Meta

from esoviet.law.arguments import Argument
from esoviet.law.exhibits import Exhibit
from esoviet.law.facts import Fact, FactStanding, FactWeighing, Finding, standing
from esoviet.law.falling import citing, falls
from esoviet.law.headcount import enough
from esoviet.law.problems import Problem
from esoviet.law.solutions import Solution, Version
from esoviet.web.api import exhibits
from esoviet.web.api.context import AnswerContext, by_member
from esoviet.web.api.evidence import evidence_of
from esoviet.web.api.read import AnyRead, Read
from esoviet.web.api.shapes import (
    Answer,
    File,
    Listing,
    Numbered,
    One,
    OneList,
    Page,
    Paging,
    Part,
    Text,
    Who,
)

SHOWN = 100
"""So much that cites a fact stands with it at most."""


class FactCited(Part, frozen=True, kw_only=True):
    """A fact beside a work that cites it: how it stands by now, and which of its exhibits fell."""

    number: int
    problem: int
    title: str | None
    standing: FactStanding
    fell: list[int]


class FactLine(Part, frozen=True, kw_only=True):
    """A fact: what is, and in `source` how its author knows it.

    It is `established` while more members find it well founded than not, and as many as are
    `needed`; `contested` while no fewer find it not well founded, and so many. Who is `unsure` has
    seen it and cannot judge.
    """

    number: int
    problem: int
    by: Who
    text: Text
    source: Text
    evidence: list[File]
    exhibits: list[exhibits.ExhibitCited]
    founded: int
    unfounded: int
    unsure: int
    needed: int
    standing: FactStanding
    entry: int
    time: int


class FactWeighed(Part, frozen=True, kw_only=True):
    """What a member finds of a fact."""

    member: Who
    finds: Finding
    entry: int


class Citing(Part, frozen=True, kw_only=True):
    """A work that cites a fact: an argument, or the version of that number of a `solution`."""

    work: Literal["argument", "version"]
    number: int
    solution: int | None
    title: str | None
    by: Who
    entry: int
    time: int


class FactAnswer(Answer, frozen=True, kw_only=True):
    """One fact, who weighed it, and what cites it."""

    fact: FactLine
    weighings: Page[FactWeighed]
    citing: list[Citing]


class FactsQuery(Numbered, frozen=True, kw_only=True):
    """Facts, all or about one `problem` (0: about any)."""

    problem: Annotated[int, Meta(ge=0)] = 0


def facts(context: AnswerContext, query: FactsQuery) -> Listing[FactLine]:
    """Facts in the order in which they were stated."""
    found = context.numbered(Fact, query, "problem", query.problem or None)
    return context.listing(
        "facts.json", query, found, lambda one: fact_line(context, one, query.texts)
    )


def situation(context: AnswerContext, query: OneList) -> Listing[FactLine] | None:
    """The facts about a problem, in the order in which they were stated."""
    if context.view.get(Problem, query.number) is None:
        return None
    return context.whole(situation_of(context, query.number, query, query.texts or context.is_page))


def fact(context: AnswerContext, query: One) -> FactAnswer | None:
    """One fact."""
    one = context.view.get(Fact, query.number)
    if one is None:
        return None
    return FactAnswer(
        log_size=context.log_size,
        fact=fact_line(context, one, True),
        weighings=_weighings(context, one.number, Paging()),
        citing=[_citing(context, work) for work in islice(citing(context.view, one.number), SHOWN)],
    )


def weighings(context: AnswerContext, query: OneList) -> Listing[FactWeighed] | None:
    """Who weighed a fact, by member."""
    known = context.view.get(Fact, query.number)
    return context.whole(_weighings(context, query.number, query)) if known else None


def situation_of(
    context: AnswerContext, problem: int, query: Paging, inline: bool
) -> Page[FactLine]:
    """The facts about a problem after one of them, their texts whole (`inline`) or named."""
    stated = context.view.by(Fact, "problem", problem)
    return context.page(
        f"problems/{problem}/facts.json",
        query,
        (one for one in stated if one.number > query.after),
        lambda one: fact_line(context, one, inline),
    )


def fact_line(context: AnswerContext, one: Fact, inline: bool) -> FactLine:
    """A fact as lists and its page show it, its texts whole (`inline`) or named."""
    return FactLine(
        number=one.number,
        problem=one.problem,
        by=context.who(one.by, one.entry),
        text=context.text(one.text, inline=inline),
        source=context.text(one.source, inline=inline),
        evidence=evidence_of(context, one),
        exhibits=exhibits.cited(context, one.exhibits),
        founded=one.founded,
        unfounded=one.unfounded,
        unsure=one.unsure,
        needed=enough(context.view),
        standing=standing(context.view, one),
        entry=one.entry,
        time=one.time,
    )


def facts_cited(context: AnswerContext, numbers: tuple[int, ...]) -> list[FactCited]:
    """The facts that a work cites, in its order."""
    view = context.view
    found = (view.must(Fact, number) for number in numbers)
    return [
        FactCited(
            number=one.number,
            problem=one.problem,
            title=context.title(one.text),
            standing=standing(view, one),
            fell=[shown for shown in one.exhibits if falls(view, view.must(Exhibit, shown))],
        )
        for one in found
    ]


def _weighings(context: AnswerContext, number: int, query: Paging) -> Page[FactWeighed]:
    return context.page(
        f"facts/{number}/weighings.json",
        query,
        by_member(context.view, FactWeighing, number, query.after),
        lambda one: FactWeighed(member=context.who(one.member), finds=one.finds, entry=one.entry),
    )


def _citing(context: AnswerContext, work: Argument | Version) -> Citing:
    version = isinstance(work, Version)
    solution = work.solution if isinstance(work, Version) else None
    by = work.by if isinstance(work, Argument) else context.view.must(Solution, work.solution).by
    return Citing(
        work="version" if version else "argument",
        number=work.number,
        solution=solution,
        title=context.title(work.text),
        by=context.who(by, work.entry),
        entry=work.entry,
        time=work.time,
    )


FACTS = Read("/facts.json", facts, FactsQuery, Listing[FactLine])
FACT = Read("/facts/{number}.json", fact, One, FactAnswer)
FACT_WEIGHINGS = Read("/facts/{number}/weighings.json", weighings, OneList, Listing[FactWeighed])
SITUATION = Read("/problems/{number}/facts.json", situation, OneList, Listing[FactLine])

READS: tuple[AnyRead, ...] = (
    FACTS,
    FACT,
    FACT_WEIGHINGS,
    SITUATION,
)
