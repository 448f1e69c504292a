"""The accounts that an audit keeps: what came of acts and deadlines, worked out by code of its own.

Most say nothing before there is a problem, or a repair. So they are kept only from then on: whoever
reads what was audited in a log of plain questions need not read them. What an account has to know
from before it is told then.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, Protocol

from esoviet.audit.backings import Backings
from esoviet.audit.bound import Bound
from esoviet.audit.briefings import Briefings
from esoviet.audit.completions import Completions
from esoviet.audit.effects import Effects
from esoviet.audit.finding import Finding
from esoviet.audit.necessity import Necessity
from esoviet.audit.repairs import Repairs
from esoviet.law.act import Signed
from esoviet.law.blobs import EraseBlob
from esoviet.law.briefings import Briefing
from esoviet.law.carriers import Partner
from esoviet.law.constitution import Amendment, Constitution
from esoviet.law.founding import FoundAssembly
from esoviet.law.host import WithholdBlob
from esoviet.law.leaving import Leave
from esoviet.law.mandates import Mandate
from esoviet.law.problems import Problem
from esoviet.law.record import Record
from esoviet.law.records import Assembly, Member
from esoviet.law.repairs import ProposeRepair, SignRepair
from esoviet.law.solutions import Solution


class Account(Protocol):
    """Hears of everything in its order, and says what does not follow."""

    def acted(
        self, act: Signed, author: int, time: int, puts: tuple[Record, ...], index: int
    ) -> Iterable[Finding]:
        """An act that stands as entry `index`, at the time of that, and what the law made of it."""

    def decided(self, puts: tuple[Record, ...], index: int) -> Iterable[Finding]:
        """What a deadline brought before entry `index`."""


class _Event(NamedTuple):
    """An act and what it brought; or, where there is none, what a deadline did."""

    act: Signed | None
    author: int
    time: int
    puts: tuple[Record, ...]
    entry: int

    def tell(self, account: Account) -> Iterable[Finding]:
        if self.act is None:
            return account.decided(self.puts, self.entry)
        return account.acted(self.act, self.author, self.time, self.puts, self.entry)


class _Asleep:
    """Accounts that are kept from the first of some kinds of acts and records on (`wakes`).

    Not from the founding: that is what all begins with. `notes` are the kinds before it that they
    have to know of.
    """

    def __init__(
        self, make: Callable[[], list[Account]], wakes: Iterable[type], notes: Iterable[type]
    ) -> None:
        self.make = make
        self.wakes = frozenset(wakes)
        self.notes = frozenset(notes)
        self.past: list[_Event] = []


class Accounts:
    """All accounts of one log. A ballot, and nothing else, is the matter of `audit.recount`."""

    def __init__(self) -> None:
        self.awake: list[Account] = [Effects()]
        self.asleep = [
            _Asleep(
                _of_problems,
                wakes=(Problem, Solution, Mandate, Partner, Briefing),
                notes=(Constitution, Member, Assembly, Leave, EraseBlob, WithholdBlob),
            ),
            _Asleep(
                lambda: [Repairs()],
                wakes=(Amendment, ProposeRepair, SignRepair),
                notes=(Constitution, Member),
            ),
        ]

    def acted(
        self, act: Signed, author: int, time: int, puts: tuple[Record, ...], index: int
    ) -> Iterator[Finding]:
        """Tell all of an act that stands as entry `index`."""
        return self._tell(_Event(act, author, time, puts, index))

    def decided(self, puts: tuple[Record, ...], index: int) -> Iterator[Finding]:
        """Tell all of what a deadline brought before entry `index`."""
        return self._tell(_Event(None, 0, 0, puts, index))

    def _tell(self, event: _Event) -> Iterator[Finding]:
        kinds = {type(event.act), *map(type, event.puts)}
        for group in tuple(self.asleep):
            if kinds & group.wakes and FoundAssembly not in kinds:
                yield from self.wake(group)
            elif kinds & group.notes:
                group.past.append(event)
        for account in self.awake:
            yield from event.tell(account)

    def wake(self, group: _Asleep) -> Iterator[Finding]:
        """Keep these accounts from now on."""
        self.asleep.remove(group)
        accounts = group.make()
        self.awake += accounts
        for event in group.past:
            for account in accounts:
                yield from event.tell(account)


def _of_problems() -> list[Account]:
    backings = Backings()
    return [Briefings(backings), backings, Completions(), Bound(), Necessity()]
