"""The floor: what needs the reader now, what is open, what happened last.

What needs a member comes in this order, the earliest deadline first within each: votes without
their ballot, reports that they owe, what is declared carried out, problems to assess, applicants to
vouch for, members who have lost their keys, texts to read, problems that want solutions, questions
to second, repairs of the constitution to sign, mandates to take up. What a member can do is what
the law says (`may/`); what they have said already does not need them. A visitor sees what
anybody could do. Each matter says itself what it wants of members.
The board has the problems of each phase, those whose phase ends first on top.

Only what is shown is read from the disk: strangers can apply by the thousand. Anybody can also say
that they are a member who lost their keys; of these only the few that most members confirm.
"""

import msgspec

from esoviet.law.problems import Phase, Problem
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.log import EntryLine, deeds
from esoviet.web.pages import mandates, members, problems, questions, recovery, repairs, votes
from esoviet.web.pages.matter import Kind, Need, Source, Subject
from esoviet.web.pages.subjects import subjects

RECENT = 12
MOST = 40
ON_BOARD = 4
PHASES: tuple[Phase, ...] = ("necessity", "solutions", "reading", "vote", "work")
SOURCES: tuple[Source, ...] = (
    votes.TO_VOTE,
    mandates.REPORTS,
    mandates.TO_CHECK,
    problems.TO_ASSESS,
    members.TO_VOUCH,
    recovery.TO_CONFIRM,
    problems.TO_READ,
    problems.TO_SOLVE,
    questions.TO_SECOND,
    repairs.TO_SIGN,
    mandates.TO_TAKE_UP,
)


class Shown(msgspec.Struct, frozen=True):
    """One thing to do: of what kind, about what, where, until when."""

    kind: Kind
    title: str
    path: str
    due: int


class Column(msgspec.Struct, frozen=True):
    """The problems of one phase: how many, and those that end first."""

    phase: Phase
    count: int
    first: list[Shown]


class Floor(msgspec.Struct, frozen=True):
    """What the floor shows."""

    needs: list[Shown]
    board: list[Column]
    recent: list[EntryLine]
    subjects: dict[int, Subject]


def floor(context: AnswerContext, reader: int | None) -> Floor:
    """The floor for a reader (a member's number), or for a visitor."""
    needs: list[Need] = []
    for source in SOURCES:
        needs += source(context, reader, MOST - len(needs))
    recent = deeds(context, RECENT)
    board = [_column(context, phase) for phase in PHASES]
    return Floor([_shown(one) for one in needs], board, recent, subjects(context, recent))


def _shown(need: Need) -> Shown:
    return Shown(need.kind, need.title(), need.path, need.due)


def _column(context: AnswerContext, phase: Phase) -> Column:
    first = [_shown(one) for one in problems.in_phase(context, phase, ON_BOARD)]
    return Column(phase, context.view.count_by(Problem, "phase", phase), first)
