"""What a briefing holds, worked out once more from the acts themselves: clauses 6.16 and 6.17.

Who backs what is the word of another account (`audit.backings`). Who argued against what, who
signed which case, who finds which fact or argument well founded is kept here, as it was said.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from esoviet.audit.backings import Backings
from esoviet.audit.finding import Finding
from esoviet.law.act import Signed
from esoviet.law.arguments import Argue, RetractArgument, WeighArgument
from esoviet.law.blobs import EraseBlob, MendText
from esoviet.law.briefings import Briefing
from esoviet.law.cases import SignCase, WriteCase
from esoviet.law.facts import StateFact, WeighFact, WithdrawFact
from esoviet.law.host import WithholdBlob
from esoviet.law.leaving import Leave
from esoviet.law.record import Record
from esoviet.law.votes import Vote

STANCES = {"for": "supports", "against": "refutes"}
FEW = 3


class _Said:
    """An argument, a case or a fact: its act, its author, its texts, and what others say of it."""

    def __init__(self, act: Argue | WriteCase | StateFact, author: int, *texts: str) -> None:
        self.act, self.by, self.texts = act, author, list(texts)
        self.taken_back = False
        self.said: dict[int, object] = {}

    def more(self, yes: object, no: object) -> int:
        """How many more say one thing than the other."""
        counted = Counter(self.said.values())
        return counted[yes] - counted[no]


class Briefings:
    """What was argued, stated and signed."""

    def __init__(self, backings: Backings) -> None:
        self._backings = backings
        self._arguments: dict[int, _Said] = {}
        self._cases: dict[int, _Said] = {}
        self._facts: dict[int, _Said] = {}
        self._gone: set[str] = set()
        self._left: set[int] = set()

    def acted(
        self, act: Signed, author: int, time: int, puts: Iterable[Record], index: int
    ) -> tuple[()]:
        """An act that stands."""
        del time, puts, index
        self._began(act, author)
        if isinstance(act, SignCase):
            self._cases[act.case].said[author] = act.signs
        elif isinstance(act, WeighArgument):
            self._arguments[act.argument].said[author] = act.finds
        elif isinstance(act, WeighFact):
            self._facts[act.fact].said[author] = act.finds
        elif isinstance(act, RetractArgument):
            self._arguments[act.argument].taken_back = True
        elif isinstance(act, WithdrawFact):
            self._facts[act.fact].taken_back = True
        elif isinstance(act, EraseBlob | WithholdBlob):
            self._gone.add(act.sha256)
        elif isinstance(act, MendText) and act.argument is not None:
            self._arguments[act.argument].texts = [act.text.sha256]
        return ()

    def _began(self, act: Signed, author: int) -> None:
        if isinstance(act, Argue):
            said = _Said(act, author, act.text.sha256)
            self._arguments[len(self._arguments) + 1] = said
        elif isinstance(act, WriteCase):
            said = self._cases[len(self._cases) + 1] = _Said(act, author, act.text.sha256)
            said.said[author] = True
        elif isinstance(act, StateFact):
            texts = act.text.sha256, act.source.sha256
            self._facts[len(self._facts) + 1] = _Said(act, author, *texts)
        elif isinstance(act, Leave):
            self._left.add(author)
            for one in self._facts.values():
                one.said.pop(author, None)

    def decided(self, puts: Iterable[Record], index: int) -> Iterator[Finding]:
        """What a deadline brought."""
        puts = tuple(puts)
        votes = {one.subject: one for one in puts if type(one) is Vote and one.no_action}
        for put in puts:
            if type(put) is Briefing:
                options = votes[put.problem].options
                ours = self._facts_of(put.problem), self._spoken(options), self._open(put.problem)
                theirs = (
                    (put.established, put.contested), (put.cases, put.arguments), put.questions
                )  # fmt: skip
                if ours != theirs:
                    said = f"The briefing on problem {put.problem} holds something else."
                    yield Finding(index, "6.17", said)

    def _spoken(self, options: Iterable[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Cases, and the arguments where there are none, in the order of the ballot."""
        cases, arguments = list[int](), list[int]()
        for solution in sorted(options):
            for side, stance in STANCES.items():
                case = self._case(solution, side)
                best = self._best(solution, stance) if not case else 0
                cases += [case] if case else []
                arguments += [best] if best else []
        return tuple(cases), tuple(arguments)

    def _case(self, solution: int, side: str) -> int:
        may = self._backings.backs(solution) if side == "for" else self._against(solution)
        signed = {
            number: sum(1 for member, yes in one.said.items() if yes and member in may)
            for number, one in self._cases.items()
            if isinstance(one.act, WriteCase) and self._stands(one)
            if (one.act.solution, one.act.side) == (solution, side)
        }
        most = max(signed.values(), default=0)
        return min(
            (number for number, count in signed.items() if count == most and most), default=0
        )

    def _against(self, solution: int) -> set[int]:
        return {one.by for _, one in self._argued(solution, "refutes")} - self._left

    def _argued(self, solution: int, stance: str) -> Iterator[tuple[int, _Said]]:
        for number, one in self._arguments.items():
            act = one.act
            about = (act.solution, act.stance) if isinstance(act, Argue) else ()
            if about == (solution, stance) and self._stands(one):
                yield number, one

    def _best(self, solution: int, stance: str) -> int:
        more = {
            number: one.more("founded", "unfounded")
            for number, one in self._argued(solution, stance)
        }
        return min(more, key=lambda number: (-more[number], number), default=0)

    def _open(self, problem: int) -> tuple[int, ...]:
        """Questions to which nobody else has said anything that stands, but for a question."""
        here = {
            number: one
            for number, one in self._arguments.items()
            if one.act.problem == problem and self._stands(one)  # type: ignore[union-attr]
        }
        answers = {
            (one.act.argument, one.by)
            for one in here.values()
            if type(one.act) is Argue and one.act.stance != "asks"
        }
        return tuple(
            number
            for number, one in here.items()
            if type(one.act) is Argue and one.act.stance == "asks"
            if not any(about == number and by != one.by for about, by in answers)
        )

    def _facts_of(self, problem: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Those that are established, and those that are contested."""
        needed = self._backings.enough_to_judge(FEW)
        found = list[int](), list[int]()
        for number, one in self._facts.items():
            if type(one.act) is StateFact and one.act.problem == problem and self._stands(one):
                counted = Counter(one.said.values())
                is_more = counted["founded"] > counted["unfounded"]
                if counted["founded" if is_more else "unfounded"] >= needed:
                    found[not is_more].append(number)
        return tuple(found[0]), tuple(found[1])

    def _stands(self, one: _Said) -> bool:
        return not one.taken_back and not self._gone.intersection(one.texts)
