"""`esoviet mail`: a test mail, and a report that one came back; and what the doctor says of it."""

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from esoviet.cli import mail
from esoviet.cli.main import main
from esoviet.node.config import Config
from esoviet.notify.incoming import LARGEST
from esoviet.notify.sending import Answer, Down, SmtpRelay
from esoviet.store.drafts import DraftStore
from esoviet.store.errors import StoreError
from esoviet.store.mail import Address
from esoviet.store.reach import Reach
from tests.notify.office import MAIL, Office, office
from tests.notify.post import raw, reply
from tests.notify.test_bounces import report
from tests.web.served import write
from tests.world import World


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder whose server sends mail; nothing of it leaves this process."""
    write(World().found(), tmp_path)
    for name, value in MAIL.items():
        monkeypatch.setenv(f"ESOVIET_{name.upper()}", value)
    monkeypatch.setattr(mail, "_texts", lambda name: ["v=spf1 mx -all"] if name[0] != "_" else [])
    monkeypatch.setattr(SmtpRelay, "greet", taken)
    monkeypatch.setattr(SmtpRelay, "hand_over", taken)
    return tmp_path


async def taken(_relay: SmtpRelay, *_mail: object) -> Answer:
    return Answer(250, "queued")


async def down(_relay: SmtpRelay, *_mail: object) -> Answer:
    raise Down("connection refused")


def test_a_mail_is_sent_and_what_the_dns_lacks_is_said(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["mail", "--data", str(data), "test", "you@example.net"]) == 1
    said = capsys.readouterr().out
    assert "has taken it: queued" in said
    assert "no DMARC record at _dmarc.example.org" in said
    assert "SPF" not in said


@pytest.mark.parametrize("address", ["you", "you@localhost", "a@b.org\nBcc: c@d.org"])
def test_only_a_mail_address_is_written_to(data: Path, address: str) -> None:
    assert main(["mail", "--data", str(data), "test", address]) == 2


def test_a_mail_server_that_is_not_there_is_named(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(SmtpRelay, "hand_over", down)
    assert main(["mail", "--data", str(data), "test", "you@example.net"]) == 1
    assert "cannot be reached: connection refused" in capsys.readouterr().err


def test_without_the_settings_nothing_is_sent(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("ESOVIET_SMTP_HOST")
    assert main(["mail", "--data", str(data), "test", "you@example.net"]) == 1
    assert "smtp_host is not set" in capsys.readouterr().err


@pytest.fixture
def at(data: Path) -> Iterator[Office]:
    world = World().found()
    with office(world, data) as up:
        yield up


def comes_back(at: Office, token: str, monkeypatch: pytest.MonkeyPatch) -> Address:
    """A report about this token is handed over; Ada's address then."""
    body = io.BytesIO(report(to=f"bounce+{token}@example.org"))
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=body))
    assert main(["mail", "--data", str(at.node.folder), "bounce"]) == 0
    address = at.node.reach.mail.address(at.world.id, 1)
    assert address is not None
    return address


def test_two_mails_that_came_back_end_it_and_the_member_sees_why(
    at: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = at.has_address(at.world.member("Ada"))
    token = at.node.links.bounce(address.handle)
    assert comes_back(at, token, monkeypatch).is_used
    assert "User unknown" in at.page("me/messages", "Ada")
    assert not comes_back(at, token, monkeypatch).is_used
    assert "came back" in at.page("me/messages", "Ada")


def test_a_forged_report_ends_nothing(at: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    address = at.has_address(at.world.member("Ada"))
    for token in (f"{address.handle}-{'0' * 24}", f"{'0' * 32}-{'0' * 24}"):
        for _ in range(3):
            assert comes_back(at, token, monkeypatch) == address


def findings(data: Path, **more: object) -> str:
    config = Config(data=data, **{**MAIL, **more})  # type: ignore[arg-type]
    return " ".join(one.wrong for one in mail.findings(config, data))


def test_the_doctor_finds_nothing_wrong_with_mail_in_good_order_or_without_any(data: Path) -> None:
    assert findings(data) == ""
    assert findings(data, smtp_host="") == ""


def test_the_doctor_says_what_is_wrong_with_mail(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = data / "password"
    secret.write_text("right")
    secret.chmod(0o644)
    assert "No mail is sent" in findings(data, mail_from="")
    assert "Others can read" in findings(data, smtp_password_file=str(secret))
    assert "without encryption" in findings(data, smtp_user="us", smtp_host="smtp.example")
    reach = Reach(data / "node.db")
    reach.mail.put("0" * 64, 1, "now x", "now", 1)
    reach.close()
    assert "gone out long ago: 1" in findings(data)
    monkeypatch.setattr(SmtpRelay, "greet", down)
    assert "cannot be used: connection refused" in findings(data)


def comes_in(at: Office, mail: bytes, to: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """What `esoviet mail receive` answers to a mail server."""
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(mail)))
    return main(["mail", "--data", str(at.node.folder), "receive", "--to", to])


def test_a_pipe_takes_an_answer_in_and_tells_the_mail_server_what_it_cannot_take(
    at: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    address = at.has_address(at.world.member("Ada"))
    to = f"reply+{at.node.links.answer(address.handle, 'p1')}@example.org"
    mail = reply(to, "I agree.")
    assert [comes_in(at, mail, one, monkeypatch) for one in (to, "", to)] == [0, 0, 0]
    (draft,) = at.node.reach.drafts.of(at.world.id, 1, at.world.now)
    assert (draft.said, draft.matter) == ("I agree.", "p1")
    assert comes_in(at, mail, to.replace("p1-", "p2-"), monkeypatch) == 67
    assert "No such address here." in capsys.readouterr().err
    assert comes_in(at, mail + b"x" * LARGEST, to, monkeypatch) == 65
    assert comes_in(at, raw(b"\x89PNG", "image/png"), to, monkeypatch) == 65


def test_a_pipe_has_an_end_for_a_mail_that_takes_long_and_keeps_one_it_cannot_store(
    at: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> bool:
        raise StoreError("the disk is full")

    address = at.has_address(at.world.member("Ada"))
    to = f"reply+{at.node.links.answer(address.handle, 'p1')}@example.org"
    long = raw(b"<p>I agree.</p>" + b"<!" * 300_000, "text/html")
    monkeypatch.setattr(mail, "LOOK_SECONDS", 0.05)
    assert comes_in(at, long, to, monkeypatch) == 65
    monkeypatch.setattr(mail, "LOOK_SECONDS", 5)
    monkeypatch.setattr(DraftStore, "put", full)
    assert comes_in(at, reply(to, "I agree."), to, monkeypatch) == 75


def test_a_pipe_takes_reports_in_too(at: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    address = at.has_address(at.world.member("Ada"))
    to = f"bounce+{at.node.links.bounce(address.handle)}@example.org"
    for _ in range(2):
        assert comes_in(at, report(to), to, monkeypatch) == 0
    known = at.node.reach.mail.address(at.world.id, 1)
    assert known is not None
    assert not known.is_used
