"""What is carried out, asked once more who said so: clauses 9.7, 9.12 and 9.13.

A mandate is carried out when the time to object is over and too few object, or when the members
vote yes. Who declared and who objects is taken from the acts, who there is from an account of our
own.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import ceil

from esoviet.audit.carriers import Carriers
from esoviet.audit.finding import Finding
from esoviet.law.act import Signed
from esoviet.law.completion import CompleteMandate, ObjectToCompletion, TakeBackObjection
from esoviet.law.constitution import DAY, Constitution
from esoviet.law.decisions import Decision
from esoviet.law.leaving import Leave
from esoviet.law.mandates import Mandate
from esoviet.law.problems import Problem
from esoviet.law.record import Record
from esoviet.law.records import Member


class _Declared:
    """Until when others can object (ms), and who objects."""

    def __init__(self, until: int) -> None:
        self.until = until
        self.objecting: set[int] = set()


class Completions:
    """Every mandate and what is declared of it; who is asleep and at rest; the figures."""

    def __init__(self) -> None:
        self._mandates: dict[int, Mandate] = {}
        self._carriers = Carriers()
        self._declared: dict[int, _Declared] = {}
        self._members: dict[int, tuple[bool, bool]] = {}
        self._values: dict[str, str] = {}

    def acted(
        self, act: Signed, author: int, time: int, puts: Iterable[Record], index: int
    ) -> Iterator[Finding]:
        """An act that stands, at the time of its entry, and what the law made of it."""
        if type(act) is CompleteMandate:
            lasts = int(Fraction(self._values["objection_days"]) * DAY)
            self._declared[act.mandate] = _Declared(time + lasts)
            if author not in self._carriers.of(act.mandate):
                yield Finding(index, "9.7", "Who does not carry a mandate declares it carried out.")
        elif type(act) is ObjectToCompletion and act.mandate in self._declared:
            self._declared[act.mandate].objecting.add(author)
        elif type(act) is TakeBackObjection and act.mandate in self._declared:
            self._declared[act.mandate].objecting.discard(author)
        elif type(act) is Leave:
            for number, declared in self._declared.items():
                led = self._mandates.get(number)
                if led is not None and led.state == "declared":
                    declared.objecting.discard(author)
        yield from self._changed(puts, (), index)

    def decided(self, puts: Iterable[Record], index: int) -> Iterator[Finding]:
        """What a deadline brought before entry `index`."""
        puts = tuple(puts)
        said = [one for one in puts if type(one) is Decision and one.kind == "completion"]
        yield from self._changed(puts, said, index)

    def _changed(
        self, puts: Iterable[Record], said: Iterable[Decision], index: int
    ) -> Iterator[Finding]:
        puts = tuple(puts)
        self._note(puts)
        said_of = {one.subject: one.ending for one in said}
        now = {put.number: put for put in puts if type(put) is Mandate}
        for number, led in now.items():
            known = self._mandates.get(number)
            if known is None or known.state == led.state:
                continue
            if not self._follows(known, led, said_of.get(number)):
                reason = f"Mandate {number} is {led.state}, and nothing says so."
                yield Finding(index, "9.13", reason)
        self._mandates |= now
        self._carriers.note(puts)
        for put in puts:
            if type(put) is Problem and put.phase == "done" and not self._is_done(put):
                reason = f"Problem {put.number} is done, and a mandate of it is not."
                yield Finding(index, "9.7", reason)

    def _follows(self, known: Mandate, put: Mandate, voted: str | None) -> bool:
        """Whether a mandate can be in its new state; `voted` is how a vote on it ended just now."""
        declared = self._declared.get(put.number)
        if voted is not None:
            return put.state == ("done" if voted == "adopted" else "active")
        if put.state not in ("declared", "contested", "done"):
            return True
        if declared is None:
            return False
        if put.state == "declared":
            return put.due == declared.until
        enough = len(declared.objecting) >= self._needed(put.number)
        if put.state == "contested":
            return enough and known.state == "declared"
        return not enough and known.state == "declared" and known.due >= declared.until

    def _needed(self, mandate: int) -> int:
        """How many must object: as second a question, or all others, where there are fewer."""
        awake = sum(not sleeps for sleeps, _ in self._members.values())
        there = sum(not rests for _, rests in self._members.values())
        people = max(Fraction(awake), Fraction(there, 3))
        enough = max(1, ceil(Fraction(self._values["backing"]) * people), min(2, there))
        own = (self._members.get(one, (True, True)) for one in self._carriers.of(mandate))
        return max(1, min(there - sum(not rests for _, rests in own), enough))

    def _is_done(self, problem: Problem) -> bool:
        mandates = [one for one in self._mandates.values() if one.problem == problem.number]
        return all(one.state in ("done", "ended") for one in mandates)

    def _note(self, puts: Iterable[Record]) -> None:
        for put in puts:
            if type(put) is Constitution:
                self._values = put.values
            elif type(put) is Member and put.state == "member":
                self._members[put.number] = put.dormant, put.resting
            elif type(put) is Member:
                self._members.pop(put.number, None)
