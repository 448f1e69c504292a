"""The floor: what needs the reader now, what is open, what happened last.

What needs a member comes in this order, the earliest deadline first within each: votes without
their ballot, reports that they owe, problems to assess, applicants to vouch for, members who have
lost their keys, texts to read, problems that want solutions, questions to second, mandates to take
up. What a member can do is what the law says (`law/may.py`); what they have said already does not
need them. A visitor sees what anybody could do.
The board has the problems of each phase, those whose phase ends first on top.

Only what is shown is read from the disk: strangers can apply by the thousand. Anybody can also say
that they are a member who lost their keys; of these only the few that most members confirm.
"""

from collections.abc import Callable, Iterator
from functools import partial
from heapq import nsmallest
from itertools import islice
from typing import Literal, NamedTuple

import msgspec

from esoviet.law.act import Act
from esoviet.law.applications import VouchFor
from esoviet.law.mandates import Mandate, ReportProgress, TakeUpMandate
from esoviet.law.may import SOMEBODY, can, soonest
from esoviet.law.problems import Assessment, AssessNecessity, Phase, Problem
from esoviet.law.questions import Question, SecondQuestion
from esoviet.law.records import Member
from esoviet.law.recovery import Recovery, RecoveryVouch, VouchForRecovery
from esoviet.law.solutions import ProposeSolution, Solution
from esoviet.law.votes import CastBallot, Vote
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.log import EntryLine, deeds
from esoviet.web.api.votes import cast_by, subject_title
from esoviet.web.pages.subjects import Subject, subjects

RECENT = 12
MOST = 40
MOST_RECOVERIES = 5
ON_BOARD = 4
_NEVER = 1 << 62
PHASES: tuple[Phase, ...] = ("necessity", "solutions", "reading", "vote", "work")
Kind = Literal["vote", "report", "assess", "vouch", "recover", "read", "solve", "second", "take-up"]


class Need(msgspec.Struct, frozen=True):
    """One thing to do: of what kind, about what, where, until when."""

    kind: Kind
    title: str
    path: str
    due: int


class Found(NamedTuple):
    """The same before anything was read."""

    kind: Kind
    path: str
    due: int
    title: Callable[[], str]


class Column(msgspec.Struct, frozen=True):
    """The problems of one phase: how many, and those that end first."""

    phase: Phase
    count: int
    first: list[Need]


class Floor(msgspec.Struct, frozen=True):
    """What the floor shows."""

    needs: list[Need]
    board: list[Column]
    recent: list[EntryLine]
    subjects: dict[int, Subject]


def floor(context: AnswerContext, reader: int | None) -> Floor:
    """The floor for a reader (a member's number), or for a visitor."""
    sources = (_votes, _reports, _assess, _vouch, _recover, _read, _solve, _second, _take_up)
    found: list[Found] = []
    for source in sources:
        found += source(context, reader, MOST - len(found))
    recent = deeds(context, RECENT)
    board = [_column(context, phase) for phase in PHASES]
    return Floor([_need(one) for one in found], board, recent, subjects(context, recent))


def _need(found: Found) -> Need:
    return Need(found.kind, found.title(), found.path, found.due)


def _column(context: AnswerContext, phase: Phase) -> Column:
    found = context.view.by(Problem, "phase", phase)
    first = nsmallest(ON_BOARD, (_about("read", context, one) for one in found), key=_end)
    return Column(phase, len(found), [_need(one) for one in first])


def _end(found: Found) -> int:
    return found.due or _NEVER


def _possible(
    context: AnswerContext, reader: int | None, act: type[Act], most: int
) -> Iterator[int]:
    """The numbers of what a reader can do this to, or anybody; what ends first first."""
    for one in soonest(context.view, reader or SOMEBODY, act, most):
        assert one.about is not None
        yield int(one.about[1])


