"""A mailbox is looked at: what is addressed to this node becomes drafts, the rest is left alone."""

import imaplib
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from esoviet.node.inbox import Outcome
from esoviet.node.links import Links
from esoviet.notify import imap
from esoviet.notify.imap import ImapDoor
from esoviet.notify.incoming import LARGEST
from esoviet.notify.receiving import NodeInbox
from tests.notify.mailbox import Mailbox, mailbox
from tests.notify.office import Office, office
from tests.notify.post import reply
from tests.notify.test_bounces import report
from tests.notify.test_receiving import REPLY, answers, drafts, told
from tests.waiting import WAIT_SECONDS
from tests.world import World


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as made:
        yield made


@pytest.fixture
def at(tmp_path: Path, box: Mailbox) -> Iterator[Office]:
    world = World().found()
    world.members("Ada", "Bea", "Cem", "Dan")
    imap = {"imap_host": "127.0.0.1", "imap_port": box.port, "imap_security": "none"}
    user = {"imap_user": "reply", "imap_password": "secret"}
    with office(world, tmp_path, mail_reply=REPLY, **imap, **user) as served:
        yield served


def looks(at: Office) -> bool:
    """The node looks at the mailbox once."""
    more: bool = at.run(ImapDoor(at.node.config, NodeInbox(at.node)).turn())
    return more


def test_an_answer_is_taken_once_and_what_is_anothers_is_left_unseen(
    at: Office, box: Mailbox
) -> None:
    to = answers(told(at))
    other = f"reply+{Links(b'of another node').answer('0' * 32, 'v1')}@example.org"
    box.mails += [reply("us@example.org", "Hello"), reply(to, "I agree."), reply(other, "Not here")]
    for _ in range(2):
        assert not looks(at)
    assert [one.said for one in drafts(at)] == ["I agree."]
    assert box.seen == {2}


def test_a_mail_that_was_taken_and_not_marked_is_no_second_draft(at: Office, box: Mailbox) -> None:
    box.mails.append(reply(answers(told(at)), "Once."))
    looks(at)
    box.seen.clear()
    looks(at)
    assert len(drafts(at)) == 1
    assert box.seen == {1}


def test_of_what_is_too_large_the_beginning_is_taken(at: Office, box: Mailbox) -> None:
    picture = b"\r\n" + b"A" * 76
    mail = reply(answers(told(at)), "See the picture.")
    head = mail.replace(b"text/plain; charset", b"multipart/mixed; boundary=b; x").partition(
        b"\r\n\r\n"
    )[0]
    body = b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSee the picture.\r\n--b\r\n"
    rest = b"Content-Type: image/png; name=a.png\r\n\r\n" + picture * (LARGEST // 50)
    box.mails.append(head.replace(b"Content-Transfer-Encoding: 7bit\r\n", b"") + body + rest)
    looks(at)
    (draft,) = drafts(at)
    assert (draft.said, draft.files) == ("See the picture.", ("a.png",))


def test_a_report_is_taken_from_the_mailbox_too_and_nothing_is_marked_by_looking(
    at: Office, box: Mailbox
) -> None:
    bea = at.world.member("Bea")
    box.mails.append(report(f"bounce+{at.node.links.bounce(at.has_address(bea).handle)}@a.example"))
    looks(at)
    known = at.node.reach.mail.address(at.world.id, bea.number)
    assert known is not None
    assert known.bounces == 1
    assert not any("BODY[" in one.replace("BODY.PEEK[", "") for one in box.asked)


def test_a_wrong_password_or_a_mailbox_that_is_not_there_is_an_error_of_its_own(
    at: Office, box: Mailbox
) -> None:
    box.password = "another"
    with pytest.raises(imaplib.IMAP4.error):
        looks(at)
    box.password = "secret"
    config = msgspec.structs.replace(at.node.config, imap_port=1)
    with pytest.raises(OSError, match="refused"):
        at.run(ImapDoor(config, NodeInbox(at.node)).turn())
    assert not looks(at)


def test_a_mailbox_that_trickles_is_cut_off(
    at: Office, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap, "WHOLE_SECONDS", 0.2)
    box.trickles = True
    with pytest.raises(TimeoutError):
        looks(at)
    assert box.was_cut.wait(WAIT_SECONDS)


def test_a_mailbox_that_answers_more_than_it_was_asked_for_is_not_read(
    at: Office, box: Mailbox
) -> None:
    box.mails.append(reply(answers(told(at)), "word\n" * (LARGEST // 4)))
    box.overflows = True
    with pytest.raises(imaplib.IMAP4.error, match="more than was asked for"):
        looks(at)


def test_one_mail_that_cannot_be_taken_now_keeps_no_other_waiting(
    at: Office, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def takes(_: NodeInbox, raw: bytes) -> Outcome:
        return "later" if b"First" in raw else "draft"

    to = answers(told(at))
    box.mails += [reply(to, "First."), reply("us@example.org", "Hello"), reply(to, "Second.")]
    monkeypatch.setattr(imap, "AT_ONCE", 1)
    monkeypatch.setattr(imap, "MOST_LOOKED", 1)
    monkeypatch.setattr(NodeInbox, "take", takes)
    door = ImapDoor(at.node.config, NodeInbox(at.node))
    assert [at.run(door.turn()) for _ in range(4)] == [True, True, True, False]
    assert box.seen == {3}
