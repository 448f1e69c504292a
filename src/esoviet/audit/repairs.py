"""Each change of the constitution, asked once more where it comes from: clauses 2.6 and 2.10.

It follows from a decision at the close of its vote, or from a repair that enough members signed a
week before. Who signed what is taken from the acts, who there is from an account of our own.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import ceil

from esoviet.audit.finding import Finding
from esoviet.law.act import Signed
from esoviet.law.constitution import Amendment, Constitution
from esoviet.law.decisions import Decision
from esoviet.law.leaving import Leave
from esoviet.law.record import Record
from esoviet.law.records import Member
from esoviet.law.repairs import ProposeRepair, SignRepair

WEEK = 7 * 86_400_000
TWO_THIRDS = Fraction(2, 3)
MAJORITIES = ("majority", "amendment_majority")


class _Petition:
    """What is to change; what it takes of those admitted by then; who signs it.

    `since` is the moment from which enough do, where an act brought that about.
    """

    def __init__(self, changes: dict[str, str], in_force: dict[str, str], admitted: int) -> None:
        self.changes = changes
        raised = {n: v for n, v in changes.items() if _is_more(v, in_force.get(n, "0"))}
        self.share = max([TWO_THIRDS, *(Fraction(raised[n]) for n in MAJORITIES if n in raised)])
        self.fewest = max(2, int(raised.get("vouches", "2")))
        self.admitted = admitted
        self.signed: set[int] = set()
        self.since: int | None = None

    def is_enough(self, members: dict[int, tuple[int, bool]]) -> bool:
        """Whether enough of those who are there still, and not at rest, sign it."""
        there = {n for n, (came, rests) in members.items() if came <= self.admitted and not rests}
        needed = min(len(there), max(self.fewest, ceil(self.share * len(there))))
        return 0 < needed <= len(self.signed & members.keys())


class Repairs:
    """Every repair and who signs it; each member's admission, and whether they are at rest."""

    def __init__(self) -> None:
        self._petitions: list[_Petition] = []
        self._members: dict[int, tuple[int, bool]] = {}
        self._admitted = 0
        self._values: dict[str, str] = {}

    def acted(
        self, act: Signed, author: int, time: int, puts: Iterable[Record], index: int
    ) -> tuple[()]:
        """An act that stands, at the time of its entry, and what the law made of it."""
        del index
        self._note(puts)
        if type(act) is ProposeRepair:
            changes = act.amending.parameters or {}
            self._petitions.append(_Petition(changes, self._values, self._admitted))
            self._petitions[-1].signed.add(author)
        elif type(act) is SignRepair:
            signed = self._petitions[act.repair - 1].signed
            (signed.add if act.signs else signed.discard)(author)
        elif type(act) is not Leave:
            return ()
        for one in self._petitions:
            is_enough = one.is_enough(self._members)
            one.since = (time if one.since is None else one.since) if is_enough else None
        return ()

    def decided(self, puts: Iterable[Record], index: int) -> Iterator[Finding]:
        """What a deadline brought before entry `index`."""
        puts = tuple(puts)
        adopted = {p.number for p in puts if type(p) is Decision and p.ending == "adopted"}
        for put in puts:
            if type(put) is not Amendment:
                continue
            if put.repair and not self._is_signed(put):
                reason = (
                    f"Repair {put.repair} is in force, and too few have stood by it for a week."
                )
                yield Finding(index, "2.10", reason)
            elif not put.repair and put.decision not in adopted:
                yield Finding(index, "2.6", "The constitution changes without a decision.")
        self._note(puts)

    def _is_signed(self, amendment: Amendment) -> bool:
        petition = self._petitions[amendment.repair - 1]
        lasts = petition.since is None or amendment.time - petition.since >= WEEK
        return lasts and amendment.changes == petition.changes and petition.is_enough(self._members)

    def _note(self, puts: Iterable[Record]) -> None:
        for put in puts:
            if type(put) is Member:
                if put.state == "member":
                    self._members[put.number] = put.admission, put.resting
                    self._admitted = max(self._admitted, put.admission)
                else:
                    self._members.pop(put.number, None)
            elif type(put) is Constitution:
                self._values = put.values


def _is_more(new: str, old: str) -> bool:
    """Whether a figure rises; what is no figure does not."""
    try:
        return Fraction(new) > Fraction(old)
    except ValueError:
        return False
