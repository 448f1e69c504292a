"""A node: its key, its data folder, and the assemblies that it hosts, nearly all of them asleep.

node.key              32 bytes: the seed of the host's Ed25519 key; nobody else may read it
node.db               sessions, what members want to be told, what is known of assemblies unopened
node.lock             held while a process works here: there is never a second one
heartbeat             what the clocks said when the node last ran (node/guard.py)
pending/              blobs brought before the act that founds their assembly
media/                files that are just being made ready (media/preparing.py); empty at a start
assemblies/<id>/      one folder each (node/ledger.py); made aside and renamed, so whole or absent
"""

import asyncio
import contextlib
import logging
import os
import resource
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from esoviet.law.act import Blob
from esoviet.log.errors import ProofError
from esoviet.media.preparing import Preparing
from esoviet.node import erasing, folders, founding, moving
from esoviet.node.actions import Endings, keep_erasing
from esoviet.node.answers import CLOCK, Answer, Refused, Unavailable
from esoviet.node.asked import Asked
from esoviet.node.clock import Clock, SystemClock
from esoviet.node.config import Config
from esoviet.node.events import Events
from esoviet.node.folders import ASSEMBLY
from esoviet.node.guard import Guard, read_heartbeat
from esoviet.node.hosted import HostedAssembly
from esoviet.node.leavers import Leavers
from esoviet.node.links import Links
from esoviet.node.places import affordable, files_left
from esoviet.node.recovery import CorruptLog
from esoviet.node.refusals import keep_counting
from esoviet.node.scrub import Scrub
from esoviet.node.sleeping import DAMAGED, NotOpened, Sleeping
from esoviet.node.submission import Submission
from esoviet.node.teaching import Pairs
from esoviet.node.telling import Seldom
from esoviet.node.texts import Texts, lacking
from esoviet.node.turns import Rank
from esoviet.node.verifier import Verifiers
from esoviet.node.web_push import Vapid
from esoviet.node.workers import Workers
from esoviet.store import files
from esoviet.store.blobs import Pending
from esoviet.store.errors import StoreError
from esoviet.store.reach import Reach
from esoviet.store.register import Register, Row
from esoviet.store.sessions import NodeStore
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64u

PENDING_SECONDS = 3600
SWEEP_SECONDS = 600
WATCH_SECONDS = 1.0
LOCK, KEY, ASSEMBLIES, MEDIA = "node.lock", "node.key", "assemblies", "media"
STAGE = ".example"  # where cli/example.py makes one, beside a copy of the host's key
_REMOVE = "{}. If it is damaged, remove it: all sign in anew"
_log = logging.getLogger(__name__)


class NodeError(Exception):
    """The node cannot start; the text says why and what to do."""


