"""Who carries what, held against what they signed: clauses 6.12, 6.13, 9.1, 9.6, 9.18, 9.20, 9.21.

Who committed to a version, who joined them and who was welcome is taken from the acts themselves.
When something is decided, exactly those carry it out who signed for it, are members still and may
hold one more mandate, in their order. After that nobody comes to a mandate but by an act of their
own, or leads it who had no share of it; a seat is led by who stood for it.
"""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from esoviet.audit.carriers import Carriers
from esoviet.audit.finding import Finding
from esoviet.law.act import Signed
from esoviet.law.carriers import Partner
from esoviet.law.constitution import Constitution
from esoviet.law.drafts import AdoptSolution, ProposeSolution, ReviseSolution, WithdrawSolution
from esoviet.law.handing import AcceptMandate
from esoviet.law.mandates import Mandate, TakeUpMandate
from esoviet.law.merging import AnswerMerge
from esoviet.law.problems import Problem
from esoviet.law.record import Record, place_of
from esoviet.law.records import Member
from esoviet.law.sharing import AcceptShare
from esoviet.law.solutions import Solution
from esoviet.law.together import JoinSolution, WelcomeCarrier

T = TypeVar("T", bound=Record)


class _Draft:
    """A solution: who proposed it and committed to which version, who joined that, who may."""

    def __init__(self, problem: int, by: int, merges: tuple[int, ...]) -> None:
        self.problem, self.by, self.merges = problem, by, merges
        self.version = 1
        self._carriers = [by]
        self._joined: dict[int, int] = {}
        self._welcome: dict[int, int] = {}

    def revised(self, by: int) -> None:
        self._carriers.append(by)

    def carries(self, version: int, by: int) -> None:
        """Another commits to a version, or nobody: what was signed with who did is over."""
        self._carriers[version - 1] = by
        for member in [one for one, joined in self._joined.items() if joined == version]:
            self.joins(member, 0)

    def withdrawn(self) -> None:
        for version, carrier in enumerate(self._carriers, 1):
            if carrier == self.by:
                self.carries(version, 0)

    def joins(self, member: int, version: int) -> None:
        """A member signs for a version; 0: for none any more."""
        self._joined[member] = version
        self._welcome.pop(member, None)

    def welcomes(self, member: int, version: int) -> None:
        """They may join this version; 0: they may not."""
        self._welcome.pop(member, None)
        if version:
            self._welcome[member] = version

    def signed(self) -> list[int]:
        """Who signed for the version that stands, and was agreed to, in that order."""
        carrier, version = self._carriers[self.version - 1], self.version
        both = (n for n, may in self._welcome.items() if may == version == self._joined.get(n))
        return [carrier, *both] if carrier else []


class Bound:
    """Who signed for what, and who carries what."""

    def __init__(self) -> None:
        self._drafts: dict[int, _Draft] = {}
        self._elections: set[int] = set()
        self._members: set[int] = set()
        self._mandates: dict[int, Mandate] = {}
        self._carriers = Carriers()
        self._cap = 0

    def acted(
        self, act: Signed, author: int, time: int, puts: Iterable[Record], index: int
    ) -> Iterator[Finding]:
        """An act that stands, and what the law made of it."""
        del time
        puts = tuple(puts)
        self._signed(act, author)
        signs = _signed_for(act), author
        for mandate, member in self._come(puts):
            if (mandate, member) != signs:
                yield Finding(index, "9.20", _unsigned(mandate))
        self._note(puts)

    def decided(self, puts: tuple[Record, ...], index: int) -> Iterator[Finding]:
        """What a deadline brought."""
        for one in _last(puts, Mandate):
            if one.number in self._mandates or one.problem in self._elections:
                continue
            shares = [put for put in _last(puts, Partner) if put.mandate == one.number]
            shares.sort(key=lambda share: (share.since, share.entry))
            bound = [one.held_by, *(share.member for share in shares if share.held_by)]
            if bound != (self._able(self._drafts[one.solution]) or [0]):
                said = f"Others carry mandate {one.number} than have signed for it."
                yield Finding(index, "9.1", said)
        for mandate, member in self._come(puts):
            seat = self._mandates.get(mandate) or next(
                put for put in _last(puts, Mandate) if put.number == mandate
            )
            if seat.problem in self._elections:
                now = next(put for put in _last(puts, Mandate) if put.number == mandate)
                if member != self._drafts[now.solution].by:
                    yield Finding(index, "9.9", _unsigned(mandate))
            elif mandate in self._mandates:
                yield Finding(index, "9.20", _unsigned(mandate))
        self._note(puts)

    def _signed(self, act: Signed, author: int) -> None:
        """What an act says of who carries a solution out."""
        if type(act) is ProposeSolution:
            self._drafts[len(self._drafts) + 1] = _Draft(act.problem, author, act.merges)
        elif type(act) is ReviseSolution:
            self._drafts[act.solution].revised(author)
        elif type(act) is AdoptSolution:
            self._drafts[act.solution].carries(act.version, author)
        elif type(act) is WithdrawSolution:
            if self._drafts[act.solution].problem not in self._elections:
                self._drafts[act.solution].withdrawn()
        elif type(act) is JoinSolution:
            self._drafts[act.solution].joins(author, act.version if act.joins else 0)
        elif type(act) is AnswerMerge and act.agrees:
            merged = self._drafts[act.solution]
            merged.joins(author, act.version)
            merged.welcomes(author, act.version)
            for number in merged.merges:
                self._drafts[number].withdrawn()
        elif type(act) is WelcomeCarrier:
            version = act.version if act.welcomes else 0
            self._drafts[act.solution].welcomes(act.member, version)

    def _come(self, puts: tuple[Record, ...]) -> list[tuple[int, int]]:
        """Who carries what from these records on, and did not before."""
        after = self._carriers.after(puts)
        touched = {one.number for one in _last(puts, Mandate)}
        touched |= {one.mandate for one in _last(puts, Partner)}
        return [
            (mandate, member)
            for mandate in sorted(touched)
            for member in sorted(after.of(mandate) - self._carriers.of(mandate))
        ]

    def _able(self, draft: _Draft) -> list[int]:
        held = self._carriers.held
        return [n for n in draft.signed() if n in self._members and held(n) < self._cap]

    def _note(self, puts: Iterable[Record]) -> None:
        puts = tuple(puts)
        self._carriers.note(puts)
        for put in puts:
            if type(put) is Member:
                keeps = self._members.add if put.state == "member" else self._members.discard
                keeps(put.number)
            elif type(put) is Mandate:
                self._mandates[put.number] = put
            elif type(put) is Problem and put.seats:
                self._elections.add(put.number)
            elif type(put) is Solution:
                self._drafts[put.number].version = put.version
            elif type(put) is Constitution:
                self._cap = put.count("mandate_cap")


def _signed_for(act: Signed) -> int:
    """The mandate that an act's author carries from then on; 0 where it says nothing of that."""
    if isinstance(act, AcceptMandate | TakeUpMandate):
        return act.mandate
    return act.mandate if isinstance(act, AcceptShare) and act.accepts else 0


def _last(puts: Iterable[Record], kind: type[T]) -> list[T]:
    """The records of a kind as they are left by these, each once."""
    found = {place_of(put): put for put in puts if isinstance(put, kind)}
    return list(found.values())


def _unsigned(mandate: int) -> str:
    return f"Somebody carries mandate {mandate} who has not signed for it."
