"""Mails fetched from a mailbox, by IMAP (RFC 3501), for who has no mail server to hand them over.

Every minute it looks at what is not seen there yet. Only what is addressed with a token of this
node is taken, and marked as seen once it is; the rest is left as it is, so that two nodes can share
a mailbox and neither takes the other's. What is too large is taken as far as it goes: nobody hears
a refusal here. The connection is made anew each time, in a thread of its own.
"""

import asyncio
import contextlib
import imaplib
import logging
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from esoviet.node.config import Config
from esoviet.node.telling import Seldom
from esoviet.notify.incoming import LARGEST
from esoviet.notify.receiving import NodeInbox

EVERY_SECONDS = 60.0
LONGEST_PAUSE = 30 * EVERY_SECONDS
SECONDS = 30.0
"""How long the server may take for each piece of an answer."""
WHOLE_SECONDS = 300.0
"""How long a look may take in all: one that trickles is cut off."""
LATER_SECONDS = 600.0
"""Until a mail that could not be taken in is tried again; others do not wait for it."""
AT_ONCE = 20
MOST_LOOKED = 500
"""The headers of so many mails are looked at together."""
MOST_HEADERS = 2**16
PORTS = {"tls": 993, "starttls": 143, "none": 143}
_HEADERS = "TO CC DELIVERED-TO X-ORIGINAL-TO ENVELOPE-TO X-ENVELOPE-TO"
_log = logging.getLogger(__name__)
R = TypeVar("R")


class Fetched(NamedTuple):
    """A mail of ours: its number in the mailbox, and as many of its bytes as are taken."""

    uid: str
    raw: bytes


class ImapDoor:
    """A mailbox as the settings name it. `tls` says whom to trust, if not whom the system does."""

    def __init__(self, config: Config, inbox: NodeInbox, tls: ssl.SSLContext | None = None) -> None:
        self._config, self._inbox = config, inbox
        self._tls = tls or ssl.create_default_context()
        self._seldom = Seldom(_log)
        self._others: set[str] = set()
        self._later: dict[str, float] = {}
        self._line = _Line()

    async def run(self, stop: asyncio.Event) -> None:
        """Look every minute until it is time to stop; less often while the mailbox is not there."""
        pause = EVERY_SECONDS
        while not stop.is_set():
            try:
                more = await self.turn()
                pause = 0.0 if more else EVERY_SECONDS
            except (OSError, imaplib.IMAP4.error) as error:
                pause = min(max(2 * pause, EVERY_SECONDS), LONGEST_PAUSE)
                self._seldom.error("imap", "the mailbox cannot be read: %s", _said(error))
            except Exception:
                pause = LONGEST_PAUSE
                _log.exception("reading the mailbox failed; it is tried again")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause)

    async def turn(self) -> bool:
        """Take what is there; whether there may be more. Raises `OSError`, `IMAP4.error`."""
        fetched, more = await self._apart(self._fetch)
        done = []
        for one in fetched:
            outcome = await self._inbox.take(one.raw)
            if outcome == "later":
                self._later[one.uid] = time.monotonic() + LATER_SECONDS
            else:
                done.append(one.uid)
            if outcome not in ("draft", "twice", "automatic", "report"):
                _log.warning("a mail in the mailbox became no draft: %s", outcome)
        if done:
            await self._apart(partial(self._mark, done))
        return more

    async def _apart(self, work: Callable[[], R]) -> R:
        """Do it in a thread, which is cut off where it takes too long or nobody waits for it."""
        self._line = _Line()
        try:
            async with asyncio.timeout(WHOLE_SECONDS):
                return await asyncio.to_thread(work)
        finally:
            self._line.cut()

    def _fetch(self) -> tuple[list[Fetched], bool]:
        """What is unseen and ours, so many at most, and whether there may be more.

        Nothing is marked by looking at it.
        """
        with self._opened() as box:
            unseen = _answer(box.uid("SEARCH", "UNSEEN"))
            uids = [one.decode("ascii") for one in b" ".join(unseen).split()]
            self._forget_but(set(uids))
            new = [one for one in uids if one not in self._others and one not in self._later]
            found: list[Fetched] = []
            for uid in new[:MOST_LOOKED]:
                if not self._inbox.receiver.is_ours(_headers(box, uid)):
                    self._others.add(uid)
                    continue
                found.append(Fetched(uid, _body(box, uid)))
                if len(found) == AT_ONCE:
                    return found, True
            return found, len(new) > MOST_LOOKED

    def _forget_but(self, unseen: set[str]) -> None:
        """Forget what was known of mails that are there no more, or that can be tried again."""
        now = time.monotonic()
        self._others &= unseen
        self._later = {
            uid: until for uid, until in self._later.items() if uid in unseen and until > now
        }

    def _mark(self, uids: list[str]) -> None:
        with self._opened() as box:
            _answer(box.uid("STORE", ",".join(uids), "+FLAGS.SILENT", r"(\Seen)"))

    def _opened(self) -> contextlib.AbstractContextManager[imaplib.IMAP4]:
        return _opened(self._config, self._tls, self._line)