class Node:
    """All that this process hosts. Made, started and closed inside one running event loop."""

    def __init__(self, config: Config, clock: Clock | None = None) -> None:
        """Open the data folder, making it if need be. Raises `NodeError`, `CorruptLog`,
        `StoreError`.

        Assemblies of which nothing sure is noted are opened. One that cannot be is left out, unless
        there is no other: `left_out` says of each why.
        """
        self.config = config
        self.folder = config.data
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock = _lock(self.folder / LOCK)
        self.guard = Guard(self.folder, clock or SystemClock())
        self.verifiers = Verifiers()
        self.workers, self.preparing = Workers(), Preparing(self.folder / MEDIA)
        self.road = erasing.Road()
        self.events, self.asked = Events(), Asked()
        self.foreign: list[str] = []
        self._told = Seldom(_log)
        self._founding = asyncio.Lock()
        self._tasks: list[asyncio.Task[None]] = []
        with contextlib.ExitStack() as undo:
            undo.callback(os.close, self._lock)
            files.clear_leftovers(self.folder)
            shutil.rmtree(self.folder / STAGE, ignore_errors=True)  # a crash cut it short
            files.make_folder(self.folder / ASSEMBLIES)
            self.key = _host_key(self.folder)
            self.links = Links(self.key.seed)
            self.vapid = Vapid(self.key.seed, config.push_contact) if config.push_contact else None
            self.store, self.reach, register = _private(self.folder / "node.db")
            undo.callback(self.store.close)
            undo.callback(self.reach.close)
            undo.callback(register.close)
            most = affordable(config.awake, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
            idle = config.idle_seconds
            self.sleeping = Sleeping(register, self.guard, self._made, most, idle)
            self.road.add(*erasing.of_node(self.reach, self.sleeping))
            self.scrub = Scrub(self.folder, self.sleeping, config.scrub_days, self.clock)
            self.moving = moving.made(config, self.folder / ASSEMBLIES, self.sleeping, self.road)
            self.scrub.look_away = self.moving.look
            self.pending = Pending(self.folder / "pending")
            self.texts = Texts(self.pending.path)
            self._look(register, most)
            undo.pop_all()

    @property
    def public(self) -> str:
        """The host's public key in base64url, for founding acts to name."""
        return b64u(self.key.public)

    @property
    def assemblies(self) -> dict[str, HostedAssembly]:
        """Those that are awake."""
        return self.sleeping.awake

    @property
    def left_out(self) -> dict[str, str]:
        """Those that could not be opened, and why."""
        return self.sleeping.left_out

    def has(self, assembly: str) -> bool:
        """Whether it is here and can be served, awake or asleep."""
        return assembly in self.sleeping.known and assembly not in self.left_out

    def open(
        self, assembly: str, rank: Rank = Rank.MEMBER
    ) -> AbstractAsyncContextManager[HostedAssembly]:
        """Have an assembly awake for a while; raises `NotOpened`."""
        return self.sleeping.open(assembly, rank)

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
            named = f"The assembly {one}" if self.sleeping.may_read(one) else "An assembly"
            yield f"{named} is left out; the log of the server says why."
        if self.moving.fault:
            yield self.moving.fault
        if self.foreign:
            yield (
                "Something in the folder assemblies is no assembly and is passed over; the log of "
                "the server names it."
            )
        for assembly in self.assemblies.values():
            yield from assembly.faults
        for lines in self.sleeping.ill.values():
            yield from lines.split("\n")

    def start(self) -> None:
        """Begin to take acts."""
        newest = [a.ledger.replica.time for a in self.assemblies.values()]
        newest += [row.newest for row in self.sleeping.known.values()]
        self.guard.begin(max(newest, default=0))
        for assembly in self.assemblies.values():
            assembly.start()
        tasks = (self.guard.run(), self.sleeping.run(), self._read_rest(), self._sweep(),
                 self._watch(), self.scrub.run(), self.moving.run(),
                 keep_erasing(self.reach, self.guard),
                 keep_counting(self.reach.refusals, self.events, self.guard))  # fmt: skip
        self._tasks = [asyncio.create_task(task) for task in tasks]

    async def close(self) -> None:
        """Finish what is under way, leave snapshots, and let go of the folder."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.sleeping.close()
        with contextlib.suppress(OSError):  # the last one stands, and the log says why
            await self.guard.beat()
        await self.verifiers.close()
        await self.workers.close()
        await self.moving.close()
        self.store.close()
        self.reach.close()
        os.close(self._lock)

    def end_streams(self) -> None:
        """End every open change feed, so that connections can close."""
        self.sleeping.end_streams()

    async def found(self, submission: Submission) -> Answer:
        """Found an assembly, which sleeps then; the same act again answers its receipt."""
        async with self._founding:
            if submission.id in self.left_out:
                return DAMAGED
            if submission.id in self.sleeping.known:
                return await self._found_again(submission.id)
            now = self.guard.time()
            if now is None:
                return CLOCK
            refused = founding.judge(submission, self.key, now)
            against = refused or await self._lacking(submission.blobs)
            if against is not None:
                return against
            home = self.folder / ASSEMBLIES
            founded = await asyncio.to_thread(
                founding.make, home, self.pending, submission, self.key, now
            )
            self.sleeping.add(founded.row)
            return founded.answer

    async def _found_again(self, assembly: str) -> Answer:
        try:
            async with self.open(assembly) as hosted:
                return hosted.ledger.logged(0, assembly)
        except NotOpened as error:
            return error.answer or DAMAGED

    async def adopt(self, folder: Path) -> str:
        """Take in the folder of an assembly that was made elsewhere with this node's own key.

        Answers the assembly's id. The folder must lie on the same file system as the data folder.
        """
        home = self.folder / ASSEMBLIES / folder.name
        await asyncio.to_thread(folder.rename, home)
        await asyncio.to_thread(files.flush_folder, home.parent)
        self.sleeping.remember(Row(folder.name), unread=True)
        try:
            async with self.open(folder.name):
                return folder.name
        except NotOpened:
            raise NodeError(self.left_out.get(folder.name, "it is not opened")) from None

    async def _lacking(self, blobs: tuple[Blob, ...]) -> Refused | Unavailable | None:
        """Refuse a founding act whose blobs have not been sent as it describes them."""
        return lacking(blobs, self.pending.size, await self.texts.read(blobs))

    def _look(self, register: Register, most: int) -> None:
        """See what lies in the folder, and open those of which nothing sure is noted.

        Without a heartbeat the clock is held against the newest entry alone, so that all of them
        have to be read now; else those beyond `most` are read while the node serves.
        """
        home, error = self.folder / ASSEMBLIES, None
        found, rows = folders.look(home), _rows(register)
        self.foreign = found.foreign
        for identity in found.assemblies:
            row = rows.pop(identity, Row(identity))
            mark = "" if row.awake else folders.marks(home, identity)
            self.sleeping.remember(row, unread=not mark or mark != row.mark)
        for gone in rows:
            register.drop(gone)
        must = read_heartbeat(self.folder) is None
        for identity in sorted(self.sleeping.unread):
            if must or len(self.assemblies) < most:
                error = self._try_to_open(identity, most) or error
        if error is not None and not self.sleeping.served:
            raise error

    def _try_to_open(self, identity: str, most: int) -> Exception | None:
        """Why an assembly is left out, if it is: whatever is wrong with it stops no other."""
        try:
            assembly = self._made(identity)
        except (CorruptLog, StoreError, NodeError) as error:
            self.sleeping.leave_out(identity, error)
            return type(error)(self.left_out[identity])
        if len(self.assemblies) < most:
            self.sleeping.admit(assembly)
        else:
            assembly.ledger.close()
            self.sleeping.add(folders.noted(assembly, self.clock()))
        return None

    def _made(self, identity: str) -> HostedAssembly:
        """Open an assembly's folder. Raises `CorruptLog`, `StoreError`, `NodeError`."""
        folder = self.folder / ASSEMBLIES / identity
        try:
            made = HostedAssembly(
                folder, self.key, self.guard, self.verifiers, self.workers, self.events
            )
            made.ledger.road = self.road
            made.sequencer.after_commit.append(self.moving.follow(made.ledger))
            made.sequencer.after_commit.append(Leavers(self.reach, made.ledger).forget)
            endings = Endings(self.reach, made.ledger, self.guard)
            made.sequencer.after_commit.append(endings.look)
            made.sequencer.after_commit.append(Pairs(self.reach, made.ledger).look)
            return made
        except (CorruptLog, StoreError):
            raise
        except (OSError, ProofError) as error:
            raise NodeError(f"{folder} cannot be read: {error}") from error
        except Exception as error:
            _log.exception("%s cannot be opened", folder)
            raise NodeError(f"{type(error).__name__}: {error}") from error

    async def _read_rest(self) -> None:
        """Open once those that the start has put off."""
        for identity in sorted(self.sleeping.unread - self.left_out.keys()):
            with contextlib.suppress(NotOpened):
                async with self.open(identity, Rank.CARE):
                    pass

    async def _sweep(self) -> None:
        while True:
            try:
                before = time.time() - PENDING_SECONDS
                self.pending.sweep(before)
                await self._sweep_assemblies(before)
                if not self.guard.fault:
                    self.store.forget_expired(self.clock())
            except (OSError, StoreError) as error:
                self._told.error("sweep", "clearing away failed; it is tried again: %s", error)
            await asyncio.sleep(SWEEP_SECONDS)

    async def _sweep_assemblies(self, before: float) -> None:
        """Those that are awake, and those asleep in which something waits for too long."""
        for assembly in list(self.assemblies.values()):
            assembly.ledger.sweep(before)
        for row in list(self.sleeping.known.values()):
            if row.pending and row.slept < before * 1000 and row.assembly not in self.assemblies:
                with contextlib.suppress(NotOpened):
                    async with self.open(row.assembly, Rank.CARE) as assembly:
                        assembly.ledger.sweep(before)

    async def _watch(self) -> None:
        """See that there are files left to open, and make anew what can be."""
        while True:
            if files_left() <= 0:
                self._told.error("files", "nearly all open files that the system allows are in use")
            await self._mend()
            await asyncio.sleep(WATCH_SECONDS)

    async def _mend(self) -> None:
        for assembly in list(self.assemblies.values()):
            try:
                await assembly.mend()
            except Exception:
                _log.exception("mending %s failed", assembly.ledger.id)


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


def _private(path: Path) -> tuple[NodeStore, Reach, Register]:
    try:
        with contextlib.ExitStack() as undo:
            store = NodeStore(path)
            undo.callback(store.close)
            reach = Reach(path)
            undo.callback(reach.close)
            register = Register(path)
            undo.pop_all()
            return store, reach, register
    except StoreError as error:
        raise NodeError(_REMOVE.format(error)) from None


def _rows(register: Register) -> dict[str, Row]:
    try:
        return {row.assembly: row for row in register.rows()}
    except StoreError as error:
        raise NodeError(_REMOVE.format(error)) from None


def _lock(path: Path) -> int:
    descriptor = files.lock(path)
    if descriptor is None:
        raise NodeError(f"another process works in {path.parent}; stop it first")
    return descriptor
