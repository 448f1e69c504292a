"""Several that tell things, as one."""

import asyncio
from typing import Protocol

from esoviet.node.inbox import Inbox


class Runs(Protocol):
    """What tells things until it is stopped (notify/service.py, notify/hooking.py)."""

    async def run(self) -> None:
        """Tell them until it is stopped, or cancelled."""

    def stop(self) -> None:
        """End `run` soon."""


class Together:
    """Runs them side by side; if one ends by a mistake, all do, as one alone would.

    Mails that are handed over go to the `inbox`, if there is one.
    """

    def __init__(self, *parts: Runs, inbox: Inbox | None = None) -> None:
        self._parts = parts
        self.inbox = inbox

    async def run(self) -> None:
        """Run all of them until they are stopped."""
        async with asyncio.TaskGroup() as group:
            for part in self._parts:
                group.create_task(part.run())

    def stop(self) -> None:
        """End all of them soon."""
        for part in self._parts:
            part.stop()
