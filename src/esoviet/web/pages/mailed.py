"""The page of what a member answered by mail: drafts to be signed as arguments, or thrown away.

A draft belongs where the mail that it answers was about, if one can argue there, or talk; the
member may choose another problem. The browser puts its words into that form
(js/page/mailed.js), in which they are signed like any others: nothing here is an act, and a mail
is never a ballot.
"""

from collections.abc import Iterator

from msgspec import Struct
from starlette.requests import Request

from esoviet.law.arguments import Argue, Argument
from esoviet.law.decisions import Decision
from esoviet.law.mandates import Mandate
from esoviet.law.problems import Problem
from esoviet.law.questions import Question
from esoviet.law.topics import Topic
from esoviet.law.view import View
from esoviet.law.votes import Vote
from esoviet.node.links import MATTERS
from esoviet.node.node import Node
from esoviet.store.drafts import KEPT, MOST, Draft
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.votes import subject_title
from esoviet.web.http.context import node_of
from esoviet.web.pages.frame import Frame
from esoviet.web.pages.matter import Subject, possible, title_of_text
from esoviet.web.pages.page import OwnLine
from esoviet.web.pages.topics import topic_title

MOST_PLACES = 60


class Place(Struct, frozen=True):
    """Where one can argue: the page below the assembly, the name of its form there, its title.

    `answers` is the argument that is answered there, if it is one.
    """

    path: str
    form: str
    title: str
    answers: int = 0


class Waiting(Struct, frozen=True):
    """A draft, what the mail that it answers was about, and where it belongs first of all.

    `topic` is the page on which it can be posted, where the mail was about a topic.
    """

    draft: Draft
    about: Subject | None
    first: Place | None
    is_vote: bool
    topic: str = ""


class MailedPage(Struct, frozen=True):
    """The drafts of a reader, newest first; `places` is where one can argue now.

    `asks`: mails of this server can be answered. A draft waits for so many `days`.
    """

    drafts: list[Waiting]
    places: list[Place]
    asks: bool
    days: int
    most: int = MOST


def mailed(request: Request, frame: Frame, context: AnswerContext) -> MailedPage:
    """The page of a reader."""
    assert frame.assembly is not None
    node, reader = node_of(request), frame.reader
    found = node.reach.drafts.of(frame.assembly.id, reader, node.clock()) if reader else []
    places = list(_places(context, reader)) if found else []
    return MailedPage(
        [_waiting(context, one, places) for one in found],
        places,
        bool(node.config.mail_reply),
        KEPT // 86_400_000,
    )


def waiting(node: Node, assembly: str, member: int | None) -> int:
    """How many drafts of a member wait."""
    return node.reach.drafts.count(assembly, member, node.clock()) if member else 0


def _places(context: AnswerContext, reader: int | None) -> Iterator[Place]:
    for number in possible(context, reader, Argue, MOST_PLACES):
        problem = context.view.must(Problem, number)
        title = title_of_text(context, problem.text, number)
        yield Place(f"problems/{number}#argue", "argue-new", title)


def _waiting(context: AnswerContext, draft: Draft, places: list[Place]) -> Waiting:
    letter, number = draft.matter[:1], int(draft.matter[1:] or 0)
    name, view = MATTERS.get(letter, ""), context.view
    about = _about(context, name, number)
    problem, argument = _problem(view, name, number), view.get(Argument, number)
    first = next((one for one in places if one.path == f"problems/{problem}#argue"), None)
    if first is not None and name == "arguments" and argument is not None:
        path = f"problems/{problem}/arguments?after={number - 1}#argument-{number}"
        first = Place(
            path, f"argue-{number}", title_of_text(context, argument.text, number), number
        )
    talks = name == "topics" and about is not None
    return Waiting(draft, about, first, name == "votes", f"topics/{number}#write" if talks else "")


def _problem(view: View, name: str, number: int) -> int:
    """The problem to whose debate something belongs; 0 where there is none."""
    if name == "decisions":
        decision = view.get(Decision, number)
        return _problem(view, "votes", decision.vote) if decision else 0
    if name == "votes":
        vote = view.get(Vote, number)
        return vote.subject if vote and vote.kind in ("problem", "election") else 0
    if name == "arguments":
        argument = view.get(Argument, number)
        return argument.problem if argument else 0
    if name == "mandates":
        mandate = view.get(Mandate, number)
        return mandate.problem if mandate else 0
    return number if name == "problems" else 0


def _about(context: AnswerContext, name: str, number: int) -> Subject | None:
    """What a mail was about: its page, and what it is called."""
    view = context.view
    if name == "votes" and (vote := view.get(Vote, number)):
        return Subject(f"votes/{number}", subject_title(context, vote.kind, vote.subject) or "")
    if name == "decisions" and (decision := view.get(Decision, number)):
        title = subject_title(context, decision.kind, decision.subject)
        return Subject(f"decisions/{number}", title or "")
    if name == "topics" and view.get(Topic, number):
        return Subject(f"topics/{number}", topic_title(context, number))
    if name == "questions" and (question := view.get(Question, number)):
        return Subject(f"questions/{number}", title_of_text(context, question.text, number))
    if name == "arguments" and (argument := view.get(Argument, number)):
        path = f"problems/{argument.problem}#argument-{number}"
        return Subject(path, title_of_text(context, argument.text, number))
    problem = view.get(Problem, _problem(view, name, number))
    if problem is None:
        return None
    path = f"{name}/{number}"
    return Subject(path, title_of_text(context, problem.text, problem.number))


PAGES: tuple[OwnLine, ...] = (OwnLine("/me/drafts", "/me", "me/drafts.html", mailed),)
