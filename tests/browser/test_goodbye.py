"""Signing out, the list of sessions, and a browser that forgets everything."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WIDTHS, Hall, People
from tests.browser.fixtures import await_ready
from tests.browser.people import Person
from tests.browser.test_app import with_worker
from tests.browser.walks import breaches, too_small, too_wide

pytestmark = pytest.mark.worker

LEFT = """async () => {
  const workers = await navigator.serviceWorker.getRegistrations();
  return [(await indexedDB.databases()).length, (await caches.keys()).length, workers.length,
    localStorage.length, sessionStorage.length];
}"""


def dialog_of(somebody: Person) -> str:
    dialog = somebody.page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    return dialog.inner_text()


def answers(somebody: Person, button: str) -> Person:
    somebody.page.get_by_role("dialog").get_by_role("button", name=button, exact=True).click()
    return somebody


def forgets(somebody: Person, button: str = "Forget everything") -> Person:
    answers(somebody, button)
    somebody.page.wait_for_url(re.compile("/forgotten$"))
    return somebody.sees("This browser has forgotten everything")


def keeps_nothing(somebody: Person) -> None:
    assert somebody.page.evaluate(LEFT) == [0, 0, 0, 0, 0]
    assert somebody.context.cookies() == []


@pytest.mark.rules(readership="members")
def test_who_signs_out_stays_out_until_they_sign_in_again(hall: Hall) -> None:
    bea = hall.enters("Bea").visits("/me")
    bea.button("Sign out").click()
    bea.sees("You are signed out in this browser.").sees_not("Mill Street")
    for page in ("", "/members", "/me"):
        bea.visits(page).sees("You are signed out in this browser.").sees_not("Ada")
    assert bea.context.cookies() == []
    bea.page.get_by_role("link", name="Forget this browser").click()
    bea.ready().button("Forget this browser").click()
    assert "Member 2." in dialog_of(bea)
    answers(bea, "Keep everything").visits().press("Sign in")
    bea.page.wait_for_selector("body:not([data-door])")
    bea.ready().visits("/members").sees("Ada").sees_not("signed out")
    bea.complains_of("status of 40[34]")


def test_who_has_signed_out_of_a_public_assembly_is_a_visitor_there(hall: Hall) -> None:
    bea = hall.enters("Bea").visits("/me")
    bea.button("Sign out").click()
    bea.sees("You are signed out in this browser.")
    bea.visits("/problems").sees_not("Raise a problem")
    expect(bea.page.get_by_role("link", name="Join")).to_have_count(0)
    bea.press("Sign in")
    expect(bea.page.get_by_role("link", name="Me", exact=True)).to_be_visible()


def test_a_members_browser_without_a_session_opens_one_by_itself(hall: Hall) -> None:
    bea = hall.enters("Bea")
    bea.context.clear_cookies()
    bea.visits("/problems")
    expect(bea.page.get_by_role("link", name="Me", exact=True)).to_be_visible()
    assert bea.context.cookies() != []


def test_a_member_sees_where_they_are_signed_in_and_ends_it(hall: Hall) -> None:
    ada = hall.enters("Ada")
    phone = hall.visitor(360).named("Ada").opens(ada.shows_a_code())
    phone.fills(what_you_call="My telephone").answers_the_code()
    ada.lets_in(phone)
    sessions = ada.visits("/me").page.locator("#sessions li")
    there = sessions.filter(has_text="My telephone")
    count = there.count()
    assert count
    there.first.get_by_role("button", name="End it").click()
    expect(there).to_have_count(count - 1)


def test_a_browser_forgets_everything_and_its_key_is_revoked(hall: Hall) -> None:
    """A member on a library's computer."""
    ada = hall.enters("Ada")
    desk = hall.visitor().named("Ada").opens(ada.shows_a_code())
    desk.fills(what_you_call="Library").answers_the_code()
    ada.lets_in(desk)
    desk.visits("/problems/new").fills(your_text="Not finished")
    desk.visits("/me")
    kid = desk.kept("keys")[0]["kid"]
    desk.button("Forget this browser").click()
    told = dialog_of(desk)
    assert "You keep your place: you still have a device without a name" in told
    forgets(desk)
    keeps_nothing(desk)
    desk.page.go_back()
    desk.visits("/me").sees("This browser holds no key")
    assert desk.kept("keys") == desk.kept("drafts") == desk.kept("receipts") == []
    line = ada.visits("/me").page.get_by_role("listitem").filter(has_text=kid[:10])
    expect(line.first).to_contain_text("revoked")
    expect(ada.page.locator("#sessions li").filter(has_text="Library")).to_have_count(0)


def test_who_would_lose_their_place_is_told_so_first(hall: Hall) -> None:
    ada = hall.enters("Ada").visits("/me")
    ada.button("Forget this browser").click()
    assert "This is your only key, and you have no recovery phrase" in dialog_of(ada)
    answers(ada, "Keep everything")
    assert len(ada.kept("keys")) == 1
    ada.button("Forget this browser").click()
    forgets(ada, "Forget everything, and lose my place")
    keeps_nothing(ada)


def test_with_the_phrase_a_browser_forgets_without_harm(person: People) -> None:
    ada = person("Ada").founds("Harbour workers")
    ada.opens("/settings").button("Forget this browser").click()
    told = dialog_of(ada)
    assert "Harbour workers" in told
    assert "you still have your recovery phrase" in told
    ada.page.get_by_role("checkbox").uncheck()
    forgets(ada)
    keeps_nothing(ada)
    anew = ada.visits("/recover").fills(your_twelve_words=" ".join(ada.phrase))
    anew.button("Let me back in").click()
    anew.page.wait_for_url(re.compile("/me$"))
    assert anew.ready().number == 1


def test_other_tabs_forget_too(hall: Hall) -> None:
    ada = hall.enters("Ada").visits("/me")
    other = ada.context.new_page()
    other.goto(f"{ada.address}/a/{ada.assembly}/members")
    await_ready(other)
    ada.button("Forget this browser").click()
    forgets(ada, "Forget everything, and lose my place")
    other.wait_for_url(re.compile("/forgotten$"))
    keeps_nothing(ada)


def test_without_a_network_the_key_goes_and_what_is_left_is_said(hall: Hall) -> None:
    ada = hall.enters("Ada").visits("/me")
    ada.button("Forget this browser").click()
    dialog_of(ada)
    with_worker(ada).context.set_offline(True)
    answers(ada, "Forget everything, and lose my place").sees("clear this site’s cookies")
    ada.context.set_offline(False)
    assert ada.page.evaluate(LEFT)[:2] == [0, 0]
    ada.complains_of("ERR_INTERNET_DISCONNECTED|Failed to load resource")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_devices_are_sound(hall: Hall, width: int) -> None:
    ada = hall.enters("Ada", width)
    ada.shows_a_code()
    assert breaches(ada.page) + too_wide(ada.page) + too_small(ada.page) == []
    ada.visits("/me").button("Forget this browser").click()
    dialog_of(ada)
    assert breaches(ada.page) + too_wide(ada.page) + too_small(ada.page) == []
    phone = hall.visitor(width).opens(ada.address + f"/a/{ada.assembly}/pair")
    assert breaches(phone.page) + too_wide(phone.page) + too_small(phone.page) == []
