"""An assembly at work on this node: its ledger, and the tasks that keep it going."""

import asyncio
import logging
from collections.abc import Iterable
from pathlib import Path

from esoviet.node import snapshots
from esoviet.node.answers import Answer
from esoviet.node.events import Events
from esoviet.node.guard import Guard
from esoviet.node.ledger import SNAPSHOT, Ledger
from esoviet.node.sequencer import Sequencer
from esoviet.node.submission import NO_KEYS, Submission, likely_key
from esoviet.node.timekeeper import Timekeeper
from esoviet.node.verifier import Verifiers
from esoviet.wire.ed25519 import SigningKey

SNAPSHOT_EVERY = 50_000
_log = logging.getLogger(__name__)


class HostedAssembly:
    """One assembly: `ledger` to read, `submit` to write. Made inside a running event loop."""

    def __init__(
        self, folder: Path, key: SigningKey, guard: Guard, verifiers: Verifiers, events: Events
    ) -> None:
        self.ledger = Ledger(folder, key)
        self.sequencer = Sequencer(self.ledger, guard, events)
        self.timekeeper = Timekeeper(self.ledger, self.sequencer, guard)
        self._verifiers = verifiers
        self._snapshot_path = folder / SNAPSHOT
        self._snapshot_size = _snapshot_size(self._snapshot_path)
        self._snapshot: asyncio.Task[None] | None = None
        self.sequencer.after_commit.append(self._maybe_snapshot)

    def start(self) -> None:
        """Begin to take acts and to watch the deadlines."""
        self.sequencer.start()
        self.timekeeper.start()

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
        if self._snapshot is not None:
            await asyncio.gather(self._snapshot, return_exceptions=True)
        if self.ledger.published.size - self._snapshot_size > 1000 and self.is_settled:
            await self._write(self._picture())
        self.ledger.close()

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
        except OSError:
            _log.exception("no snapshot of %s could be written", self.ledger.id)
        else:
            self._snapshot_size = taken.header.size


def _snapshot_size(path: Path) -> int:
    header = snapshots.peek(path)
    return 0 if header is None else header.size
