"""Of who is no member any more nothing is kept by which they are reached, after every commit.

It goes from the journal as well, unless somebody reads there just then: then half a minute later.

Nobody is no member by anything but that their state changes, so it is looked through
when the numbers of members in each state have changed: at most commits that costs nothing.
"""

import logging
import typing

from esoviet.law.records import Member, MemberState
from esoviet.law.view import View
from esoviet.node.ledger import Ledger
from esoviet.store.errors import StoreError
from esoviet.store.reach import Reach

OVER = tuple(state for state in typing.get_args(MemberState) if state != "member")
_log = logging.getLogger(__name__)


def _is_member(view: View, number: int) -> bool:
    member = view.get(Member, number)
    return member is not None and member.state == "member"


class Leavers:
    """Forgets how to reach those of one assembly who left or are gone. Belongs to the loop."""

    def __init__(self, reach: Reach, ledger: Ledger) -> None:
        self._reach = reach
        self._ledger = ledger
        self._looked: tuple[int, ...] = ()

    def forget(self) -> None:
        """Look through what is kept, if anybody's state has changed since.

        If the disk does not allow it now, the next commit does; nothing is told to them meanwhile,
        since whoever fetches is looked up first.
        """
        view, reach, assembly = self._ledger.replica.view(), self._reach, self._ledger.id
        states = tuple(view.count_by(Member, "state", state) for state in OVER)
        if states == self._looked:
            return
        try:
            gone = [one for one in reach.members(assembly) if not _is_member(view, one)]
            for number in gone:
                reach.forget(assembly, number)
            if gone:
                reach.journal.empty()
        except StoreError as error:
            _log.error("what is kept of who left %s stays until later: %s", assembly, error)
        else:
            self._looked = states
