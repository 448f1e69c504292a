"""What an entry of the log is about, for people: the page to look at, its title, what was said.

An act names what it is about by numbers. The most particular one counts: a mandate before a
solution, a solution before its problem. An act that begins something is about what it began.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable

import msgspec

from esoviet.law.act import Signed
from esoviet.law.arguments import Argue, Argument
from esoviet.law.mandates import Mandate
from esoviet.law.problems import Problem, RaiseProblem
from esoviet.law.questions import Ask, Question
from esoviet.law.record import R
from esoviet.law.records import Member
from esoviet.law.solutions import ProposeSolution, Solution
from esoviet.law.votes import Vote
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.log import EntryLine
from esoviet.web.api.votes import subject_title

Find = Callable[[AnswerContext, int], "Subject | None"]


class Subject(msgspec.Struct, frozen=True):
    """What an act is about: the address of a page below the assembly's, and what it is called."""

    path: str
    title: str


def subjects(context: AnswerContext, lines: Iterable[EntryLine]) -> dict[int, Subject]:
    """The subjects of entries by their index; of those that have none, nothing."""
    found = {}
    for line in lines:
        subject = begun(context, line.act, line.index) or named(context, line.act)
        if subject is not None:
            found[line.index] = subject
    return found


def begun(context: AnswerContext, act: Signed, index: int) -> Subject | None:
    """What an act began."""
    if isinstance(act, RaiseProblem):
        return _problem(context, _made(context, Problem, index))
    if isinstance(act, Ask):
        return _question(context, _made(context, Question, index))
    if isinstance(act, ProposeSolution):
        return _FINDERS["solution"](context, _made(context, Solution, index))
    if isinstance(act, Argue) and act.argument is None:
        about = named(context, act)
        number = _made(context, Argument, index)
        return Subject(f"problems/{act.problem}#argument-{number}", about.title) if about else None
    return None


def named(context: AnswerContext, act: Signed) -> Subject | None:
    """What an act names."""
    for field, find in _FINDERS.items():
        number = getattr(act, field, None)
        if number is not None:
            return find(context, number)
    return None


def _made(context: AnswerContext, kind: type[R], index: int) -> int:
    """The number of the record that an entry made: numbers grow with the log."""
    numbers = range(1, context.view.next_number(kind))
    place = bisect_left(
        numbers,
        index,
        key=lambda number: int(context.view.must(kind, number).entry),  # type: ignore[attr-defined]
    )
    return place + 1


def _mandate(context: AnswerContext, number: int) -> Subject | None:
    found = context.view.get(Mandate, number)
    if found is None:
        return None
    text = context.view.must(Solution, found.solution).text
    return Subject(f"mandates/{number}", _title(context, text, number))


def _within(kind: type[Solution | Argument], word: str) -> Find:
    """Finds what stands on the page of a problem."""

    def find(context: AnswerContext, number: int) -> Subject | None:
        found = context.view.get(kind, number)
        if found is None:
            return None
        path = f"problems/{found.problem}#{word}-{number}"
        return Subject(path, _title(context, found.text, number))

    return find


def _problem(context: AnswerContext, number: int) -> Subject | None:
    found = context.view.get(Problem, number)
    return Subject(f"problems/{number}", _title(context, found.text, number)) if found else None


def _question(context: AnswerContext, number: int) -> Subject | None:
    found = context.view.get(Question, number)
    return Subject(f"questions/{number}", _title(context, found.text, number)) if found else None


def _vote(context: AnswerContext, number: int) -> Subject | None:
    found = context.view.get(Vote, number)
    if found is None:
        return None
    title = subject_title(context, found.kind, found.subject)
    return Subject(f"votes/{number}", title or str(number))


def _member(context: AnswerContext, number: int) -> Subject | None:
    found = context.view.get(Member, number)
    return Subject(f"members/{number}", context.who(number).name or str(number)) if found else None


def _title(context: AnswerContext, text: bytes, number: int) -> str:
    return context.text(text, inline=False).title or str(number)


_FINDERS: dict[str, Find] = {
    "mandate": _mandate, "argument": _within(Argument, "argument"),
    "solution": _within(Solution, "solution"), "problem": _problem,
    "vote": _vote, "question": _question, "member": _member,
}  # fmt: skip
