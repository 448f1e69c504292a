"""The floor: what needs the reader now, what is open, what happened last.

What needs a member comes in this order, the earliest deadline first within each: votes without
their ballot, reports that they owe, problems to assess, applicants to vouch for, members who have
lost their keys, texts to read, problems that want solutions, questions to second, mandates to take
up. A visitor sees what is open.
The board has the problems of each phase, those whose phase ends first on top.

Only what is shown is read from the disk: strangers can apply by the thousand. Anybody can also say
that they are a member who lost their keys; of these only the few that most members confirm.
"""

from collections.abc import Callable, Iterator
from functools import partial
from heapq import nsmallest
from typing import Literal, NamedTuple

import msgspec

from esoviet.law.applications import Vouch
from esoviet.law.mandates import Mandate
from esoviet.law.problems import Assessment, Phase, Problem
from esoviet.law.questions import Question, Seconding
from esoviet.law.records import Member
from esoviet.law.recovery import Recovery, RecoveryVouch
from esoviet.law.solutions import Solution
from esoviet.law.votes import Vote
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
        found += nsmallest(MOST - len(found), source(context, reader), key=lambda one: one.due)
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


def _votes(context: AnswerContext, reader: int | None) -> Iterator[Found]:
    for vote in context.view.by(Vote, "state", "open"):
        if reader and not _may_vote(context, vote, reader):
            continue
        yield Found("vote", f"votes/{vote.number}", vote.due, partial(_subject, context, vote))


def _may_vote(context: AnswerContext, vote: Vote, reader: int) -> bool:
    member = context.view.must(Member, reader)
    return member.admission <= vote.roll_until and cast_by(context.view, vote, reader) is None


def _reports(context: AnswerContext, reader: int | None) -> Iterator[Found]:
    if reader:
        for mandate in context.view.by(Mandate, "held_by", reader):
            yield _work("report", context, mandate)


def _assess(context: AnswerContext, reader: int | None) -> Iterator[Found]:
    for problem in context.view.by(Problem, "phase", "necessity"):
        if reader and context.view.get(Assessment, reader, problem.number):
            continue
        yield _about("assess", context, problem)


def _vouch(context: AnswerContext, reader: int | None) -> Iterator[Found]:
    if reader:
        for applicant in context.view.by(Member, "state", "applicant"):
            if context.view.get(Vouch, reader, applicant.number) is None:
                title = partial(_title, context, applicant.profile, applicant.number)
                yield Found("vouch", f"members/{applicant.number}", applicant.due, title)


def _recover(context: AnswerContext, reader: int | None) -> Iterator[Found]:
    if reader:
        asked = (one for one in context.view.each(Recovery) if _may_confirm(context, one, reader))
        for one in nsmallest(MOST_RECOVERIES, asked, key=partial(_most_confirmed, context)):
            profile = context.view.must(Member, one.member).profile
            title = partial(_title, context, profile, one.member)
            yield Found("recover", f"members/{one.member}", one.due, title)


def _may_confirm(context: AnswerContext, one: Recovery, reader: int) -> bool:
    asks = one.state == "asked" and one.member != reader
    return asks and context.view.get(RecoveryVouch, reader, one.entry) is None


def _most_confirmed(context: AnswerContext, one: Recovery) -> tuple[int, int]:
    return -context.view.count(RecoveryVouch, one.entry), one.due


def _read(context: AnswerContext, reader: int | None) -> Iterator[Found]:
    return (_about("read", context, one) for one in context.view.by(Problem, "phase", "reading"))


def _solve(context: AnswerContext, reader: int | None) -> Iterator[Found]:
    return (_about("solve", context, one) for one in context.view.by(Problem, "phase", "solutions"))


def _second(context: AnswerContext, reader: int | None) -> Iterator[Found]:
    for question in context.view.by(Question, "state", "asked"):
        if not reader or context.view.get(Seconding, reader, question.number) is None:
            title = partial(_title, context, question.text, question.number)
            yield Found("second", f"questions/{question.number}", question.due, title)


def _take_up(context: AnswerContext, reader: int | None) -> Iterator[Found]:
    for mandate in context.view.by(Mandate, "state", "vacant"):
        yield _work("take-up", context, mandate)


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
