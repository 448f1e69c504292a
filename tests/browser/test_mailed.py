"""From the mail into the act: a member answers a mail, opens one page, signs what they wrote."""

import smtplib
from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.sync_api import expect

from esoviet.store.drafts import Draft
from esoviet.store.mail import Outcome
from esoviet.store.reach import Reach
from esoviet.store.wishes import Wanting
from tests.browser.conftest import QUICK, Hall, meeting
from tests.browser.fixtures import Complaints, Contexts
from tests.browser.host import WITNESS
from tests.browser.people import Person
from tests.browser.test_messages import mail
from tests.browser.test_recovery import looks_sound
from tests.notify.office import AT_ONCE, text_of
from tests.notify.post import quoting, reply
from tests.notify.sink import Sink, sink
from tests.notify.test_receiving import REPLY
from tests.world import World, policy

SAID = "It was last looked at in 2019.\n\nI have the paper here."


class Post:
    """The mail server between a member and the node: what arrives for Bea, and what she answers."""

    def __init__(self, box: Sink, door: str) -> None:
        self.box, self.door = box, door

    def told(self) -> EmailMessage:
        """The first mail."""
        return self.box.awaits(1)[0]

    def answers(self, said: str, name: str = "<1@b>") -> None:
        """Bea answers it, as most programs do."""
        to = parseaddr(str(self.told()["Reply-To"]))[1]
        answer = reply(to, quoting(said, text_of(self.told())), Message_ID=name)
        with smtplib.LMTP(self.door) as lmtp:
            lmtp.sendmail("bea@example.net", to, answer)


@pytest.fixture
def post() -> Iterator[Post]:
    with sink() as box, TemporaryDirectory() as folder:
        yield Post(box, f"{folder}/lmtp")


@pytest.fixture
def mailing(
    post: Post, tmp_path: Path, contexts: Contexts, complaints: Complaints
) -> Iterator[Hall]:
    """A problem that Bea is told of, and a server that takes answers."""
    world = World().found(**(QUICK | {"witnesses": policy(WITNESS)}))
    ada, bea, *_ = world.members("Ada", "Bea", "Cem")
    assert ada.raises("The crane is unsafe") == 1
    is_told(tmp_path, world, bea.number)
    settings = {**mail(post.box.port), "mail_reply": REPLY, "lmtp": post.door}
    with meeting(world, tmp_path, contexts, complaints, **settings) as hall:
        assert hall.host.address
        post.told()
        yield hall


def is_told(folder: Path, world: World, member: int) -> None:
    """A member has an address that was confirmed."""
    reach = Reach(folder / "node.db")
    entered = reach.mail.enter(world.id, member, "bea@example.net", world.now)
    assert entered is not None
    reach.mail.confirm(entered.handle, world.now)
    (waits,) = reach.mail.waiting(world.now, 9)
    assert reach.mail.claim(waits.id)
    reach.mail.settle([Outcome(waits.id, "sent")])
    reach.wishes.put(Wanting(world.id, member, AT_ONCE, world.now, 0))
    reach.close()


def draft(bea: Person) -> Person:
    """She opens her page, and the drafts from there."""
    bea.visits().sees("1 draft by mail waits to be signed")
    with bea.page.expect_event("load"):
        bea.page.get_by_role("link", name="1 draft by mail").click()
    return bea.ready()


def test_an_answer_to_a_mail_is_a_signed_argument_in_two_taps(mailing: Hall, post: Post) -> None:
    bea = mailing.enters("Bea", 360)
    post.answers(SAID)
    draft(bea).sees("It answers a mail about")
    assert bea.field("What was understood").input_value() == SAID
    bea.folds_open("What was left out").sees("Write your answer above this line")
    looks_sound(bea.pictured("drafts-360"))
    bea.page.set_viewport_size({"width": 1280, "height": 800})
    looks_sound(bea.pictured("drafts-1280"))
    bea.page.set_viewport_size({"width": 360, "height": 800})

    with bea.page.expect_event("load"):
        bea.button("Supports").click()
    bea.ready()
    text = bea.page.locator("#argue [name=text]")
    expect(text).to_have_value(SAID)
    expect(bea.page.locator("#argue > summary")).to_be_in_viewport()
    expect(bea.page.locator("#argue").get_by_label("Supports")).to_be_checked()
    bea.pictured("drafts-form-360").signs("Sign and argue")
    expect(bea.page.locator("#argument-1")).to_contain_text("It was last looked at in 2019.")
    bea.visits("/me/drafts").sees("Nothing waits.")


