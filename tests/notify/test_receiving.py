"""An answer to a mail of ours waits as a draft for its member and nobody else; never an act."""

from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path

import pytest

from esoviet.law.leaving import Leave
from esoviet.node.inbox import Outcome
from esoviet.node.links import Links
from esoviet.notify.incoming import LARGEST
from esoviet.notify.receiving import MOST_NAMED, NodeInbox
from esoviet.store.drafts import KEPT, LONGEST, MOST, Draft
from tests.notify.office import Office, links, office, text_of
from tests.notify.post import quoting, raw, reply
from tests.world import World

REPLY = "reply@example.org"


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Office]:
    world = World().found()
    world.members("Ada", "Bea", "Cem", "Dan")
    with office(world, tmp_path, mail_reply=REPLY) as served:
        yield served


def told(at: Office, name: str = "Bea") -> EmailMessage:
    """The mail that tells somebody of a vote."""
    at.has_address(at.world.member(name))
    at.asks("Shall we paint the stairs?")
    (mail,) = at.turns()
    return mail


def answers(mail: EmailMessage) -> str:
    """Where an answer to a mail goes."""
    return parseaddr(str(mail["Reply-To"]))[1]


def comes(at: Office, mail: bytes, to: str = "", sender: str | None = None) -> Outcome:
    """What becomes of a mail that comes in."""
    outcome: Outcome = at.run(NodeInbox(at.node).take(mail, to, sender))
    return outcome


def drafts(at: Office, name: str = "Bea") -> list[Draft]:
    """What waits of somebody."""
    return at.node.reach.drafts.of(at.world.id, at.world.member(name).number, at.world.now)


def test_an_answer_to_a_mail_becomes_a_draft_about_its_matter_and_no_act(at: Office) -> None:
    mail = told(at)
    size = at.size()
    assert comes(at, reply(answers(mail), quoting("Yes, and in green.", text_of(mail)))) == "draft"
    (draft,) = drafts(at)
    assert (draft.said, draft.matter) == ("Yes, and in green.", "v1")
    assert "Shall we paint the stairs?" in draft.left
    assert at.size() == size


def test_the_mail_says_where_to_write_and_what_becomes_of_it(at: Office) -> None:
    mail = told(at)
    text = text_of(mail)
    assert text.startswith("--=8<=-- Write your answer above this line --=8<=--")
    assert "your words wait for you as a draft" in " ".join(text.split())
    assert len(answers(mail).partition("@")[0]) <= 64


def test_no_link_of_the_mail_that_only_its_member_may_use_is_in_the_draft(at: Office) -> None:
    mail = told(at)
    quoted = quoting("", text_of(mail)) + f"\nI write below, to {answers(mail)}."
    assert comes(at, reply(answers(mail), quoted)) == "draft"
    (draft,) = drafts(at)
    assert "I write below" in draft.said
    assert "/mail/…" in draft.said
    assert not any(one.rpartition("/")[2] in draft.said for one in links(mail, "/mail/"))
    assert answers(mail) not in draft.said


def test_a_server_without_an_address_for_answers_asks_for_none(tmp_path: Path) -> None:
    world = World().found()
    world.members("Ada", "Bea", "Cem", "Dan")
    with office(world, tmp_path) as at:
        mail = told(at)
    assert mail["Reply-To"] is None
    assert "8<" not in text_of(mail)
    assert "draft" not in text_of(mail)


def test_a_forged_address_an_old_one_and_one_of_another_node_are_all_nobodys(at: Office) -> None:
    to = answers(told(at))
    other = Links(b"of another node").answer("0" * 32, "v1")
    flipped = to.replace("@", "a@" if to[to.index("@") - 1] != "a" else "b@")
    for bad in (flipped, f"reply+{other}@example.org", REPLY, "", to.replace("v1-", "v2-")):
        assert comes(at, reply(bad, "Forged")) == "nobody"
        assert at.run(NodeInbox(at.node).knows(bad)) == "nobody"
    at.node.reach.mail.forget(at.world.id, at.world.member("Bea").number)
    assert comes(at, reply(to, "Too late")) == "nobody"
    assert drafts(at) == []


