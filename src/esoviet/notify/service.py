"""The one task that tells members: whose summary is due, what is told at once, who is gone.

Each second it looks what has changed: a wish whose moment has come, an assembly whose log has grown
or in which a vote comes into its last day. Looking through an assembly takes some milliseconds for
each member who wants things at once; it goes on between other work, and then rests twenty times as
long as it took. What sleeps is woken for it, as the least urgent thing of all.
"""

import asyncio
import contextlib
import logging
import time

from esoviet.law.votes import Ballot, Vote
from esoviet.node.hosted import HostedAssembly
from esoviet.node.inbox import Inbox
from esoviet.node.leavers import Leavers
from esoviet.node.node import Node
from esoviet.node.outside import Outside
from esoviet.node.sleeping import NotOpened
from esoviet.node.turns import Rank
from esoviet.node.week import Texts, Weeks
from esoviet.node.wishes import free, kinds_due, plan
from esoviet.notify.imap import ImapDoor
from esoviet.notify.lmtp import LmtpDoor
from esoviet.notify.pushing import Pushes
from esoviet.notify.queue import DEADLINE, MINUTE, Queue, at_once, is_old, settled
from esoviet.notify.receiving import NodeInbox
from esoviet.notify.sending import Relay
from esoviet.store.errors import StoreError
from esoviet.store.wishes import KINDS, Wanting

LOOK_SECONDS = 1.0
SLICE = 50  # rows that are read at once
REST = 20  # times as long as a look through an assembly took
AGAIN = 10 * MINUTE  # until what could not be opened is tried again
DAY = 24 * 60 * MINUTE
_log = logging.getLogger(__name__)


