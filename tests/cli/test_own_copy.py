"""`esoviet mail test` waits for a copy of its own where the node reads a mailbox."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from esoviet.cli import mail
from esoviet.cli.main import main
from esoviet.notify.mail import Mail
from esoviet.notify.sending import Answer, SmtpRelay
from tests.notify.mailbox import Mailbox, mailbox
from tests.notify.office import MAIL
from tests.web.served import write
from tests.world import World


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as made:
        yield made


@pytest.fixture
def data(tmp_path: Path, box: Mailbox, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder whose server sends mail, and reads the mailbox to which answers go."""
    write(World().found(), tmp_path)
    imap = {"imap_host": "127.0.0.1", "imap_port": str(box.port), "imap_security": "none"}
    user = {"imap_user": "reply", "imap_password": "secret", "mail_reply": "reply@example.org"}
    for name, value in {**MAIL, **imap, **user}.items():
        monkeypatch.setenv(f"ESOVIET_{name.upper()}", value)
    monkeypatch.setattr(mail, "_lacking", lambda *_: iter(()))
    return tmp_path


def arrives(box: Mailbox, monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    """What is sent to the mailbox arrives, with this line on top."""

    async def taken(_relay: SmtpRelay, sent: Mail) -> Answer:
        if sent.recipient == "reply@example.org":
            box.mails.append(said.encode() + sent.data)
        return Answer(250, "queued")

    monkeypatch.setattr(SmtpRelay, "hand_over", taken)


def ends_with(data: Path, wait: str = "30") -> int:
    return main(["mail", "--data", str(data), "test", "you@example.net", "--wait", wait])


GOOD = (
    "Authentication-Results: mx.example; spf=pass; dkim=pass header.d=example.org; dmarc=pass\r\n"
)
BAD = "Authentication-Results: mx.example; spf=softfail; dkim=none\r\n"


@pytest.mark.parametrize(
    ("said", "told", "code"),
    [
        (GOOD, "DKIM pass, DMARC pass, SPF pass", 0),
        (BAD, "DKIM none, SPF softfail", 1),
        ("", "does not say whether SPF, DKIM and DMARC hold", 0),
    ],
    ids=["good", "bad", "silent"],
)
def test_what_the_other_server_thinks_of_the_sender_is_said(
    data: Path, box: Mailbox, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    said: str, told: str, code: int,
) -> None:  # fmt: skip
    arrives(box, monkeypatch, said)
    assert ends_with(data) == code
    out = capsys.readouterr().out
    assert "The copy to reply@example.org has arrived" in out
    assert told in out
    assert box.seen == {1}


def test_a_copy_that_does_not_come_is_wrong(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(SmtpRelay, "hand_over", lost)
    assert ends_with(data, "0.1") == 1
    assert "has not arrived within" in capsys.readouterr().out


async def lost(_relay: SmtpRelay, _mail: Mail) -> Answer:
    return Answer(250, "queued")


def test_a_mailbox_that_cannot_be_read_is_said(
    data: Path, box: Mailbox, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arrives(box, monkeypatch, "")
    box.password = "another"
    assert ends_with(data) == 1
    assert "cannot be read" in capsys.readouterr().out


def test_with_no_time_to_wait_no_copy_is_sent(
    data: Path, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrives(box, monkeypatch, GOOD)
    assert ends_with(data, "0") == 0
    assert box.mails == []