def test_who_it_is_from_does_not_matter(at: Office) -> None:
    to = answers(told(at))
    assert comes(at, reply(to, "It is me", From="Ada <ada@example.net>")) == "draft"
    assert comes(at, reply(to.upper(), "It is me too", Message_ID="<3@b>")) == "draft"
    assert drafts(at, "Ada") == []
    assert len(drafts(at)) == 2


def test_a_mail_that_comes_twice_is_one_draft_also_once_that_was_thrown_away(at: Office) -> None:
    mail = reply(answers(told(at)), "Once")
    assert [comes(at, mail) for _ in range(2)] == ["draft", "twice"]
    bea = at.world.member("Bea").number
    at.node.reach.drafts.discard(at.world.id, bea, drafts(at)[0].id)
    assert comes(at, mail) == "twice"
    assert drafts(at) == []


def test_what_a_program_wrote_is_dropped_and_so_is_our_own_mail_that_comes_back(
    at: Office,
) -> None:
    mail = told(at)
    to = answers(mail)
    away = reply(to, "I am away", Auto_Submitted="auto-replied")
    assert comes(at, away) == comes(at, reply(to, "x"), to, sender="") == "automatic"
    assert comes(at, bytes(mail), to) == "automatic"
    assert drafts(at) == []


def test_what_is_too_much_or_has_no_words_is_refused_and_keeps_nothing(at: Office) -> None:
    to = answers(told(at))
    assert comes(at, reply(to, "x" * (LARGEST + 1))) == "large"
    assert comes(at, reply(to, "word " * (LONGEST // 5 + 1))) == "large"
    assert comes(at, raw(b"\x89PNG", "image/png"), to) == "unreadable"
    assert drafts(at) == []


def test_a_member_has_so_many_drafts_at_most_and_the_next_is_refused_for_now(at: Office) -> None:
    to = answers(told(at))
    inbox = NodeInbox(at.node)
    for n in range(MOST):
        assert at.run(inbox.take(reply(to, "More", Message_ID=f"<{n}@b>"))) == "draft"
    assert comes(at, reply(to, "Too many", Message_ID="<x@b>")) == "full"
    assert comes(at, reply(to, "More", Message_ID="<0@b>")) == "twice"


def test_drafts_go_with_their_member_and_after_thirty_days(at: Office) -> None:
    to = answers(told(at))
    comes(at, reply(to, "Yes"))
    at.passes(KEPT - 1)
    assert len(drafts(at)) == 1
    at.passes(1)
    assert drafts(at) == []
    comes(at, reply(to, "Yes again", Message_ID="<2@b>"))
    bea = at.world.member("Bea")
    assert at.does(bea, Leave).status_code == 201
    assert at.node.reach.drafts.count(at.world.id, bea.number, at.world.now) == 0
    assert comes(at, reply(to, "I am gone", Message_ID="<3@b>")) == "nobody"


def test_a_summary_of_several_things_is_answered_about_none_of_them(at: Office) -> None:
    bea = at.world.member("Bea")
    at.has_address(bea)
    at.asks("Shall we paint the stairs?")
    at.asks("Shall we paint the door?")
    (mail,) = at.turns()
    comes(at, reply(answers(mail), "Both."))
    assert drafts(at)[0].matter == "w"


def test_of_the_addresses_in_a_mail_so_many_are_looked_at(at: Office) -> None:
    to = answers(told(at))
    forged = to.replace("v1-", "v2-")
    for before, outcome in ((MOST_NAMED - 1, "draft"), (MOST_NAMED, "nobody")):
        everybody = ", ".join([*[forged] * before, to])
        assert comes(at, reply(everybody, f"After {before}.")) == outcome
