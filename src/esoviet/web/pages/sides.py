"""A debate by what it is about: for and against each solution, and the questions, open or answered.

What an argument answers stands below it, so only what begins a thread is sorted. Counts are of all
that stands on the problem, whatever part of it this page holds.

A question is answered once somebody else has replied to it, not with another question. A refutation
of a solution is answered once somebody else has refuted it, or who proposed the solution or carries
it out has replied, not with a question: else a friend of who refuted it could answer it away.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from esoviet.law.arguments import Argument, Side, is_answer
from esoviet.web.api.arguments import best_first
from esoviet.web.api.context import AnswerContext
from esoviet.web.pages.debate import Thread, Turn

ORDER: tuple[Side, ...] = ("supports", "refutes", "asks")


class Tally(Struct):
    """What stands in a debate: arguments by solution (0: the problem itself) and side.

    `answers` counts what answers an argument; `answered` are the questions and the refutations of
    solutions that have their answer.
    """

    sides: Counter[tuple[int, Side]]
    answers: Counter[int]
    answered: set[int]
    asked: dict[int, int]
    """The questions that stand, each with the solution that its thread is about (0: none)."""
    refuted: dict[int, int]
    """The refutations of solutions that stand, each with its solution."""
    roots: dict[int, tuple[int, Side]]
    """Of each argument the solution (0: none) and the side of what its thread begins with."""

    def count(self, solution: int, side: Side) -> int:
        """How many arguments on a side."""
        return self.sides[solution, side]

    def questions(self, solution: int | None = None) -> tuple[int, int]:
        """How many questions stand, and how many of them are open; of one solution or of all."""
        here = [n for n, about in self.asked.items() if solution is None or about == solution]
        return len(here), sum(number not in self.answered for number in here)

    def to_answer(self, solution: int) -> list[int]:
        """The questions about a solution and the refutations of it, answered or not."""
        both = (self.asked, self.refuted)
        return [n for kind in both for n, about in kind.items() if about == solution]


class Weighing(Struct, frozen=True):
    """What is said about one solution (0: the problem itself), by side."""

    solution: int
    title: str | None
    threads: dict[Side, list[Thread]]


def tally(context: AnswerContext, problem: int) -> Tally:
    """Count all of a debate, in the order in which it was held."""
    found = Tally(Counter(), Counter(), set(), {}, {}, {})
    roots, standing = found.roots, dict[int, Argument]()
    for one in context.view.by(Argument, "problem", problem):
        roots[one.number] = roots[one.argument] if one.argument else (one.solution, one.stance)
        if one.retracted:
            continue
        standing[one.number] = one
        if one.argument:
            found.answers[one.argument] += 1
        else:
            found.sides[one.solution, one.stance] += 1
        if one.stance == "asks":
            found.asked[one.number] = roots[one.number][0]
        elif one.solution and one.stance == "refutes":
            found.refuted[one.number] = one.solution
        if one.argument in standing and is_answer(context.view, one, standing[one.argument]):
            found.answered.add(one.argument)
    return found


def weighed(
    turns: Sequence[Turn],
    titles: dict[int, str | None],
    order: Iterable[int],
    roots: Mapping[int, tuple[int, Side]],
) -> list[Weighing]:
    """The threads by what they are about; solutions in this order, the problem itself last.

    What answers an argument on an earlier page stands where that one does, by its `roots`.
    """
    sorted_: dict[int, dict[Side, list[Thread]]] = defaultdict(lambda: {side: [] for side in ORDER})
    for thread in threads(turns):
        about, side = roots[thread[0].argument.number]
        sorted_[about][side].append(thread)
    for sides in sorted_.values():
        for talks in sides.values():
            talks.sort(key=_best_first)
    known = [*(number for number in order if number in sorted_), 0]
    rest = sorted(set(sorted_) - set(known))
    return [
        Weighing(number, titles.get(number), sorted_[number])
        for number in (*known[:-1], *rest, 0)
        if number in sorted_
    ]


def threads(turns: Sequence[Turn]) -> list[Thread]:
    """Each argument that answers none here, with all that follows from it."""
    found: list[Thread] = []
    depth = 0
    for turn in turns:
        if depth == 0:
            found.append([])
        found[-1].append(turn)
        depth += 1 - turn.closing
    return found


def _best_first(thread: Thread) -> tuple[bool, tuple[bool, int, int]]:
    """What goes on from an earlier page, then the best."""
    return not thread[0].is_elsewhere, best_first(thread[0].argument)
