"""Votes that last longer because their last ballots changed what they would do (clause 7.9).

What a vote does at the start of its last tenth, and when it is over, is counted here from the boxes
of `recount`; the law's own word of it must be the same.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from esoviet.audit.finding import Finding
from esoviet.audit.parallel.jobs import WorkerState
from esoviet.audit.recount import Box, Recount, differs, effect, outcome
from esoviet.law.record import Record, RecordKey
from esoviet.law.votes import Standing, Vote


class Look(msgspec.Struct, frozen=True, gc=False):
    """A vote to count while it is open: what it does is `stood`, or is not (where it `turned`)."""

    index: int
    vote: Vote
    ballots: Counter[bytes]
    away: tuple[int, ...]
    stood: tuple[int, ...]
    turned: bool

    def do(self, kit: WorkerState) -> list[Finding]:  # noqa: ARG002
        """Count it: where the law says otherwise, if it does."""
        ours = effect(outcome(self.vote, self.ballots, self.away))
        if (ours != self.stood) == self.turned:
            return []
        return [differs(self.index, self.vote)]


class Turning:
    """What the votes that are open did at the start of their last tenth, by the law's word."""

    def __init__(self, recount: Recount) -> None:
        self._recount = recount
        self._stood: dict[int, tuple[int, ...]] = {}

    def due(
        self, records: Iterable[Record], votes: Mapping[RecordKey, Vote], index: int
    ) -> list[Look]:
        """What to count before the votes that end with these records are taken from their boxes."""
        looks = []
        for record in records:
            if isinstance(record, Standing) and record.taken:
                self._stood[record.vote] = record.outcome
                vote = votes[record.vote]
                looks.append(self._look(vote, record.outcome, index, turned=False))
            elif isinstance(record, Vote) and record.turned and record.number in self._stood:
                stood = self._stood.pop(record.number)
                looks.append(self._look(record, stood, index, turned=True))
        return looks

    def stood(self, vote: int) -> tuple[int, ...] | None:
        """What a vote that closes must still do, if that was looked at."""
        return self._stood.pop(vote, None)

    def _look(self, vote: Vote, stood: tuple[int, ...], index: int, *, turned: bool) -> Look:
        box = self._recount.boxes.get(vote.number) or Box(vote)
        away = self._recount.candidates.gone(vote)
        return Look(index, vote, box.counted(), away, stood, turned)
