"""A provider hands mails over by a webhook: only what is signed, now, and once."""

import asyncio
import base64
import hashlib
import hmac
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from esoviet.node.inbox import Outcome
from esoviet.notify.receiving import NodeInbox
from esoviet.web.app import create_app
from esoviet.web.endpoints.inbound import Inbound
from esoviet.web.http.errors import HttpError
from tests.notify.office import Office, office
from tests.notify.post import raw, reply
from tests.notify.test_receiving import REPLY, answers, drafts, told
from tests.world import World

KEY = b"0123456789abcdef01234567"
SECRET = "whsec_" + base64.b64encode(KEY).decode()


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Office]:
    world = World().found()
    world.members("Ada", "Bea", "Cem", "Dan")
    with office(world, tmp_path, mail_reply=REPLY, mail_webhook_secret=SECRET) as served:
        transport = httpx.ASGITransport(create_app(served.node, inbox=NodeInbox(served.node)))
        served._client = httpx.AsyncClient(transport=transport, base_url="http://node.example")
        yield served


def signature(body: bytes, name: str = "1", moment: int = 0, key: bytes = KEY) -> dict[str, str]:
    """The headers with which a mail is signed."""
    said = str(moment or int(time.time()))
    mac = hmac.digest(key, f"{name}.{said}.".encode() + body, hashlib.sha256)
    signed = f"v1a,AAAA v1,{base64.b64encode(mac).decode()}"
    return {"webhook-id": name, "webhook-timestamp": said, "webhook-signature": signed}


def hands(at: Office, body: bytes, headers: dict[str, str]) -> int:
    """The status of the answer."""
    return at.ask("POST", "/mail/inbound", content=body, headers=headers).status_code


def test_a_signed_mail_becomes_a_draft_once(at: Office) -> None:
    mail = reply(answers(told(at)), "I agree.")
    signed = signature(mail)
    assert [hands(at, mail, signed) for _ in range(2)] == [204, 204]
    assert [one.said for one in drafts(at)] == ["I agree."]


def test_what_is_not_signed_so_is_refused_and_nothing_of_it_kept(at: Office) -> None:
    mail = reply(answers(told(at)), "Forged.")
    late = int(time.time()) - 400
    for headers in (
        {}, signature(mail, key=b"another"), signature(mail + b"x"), signature(mail, moment=late),
        signature(mail) | {"webhook-id": "2"}, signature(mail, name=""),
        signature(mail) | {"webhook-timestamp": "now"},
    ):  # fmt: skip
        assert hands(at, mail, headers) == 401
    assert drafts(at) == []


def test_what_is_nobodys_too_large_or_without_words_says_so(at: Office) -> None:
    to = answers(told(at))
    nobody, large = reply(REPLY, "Who?"), reply(to, "word\n" * (3 << 19))
    picture = raw(b"\x89PNG", "image/png").replace(b"us@mail.example", to.encode())
    for mail, status in ((nobody, 404), (large, 413), (picture, 422)):
        assert hands(at, mail, signature(mail, str(status))) == status


def test_without_a_secret_there_is_no_such_address(tmp_path: Path) -> None:
    world = World().found()
    with office(world, tmp_path) as at:
        assert hands(at, b"x", signature(b"x")) == 404


class Interrupted:
    """The first time whoever hands a mail over goes away before it is taken."""

    taken = 0

    async def take(self, raw: bytes, to: str = "", sender: str | None = None) -> Outcome:
        del raw, to, sender
        await asyncio.sleep(0)
        self.taken += 1
        if self.taken == 1:
            raise asyncio.CancelledError
        return "draft"


def test_a_mail_whose_taking_was_interrupted_is_taken_when_it_comes_again() -> None:
    async def scene() -> list[object]:
        door, inbox = Inbound(), Interrupted()
        hand = [door._taken(inbox, "1", b"a mail", 0.0) for _ in range(4)]
        first = await asyncio.gather(*hand[:2], return_exceptions=True)
        return [*first, await hand[2], await hand[3], inbox.taken]

    gone, meanwhile, again, twice, taken = asyncio.run(scene())
    assert isinstance(gone, asyncio.CancelledError)
    assert isinstance(meanwhile, HttpError)
    assert "tried again later" in str(meanwhile)
    assert [getattr(one, "status_code", 0) for one in (again, twice)] == [204, 204]
    assert taken == 2
