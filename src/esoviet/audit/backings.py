"""Which solutions stand, worked out once more: clauses 6.4, 6.5 and 6.9 to 6.11.

Who backs which version is taken from the acts themselves. When a drafting ends, those solutions
stand, in those versions, that follow from it; when a reading ends, those are voted on that are
still backed. Only whether a carrier may hold one more mandate is the law's word, and it matters
only where nobody else backs a solution. The choice of some of too many is counted in the plainest
way: every solution is weighed in every round.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import ceil

from esoviet.audit.finding import Finding
from esoviet.law.act import Signed
from esoviet.law.blobs import EraseBlob
from esoviet.law.constitution import Constitution
from esoviet.law.drafts import ProposeSolution, ReviseSolution, WithdrawSolution
from esoviet.law.leaving import Leave
from esoviet.law.limits import EDITION_1
from esoviet.law.merging import AnswerMerge
from esoviet.law.problems import Problem
from esoviet.law.reading import UNCARRIED
from esoviet.law.record import Record
from esoviet.law.records import Assembly
from esoviet.law.solutions import BackSolution, Solution
from esoviet.law.together import JoinSolution
from esoviet.law.votes import Vote

OPEN = ("solutions", "reading")
RENEWED = "another election fills these seats"
Stands = dict[int, int]
"""Solutions, and which version of each."""


class _Draft:
    """A solution: its problem, its proposer, its texts, and who backs and joins which version.

    Who `agreed` that it is merged from two has joined it then.
    """

    def __init__(self, problem: int, by: int, text: str, merges: tuple[int, ...]) -> None:
        self.problem, self.by, self.merges = problem, by, merges
        self.texts = [text]
        self.backs = {by: 1}
        self.joined: dict[int, int] = {}
        self.agreed = 0
        self.withdrawn = False

    def acted(self, act: ReviseSolution | BackSolution | JoinSolution, author: int) -> None:
        """It is revised, backed or joined, or that is taken back."""
        if isinstance(act, ReviseSolution):
            self.texts.append(act.text.sha256)
            if author in self.backs:
                self.backs[author] = len(self.texts)
        elif isinstance(act, JoinSolution):
            self.joined[author] = act.version if act.joins else 0
        else:
            self.backs.pop(author, None)
            if act.backs:
                self.backs[author] = act.version

    def backers(self, version: int) -> set[int]:
        return {member for member, backed in self.backs.items() if backed == version}


class Backings:
    """Who backs what, and which problems are at which phase."""

    def __init__(self) -> None:
        self._drafts: dict[int, _Draft] = {}
        self._problems: dict[int, Problem] = {}
        self._erased: set[str] = set()
        self._left: set[int] = set()
        self._stood: Stands = {}
        self._rules: Constitution | None = None
        self._people: tuple[int, int] = (0, 0)

    def acted(
        self, act: Signed, author: int, time: int, puts: Iterable[Record], index: int
    ) -> tuple[()]:
        """An act that stands, and what the law made of it."""
        del time, index
        self._note(puts)
        if type(act) is ProposeSolution:
            drafted = _Draft(act.problem, author, act.text.sha256, act.merges)
            self._drafts[len(self._drafts) + 1] = drafted
        elif isinstance(act, ReviseSolution | BackSolution | JoinSolution):
            self._drafts[act.solution].acted(act, author)
        elif type(act) is WithdrawSolution or type(act) is AnswerMerge:
            if type(act) is AnswerMerge and act.agrees:
                draft = self._drafts[act.solution]
                draft.agreed, draft.joined[author] = author, act.version
            for number in self._taken_back(act):
                self._withdrawn(self._drafts[number])
        elif type(act) is EraseBlob:
            self._erased.add(act.sha256)
        elif type(act) is Leave:
            self._left.add(author)
            for draft in self._drafts.values():
                if self._problems[draft.problem].phase in OPEN:
                    draft.backs.pop(author, None)
        return ()

    def backs(self, solution: int) -> set[int]:
        """Who backs the version of a solution that stands."""
        return self._drafts[solution].backers(self._stood.get(solution, 0))

    def enough_to_judge(self, few: int) -> int:
        """How many must find a fact well founded, or not (18.4); `few` where there are more."""
        counted = self._people[1]
        seconds = max(min(2, counted), self._enough())
        return max(2, min(max(few, seconds), counted - 1))

    def decided(self, puts: tuple[Record, ...], index: int) -> Iterator[Finding]:
        """What a deadline brought."""
        for put in puts:
            if type(put) is not Problem or put.number not in self._problems:
                continue
            before, number = self._problems[put.number].phase, put.number
            if before == put.phase:  # it lasts longer (13.4)
                continue
            if before == "solutions" and put.because != RENEWED:
                stands = _standing(puts, number)
                if self._chosen(put, _uncarried(puts)) != stands:
                    said = f"Other solutions of problem {number} stand than its members back."
                    yield Finding(index, "6.9", said)
                self._stood |= stands
            elif before == "reading" and put.phase in ("vote", "lapsed"):
                on = {one for vote in puts if type(vote) is Vote for one in vote.options}
                if on != self._still_backed(number):
                    said = f"Other solutions of problem {number} are voted on than are backed."
                    yield Finding(index, "6.10", said)
        self._note(puts)

    def _taken_back(self, act: WithdrawSolution | AnswerMerge) -> tuple[int, ...]:
        """The solutions that their proposers withdraw by an act."""
        if isinstance(act, WithdrawSolution):
            return (act.solution,)
        return self._drafts[act.solution].merges if act.agrees else ()

    def _withdrawn(self, draft: _Draft) -> None:
        """One that others back stands without its proposer; a candidature never (6.4)."""
        draft.backs.pop(draft.by, None)
        draft.withdrawn = bool(self._problems[draft.problem].seats) or not draft.backs

    def _chosen(self, problem: Problem, uncarried: set[int]) -> Stands:
        """What stands when the drafting ends."""
        stands: Stands = {}
        for number, draft in self._of(problem.number):
            if problem.seats and draft.by in self._left:
                continue
            kept = [n for n, text in enumerate(draft.texts, 1) if text not in self._erased]
            merged = draft.joined.get(draft.agreed, 0)
            key = {n: (len(draft.backers(n)), n == merged, n) for n in kept}
            version = max(kept, key=key.__getitem__, default=0)
            backers = draft.backers(version)
            alone = backers <= {draft.by} and not problem.seats
            if len(backers) >= self._enough() and not (alone and number in uncarried):
                stands[number] = version
        assert self._rules is not None
        most = EDITION_1.candidates if problem.seats else self._rules.count("options")
        return stands if len(stands) <= most else self._some(stands, most)

    def _some(self, stands: Stands, most: int) -> Stands:
        """One after another, each backer of whom some are chosen already counting for less."""
        backers = {number: self._drafts[number].backers(v) for number, v in stands.items()}
        order = sorted(stands, key=lambda number: (-len(backers[number]), number))
        have, chosen = Counter[int](), Stands()
        while len(chosen) < most:
            weights = {
                number: sum(
                    (count * Fraction(1, 1 + some) for some, count in levels.items()), Fraction(0)
                )
                for number in order
                if number not in chosen
                for levels in [Counter(have[one] for one in backers[number])]
            }
            best = max(weights, key=lambda number: weights[number])  # the first of level ones
            chosen[best] = stands[best]
            have.update(backers[best])
        return chosen

    def _still_backed(self, problem: int) -> set[int]:
        stood = ((number, draft) for number, draft in self._of(problem) if number in self._stood)
        return {
            number
            for number, draft in stood
            if len(draft.backers(self._stood[number])) >= self._enough()
        }

    def _of(self, problem: int) -> Iterator[tuple[int, _Draft]]:
        for number, draft in self._drafts.items():
            if draft.problem == problem and not draft.withdrawn:
                yield number, draft

    def _enough(self) -> int:
        """A share of those awake, of a third of those who are not at rest at least."""
        assert self._rules is not None
        awake, counted = self._people
        people = max(Fraction(awake), Fraction(counted, 3))
        return max(1, ceil(self._rules.share("backing") * people))

    def _note(self, puts: Iterable[Record]) -> None:
        for put in puts:
            if type(put) is Problem:
                self._problems[put.number] = put
            elif type(put) is Constitution:
                self._rules = put
            elif type(put) is Assembly:
                self._people = put.active, put.counted


def _standing(puts: Iterable[Record], problem: int) -> Stands:
    """What the law says stands."""
    solutions = (put for put in puts if type(put) is Solution and put.problem == problem)
    return {one.number: one.version for one in solutions if one.state == "standing"}


def _uncarried(puts: Iterable[Record]) -> set[int]:
    solutions = (put for put in puts if type(put) is Solution)
    return {one.number for one in solutions if one.because == UNCARRIED}
