"""Teach me this: who leads a mandate and who would like to learn it find each other.

Both say yes, and it ends when either says so, with the mandate, or when another leads it. It is in
no log; nobody but the two is shown it.
"""

import logging

from esoviet.law.mandates import Mandate
from esoviet.law.solutions import Solution
from esoviet.law.view import View
from esoviet.node.ledger import Ledger
from esoviet.store.errors import StoreError
from esoviet.store.reach import Reach
from esoviet.store.teaching import Pair

_log = logging.getLogger(__name__)


def leads(view: View, number: int, member: int) -> bool:
    """Whether a member leads a mandate now."""
    mandate = view.get(Mandate, number)
    return member > 0 and mandate is not None and mandate.held_by == member


def text_of(view: View, number: int) -> bytes:
    """The name of the text of what a mandate carries out."""
    return view.must(Solution, view.must(Mandate, number).solution).text


class Pairs:
    """Ends the pairs of one assembly that are over, after every commit. Belongs to the loop."""

    def __init__(self, reach: Reach, ledger: Ledger) -> None:
        self._reach = reach
        self._ledger = ledger

    def look(self) -> None:
        """Look through the pairs, if any. If the disk does not allow it now, the next commit does.

        At most commits of most assemblies that costs nothing.
        """
        if not self._reach.teaching.has(self._ledger.id):
            return
        try:
            self._end()
        except StoreError as error:
            _log.error("who teaches whom in %s stays until later: %s", self._ledger.id, error)

    def _end(self) -> None:
        view, reach, assembly = self._ledger.replica.view(), self._reach, self._ledger.id
        for pair in reach.teaching.all(assembly):
            if not leads(view, pair.mandate, pair.leader):
                end(reach, assembly, pair)


def end(reach: Reach, assembly: str, pair: Pair) -> None:
    """End a pair; both see it on their pages."""
    reach.teaching.end(assembly, pair)
    for one in (pair.leader, pair.learner):
        reach.stamps.change(assembly, one)
