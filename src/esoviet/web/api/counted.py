"""The reports of an assembly on itself, as far as they were asked for."""

import time
from collections.abc import Callable

from esoviet.figures.assembly import Report, report
from esoviet.figures.periods import Period, periods
from esoviet.figures.rotation import Ledger
from esoviet.law.view import View

LONG = 0.05
"""What takes as long to count, in seconds, is not counted anew for each entry, but rests."""
REST = 40


class Reports:
    """The reports of an assembly that were asked for: numbers, and no names.

    Those on finished periods are kept. The other and the ledger are kept until the log grows, or
    for `REST` times as long as they took, where that is long. `clock` counts seconds from anywhere.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._rests = 0.0
        self._size = -1
        self._periods: tuple[Period, ...] = ()
        self._ledger: Ledger | None = None
        self._last: Report | None = None
        self._finished: dict[int, Report] = {}

    def periods(self, view: View) -> tuple[Period, ...]:
        """All periods so far."""
        self._look(view)
        return self._periods

    def is_behind(self, view: View) -> bool:
        """Whether the log has grown since what is told."""
        return self._size != view.index

    def ledger(self, view: View) -> Ledger:
        """Who has led what."""
        self._look(view)
        if self._ledger is None:
            began = self._clock()
            self._ledger = Ledger(view)
            self._took(began)
        return self._ledger

    def of(self, view: View, period: Period) -> Report:
        """The report on a period."""
        known = self._finished.get(period.number) if period.finished else self._last
        if known is None:
            ledger, began = self.ledger(view), self._clock()
            known = report(view, period, ledger)
            self._took(began)
            if period.finished:
                self._finished[period.number] = known
            else:
                self._last = known
        return known

    def _took(self, began: float) -> None:
        now = self._clock()
        if now - began > LONG:
            self._rests = max(self._rests, now + REST * (now - began))

    def _look(self, view: View) -> None:
        if self.is_behind(view) and self._clock() >= self._rests:
            self._size, self._periods = view.index, periods(view)
            self._ledger = self._last = None
