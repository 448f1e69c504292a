"""Sends what waits for browsers (RFC 8030), each message sealed for one of them.

A push that a service did not take for now waits, as long as it is of use and at least as long as
the service asked; so does one whose sender it does not believe (401, 403), since our clock may be
wrong. A browser that is not there any more (404, 410) is forgotten. What comes twice, after a
crash, replaces itself: it has the same topic.

Of each member one push is under way at a time, and what is for a browser whose service does not
answer waits together: many dead browsers of a few members delay nobody else's.
"""

import asyncio
import base64
import contextlib
import hashlib
import logging
from collections.abc import Callable
from functools import partial

from esoviet.node.outside import Answer, Forbidden, Outside, Unanswered
from esoviet.node.telling import Seldom
from esoviet.node.web_push import Vapid, browser_of, sealed
from esoviet.notify.flights import TOGETHER, Flights
from esoviet.store.errors import StoreError
from esoviet.store.subscriptions import Push, Subscription, Subscriptions
from esoviet.wire.encoding import b64u
from esoviet.wire.errors import Malformed

LOOK_SECONDS = 0.5
MINUTE = 60_000
LONGEST_TTL = 28 * 86_400  # seconds; services may take less and say so
LONGEST_PAUSE = 60 * MINUTE
GONE = (404, 410)
NOT_OURS = (401, 403)
_log = logging.getLogger(__name__)


class Pushes:
    """The pushes of a node. Belongs to one task."""

    def __init__(
        self, store: Subscriptions, vapid: Vapid, outside: Outside, clock: Callable[[], int]
    ) -> None:
        self._store, self._vapid, self._outside, self._clock = store, vapid, outside, clock
        self._told = Seldom(_log)
        self._flights = Flights("a push")
        self.is_busy = False
        """Whether any push was under way in the last turn: what waits for it comes next."""

    async def turn(self, now: int) -> int:
        """Begin to send what waits by now (ms), and see one done; how many were begun."""
        begun = 0
        for push in self._store.one_of_each(now, 2 * TOGETHER):
            whose = push.assembly, push.member
            begun += self._flights.begin(whose, push.id, partial(self._send, push))
        self.is_busy = await self._flights.land()
        return begun

    async def run(self, stop: asyncio.Event) -> None:
        """Send what waits, until it is to stop."""
        try:
            while not stop.is_set():
                busy = 0
                try:
                    busy = await self.turn(self._clock())
                except StoreError as error:
                    self._told.error("store", "devices could not be told: %s", error)
                except Exception:
                    _log.exception("telling devices failed; it is tried again")
                if not busy and not self.is_busy:
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(stop.wait(), LOOK_SECONDS)
        finally:
            await self.close()

    async def close(self) -> None:
        """Leave what is under way for another time, and end the connections."""
        await self._flights.close()
        await self._outside.close()

    async def _send(self, push: Push) -> None:
        browser, now = self._store.find(push), self._clock()
        if browser is None or push.until <= now:
            self._store.done(push.id)
            return
        try:
            body = sealed(push.message, browser_of(b64u(browser.point), b64u(browser.secret)))
            answer = await self._outside.post(browser.endpoint, body, self._headers(push, now))
        except (Forbidden, Malformed) as error:
            self._told.error("browser", "a browser is not told any more: %s", error)
            self._forget(browser)
        except Unanswered as error:
            self._told.error("service", "a push service does not answer: %s", error)
            self._wait(push, 0)
        else:
            self._settle(push, browser, answer)

    def _headers(self, push: Push, now: int) -> dict[str, str]:
        ttl = min((push.until - now) // 1000, LONGEST_TTL)
        return {
            "TTL": str(ttl),
            "Urgency": "normal",
            "Topic": topic_of(push),
            "Authorization": self._vapid.authorization(push.endpoint, now // 1000),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
        }

    def _settle(self, push: Push, browser: Subscription, answer: Answer) -> None:
        if answer.status in GONE:
            self._forget(browser)
        elif answer.status in (429, *NOT_OURS) or answer.status >= 500:
            self._wait(push, answer.after or 0)
        else:  # taken; or refused for good, as too large (413)
            self._store.done(push.id)

    def _forget(self, browser: Subscription) -> None:
        self._store.drop(browser.assembly, browser.member, browser.endpoint)

    def _wait(self, push: Push, seconds: int) -> None:
        pause = min(max(seconds * 1000, MINUTE << min(push.tries, 6)), LONGEST_PAUSE)
        self._store.put_off(push, self._clock() + pause)


def topic_of(push: Push) -> str:
    """What a later push with the same topic replaces, as at most 32 letters (RFC 8030, 5.4).

    A service learns nothing by it: a hash of what it is about, which differs for each browser.
    """
    said = f"{push.assembly} {push.member} {push.endpoint} {push.topic}".encode()
    return base64.urlsafe_b64encode(hashlib.sha256(said).digest()[:24]).decode()
