"""What past decisions would have been under the figures that an amendment or a repair proposes.

A page looks at the last decisions only; `esoviet replay-rules` looks at all. What was found is kept
for a while, in numbers alone: titles and names are read when it is shown.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from operator import attrgetter

from msgspec import Struct

from esoviet.figures.otherwise import Case, Step, judged, judged_all, looked
from esoviet.figures.shapes import About, Event, Line, Outcome, Why
from esoviet.figures.unknown import unknown, weighed
from esoviet.law.constitution import Constitution
from esoviet.law.decisions import Decision
from esoviet.law.problems import Problem
from esoviet.law.questions import Question
from esoviet.law.records import THE
from esoviet.law.repairs import Repair
from esoviet.law.solutions import Solution
from esoviet.law.view import View
from esoviet.law.votes import Vote, VoteKind
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.decisions import Winner
from esoviet.web.api.read import AnyRead, Read
from esoviet.web.api.shapes import Answer, One, Part
from esoviet.web.api.votes import option_title, subject_title
from esoviet.web.http import chores
from esoviet.web.http.kept import Kept

MOST = 1_000  # decisions that are looked at, the newest
SHOWN = 100
LONG_BALLOTS = 1_000_000  # in votes that a worker counts
SECONDS = 60.0
MOST_BYTES = 4 << 20
A_LINE = 800  # bytes, at most


class Turn(Part, frozen=True, kw_only=True):
    """How a matter ended, or had: the `ending` of a decision and who or what won.

    Or *in-line*: an applicant is not let in at once; *refused* and *left-open*: a mandate is not
    found carried out, or nobody said enough; *lapsed*: there was no vote.
    """

    ending: str
    winners: list[Winner]


class Reason(Part, frozen=True, kw_only=True):
    """Why: what is counted (`about`), of which option; how many were for it and against it.

    `then` is what it took, `now` what it had taken.
    """

    about: About
    option: int | None
    title: str | None
    had: int
    against: int
    then: str
    now: str


class OtherwiseLine(Part, frozen=True, kw_only=True):
    """A matter that had come otherwise; `now` is null where nobody knows how it had ended.

    *otherwise*: the same ballots decide otherwise. *options*: the vote had been on fewer options.
    *more-options*: on more of them. *not-voted*: it had not come to a vote when it did. *voted*: it
    lapsed, and had gone on.
    """

    event: Event
    kind: VoteKind
    subject: int
    title: str | None
    decision: int | None
    then: Turn
    now: Turn | None
    why: list[Reason]


class NotKnown(Part, frozen=True, kw_only=True):
    """Something that such a replay cannot know, and of which parameters (none: of all)."""

    about: str
    because: str
    parameters: list[str]


class OtherwiseAnswer(Answer, frozen=True, kw_only=True):
    """The last `decisions` of `all_decisions` under other `parameters`: nothing is chained.

    Past votes tell something of those parameters only that are `weighed`: without any, nothing is
    looked at. Of these decisions so many `differ`, were `not_voted` on then, or had been voted on
    with `more_options`; besides, so many that lapsed had gone on (`voted`). Of `lines` the newest
    decisions are told first, and so many `more` there are. `uncounted` votes take too long to count
    here. Where not `ready`, it is being counted: ask again.
    """

    parameters: dict[str, str]
    weighed: list[str]
    ready: bool
    all_decisions: int
    decisions: int
    differ: int
    not_voted: int
    more_options: int
    voted: int
    uncounted: int
    lines: list[OtherwiseLine]
    more: int
    unknown: list[NotKnown]


class Found(Struct, frozen=True):
    """What a replay found, and how many votes it left uncounted."""

    lines: tuple[Line, ...] = ()
    uncounted: int = 0


Key = tuple[object, ...]
_kept = Kept[Key, Found](MOST_BYTES, lambda found: A_LINE * len(found.lines))


def of_solution(context: AnswerContext, query: One) -> OtherwiseAnswer | None:
    """What past decisions would have been under what a solution amends."""
    solution = context.view.get(Solution, query.number)
    return None if solution is None else _answer(context, solution.parameters)


def of_repair(context: AnswerContext, query: One) -> OtherwiseAnswer | None:
    """What past decisions would have been under what a change by signature changes."""
    repair = context.view.get(Repair, query.number)
    return None if repair is None else _answer(context, repair.parameters)


def _answer(context: AnswerContext, changes: Mapping[str, str]) -> OtherwiseAnswer:
    found = _found(context, changes)
    lines = () if found is None else found.lines
    events = [line.event for line in lines]
    whole = context.view.count(Decision)
    return OtherwiseAnswer(
        log_size=context.log_size,
        parameters=dict(changes),
        weighed=list(weighed(changes)),
        ready=found is not None,
        all_decisions=whole,
        decisions=min(whole, MOST) if weighed(changes) else 0,
        differ=sum(line.differs for line in lines),
        not_voted=events.count("not-voted"),
        more_options=events.count("more-options"),
        voted=events.count("voted"),
        uncounted=0 if found is None else found.uncounted,
        lines=[told(context, line) for line in lines[:SHOWN]],
        more=max(0, len(lines) - SHOWN),
        unknown=[
            NotKnown(about=one.about, because=one.because, parameters=list(one.parameters))
            for one in unknown(changes)
        ],
    )


def _found(context: AnswerContext, changes: Mapping[str, str]) -> Found | None:
    """What is known, or None while it is worked out."""
    if not weighed(changes):
        return Found()
    view, key = context.view, (context.assembly.id, *_past(context.view), *sorted(changes.items()))
    known = _kept.get(key)
    if known is not None:
        return known
    steps = _steps(view, changes)
    walk = chores.Walk(("otherwise", *key), steps, partial(_ends, key))
    if chores.walk(walk):
        return None
    cases = [step if isinstance(step, Line) else judged(step) for step in steps if step is not None]
    return Found(_sorted([line for line in cases if line is not None]))


def _past(view: View) -> Key:
    """What tells whether anything more has ended."""
    ended = view.count(Decision), view.count_by(Problem, "phase", "lapsed")
    return (
        *ended,
        view.count_by(Question, "state", "lapsed"),
        view.must(Constitution, THE).version,
    )


def _steps(view: View, changes: Mapping[str, str]) -> Iterator[Step]:
    after = max(0, view.count(Decision) - MOST)
    for step in looked(view, changes, after):
        yield judged(step) if isinstance(step, Case) and not step.is_long else step


def _ends(key: Key, steps: list[Step]) -> chores.Job[list[Line]] | None:
    """Keep what was found; what takes long a worker counts, the newest first."""
    lines = [step for step in steps if isinstance(step, Line)]
    left, cases, room = 0, list[Case](), LONG_BALLOTS
    for step in reversed(steps):
        if isinstance(step, Case):
            room -= len(step.roll.members) // 8
            cases += [step] if room >= 0 else []
            left += room < 0

    def keep(counted: list[Line], uncounted: int = left) -> None:
        _kept.put(key, Found(_sorted(lines + counted), uncounted))

    if not cases:
        keep([])
        return None
    give_up = partial(keep, [], left + len(cases))
    return chores.Job(("count", *key), judged_all, (cases,), SECONDS, keep, give_up)


def _sorted(lines: list[Line]) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=attrgetter("decision"), reverse=True))


def told(context: AnswerContext, line: Line) -> OtherwiseLine:
    """A line with the titles and names of what it is about."""
    decision = context.view.get(Decision, line.decision)
    vote = None if decision is None else context.view.must(Vote, decision.vote)
    return OtherwiseLine(
        event=line.event,
        kind=line.kind,
        subject=line.subject,
        title=subject_title(context, line.kind, line.subject),
        decision=line.decision or None,
        then=_turn(context, vote, line.then),
        now=None if line.now is None else _turn(context, vote, line.now),
        why=[_reason(context, line.kind, vote, why) for why in line.why],
    )


def _turn(context: AnswerContext, vote: Vote | None, outcome: Outcome) -> Turn:
    won = outcome.winners
    return Turn(
        ending=outcome.ending,
        winners=[Winner(option=one, title=option_title(context, vote, one)) for one in won if vote],
    )


def _reason(context: AnswerContext, kind: VoteKind, vote: Vote | None, why: Why) -> Reason:
    title = None
    if why.option and vote is not None and vote.kind == "question":
        title = option_title(context, vote, why.option)
    elif why.option:
        solution = context.view.must(Solution, why.option)
        person = context.who(solution.by).name
        title = person if kind == "election" else context.title(solution.text)
    return Reason(
        about=why.about,
        option=why.option or None,
        title=title,
        had=why.had,
        against=why.against,
        then=why.then,
        now=why.now,
    )


OF_SOLUTION = Read("/solutions/{number}/otherwise.json", of_solution, One, OtherwiseAnswer)
OF_REPAIR = Read("/repairs/{number}/otherwise.json", of_repair, One, OtherwiseAnswer)
READS: tuple[AnyRead, ...] = (OF_SOLUTION, OF_REPAIR)
