"""An assembly that is awake on this node: its ledger, and the tasks that keep it going."""

import asyncio
import logging
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from esoviet.node import snapshots
from esoviet.node.answers import NO_ROOM, STOPPED, Answer
from esoviet.node.events import Events
from esoviet.node.guard import Guard
from esoviet.node.ledger import SNAPSHOT, Ledger
from esoviet.node.searching import Searching
from esoviet.node.sequencer import Sequencer
from esoviet.node.submission import NO_KEYS, Submission, likely_key
from esoviet.node.timekeeper import Timekeeper
from esoviet.node.verifier import Verifiers
from esoviet.node.workers import Workers
from esoviet.store.errors import StoreError
from esoviet.wire.ed25519 import SigningKey

SNAPSHOT_EVERY = 50_000
MUCH_NEW = 64  # entries, that waking would have to read again
MEND_SECONDS = 600.0
SOON_MS, LATE_MS = 5_000, 10_000
_log = logging.getLogger(__name__)


class HostedAssembly:
    """One assembly: `ledger` to read, `submit` to write. May be made in a thread.

    `uses` counts who needs it now, `touched` is when somebody last began or ended to (seconds of
    the monotonic clock), `for_members` whether it is awake for others than strangers.
    """

    def __init__(
        self,
        folder: Path,
        key: SigningKey,
        guard: Guard,
        verifiers: Verifiers,
        workers: Workers,
        events: Events,
    ) -> None:
        self.ledger = Ledger(folder, key)
        self.sequencer = Sequencer(self.ledger, guard, events, workers)
        self.timekeeper = Timekeeper(self.ledger, self.sequencer, guard)
        self.searching = Searching(self.ledger, workers)
        self.ledger.index_is_behind = self.searching.keep_up
        self._verifiers = verifiers
        self._snapshot_path = folder / SNAPSHOT
        self._snapshot_size = _snapshot_size(self._snapshot_path)
        self._snapshot: asyncio.Task[None] | None = None
        self._mend_at = 0.0
        self.uses = 0
        self.touched = time.monotonic()
        self.for_members = False
        self.sequencer.after_commit += [self._maybe_snapshot, self.searching.follow]

    def start(self) -> None:
        """Begin to take acts and to watch the deadlines."""
        self.sequencer.start()
        self.timekeeper.start()
        self.searching.keep_up()

    def used(self, *, for_members: bool) -> "Use":
        """Keep it awake meanwhile. Whoever has just looked it up must not wait before."""
        return Use(self, for_members=for_members)

    async def submit(self, submission: Submission) -> Answer:
        """Hand in one act and wait until it is logged or refused."""
        self.is_signed(submission)
        self.sequencer.submit(submission)
        return await submission.answer

    def is_signed(self, submission: Submission) -> bool:
        """Whether the key that should have signed an act has; remembered for the law."""
        public = likely_key(self.ledger.replica.state, submission)
        return public is not None and submission.check(public)

    async def verify(self, submissions: Iterable[Submission]) -> None:
        """Check the signatures of many acts beforehand, on other cores where there are any."""
        nearby = dict(NO_KEYS)
        checks = []
        for submission in submissions:
            public = likely_key(self.ledger.replica.state, submission, nearby)
            if public is not None:
                nearby[submission.sealed.kid] = public
                checks.append((submission, public))
        verdicts = await self._verifiers.verify(
            [(public, s.sealed.signing_input, s.sealed.signature) for s, public in checks]
        )
        for (submission, public), valid in zip(checks, verdicts, strict=True):
            submission.public, submission.valid = public, bool(valid)

    async def close(self) -> None:
        """Finish the acts that wait, leave a snapshot, and let go of the stores."""
        await self.timekeeper.close()
        self.ledger.feed.close()
        await self.sequencer.close()
        await self.searching.close()
        if self._snapshot is not None:
            await asyncio.gather(self._snapshot, return_exceptions=True)
        if self.ledger.published.size - self._snapshot_size >= MUCH_NEW and self.is_settled:
            await self._write(self._picture())
        self.sequencer.after_commit.clear()
        del self.sequencer.due
        await asyncio.to_thread(self.ledger.close)

    async def mend(self) -> None:
        """Make anew what is damaged and follows from the entries. If that fails: later again."""
        log, loop = self.ledger.log, asyncio.get_running_loop()
        is_time = loop.time() >= self._mend_at and self.sequencer.halted is None
        if not (log.damaged and is_time) or log.lost:
            return
        self._mend_at = loop.time() + MEND_SECONDS
        try:
            await self.sequencer.renew()
        except (StoreError, OSError) as error:
            _log.error("the log of %s could not be made anew: %s", self.ledger.id, error)
        else:
            self._mend_at = 0.0
            _log.warning("the index and the hash tiles of %s were made anew", self.ledger.id)

    @property
    def faults(self) -> Iterator[str]:
        """What is wrong with what is stored here, in plain words."""
        ledger = self.ledger
        name = ledger.id if ledger.is_public else "that only its members read"
        if self.sequencer.halted is STOPPED:
            yield f"The assembly {name} takes no acts until this server is started again."
        elif self.sequencer.halted not in (None, NO_ROOM):
            yield f"The assembly {name} takes no acts: its log cannot be stored. It is tried again."
        if lost := len(ledger.log.lost):
            yield (
                f"Damaged parts of the log of the assembly {name}: {lost}. The log of the server "
                "names them. They are not served until a backup or a full copy is put in place."
            )
        for what in sorted(ledger.log.damaged):
            yield f"Damaged in the assembly {name}: {what}. It is made anew from the entries."
        if damaged := len(ledger.blobs.damaged):
            yield (
                f"Damaged texts or files of the assembly {name}: {damaged}. They were put "
                "aside; the log of the server names them. Whoever has one can bring it again."
            )
        if gone := len(ledger.absent):
            yield (
                f"Texts or files of the assembly {name} that are gone: {gone}. The log of the "
                "server names them. Whoever has one can bring it again."
            )

    @property
    def is_busy(self) -> bool:
        """Whether anything is under way here."""
        writes = self._snapshot is not None and not self._snapshot.done()
        return self.uses > 0 or writes or self.sequencer.is_busy

    @property
    def is_only_heard(self) -> bool:
        """Whether nothing is under way here but streams of changes, which come back when ended."""
        return self.is_busy and not self.sequencer.is_busy and self.uses <= len(self.ledger.feed)

    def is_wanted(self, now: int) -> bool:
        """Whether something is to be done here soon without anybody asking; `now` is in ms."""
        due, log = self.timekeeper.next_due(), self.ledger.log
        is_due = due is not None and due - SOON_MS < now < due + LATE_MS
        return is_due or self.sequencer.halted is not None or bool(log.damaged and not log.lost)

    @property
    def is_settled(self) -> bool:
        """Whether the replica is exactly what is published."""
        return self.ledger.replica.size == self.ledger.published.size

    def _maybe_snapshot(self) -> None:
        enough = self.ledger.published.size - self._snapshot_size >= SNAPSHOT_EVERY
        if enough and (self._snapshot is None or self._snapshot.done()):
            self._snapshot = asyncio.create_task(self._write(self._picture()))

    def _picture(self) -> snapshots.Picture:
        replica, published = self.ledger.replica, self.ledger.published
        return snapshots.picture(replica.state, published.size, published.root, replica.time)

    async def _write(self, taken: snapshots.Picture) -> None:
        try:
            await snapshots.write(self._snapshot_path, taken)
        except OSError as error:
            _log.error("no snapshot of %s could be written: %s", self.ledger.id, error)
        else:
            self._snapshot_size = taken.header.size


class Use:
    """Keeps an assembly awake. A class, since every act needs one and a generator costs more."""

    __slots__ = ("_for_members", "_hosted")

    def __init__(self, hosted: HostedAssembly, *, for_members: bool) -> None:
        self._hosted = hosted
        self._for_members = for_members

    def __enter__(self) -> None:
        self._hosted.uses += 1
        self._hosted.for_members = self._hosted.for_members or self._for_members
        self._hosted.touched = time.monotonic()

    def __exit__(self, *_: object) -> None:
        self._hosted.uses -= 1
        self._hosted.touched = time.monotonic()


def _snapshot_size(path: Path) -> int:
    header = snapshots.peek(path)
    return 0 if header is None else header.size