class Service:
    """Tells members what they want to be told. Belongs to the event loop."""

    def __init__(self, node: Node, weeks: Weeks, texts: Texts, relay: Relay | None) -> None:
        """Without a relay no mail is sent; who is gone is forgotten all the same."""
        self._node, self._weeks = node, weeks
        self._reach, self._wishes, self._mail = node.reach, node.reach.wishes, node.reach.mail
        self._relay = relay
        self._pushes = _pushes(node)
        taking = NodeInbox(node)
        self.inbox: Inbox | None = taking
        self._doors = _doors(node, taking)
        sends = relay is not None or self._pushes is not None
        self._queue = Queue(node, weeks, texts, relay) if sends else None
        self.rest = REST
        self._rests: dict[str, float] = {}
        self._stop = asyncio.Event()
        self._unseen: set[str] = set()
        self._swept = 0

    async def run(self) -> None:
        """Tell members until it is stopped."""
        self.begin()
        beside = [self._pushes] if self._pushes else []
        tasks = [asyncio.create_task(one.run(self._stop)) for one in (*beside, *self._doors)]
        try:
            await self._tell()
        finally:
            self._stop.set()
            await asyncio.gather(*tasks)

    async def _tell(self) -> None:
        while not self._stop.is_set():
            busy = False
            try:
                busy = await self.turn()
            except (StoreError, OSError) as error:
                _log.error("members could not be told; it is tried again: %s", error)
            except Exception:
                _log.exception("telling members failed; it is tried again")
            if not busy:
                await self._pause()
        if self._relay is not None:
            await self._relay.rest()

    def stop(self) -> None:
        """End `run` once what is under way is done."""
        self._stop.set()

    def begin(self) -> None:
        """See what was left by the run before: what was being sent then is not sent again."""
        interrupted = self._mail.give_up_interrupted()
        if interrupted:
            _log.warning(
                "%d mails may or may not have gone out, and are not sent again", interrupted
            )
        for assembly in self._reach.assemblies():
            row, looked = self._node.sleeping.known.get(assembly), self._wishes.looked(assembly)
            if row is None:
                for member in self._reach.members(assembly):
                    self._reach.forget(assembly, member)
            elif row.awake or looked is None or looked[0] != row.size:
                self._unseen.add(assembly)

    async def turn(self) -> bool:
        """Do what is to be done now; answers whether there is more of it."""
        now = self._node.clock()
        self._sweep(now)
        for assembly in self._new(now):
            await self._look_through(assembly)
        if self._queue is None:
            return False
        more = self._summon(now)
        return await self._queue.turn(now) > 0 or more

    def _sweep(self, now: int) -> None:
        if now - self._swept >= DAY or now < self._swept:
            self._swept = now
            self._wishes.forget_old(now)
            self._mail.forget_old(now)
            self._reach.marks.forget_old(now)
            self._reach.drafts.forget_old(now)

    def _new(self, now: int) -> list[str]:
        """The assemblies in which something may be new to a member, but for those that rest."""
        passed, awake = time.monotonic(), self._node.assemblies
        grown = [one for one, hosted in awake.items() if self._has_grown(hosted)]
        found = {*grown, *self._wishes.to_look(now, SLICE), *self._unseen}
        return sorted(one for one in found if self._rests.get(one, 0.0) <= passed)

    def _has_grown(self, hosted: HostedAssembly) -> bool:
        looked = self._wishes.looked(hosted.ledger.id)
        if looked is not None:
            return looked[0] != hosted.ledger.published.size
        return self._reach.has(hosted.ledger.id)

    async def _look_through(self, assembly: str) -> None:
        """Look through one; a mistake with it keeps no other from being told."""
        began = time.monotonic()
        try:
            async with self._node.open(assembly, Rank.CARE) as hosted:
                await self._look(hosted)
        except NotOpened:
            self._rests[assembly] = began + AGAIN / 1000
        except (StoreError, OSError):
            raise
        except Exception:
            self._rests[assembly] = began + AGAIN / 1000
            _log.exception("what is new in %s could not be seen; it is tried again", assembly)
        else:
            self._unseen.discard(assembly)
            now = time.monotonic()
            self._rests[assembly] = now + self.rest * (now - began)

    async def _look(self, hosted: HostedAssembly) -> None:
        """Forget who is gone, and have told at once what is wanted at once."""
        await settled(hosted)
        assembly, size, now = hosted.ledger.id, hosted.ledger.published.size, self._node.clock()
        Leavers(self._reach, hosted.ledger).forget()
        view = hosted.ledger.replica.view()
        votes = view.by(Vote, "state", "open")
        ending = [one.number for one in votes if 0 < one.due - now <= DAY]
        after = 0
        while self._queue is not None and (some := self._wishes.within(assembly, after, SLICE)):
            for wanting in some:
                if self._wants(wanting) or self._may_miss(hosted, wanting, ending):
                    await settled(hosted)
                    self._tell_at_once(hosted, wanting, now)
                    await self._node.asked.give_way()
            after = some[-1].member
        again = min((one.due - DAY for one in votes if one.due - DAY > now), default=0)
        self._wishes.look(assembly, size, again)

    def _wants(self, wanting: Wanting) -> bool:
        """Whether a member wants anything at once but the end of votes."""
        wishes = wanting.wishes
        return any(wishes.often(kind) == "at once" for kind in KINDS if kind != "deadlines")

    def _may_miss(self, hosted: HostedAssembly, wanting: Wanting, ending: list[int]) -> bool:
        """Whether a vote ends soon that a member has neither voted in nor been told of."""
        if not ending or wanting.wishes.deadlines == "never":
            return False
        view, member = hosted.ledger.replica.view(), wanting.member
        silent = [one for one in ending if view.get(Ballot, member, one) is None]
        known = self._known(wanting) if silent else set()
        return any(f"{DEADLINE}votes/{one}" not in known for one in silent)

    def _known(self, wanting: Wanting) -> set[str]:
        """What a member was told, or is about to be."""
        queued = self._mail.queued(wanting.assembly, wanting.member)
        told = self._wishes.was_told(wanting.assembly, wanting.member)
        return told | {what.removeprefix("now ") for what in queued}

    def _tell_at_once(self, hosted: HostedAssembly, wanting: Wanting, now: int) -> None:
        assembly, member, wishes = wanting.assembly, wanting.member, wanting.wishes
        if not self._reach.reaches(assembly, member):
            return
        week = self._weeks.week(hosted, member, wishes.language, titles=False)
        if week is None:
            return
        known, due = self._known(wanting), free(wishes, now)
        for one in at_once(week, wishes, now):
            if one.what not in known and not is_old(one, now):
                self._mail.put(assembly, member, f"now {one.what}", "now", now, due)

    def _summon(self, now: int) -> bool:
        """Put the summaries that are due into the queue, and plan the next ones."""
        due = self._wishes.due(now, SLICE)
        with self._reach.whole() if due else contextlib.nullcontext():
            for wanting in due:
                kinds = kinds_due(wanting.wishes, wanting.last, now)
                if kinds:
                    what = f"{now} {','.join(sorted(kinds))}"
                    self._mail.put(wanting.assembly, wanting.member, what, "summary", now)
                plan(self._reach, wanting._replace(last=now), now)
        return len(due) == SLICE

    async def _pause(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stop.wait(), LOOK_SECONDS)


def _doors(node: Node, inbox: NodeInbox) -> list[LmtpDoor | ImapDoor]:
    """Where mails come in, besides by `POST /mail/inbound` and `esoviet mail receive`."""
    config = node.config
    doors: list[LmtpDoor | ImapDoor] = [LmtpDoor(config.lmtp, inbox)] if config.lmtp else []
    return [*doors, ImapDoor(config, inbox)] if config.imap_host else doors


def _pushes(node: Node) -> Pushes | None:
    if node.vapid is None:
        return None
    outside = Outside(near=node.config.ask_private)
    return Pushes(node.reach.subscriptions, node.vapid, outside, node.clock)
