"""Who is no member any more keeps no secret address: seen to after every commit."""

import logging

from esoviet.law.records import Member
from esoviet.node.ledger import Ledger
from esoviet.store.errors import StoreError
from esoviet.store.reach import Reach

_log = logging.getLogger(__name__)


def forget_leavers(reach: Reach, ledger: Ledger) -> None:
    """Forget how to reach those who left or are gone.

    If the disk does not allow it now, the next commit does; nothing is told to them meanwhile,
    since whoever fetches is looked up first.
    """
    view = ledger.replica.view()
    try:
        for number in reach.secrets.members(ledger.id):
            member = view.get(Member, number)
            if member is None or member.state != "member":
                reach.forget(ledger.id, number)
    except StoreError as error:
        _log.error("what is kept of who left %s stays until later: %s", ledger.id, error)
