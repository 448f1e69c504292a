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
import ssl
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from esoviet.node.config import Config
from esoviet.node.telling import Seldom
from esoviet.notify.incoming import LARGEST
from esoviet.notify.receiving import NodeInbox

EVERY_SECONDS = 60.0
LONGEST_PAUSE = 30 * EVERY_SECONDS
SECONDS = 30.0
"""How long the server may take for each answer."""
AT_ONCE = 20
MOST_HEADERS = 2**16
PORTS = {"tls": 993, "starttls": 143, "none": 143}
_HEADERS = "TO CC DELIVERED-TO X-ORIGINAL-TO ENVELOPE-TO X-ENVELOPE-TO"
_log = logging.getLogger(__name__)


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
        fetched = await asyncio.to_thread(self._fetch)
        done = []
        for one in fetched:
            outcome = await self._inbox.take(one.raw)
            if outcome != "later":
                done.append(one.uid)
            if outcome not in ("draft", "twice", "automatic", "report"):
                _log.warning("a mail in the mailbox became no draft: %s", outcome)
        if done:
            await asyncio.to_thread(self._mark, done)
        return len(fetched) == AT_ONCE and len(done) > 0

    def _fetch(self) -> list[Fetched]:
        """What is unseen and ours, so many at most; nothing is marked by looking at it."""
        with self._opened() as box:
            unseen = _answer(box.uid("SEARCH", "UNSEEN"))
            uids = [one.decode("ascii") for one in b" ".join(unseen).split()]
            self._others &= set(uids)
            found = []
            for uid in uids:
                if uid in self._others:
                    continue
                if not self._inbox.receiver.is_ours(_headers(box, uid)):
                    self._others.add(uid)
                    continue
                found.append(Fetched(uid, _body(box, uid)))
                if len(found) == AT_ONCE:
                    break
        return found

    def _mark(self, uids: list[str]) -> None:
        with self._opened() as box:
            _answer(box.uid("STORE", ",".join(uids), "+FLAGS.SILENT", r"(\Seen)"))

    def _opened(self) -> contextlib.AbstractContextManager[imaplib.IMAP4]:
        return _opened(self._config, self._tls)


def verdicts(config: Config, identity: str) -> str | None:
    """What the mailbox's server says of the sender of a mail with this Message-ID (RFC 8601).

    None where it is not there; it is marked as seen. Raises `OSError`, `IMAP4.error`.
    """
    with _opened(config, ssl.create_default_context()) as box:
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
def _opened(config: Config, tls: ssl.SSLContext) -> Iterator[imaplib.IMAP4]:
    box = _connected(config, tls)
    try:
        box.login(config.imap_user, _password(config))
        _answer(box.select(_quoted(config.imap_folder)))
        yield box
    finally:
        with contextlib.suppress(OSError, imaplib.IMAP4.error):
            box.logout()


def _connected(config: Config, tls: ssl.SSLContext) -> imaplib.IMAP4:
    port = config.imap_port or PORTS[config.imap_security]
    if config.imap_security == "tls":
        return imaplib.IMAP4_SSL(config.imap_host, port, ssl_context=tls, timeout=SECONDS)
    box = imaplib.IMAP4(config.imap_host, port, timeout=SECONDS)
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
