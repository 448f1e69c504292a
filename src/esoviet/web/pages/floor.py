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
from esoviet.web.api.desk import Desk
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


def floor(desk: Desk, reader: int | None) -> Floor:
    """The floor for a reader (a member's number), or for a visitor."""
    sources = (_votes, _reports, _assess, _vouch, _recover, _read, _solve, _second, _take_up)
    found: list[Found] = []
    for source in sources:
        found += nsmallest(MOST - len(found), source(desk, reader), key=lambda one: one.due)
    recent = deeds(desk, RECENT)
    board = [_column(desk, phase) for phase in PHASES]
    return Floor([_need(one) for one in found], board, recent, subjects(desk, recent))


def _need(found: Found) -> Need:
    return Need(found.kind, found.title(), found.path, found.due)


def _column(desk: Desk, phase: Phase) -> Column:
    found = desk.view.by(Problem, "phase", phase)
    first = nsmallest(ON_BOARD, (_about("read", desk, one) for one in found), key=_end)
    return Column(phase, len(found), [_need(one) for one in first])


def _end(found: Found) -> int:
    return found.due or _NEVER


def _votes(desk: Desk, reader: int | None) -> Iterator[Found]:
    for vote in desk.view.by(Vote, "state", "open"):
        if reader and not _may_vote(desk, vote, reader):
            continue
        yield Found("vote", f"votes/{vote.number}", vote.due, partial(_subject, desk, vote))


def _may_vote(desk: Desk, vote: Vote, reader: int) -> bool:
    member = desk.view.must(Member, reader)
    return member.admission <= vote.roll_until and cast_by(desk.view, vote, reader) is None


def _reports(desk: Desk, reader: int | None) -> Iterator[Found]:
    if reader:
        for mandate in desk.view.by(Mandate, "held_by", reader):
            yield _work("report", desk, mandate)


def _assess(desk: Desk, reader: int | None) -> Iterator[Found]:
    for problem in desk.view.by(Problem, "phase", "necessity"):
        if reader and desk.view.get(Assessment, reader, problem.number):
            continue
        yield _about("assess", desk, problem)


def _vouch(desk: Desk, reader: int | None) -> Iterator[Found]:
    if reader:
        for applicant in desk.view.by(Member, "state", "applicant"):
            if desk.view.get(Vouch, reader, applicant.number) is None:
                title = partial(_title, desk, applicant.profile, applicant.number)
                yield Found("vouch", f"members/{applicant.number}", applicant.due, title)


def _recover(desk: Desk, reader: int | None) -> Iterator[Found]:
    if reader:
        asked = (one for one in desk.view.each(Recovery) if _may_confirm(desk, one, reader))
        for one in nsmallest(MOST_RECOVERIES, asked, key=partial(_most_confirmed, desk)):
            profile = desk.view.must(Member, one.member).profile
            title = partial(_title, desk, profile, one.member)
            yield Found("recover", f"members/{one.member}", one.due, title)


def _may_confirm(desk: Desk, one: Recovery, reader: int) -> bool:
    asks = one.state == "asked" and one.member != reader
    return asks and desk.view.get(RecoveryVouch, reader, one.entry) is None


def _most_confirmed(desk: Desk, one: Recovery) -> tuple[int, int]:
    return -desk.view.count(RecoveryVouch, one.entry), one.due


def _read(desk: Desk, reader: int | None) -> Iterator[Found]:
    return (_about("read", desk, one) for one in desk.view.by(Problem, "phase", "reading"))


def _solve(desk: Desk, reader: int | None) -> Iterator[Found]:
    return (_about("solve", desk, one) for one in desk.view.by(Problem, "phase", "solutions"))


def _second(desk: Desk, reader: int | None) -> Iterator[Found]:
    for question in desk.view.by(Question, "state", "asked"):
        if not reader or desk.view.get(Seconding, reader, question.number) is None:
            title = partial(_title, desk, question.text, question.number)
            yield Found("second", f"questions/{question.number}", question.due, title)


def _take_up(desk: Desk, reader: int | None) -> Iterator[Found]:
    for mandate in desk.view.by(Mandate, "state", "vacant"):
        yield _work("take-up", desk, mandate)


def _about(kind: Kind, desk: Desk, problem: Problem) -> Found:
    title = partial(_title, desk, problem.text, problem.number)
    due = problem.due
    if problem.phase == "vote":
        due = desk.view.must(Vote, problem.vote).due
    return Found(kind, f"problems/{problem.number}", due, title)


def _work(kind: Kind, desk: Desk, mandate: Mandate) -> Found:
    text = desk.view.must(Solution, mandate.solution).text
    title = partial(_title, desk, text, mandate.number)
    return Found(kind, f"mandates/{mandate.number}", mandate.due, title)


def _subject(desk: Desk, vote: Vote) -> str:
    return subject_title(desk, vote.kind, vote.subject) or str(vote.number)


def _title(desk: Desk, text: bytes, number: int) -> str:
    return desk.text(text, inline=False).title or str(number)
