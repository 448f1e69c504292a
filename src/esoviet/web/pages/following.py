"""What happened in what a reader follows, since they began to or have read it: a line a thing.

Several arguments in one matter are one line, several solutions or posts too. Its name is that of
the last of them, so that each is told once. What a reader did themselves is not told, nor what they
are told as something else (`elsewhere`), nor what comes from whom they mute; reports are a duty,
and come from everybody. When a question lapsed, no record says, so that is not told.
"""

from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import Literal, NamedTuple

from esoviet.law.arguments import Argument
from esoviet.law.decisions import Decision
from esoviet.law.mandates import Mandate, Report
from esoviet.law.problems import Problem
from esoviet.law.questions import Question
from esoviet.law.solutions import Solution, Version
from esoviet.law.topics import Post, answered_by
from esoviet.law.votes import Vote
from esoviet.store.follows import Followed
from esoviet.web.api.context import AnswerContext
from esoviet.web.pages.matter import title_of_text
from esoviet.web.pages.topics import topic_title, where

LOOKED_THROUGH = 200
"""So many of the last arguments and posts are searched."""
KIND = "followed"

Says = Literal["arguments", "solutions", "posts", "report", "phase", "question"]


class Stir(NamedTuple):
    """One thing: what it is, its name, where it is shown, when it was (ms), about what.

    How `many` arguments, solutions or posts, else 0; `phase` where the matter is now.
    """

    says: Says
    name: str
    path: str
    time: int
    title: Callable[[], str]
    many: int = 0
    phase: str = ""


class Told(NamedTuple):
    """What a reader is told otherwise: `paths` of matters and votes that need them, and the rest.

    `mentions` are the paths of what mentions them, `names` the names under which something that is
    followed was told already.
    """

    paths: Collection[str] = ()
    answers: bool = True
    decisions: bool = True
    opened: bool = False
    mentions: Collection[str] = ()
    names: Collection[str] = ()


def followed(context: AnswerContext, reader: int, told: Told) -> list[Stir]:
    """What happened in what a reader follows."""
    matters = context.own.followed
    talk = _talk(context, reader, told, {one.path for one in matters}) if matters else {}
    found: list[Stir] = []
    for one in matters:
        kind, _slash, number = one.path.partition("/")
        if kind == "topics":
            found += _of_topic(context, int(number), reader, one, told)
        elif kind == "questions":
            found += _of_question(context, int(number), one, told)
        else:
            found += _of_problem(context, int(number), reader, one, told, talk.get(one.path, []))
    return found


def _talk(
    context: AnswerContext, reader: int, told: Told, paths: Collection[str]
) -> dict[str, list[Argument]]:
    """The last arguments of others in what is followed, by matter."""
    found: dict[str, list[Argument]] = {}
    view = context.view
    for one in view.numbered(Argument, max(0, view.next_number(Argument) - 1 - LOOKED_THROUGH)):
        path = f"problems/{one.problem}"
        if path in paths and not one.retracted and _is_for(context, reader, one.by):
            about = view.get(Argument, one.argument) if told.answers and one.argument else None
            is_other = f"{path}#argument-{one.number}" not in told.mentions
            if is_other and (about is None or about.by != reader):
                found.setdefault(path, []).append(one)
    return found


def _is_for(context: AnswerContext, reader: int, by: int) -> bool:
    return by != reader and by not in context.own.muted


def _of_problem(
    context: AnswerContext, number: int, reader: int, since: Followed, told: Told,
    talk: list[Argument],
) -> Iterator[Stir]:  # fmt: skip
    problem = context.view.get(Problem, number)
    if problem is None:
        return
    title = partial(title_of_text, context, problem.text, number)
    last = _last_told(told.names, since.path, "argument")
    new = [one for one in talk if one.entry >= since.size and one.number > last]
    if new:
        first, name = f"{since.path}#argument-{new[0].number}", _named(since.path, "argument", new)
        yield Stir("arguments", name, first, new[-1].time, title, len(new))
    yield from _solved(context, reader, since, told, title, number)
    yield from _worked(context, reader, problem, since)
    if problem.since > since.time and not _is_known(reader, problem, told):
        name = f"{KIND} {since.path}#{problem.phase}-{problem.since}"
        yield Stir("phase", name, since.path, problem.since, title, phase=problem.phase)


