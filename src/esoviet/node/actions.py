"""What of an action is in no log: who may write, read and sign up, and when it is erased.

It is erased 48 hours after the end of the action; of one that was stopped, called off or lapsed,
48 hours after that. No assembly needs to be awake for it: when that is stands beside it.
"""

import asyncio
import logging

from esoviet.law.actions import OPEN, Action, ActionState
from esoviet.law.view import View
from esoviet.node.guard import Guard
from esoviet.node.ledger import Ledger
from esoviet.store.actions import Comer
from esoviet.store.errors import StoreError
from esoviet.store.reach import Reach

KEPT = 48 * 3_600_000
"""How long after the end all of it is kept, in ms."""
LOOK_SECONDS = 30.0
OFF: tuple[ActionState, ...] = ("stopped", "called-off", "lapsed")
"""What does not take place."""
_log = logging.getLogger(__name__)


def erased_at(action: Action) -> int:
    """When what stands of an action that takes place is erased, in ms."""
    return action.ends + KEPT


def may_write(action: Action, member: int) -> bool:
    """Whether a member says where it meets and what there is to do: who announced it, till it ends.

    Their membership is the door's matter.
    """
    return action.by == member and action.state in OPEN


def may_come(action: Action) -> bool:
    """Whether one can sign up: it stands. A call that waits for a second is none yet."""
    return action.state == "standing"


def may_say(action: Action, member: int, now: int) -> bool:
    """Whether a member says how many came: who announced it, from its beginning until the erasing.

    `now` is in ms.
    """
    on = action.state in ("standing", "ended")
    return on and action.by == member and action.begins <= now < erased_at(action)


def may_see_who(action: Action, member: int, comers: list[Comer]) -> bool:
    """Whether a member reads who comes: who announced it, and who has signed up."""
    return action.by == member or any(one.member == member for one in comers)


class Endings:
    """Sees after every commit whether an action does not take place. Belongs to the loop."""

    def __init__(self, reach: Reach, ledger: Ledger, guard: Guard) -> None:
        self._reach = reach
        self._ledger = ledger
        self._guard = guard
        self._looked: tuple[int, ...] = ()

    def look(self) -> None:
        """Look through what stands of actions, if one more was stopped, called off or lapsed.

        If the disk does not allow it now, the next commit does.
        """
        view = self._ledger.replica.view()
        many = tuple(view.count_by(Action, "state", state) for state in OFF)
        if many == self._looked:
            return
        try:
            self._end(view)
        except StoreError as error:
            _log.error("what stands of actions of %s stays until later: %s", self._ledger.id, error)
        else:
            self._looked = many

    def _end(self, view: View) -> None:
        erased, store = self._guard.clock.wall() + KEPT, self._reach.actions
        for number in store.plans(self._ledger.id):
            action = view.get(Action, number)
            if action is None or action.state in OFF:
                store.end(self._ledger.id, number, erased)


def erase_due(reach: Reach, now: int) -> None:
    """Erase what is due by now (ms), also from the journal; raises `StoreError`."""
    for assembly, action in reach.actions.due(now):
        with reach.whole():
            reach.actions.erase(assembly, action)
    reach.away.erase(now)
    reach.pleas.erase(now)
    reach.journal.empty()


async def keep_erasing(reach: Reach, guard: Guard) -> None:
    """Erase what is due, for ever; not while the clock is wrong."""
    while True:
        try:
            now = guard.time()
            if now is None:
                reach.journal.empty()
            else:
                erase_due(reach, now)
        except StoreError as error:
            _log.error("what is due of actions is erased later: %s", error)
        await asyncio.sleep(LOOK_SECONDS)