def test_a_draft_is_thrown_away_and_nothing_was_signed(mailing: Hall, post: Post) -> None:
    bea = mailing.enters("Bea", 360)
    post.answers(SAID)
    draft(bea)
    with bea.page.expect_event("load"):
        bea.button("Throw it away").click()
    bea.ready().sees("Nothing waits.")
    bea.visits("/problems/1").sees("No arguments yet")
    bea.visits().sees_not("draft by mail")


def test_what_was_typed_in_the_form_before_stands_above_what_came_by_mail(
    mailing: Hall, post: Post
) -> None:
    bea = mailing.enters("Bea", 360)
    bea.visits("/problems/1").folds_open("Argue")
    text = bea.page.locator("#argue [name=text]")
    text.fill("Typed before.")
    post.answers(SAID)
    draft(bea)
    with bea.page.expect_event("load"):
        bea.button("Refutes").click()
    bea.ready()
    expect(text).to_have_value(f"Typed before.\n\n{SAID}")
    bea.page.locator("#argue").get_by_role("button", name="Throw it away").click()
    bea.visits("/me/drafts").sees("What was understood")


def test_an_answer_to_an_argument_stands_beneath_it(hall: Hall, tmp_path: Path) -> None:
    problem = hall.past["Ada"].raises("The crane is unsafe")
    argument = hall.past["Cem"].argues(problem, text="It is new.")
    number, now = hall.past["Bea"].number, hall.world.now
    reach = Reach(tmp_path / "node.db")
    waits = Draft("0" * 32, f"a{argument}", SAID, "", (), now)
    assert reach.drafts.put(hall.world.id, number, waits)
    reach.close()
    bea = draft(hall.enters("Bea", 360))
    with bea.page.expect_event("load"):
        bea.button("Asks").click()
    bea.ready()
    beneath = bea.page.locator(f"[data-draft=argue-{argument}]")
    expect(beneath.locator("[name=text]")).to_have_value(SAID)
    beneath.get_by_role("button", name="Sign and argue").click()
    bea.signs_it().visits(f"/problems/{problem}")
    expect(bea.page.locator(f"#argument-{argument + 1}")).to_contain_text("It was last looked at")
    bea.visits("/me/drafts").sees("This server takes no answers by mail")


def test_an_answer_to_a_mail_about_a_topic_is_a_signed_post(
    post: Post, tmp_path: Path, contexts: Contexts, complaints: Complaints
) -> None:
    world = World().found(**(QUICK | {"witnesses": policy(WITNESS)}))
    ada, bea, *_ = world.members("Ada", "Bea", "Cem")
    topic = ada.opens_topic("The bins\n\nWho empties them, @Bea?")
    is_told(tmp_path, world, bea.number)
    settings = {**mail(post.box.port), "mail_reply": REPLY, "lmtp": post.door}
    with meeting(world, tmp_path, contexts, complaints, **settings) as hall:
        assert hall.host.address
        reader = hall.enters("Bea", 360)
        post.answers(SAID)
        draft(reader).sees("The bins")
        looks_sound(reader.pictured("drafts-topic-360"))
        with reader.page.expect_event("load"):
            reader.button("Post it in this topic").click()
        reader.ready()
        expect(reader.page.locator("#post-text")).to_have_value(SAID)
        reader.page.locator("#write").get_by_role("button", name="Sign").first.click()
        reader.signs_it().sees("I have the paper here.")
        assert f"/topics/{topic}" in reader.page.url
        reader.visits("/me/drafts").sees("Nothing waits.")
