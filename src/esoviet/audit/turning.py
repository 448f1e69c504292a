"""Votes that last longer because their last ballots changed what they would do (clause 7.9).

What a vote does at the start of its last tenth, and when it is over, is counted here from the boxes
of `recount`; the law's own word of it must be the same.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from esoviet.audit.finding import Finding
from esoviet.audit.parallel.jobs import WorkerState
from esoviet.audit.recount import Box, Outcome, Recount, outcome
from esoviet.law.decisions import Decision
from esoviet.law.record import Record, RecordKey
from esoviet.law.votes import Standing, Vote


class Look(msgspec.Struct, frozen=True, gc=False):
    """A vote to count at one moment: what it does is `stood`, or is not (where it `turned`)."""

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
        reason = f"Vote {self.vote.number} counted in its last tenth, or after it, differs."
        return [Finding(self.index, "7.9", reason)]


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
            elif isinstance(record, Decision) and record.vote in self._stood:
                stood = self._stood.pop(record.vote)
                looks.append(self._look(votes[record.vote], stood, index, turned=False))
        return looks

    def _look(self, vote: Vote, stood: tuple[int, ...], index: int, *, turned: bool) -> Look:
        box = self._recount.boxes.get(vote.number) or Box(vote)
        away = self._recount.candidates.gone(vote)
        return Look(index, vote, box.counted(), away, stood, turned)


def effect(counted: Outcome) -> tuple[int, ...]:
    """What follows from a count: nothing, or 1 and the options that win."""
    return (1, *sorted(counted.winners)) if counted.ending in ("adopted", "elected") else ()
