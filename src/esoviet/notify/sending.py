"""Messages handed to a relay by SMTP, over one connection that is kept for a while.

Who asks learns of each message one of three things: it was taken or refused (a code and a text), it
was not handed over at all (`Down`), or nobody can know (`Unsure`): the connection ended after the
relay had the text and before it said so. The latter is never sent again.
"""

import asyncio
import contextlib
import ssl
from pathlib import Path
from typing import NamedTuple, Protocol

from aiosmtplib import SMTP
from aiosmtplib.errors import (
    SMTPAuthenticationError,
    SMTPException,
    SMTPResponseException,
    SMTPServerDisconnected,
)

from esoviet.node.config import Config
from esoviet.notify.mail import Mail

SECONDS = 30.0
"""How long the relay may take for each answer."""
IDLE_SECONDS = 20.0
"""After so long without a message the connection is let go."""
PORTS = {"starttls": 587, "tls": 465, "none": 25}
CLOSING = 421  # RFC 5321: the relay is going away


class Down(Exception):
    """The relay cannot be reached, or does not let us in: nothing was handed over."""


class Unsure(Exception):
    """The connection ended before the relay said whether it took a message."""


class Answer(NamedTuple):
    """What the relay said of a message: 2xx it was taken, 4xx not now, 5xx never (RFC 5321)."""

    code: int
    text: str


class Relay(Protocol):
    """Where messages are handed over."""

    async def hand_over(self, mail: Mail) -> Answer:
        """Hand one over; raises `Down`, `Unsure`."""

    async def rest(self) -> None:
        """Let go of what is held open."""


class SmtpRelay:
    """A relay as the settings name it. Belongs to one task."""

    def __init__(self, config: Config, tls: ssl.SSLContext | None = None) -> None:
        """`tls` says whom to trust, where that is not what the system trusts."""
        self._config = config
        self._tls = tls
        self._client: SMTP | None = None

    async def hand_over(self, mail: Mail) -> Answer:
        """Hand one over; raises `Down`, `Unsure`."""
        client = await self._connected()
        try:
            return await self._transact(client, mail)
        except (SMTPException, OSError, TimeoutError) as error:
            await self._drop()
            raise Down(_said(error)) from None

    async def greet(self) -> None:
        """See that the relay is there and lets us in; raises `Down`."""
        await self._connected()

    async def rest(self) -> None:
        """Take leave of the relay."""
        client, self._client = self._client, None
        if client is not None and client.is_connected:
            with contextlib.suppress(SMTPException, OSError, TimeoutError):
                await client.quit(timeout=2.0)
            client.close()

    async def _transact(self, client: SMTP, mail: Mail) -> Answer:
        """One message; a refusal is an answer, and leaves the connection as it was."""
        try:
            await client.mail(mail.sender)
            await client.rcpt(mail.recipient)
        except SMTPResponseException as error:
            if error.code == CLOSING:
                raise
            await client.rset()
            return Answer(error.code, _line(error.message))
        try:
            answer = await client.data(mail.data)
        except SMTPResponseException as error:
            if error.code == CLOSING:
                raise
            return Answer(error.code, _line(error.message))
        except (SMTPException, OSError, TimeoutError, asyncio.CancelledError) as error:
            await self._drop()
            raise Unsure(_said(error)) from None
        return Answer(answer.code, _line(answer.message))

    async def _connected(self) -> SMTP:
        if self._client is not None and self._client.is_connected:
            return self._client
        config = self._config
        security = config.smtp_security
        client = SMTP(
            hostname=config.smtp_host,
            port=config.smtp_port or PORTS[security],
            use_tls=security == "tls",
            start_tls=security == "starttls",
            tls_context=self._tls,
            timeout=SECONDS,
        )
        try:
            await client.connect()
            if config.smtp_user:
                await client.login(config.smtp_user, password_of(config))
        except SMTPAuthenticationError as error:
            client.close()
            raise Down(f"the relay refuses the user or the password: {_said(error)}") from None
        except (SMTPException, OSError, TimeoutError) as error:
            client.close()
            raise Down(_said(error)) from None
        self._client = client
        return client

    async def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()


def password_of(config: Config) -> str:
    """The password, from its file where one is named; raises `OSError` where it cannot be read."""
    if not config.smtp_password_file:
        return config.smtp_password
    return Path(config.smtp_password_file).read_text("utf-8").strip()


def _said(error: BaseException) -> str:
    if isinstance(error, SMTPResponseException):
        return f"{error.code} {_line(error.message)}"
    if isinstance(error, SMTPServerDisconnected):
        return "the relay ended the connection"
    return _line(str(error)) or type(error).__name__


def _line(text: str) -> str:
    return " ".join(text.split())[:200]
