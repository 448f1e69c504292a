"""What happens in an assembly that other rooms can be told: which things, by their numbers."""

from collections.abc import Iterator, Mapping
from heapq import nsmallest
from typing import NamedTuple, Protocol

from esoviet.law.decisions import Decision
from esoviet.law.mandates import REPORTS, Mandate, Report
from esoviet.law.problems import Problem
from esoviet.law.view import View
from esoviet.law.votes import Vote
from esoviet.node.hosted import HostedAssembly
from esoviet.store.rooms import Matter


class Event(NamedTuple):
    """One thing: when it happened (ms), of which matter, its place there, and by what it is told.

    `mark` grows within its matter. `what` is `decisions/3`, or `reports/1/2`: the second report on
    the first mandate.
    """

    time: int
    matter: Matter
    mark: int
    what: str


class Happening(NamedTuple):
    """How one thing is told: what it is called, where, when (ms), and in a sentence.

    `title` and `name`, the assembly's, are empty where only members read, and the sentence then
    names a kind and a number alone. `path` is below the assembly's address.
    """

    what: str
    path: str
    time: int
    sentence: str
    title: str = ""
    name: str = ""


class Happenings(Protocol):
    """Where the words come from (web/pages/happenings.py)."""

    def happening(self, hosted: HostedAssembly, what: str, language: str) -> Happening | None:
        """How a thing is told in a language; None where there is nothing of the kind.

        In an assembly that not everybody reads it holds no word of anybody's.
        """


def marks_now(view: View) -> dict[Matter, int]:
    """The last of each matter: a room that is added now is told what comes after."""
    return {
        "decisions": view.next_number(Decision) - 1,
        "votes": view.next_number(Vote) - 1,
        "problems": view.next_number(Problem) - 1,
        "reports": view.index - 1,
    }


def since(view: View, marks: Mapping[Matter, int], most: int) -> list[Event]:
    """What has happened since these marks, of these matters; the first so many, in order."""
    found = (event for matter, mark in marks.items() for event in _after(view, matter, mark))
    return nsmallest(most, found)


def _after(view: View, matter: Matter, mark: int) -> Iterator[Event]:
    if matter == "decisions":
        for decision in view.numbered(Decision, mark):
            yield Event(decision.time, matter, decision.number, f"decisions/{decision.number}")
    elif matter == "votes":
        for vote in view.numbered(Vote, mark):
            yield Event(vote.opened_at, matter, vote.number, f"votes/{vote.number}")
    elif matter == "problems":
        for problem in view.numbered(Problem, mark):
            yield Event(problem.raised, matter, problem.number, f"problems/{problem.number}")
    else:
        yield from _reports(view, mark)


def _reports(view: View, mark: int) -> Iterator[Event]:
    """Reports are numbered by mandate, so their mark is the entry with which they came."""
    for mandate in view.numbered(Mandate):
        for one in view.each(Report, mandate.number):
            if one.entry > mark and one.kind in REPORTS:
                yield Event(one.time, "reports", one.entry, f"reports/{one.mandate}/{one.number}")
