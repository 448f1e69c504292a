"""The sequencer: the one writer of a log. Group commit, with a way back from a failed one.

A batch is whatever arrived while the last commit was under way, up to 256 acts; an idle host waits
for nothing. The texts that its acts refer to are read first (node/texts.py). For each act: a known
id gets its old receipt; the law judges; the blobs must be there as described. Then one transaction
holds the entries, the new size and the signed checkpoint, guarded by the old size: that is the
commit point. Only after it the checkpoint is published and receipts are given.

If a commit fails, nobody knows whether it took place. The batch is undone, its authors are told to
try again (or that there is no room), and nobody is answered until the store has been read anew and
what it holds is proved to be on the disk (`SqliteLog.prove`): that is the truth then, and an act
that was stored after all gets its receipt when it is sent again. Meanwhile all can be read that was
published before.

Every time comes from the node's guard. While that doubts the clock nothing is written; an act that
is handed in all the same may be what ends the doubt.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

from esoviet.law.judge import Stuck
from esoviet.law.outcome import Refusal
from esoviet.law.records import Key
from esoviet.node import receipts
from esoviet.node.answers import (
    CLOCK,
    CLOSING,
    FULL,
    HALTED,
    LOST,
    NO_ROOM,
    STOPPED,
    STUMBLED,
    UNREAD,
    Logged,
    Refused,
    Unavailable,
    refused,
)
from esoviet.node.counts import counted_ahead
from esoviet.node.events import Events
from esoviet.node.guard import Guard
from esoviet.node.ledger import Ledger
from esoviet.node.queue import Queue
from esoviet.node.recovery import CorruptLog, catch_up, finished_tiles, restore_tree
from esoviet.node.renewal import made_anew
from esoviet.node.staged import Staged
from esoviet.node.submission import Submission, is_ours, signed_now
from esoviet.node.telling import Seldom
from esoviet.node.workers import Workers
from esoviet.store import files
from esoviet.store.errors import StoreError, is_full
from esoviet.store.log import Batch, Stored
from esoviet.wire import entry as entries

MAX_BATCH = 256
RETRY_SECONDS = 1.0
REMEMBERED = 4_096  # ids of refused acts, so that those chained to them are told why
_log = logging.getLogger(__name__)


class Sequencer:
    """Orders acts into the log of one assembly.

    `halted` is what acts are answered while none can be taken. Belongs to the event loop.
    """

    def __init__(
        self, ledger: Ledger, guard: Guard, events: Events, workers: Workers | None = None
    ) -> None:
        self._ledger = ledger
        self._workers = workers
        self._guard = guard
        self._events = events
        self._waiting = Queue()
        self._wake = asyncio.Event()
        self._settled = asyncio.Event()
        self._settled.set()
        self._closing = False
        self.halted: Unavailable | None = None
        self._full = False
        self._told = Seldom(_log)
        self._disk = ThreadPoolExecutor(1, thread_name_prefix="commit")
        self._task: asyncio.Task[None] | None = None
        self._writing = asyncio.Lock()
        self._refusals: dict[str, None] = {}
        self.after_commit: list[Callable[[], None]] = []
        self.due: Callable[[list[Submission]], Submission | None] = lambda _: None

    def start(self) -> None:
        """Begin to take acts."""
        self._task = asyncio.create_task(self._run())

    async def close(self) -> None:
        """Take no more acts, finish those that wait, and stop."""
        self._closing = True
        self._wake.set()
        if self._task is not None:
            await self._task
        self._disk.shutdown()

    def submit(self, submission: Submission, *, first: bool = False) -> None:
        """Queue an act; its `answer` comes when it is durable, or refused. The host's come first.

        Members' come before others': their signatures have been verified before (`Submission`).
        """
        if self._closing or self.halted is not None:
            submission.settle(CLOSING if self._closing else self.halted or HALTED)
        elif first:
            self._waiting.put_first(submission)
        else:
            ours = is_ours(self._ledger.replica.state, submission)
            if not self._waiting.put(submission, member=ours):
                submission.settle(FULL)
        self._wake.set()

    @property
    def is_full(self) -> bool:
        """Whether acts could not be stored for want of room, and there is none yet."""
        self._full = self._full and not files.has_room(self._ledger.folder)
        return self._full

    @property
    def is_busy(self) -> bool:
        """Whether acts wait, or something is being written."""
        return bool(self._waiting) or self._writing.locked()

    async def settled(self) -> None:
        """Wait while a commit is under way, so that what is read next is durable."""
        await self._settled.wait()

    async def renew(self) -> None:
        """Make all of the log that follows from its entries anew, while the acts wait.

        Raises `StoreError`, `OSError` if that cannot be: then the log is as it was.
        """
        async with self._writing:
            ledger, shown = self._ledger, self._ledger.published
            stored = Stored(shown.size, shown.root, shown.note.decode())
            loop = asyncio.get_running_loop()
            made = await loop.run_in_executor(self._disk, made_anew, ledger.log.path, stored)
            try:
                ledger.log.replace(made)
            except (StoreError, OSError) as error:
                _log.error("the log of %s was made anew and not put in place: %s", ledger.id, error)
                await self._until_read_again()
            ledger.log.damaged.clear()

    async def _run(self) -> None:
        while self._waiting or not self._closing:
            if not self._waiting:
                self._wake.clear()
                await self._wake.wait()
                await asyncio.sleep(0)  # let requests that came together join the batch
                continue
            batch = self._waiting.take(MAX_BATCH)
            try:
                async with self._writing:
                    await self._process(batch)
            except Exception:
                _log.exception("the sequencer of %s has stopped", self._ledger.id)
                self._halt(batch, STOPPED)
            await asyncio.sleep(0)

    def _halt(self, batch: Iterable[Submission], because: Unavailable) -> None:
        """Take no more acts; those under way may be sent again."""
        self.halted = because
        for submission in batch:
            submission.settle(because)
        for submission in self._waiting.empty():
            submission.settle(because)

    async def _process(self, batch: list[Submission]) -> None:
        replica = self._ledger.replica
        utf8 = await self._ledger.texts.read(blob for one in batch for blob in one.blobs)
        await self._count_ahead()
        wall = self._time(batch)
        if wall is None:
            self._put_off(batch)
            return
        if (mark := self.due(batch)) is not None:
            batch.insert(0, mark)  # what fell due is carried out once, whatever is refused then
        staged = Staged(replica.size, replica.time, max(wall, replica.time), utf8)
        for submission in batch:
            try:
                self._judge(submission, staged)
            except Stuck:
                self._take_back(staged)
                raise
            except (StoreError, OSError) as error:
                self._unread(submission, error)
            except Exception:
                _log.exception("judging act %s failed", submission.id)
                submission.settle(STUMBLED)
        if staged.entries:
            self._settled.clear()
            try:
                await self._commit(staged)
                self._full = False
            except Exception as error:
                await self._lost(staged, error)
            finally:
                self._settled.set()
        for submission, index in staged.again:
            self._settle_again(submission, index)

    async def _count_ahead(self) -> None:
        """Have the votes that are at their end counted by a worker, where that takes long."""
        state = self._ledger.replica.state
        while self._workers is not None and not self._closing:
            now, deadline = self._guard.time(), state.first_deadline()
            if now is None or deadline is None or deadline > now:
                return
            if not await counted_ahead(self._ledger.replica.view(), now, self._workers):
                return

    def _time(self, batch: Iterable[Submission]) -> int | None:
        """What time it is; when the clock is in doubt, members' acts may tell."""
        wall = self._guard.time()
        if wall is not None:
            return wall
        for submission in batch:
            signed = signed_now(self._ledger.replica.state, submission)
            if signed is not None:
                member, at = signed
                self._guard.hear((self._ledger.id, member), at)
        return self._guard.time()

    def _put_off(self, batch: Iterable[Submission]) -> None:
        """Log nothing; what is logged already has its receipt."""
        for submission in batch:
            try:
                index = self._ledger.log.index_of(bytes.fromhex(submission.id))
            except (StoreError, OSError) as error:
                self._unread(submission, error)
                continue
            if index is None:
                submission.settle(CLOCK)
            else:
                self._settle_again(submission, index)

    def _settle_again(self, submission: Submission, index: int) -> None:
        """Answer an act that is logged already with its receipt."""
        try:
            submission.settle(self._ledger.logged(index, submission.id))
        except (StoreError, OSError) as error:
            self._unread(submission, error)

    def _unread(self, submission: Submission, error: Exception) -> None:
        """Whether an act is logged cannot be read now, so it can be neither logged nor refused."""
        self._told.error("reading", "the log of %s cannot be read: %s", self._ledger.id, error)
        submission.settle(UNREAD)

    def _judge(self, submission: Submission, staged: Staged) -> None:
        replica = self._ledger.replica
        known = self._place_of(submission, staged)
        if known is not None:
            staged.again.append((submission, known))
            return
        verdict = replica.judge(submission.statement(), staged.time)
        if verdict.refusal is not None:
            self._events.refused(verdict.refusal.clause, self._ledger.id)
            submission.settle(self._refused(submission, verdict.refusal, staged.time))
            return
        try:
            refused = self._ledger.lacking(submission.blobs, staged.utf8)
        except OSError:
            replica.undo(verdict.undo, replica.size, replica.time)
            raise
        if refused is not None:
            replica.undo(verdict.undo, replica.size, replica.time)
            if isinstance(refused, Refused):
                self._events.refused(refused.clause, self._ledger.id)
            submission.settle(refused)
            return
        entry = entries.spell(staged.time, submission.jws)
        staged.places[submission.id] = replica.size
        replica.append(entry, staged.time)
        staged.entries.append(entry)
        staged.accepted.append(submission)
        staged.changes.append(verdict.changes)
        staged.undo += verdict.undo
        staged.blobs += submission.blobs

    def _place_of(self, submission: Submission, staged: Staged) -> int | None:
        """Where the very same act stands already.

        An act with its key's next number cannot: that number would be taken. Asked before anything
        else, so that sending again answers the same receipt, whatever has become of the key.
        """
        key = self._ledger.replica.state.rows(Key).get(submission.sealed.kid)
        if key is not None and getattr(submission.act, "seq", 0) == key.seq + 1:
            return None
        staged_at = staged.places.get(submission.id)
        if staged_at is not None:
            return staged_at
        return self._ledger.log.index_of(bytes.fromhex(submission.id))

    def _refused(self, submission: Submission, refusal: Refusal, time: int) -> Refused:
        """What the author is told; also whether it failed only because an act before it did."""
        prev = getattr(submission.act, "prev", "")
        is_blocked = refusal.clause == "1.4" and prev in self._refusals
        if refusal.clause != "1.3":
            self._refusals[submission.id] = None
        if len(self._refusals) > REMEMBERED:
            del self._refusals[next(iter(self._refusals))]
        return refused(refusal, time, prev if is_blocked else None)

    async def _commit(self, staged: Staged) -> None:
        ledger, tree = self._ledger, self._ledger.replica.tree
        published = receipts.publish(ledger.origin, tree, ledger.key)
        ledger.log.stage(
            Batch(
                staged.size,
                [bytes.fromhex(submission.id) for submission in staged.accepted],
                staged.entries,
                finished_tiles(tree, staged.size),
                published.root,
                published.note.decode(),
            )
        )
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._disk, ledger.make_durable, staged.blobs, published)
        ledger.publish(published, staged.changes)
        texts = receipts.receipts_of(tree, staged.size, published)
        answers = zip(staged.accepted, texts, strict=True)
        for index, (submission, text) in enumerate(answers, staged.size):
            self._events.logged(submission.act, ledger.id)
            submission.settle(Logged(index, staged.time, submission.id, text))
        for told in self.after_commit:
            told()

    async def _lost(self, staged: Staged, error: Exception) -> None:
        """Undo a batch whose commit failed and take the store's word for what happened."""
        self._tell_lost(error)
        for submission in staged.accepted:
            submission.settle(NO_ROOM if self._full else LOST)
        self._halt([submission for submission, _ in staged.again], HALTED)
        staged.again.clear()
        self._take_back(staged)
        await self._until_read_again()

    async def _until_read_again(self) -> None:
        """Take no acts until the store could be read, and all that it holds is proved.

        Raises `CorruptLog`, `ProofError` if what it holds does not fit: then no acts are taken.
        """
        while not self._read_again():
            self._follow()
            if self._closing:
                return
            await asyncio.sleep(RETRY_SECONDS)
        self.halted = None

    def _follow(self) -> None:
        """Let who reads go on: the replica is what was published, unless it could not be shown."""
        self.halted = NO_ROOM if self._full else HALTED
        if self._ledger.replica.size == self._ledger.published.size:
            self._settled.set()
        else:
            self._settled.clear()

    def _tell_lost(self, error: Exception) -> None:
        self._full = is_full(error)
        one = self._ledger.id
        if self._full:
            self._told.error("full", "no room: acts of %s cannot be stored: %s", one, error)
        elif isinstance(error, StoreError | OSError):
            self._told.error("lost", "a commit failed; reading the log of %s again: %s", one, error)
        else:
            _log.error("a commit failed; reading the log of %s again", one, exc_info=error)

    def _take_back(self, staged: Staged) -> None:
        self._ledger.replica.undo(staged.undo, staged.size, staged.last_time)

    def _read_again(self) -> bool:
        """Whether the store could be read, and the replica has followed it.

        Raises `CorruptLog`, `ProofError` if what it holds does not fit: nothing is taken then.
        """
        ledger, replica = self._ledger, self._ledger.replica
        try:
            stored = ledger.read_again()
            if stored is None or stored.size < replica.size:
                raise CorruptLog("the stored log has become shorter")
            replica.tree = restore_tree(ledger.log, replica.size)
            catch_up(replica, ledger.log, stored)
            ledger.republish(stored)
        except (StoreError, OSError) as error:
            self._full = is_full(error)
            self._told.error(
                "full" if self._full else "again",
                "the log of %s cannot be trusted yet: %s; tried again", ledger.id, error,
            )  # fmt: skip
            return False
        return True
