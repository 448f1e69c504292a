"""A node: its key, its data folder, and the assemblies that it hosts.

node.key              32 bytes: the seed of the host's Ed25519 key; nobody else may read it
node.db               sessions
node.lock             held while a process works here: there is never a second one
heartbeat             what the clocks said when the node last ran (node/guard.py)
pending/              blobs brought before the act that founds their assembly
assemblies/<id>/      one folder each (node/ledger.py); made aside and renamed, so whole or absent
"""

import asyncio
import contextlib
import logging
import os
import re
import resource
import secrets
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from esoviet.law.act import Blob
from esoviet.law.founding import FoundAssembly
from esoviet.log import checkpoint
from esoviet.log.errors import ProofError
from esoviet.node import ledger, receipts
from esoviet.node.answers import CLOCK, Answer, Refused, Unavailable, refused
from esoviet.node.clock import Clock, SystemClock
from esoviet.node.config import Config
from esoviet.node.events import Events
from esoviet.node.guard import Guard
from esoviet.node.hosted import HostedAssembly
from esoviet.node.recovery import CorruptLog
from esoviet.node.scrub import Scrub
from esoviet.node.submission import Submission
from esoviet.node.telling import Seldom
from esoviet.node.texts import Texts, lacking
from esoviet.node.verifier import Verifiers
from esoviet.node.workers import Workers
from esoviet.replica.replica import Replica
from esoviet.store import files
from esoviet.store.blobs import BlobStore, Pending
from esoviet.store.errors import StoreError
from esoviet.store.log import Batch, SqliteLog
from esoviet.store.sessions import NodeStore
from esoviet.wire import entry as entries
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64u

PENDING_SECONDS = 3600
SWEEP_SECONDS = 600
WATCH_SECONDS = 1.0
ASSEMBLY = re.compile(r"[0-9a-f]{64}")
OPEN_FILES = 7  # of one assembly, at most
LOCK, KEY, ASSEMBLIES = "node.lock", "node.key", "assemblies"
STAGE = ".example"  # where cli/example.py makes one, beside a copy of the host's key
CROWDED = Unavailable("This server hosts as many assemblies as it can.", 3600)
DAMAGED = Unavailable("This assembly is not served until its host has mended its log.", 3600)
_log = logging.getLogger(__name__)


class NodeError(Exception):
    """The node cannot start; the text says why and what to do."""


