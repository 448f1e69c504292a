"""The counts of votes that end now, made by a worker before their deadline is carried out.

The law counts when a vote closes (clause 11.1), and whoever judges the next act waits for it. What
may take long is counted beforehand in another process and remembered (`law.counting`), so that only
the acts of this assembly wait, and no other's. So are the ballots when the last tenth begins (7.9),
and those that fill a vacant seat (9.9).
"""

import logging
from collections.abc import Iterator

from esoviet.law import counting as counts
from esoviet.law.ballots import WORDS
from esoviet.law.counting import Counting
from esoviet.law.mandates import Mandate
from esoviet.law.methods import counting
from esoviet.law.seats import recounted
from esoviet.law.view import View
from esoviet.law.votes import Ballot, Standing, Vote
from esoviet.node.workers import JobError, Workers

_log = logging.getLogger(__name__)


async def counted_ahead(view: View, until: int, workers: Workers) -> bool:
    """Count what is due until a moment and takes long; whether there was anything."""
    any_long = False
    for task in _long(view, until):
        name = task.name
        if counts.known(name) is not None:
            continue
        any_long = True
        try:
            counts.remember(name, await workers.run(Counting.result, task))
        except JobError as error:
            _log.error("a vote could not be counted by a worker: %s", error)
            return False
    return any_long


def _long(view: View, until: int) -> Iterator[Counting]:
    for vote in view.by(Vote, "state", "open"):
        standing = view.get(Standing, vote.number)
        first = min(vote.due, standing.due) if standing and not standing.taken else vote.due
        if first > until or vote.method in WORDS:
            continue
        width = len(vote.options) + vote.no_action
        if counts.may_be_long(vote.method, width, view.count(Ballot, vote.number)):
            task = counting(view, vote)
            if task.is_long:
                yield task
    for seat in view.by(Mandate, "state", "vacant"):
        if 0 < seat.due <= until:
            task = recounted(view, seat)
            if task.is_long:
                yield task
