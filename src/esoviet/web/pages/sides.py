"""A debate by what it is about: for and against each solution, and the questions, open or answered.

What an argument answers stands below it, so only what begins a thread is sorted. Counts are of all
that stands on the problem, whatever part of it this page holds.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct

from esoviet.law.arguments import Argument, Side
from esoviet.web.api.context import AnswerContext
from esoviet.web.pages.debate import Thread, Turn

ORDER: tuple[Side, ...] = ("supports", "refutes", "asks")


class Tally(Struct):
    """What stands in a debate: arguments by solution (0: the problem itself) and side.

    `answers` counts what answers an argument; in `answered` are the questions that somebody else
    has replied to, not with another question.
    """

    sides: Counter[tuple[int, Side]]
    answers: Counter[int]
    answered: set[int]
    asked: dict[int, int]
    """The questions that stand, each with the solution that its thread is about (0: none)."""

    def count(self, solution: int, side: Side) -> int:
        """How many arguments on a side."""
        return self.sides[solution, side]

    def questions(self, solution: int | None = None) -> tuple[int, int]:
        """How many questions stand, and how many of them are open; of one solution or of all."""
        here = [n for n, about in self.asked.items() if solution is None or about == solution]
        return len(here), sum(number not in self.answered for number in here)


class Weighing(Struct, frozen=True):
    """What is said about one solution (0: the problem itself), by side."""

    solution: int
    title: str | None
    threads: dict[Side, list[Thread]]


def tally(context: AnswerContext, problem: int) -> Tally:
    """Count all of a debate, in the order in which it was held."""
    found = Tally(Counter(), Counter(), set(), {})
    about: dict[int, int] = {}
    asker: dict[int, int] = {}
    for one in context.view.by(Argument, "problem", problem):
        about[one.number] = about.get(one.argument, 0) if one.argument else one.solution
        if one.retracted:
            continue
        if one.argument:
            found.answers[one.argument] += 1
        else:
            found.sides[one.solution, one.stance] += 1
        if one.stance == "asks":
            found.asked[one.number] = about[one.number]
            asker[one.number] = one.by
        elif one.argument in asker and one.by != asker[one.argument]:
            found.answered.add(one.argument)
    return found


def weighed(
    turns: Sequence[Turn], titles: dict[int, str | None], order: Iterable[int]
) -> list[Weighing]:
    """The threads by what they are about; solutions in this order, the problem itself last."""
    sorted_: dict[int, dict[Side, list[Thread]]] = defaultdict(lambda: {side: [] for side in ORDER})
    for thread in threads(turns):
        first = thread[0].argument
        sorted_[first.solution or 0][first.stance].append(thread)
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


def _best_first(thread: Thread) -> tuple[bool, int, int]:
    """Taken back last, then by how many find it well founded rather than not, then the earliest."""
    one = thread[0].argument
    return one.retracted, one.unfounded - one.founded, one.number
