"""The briefing on a problem: what all read before they vote, and the cases that members write."""

from collections.abc import Iterable

from esoviet.law.arguments import Argument
from esoviet.law.briefings import (
    STANCES,
    Briefing,
    briefing_of,
)
from esoviet.law.cases import (
    SIDES,
    Case,
    CaseSide,
    CaseSigning,
    of_side,
    signed,
    speaking,
)
from esoviet.law.facts import Fact
from esoviet.law.problems import Problem
from esoviet.law.solutions import Practicality, Solution, Version
from esoviet.law.together import team
from esoviet.web.api.arguments import ArgumentLine, argument_line
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.exhibits import ExhibitCited, cited
from esoviet.web.api.facts import FactLine, fact_line
from esoviet.web.api.practicality import Marks, Noted, marks, notes
from esoviet.web.api.problems import ProblemLine, problem_line
from esoviet.web.api.read import AnyRead, Read
from esoviet.web.api.shapes import Answer, One, Part, Text, Who
from esoviet.web.api.solutions import ExpectedEffect, effect_of
from esoviet.web.api.spending import Budget, budget_of

BRIEFED = 40
"""So many facts of a kind, questions and cases on a side stand in a briefing at most."""


class CaseLine(Part, frozen=True, kw_only=True):
    """A case for or against a solution; so many of those who may speak for its side sign it."""

    number: int
    solution: int
    side: CaseSide
    by: Who
    text: Text
    signed: int
    signing: list[int]
    entry: int
    time: int


class Spoken(Part, frozen=True, kw_only=True):
    """One side of a solution: the `case` that stands, or else its best `argument`.

    `others` are the cases that do not stand, by number.
    """

    side: CaseSide
    case: CaseLine | None
    argument: ArgumentLine | None
    others: list[CaseLine]


class BriefedSolution(Part, frozen=True, kw_only=True):
    """A solution in a briefing; how many `assessed` how practical it is, with which marks.

    Of the `notes` on each side there are two at most: on the lowest mark and on the highest.
    """

    number: int
    text: Text
    by: Who
    carriers: list[Who]
    amends: bool
    effect: ExpectedEffect | None
    budget: Budget | None
    assessed: int
    means: Marks
    people: Marks
    time: Marks
    risk: Marks
    notes: list[Noted]
    spoken: list[Spoken]
    questions: list[ArgumentLine]
    exhibits: list[ExhibitCited]


class BriefingAnswer(Answer, frozen=True, kw_only=True):
    """The briefing on a problem, as it is by now or (`frozen`) was before that entry."""

    problem: ProblemLine
    frozen: int | None
    time: int | None
    established: list[FactLine]
    contested: list[FactLine]
    solutions: list[BriefedSolution]
    questions: list[ArgumentLine]


def briefing(context: AnswerContext, query: One) -> BriefingAnswer | None:
    """What is to be read before the vote on a problem."""
    view, problem = context.view, context.view.get(Problem, query.number)
    if problem is None or problem.phase in ("necessity", "withdrawn"):
        return None
    said = view.get(Briefing, problem.number)
    standing = view.by(Solution, "problem", problem.number)
    options = [one for one in standing if one.state == "standing"]
    now = said or briefing_of(view, problem, options)
    asked = [argument_line(context, one, True) for one in _some(context, now.questions)]
    return BriefingAnswer(
        log_size=context.log_size,
        problem=problem_line(context, problem, True),
        frozen=said.entry if said else None,
        time=said.time if said else None,
        established=_facts(context, now.established),
        contested=_facts(context, now.contested),
        solutions=[_solution(context, one, now, asked) for one in options],
        questions=[one for one in asked if one.solution is None],
    )


def _facts(context: AnswerContext, numbers: tuple[int, ...]) -> list[FactLine]:
    found = (context.view.must(Fact, number) for number in numbers[:BRIEFED])
    return [fact_line(context, one, True) for one in found]


def _some(context: AnswerContext, numbers: tuple[int, ...]) -> list[Argument]:
    return [context.view.must(Argument, number) for number in numbers[:BRIEFED]]


def _solution(
    context: AnswerContext, one: Solution, now: Briefing, asked: Iterable[ArgumentLine]
) -> BriefedSolution:
    version = context.view.must(Version, one.version, one.number)
    said = context.view.rows(Practicality, one.number)
    carriers = [one.carrier, *team(context.view, version)] if one.carrier else []
    return BriefedSolution(
        number=one.number,
        text=context.text(one.text),
        by=context.who(one.by, one.entry),
        carriers=[context.who(member) for member in carriers],
        amends=one.amends,
        effect=effect_of(context, one),
        budget=budget_of(one),
        assessed=len(said),
        **marks(said),
        notes=notes(context, said),
        spoken=[_spoken(context, one, side, now) for side in SIDES],
        questions=[argument for argument in asked if argument.solution == one.number],
        exhibits=cited(context, version.exhibits),
    )


def _spoken(context: AnswerContext, one: Solution, side: CaseSide, now: Briefing) -> Spoken:
    view = context.view
    speakers = speaking(view, one, side)
    lines = [_case(context, case, speakers) for case in of_side(view, one.number, side)]
    stands = next((line for line in lines if line.number in now.cases), None)
    arguments = [view.must(Argument, number) for number in now.arguments]
    about = (one.number, STANCES[side])
    best = next((had for had in arguments if (had.solution, had.stance) == about), None)
    others = sorted((line for line in lines if line is not stands), key=lambda line: -line.signed)
    return Spoken(
        side=side,
        case=stands,
        argument=argument_line(context, best, True) if best else None,
        others=others[:BRIEFED],
    )


def _case(context: AnswerContext, case: Case, speakers: frozenset[int]) -> CaseLine:
    signings = context.view.rows(CaseSigning, case.number)
    return CaseLine(
        number=case.number,
        solution=case.solution,
        side=case.side,
        by=context.who(case.by, case.entry),
        text=context.text(case.text),
        signed=signed(context.view, case, speakers),
        signing=[said.member for said in signings if said.stands and said.member in speakers],
        entry=case.entry,
        time=case.time,
    )


BRIEFING = Read("/problems/{number}/briefing.json", briefing, One, BriefingAnswer)

READS: tuple[AnyRead, ...] = (BRIEFING,)
