"""Keeps how often the law refused, by clause, for the reports of assemblies on themselves."""

import asyncio
import logging

from esoviet.node.events import Events
from esoviet.node.guard import Guard
from esoviet.store.errors import StoreError
from esoviet.store.refusals import RefusalStore

LOOK_SECONDS = 30.0
_log = logging.getLogger(__name__)


def write_down(store: RefusalStore, events: Events, guard: Guard) -> None:
    """Keep what was counted since the last time; what cannot be kept now is kept the next time."""
    now = guard.time()
    if now is None or not events.refusals:
        return
    try:
        store.add(events.refusals, now)
    except StoreError as error:
        _log.error("refusals are counted in memory only: %s", error)
    else:
        events.refusals.clear()


async def keep_counting(store: RefusalStore, events: Events, guard: Guard) -> None:
    """Write down what is counted, for ever, and once more in the end."""
    try:
        while True:
            write_down(store, events, guard)
            await asyncio.sleep(LOOK_SECONDS)
    finally:
        write_down(store, events, guard)
