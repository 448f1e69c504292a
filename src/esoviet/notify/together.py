"""Several that tell things, as one."""

import asyncio
from typing import Protocol


class Runs(Protocol):
    """What tells things until it is stopped (notify/service.py, notify/hooking.py)."""

    async def run(self) -> None:
        """Tell them until it is stopped, or cancelled."""

    def stop(self) -> None:
        """End `run` soon."""


class Together:
    """Runs them side by side; if one ends by a mistake, all do, as one alone would."""

    def __init__(self, *parts: Runs) -> None:
        self._parts = parts

    async def run(self) -> None:
        """Run all of them until they are stopped."""
        async with asyncio.TaskGroup() as group:
            for part in self._parts:
                group.create_task(part.run())

    def stop(self) -> None:
        """End all of them soon."""
        for part in self._parts:
            part.stop()
