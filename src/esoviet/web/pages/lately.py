"""What happened lately that a member wants to hear of: decided, opened, answered to them."""

from collections.abc import Collection, Iterator
from heapq import nlargest
from typing import Literal

from msgspec import Struct

from esoviet.figures.periods import Period
from esoviet.law.arguments import Argument
from esoviet.law.criticism import Criticism
from esoviet.law.decisions import Decision
from esoviet.law.facts import Fact, FactWeighing, standing
from esoviet.law.problems import Phase, Problem
from esoviet.law.questions import Question
from esoviet.law.record import R
from esoviet.law.rewordings import Rewording, about_of
from esoviet.law.solutions import Backing, Solution, Version
from esoviet.law.topics import Post, answered_by, is_gone
from esoviet.law.votes import Vote
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.decisions import DecisionLine, decision_line
from esoviet.web.api.mentions import Place
from esoviet.web.api.shapes import Who
from esoviet.web.api.votes import subject_title
from esoviet.web.pages.following import Says, Told, followed
from esoviet.web.pages.matter import title_of_text
from esoviet.web.pages.rewordings import path_of
from esoviet.web.pages.topics import topic_title, where
from esoviet.wire import entry as entries

MOST = 6
DRAFTED: tuple[Phase, ...] = ("solutions", "reading")
RECORDS: dict[str, type[Argument | Problem | Question | Solution | Post]] = {
    "argument": Argument, "problem": Problem, "question": Question, "solution": Solution,
    "post": Post,
}  # fmt: skip
LOOKED_THROUGH = 200
"""So many of the last arguments and posts are searched for answers to the reader."""


class Happened(Struct, frozen=True):
    """One thing that happened, about what, where it is shown, when (ms); who answered.

    Of a matter that is `followed`, what it was (`Stir`); `name` is that by which it is told once,
    where kind and path do not make it. A mention came with an `entry`; a report of the assembly on
    itself (`looked`) is on a `period`.
    """

    kind: Literal[
        "decided", "opened", "answered", "mentioned", "followed", "looked", "contested", "moved"
    ]
    title: str
    path: str
    time: int
    decision: DecisionLine | None = None
    by: Who | None = None
    name: str = ""
    says: Says | None = None
    count: int = 0
    phase: str = ""
    entry: int = 0
    period: Period | None = None


def lately(context: AnswerContext, reader: int | None, needs: Collection[str]) -> list[Happened]:
    """The last of what happened, the newest first; `needs` are the paths of what needs them."""
    mentioned = mentions(context, reader, answers=True)
    told = Told(needs, opened=True, mentions={one.path for one in mentioned})
    found = [
        *decided(context), *_opened(context), *_looked(context), *answered(context, reader),
        *contested(context, reader), *_replied(context, reader), *reworded(context, reader),
        *moved(context, reader), *mentioned,
        *stirred(context, reader, told),
    ]  # fmt: skip
    return nlargest(MOST, found, key=lambda one: one.time)


def _last(context: AnswerContext, kind: type[R], most: int) -> Iterator[R]:
    return context.view.numbered(kind, max(0, context.view.next_number(kind) - 1 - most))


def decided(context: AnswerContext) -> list[Happened]:
    """The last decisions."""
    lines = [decision_line(context, one) for one in _last(context, Decision, MOST)]
    return [
        Happened(
            "decided",
            line.title or str(line.number),
            f"decisions/{line.number}",
            line.time,
            decision=line,
        )
        for line in lines
    ]


def _opened(context: AnswerContext) -> list[Happened]:
    return [
        Happened(
            "opened",
            subject_title(context, one.kind, one.subject) or str(one.number),
            f"votes/{one.number}",
            one.opened_at,
        )
        for one in _last(context, Vote, MOST)
        if one.state == "open"
    ]


def _looked(context: AnswerContext) -> list[Happened]:
    """The last report of the assembly on itself that is whole."""
    over = [one for one in context.cache.reports.periods(context.view)[-2:] if one.finished]
    return [
        Happened("looked", str(one.number), f"reports/{one.number}", one.ends, period=one)
        for one in over
    ]


def answered(context: AnswerContext, reader: int | None) -> list[Happened]:
    """The last answers of others to the reader."""
    found = [*_argued(context, reader), *_posted(context, reader)]
    return nlargest(MOST, found, key=lambda one: one.time)


def _posted(context: AnswerContext, reader: int | None) -> list[Happened]:
    """Posts that answer the reader's, or are in a topic of theirs and answer nobody."""
    view = context.view
    found = [
        one
        for one in (_last(context, Post, LOOKED_THROUGH) if reader else ())
        if answered_by(view, one) == reader and one.by not in (reader, *context.own.muted)
        and not is_gone(view, one)
    ]  # fmt: skip
    return [
        Happened(
            "answered",
            topic_title(context, one.topic),
            where(context, one),
            one.time,
            by=context.who(one.by),
            entry=one.entry,
        )
        for one in found[-MOST:]
    ]


