"""Arguments, how they are weighed, and the orders in which a debate is read."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from esoviet.law.arguments import Argument, Side, Weighing
from esoviet.law.facts import Finding
from esoviet.law.solutions import Version
from esoviet.web.api.context import AnswerContext, by_member
from esoviet.web.api.criticism import numbers_of
from esoviet.web.api.evidence import evidence_of
from esoviet.web.api.exhibits import ExhibitCited, cited
from esoviet.web.api.facts import FactCited, facts_cited
from esoviet.web.api.read import AnyRead, Read
from esoviet.web.api.shapes import (
    Answer,
    File,
    Listing,
    One,
    OneList,
    Page,
    Paging,
    Part,
    Text,
    Who,
    some,
)

FIRST = Paging()
DebateView = Literal["time", "tree", "sides"]
"""How a debate is read: by time; as a tree, the oldest first everywhere; or in two columns."""


class ArgumentsQuery(OneList, frozen=True, kw_only=True):
    """The arguments on a problem, in the order of a `view` of the debate.

    `time` is the order in which they were brought, and `after` the number of one of them. In the
    others each stands above what answers it, and `after` is how many come before: in a `tree` the
    oldest first; in `sides` those that answer none come in this order: which more members find well
    founded than not, then the oldest. What was taken back comes last.
    """

    view: DebateView = "time"


class ArgumentLine(Part, frozen=True, kw_only=True):
    """An argument about a problem, one of its `solution`s or another `argument`.

    `version` is the latest one of the solution at that time (null: it has one only, or it is not
    about a solution).
    `founded`, `unfounded` and `unsure` count the members who find it well founded, or not, or have
    seen it and cannot judge. `criticisms` are
    the numbers of what was said of it (`criticisms/{number}.json`). It rests on its `exhibits` and
    `facts`.
    """

    number: int
    problem: int
    solution: int | None
    version: int | None
    argument: int | None
    by: Who
    stance: Side
    text: Text
    evidence: list[File]
    entry: int
    time: int
    founded: int
    unfounded: int
    unsure: int
    retracted: bool
    criticisms: list[int]
    exhibits: list[ExhibitCited]
    facts: list[FactCited]


class Weighed(Part, frozen=True, kw_only=True):
    """Whether a member finds an argument well founded, not well founded, or cannot judge."""

    member: Who
    finds: Finding
    entry: int


class ArgumentAnswer(Answer, frozen=True, kw_only=True):
    """One argument and who weighed it."""

    argument: ArgumentLine
    weighings: Page[Weighed]


def argument(context: AnswerContext, query: One) -> ArgumentAnswer | None:
    """One argument."""
    argument = context.view.get(Argument, query.number)
    if argument is None:
        return None
    return ArgumentAnswer(
        log_size=context.log_size,
        argument=argument_line(context, argument, True),
        weighings=_weighings(context, argument.number, FIRST),
    )


def weighings(context: AnswerContext, query: OneList) -> Listing[Weighed] | None:
    """Who weighed an argument, by member."""
    if context.view.get(Argument, query.number) is None:
        return None
    return context.whole(_weighings(context, query.number, query))


def argument_line(context: AnswerContext, argument: Argument, inline: bool) -> ArgumentLine:
    """An argument in a list; evidence is only named, since it is often large."""
    return ArgumentLine(
        number=argument.number,
        problem=argument.problem,
        solution=some(argument.solution),
        version=_version(context, argument),
        argument=some(argument.argument),
        by=context.who(argument.by, argument.entry),
        stance=argument.stance,
        text=context.text(argument.text, inline=inline),
        evidence=evidence_of(context, argument),
        entry=argument.entry,
        time=argument.time,
        founded=argument.founded,
        unfounded=argument.unfounded,
        unsure=argument.unsure,
        retracted=argument.retracted,
        criticisms=numbers_of(context, "argument", argument.number),
        exhibits=cited(context, argument.exhibits),
        facts=facts_cited(context, argument.facts),
    )


def best_first(one: Argument | ArgumentLine) -> tuple[bool, int, int]:
    """The order of arguments on a side: what was taken back last, then which more members find well
    founded than not, then the oldest.
    """
    return one.retracted, one.unfounded - one.founded, one.number


def in_view(context: AnswerContext, problem: int, view: DebateView) -> Iterable[Argument]:
    """The arguments on a problem in the order of a view."""
    listed = context.view.by(Argument, "problem", problem)
    if view == "time":
        return listed
    return _threaded(listed, best_first if view == "sides" else _by_number)


def _by_number(one: Argument) -> int:
    return one.number


def _threaded(
    listed: Iterable[Argument], rank: Callable[[Argument], tuple[bool, int, int] | int]
) -> Iterator[Argument]:
    """Each argument above what answers it; those that answer none by this rank."""
    answers: dict[int, list[Argument]] = defaultdict(list)
    for one in listed:
        answers[one.argument].append(one)
    waiting = sorted(answers[0], key=rank, reverse=True)
    while waiting:
        one = waiting.pop()
        yield one
        waiting += reversed(answers.get(one.number, ()))


def _version(context: AnswerContext, argument: Argument) -> int | None:
    versions = context.view.each(Version, argument.solution) if argument.solution else ()
    earlier = [one.number for one in versions if one.entry < argument.entry]
    return max(earlier) if len(list(versions)) > 1 else None


def _weighings(context: AnswerContext, number: int, query: Paging) -> Page[Weighed]:
    return context.page(
        f"arguments/{number}/weighings.json",
        query,
        by_member(context.view, Weighing, number, query.after),
        lambda one: Weighed(member=context.who(one.member), finds=one.finds, entry=one.entry),
    )


ARGUMENT = Read("/arguments/{number}.json", argument, One, ArgumentAnswer)
ARGUMENT_WEIGHINGS = Read(
    "/arguments/{number}/weighings.json", weighings, OneList, Listing[Weighed]
)

READS: tuple[AnyRead, ...] = (
    ARGUMENT,
    ARGUMENT_WEIGHINGS,
)
