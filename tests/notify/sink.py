"""A mail server in a thread, for who cannot await: it takes everything and keeps it."""

import asyncio
import email
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from threading import Condition, Event, Thread
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope

from tests.waiting import WAIT_SECONDS


class Sink:
    """What has arrived, in order; `port` is where it listens."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.port = 0
        self._more = Condition()

    def awaits(self, number: int) -> list[EmailMessage]:
        """What has arrived, once it is so many messages."""
        with self._more:
            assert self._more.wait_for(lambda: len(self.messages) >= number, WAIT_SECONDS)
        return self.messages

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        message = email.message_from_bytes(envelope.content, policy=POLICY)
        assert isinstance(message, EmailMessage)
        with self._more:
            self.messages.append(message)
            self._more.notify_all()
        return "250 taken"


@contextmanager
def sink() -> Iterator[Sink]:
    """One, for a while."""
    made, ready, done = Sink(), Event(), asyncio.Event()
    loops: list[asyncio.AbstractEventLoop] = []

    async def serve() -> None:
        loop = asyncio.get_running_loop()
        loops.append(loop)
        server = await loop.create_server(
            lambda: SMTP(made, hostname="mail.example", loop=loop), "127.0.0.1", 0
        )
        made.port = server.sockets[0].getsockname()[1]
        ready.set()
        await done.wait()
        server.close()

    thread = Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    ready.wait()
    try:
        yield made
    finally:
        loops[0].call_soon_threadsafe(done.set)
        thread.join()
