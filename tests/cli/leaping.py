"""Time that is set forward to whatever is waited for, so that a replay takes as long as its work.

The clock is ours, and how far it is ahead of it stands in a file that a node and its clients share.
Only a client that sees that nothing has come to its end yet sets it forward, to the next end of the
problem that it waits for: so no ballot comes too late, however slow or busy the machine is.
"""

from mmap import mmap
from pathlib import Path

import msgspec

from bench.quick import now
from esoviet.cli.replay.http import HttpStage

WIDE = 8


class Leaping:
    """The clock; milliseconds since 1970."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.exists():
            path.write_bytes(bytes(WIDE))
        with path.open("r+b") as file:
            self._ahead = mmap(file.fileno(), WIDE)

    def __reduce__(self) -> tuple[type["Leaping"], tuple[Path]]:
        return Leaping, (self.path,)

    def __call__(self) -> int:
        return now() + int.from_bytes(self._ahead[:], "little")

    def reaches(self, moment: int) -> None:
        """It is as late as this, at the least."""
        ahead = max(moment - now(), int.from_bytes(self._ahead[:], "little"))
        self._ahead[:] = ahead.to_bytes(WIDE, "little")


class _Ends(msgspec.Struct):
    due: int | None


class _Drafted(msgspec.Struct):
    problem: _Ends


class _Voted(msgspec.Struct):
    vote: _Ends


class LeapingStage(HttpStage):
    """A host in such time, with one problem."""

    def __init__(
        self, url: str, *, clock: Leaping, insecure: bool = False, token: str | None = None
    ) -> None:
        super().__init__(url, insecure=insecure, token=token, clock=clock)
        self._leaping = clock

    async def _reached(self, found: int, votes: int, decisions: int) -> bool:
        """What is due is read first: what comes after the state that is waited for never is."""
        due = await self._due(bool(decisions))
        if await super()._reached(found, votes, decisions):
            return True
        if due is not None:
            self._leaping.reaches(due)
        return False

    async def _due(self, voted: bool) -> int | None:
        if voted:
            return (await self.read("/votes/1.json", _Voted)).vote.due
        return (await self.read("/problems/1.json", _Drafted)).problem.due
