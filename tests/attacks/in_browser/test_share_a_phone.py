"""A housemate would vote as Ada on the phone that they share, and a page would switch who acts."""

import pytest
from playwright.sync_api import Page, expect

from esoviet.web.http import assets
from tests.browser.conftest import Hall
from tests.browser.fixtures import await_ready
from tests.browser.people import ENTER, Person
from tests.browser.phone import acts, begins, comes, kept, locks, settles, takes, tries

DEAF = """for (const name of ["storage", "focus", "pageshow", "visibilitychange"]) {
  addEventListener(name, (event) => event.stopImmediatePropagation(), true);
}"""


def shared(hall: Hall) -> Person:
    """Ada's phone, on which Bea has come; Ada has it now."""
    phone = comes(hall, hall.enters("Ada", 360).visits(), "Bea")
    return acts(takes(phone, "Ada"), "Ada")


def tab(phone: Person, path: str) -> Page:
    """A tab that does not hear what the others say."""
    other = phone.context.new_page()
    other.add_init_script(DEAF)
    other.goto(f"{phone.address}/a/{phone.assembly}{path}")
    await_ready(other)
    return other


def signed(phone: Person) -> int:
    return sum(len(kept(phone, name, store)) for name in ("Ada", "Bea")
               for store in ("receipts", "outbox"))  # fmt: skip


@pytest.mark.rules(readership="members")
def test_going_back_shows_nothing_of_who_had_the_phone_before(hall: Hall) -> None:
    phone = shared(hall).visits("/me").visits("/members/1/texts")
    acts(takes(phone, "Bea"), "Bea")
    for _ in range(4):
        phone.page.go_back()
        if phone.page.url.endswith(".js"):
            break
        expect(phone.page.locator("html[data-ready]")).to_be_attached()
        expect(phone.page.locator("body")).not_to_contain_text("Ada acts here")
        own = phone.page.locator(".bar .own[data-called]")
        assert not own.count() or own.get_attribute("data-called") == "Bea"
    phone.complains_of("status of 40[34]")


def test_a_tab_that_was_left_open_signs_nothing_for_anybody(hall: Hall) -> None:
    phone = shared(hall)
    left = tab(phone, "/problems/new")
    left.get_by_label("Your text").fill("I am Ada")
    acts(takes(phone, "Bea"), "Bea")
    before = signed(phone)
    left.get_by_role("button", name="Sign and raise").click()
    settles(left)
    if left.get_by_role("dialog").count():
        left.get_by_role("dialog").get_by_role("button", name="Sign and send").click()
        settles(left)
    assert signed(phone) == before
    phone.visits("/problems").sees_not("I am Ada")


def test_what_one_had_agreed_to_sign_is_not_signed_by_the_next_one(hall: Hall) -> None:
    phone = shared(hall)
    left = tab(phone, "/problems/new")
    left.get_by_label("Your text").fill("I am Ada")
    left.get_by_role("button", name="Sign and raise").click()
    sign = left.get_by_role("dialog").get_by_role("button", name="Sign and send")
    sign.wait_for()
    expect(left.get_by_role("dialog")).to_contain_text("Ada is about to sign")
    acts(takes(phone, "Bea"), "Bea")
    before = signed(phone)
    sign.click()
    settles(left)
    assert signed(phone) == before


def test_no_link_switches_who_acts(hall: Hall) -> None:
    phone = takes(shared(hall), "Bea")
    for link in ("/who?acting=first", "/who?id=first#first", "/?acting=first"):
        acts(phone.opens(link).visits(), "Bea")


def test_the_cookie_of_another_opens_no_page_to_who_acts(hall: Hall) -> None:
    """A sign-in that was under way when the phone was handed over sets it afterwards."""
    phone = takes(shared(hall), "Bea")
    ada = hall.world.cast["Ada"]
    phone.page.goto(f"{phone.address}{assets.address('js/base/db.js')}")
    late = ENTER.partition("const { seq")[0] + "}"
    phone.page.evaluate(late, [phone.assembly, list(ada.key.seed), 1])
    acts(phone.visits("/problems/new"), "Bea")
    expect(phone.page.locator(".bar .own[data-called]")).to_have_attribute("data-called", "Bea")
    phone.fills(your_text="I am Bea").button("Sign and raise").click()
    phone.signs_it()
    expect(phone.page.locator("main")).to_contain_text("Bea")


@pytest.mark.rules(readership="members")
def test_who_calls_themselves_like_another_has_neither_their_key_nor_their_pages(
    hall: Hall,
) -> None:
    phone = begins(shared(hall), "Ada").visits("/members")
    phone.sees("There is no assembly here that strangers may read.")
    assert phone.page.evaluate("JSON.parse(localStorage.people).length") == 3
    phone.complains_of("status of 40[34]")


def test_no_page_and_no_tab_leads_around_a_pin(hall: Hall) -> None:
    phone = locks(hall.enters("Ada", 360).visits(), "4711")
    left = tab(phone, "/problems/new")
    left.get_by_label("Your text").fill("I am Ada")
    phone.visits("/me").page.get_by_role("button", name="Lock").click()
    phone.page.wait_for_url("**/who")
    phone.ready()
    left.get_by_role("button", name="Sign and raise").click()
    settles(left)
    assert left.get_by_role("dialog").count() == 0
    assert phone.context.cookies() == []
    for page in ("/me", "/problems/new", ""):
        phone.page.goto(f"{phone.address}/a/{phone.assembly}{page}")
        phone.page.wait_for_url("**/who")
    phone.ready().page.go_back()
    phone.page.wait_for_url("**/who")
    own = kept(phone, "Ada", "keys")[0]
    assert (own["signs"], len(kept(phone, "Ada", "outbox"))) == (False, 0)


def test_who_acts_by_changing_what_the_browser_notes_has_a_key_that_signs_nothing(
    hall: Hall,
) -> None:
    """A housemate with the developer's tools, and without the PIN."""
    phone = locks(hall.enters("Ada", 360).visits(), "4711")
    acts(comes(hall, phone, "Bea"), "Bea")
    phone.page.evaluate("localStorage.setItem('acting', 'first')")
    phone.visits("/problems/new")
    assert phone.context.cookies() == []
    assert not kept(phone, "Ada", "keys")[0]["signs"]
    phone.complains_of(".")


def test_guessing_a_pin_is_slowed_down(hall: Hall) -> None:
    phone = locks(hall.enters("Ada", 360).visits(), "4711")
    acts(comes(hall, phone, "Bea"), "Bea").opens("/who")
    for guess in ("0000", "1111", "1234"):
        tries(phone, "Ada", guess)
        expect(phone.button("Unlock")).to_be_enabled()
    tries(phone, "Ada", "4711").sees("Try again in")
    assert not kept(phone, "Ada", "keys")[0]["signs"]


def test_going_back_gives_nobody_what_another_typed(hall: Hall) -> None:
    """Browsers fill in again what was typed on a page to which one goes back."""
    phone = shared(hall).visits("/problems").visits("/problems/new")
    phone.fills(your_text="Only Ada knows this")
    acts(takes(phone, "Bea"), "Bea")
    for _ in range(2):
        phone.page.go_back()
        phone.ready()
        for field in phone.page.locator("input, textarea").all():
            assert "Only Ada" not in field.input_value()
    phone.visits("/problems/new")
    expect(phone.field("Your text")).to_have_value("")