def _argued(context: AnswerContext, reader: int | None) -> list[Happened]:
    view, found = context.view, []
    for one in _last(context, Argument, LOOKED_THROUGH) if reader else ():
        about = view.get(Argument, one.argument)
        if about is None or about.by != reader or one.by == reader or one.retracted:
            continue
        if one.by in context.own.muted:
            continue
        found.append(one)
    return [
        Happened(
            "answered",
            title_of_text(context, one.text, one.number),
            f"problems/{one.problem}#argument-{one.number}",
            one.time,
            by=context.who(one.by),
        )
        for one in found[-MOST:]
    ]


def contested(context: AnswerContext, reader: int | None) -> list[Happened]:
    """The reader's facts of the last that members find not well founded."""
    found = [
        one
        for one in (_last(context, Fact, LOOKED_THROUGH) if reader else ())
        if one.by == reader and standing(context.view, one) == "contested"
    ]
    return [
        Happened(
            "contested",
            title_of_text(context, one.text, one.number),
            f"facts/{one.number}",
            _contested_at(context, one),
        )
        for one in found[-MOST:]
    ]


def _contested_at(context: AnswerContext, fact: Fact) -> int:
    """When the last member who finds it not well founded said so (ms)."""
    weighings = context.view.rows(FactWeighing, fact.number)
    last = max(one.entry for one in weighings if one.finds == "unfounded")
    return entries.read(context.entries(last, last + 1)[0]).time


def _replied(context: AnswerContext, reader: int | None) -> list[Happened]:
    """The last answers to criticisms of the reader's."""
    found = context.view.by(Criticism, "by", reader) if reader else []
    return [
        Happened(
            "answered",
            title_of_text(context, one.observation, one.number),
            f"criticisms/{one.number}",
            one.answered,
            by=context.who(one.answered_by),
        )
        for one in found[-LOOKED_THROUGH:]
        if one.answered
    ][-MOST:]


def reworded(context: AnswerContext, reader: int | None) -> list[Happened]:
    """The last answers of authors to how the reader would word their texts."""
    view, last = context.view, _last(context, Rewording, LOOKED_THROUGH)
    found = [one for one in last if one.by == reader and one.answered]
    texts = (about_of(view, one) for one in found)
    return [
        Happened(
            "answered",
            title_of_text(context, about.text, about.number),
            f"{path_of(about)}#rewording-{one.number}",
            one.answered,
            by=context.who(about.by),
        )
        for one, about in zip(found, texts, strict=True)
    ][-MOST:]


def moved(context: AnswerContext, reader: int | None) -> list[Happened]:
    """Solutions of which the reader backs another version than the one that is shown by now."""
    view, found = context.view, list[Happened]()
    problems = (one for phase in DRAFTED for one in view.by(Problem, "phase", phase))
    for problem in problems if reader else ():
        for solution in view.by(Solution, "problem", problem.number):
            backing = view.get(Backing, reader or 0, solution.number)
            if backing is None or backing.version == solution.version:
                continue
            title = title_of_text(context, solution.text, solution.number)
            path = f"solutions/{solution.number}/versions#version-{solution.version}"
            time = view.must(Version, solution.version, solution.number).time
            found.append(Happened("moved", title, path, max(time, _stood(problem))))
    return nlargest(MOST, found, key=lambda one: one.time)


def _stood(problem: Problem) -> int:
    """Since when one version stands, and no other; 0 while they are drafted."""
    return problem.since if problem.phase == "reading" else 0


def mentions(context: AnswerContext, reader: int | None, *, answers: bool) -> list[Happened]:
    """What of others mentions the reader last; where they are told `answers`, none of these."""
    found = (_mention(context, reader, one, answers) for one in context.mentions(reader or 0))
    return nlargest(MOST, (one for one in found if one), key=lambda one: one.time)


def _mention(
    context: AnswerContext, reader: int | None, place: Place, answers: bool
) -> Happened | None:
    """Something that mentions a reader; None where it is not to be told, or not there any more."""
    one = context.view.must(RECORDS[place.kind], place.number)
    title = context.title(one.text)
    if title is None or one.by == reader or one.by in context.own.muted:
        return None
    who = context.who(one.by)
    path, time = f"{place.kind}s/{one.number}", 0
    if isinstance(one, Post):
        if answers and answered_by(context.view, one) == reader:
            return None
        return Happened(
            "mentioned", topic_title(context, one.topic), where(context, one), one.time,
            by=who, entry=one.entry,
        )  # fmt: skip
    if isinstance(one, Argument):
        about = context.view.get(Argument, one.argument) if answers else None
        if one.retracted or (about is not None and about.by == reader):
            return None
        path, time = f"problems/{one.problem}#argument-{one.number}", one.time
    elif isinstance(one, Solution):
        path = f"problems/{one.problem}#solution-{one.number}"
        time = context.view.must(Version, 1, one.number).time
    else:
        time = one.raised if isinstance(one, Problem) else one.asked
    return Happened("mentioned", title, path, time, by=who, entry=one.entry)


def stirred(context: AnswerContext, reader: int | None, told: Told) -> list[Happened]:
    """What happened in what the reader follows."""
    return [
        Happened(
            "followed", one.title(), one.path, one.time,
            name=one.name, says=one.says, count=one.many, phase=one.phase,
        )
        for one in (followed(context, reader, told) if reader else ())
    ]  # fmt: skip
