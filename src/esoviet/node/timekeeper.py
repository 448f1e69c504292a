"""The host's own acts: it marks the time soon after each deadline, and hourly while acts come in.

Whatever falls due is carried out before the next entry is judged. Where no member acts just then,
the host writes `mark-time` (clause 13.1), so that nothing waits for anybody.
"""

import asyncio
import logging
from collections.abc import Callable

import msgspec

from esoviet.law.host import MarkTime
from esoviet.law.records import Key
from esoviet.node.answers import Answer, Logged
from esoviet.node.host import Host
from esoviet.node.sequencer import Sequencer
from esoviet.node.submission import Submission, prepare
from esoviet.wire import envelope
from esoviet.wire.encoding import b64

HOUR = 3_600_000
_GRACE = 0.02
_PAUSE = 1.0
_LONGEST = 60.0
_log = logging.getLogger(__name__)


class Timekeeper:
    """Watches the deadlines of one assembly."""

    def __init__(self, host: Host, sequencer: Sequencer, clock: Callable[[], int]) -> None:
        self._host = host
        self._sequencer = sequencer
        self._clock = clock
        self._known: int | None = None
        self._moved = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        sequencer.after_commit.append(self._look)

    def start(self) -> None:
        """Begin to watch."""
        self._task = asyncio.create_task(self._run())

    async def close(self) -> None:
        """Stop watching."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def is_due(self) -> bool:
        """Whether a deadline has passed, or an hour in which acts came in."""
        now = self._clock()
        deadline = self._host.replica.state.first_deadline()
        if deadline is not None and deadline <= now:
            return True
        last = self._host.replica.state.rows(Key)[self._host.kid].at
        return self._host.replica.time > last and now - last >= HOUR

    async def mark_time(self) -> Answer:
        """Sign and log a `mark-time` now; refused within a second of the last one."""
        act = prepare(self._signed())
        assert isinstance(act, Submission)
        self._sequencer.submit(act)
        return await act.answer

    def _signed(self) -> bytes:
        host = self._host
        key = host.replica.state.rows(Key)[host.kid]
        seen = (host.published.size, b64(host.published.root))
        at = self._clock() // 1000 * 1000
        act = MarkTime(assembly=host.id, seq=key.seq + 1, prev=key.last.hex(), at=at, seen=seen)
        return envelope.seal(msgspec.json.encode(act), host.key)

    def _look(self) -> None:
        if self._host.replica.state.first_deadline() != self._known:
            self._moved.set()

    async def _run(self) -> None:
        while True:
            self._moved.clear()
            if self.is_due():
                answer = await self.mark_time()
                if not isinstance(answer, Logged):
                    await asyncio.sleep(_PAUSE)
                continue
            self._known = self._host.replica.state.first_deadline()
            wait = _LONGEST
            if self._known is not None:
                wait = min(wait, (self._known - self._clock()) / 1000 + _GRACE)
            try:
                await asyncio.wait_for(self._moved.wait(), max(wait, _GRACE))
            except TimeoutError:
                continue
