"""Who is awake and who sleeps: the assemblies of a node, opened when needed and let go again.

Reading and writing need an assembly that is awake: its state in memory, its files open. All others
sleep, and cost a row (store/register.py). Whoever needs one opens it,

    async with sleeping.open(identity, Rank.MEMBER) as assembly: ...

and it stays awake as long as anybody does. One that nobody has needed for `idle_seconds` is let go;
so is the least needed one when another one must wake and has no place (node/places.py). What is due
in one that sleeps wakes it in time. All this belongs to the event loop; files are read in threads.
"""

import asyncio
import contextlib
import errno
import logging
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from esoviet.node.agenda import Agenda
from esoviet.node.answers import CLOSING, NO_ROOM, Unavailable
from esoviet.node.folders import noted
from esoviet.node.guard import Guard
from esoviet.node.hosted import HostedAssembly
from esoviet.node.places import Places
from esoviet.node.telling import Seldom
from esoviet.node.turns import Rank, Turn, Turns
from esoviet.store.errors import Busy, StoreError, is_full
from esoviet.store.register import Named, Register, Row

AT_ONCE = 4  # wakings
MOST_WAITING = {Rank.DUE: 64, Rank.MEMBER: 2_000, Rank.STRANGER: 100, Rank.CARE: 100}
AHEAD_MS = 100  # waking begins so long before something is due
PAUSE_MS = 500
LOOK_SECONDS = 1.0
AGAIN_MS = 60_000  # until one that could not be opened is tried again
CROWDED = Unavailable("Too many assemblies are awake on this server; try again.", 5)
DAMAGED = Unavailable("This assembly is not served until its host has mended its log.", 3600)
UNREAD = Unavailable("The server cannot read what it has stored just now; try again.", 5)
_NO_FILES = (errno.EMFILE, errno.ENFILE)
_log = logging.getLogger(__name__)


class NotOpened(Exception):
    """An assembly that cannot be had now; `answer` says why, None: there is none of this name."""

    def __init__(self, answer: Unavailable | None) -> None:
        super().__init__("there is no such assembly" if answer is None else answer.because)
        self.answer = answer


