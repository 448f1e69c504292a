"""Mails handed over by a mail server on this machine, by LMTP (RFC 2033), on aiosmtpd.

Each address is answered for itself, before the mail comes: one that is not ours is refused (550),
so that the mail server tells whoever wrote there, and nobody learns whether a member exists. A mail
is taken for one address at a time (452 for a second: RFC 5321 section 4.5.3.1.10), so its answer is
that address's answer too.
"""

import asyncio
import contextlib
import logging
from pathlib import Path
from typing import cast

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import Envelope, Session

from esoviet.node.inbox import Outcome
from esoviet.node.telling import Seldom
from esoviet.notify.incoming import LARGEST
from esoviet.notify.receiving import NodeInbox

AGAIN_SECONDS = 30.0
IDLE_SECONDS = 60.0
LONGEST_LINE = 2**16
MOST_OPEN = 40
"""So many connections are open at once; each may hold a mail."""
SAYS: dict[Outcome, str] = {
    "draft": "250 2.0.0 It waits for you as a draft",
    "twice": "250 2.0.0 It came before",
    "automatic": "250 2.0.0 A program wrote it",
    "report": "250 2.0.0 Noted",
    "nobody": "550 5.1.1 No such address here",
    "full": "452 4.2.2 Too many drafts wait: sign some, or throw them away",
    "large": f"552 5.3.4 Too much: at most {LARGEST >> 20} MB; leave out what is attached",
    "unreadable": "554 5.6.0 There is no text in it that can be read",
    "later": "451 4.3.0 Not now; try again",
}
_log = logging.getLogger(__name__)
logging.getLogger("mail.log").setLevel(logging.ERROR)  # aiosmtpd's own: it names addresses


class _Lmtp(LMTP):
    """Lines may be long: mails are as they are. One connection too many is closed at once."""

    line_length_limit = LONGEST_LINE

    def __init__(self, handler: "_Handler", opened: "set[_Lmtp]") -> None:
        super().__init__(
            handler, data_size_limit=LARGEST, enable_SMTPUTF8=True, hostname="localhost",
            ident="E-Soviet", timeout=IDLE_SECONDS, loop=asyncio.get_running_loop(),
        )  # fmt: skip
        self._opened = opened

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        writer = cast(asyncio.WriteTransport, transport)  # uvloop's is one, and does not say so
        if len(self._opened) >= MOST_OPEN:
            assert self._handler_coroutine is not None
            self._handler_coroutine.cancel()
            writer.write(b"421 4.3.2 Too many at once; try again\r\n")
            writer.close()
        else:
            self._opened.add(self)

    def connection_lost(self, error: Exception | None) -> None:
        self._opened.discard(self)
        super().connection_lost(error)


class _Handler:
    """What is said to each address and each mail."""

    def __init__(self, inbox: NodeInbox) -> None:
        self._inbox = inbox

    async def handle_RCPT(  # noqa: N802
        self, _server: LMTP, _session: Session, envelope: Envelope, address: str,
        _options: list[str],
    ) -> str:  # fmt: skip
        if envelope.rcpt_tos:
            return "452 4.5.3 One address at a time"
        against = await self._inbox.knows(address)
        if against is not None:
            return SAYS[against]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, _server: LMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        assert isinstance(content, bytes)
        sender = (envelope.mail_from or "").strip("<>")
        return SAYS[await self._inbox.take(content, envelope.rcpt_tos[0], sender)]

    async def handle_exception(self, error: Exception) -> str:
        """A mistake of ours: the mail server keeps the mail, and hears nothing of it."""
        _log.error("a mail could not be taken in", exc_info=error)
        return SAYS["later"]


class LmtpDoor:
    """Listens where the setting `lmtp` says: `127.0.0.1:8024`, or the path of a socket."""

    def __init__(self, where: str, inbox: NodeInbox) -> None:
        self._where, self._inbox = where, inbox
        self._seldom = Seldom(_log)
        self._opened: set[_Lmtp] = set()
        self.port = 0
        self.listens = asyncio.Event()

    async def run(self, stop: asyncio.Event) -> None:
        """Listen until it is time to stop; where nobody can listen, try again."""
        while not stop.is_set():
            try:
                server = await self._listen()
            except (OSError, OverflowError) as error:  # the latter: there is no such port
                self._seldom.error("lmtp", "no mail can come in at %s: %s", self._where, error)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), AGAIN_SECONDS)
                continue
            self.listens.set()
            try:
                await stop.wait()
            finally:
                server.close()

    async def _listen(self) -> asyncio.AbstractServer:
        loop = asyncio.get_running_loop()
        if self._where.startswith("/"):
            local = await loop.create_unix_server(self._spoken, self._where)
            _let_in(self._where)
            return local
        host, _, port = self._where.rpartition(":")
        server = await loop.create_server(self._spoken, host.strip("[]"), int(port))
        self.port = server.sockets[0].getsockname()[1]
        return server

    def _spoken(self) -> LMTP:
        return _Lmtp(_Handler(self._inbox), self._opened)


def _let_in(path: str) -> None:
    """The group of the socket's folder may write to it: the mail server."""
    Path(path).chmod(0o660)
