"""What the records say of the work in a period: mandates, reports, and what came of them."""

from collections import Counter

from msgspec import Struct

from esoviet.figures.periods import Period, told_until
from esoviet.figures.rotation import Ledger, Term
from esoviet.law.mandates import REPORTS, Report
from esoviet.law.view import View


class Work(Struct, frozen=True):
    """The work of a period: terms that began, how others ended, reports, and those overdue.

    `overdue` are mandates of which a report was overdue at the end, or is now.
    """

    begun: int
    ended: dict[str, int]
    reports: int
    overdue: int


def work(view: View, period: Period, ledger: Ledger) -> Work:
    """What was done in a period."""
    led = ledger.terms
    moment = min(period.ends - 1, told_until(view))
    return Work(
        sum(period.has(one.begun) for one in led),
        dict(sorted(Counter(one.end for one in led if period.has(one.ended)).items())),
        sum(one.kind in REPORTS and period.has(one.time) for one in view.all(Report)),
        len({one.mandate for one in led if _is_overdue(view, ledger, one, moment)}),
    )


def _is_overdue(view: View, ledger: Ledger, term: Term, moment: int) -> bool:
    """Whether a report was overdue at a moment in a term (clause 9.4)."""
    if not term.at(moment):
        return False
    reports = [one for one in view.rows(Report, term.mandate) if one.kind in REPORTS]
    return ledger.last_due(term, reports, moment) <= moment