def _votes(context: AnswerContext, reader: int | None, most: int) -> list[Found]:
    view, found = context.view, []
    for number in _possible(context, reader, CastBallot, view.count_by(Vote, "state", "open")):
        vote = view.must(Vote, number)
        if reader is None or cast_by(view, vote, reader) is None:
            title = partial(_subject, context, vote)
            found.append(Found("vote", f"votes/{number}", vote.due, title))
    return found[:most]


def _reports(context: AnswerContext, reader: int | None, most: int) -> list[Found]:
    led = [*_possible(context, reader, ReportProgress, most)] if reader else []
    found = [_work("report", context, context.view.must(Mandate, number)) for number in led]
    return sorted(found, key=_end)


def _assess(context: AnswerContext, reader: int | None, most: int) -> list[Found]:
    view = context.view
    waiting = view.count_by(Problem, "phase", "necessity")
    found = [
        _about("assess", context, view.must(Problem, number))
        for number in _possible(context, reader, AssessNecessity, waiting)
        if reader is None or view.get(Assessment, reader, number) is None
    ]
    return found[:most]


def _vouch(context: AnswerContext, reader: int | None, most: int) -> list[Found]:
    found = []
    for number in _possible(context, reader, VouchFor, most) if reader else ():
        applicant = context.view.must(Member, number)
        title = partial(_title, context, applicant.profile, number)
        found.append(Found("vouch", f"members/{number}", applicant.due, title))
    return found


def _recover(context: AnswerContext, reader: int | None, most: int) -> list[Found]:
    if not reader:
        return []
    view = context.view
    asked = (
        one
        for one in sorted(view.each(Recovery), key=partial(_most_confirmed, context))
        if one.state == "asked" and can(view, reader, VouchForRecovery, ("kid", one.kid)) is None
    )
    found = []
    for one in islice(asked, min(most, MOST_RECOVERIES)):
        title = partial(_title, context, view.must(Member, one.member).profile, one.member)
        found.append(Found("recover", f"members/{one.member}", one.due, title))
    return found


def _most_confirmed(context: AnswerContext, one: Recovery) -> tuple[int, int]:
    return -context.view.count(RecoveryVouch, one.entry), one.due


def _read(context: AnswerContext, _reader: int | None, most: int) -> list[Found]:
    found = (_about("read", context, one) for one in context.view.by(Problem, "phase", "reading"))
    return nsmallest(most, found, key=_end)


def _solve(context: AnswerContext, reader: int | None, most: int) -> list[Found]:
    numbers = _possible(context, reader, ProposeSolution, most)
    return [_about("solve", context, context.view.must(Problem, number)) for number in numbers]


def _second(context: AnswerContext, reader: int | None, most: int) -> list[Found]:
    found = []
    for number in _possible(context, reader, SecondQuestion, most):
        question = context.view.must(Question, number)
        title = partial(_title, context, question.text, number)
        found.append(Found("second", f"questions/{number}", question.due, title))
    return found


def _take_up(context: AnswerContext, reader: int | None, most: int) -> list[Found]:
    numbers = _possible(context, reader, TakeUpMandate, most)
    return [_work("take-up", context, context.view.must(Mandate, number)) for number in numbers]


def _about(kind: Kind, context: AnswerContext, problem: Problem) -> Found:
    title = partial(_title, context, problem.text, problem.number)
    due = problem.due
    if problem.phase == "vote":
        due = context.view.must(Vote, problem.vote).due
    return Found(kind, f"problems/{problem.number}", due, title)


def _work(kind: Kind, context: AnswerContext, mandate: Mandate) -> Found:
    text = context.view.must(Solution, mandate.solution).text
    title = partial(_title, context, text, mandate.number)
    return Found(kind, f"mandates/{mandate.number}", mandate.due, title)


def _subject(context: AnswerContext, vote: Vote) -> str:
    return subject_title(context, vote.kind, vote.subject) or str(vote.number)


def _title(context: AnswerContext, text: bytes, number: int) -> str:
    return context.text(text, inline=False).title or str(number)
