"""The task that tells other rooms: what has happened since, to whom it goes, and how it went.

What has happened is looked for where the log of an assembly with rooms has grown, and queued with
the mark of how far it was looked, in one transaction: once, also over a restart. A room is told
one thing at a time, in order; what fails comes again after the pauses of `node/hooks.py`, and what
comes after it waits. No room waits for another, and a mistake with one ends no other.

Where the receiver knows a message by its id (`SAFE_TWICE`), it is sent again if nobody knows
whether it arrived. Elsewhere it counts as told then: it is noted as being sent before it is.
"""

import asyncio
import contextlib
import logging
import time
from functools import partial

from esoviet.node.happening import Event, Happenings, since
from esoviet.node.hooks import (
    REFUSALS,
    UNFIT,
    Verdict,
    judged,
    new_id,
    pause,
    wanted_rest,
)
from esoviet.node.hosted import HostedAssembly
from esoviet.node.node import Node
from esoviet.node.outside import Forbidden, Outside, Unanswered
from esoviet.node.rooms import standing
from esoviet.node.sleeping import NotOpened
from esoviet.node.telling import Seldom
from esoviet.node.turns import Rank
from esoviet.notify.flights import TOGETHER, Flights
from esoviet.notify.queue import settled
from esoviet.notify.rooms import SAFE_TWICE, Asked, Message, request
from esoviet.store.errors import StoreError
from esoviet.store.rooms import MOST_WAITING, TRY, Delivery, Room

LOOK_SECONDS = 0.5
END_SECONDS = 1.0
REST = 20  # times as long as a look through an assembly took
FULL_SECONDS = 10.0  # until a queue that was full is filled up
AGAIN = 600_000  # ms, until what could not be opened is tried again
_log = logging.getLogger(__name__)