def _solved(
    context: AnswerContext, reader: int, since: Followed, told: Told, title: Callable[[], str],
    number: int,
) -> Iterator[Stir]:  # fmt: skip
    last = _last_told(told.names, since.path, "solution")
    new = [
        one
        for one in context.view.by(Solution, "problem", number)
        if one.entry >= since.size and one.number > last and _is_for(context, reader, one.by)
    ]
    if new:
        path, name = f"{since.path}#solution-{new[0].number}", _named(since.path, "solution", new)
        time = context.view.must(Version, 1, new[-1].number).time
        yield Stir("solutions", name, path, time, title, len(new))


def _worked(
    context: AnswerContext, reader: int, problem: Problem, since: Followed
) -> Iterator[Stir]:
    if not problem.decision:
        return
    for mandate in context.view.by(Mandate, "decision", problem.decision):
        text = context.view.must(Solution, mandate.solution).text
        title = partial(title_of_text, context, text, mandate.number)
        path = f"mandates/{mandate.number}"
        for one in context.view.rows(Report, mandate.number):
            if one.entry >= since.size and one.by != reader:
                name = f"{KIND} {path}#report-{one.number}"
                yield Stir("report", name, f"{path}#reports", one.time, title)


def _of_topic(
    context: AnswerContext, number: int, reader: int, since: Followed, told: Told
) -> Iterator[Stir]:
    """The last posts of others in a topic, but those that they are told as answers or mentions."""
    view = context.view
    last = _last_told(told.names, since.path, "post")
    new = [
        one
        for one in view.numbered(Post, max(last, view.count(Post) - LOOKED_THROUGH))
        if one.topic == number and one.entry >= since.size and _is_for(context, reader, one.by)
        and not (told.answers and answered_by(view, one) == reader)
        and where(context, one) not in told.mentions
    ]  # fmt: skip
    if new:
        name = _named(since.path, "post", new)
        title = partial(topic_title, context, number)
        yield Stir("posts", name, where(context, new[0]), new[-1].time, title, len(new))


def _of_question(
    context: AnswerContext, number: int, since: Followed, told: Told
) -> Iterator[Stir]:
    question = context.view.get(Question, number)
    if question is None:
        return
    vote = context.view.get(Vote, question.vote)
    decision = context.view.get(Decision, question.decision)
    time = decision.time if decision else vote.opened_at if vote else 0
    if time > since.time and not _is_elsewhere(
        told, since.path, question.state, question.vote, question.decision
    ):
        name = f"{KIND} {since.path}#{question.state}-{time}"
        title = partial(title_of_text, context, question.text, number)
        yield Stir("question", name, since.path, time, title, phase=question.state)


def _is_known(reader: int, problem: Problem, told: Told) -> bool:
    """Whether the reader knows in which phase a problem is, from elsewhere or by their own act."""
    if problem.phase == "necessity" or (problem.phase == "withdrawn" and problem.by == reader):
        return True
    path = f"problems/{problem.number}"
    return _is_elsewhere(told, path, problem.phase, problem.vote, problem.decision)


def _is_elsewhere(told: Told, path: str, phase: str, vote: int, decision: int) -> bool:
    """Whether the reader is told otherwise where the matter is now."""
    if path in told.paths or f"votes/{vote}" in told.paths or (told.opened and phase == "vote"):
        return True
    return told.decisions and decision > 0 and phase in ("work", "closed", "decided")


def _named(path: str, what: str, new: list[Argument] | list[Solution] | list[Post]) -> str:
    return f"{KIND} {path}#{what}-{new[-1].number}"


def _last_told(names: Collection[str], path: str, what: str) -> int:
    """The last of what was told of a matter before."""
    begins = f"{KIND} {path}#{what}-"
    return max((int(one[len(begins) :]) for one in names if one.startswith(begins)), default=0)
