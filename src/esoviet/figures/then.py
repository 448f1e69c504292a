"""What was in force at a moment of the past, and how many decided then, as far as records tell.

A headcount is kept where a text stood still: when a reading began, a question was asked, a vote
opened without one. Between two of them members fall asleep and wake; what is told of a moment is
the headcount next to it.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from esoviet.law.constitution import Amendment, Constitution
from esoviet.law.problems import Problem
from esoviet.law.questions import Question
from esoviet.law.records import THE, Headcount
from esoviet.law.view import View
from esoviet.law.votes import Vote


class Past:
    """The constitutions of an assembly, each with its likeness under `changes`; its headcounts."""

    def __init__(self, view: View, changes: Mapping[str, str]) -> None:
        self._rules: list[Constitution] = []
        values: dict[str, str] = {}
        for one in view.numbered(Amendment):
            values = {**values, **one.changes}
            rules = Constitution(THE, values, one.number, one.time, one.decision, one.repair)
            self._rules.append(rules)
        self._others = [replace(one, values={**one.values, **changes}) for one in self._rules]
        self._since = [one.since for one in self._rules]
        self._people = sorted(_headcounts(view), key=lambda one: (one.time, one.entry))
        self._taken = [one.time for one in self._people]

    def at(self, time: int) -> Iterator[tuple[Constitution, Constitution]]:
        """What was in force at a moment, in ms, and the same under the changes.

        Of those that came into force in that very moment each may be it: the last one first.
        """
        place = max(bisect_right(self._since, time), 1)
        while place:
            place -= 1
            yield self._rules[place], self._others[place]
            if self._since[place] != time:
                return

    def people(self, time: int) -> Headcount:
        """The headcount next to a moment: the last one by then, else the first one after it."""
        return self._people[max(bisect_right(self._taken, time) - 1, 0)]


def electorate(vote: Vote) -> Headcount:
    """The members when the text of a vote stood still."""
    return Headcount(vote.frozen, vote.frozen_at, vote.roll_until, vote.base, vote.counted)


def _headcounts(view: View) -> Iterator[Headcount]:
    now = view.assembly
    yield Headcount(view.index, view.time, now.admissions, now.active, now.counted)
    for problem in view.numbered(Problem):
        if problem.electorate is not None:
            yield problem.electorate
    for question in view.numbered(Question):
        yield question.electorate
    for vote in view.numbered(Vote):
        yield electorate(vote)
