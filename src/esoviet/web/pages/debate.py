"""The debate on a problem: arguments in the order of a conversation, and the best of each side.

In every view of a debate an answer comes after what it answers. A page holds so many of them; an
answer to one on an earlier page says to which.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from esoviet.law.act import Signed
from esoviet.law.arguments import Argue, Argument, Side
from esoviet.law.briefings import best_by_side, standing_arguments
from esoviet.law.problems import Problem
from esoviet.law.solutions import Solution
from esoviet.web.api.arguments import ArgumentLine, argument_line
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.solutions import SolutionDetail
from esoviet.web.http.language import _
from esoviet.web.pages.matter import (
    Begun,
    Find,
    Subject,
    Words,
    finder,
    made_by,
    title_of_text,
)

SIDES: tuple[Side, ...] = ("supports", "refutes")


class Turn(NamedTuple):
    """An argument; `closing` says how many end here: itself, and those that it is the last in."""

    argument: ArgumentLine
    closing: int
    is_elsewhere: bool
    """Whether what it answers is on an earlier page."""
    is_new: bool = False
    """Whether it came since the reader's last visit."""
    stopped: bool = False
    """Whether it is the first that did: where they stopped reading."""
    is_muted: bool = False
    """Whether the reader mutes who brought it."""


Thread = list[Turn]
"""An argument that answers none on its page, and all that follows from it."""


class Brief(NamedTuple):
    """A solution, and the arguments for it and against it that the briefing has (clause 6.17)."""

    solution: SolutionDetail
    best: list[ArgumentLine]


def turns(arguments: Sequence[ArgumentLine]) -> list[Turn]:
    """Every argument, followed by its answers and the answers to these."""
    here = {one.number for one in arguments}
    answers: dict[int | None, list[ArgumentLine]] = {}
    for one in arguments:
        about = one.argument if one.argument in here else None
        answers.setdefault(about, []).append(one)
    # Without recursion: an exchange of hundreds of answers is no reason to fail.
    talk: list[Turn] = []
    waiting = [(one, 1) for one in reversed(answers.get(None, []))]
    while waiting:
        one, closing = waiting.pop()
        below = answers.get(one.number, [])
        elsewhere = bool(one.argument) and one.argument not in here
        talk.append(Turn(one, 0 if below else closing, elsewhere))
        if below:
            waiting.append((below[-1], 1 + closing))
            waiting += [(answer, 1) for answer in below[-2::-1]]
    return talk


def by_time(arguments: Iterable[ArgumentLine]) -> list[Turn]:
    """One after another; each that answers another says which."""
    return [Turn(one, 1, is_elsewhere=one.argument is not None) for one in arguments]


def for_reader(
    context: AnswerContext, talk: Sequence[Turn], reader: int | None, first: int = 0
) -> list[Turn]:
    """The same for a reader; what others brought from the argument `first` on is new (0: none)."""
    return [_for_reader(context, turn, reader, first) for turn in talk]


def _for_reader(context: AnswerContext, turn: Turn, reader: int | None, first: int) -> Turn:
    number, by = turn.argument.number, turn.argument.by.member
    is_news = first > 0 and by != reader and not turn.argument.retracted
    return turn._replace(
        is_new=is_news and number >= first,
        stopped=is_news and number == first,
        is_muted=by in context.own.muted,
    )


def titles(
    context: AnswerContext, arguments: Iterable[ArgumentLine], also: Iterable[int] = ()
) -> dict[int, str | None]:
    """What the solutions are called that arguments are about, and those that are named `also`."""
    numbers = {one.solution for one in arguments if one.solution} | {one for one in also if one}
    return {number: context.title(context.view.must(Solution, number).text) for number in numbers}


def briefing(
    context: AnswerContext, problem: int, solutions: Iterable[SolutionDetail]
) -> list[Brief]:
    """What to read before the vote, out of all arguments, by the rule of clause 6.17."""
    arguments = standing_arguments(context.view, context.view.must(Problem, problem))
    best = best_by_side(arguments)

    def lines(solution: int) -> Iterator[ArgumentLine]:
        for side in SIDES:
            if (solution, side) in best:
                yield argument_line(context, best[solution, side], True)

    standing = (one for one in solutions if one.state == "standing")
    return [Brief(one, list(lines(one.number))) for one in standing]


def _argued(context: AnswerContext, act: Signed, index: int) -> Subject | None:
    """Under the title of what it is about; an answer is found by what it answers."""
    assert isinstance(act, Argue)
    if act.argument is not None:
        return None
    solution = context.view.get(Solution, act.solution) if act.solution else None
    about = solution or context.view.get(Problem, act.problem)
    if about is None:
        return None
    number = made_by(context, Argument, index)
    title = title_of_text(context, about.text, about.number)
    return Subject(f"problems/{act.problem}#argument-{number}", title)


FINDERS: dict[str, Find] = {
    "argument": finder(Argument, lambda one: f"problems/{one.problem}#argument-{one.number}")
}
BEGUN: dict[type[Signed], Begun] = {Argue: _argued}
WORDS: Words = {
    "side_word": {"supports": _("Supports"), "refutes": _("Refutes"), "asks": _("Asks")},
    "debate_view_word": {
        "sides": _("In two columns"), "tree": _("As a tree"), "time": _("By time"),
    },
    "debate_rule_word": {
        "sides": _(
            "For and against in two columns. What more members find well founded than not stands "
            "first; where that is equal, the older one. Answers stand below what they answer."
        ),
        "tree": _("What answers an argument stands below it. The oldest stands first."),
        "time": _("In the order in which they were brought. Each says what it answers."),
    },
}  # fmt: skip
