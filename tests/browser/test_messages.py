"""A member who only reads mail: the address, what they want, and the ballot in two taps from it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import QUICK, Hall, meeting
from tests.browser.fixtures import Complaints, Contexts
from tests.browser.host import WITNESS
from tests.notify.office import links
from tests.notify.sink import Sink, sink
from tests.world import World, policy


def mail(port: int) -> dict[str, object]:
    """The settings with which mails go to a mail server at this port."""
    server = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none"}
    return {**server, "mail_from": "assembly@example.org"}


@pytest.fixture
def box() -> Iterator[Sink]:
    with sink() as made:
        yield made


@pytest.fixture
def mailing(
    box: Sink, tmp_path: Path, contexts: Contexts, complaints: Complaints
) -> Iterator[Hall]:
    """Ada, Bea and Cem, a vote that is open, and a server that sends mail."""
    world = World().found(**(QUICK | {"witnesses": policy(WITNESS)}))
    bea = world.members("Ada", "Bea", "Cem")[1]
    assert bea.puts_to_vote(text=world.text("Shall we paint the stairs?")) == 1
    with meeting(world, tmp_path, contexts, complaints, **mail(box.port)) as hall:
        yield hall


def link(box: Sink, number: int, part: str) -> str:
    """The link with this part in the mail of that number, once it is there."""
    return links(box.awaits(number + 1)[number], part)[0]


def test_a_member_who_only_reads_mail_votes_in_two_taps_from_it(mailing: Hall, box: Sink) -> None:
    ada = mailing.enters("Ada", 360)
    ada.visits("/me/messages").fills(your_mail_address="ada@example.net")
    with ada.page.expect_event("load"):
        ada.button("Send me the mail that asks").click()
    ada.ready().sees("A mail is on its way to ada@example.net")

    other = mailing.visitor(360).opens(link(box, 0, "/mail/"))
    with other.page.expect_event("load"):
        other.button("Yes, it is mine").click()
    other.ready().sees("Your address is confirmed")

    ada.visits("/me/messages").sees("You are told by mail to ada@example.net")
    ada.field("What needs me").select_option("at once")
    ada.folds_open("Quiet hours")
    for label in ("From", "Until"):
        ada.field(label).select_option("0")
    ada.button("Keep").click()
    ada.sees("Kept. It holds from now on.")

    ballot = link(box, 1, "/votes/")
    assert "Shall we paint the stairs?" in str(box.messages[1]["Subject"])
    ada.opens(ballot)
    ada.page.get_by_role("radio", name="Yes").check()
    ada.signs("Sign and cast").sees("You voted: Yes")


def test_the_button_in_a_mail_works_without_scripts(mailing: Hall, box: Sink) -> None:
    ada = mailing.enters("Ada", 360)
    ada.visits("/me/messages").fills(your_mail_address="ada@example.net")
    with ada.page.expect_event("load"):
        ada.button("Send me the mail that asks").click()
    plain = mailing.visitor(360, scripts=False)
    plain.page.goto(link(box, 0, "/mail/"))
    plain.page.get_by_role("button", name="Yes, it is mine").click()
    expect(plain.page.locator("h1")).to_have_text("Your address is confirmed")


def test_what_cannot_be_kept_is_said_where_it_is_typed(mailing: Hall) -> None:
    ada = mailing.enters("Ada", 360)
    ada.visits("/me/messages")
    ada.page.get_by_label("Sunday").uncheck()
    ada.button("Keep").click()
    ada.sees("Choose a day of the week").complains_of("status of 400")


def test_what_is_pressed_before_the_scripts_are_there_gets_into_no_address(mailing: Hall) -> None:
    ada = mailing.enters("Ada", 360)
    page = ada.visits("/me/messages").page
    browser = ada.context.new_cdp_session(page)
    browser.send("Emulation.setScriptExecutionDisabled", {"value": True})
    page.reload()
    ada.fills(your_mail_address="ada@example.net").button("Send me the mail that asks").click()
    page.get_by_role("heading", name="What I am told").click()
    assert page.url.endswith("/me/messages")
    expect(ada.field("Your mail address")).to_have_value("ada@example.net")