def verdicts(config: Config, identity: str) -> str | None:
    """What the mailbox's server says of the sender of a mail with this Message-ID (RFC 8601).

    None where it is not there; it is marked as seen. Raises `OSError`, `IMAP4.error`.
    """
    with _opened(config, ssl.create_default_context(), _Line()) as box:
        found = _answer(box.uid("SEARCH", "HEADER", "Message-ID", _quoted(identity)))
        uids = b" ".join(found).split()
        if not uids:
            return None
        uid = uids[0].decode("ascii")
        wanted = f"(BODY.PEEK[HEADER.FIELDS (AUTHENTICATION-RESULTS)]<0.{MOST_HEADERS}>)"
        said = _literal(box.uid("FETCH", uid, wanted)).decode("latin-1")
        _answer(box.uid("STORE", uid, "+FLAGS.SILENT", r"(\Seen)"))
        return said


@contextlib.contextmanager
def _opened(config: Config, tls: ssl.SSLContext, line: "_Line") -> Iterator[imaplib.IMAP4]:
    box = _connected(config, tls, line)
    try:
        box.login(config.imap_user, _password(config))
        _answer(box.select(_quoted(config.imap_folder)))
        yield box
    finally:
        with contextlib.suppress(OSError, imaplib.IMAP4.error):
            box.logout()
        with contextlib.suppress(OSError):
            box.shutdown()


class _Line:
    """A connection as the loop sees it: it can be cut, whatever a thread waits for on it."""

    def __init__(self) -> None:
        self._box: imaplib.IMAP4 | None = None
        self._is_cut = False

    def take(self, box: imaplib.IMAP4) -> None:
        """It stands."""
        self._box = box
        if self._is_cut:
            self.cut()

    def cut(self) -> None:
        """End it."""
        self._is_cut = True
        if self._box is not None:
            with contextlib.suppress(OSError):
                self._box.sock.shutdown(socket.SHUT_RDWR)


class _Bounded(imaplib.IMAP4):
    """Reads no more than was asked for, and can be cut from the moment when it is connected."""

    _line: _Line

    def open(self, host: str = "", port: int | None = None, timeout: float | None = None) -> None:
        super().open(host, port or PORTS["none"], timeout)
        self._line.take(self)

    def read(self, size: int) -> bytes:
        if size > LARGEST:
            raise self.abort("it answers with more than was asked for")
        return super().read(size)


class _Plain(_Bounded):
    """Without TLS, at first."""

    def __init__(self, line: _Line, host: str, port: int) -> None:
        self._line = line
        super().__init__(host, port, SECONDS)


class _Tls(_Bounded, imaplib.IMAP4_SSL):
    """By TLS from the beginning."""

    def __init__(self, line: _Line, host: str, port: int, tls: ssl.SSLContext) -> None:
        self._line = line
        imaplib.IMAP4_SSL.__init__(self, host, port, ssl_context=tls, timeout=SECONDS)


def _connected(config: Config, tls: ssl.SSLContext, line: _Line) -> imaplib.IMAP4:
    port = config.imap_port or PORTS[config.imap_security]
    if config.imap_security == "tls":
        return _Tls(line, config.imap_host, port, tls)
    box = _Plain(line, config.imap_host, port)
    if config.imap_security == "starttls":
        box.starttls(tls)
    return box


def _answer(said: tuple[str, Sequence[object]]) -> list[bytes]:
    """The data of an answer; raises `IMAP4.error` where the server does not do it."""
    kind, data = said
    if kind != "OK":
        raise imaplib.IMAP4.error(str(data[0] if data else kind)[:200])
    return [one for one in data if isinstance(one, bytes)]


def _literal(said: tuple[str, Sequence[object]]) -> bytes:
    """The text that a FETCH answers; empty where the mail has gone."""
    kind, data = said
    if kind != "OK":
        raise imaplib.IMAP4.error(str(data[0] if data else kind)[:200])
    return b"".join(one[1] for one in data if isinstance(one, tuple) and isinstance(one[1], bytes))


def _headers(box: imaplib.IMAP4, uid: str) -> str:
    wanted = f"(BODY.PEEK[HEADER.FIELDS ({_HEADERS})]<0.{MOST_HEADERS}>)"
    return _literal(box.uid("FETCH", uid, wanted)).decode("latin-1")


def _body(box: imaplib.IMAP4, uid: str) -> bytes:
    return _literal(box.uid("FETCH", uid, f"(BODY.PEEK[]<0.{LARGEST}>)"))


def _password(config: Config) -> str:
    if not config.imap_password_file:
        return config.imap_password
    return Path(config.imap_password_file).read_text("utf-8").strip()


def _quoted(name: str) -> str:
    said = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{said}"'


def _said(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