class Node:
    """All that this process hosts. Made, started and closed inside one running event loop."""

    def __init__(self, config: Config, clock: Clock | None = None) -> None:
        """Open the data folder, making it if need be. Raises `NodeError`, `CorruptLog`,
        `StoreError`.

        An assembly that cannot be opened is left out, unless there is no other: `left_out` says of
        each why.
        """
        self.config = config
        self.folder = config.data
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock = _lock(self.folder / LOCK)
        self.guard = Guard(self.folder, clock or SystemClock())
        self.verifiers = Verifiers()
        self.workers = Workers()
        self.events = Events()
        self.assemblies: dict[str, HostedAssembly] = {}
        self.left_out: dict[str, str] = {}
        self.foreign: list[str] = []
        self.scrub = Scrub(self.folder, self.assemblies, config.scrub_days, self.clock)
        self._told = Seldom(_log)
        self._founding = asyncio.Lock()
        self._tasks: list[asyncio.Task[None]] = []
        with contextlib.ExitStack() as undo:
            undo.callback(os.close, self._lock)
            files.clear_leftovers(self.folder)
            shutil.rmtree(self.folder / STAGE, ignore_errors=True)  # a crash cut it short
            files.make_folder(self.folder / ASSEMBLIES)
            self.key = _host_key(self.folder)
            self.store = _store(self.folder / "node.db")
            undo.callback(self.store.close)
            self.pending = Pending(self.folder / "pending")
            self.texts = Texts(self.pending.path)
            self._open_all()
            undo.pop_all()

    @property
    def public(self) -> str:
        """The host's public key in base64url, for founding acts to name."""
        return b64u(self.key.public)

    def clock(self) -> int:
        """What the wall clock says, right or wrong: for what is not written into a log."""
        return self.guard.clock.wall()

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong here and needs the operator, in plain words that anybody may read."""
        return tuple(self._faults())

    def _faults(self) -> Iterator[str]:
        if self.guard.fault:
            yield self.guard.fault
        if any(assembly.sequencer.is_full for assembly in self.assemblies.values()):
            yield "The disk is full: acts are not taken until there is room again."
        if files_left() <= 0:
            yield "Nearly all open files that the system allows are in use: some find no way in."
        for one in self.left_out:
            named = f"The assembly {one}" if self.store.was_public(one) else "An assembly"
            yield f"{named} is left out; the log of the server says why."
        if self.foreign:
            yield (
                "Something in the folder assemblies is no assembly and is passed over; the log of "
                "the server names it."
            )
        for assembly in self.assemblies.values():
            yield from assembly.faults

    def start(self) -> None:
        """Begin to take acts."""
        self.guard.begin(max((a.ledger.replica.time for a in self.assemblies.values()), default=0))
        for assembly in self.assemblies.values():
            assembly.start()
        tasks = (self.guard.run(), self._sweep(), self._watch(), self.scrub.run())
        self._tasks = [asyncio.create_task(task) for task in tasks]

    async def close(self) -> None:
        """Finish what is under way, leave snapshots, and let go of the folder."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for assembly in self.assemblies.values():
            await assembly.close()
        with contextlib.suppress(OSError):  # the last one stands, and the log says why
            await self.guard.beat()
        await self.verifiers.close()
        await self.workers.close()
        self.store.close()
        os.close(self._lock)

    def end_streams(self) -> None:
        """End every open change feed, so that connections can close."""
        for assembly in self.assemblies.values():
            assembly.ledger.feed.close()

    async def found(self, submission: Submission) -> Answer:
        """Found an assembly; the same founding act again answers its receipt."""
        async with self._founding:
            known = self.assemblies.get(submission.id)
            if known is not None:
                return known.ledger.logged(0, submission.id)
            if self.is_crowded:
                return CROWDED
            if submission.id in self.left_out:
                return DAMAGED
            now = self.guard.time()
            if now is None:
                return CLOCK
            refused = self._judge_founding(submission, now)
            against = refused or await self._lacking(submission.blobs)
            if against is not None:
                return against
            try:
                await asyncio.to_thread(self._make, submission, now)
            except (OSError, StoreError):
                await asyncio.to_thread(shutil.rmtree, self._aside(submission.id), True)
                raise
            assembly = self._open(self.folder / ASSEMBLIES / submission.id)
            assembly.start()
            return assembly.ledger.logged(0, submission.id)

    async def adopt(self, folder: Path) -> str:
        """Take in the folder of an assembly that was made elsewhere with this node's own key.

        Answers the assembly's id. The folder must lie on the same file system as the data folder.
        """
        home = self.folder / ASSEMBLIES / folder.name
        await asyncio.to_thread(folder.rename, home)
        await asyncio.to_thread(files.flush_folder, home.parent)
        assembly = self._open(home)
        assembly.start()
        return assembly.ledger.id

    @property
    def is_crowded(self) -> bool:
        """Whether the assemblies take half of the open files that this process may have.

        The other half is for connections: nobody can shut members out by founding and founding.
        """
        allowed, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        return 2 * OPEN_FILES * len(self.assemblies) >= allowed >= 0

    async def _lacking(self, blobs: tuple[Blob, ...]) -> Refused | Unavailable | None:
        """Refuse a founding act whose blobs have not been sent as it describes them."""
        return lacking(blobs, self.pending.size, await self.texts.read(blobs))

    def _judge_founding(self, submission: Submission, now: int) -> Refused | None:
        act = submission.act
        if not isinstance(act, FoundAssembly):
            return Refused("2.1", "The first entry of a log founds an assembly.")
        if act.host != self.public:
            return Refused("2.2", "This act asks another host to keep the log.")
        verdict = Replica().judge(submission.statement(), now)
        if verdict.refusal is not None:
            return refused(verdict.refusal, now)
        return None

    def _make(self, submission: Submission, now: int) -> None:
        """Make the folder of a new assembly with its first entry: aside, then renamed."""
        folder = self._aside(submission.id)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        blobs = BlobStore(folder / ledger.BLOBS)
        blobs.keep(self.pending, [blob.sha256 for blob in submission.blobs])
        replica = Replica()
        verdict = replica.judge(submission.statement(), now)
        assert verdict.refusal is None
        entry = entries.spell(now, submission.jws)
        replica.append(entry, now)
        origin = checkpoint.origin_of(submission.id)
        published = receipts.publish(origin, replica.tree, self.key)
        log = SqliteLog.create(folder / ledger.LOG)
        ids = [bytes.fromhex(submission.id)]
        log.append(Batch(0, ids, [entry], [], published.root, published.note.decode()))
        log.close()
        files.flush_folder(folder)
        folder.rename(folder.with_name(submission.id))
        files.flush_folder(folder.parent)

    def _aside(self, identity: str) -> Path:
        """Where the folder of an assembly is made before it gets its name."""
        return self.folder / "assemblies" / f".new-{identity}"

    def _open_all(self) -> None:
        error: Exception | None = None
        for folder in sorted((self.folder / ASSEMBLIES).iterdir()):
            if folder.name.startswith(".new-"):
                shutil.rmtree(folder, ignore_errors=True)  # a founding that a crash cut short
            elif folder.name.startswith("."):
                continue
            elif not ASSEMBLY.fullmatch(folder.name):
                self.foreign.append(folder.name)
                _log.warning("%s is no assembly, and is passed over", folder)
            else:
                error = self._try_to_open(folder) or error
        if error is not None and not self.assemblies:
            raise error

    def _try_to_open(self, folder: Path) -> Exception | None:
        """Why an assembly is left out, if it is: whatever is wrong with it stops no other."""
        try:
            self._open(folder)
        except (CorruptLog, StoreError, NodeError) as wrong:
            error: Exception = wrong
        except Exception as wrong:
            _log.exception("%s cannot be opened", folder)
            error = NodeError(f"{type(wrong).__name__}: {wrong}")
        else:
            return None
        self.left_out[folder.name] = f"{folder.name} is left out: {error}"
        _log.error("%s", self.left_out[folder.name])
        return type(error)(self.left_out[folder.name])

    def _open(self, folder: Path) -> HostedAssembly:
        try:
            assembly = HostedAssembly(
                folder, self.key, self.guard, self.verifiers, self.workers, self.events
            )
        except (OSError, ProofError) as error:
            raise NodeError(f"{folder} cannot be read: {error}") from None
        self.assemblies[folder.name] = assembly
        self.store.keep_public(folder.name, public=assembly.ledger.is_public)
        return assembly

    async def _sweep(self) -> None:
        while True:
            try:
                before = time.time() - PENDING_SECONDS
                self.pending.sweep(before)
                for assembly in self.assemblies.values():
                    assembly.ledger.pending.sweep(before)
                if not self.guard.fault:
                    self.store.forget_expired(self.clock())
            except (OSError, StoreError) as error:
                self._told.error("sweep", "clearing away failed; it is tried again: %s", error)
            await asyncio.sleep(SWEEP_SECONDS)

    async def _watch(self) -> None:
        """See that there are files left to open, and make anew what can be."""
        while True:
            if files_left() <= 0:
                self._told.error("files", "nearly all open files that the system allows are in use")
            for assembly in list(self.assemblies.values()):
                try:
                    await assembly.mend()
                except Exception:
                    _log.exception("mending %s failed", assembly.ledger.id)
            await asyncio.sleep(WATCH_SECONDS)


