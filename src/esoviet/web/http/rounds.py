"""Strangers take turns: one begins, or goes on, in each round of the event loop.

Everybody's work is done on one loop, and in each round it does what is ready of each connection. So
the more strangers, the longer a round, and a member's act needs several. With turns a round has the
work of members and of one stranger, however many of these there are. While a member's act is under
way, which takes several rounds, strangers do not go on in each of them.
"""

import asyncio
import math
from collections import deque

from esoviet.web.http.errors import HttpError

MOST_WAITING = 4_096
PAUSE_SECONDS = 0.005  # between strangers, while a member's act is under way


class Members:
    """Counts the members' acts that are under way."""

    def __init__(self) -> None:
        self.acts = 0

    def __enter__(self) -> None:
        self.acts += 1

    def __exit__(self, *_: object) -> None:
        self.acts -= 1


class Rounds:
    """Belongs to the event loop."""

    def __init__(self) -> None:
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._goes_round = False
        self._members = Members()
        self._last = -math.inf  # when one went on; the loop's clock may begin anywhere
        self.disk = asyncio.Lock()  # one stranger's file at a time is made durable

    def of_member(self) -> "Members":
        """A member's act is under way."""
        return self._members

    async def next(self) -> None:
        """Wait for one's turn; raises `HttpError` 503 where too many wait."""
        if len(self._waiting) >= MOST_WAITING:
            raise HttpError(503, "Too many people ask this server at once; try again.",
                            {"Retry-After": "5"})  # fmt: skip
        loop = asyncio.get_running_loop()
        mine = loop.create_future()
        self._waiting.append(mine)
        if not self._goes_round:
            self._goes_round = True
            loop.call_soon(self._go_round, loop)
        await mine

    def _go_round(self, loop: asyncio.AbstractEventLoop) -> None:
        now = loop.time()
        if self._members.acts and now < self._last + PAUSE_SECONDS:
            loop.call_at(self._last + PAUSE_SECONDS, self._go_round, loop)
            return
        self._last = now
        while self._waiting:
            next_one = self._waiting.popleft()
            if not next_one.done():
                next_one.set_result(None)
                break
        self._goes_round = bool(self._waiting)
        if self._goes_round:
            loop.call_soon(self._go_round, loop)
