"""A server that is away for a while: what was signed is sent by the open page, by itself."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Hall
from tests.browser.host import DAY
from tests.browser.people import Person

AWAY = (
    "ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_INCOMPLETE|ERR_EMPTY_RESPONSE|Failed to load"
)
SAID = "[data-say]"


@contextmanager
def away(hall: Hall, *people: Person) -> Iterator[None]:
    """The server is down, and comes back."""
    hall.host.stops()
    yield
    hall.host.starts()
    for person in people:
        person.complains_of(AWAY)


@pytest.fixture
def ada(hall: Hall) -> Person:
    """A member before a ballot."""
    hall.past["Ada"].puts_to_vote()
    return hall.enters("Ada").visits("/questions/1").chooses("Yes")


def signs(person: Person) -> None:
    person.button("Sign and cast").click()
    person.signs_quietly()
    expect(person.page.locator(SAID)).to_contain_text("not sent yet")


def test_a_ballot_signed_while_the_server_is_away_is_sent_by_the_open_page(
    hall: Hall, ada: Person
) -> None:
    with away(hall, ada):
        signs(ada)
        expect(ada.page.locator("[data-outbox]")).to_contain_text("wait to be sent: 1")
    expect(ada.page.locator(SAID)).to_contain_text("on the record as entry", timeout=45_000)
    expect(ada.page.locator("[data-outbox]")).to_be_empty()
    assert ada.kept("outbox") == []
    assert {one["type"] for one in ada.kept("receipts")} == {"cast-ballot"}
    ada.complains_of(AWAY)


def test_a_member_can_have_it_sent_at_once(hall: Hall, ada: Person) -> None:
    with away(hall, ada):
        signs(ada)
    ada.page.locator(SAID).get_by_role("button", name="Send now").click()
    expect(ada.page.locator(SAID)).to_contain_text("on the record as entry")
    ada.complains_of(AWAY)


def test_an_act_that_waits_turns_red_when_its_deadline_is_near(hall: Hall, ada: Person) -> None:
    with away(hall, ada):
        signs(ada)
        expect(ada.page.locator(f"{SAID}.wait")).to_be_visible()
        ada.context.clock.set_system_time((hall.host.now + DAY - 5 * 60_000) / 1000)
        ada.page.evaluate("document.dispatchEvent(new CustomEvent('outbox'))")
        expect(ada.page.locator(f"{SAID}.bad")).to_contain_text("Little time is left")
        expect(ada.page.locator("[data-outbox].bad")).to_contain_text("Your ballot")
