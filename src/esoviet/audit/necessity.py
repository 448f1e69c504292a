"""Who finds a problem necessary, counted once more: clauses 5.2, 5.3, 5.7 and 5.8.

What everybody says is taken from the acts themselves. After a revision of the text only what its
author says goes on; a problem is found necessary only while more say so than do not, of the text
that it has, and no sooner than others could look at that.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from esoviet.audit.finding import Finding
from esoviet.law.act import Signed
from esoviet.law.constitution import Constitution
from esoviet.law.problems import AssessNecessity, Problem, RaiseProblem
from esoviet.law.record import Record
from esoviet.law.records import Member
from esoviet.law.revising import ReviseProblem


class _Waiting:
    """A problem that is assessed: its author, what each member says, since when it reads so."""

    def __init__(self, by: int, time: int, looked_at: int) -> None:
        self.by, self.since, self._looked_at = by, time, looked_at
        self._version = 1
        self.said: dict[int, str] = {by: "necessary"}

    def revised(self, time: int) -> None:
        self.since = time
        self._version += 1
        self.said = {who: stance for who, stance in self.said.items() if who == self.by}

    def assessed(self, by: int, act: AssessNecessity) -> None:
        if act.version == self._version:
            self.said[by] = act.stance

    def fits(self, put: Problem) -> bool:
        """Whether exactly these are counted."""
        counts = put.necessary, put.unsure, put.unnecessary
        said = Counter(self.said.values())
        return counts == (said["necessary"], said["unsure"], said["not-necessary"])

    def may_open(self, put: Problem) -> bool:
        """Whether it can be found necessary now."""
        said = Counter(self.said.values())
        looked = put.since >= self.since + self._looked_at
        return looked and said["necessary"] > said["not-necessary"]


class Necessity:
    """What everybody says of each problem that is assessed."""

    def __init__(self) -> None:
        self._waiting: dict[int, _Waiting] = {}
        self._looked_at = 0

    def acted(
        self, act: Signed, author: int, time: int, puts: Iterable[Record], index: int
    ) -> Iterator[Finding]:
        """An act that stands, and what the law made of it."""
        puts = tuple(puts)
        if type(act) is RaiseProblem:
            raised = [one for one in puts if type(one) is Problem and one.entry == index]
            self._waiting[max(one.number for one in raised)] = _Waiting(
                author, time, self._looked_at
            )
        elif type(act) is ReviseProblem:
            self._waiting[act.problem].revised(time)
        elif type(act) is AssessNecessity:
            self._waiting[act.problem].assessed(author, act)
        yield from self._hold(puts, index)

    def decided(self, puts: tuple[Record, ...], index: int) -> Iterator[Finding]:
        """What a deadline brought."""
        yield from self._hold(puts, index)

    def _hold(self, puts: tuple[Record, ...], index: int) -> Iterator[Finding]:
        for put in puts:
            if type(put) is Member and put.state != "member":
                for waits in self._waiting.values():
                    waits.said.pop(put.number, None)
            elif type(put) is Constitution:
                self._looked_at = put.days("necessity_days") // 10
        last = {put.number: put for put in puts if type(put) is Problem}
        for number, put in last.items():
            if number not in self._waiting:
                continue
            one = self._waiting[number]
            if not one.fits(put):
                reason = f"Others are counted on problem {number} than have said so of its text."
                yield Finding(index, "5.8", reason)
            if put.phase == "solutions" and not one.may_open(put):
                reason = f"Problem {number} is found necessary and is not, or too soon."
                yield Finding(index, "5.3", reason)
            if put.phase != "necessity":
                del self._waiting[number]
