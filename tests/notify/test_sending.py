"""Messages handed to a real mail server, by SMTP: what it says, and that it goes away."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from esoviet.node.config import Config
from esoviet.notify.mail import Mail
from esoviet.notify.sending import Answer, Down, SmtpRelay, Unsure, password_of

MESSAGE = b"Subject: A vote\r\n\r\n.a line that begins with a dot\r\n"


class Handler:
    """What a mail server says, and what it has taken. `drops` ends the connection at a command."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.sessions: set[int] = set()
        self.of_recipient: dict[str, str] = {}
        self.of_data = "250 taken"
        self.drops = ""

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.sessions.add(id(session))
        if self.drops == "RCPT":
            server.transport.abort()
        said = self.of_recipient.get(address, "250 ok")
        if said.startswith("250"):
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.drops == "DATA":
            server.transport.abort()
        if self.of_data.startswith("250"):
            self.taken.append(envelope)
        return self.of_data


@asynccontextmanager
async def serving(handler: Handler, **options: Any) -> AsyncIterator[int]:
    """A mail server on a port of this machine."""
    loop = asyncio.get_running_loop()
    options = {"hostname": "mail.example.net", "enable_SMTPUTF8": False, **options}
    server = await loop.create_server(lambda: SMTP(handler, loop=loop, **options), "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


def config(port: int, **more: Any) -> Config:
    usual = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none"}
    return Config(**{**usual, **more})


def mail(to: str = "bea@example.net") -> Mail:
    return Mail("bounce+1@example.org", to, MESSAGE)


def tried(work: Callable[[Handler, SmtpRelay], Any], **options: Any) -> Handler:
    """Do something with a relay and a mail server."""

    async def run() -> Handler:
        handler = Handler()
        async with serving(handler, **options) as port:
            relay = SmtpRelay(config(port))
            await work(handler, relay)
            await relay.rest()
        return handler

    return asyncio.run(run())


def test_many_mails_go_over_one_connection_and_arrive_as_they_were_written() -> None:
    async def work(_: Handler, relay: SmtpRelay) -> None:
        for n in range(30):
            assert (await relay.hand_over(mail(f"member{n}@example.net"))).code == 250

    handler = tried(work)
    assert len(handler.sessions) == 1
    assert [one.rcpt_tos for one in handler.taken] == [
        [f"member{n}@example.net"] for n in range(30)
    ]
    assert {one.content for one in handler.taken} == {MESSAGE}
    assert {one.mail_from for one in handler.taken} == {"bounce+1@example.org"}


@pytest.mark.parametrize("said", ["550 5.1.1 no such user", "451 4.2.1 later", "452 full"])
def test_who_is_refused_is_told_why_and_the_next_one_is_not(said: str) -> None:
    async def work(handler: Handler, relay: SmtpRelay) -> None:
        handler.of_recipient["bea@example.net"] = said
        answer = await relay.hand_over(mail())
        assert (answer.code, answer.text) == (int(said[:3]), said[4:])
        assert (await relay.hand_over(mail("cem@example.net"))).code == 250

    handler = tried(work)
    assert len(handler.sessions) == 1
    assert [one.rcpt_tos for one in handler.taken] == [["cem@example.net"]]


def test_a_text_that_is_refused_is_an_answer() -> None:
    async def work(handler: Handler, relay: SmtpRelay) -> None:
        handler.of_data = "554 5.7.1 looks like spam"
        assert await relay.hand_over(mail()) == Answer(554, "5.7.1 looks like spam")
        handler.of_data = "250 taken"
        assert (await relay.hand_over(mail())).code == 250

    assert len(tried(work).taken) == 1


def test_a_connection_that_ends_before_the_text_is_no_loss_and_after_it_nobody_knows() -> None:
    async def work(handler: Handler, relay: SmtpRelay) -> None:
        handler.drops = "RCPT"
        with pytest.raises(Down):
            await relay.hand_over(mail())
        handler.drops = "DATA"
        with pytest.raises(Unsure):
            await relay.hand_over(mail())
        handler.drops = ""
        assert (await relay.hand_over(mail())).code == 250

    tried(work)


def test_a_relay_that_goes_away_is_not_an_address_that_is_refused() -> None:
    async def work(handler: Handler, relay: SmtpRelay) -> None:
        handler.of_recipient["bea@example.net"] = "421 closing"
        with pytest.raises(Down):
            await relay.hand_over(mail())

    tried(work)


def test_a_relay_that_is_not_there_is_said_to_be_down() -> None:
    async def run() -> None:
        async with serving(Handler()) as port:
            pass
        with pytest.raises(Down):
            await SmtpRelay(config(port)).hand_over(mail())

    asyncio.run(run())


def test_a_password_is_sent_to_who_asks_for_it_and_a_wrong_one_is_named() -> None:
    def checks(_s: Any, _se: Any, _e: Any, _mechanism: str, data: LoginPassword) -> AuthResult:
        return AuthResult(success=data.password == b"right", handled=False)

    async def run() -> None:
        handler = Handler()
        options = {"authenticator": checks, "auth_require_tls": False}
        async with serving(handler, **options) as port:
            good = config(port, smtp_user="us", smtp_password="right")
            relay = SmtpRelay(good)
            assert (await relay.hand_over(mail())).code == 250
            await relay.rest()
            bad = SmtpRelay(config(port, smtp_user="us", smtp_password="wrong"))
            with pytest.raises(Down, match="user or the password"):
                await bad.hand_over(mail())

    asyncio.run(run())


def test_without_the_encryption_that_is_asked_for_nothing_is_sent() -> None:
    async def run() -> None:
        handler = Handler()
        async with serving(handler) as port:
            for security in ("starttls", "tls"):
                relay = SmtpRelay(config(port, smtp_security=security))
                with pytest.raises(Down):
                    await relay.hand_over(mail())
        assert handler.taken == []

    asyncio.run(run())


def test_the_password_may_stand_in_a_file_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "password"
    path.write_text("right\n", "utf-8")
    assert password_of(Config(smtp_password_file=str(path))) == "right"
    assert password_of(Config(smtp_password="plain")) == "plain"
