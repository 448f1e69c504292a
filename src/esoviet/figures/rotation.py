"""The rotation ledger: who has led what, for how long, and what came of it.

A mandate's record says who leads it now, others' records who shares it: they lead it as well. Who
did before follows from its reports, from votes, and from the rules that were in force: a member's
term ends when they give the mandate back, leave or are dismissed, and that of all when the grace
time after a missed report is over (chapter 9). So every term is known, as of its own time, and what
came of it.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from esoviet.figures.periods import Rules
from esoviet.law.consequences import Consequence
from esoviet.law.decisions import Decision
from esoviet.law.mandates import Mandate, Report
from esoviet.law.problems import Problem
from esoviet.law.questions import Question
from esoviet.law.records import Member
from esoviet.law.solutions import Solution
from esoviet.law.view import View

BEGINS = ("taken-up", "seated")
"""The reports with which somebody begins to lead what nobody carried."""
JOINS = ("joined", "handed-over")
"""Those with which somebody comes to what others carry."""
NEVER = 2**62
"""When nothing is due at all."""

End = Literal["", "done", "resigned", "handed-on", "neglected", "dismissed", "left", "renewed"]


class Term(Struct, frozen=True):
    """A member led a mandate, or shared it, from `begun` to `ended` (ms; 0: still), with reports.

    It ended with the mandate `done`; `resigned`: given back; `handed-on`: another took it over;
    `neglected`: no report came;
    `dismissed`: a question took it; `left`: the member left; `renewed`: others were elected.
    """

    mandate: int
    lead: int
    begun: int
    ended: int = 0
    end: End = ""
    reports: int = 0
    counted: int = 0
    """From when on the first report was due of what was vacant before (0: from its begin)."""

    def at(self, time: int) -> bool:
        """Whether it was under way at a moment."""
        return self.begun <= time and not 0 < self.ended <= time


class Ledger:
    """The terms of all mandates, and what they follow from."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.rules = Rules(view)
        self._dismissals = _dismissals(view)
        self._denials = _denials(view)
        self.terms: list[Term] = []
        for mandate in view.rows(Mandate):
            self.terms += self._of(mandate)

    def last_due(self, term: Term, own: Sequence[Report], until: int = NEVER) -> int:
        """When the report was due that came last in a term before a moment, or did not come.

        What is declared carried out needs none, until the members say that it is not (9.12, 9.13).
        """
        since, declared = self._reported(term, own, until)
        return NEVER if declared else since + self.rules.days("report_days", since)

    def _reported(self, term: Term, own: Sequence[Report], until: int) -> tuple[int, bool]:
        """From when the next report is counted, and whether none is due: it is declared."""
        begun = term.counted or term.begun
        since, declared = begun, False
        said = [(time, "denied") for time in self._denials.get(term.mandate, ())]
        told = [(one.time, one.kind) for one in own if one.kind in ("progress", "completed")]
        for time, kind in sorted([*said, *told]):
            if not begun <= time <= until:
                continue
            if kind == "completed":
                declared = True
            elif kind == "denied" or not declared:
                since, declared = time, False
        return since, declared

    def _of(self, mandate: Mandate) -> Iterator[Term]:
        """The terms of one mandate, after those of all that have lower numbers."""
        reports = self.view.rows(Report, mandate.number)
        lead, begun = self._first(mandate, reports)
        while True:
            own = _until_vacant(reports)
            reports = reports[len(own) :]
            first = Term(mandate.number, lead, begun)
            stretch = _Stretch(self._gone, self._dismissals.get(mandate.number, ()), first)
            for one in own:
                stretch.told(one)
            yield from self._over(mandate, stretch, own, last=not reports)
            if not reports:
                return
            lead, begun = reports[0].by, reports[0].time
            reports = reports[1:]

    def _over(
        self, mandate: Mandate, stretch: "_Stretch", own: list[Report], *, last: bool
    ) -> list[Term]:
        """The terms of a stretch, from when somebody led it until nobody did."""
        over: dict[str, End] = {"done": "done", "ended": "renewed"}
        if last and mandate.held_by:
            return stretch.until(self.view.time)
        if last and mandate.state in over and mandate.vacated < stretch.begun:
            since = self.view.must(Problem, mandate.problem).since
            return stretch.until(since, over[mandate.state])
        if last:
            return stretch.until(mandate.vacated, "neglected")
        due = self.last_due(Term(mandate.number, 0, stretch.begun), own)
        if due < NEVER:
            return stretch.until(due + self.rules.days("grace_days", due), "neglected")
        return stretch.until(NEVER)

    def _first(self, mandate: Mandate, reports: list[Report]) -> tuple[int, int]:
        """Who led it first, and from when; 0 where it began vacant (clauses 9.1 and 9.2)."""
        view, decision = self.view, self.view.must(Decision, mandate.decision)
        joined: set[int] = set()
        for one in _until_vacant(reports):
            if one.kind in JOINS:
                joined.add(one.by)
            elif one.by not in joined:
                return one.by, decision.time
        if not reports:
            return mandate.lead, decision.time
        place = mandate.number - view.by(Mandate, "decision", mandate.decision)[0].number
        carrier = view.must(Solution, decision.winners[place]).carrier
        member = view.get(Member, carrier)
        if member is None or 0 < member.ended <= decision.time:
            return 0, decision.time
        held = sum(one.lead == carrier and one.at(decision.time) for one in self.terms)
        full = held >= int(self.rules.at("mandate_cap", decision.time))
        return 0 if full and not mandate.until else carrier, decision.time

    def _gone(self, member: int) -> int:
        """When a member left, in ms; 0 where they have not."""
        return self.view.must(Member, member).ended


