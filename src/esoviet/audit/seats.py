"""Vacant seats, filled again from the ballots of their election (clause 9.9).

The ballots of every election that elected somebody are kept, without those that did not count. When
a seat falls vacant its holder is out of that election; when the law fills it, or leaves it empty,
the ballots are counted once more without all who are gone.
"""

from collections.abc import Iterable

import msgspec

from esoviet.audit.elections import Candidates, election
from esoviet.audit.finding import Finding
from esoviet.audit.parallel.jobs import WorkerState
from esoviet.audit.recount import Closed
from esoviet.law.mandates import Mandate
from esoviet.law.record import Record
from esoviet.law.votes import Vote


class Filled(msgspec.Struct, frozen=True, gc=False):
    """A vacant seat before entry `index`: who sat beside it, who is gone, who took it.

    `took` is a candidature, or 0 where the seat stayed empty.
    """

    index: int
    seat: int
    vote: Vote
    ballots: dict[bytes, int]
    gone: tuple[int, ...]
    sitting: tuple[int, ...]
    took: int

    def do(self, kit: WorkerState) -> list[Finding]:  # noqa: ARG002
        """Count again who follows."""
        winners = election(self.vote, self.ballots, self.gone).winners
        follows = next((one for one in winners if one not in self.sitting), 0)
        if follows == self.took:
            return []
        reason = f"The vacant seat {self.seat} goes to another by the ballots of its election."
        return [Finding(self.index, "9.9", reason)]


class Seats:
    """All elected seats, and the ballots that filled them, by the decision."""

    def __init__(self, candidates: Candidates) -> None:
        self._candidates = candidates
        self._elections: dict[int, tuple[Vote, dict[bytes, int]]] = {}
        self._seats: dict[int, Mandate] = {}

    def decided(self, closed: Closed) -> None:
        """Keep the ballots of an election."""
        if closed.decision.ending == "elected":
            self._elections[closed.decision.number] = closed.vote, dict(closed.counted)

    def changed(self, puts: Iterable[Record], index: int) -> list[Filled]:
        """What became of vacant seats by these records, before entry `index`."""
        return [
            filled
            for put in puts
            if type(put) is Mandate and put.decision in self._elections
            for filled in self._seat(put, index)
        ]

    def _seat(self, seat: Mandate, index: int) -> Iterable[Filled]:
        before = self._seats.get(seat.number)
        self._seats[seat.number] = seat
        if before in (None, seat) or seat.state == "ended":
            return
        if seat.state == "vacant" != before.state:
            self._candidates.withdraws(before.solution)
        elif before.state == "vacant" and before.due:
            vote, ballots = self._elections[seat.decision]
            others = [one for one in self._seats.values() if one.decision == seat.decision]
            sitting = tuple(one.solution for one in others if one.held_by and one is not seat)
            gone, took = self._candidates.gone(vote), seat.solution if seat.held_by else 0
            yield Filled(index, seat.number, vote, ballots, gone, sitting, took)
