"""Mail servers hand over answers by LMTP: a real client, a real server, each address its answer."""

import asyncio
import smtplib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvloop

from esoviet.notify import lmtp as lmtp_door
from esoviet.notify.incoming import LARGEST
from esoviet.notify.lmtp import LmtpDoor
from esoviet.notify.receiving import NodeInbox
from esoviet.store.mail import MOST_BOUNCES
from tests.notify.office import Office, office
from tests.notify.post import reply
from tests.notify.test_bounces import report
from tests.notify.test_receiving import REPLY, answers, drafts, told
from tests.world import World


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Office]:
    world = World().found()
    world.members("Ada", "Bea", "Cem", "Dan")
    with office(world, tmp_path, mail_reply=REPLY) as served:
        yield served


def speaks(
    at: Office,
    where: str,
    work: Callable[[smtplib.LMTP], Any],
    run: Callable[[Any], Any] | None = None,
) -> Any:
    """What a client makes of the door, while it is open, on the node's loop or another (`run`)."""

    async def spoken() -> Any:
        stop, door = asyncio.Event(), LmtpDoor(where, NodeInbox(at.node))
        running = asyncio.create_task(door.run(stop))
        await door.listens.wait()
        address = where if where.startswith("/") else "127.0.0.1"

        def client() -> Any:
            with smtplib.LMTP(address, door.port) as lmtp:
                return work(lmtp)

        try:
            return await asyncio.to_thread(client)
        finally:
            stop.set()
            await running

    return (run or at.run)(spoken())


def sends(*mails: tuple[str, str, bytes]) -> Callable[[smtplib.LMTP], list[str]]:
    """Hands mails over, from whom to whom; what is said to each."""

    def sent(lmtp: smtplib.LMTP) -> list[str]:
        return [_said(lmtp, *mail) for mail in mails]

    return sent


def _said(lmtp: smtplib.LMTP, sender: str, to: str, mail: bytes) -> str:
    try:
        lmtp.sendmail(sender, to, mail)
    except smtplib.SMTPRecipientsRefused as error:
        (said,) = error.recipients.values()
        return str(said[0])
    except smtplib.SMTPResponseException as error:
        return str(error.smtp_code)
    return "250"


@pytest.mark.parametrize("kind", ["port", "socket"])
def test_it_listens_on_the_loop_that_a_server_runs_on(
    at: Office, tmp_path: Path, kind: str
) -> None:
    where = "127.0.0.1:0" if kind == "port" else str(tmp_path / "door")
    asks = sends(("bea@example.net", REPLY, reply(REPLY, "Whose?")))
    assert speaks(at, where, asks, uvloop.run) == ["550"]


@pytest.mark.parametrize("kind", ["port", "socket"])
def test_an_answer_is_taken_and_a_forged_address_refused(
    at: Office, tmp_path: Path, kind: str
) -> None:
    to = answers(told(at))
    where = "127.0.0.1:0" if kind == "port" else str(tmp_path / "lmtp")
    forged = to.replace("v1-", "v2-")
    said = speaks(at, where, sends(
        ("a@b.example", to, reply(to, "I agree.")), ("a@b.example", forged, reply(to, "Forged")),
        ("a@b.example", "root@example.org", reply(to, "Who?")),
        ("", to, reply(to, "I am away", Message_ID="<9@b>")),
    ))  # fmt: skip
    assert said == ["250", "550", "550", "250"]
    assert [one.said for one in drafts(at)] == ["I agree."]


def test_five_megabytes_are_refused_with_a_reason_and_so_is_a_picture_alone(at: Office) -> None:
    to = answers(told(at))
    picture = reply(to, "").replace(b"text/plain", b"image/png")
    said = speaks(at, "127.0.0.1:0", sends(
        ("a@b.example", to, reply(to, "word\n" * (5 << 18))), ("a@b.example", to, picture),
        ("a@b.example", to, reply(to, "Short.")),
    ))  # fmt: skip
    assert said == ["552", "554", "250"]
    assert LARGEST < 5 << 20
    assert [one.said for one in drafts(at)] == ["Short."]


def test_one_mail_is_for_one_address_at_a_time(at: Office) -> None:
    to = answers(told(at))

    def two(lmtp: smtplib.LMTP) -> list[int]:
        lmtp.ehlo_or_helo_if_needed()
        lmtp.mail("a@b.example")
        return [lmtp.rcpt(to)[0] for _ in range(2)]

    assert speaks(at, "127.0.0.1:0", two) == [250, 452]


def test_reports_of_what_came_back_come_in_by_the_same_door(at: Office) -> None:
    bea = at.world.member("Bea")
    token = at.node.links.bounce(at.has_address(bea).handle)
    to = f"bounce+{token}@example.org"
    forged = f"bounce+{token[:-1]}{'0' if token[-1] != '0' else '1'}@example.org"
    said = speaks(at, "127.0.0.1:0", sends(
        *[("", to, report(to))] * MOST_BOUNCES, ("", forged, report(token))
    ))  # fmt: skip
    assert said == ["250"] * MOST_BOUNCES + ["550"]
    known = at.node.reach.mail.address(at.world.id, bea.number)
    assert known is not None
    assert not known.is_used


def test_a_mistake_of_ours_leaves_the_mail_where_it_is(
    at: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def mistaken(*_: object) -> None:
        raise RuntimeError("a mistake with a secret")

    to = answers(told(at))
    monkeypatch.setattr(NodeInbox, "take", mistaken)
    assert speaks(at, "127.0.0.1:0", sends(("a@b.example", to, reply(to, "I agree.")))) == ["451"]


def test_of_many_connections_one_too_many_is_asked_to_come_again(
    at: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def another(lmtp: smtplib.LMTP) -> int:
        assert lmtp.noop()[0] == 250
        with pytest.raises(smtplib.SMTPConnectError) as refused:
            smtplib.LMTP("127.0.0.1", lmtp.sock.getpeername()[1])  # type: ignore[union-attr]
        lmtp.quit()
        return refused.value.smtp_code

    monkeypatch.setattr(lmtp_door, "MOST_OPEN", 1)
    assert speaks(at, "127.0.0.1:0", another) == 421
