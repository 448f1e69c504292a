"""Chapter 6 of the law: the briefing, what all read before they vote; frozen when the vote opens.

What it holds follows from the records by stated rules, and from nobody's choice.
"""

from collections.abc import Iterable

from esoviet.law.arguments import Argument, Side, is_answer
from esoviet.law.cases import SIDES, CaseSide, is_kept, standing_case
from esoviet.law.facts import Fact, FactStanding
from esoviet.law.facts import standing as standing_of
from esoviet.law.problems import Problem
from esoviet.law.record import Record
from esoviet.law.solutions import Solution
from esoviet.law.view import View

STANCES: dict[CaseSide, Side] = {"for": "supports", "against": "refutes"}


class Briefing(Record, frozen=True):
    """The briefing on a problem as it was at the end of its reading, of each thing the numbers.

    Facts that were `established` and those `contested`; for each side of each solution its case,
    or else its best argument; `questions` that nobody had answered.
    """

    KEY = "problem"

    problem: int
    entry: int
    time: int
    established: tuple[int, ...]
    contested: tuple[int, ...]
    cases: tuple[int, ...]
    arguments: tuple[int, ...]
    questions: tuple[int, ...]


def briefing_of(view: View, problem: Problem, options: Iterable[Solution]) -> Briefing:
    """The briefing as it is by now (clause 6.17)."""
    facts, arguments = view.by(Fact, "problem", problem.number), standing_arguments(view, problem)
    best_of = best_by_side(arguments)
    cases, best = list[int](), list[int]()
    for solution in sorted(options, key=lambda one: one.number):
        for side in SIDES:
            case = standing_case(view, solution, side)
            argument = None if case else best_of.get((solution.number, STANCES[side]))
            cases += [case.number] if case else []
            best += [argument.number] if argument else []
    return Briefing(
        problem=problem.number,
        entry=view.index,
        time=view.time,
        established=_that_are(view, facts, "established"),
        contested=_that_are(view, facts, "contested"),
        cases=tuple(cases),
        arguments=tuple(best),
        questions=tuple(one.number for one in unanswered(view, arguments)),
    )


def standing_arguments(view: View, problem: Problem) -> list[Argument]:
    """What was argued about a problem, and neither retracted nor erased."""
    found = view.by(Argument, "problem", problem.number)
    return [one for one in found if not one.retracted and is_kept(view, one.text)]


def best_by_side(arguments: Iterable[Argument]) -> dict[tuple[int, Side], Argument]:
    """Of each solution and side the argument of which most more find it well founded than not.

    Of level ones it is the first.
    """
    ranked = sorted(arguments, key=lambda one: (one.founded - one.unfounded, -one.number))
    return {(one.solution, one.stance): one for one in ranked}


def unanswered(view: View, arguments: list[Argument]) -> list[Argument]:
    """Questions that nobody else has answered, in their order."""
    known = {one.number: one for one in arguments}
    answered = {
        one.argument
        for one in arguments
        if one.argument in known and is_answer(view, one, known[one.argument])
    }
    return [one for one in arguments if one.stance == "asks" and one.number not in answered]


def _that_are(view: View, facts: Iterable[Fact], how: FactStanding) -> tuple[int, ...]:
    return tuple(one.number for one in facts if standing_of(view, one) == how)
