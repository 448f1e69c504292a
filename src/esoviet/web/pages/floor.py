"""My week: what needs the reader, what they said they would do, what happened; then the board.

What needs a member comes in this order, the earliest deadline first within each: votes without
their ballot, what is declared carried out, criticism to answer, their solutions of which questions
and refutations have no answer, reviews of what came of decisions, problems to assess (anew, where
the text has changed since), applicants to vouch for, members who have lost their keys, texts to
read, problems that want solutions, questions and calls to second, repairs of the constitution to
sign, how others would word their problems and solutions, who would carry out with them what they
commit to, who would merge a solution with theirs, mandates to
take over or up, tasks that want hands (of both first what fits what they said that they can do),
actions that begin soon. What a member can do is what the law says (`may/`); what they have said
already does not need them. A visitor sees what anybody could do. Each matter says itself what it
wants of members. What they promised are the reports that they owe, the tasks that they have taken,
and what they offered to help with.
The board has the problems of each phase, those whose phase ends first on top.

Only what is shown is read from the disk: strangers can apply by the thousand. Anybody can also say
that they are a member who lost their keys; of these only the few that most members confirm.
"""

import msgspec

from esoviet.law.keys import standing_keys
from esoviet.law.problems import Phase, Problem
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.log import Deed, deeds
from esoviet.web.pages import (
    actions,
    criticism,
    mandates,
    members,
    outside,
    problems,
    questions,
    recovery,
    repairs,
    reviews,
    rewordings,
    tasks,
    teaching,
    together,
    unanswered,
    votes,
)
from esoviet.web.pages.lately import Happened, lately
from esoviet.web.pages.matter import Kind, Need, Source, Subject
from esoviet.web.pages.subjects import subjects

RECENT = 6
MOST = 40
ON_BOARD = 4
PHASES: tuple[Phase, ...] = ("necessity", "solutions", "reading", "vote", "work")
SOURCES: tuple[Source, ...] = (
    votes.TO_VOTE,
    mandates.TO_CHECK,
    criticism.TO_ANSWER,
    unanswered.TO_REPLY,
    reviews.TO_REVIEW,
    problems.TO_ASSESS,
    members.TO_VOUCH,
    recovery.TO_CONFIRM,
    problems.TO_READ,
    problems.TO_SOLVE,
    questions.TO_SECOND,
    actions.TO_SECOND,
    repairs.TO_SIGN,
    rewordings.TO_ANSWER,
    together.WAITING,
    together.MERGES,
    mandates.OFFERED,
    mandates.TO_TAKE_UP,
    tasks.WANTED,
    actions.COMING,
)
PROMISES: tuple[Source, ...] = (mandates.REPORTS, tasks.TAKEN, mandates.HELPS)
OWN_SOURCES: tuple[Source, ...] = (outside.TO_LOOK, *SOURCES, teaching.WAITING)
OWN_PROMISES: tuple[Source, ...] = (*PROMISES, actions.PROMISED, teaching.STANDING)
"""What is in no log stands on one's own floor, and in no calendar and no mail."""


class Shown(msgspec.Struct, frozen=True):
    """One thing to do: of what kind, about what, where, until when; `part` of `whole` have.

    It `fits` what the reader says that they can do.
    """

    kind: Kind
    title: str
    path: str
    due: int
    part: int
    whole: int
    fits: bool = False


class Column(msgspec.Struct, frozen=True):
    """The problems of one phase: how many, and those that end first."""

    phase: Phase
    count: int
    first: list[Shown]


class Floor(msgspec.Struct, frozen=True):
    """What the floor shows; `begun` says whether a problem was ever raised here.

    `way` is the reader's recovery key (its kid; None: there is none), after which they are asked.
    """

    needs: list[Shown]
    promised: list[Shown]
    happened: list[Happened]
    board: list[Column]
    recent: list[Deed]
    subjects: dict[int, Subject]
    called: str | None
    begun: bool
    way: str | None


def floor(context: AnswerContext, reader: int | None) -> Floor:
    """The floor for a reader (a member's number), or for a visitor."""
    recent = deeds(context, RECENT)
    waiting = [_shown(one) for one in wanted(context, reader, OWN_SOURCES)]
    return Floor(
        needs=waiting,
        promised=[_shown(one) for one in wanted(context, reader, OWN_PROMISES)],
        happened=lately(context, reader, {one.path for one in waiting}),
        board=[_column(context, phase) for phase in PHASES],
        recent=recent,
        subjects=subjects(context, recent),
        called=context.who(reader).name if reader else None,
        begun=context.view.next_number(Problem) > 1,
        way=_way(context, reader),
    )


def _way(context: AnswerContext, reader: int | None) -> str | None:
    keys = standing_keys(context.view, reader) if reader else []
    return next((one.kid for one in keys if one.kind == "recovery"), None)


def needs(context: AnswerContext, reader: int | None) -> list[Shown]:
    """What needs a reader now."""
    return [_shown(one) for one in wanted(context, reader, SOURCES)]


def promised(context: AnswerContext, reader: int | None) -> list[Shown]:
    """What a reader said they would do."""
    return [_shown(one) for one in wanted(context, reader, PROMISES)]


def wanted(context: AnswerContext, reader: int | None, sources: tuple[Source, ...]) -> list[Need]:
    """What these sources have for a reader, before any title was read."""
    found: list[Need] = []
    for source in sources:
        if len(found) >= MOST:
            break
        found += source(context, reader, MOST - len(found))
    return found


def _shown(need: Need) -> Shown:
    return Shown(need.kind, need.title(), need.path, need.due, need.part, need.whole, need.fits)


def _column(context: AnswerContext, phase: Phase) -> Column:
    first = [_shown(one) for one in problems.in_phase(context, phase, ON_BOARD)]
    return Column(phase, context.view.count_by(Problem, "phase", phase), first)
