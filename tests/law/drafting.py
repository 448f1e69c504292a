"""What a storm says of texts and of work: mostly of what stands, in the version that is there now.

By chance alone hardly any of it would be taken: whoever judges or backs a text names its newest
version, only its author revises it, and a rewording is of one text.
"""

from collections.abc import Iterable
from random import Random
from typing import Any, TypeVar

from esoviet.law.act import Signed
from esoviet.law.cases import WriteCase
from esoviet.law.drafts import ProposeSolution, ReviseSolution, WithdrawSolution
from esoviet.law.mandates import Mandate
from esoviet.law.problems import AssessNecessity, Problem, WithdrawProblem
from esoviet.law.revising import ReviseProblem
from esoviet.law.rewordings import (
    DeclineRewording,
    Rewording,
    SuggestRewording,
    WithdrawRewording,
)
from esoviet.law.solutions import AssessPracticality, BackSolution, Solution, VolunteerFor
from esoviet.law.together import JoinSolution, WelcomeCarrier
from esoviet.law.view import View

T = TypeVar("T")
Fields = dict[str, Any]
OWN = (ReviseProblem, WithdrawProblem, ReviseSolution, WithdrawSolution, WelcomeCarrier)
DRAFTED = (
    ReviseSolution, WithdrawSolution, WelcomeCarrier, JoinSolution, BackSolution, VolunteerFor,
    AssessPracticality,
)  # fmt: skip


class Drafting:
    """What stands, as a member would look for it before they act."""

    def __init__(self, view: View, random: Random, member: int) -> None:
        self.view = view
        self.random = random
        self.member = member

    def fit(self, kind: type[Signed], fields: Fields) -> None:
        """Put what stands in the place of what was made up, where there is such a thing."""
        own = kind in OWN
        if kind in (AssessNecessity, ReviseProblem, WithdrawProblem):
            self._names(fields, problem=self._one(self.problems("necessity", own=own)))
            if kind is AssessNecessity and self.random.random() < 0.7:
                fields["stance"] = "necessary"
                self._names(fields, problem=self._nearest())
        elif kind is ProposeSolution:
            self._names(fields, problem=self._one(self.problems("solutions")), merges=())
        elif kind in DRAFTED:
            self._names(fields, solution=self._one(self.solutions("solutions", own=own)))
        elif kind is WriteCase:
            self._names(fields, solution=self._one(self.solutions("reading")))
        elif kind is SuggestRewording:
            self._reword(fields)
        elif kind in (DeclineRewording, WithdrawRewording):
            self._names(fields, rewording=self._one(self._waiting(kind)))
        elif "mandate" in fields:
            held = [one.number for one in self.view.rows(Mandate) if one.lead == self.member]
            self._names(fields, mandate=self._one(held))
        if "takes" in fields:
            fields["takes"] = self._taken(fields)

    def problems(self, phase: str, *, own: bool = False) -> list[int]:
        """Those in a phase; the member's `own` only."""
        found = (one for one in self.view.rows(Problem) if one.phase == phase)
        return [one.number for one in found if not own or one.by == self.member]

    def solutions(self, phase: str, *, own: bool = False) -> list[int]:
        """Those that stand of problems in a phase; the member's `own` only."""
        problems = set(self.problems(phase))
        found = (one for one in self.view.rows(Solution) if one.problem in problems)
        standing = (one for one in found if one.state == "standing")
        return [one.number for one in standing if not own or one.by == self.member]

    def _names(self, fields: Fields, **said: object) -> None:
        """Name these, where there are any, in the version that is there now."""
        fields.update({name: one for name, one in said.items() if one is not None})
        view, number = self.view, fields.get("solution" if "solution" in said else "problem") or 0
        text = view.get(Solution, number) if "solution" in said else view.get(Problem, number)
        if "version" in fields and text is not None:
            fields["version"] = text.version

    def _nearest(self) -> int | None:
        """The problem that most have found necessary so far: else each lapses with one word."""
        judged = [self.view.must(Problem, one) for one in self.problems("necessity")]
        return max(judged, key=lambda one: one.necessary).number if judged else None

    def _reword(self, fields: Fields) -> None:
        """A passage of one text: of a problem or of a solution."""
        texts = [("problem", one) for one in self.problems("necessity")]
        texts += [("solution", one) for one in self.solutions("solutions")]
        if (text := self._one(texts)) is not None:
            fields.update(problem=None, solution=None)
            self._names(fields, **{text[0]: text[1]})
        fields.update(place=self.random.randint(0, 5), length=self.random.randint(0, 5))

    def _waiting(self, kind: type[Signed]) -> list[int]:
        """Rewordings that the member can decline, or withdraw."""
        open_ones = [one for one in self.view.rows(Rewording) if one.state == "open"]
        if kind is WithdrawRewording:
            return [one.number for one in open_ones if one.by == self.member]
        return [one.number for one in open_ones if self._author(one) == self.member]

    def _author(self, one: Rewording) -> int:
        if one.solution:
            return self.view.must(Solution, one.solution).by
        return self.view.must(Problem, one.problem).by

    def _taken(self, fields: Fields) -> tuple[int, ...]:
        """A rewording of the text that is revised, now and then."""
        about = fields.get("problem") or 0, fields.get("solution") or 0
        found = [one.number for one in self.view.rows(Rewording)
                 if one.state == "open" and (one.problem, one.solution) == about]  # fmt: skip
        one = self._one(found) if self.random.random() < 0.5 else None
        return () if one is None else (one,)

    def _one(self, found: Iterable[T]) -> T | None:
        some = list(found)
        return self.random.choice(some) if some else None
