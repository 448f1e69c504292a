"""Pages of problems: the list, one with its debate, who assessed it, its further arguments."""

from msgspec import Struct

from esoviet.law.problems import Problem
from esoviet.web.api import arguments, problems, votes
from esoviet.web.api.assembly import Parameter, constitution
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.shapes import Listing, One, OneList, Query
from esoviet.web.pages.debate import Brief, Turn, briefing, titles, turns
from esoviet.web.pages.page import AnyPage, PageLine
from esoviet.web.pages.part import Part, part_of
from esoviet.web.pages.votes import own_ballot


class ProblemPage(Struct, frozen=True):
    """The vote on a problem, the debate in its order, the briefing when it is time for it.

    `mine` is the reader's ballot, `own` what else the reader has said about it.
    """

    vote: votes.VoteAnswer | None
    mine: votes.Voted | None
    parameters: list[Parameter]
    turns: list[Turn]
    titles: dict[int, str | None]
    briefing: list[Brief]
    own: Part


class ArgumentsPage(Struct, frozen=True):
    """The problem that further arguments are about, and these in their order."""

    p: problems.ProblemLine
    turns: list[Turn]
    titles: dict[int, str | None]


class AssessmentsPage(Struct, frozen=True):
    """The problem that a list belongs to."""

    p: problems.ProblemLine


def problem_page(
    context: AnswerContext, _query: One, answer: problems.ProblemAnswer, reader: int | None
) -> ProblemPage:
    """Beside a problem."""
    found, number = answer.problem, answer.vote.number if answer.vote else 0
    is_time = found.phase in ("reading", "vote")
    return ProblemPage(
        vote=votes.vote(context, One(number=number)) if number else None,
        mine=own_ballot(context, number, reader),
        parameters=constitution(context, Query()).parameters,
        turns=turns(answer.arguments.items),
        titles=titles(context, answer.arguments.items),
        briefing=briefing(context, found.number, answer.solutions) if is_time else [],
        own=part_of(context, found.number, reader),
    )


def arguments_page(
    context: AnswerContext,
    query: OneList,
    answer: Listing[arguments.ArgumentLine],
    _reader: int | None,
) -> ArgumentsPage:
    """Beside further arguments."""
    line = _line(context, query.number)
    return ArgumentsPage(line, turns(answer.items), titles(context, answer.items))


def assessments_page(
    context: AnswerContext, query: OneList, _answer: Listing[problems.Assessed], _reader: int | None
) -> AssessmentsPage:
    """Beside who assessed a problem."""
    return AssessmentsPage(_line(context, query.number))


def _line(context: AnswerContext, number: int) -> problems.ProblemLine:
    return problems.problem_line(context, context.view.must(Problem, number), False)


PAGES: tuple[AnyPage, ...] = (
    PageLine(problems.PROBLEMS, "/problems", "problems/list.html"),
    PageLine(problems.PROBLEM, "/problems", "problems/one.html", problem_page),
    PageLine(problems.PROBLEM_ARGUMENTS, "/problems", "problems/arguments.html", arguments_page),
    PageLine(
        problems.PROBLEM_ASSESSMENTS, "/problems", "problems/assessments.html", assessments_page
    ),
)