class _Stretch:
    """A mandate from when somebody led it until nobody did: who carried it meanwhile.

    Who leads it stands first, then whoever shares it for longest (clause 9.21).
    """

    def __init__(
        self, gone: Callable[[int], int], taken: Sequence[tuple[int, tuple[int, ...]]], first: Term
    ) -> None:
        self._gone = gone
        self._taken = taken
        self._carry = [first] if first.lead else []
        self._over: list[Term] = []
        self.begun = first.begun

    def told(self, report: Report) -> None:
        """A report, after all that ended a term before it."""
        self._lapse(report.time, but=report.by)
        mine = next((one for one in self._carry if one.lead == report.by), None)
        if report.kind == "handed-over":
            self._handed(mine or self._joining(report), report.time)
        elif report.kind == "joined":
            self._carry.append(self._joining(report))
        elif mine is not None:
            more = replace(mine, reports=mine.reports + 1)
            self._carry[self._carry.index(mine)] = more
            if report.kind == "resigned":
                self._end(more, report.time, "resigned")

    def until(self, time: int, end: End = "") -> list[Term]:
        """All terms in their order; those that go on until a moment end then, if it is an `end`."""
        self._lapse(time)
        for one in [*self._carry] if end else ():
            self._end(one, time, end)
        return sorted([*self._over, *self._carry], key=lambda one: (one.begun, one.lead))

    def _joining(self, report: Report) -> Term:
        return Term(report.mandate, report.by, report.time, counted=self.begun)

    def _handed(self, heir: Term, time: int) -> None:
        if self._carry and self._carry[0].lead != heir.lead:
            self._end(self._carry[0], time, "handed-on")
        self._carry = [heir, *(one for one in self._carry if one.lead != heir.lead)]

    def _lapse(self, time: int, but: int = 0) -> None:
        """Who left by a moment carries it no more, nor who was dismissed by then."""
        for one in [*self._carry]:
            gone = self._gone(one.lead)
            ways: list[tuple[int, End]] = [(gone, "left")] if gone and one.lead != but else []
            ways += [(when, "dismissed") for when, whom in self._taken if one.lead in whom]
            ways = [way for way in ways if one.begun <= way[0] <= time]
            if ways:
                self._end(one, *min(ways))

    def _end(self, term: Term, time: int, end: End) -> None:
        self._carry.remove(term)
        self._over.append(replace(term, ended=time, end=end))


def _until_vacant(reports: list[Report]) -> list[Report]:
    """The reports of one stretch: those before somebody takes up what is vacant."""
    own = []
    for one in reports:
        if one.kind in BEGINS:
            break
        own.append(one)
    return own


def _dismissals(view: View) -> dict[int, list[tuple[int, tuple[int, ...]]]]:
    """Of each mandate, when a question took it (ms), and from whom (clause 9.10)."""
    found: dict[int, list[tuple[int, tuple[int, ...]]]] = {}
    for then in view.by(Consequence, "kind", "vacate"):
        if then.outcome == "followed":
            decision = view.must(Question, then.question).decision
            time = view.must(Decision, decision).time
            found.setdefault(then.about[0], []).append((time, then.carriers))
    return found


def _denials(view: View) -> dict[int, list[int]]:
    """Of each mandate, when a vote ended that did not find it carried out (clause 9.14)."""
    found: dict[int, list[int]] = {}
    for decision in view.by(Decision, "kind", "completion"):
        if decision.ending != "adopted":
            found.setdefault(decision.subject, []).append(decision.time)
    return found
