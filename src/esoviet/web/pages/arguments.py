"""Pages of arguments: a debate in one of its views, one with its thread, who weighed it."""

from itertools import islice

from msgspec import Struct

from esoviet.law.arguments import Argument
from esoviet.law.problems import Problem
from esoviet.web.api import arguments, problems
from esoviet.web.api.arguments import ArgumentsQuery, argument_line
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.shapes import Listing, One, OneList
from esoviet.web.pages.debate import Turn, by_time, for_reader, titles, turns
from esoviet.web.pages.page import AnyPage, PageLine
from esoviet.web.pages.sides import Tally, Weighing, tally, weighed
from esoviet.web.pages.threads import Thread, debated, read

MOST = 40
"""So many arguments of a thread stand on the page of the one that it begins with."""


class ArgumentsPage(Struct, frozen=True):
    """The problem that arguments are about, and these: in their order, or `weighed` by side.

    `thread` is how far the reader has read.
    """

    p: problems.ProblemLine
    turns: list[Turn]
    weighed: list[Weighing]
    titles: dict[int, str | None]
    tally: Tally
    thread: Thread | None


class ArgumentPage(Struct, frozen=True):
    """The problem that an argument is about; the argument and what follows from it.

    There are so many `more` than stand here.
    """

    p: problems.ProblemLine
    turns: list[Turn]
    more: int
    titles: dict[int, str | None]
    tally: Tally


class WeighingsPage(Struct, frozen=True):
    """The argument that was weighed."""

    number: int


def arguments_page(
    context: AnswerContext,
    query: ArgumentsQuery,
    answer: Listing[arguments.ArgumentLine],
    reader: int | None,
) -> ArgumentsPage:
    """Beside a debate."""
    items, number, is_by_time = answer.items, query.number, query.view == "time"
    seen = debated(context, number, reader, items, answer.next is not None, is_by_time)
    talk = by_time(items) if is_by_time else turns(items)
    talk = for_reader(context, talk, reader, seen.first if seen else 0)
    counted = tally(context, number)
    named = titles(context, items, {counted.roots[one.number][0] for one in items})
    sides = weighed(talk, named, sorted(named), counted.roots) if query.view == "sides" else []
    return ArgumentsPage(_line(context, number), talk, sides, named, counted, seen)


def argument_page(
    context: AnswerContext, query: One, answer: arguments.ArgumentAnswer, reader: int | None
) -> ArgumentPage:
    """Beside an argument."""
    about = answer.argument.problem
    below = _below(context, about, query.number)
    items = [argument_line(context, one, True) for one in islice(below, MOST - 1)]
    whole = [answer.argument, *items]
    talk = for_reader(context, turns(whole), reader)
    named, more = titles(context, whole), len(below) - len(items)
    return ArgumentPage(_line(context, about), talk, more, named, tally(context, about))


def weighings_page(
    _context: AnswerContext,
    query: OneList,
    _answer: Listing[arguments.Weighed],
    _reader: int | None,
) -> WeighingsPage:
    """Beside who weighed an argument."""
    return WeighingsPage(query.number)


def _below(context: AnswerContext, problem: int, number: int) -> list[Argument]:
    """What answers an argument, and what answers that, the oldest first."""
    found, known = list[Argument](), {number}
    for one in context.view.by(Argument, "problem", problem):
        if one.argument in known:
            known.add(one.number)
            found.append(one)
    return found


def _line(context: AnswerContext, number: int) -> problems.ProblemLine:
    return problems.problem_line(context, context.view.must(Problem, number), False)


PAGES: tuple[AnyPage, ...] = (
    PageLine(
        problems.PROBLEM_ARGUMENTS, "/problems", "problems/arguments.html", arguments_page,
        matter="problems", seen=read,
    ),
    PageLine(arguments.ARGUMENT, "/problems", "problems/argument.html", argument_page),
    PageLine(
        arguments.ARGUMENT_WEIGHINGS, "/problems", "problems/weighings.html", weighings_page
    ),
)  # fmt: skip
