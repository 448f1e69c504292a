"""The rotation ledger: who has led what, for how long, and what came of it.

A mandate's record says who leads it now. Who led it before follows from its reports, from votes,
and from the rules that were in force: a mandate falls vacant when its holder gives it back, leaves
or is dismissed, or when the grace time after a missed report is over (chapter 9). So every term is
known, as of its own time, and what came of it.
"""

from collections.abc import Iterator, Sequence
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

BEGINS = ("taken-up", "handed-over", "seated")
"""The reports with which somebody begins to lead."""
NEVER = 2**62
"""When nothing is due at all."""

End = Literal["", "done", "resigned", "handed-on", "neglected", "dismissed", "left", "renewed"]


class Term(Struct, frozen=True):
    """A member led a mandate from `begun` to `ended` (0: still), in ms, and reported so often.

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
    """From when on its first report was due, where it was handed over (0: from its begin)."""

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
        since, declared = term.counted or term.begun, False
        said = [(time, "denied") for time in self._denials.get(term.mandate, ())]
        for time, kind in sorted([*said, *((one.time, one.kind) for one in own)]):
            if not term.begun <= time <= until:
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
        counted = 0
        while True:
            own = _until_next(reports)
            reports = reports[len(own) :]
            handed = reports[0].time if reports and reports[0].kind == "handed-over" else 0
            term = Term(mandate.number, lead, begun, reports=len(own), counted=counted)
            counted = self._reported(term, own, NEVER)[0] if handed else 0
            if handed:
                yield replace(term, ended=handed, end="handed-on")
            elif lead:
                yield self._ended(mandate, term, own, last=not reports)
            if not reports:
                return
            lead, begun = reports[0].by, reports[0].time
            reports = reports[1:]

    def _first(self, mandate: Mandate, reports: list[Report]) -> tuple[int, int]:
        """Who led it first, and from when; 0 where it began vacant (clauses 9.1 and 9.2)."""
        view, decision = self.view, self.view.must(Decision, mandate.decision)
        own = _until_next(reports)
        if own:
            return own[0].by, decision.time
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

    def _ended(self, mandate: Mandate, term: Term, own: list[Report], *, last: bool) -> Term:
        """A term with its end, if it has one."""
        if last and mandate.held_by:
            return term
        over: dict[str, End] = {"done": "done", "ended": "renewed"}
        if last and mandate.state in over and mandate.vacated < term.begun:
            until = self.view.must(Problem, mandate.problem).since
            return replace(term, ended=until, end=over[mandate.state])
        ways = self._ways(term, own)
        if last:
            end = next((end for time, end in ways if time == mandate.vacated), "neglected")
            return replace(term, ended=mandate.vacated, end=end)
        due = self.last_due(term, own)
        if due < NEVER:
            ways.append((due + self.rules.days("grace_days", due), "neglected"))
        ended, end = min(ways)
        return replace(term, ended=ended, end=end)

    def _ways(self, term: Term, own: list[Report]) -> list[tuple[int, End]]:
        """When and how a term could have ended otherwise than by neglect."""
        ways: list[tuple[int, End]] = [(o.time, "resigned") for o in own if o.kind == "resigned"]
        gone = self.view.must(Member, term.lead).ended
        ways += [(gone, "left")] if gone else []
        taken = self._dismissals.get(term.mandate, ())
        ways += [(time, "dismissed") for time, lead in taken if lead == term.lead]
        return [one for one in ways if one[0] >= term.begun]


def _until_next(reports: list[Report]) -> list[Report]:
    """The reports of one term: those before somebody takes it up, or a vacant seat."""
    own = []
    for one in reports:
        if one.kind in BEGINS:
            break
        own.append(one)
    return own


def _dismissals(view: View) -> dict[int, list[tuple[int, int]]]:
    """Of each mandate, when a question took it (ms), and from whom (clause 9.10)."""
    found: dict[int, list[tuple[int, int]]] = {}
    for then in view.by(Consequence, "kind", "vacate"):
        if then.outcome == "followed":
            decision = view.must(Question, then.question).decision
            time = view.must(Decision, decision).time
            found.setdefault(then.about[0], []).append((time, then.lead))
    return found


def _denials(view: View) -> dict[int, list[int]]:
    """Of each mandate, when a vote ended that did not find it carried out (clause 9.14)."""
    found: dict[int, list[int]] = {}
    for decision in view.by(Decision, "kind", "completion"):
        if decision.ending != "adopted":
            found.setdefault(decision.subject, []).append(decision.time)
    return found