class Hooking:
    """Tells other rooms. Belongs to the event loop."""

    def __init__(self, node: Node, happenings: Happenings, outside: Outside | None = None) -> None:
        self._node, self._happenings = node, happenings
        self._reach, self._rooms = node.reach, node.reach.rooms
        self._outside = outside or Outside(near=node.config.ask_private)
        self.rest = REST
        self._told = Seldom(_log)
        self._stop = asyncio.Event()
        self._unseen: set[str] = set()
        self._rests: dict[str, float] = {}
        self._flights = Flights("a message to a room")

    async def run(self) -> None:
        """Tell rooms until it is stopped."""
        begun = False
        try:
            while not self._stop.is_set():
                busy = False
                try:
                    if not begun:
                        self.begin()
                    begun = True
                    busy = await self.turn()
                except (StoreError, OSError) as error:
                    self._told.error("store", "rooms could not be told: %s", error)
                except Exception:
                    _log.exception("telling rooms failed; it is tried again")
                if not busy:
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(self._stop.wait(), LOOK_SECONDS)
        finally:
            await self.close()

    def stop(self) -> None:
        """End `run` soon."""
        self._stop.set()

    async def close(self) -> None:
        """Let what is under way end soon, and leave it for another time."""
        await self._flights.close(END_SECONDS)
        await self._outside.close()

    def begin(self) -> None:
        """See what happened meanwhile, and forget the rooms of assemblies that are gone."""
        for assembly in self._rooms.assemblies():
            row = self._node.sleeping.known.get(assembly)
            if row is None:
                for room in self._rooms.all(assembly):
                    self._rooms.drop(room.id)
            elif row.awake or self._rooms.looked(assembly) != row.size:
                self._unseen.add(assembly)

    async def turn(self) -> bool:
        """Do what is to be done now; answers whether there was anything."""
        for assembly in self._new():
            await self._look_through(assembly)
        self._begin_sending()
        return await self._flights.land()

    def _new(self) -> list[str]:
        """The assemblies with rooms in which something may have happened, but for those at rest."""
        passed, awake = time.monotonic(), self._node.assemblies
        grown = (
            one
            for one in self._rooms.assemblies()
            if one in awake and self._rooms.looked(one) != awake[one].ledger.published.size
        )
        return sorted(one for one in {*grown, *self._unseen} if self._rests.get(one, 0.0) <= passed)

    async def _look_through(self, assembly: str) -> None:
        """Look through one; whatever goes wrong with it keeps no other from being told."""
        began, whole, pause = time.monotonic(), False, AGAIN / 1000
        try:
            async with self._node.open(assembly, Rank.CARE) as hosted:
                whole = await self._look(hosted)
            took = time.monotonic() - began
            pause = self.rest * took + (0 if whole or not self.rest else FULL_SECONDS)
        except NotOpened:
            pass
        except (StoreError, OSError) as error:
            pause = FULL_SECONDS
            self._told.error("look", "what happened is not queued for rooms yet: %s", error)
        except Exception:
            _log.exception("what happened in %s could not be seen; it is tried again", assembly)
        if whole:
            self._unseen.discard(assembly)
        else:
            self._unseen.add(assembly)
        self._rests[assembly] = time.monotonic() + pause

    async def _look(self, hosted: HostedAssembly) -> bool:
        """Queue what has happened; whether there was a place for all of it."""
        await settled(hosted)
        ledger, whole = hosted.ledger, True
        size, view = ledger.published.size, ledger.replica.view()
        for room in standing(self._rooms, view, self._rooms.all(ledger.id)):
            if room.stopped:
                continue
            free = MOST_WAITING - self._rooms.waits(room.id).many
            events = since(view, self._rooms.marks(room.id), free + 1)
            whole = whole and len(events) <= free
            self._queue(room, events[:free])
        if whole:
            self._rooms.look(ledger.id, size)
        return whole

    def _queue(self, room: Room, events: list[Event]) -> None:
        if events:
            told = [(new_id(), event.what) for event in events]
            marks = {event.matter: event.mark for event in events}
            with self._reach.whole():
                self._rooms.queue(room.id, told, marks, self._node.clock())

    def _begin_sending(self) -> None:
        for delivery in self._rooms.due(self._node.clock(), 4 * TOGETHER):
            room = self._rooms.get(delivery.room)
            if room is not None:
                whose = room.assembly, room.member
                self._flights.begin(whose, delivery.number, partial(self._send, room, delivery))

    async def _send(self, room: Room, delivery: Delivery) -> None:
        if delivery.claimed:  # nobody knows whether it arrived: not again
            self._settle(room, delivery, Verdict("taken", "unsure"))
            return
        asked = await self._asked(room, delivery)
        if asked is not None:
            await self._sent(room, delivery, asked)

    async def _asked(self, room: Room, delivery: Delivery) -> Asked | None:
        """What is to be asked, as things stand now; None if nothing is."""
        now = self._node.clock()
        try:
            async with self._node.open(room.assembly, Rank.CARE) as hosted:
                await settled(hosted)
                rooms = [one for one in [self._rooms.get(room.id)] if one]  # by now removed?
                if not standing(self._rooms, hosted.ledger.replica.view(), rooms):
                    return None
                told = self._happenings.happening(hosted, delivery.what, room.language)
        except NotOpened:
            self._rooms.put_off(delivery, now + AGAIN, tried=False)
            return None
        if told is None:
            self._rooms.done(delivery)
            return None
        here = f"{self._node.config.url.rstrip('/')}/a/{room.assembly}"
        message = Message(delivery.id, told, room.assembly, here)
        return request(room, message, self._node.key, now)

    async def _sent(self, room: Room, delivery: Delivery, asked: Asked) -> None:
        knows = room.kind in SAFE_TWICE
        if not knows:
            self._rooms.claim(delivery)
        try:
            answer = await self._outside.post(
                asked.address, asked.body, asked.headers, asked.method
            )
        except Forbidden:
            self._settle(room, delivery, Verdict("gone", "forbidden"))
        except Unanswered as error:
            unsure = error.sent and not knows
            verdict = Verdict("taken", "unsure") if unsure else Verdict("later", "silent")
            self._settle(room, delivery, verdict)
        else:
            after = wanted_rest(answer.after, answer.body)
            self._settle(room, delivery, judged(answer.status), answer.status, after)

    def _settle(
        self, room: Room, delivery: Delivery, verdict: Verdict, status: int = 0,
        after: int | None = None,
    ) -> None:  # fmt: skip
        """Note what became of a delivery, and what follows for its room, at once."""
        now, refused = self._node.clock(), 0
        if verdict.fate != "taken":
            refused = room.refused + (verdict.fate == "refused" and delivery.what != TRY)
        with self._reach.whole():
            self._rooms.note(room.id, verdict.answer, status, now, refused=refused)
            if delivery.what == TRY or verdict.fate == "taken":
                self._rooms.done(delivery)
            else:
                wait = pause(delivery.tries, after)
                self._rooms.put_off(delivery, now + (wait or 0), tried=True)
                if verdict.fate == "gone" or wait is None or refused >= REFUSALS:
                    self._rooms.stop(room.id)
            if delivery.what == TRY and verdict.answer == "taken":
                self._goes_on(room, now)

    def _goes_on(self, room: Room, now: int) -> None:
        """A room took what was sent by hand. What it did not understand before is left out."""
        if room.stopped and room.answer == UNFIT:
            self._rooms.leave_out_first(room.id)
        self._rooms.go_on(room.id, now)
        self._unseen.add(room.assembly)