def files_left() -> int:
    """How many more files this process may open before nine tenths of them are in use.

    A file that is opened gets the lowest number that is free, so its number tells how many are.
    """
    most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most == resource.RLIM_INFINITY:
        return 1
    try:
        number = os.open(os.devnull, os.O_RDONLY)
    except OSError:
        return 0
    os.close(number)
    return most * 9 // 10 - number


def _host_key(folder: Path) -> SigningKey:
    """Read the host's key, or make it at the first start."""
    path = folder / KEY
    if not path.exists():
        if any(ASSEMBLY.fullmatch(one.name) for one in (folder / ASSEMBLIES).iterdir()):
            raise NodeError(f"{path} is missing, and nothing here goes on without it; put it back")
        files.write_durably(path, secrets.token_bytes(32))
    seed = path.read_bytes()
    if len(seed) != 32:
        raise NodeError(f"{path} is not a host's key (32 bytes); put the right one back")
    return SigningKey(seed)


def _store(path: Path) -> NodeStore:
    try:
        return NodeStore(path)
    except StoreError as error:
        because = f"{error}. If it is damaged, remove it: all sign in anew"
        raise NodeError(because) from None


def _lock(path: Path) -> int:
    descriptor = files.lock(path)
    if descriptor is None:
        raise NodeError(f"another process works in {path.parent}; stop it first")
    return descriptor