class Sleeping:
    """All assemblies of a node.

    `known` has a row of each, as it was noted last; of those in `unread` it may be wrong. `awake`
    has those that are awake, `left_out` says of those that could not be opened why, `ill` of those
    that sleep what is wrong there.
    """

    def __init__(
        self, register: Register, guard: Guard, make: Callable[[str], HostedAssembly], most: int,
        idle_seconds: float,
    ) -> None:  # fmt: skip
        """`make` opens an assembly's folder, in a thread; at most `most` are awake."""
        self.known: dict[str, Row] = {}
        self.awake: dict[str, HostedAssembly] = {}
        self.left_out: dict[str, str] = {}
        self.unread: set[str] = set()
        self.ill: dict[str, str] = {}
        self._register, self._guard, self._make = register, guard, make
        self._idle_seconds = idle_seconds
        self._again: dict[str, int] = {}
        self._turns = Turns(AT_ONCE)
        self._agenda, self._retries = Agenda(), Agenda()  # by the wall clock; by time that passes
        self._moved = asyncio.Event()
        self._opening: dict[str, tuple[Turn, asyncio.Task[Unavailable | None]]] = {}
        self._closing: dict[str, asyncio.Task[None]] = {}
        self._in_hand = 0
        self._wanted: Counter[str] = Counter()
        self._places = Places(most, self.awake, self._wanted)
        self._told = Seldom(_log)
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="wake")
        self._streams, self._closed = True, False

    @property
    def served(self) -> int:
        """How many there are that can be served."""
        return len(self.known) - len(self.left_out)

    def may_read(self, identity: str) -> bool:
        """Whether everybody may read it, as far as that is known without opening it."""
        row = self.known.get(identity)
        return row is not None and row.public

    def is_crowded(self, rank: Rank) -> bool:
        """Whether one more could not wake now."""
        if self._turns.waiting(rank) >= MOST_WAITING[rank]:
            return True
        can = self._places.has(rank, self._on_the_way) or self._closing
        return not (can or self._places.least_needed(rank, self._guard.clock.wall()))

    def named(self, most: int) -> list[Named]:
        """The first of those that sleep and that everybody may read, by name."""
        found = self._register.named(most + len(self.awake) + len(self.left_out))
        here = [one for one in found if one.assembly in self.known]
        return [o for o in here if o.assembly not in self.awake and o.assembly not in self.left_out]

    def remember(self, row: Row, *, unread: bool = False) -> None:
        """Take in what was noted of one; it is `unread` where that may be wrong."""
        self._keep(row)
        if unread:
            self.unread.add(row.assembly)
        elif row.due:
            self._agenda.plan(row.assembly, row.due)

    def add(self, row: Row) -> None:
        """Take in a new one that sleeps."""
        self._note(row)
        self.unread.discard(row.assembly)
        self.left_out.pop(row.assembly, None)
        if row.due:
            self._agenda.plan(row.assembly, row.due)
            self._moved.set()

    def forget_name(self, identity: str) -> None:
        """Keep no longer what an assembly was called; raises `StoreError`."""
        row = self.known.get(identity)
        if row is not None and row.name:
            self._register.put(row._replace(name=""))
            self._keep(row._replace(name=""))

    def admit(self, assembly: HostedAssembly) -> None:
        """Take in one that is awake now."""
        identity = assembly.ledger.id
        before = self.known.get(identity, Row(identity))
        self.awake[identity] = assembly
        self.left_out.pop(identity, None)
        self.unread.discard(identity)
        self._again.pop(identity, None)
        self._agenda.drop(identity)
        self._retries.drop(identity)
        self._guard.learn(assembly.ledger.replica.time)
        self._note(before._replace(awake=True, public=assembly.ledger.is_public, faults=""))

    def leave_out(self, identity: str, error: Exception) -> None:
        """Note that one could not be opened; it is tried again later."""
        text = f"{identity} is left out: {error}"
        if self.left_out.get(identity) != text:
            _log.error("%s", text)
        self.left_out[identity] = text
        self._again[identity] = _passed() + AGAIN_MS
        self.known.setdefault(identity, Row(identity))
        self._retries.plan(identity, _passed() + AGAIN_MS)

    @asynccontextmanager
    async def open(self, identity: str, rank: Rank) -> AsyncIterator[HostedAssembly]:
        """Have an assembly awake for a while; raises `NotOpened`."""
        with contextlib.ExitStack() as held:
            self._wanted[identity] += 1  # until it is held: who waits for it finds it awake
            try:
                while (assembly := self.awake.get(identity)) is None:
                    answer = await self._wake(identity, rank)
                    if answer is not None:
                        raise NotOpened(answer)
                held.enter_context(assembly.used(for_members=rank <= Rank.MEMBER))
            finally:
                self._wanted[identity] -= 1
                if not self._wanted[identity]:
                    del self._wanted[identity]
            yield assembly

    async def run(self) -> None:
        """Wake who must be awake, and let go who is not needed, until cancelled."""
        rested = time.monotonic()
        while True:
            self._moved.clear()
            wait = LOOK_SECONDS
            try:
                wait = self._call()
                if time.monotonic() - rested >= LOOK_SECONDS:
                    rested = time.monotonic()
                    self.rest(rested - self._idle_seconds)
            except Exception:
                _log.exception("looking after the assemblies that sleep failed")
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait):  # wait_for can lose that it was cancelled
                    await self._moved.wait()

    def rest(self, before: float) -> None:
        """Begin to let go all that nobody has needed since `before` (of the monotonic clock)."""
        now = self._guard.clock.wall()
        for one in list(self.awake.values()):
            free = one.touched <= before and not one.is_busy and one.ledger.id not in self._wanted
            if free and not one.is_wanted(now):
                self._let_go(one)

    async def rested(self) -> None:
        """Wait until nobody is on the way into sleep."""
        while self._closing:
            await asyncio.wait(list(self._closing.values()))

    def end_streams(self) -> None:
        """End every open change feed, and begin none any more, so that connections can close."""
        self._streams = False
        for assembly in self.awake.values():
            assembly.ledger.feed.close()

    async def close(self) -> None:
        """Open nothing any more, finish what is under way, and let go of all."""
        self._closed = True
        while self._opening:
            await asyncio.wait([task for _, task in self._opening.values()])
        for assembly in list(self.awake.values()):
            self._let_go(assembly)
        await self.rested()
        self._threads.shutdown()
        self._register.close()

    async def _wake(self, identity: str, rank: Rank) -> Unavailable | None:
        """Wait until it may be awake; answers why it will not be. Raises `NotOpened`."""
        if self._closed:
            return CLOSING
        if identity in self._closing:
            await asyncio.shield(self._closing[identity])
            return None
        if identity not in self.known:
            raise NotOpened(None)
        if identity in self.left_out and _passed() < self._again[identity]:
            return DAMAGED
        if identity not in self._opening:
            self._begin(identity, rank)
        turn, task = self._opening[identity]
        began_as, turn.rank = turn.rank, min(turn.rank, rank)
        answer = await asyncio.shield(task)
        return None if answer is CROWDED and rank < began_as else answer

    def _begin(self, identity: str, rank: Rank) -> None:
        turn = Turn(rank)
        self._opening[identity] = (turn, asyncio.create_task(self._opened(identity, turn)))

    async def _opened(self, identity: str, turn: Turn) -> Unavailable | None:
        try:
            answer = await self._in_turn(identity, turn)
            waits = self.known[identity].due or identity in self.unread
            if answer in (CROWDED, NO_ROOM, UNREAD) and waits:
                self._retries.plan(identity, _passed() + PAUSE_MS)
            return answer
        finally:
            del self._opening[identity]
            self._moved.set()

    async def _in_turn(self, identity: str, turn: Turn) -> Unavailable | None:
        if self._turns.waiting(turn.rank) >= MOST_WAITING[turn.rank]:
            return CROWDED
        async with self._turns.of(turn):
            if self._closed:
                return CLOSING
            return await self._make_room(turn) or await self._open(identity, turn)

    async def _open(self, identity: str, turn: Turn) -> Unavailable | None:
        loop = asyncio.get_running_loop()
        self._in_hand += 1
        try:
            assembly = await loop.run_in_executor(self._threads, self._make, identity)
        except Exception as error:
            cause = error.__cause__ or error
            if isinstance(cause, OSError) and cause.errno in _NO_FILES:
                return CROWDED
            if isinstance(error, Busy):
                self._told.error("busy", "%s cannot be opened yet: %s", identity, error)
                return UNREAD
            if is_full(cause):
                self._told.error("full", "no room: %s cannot be opened: %s", identity, error)
                return NO_ROOM
            self.leave_out(identity, error)
            return DAMAGED
        finally:
            self._in_hand -= 1
        assembly.for_members = turn.rank <= Rank.MEMBER
        self.admit(assembly)
        if not self._streams:
            assembly.ledger.feed.close()
        assembly.start()
        return None

    async def _make_room(self, turn: Turn) -> Unavailable | None:
        """See that another one may wake; lets go of the least needed one if need be."""
        while not self._places.has(turn.rank, self._on_the_way):
            if self._closing and self._places.are_taken(turn.rank, self._on_the_way):
                leaving = list(self._closing.values())
                await asyncio.wait(leaving, return_when=asyncio.FIRST_COMPLETED)
                continue
            one = self._places.least_needed(turn.rank, self._guard.clock.wall())
            if one is None:
                return CROWDED
            await asyncio.shield(self._let_go(one))
        return None

    @property
    def _on_the_way(self) -> int:
        """How many are on their way in or out, with their files open."""
        return self._in_hand + len(self._closing)

    def _let_go(self, assembly: HostedAssembly) -> asyncio.Task[None]:
        """Begin to let go of one: from here on nobody can have it."""
        identity = assembly.ledger.id
        del self.awake[identity]
        task = asyncio.create_task(self._close(assembly))
        self._closing[identity] = task
        return task

    async def _close(self, assembly: HostedAssembly) -> None:
        identity = assembly.ledger.id
        row, now = self.known[identity], self._guard.clock.wall
        try:
            await assembly.close()
            row = await asyncio.to_thread(noted, assembly, now())
        except Exception:
            _log.exception("letting go of %s failed", identity)
            self.unread.add(identity)
            self._retries.plan(identity, _passed() + PAUSE_MS)
        del self._closing[identity]
        self._note(row)
        late = now() - row.due
        if row.due and late < 0:
            self._agenda.plan(identity, row.due)
        elif row.due and not row.awake:
            # What could not be done while it was awake is tried less and less often.
            self._retries.plan(identity, _passed() + min(max(late, PAUSE_MS), AGAIN_MS))
        self._moved.set()

    def _note(self, row: Row) -> None:
        """Keep a row. Where it cannot be written the start will find that it is an old one."""
        try:
            self._register.put(row)
        except StoreError as error:
            self._told.error("register", "what is known of assemblies is not noted: %s", error)
        self._keep(row)

    def _keep(self, row: Row) -> None:
        self.known[row.assembly] = row._replace(mark="")
        self.ill.pop(row.assembly, None)
        if row.faults and not row.awake:
            self.ill[row.assembly] = row.faults

    def _call(self) -> float:
        """Begin to wake who must be awake; answers for how many seconds nobody will have to."""
        now = self._guard.time()
        if now is None or self._closed:
            return LOOK_SECONDS
        for identity in self._retries.take(_passed(), len(self._retries)):
            unsure = identity in self.unread or identity in self.left_out
            self._agenda.plan(identity, 0 if unsure else self.known[identity].due)
        under_way = sum(turn.rank == Rank.DUE for turn, _ in self._opening.values())
        for identity in self._agenda.take(now + AHEAD_MS, MOST_WAITING[Rank.DUE] - under_way):
            if identity in self._opening:
                self._opening[identity][0].rank = Rank.DUE
            elif identity not in self.awake and identity not in self._closing:
                self._begin(identity, Rank.DUE)
        first = self._agenda.first()
        if first is None or first <= now + AHEAD_MS:  # those have to wait until others are done
            return LOOK_SECONDS
        return min(LOOK_SECONDS, (first - AHEAD_MS - now) / 1000)


def _passed() -> int:
    """Milliseconds that have passed since some moment, whatever becomes of the wall clock."""
    return round(time.monotonic() * 1000)
