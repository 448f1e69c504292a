"""The periods by which an assembly looks at itself, and what was in force when (clause 2.13).

They follow each other from the founding on. Each lasts the `review_days` that were in force when it
began (2.6), so that no amendment moves one that is over. A period has *finished* once the log is
sure to be past its end (1.6): all that happened in it stands in the records by then, as of its own
time, and nothing that comes later belongs to it.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence

from msgspec import Struct

from esoviet.law.common import value_at
from esoviet.law.constitution import Amendment, milliseconds
from esoviet.law.record import R
from esoviet.law.records import THE, Assembly, Clock
from esoviet.law.view import View


class Period(Struct, frozen=True):
    """From `begins` up to `ends`, without that moment, in ms; `finished`, or under way."""

    number: int
    begins: int
    ends: int
    finished: bool

    def has(self, time: int) -> bool:
        """Whether a moment lies in it."""
        return self.begins <= time < self.ends


class Rules:
    """What the constitution said at any moment."""

    def __init__(self, view: View) -> None:
        self._versions = list(reversed(view.rows(Amendment)))

    def at(self, name: str, time: int) -> str:
        """The value of a parameter at a moment."""
        return value_at(self._versions, name, time)

    def days(self, name: str, time: int) -> int:
        """A duration as it was at a moment, in ms."""
        return milliseconds(self.at(name, time))


def told_until(view: View) -> int:
    """Up to when the records tell what happened: all that fell due by then is carried out."""
    return min(view.time, view.must(Clock, THE).sure + view.limits.slack_ms)


def periods(view: View) -> tuple[Period, ...]:
    """All periods so far; the last one is under way."""
    rules, told, found = Rules(view), told_until(view), list[Period]()
    begins = view.must(Assembly, THE).founded
    while not found or found[-1].finished:
        ends = begins + rules.days("review_days", begins)
        found.append(Period(len(found) + 1, begins, ends, ends <= told))
        begins = ends
    return tuple(found)


def within(view: View, kind: type[R], time: Callable[[R], int], period: Period) -> Sequence[R]:
    """The records of a numbered kind of which each is no earlier than the one before."""
    numbers = range(1, view.next_number(kind))
    first, last = (
        bisect_left(numbers, moment, key=lambda number: time(view.must(kind, number)))
        for moment in (period.begins, period.ends)
    )
    return [view.must(kind, number) for number in numbers[first:last]]
