"""What feeds tell: what was decided, what was raised, what the log has; the newest first.

The words are those of the pages, from the same templates.
"""

from collections.abc import Callable, Iterator
from functools import partial
from heapq import nlargest
from typing import NamedTuple

from markupsafe import Markup

from esoviet.law.decisions import Decision
from esoviet.law.problems import Problem
from esoviet.law.record import R
from esoviet.law.topics import Topic
from esoviet.web.api import log
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.decisions import decision_line
from esoviet.web.pages.matter import title_of_text
from esoviet.web.pages.render import templates
from esoviet.web.pages.subjects import subjects
from esoviet.web.pages.topics import topic_title

MOST = 30


class News(NamedTuple):
    """One thing that happened, before anything was read: its lasting name, its page, when (ms)."""

    name: str
    path: str
    time: int
    title: Callable[[str], str]
    """What it is called in a language."""


def decided(context: AnswerContext) -> list[News]:
    """The last decisions."""
    return [
        News(
            f"decision:{one.number}",
            f"decisions/{one.number}",
            one.time,
            partial(decision_said, context, one),
        )
        for one in _last(context, Decision)
    ]


def raised(context: AnswerContext) -> list[News]:
    """The last problems and elections."""
    return [
        News(
            f"problem:{one.number}",
            f"problems/{one.number}",
            one.raised,
            partial(_problem, context, one),
        )
        for one in _last(context, Problem)
    ]


def opened(context: AnswerContext) -> list[News]:
    """The last topics that were opened."""
    return [
        News(
            f"topic:{one.number}",
            f"topics/{one.number}",
            one.time,
            partial(_topic, context, one),
        )
        for one in _last(context, Topic)
    ]


def both(context: AnswerContext) -> list[News]:
    """The last of what was decided and raised."""
    return nlargest(MOST, [*decided(context), *raised(context)], key=lambda one: one.time)


def logged(context: AnswerContext) -> list[News]:
    """The last entries of the log, without the host's marks of time."""
    lines = log.deeds(context, MOST)
    return [
        News(
            f"entry:{one.index}",
            f"log/entries/{one.index}",
            one.time,
            partial(_deed, context, one),
        )
        for one in lines
    ]


def _last(context: AnswerContext, kind: type[R]) -> Iterator[R]:
    """The last records of a numbered kind, the newest first."""
    number = context.view.next_number(kind) - 1
    return (context.view.must(kind, at) for at in range(number, max(0, number - MOST), -1))


def decision_said(context: AnswerContext, decision: Decision, language: str) -> str:
    """What was decided, in a sentence."""
    line = decision_line(context, decision)
    names = [one.title or one.option for one in line.winners if one.option]
    said = _said(language, "parts/sentence.html", "head", line.kind, line.ending, names)
    return f"{line.title or line.number}: {said}"


def _problem(context: AnswerContext, problem: Problem, _language: str) -> str:
    return title_of_text(context, problem.text, problem.number)


def _topic(context: AnswerContext, topic: Topic, _language: str) -> str:
    return topic_title(context, topic.number)


def _deed(context: AnswerContext, one: log.Deed, language: str) -> str:
    return _said(language, "parts/common.html", "deed", "", one, subjects(context, [one]))


def _said(language: str, template: str, macro: str, *values: object) -> str:
    """What a macro of a template says, as plain text."""
    says = getattr(templates(language).get_template(template).module, macro)
    return Markup(says(*values)).striptags()  # noqa: S704 - escaped by the template
