"""The host's own acts: it marks the time after deadlines, and hourly while acts come in.

Whatever falls due is carried out before the next entry is judged, as far as the time is sure (1.6).
Where no member acts just then, the host writes `mark-time` (clause 13.1), so that nothing waits for
anybody. What the host cannot make sure waits for a member's act: the host marks that deadline once
and then is quiet. In the second half of the last part of a phase it marks the time if nothing was
logged there: it says so that it was not away (7.7). One mark serves all phases that end then.
"""

import asyncio
import contextlib
import logging

import msgspec

from esoviet.law.host import MarkTime
from esoviet.law.records import Key
from esoviet.law.view import limits_of
from esoviet.law.windows import last_parts
from esoviet.node.answers import Answer, Logged
from esoviet.node.guard import Guard
from esoviet.node.ledger import Ledger
from esoviet.node.sequencer import Sequencer
from esoviet.node.submission import Submission, prepare
from esoviet.replica.replica import Replica
from esoviet.wire import envelope
from esoviet.wire.encoding import b64
from esoviet.wire.keys import KeyName

HOUR = 3_600_000
_GRACE = 0.02
_PAUSE = 1.0
NEVER = 1 << 62
LONGEST_PART = 6 * HOUR
"""No last part of a phase is longer: a quarter of a day."""
LONGEST = 60.0
"""After so many seconds at most the clock is looked at again: it may have been set."""
_log = logging.getLogger(__name__)


class Timekeeper:
    """Watches the deadlines of one assembly."""

    def __init__(self, ledger: Ledger, sequencer: Sequencer, guard: Guard) -> None:
        self._ledger = ledger
        self._sequencer = sequencer
        self._guard = guard
        self._known: int | None = None
        self._moved = asyncio.Event()
        self._closing = False
        self._task: asyncio.Task[None] | None = None
        sequencer.after_commit.append(self._look)
        sequencer.due = self._mark_due

    def start(self) -> None:
        """Begin to watch."""
        self._task = asyncio.create_task(self._run())

    async def close(self) -> None:
        """Stop watching."""
        self._closing = True  # Python 3.11 can lose a cancellation that comes with something else
        self._moved.set()
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    def is_due(self) -> bool:
        """Whether the time should be marked now: a deadline, a phase's end, an hour with acts."""
        now = self._guard.time()
        if now is None:
            return False
        due = next_due(self._ledger.replica, self._ledger.kid, now, now + LONGEST_PART)
        return due is not None and due <= now

    def next_due(self) -> int | None:
        """When the time should be marked next if nothing is logged until then, in ms since 1970."""
        return next_due(self._ledger.replica, self._ledger.kid, self._guard.clock.wall())

    async def mark_time(self) -> Answer:
        """Sign and log a `mark-time` now; refused within a second of the last one."""
        act = self._mark()
        self._sequencer.submit(act, first=True)
        return await act.answer

    def _mark_due(self, batch: list[Submission]) -> Submission | None:
        """The host's mark, where a deadline has passed: it is to be carried out first, and once.

        None where the host has said something itself: that carries it out.
        """
        deadline, now = self._ledger.replica.state.first_deadline(), self._guard.time()
        if deadline is None or now is None or deadline > now:
            return None
        if any(act.sealed.kid == self._ledger.kid for act in batch) or not self.is_due():
            return None
        return self._mark()

    def _mark(self) -> Submission:
        act = prepare(self._signed())
        assert isinstance(act, Submission)
        return act

    def _signed(self) -> bytes:
        ledger = self._ledger
        key = ledger.replica.state.rows(Key)[ledger.kid]
        seen = (ledger.published.size, b64(ledger.published.root))
        at = self._guard.clock.wall() // 1000 * 1000
        act = MarkTime(assembly=ledger.id, seq=key.seq + 1, prev=key.last.hex(), at=at, seen=seen)
        return envelope.seal(msgspec.json.encode(act), ledger.key)

    def _look(self) -> None:
        """A batch was logged: see whether there is something else to wait for now."""
        first = self._ledger.replica.state.first_deadline()
        if first != self._known or (first is not None and first <= self._ledger.replica.time):
            self._moved.set()

    async def _run(self) -> None:
        while not self._closing:
            self._moved.clear()
            if self.is_due():
                answer = await self.mark_time()
                if not isinstance(answer, Logged):
                    await asyncio.sleep(_PAUSE)
                continue
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._seconds()):  # wait_for can lose a cancellation
                    await self._moved.wait()

    def _seconds(self) -> float:
        """How long nothing will be due, if nothing is logged meanwhile."""
        if self._guard.fault:
            return _PAUSE
        now = self._guard.clock.wall()
        self._known = self._ledger.replica.state.first_deadline()
        replica = self._ledger.replica
        until = now + round(LONGEST * 1000) + LONGEST_PART
        ahead = [moment for moment, _ in last_parts(replica.state, replica.time, until)]
        if self._known is not None:
            ahead.append(self._known)
        wait = min((moment - now for moment in ahead if moment > now), default=HOUR)
        return min(LONGEST, wait / 1000 + _GRACE)


def next_due(replica: Replica, kid: KeyName, now: int, until: int = NEVER) -> int | None:
    """When a host with this key should mark the time next: a deadline, a phase's end, an hour.

    That is if nothing is logged until then; None: not before something is. It may be in the past.
    Of phases only those are looked at that end by `until`.
    """
    last = replica.state.rows(Key)[kid].at
    ends = last_parts(replica.state, replica.time, until)
    moments = [moment for moment, due in ends if now < due]
    deadline = replica.state.first_deadline()
    if deadline is not None:
        is_sure = deadline <= replica.sure + limits_of(replica.state).slack_ms
        if is_sure or last < deadline:
            moments.append(deadline)
    if replica.time > last:
        moments.append(last + HOUR)
    return min(moments, default=None)
