"""Several members and one cheap phone: each acts under their own name, by turns."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Hall
from tests.browser.fixtures import await_ready, await_that
from tests.browser.people import Person
from tests.browser.phone import acts, begins, comes, kept, stores, takes
from tests.browser.test_app import with_worker
from tests.browser.walks import breaches, too_small, too_wide

NO_NETWORK = "ERR_INTERNET_DISCONNECTED|Failed to load resource"


def sound(phone: Person) -> None:
    assert breaches(phone.page) + too_wide(phone.page) + too_small(phone.page) == []


def shared(hall: Hall, width: int = 360) -> Person:
    """Ada's phone, on which Bea has come."""
    phone = hall.enters("Ada", width).visits()
    return acts(comes(hall, phone, "Bea"), "Bea")


@pytest.mark.rules(readership="members")
def test_two_members_of_one_assembly_act_by_turns_each_under_their_own_name(
    hall: Hall,
) -> None:
    phone = shared(hall).pictured("shared-floor")
    sound(phone)
    phone.visits("/problems/new").fills(your_text="The lift is broken")
    phone.button("Sign and raise").click()
    expect(phone.page.get_by_role("dialog")).to_contain_text("Bea is about to sign")
    other = phone.page.get_by_role("dialog").get_by_role("link", name="I am somebody else")
    expect(other).to_have_attribute("href", "/who")
    phone.pictured("shared-sign").signs_it()
    expect(phone.page.locator("main")).to_contain_text("Bea")
    acts(takes(phone, "Ada"), "Ada")
    assert phone.raises("The roof is wet")
    expect(phone.page.locator("main")).to_contain_text("Ada")
    assert [one["member"] for one in kept(phone, "Ada", "keys")] == [1]
    assert [one["member"] for one in kept(phone, "Bea", "keys")] == [2]
    assert [len(kept(phone, name, "receipts")) for name in ("Ada", "Bea")] == [1, 1]
    phone.complains_of("status of 40[34]")


def test_what_one_has_not_sent_or_finished_waits_for_them_alone(hall: Hall) -> None:
    phone = shared(hall)
    phone.visits("/problems/new").fills(your_text="Half of it")
    phone.page.get_by_role("heading", level=1).click()
    await_that(phone.page, lambda: kept(phone, "Bea", "drafts"))
    phone.context.set_offline(True)
    phone.fills(your_text="The lift is broken").button("Sign and raise").click()
    phone.signs_quietly().sees("not sent yet")
    phone.context.route("**/acts", lambda route: route.abort())
    phone.context.set_offline(False)
    acts(takes(phone, "Ada"), "Ada").visits("/problems/new")
    expect(phone.field("Your text")).to_have_value("")
    phone.sees_not("not sent yet")
    phone.context.unroute("**/acts")
    phone.visits().visits("/problems").sees_not("The lift is broken")
    assert [one["title"] for one in kept(phone, "Bea", "outbox")] == ["Raise a problem"]
    takes(phone, "Bea")
    await_that(phone.page, lambda: not kept(phone, "Bea", "outbox"))
    phone.visits("/problems").sees("The lift is broken")
    phone.complains_of(f"{NO_NETWORK}|ERR_FAILED")


def test_somebody_joins_by_a_link_on_a_phone_that_another_uses(hall: Hall) -> None:
    link = hall.enters("Ada").invites()
    phone = hall.enters("Bea", 360).visits()
    before = phone.kept("keys")
    phone.opens(link).sees("You are a member here.").pictured("shared-invited")
    phone.page.get_by_role("link", name="I am somebody else").click()
    phone.page.wait_for_url("**/who")
    phone.ready().pictured("shared-first")
    sound(phone)
    phone.fills(your_name="Fay").button("Begin here as somebody else").click()
    phone.page.wait_for_url("**/join*")
    acts(phone.ready(), "Fay").fills(your_name="Fay Ortiz").asks_to_join()
    phone.button("Later").click()
    phone.page.wait_for_url(re.compile(r"/members/\d+$"))
    phone.ready()
    assert phone.kept("keys") == before
    assert list(stores(phone)) in (["Bea", "Fay"], ["Bea", "Fay Ortiz"])
    acts(takes(phone, "Bea"), "Bea").visits("/me").sees("My keys")
    phone.opens("/who").pictured("shared-who")
    sound(phone)


@pytest.mark.parametrize("path", ["/pair", "/recover"])
def test_who_brings_a_key_to_a_phone_that_another_uses_is_shown_the_way(
    hall: Hall, path: str
) -> None:
    phone = hall.enters("Ada", 360).visits(path)
    phone.sees("This browser holds a key for this assembly already.")
    phone.page.get_by_role("link", name="I am somebody else").click()
    phone.page.wait_for_url("**/who")
    phone.ready().fills(your_name="Cem").button("Begin here as somebody else").click()
    phone.page.wait_for_url(f"**{path}")
    acts(phone.ready(), "Cem").sees_not("This browser holds a key")


def test_one_is_taken_out_alone_and_then_everybody(hall: Hall) -> None:
    phone = shared(hall).visits("/me")
    phone.button("Forget this browser").click()
    dialog = phone.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Bea answers")
    dialog.get_by_role("button", name=re.compile("^Forget everything")).click()
    phone.page.wait_for_url("**/who")
    acts_alone = phone.ready().page.get_by_role("listitem").get_by_role("button")
    expect(acts_alone).to_have_count(1)
    assert list(stores(phone)) == ["Ada"]
    assert [one["member"] for one in phone.kept("keys")] == [1]
    phone.visits("/members").visits("/me").sees("My keys")
    phone.opens("/who").button("Forget everybody in this browser").click()
    expect(dialog).to_contain_text("of Ada")
    dialog.get_by_role("button", name="Forget everything").click()
    phone.page.wait_for_url("**/forgotten")
    assert phone.page.evaluate("indexedDB.databases().then((all) => all.length)") == 0


def test_whoever_begins_nothing_leaves_nothing(hall: Hall) -> None:
    phone = begins(shared(hall), "Nobody")
    takes(phone, "Ada")
    assert list(stores(phone)) == ["Ada", "Bea"]
    names = phone.page.evaluate("indexedDB.databases().then((all) => all.map((one) => one.name))")
    assert sorted(names) == sorted(stores(phone).values())


def test_a_hand_over_that_fails_half_way_can_be_tapped_again(hall: Hall) -> None:
    phone = shared(hall).opens("/who")
    ada = phone.page.get_by_role("listitem").get_by_role("button", name="Ada")
    phone.page.evaluate(
        "() => { CacheStorage.prototype.delete = () => Promise.reject(new Error('full')); }"
    )
    with phone.page.expect_navigation(url="**/who"):
        ada.click()
    phone.ready()
    expect(ada).to_be_enabled()
    with phone.page.expect_navigation(url=lambda url: not url.endswith("/who")):
        ada.click()
    acts(phone.ready(), "Ada")


def test_other_tabs_go_along(hall: Hall) -> None:
    phone = shared(hall)
    other = phone.context.new_page()
    other.goto(f"{phone.address}/a/{phone.assembly}/members")
    await_ready(other)
    takes(phone, "Ada")
    other.wait_for_url("**/who")
    await_ready(other)


@pytest.mark.worker
def test_what_was_kept_to_be_read_without_a_network_is_one_persons(hall: Hall) -> None:
    phone = shared(hall).visits("/me")
    with_worker(phone).button("Keep the last pages on this device").click()
    phone.visits("/members").sees("Bea")
    there = "caches.open('esoviet-pages').then((one) => one.keys()).then((all) => all.length)"
    await_that(phone.page, lambda: phone.page.evaluate(there))
    takes(phone, "Ada")
    assert phone.page.evaluate("caches.has('esoviet-pages')") is False
    takes(phone, "Bea")
    assert phone.page.evaluate("caches.has('esoviet-pages')") is True


@pytest.mark.worker
def test_by_push_a_shared_phone_says_neither_whom_nor_what(hall: Hall) -> None:
    phone = shared(hall)
    shown = phone.page.evaluate(
        "caches.open('esoviet-shared').then((one) => one.match('/told')).then((one) => one.text())"
    )
    assert shown == "There is something new for somebody who uses this device."


@pytest.mark.worker
def test_handed_over_without_a_network_the_session_ends_before_the_next_page(hall: Hall) -> None:
    phone = takes(shared(hall), "Ada")
    with_worker(phone).opens("/who")
    phone.context.route("**/hand-over", lambda route: route.abort())
    phone.page.get_by_role("listitem").get_by_role("button", name="Bea").click()
    phone.page.wait_for_url(lambda url: not url.endswith("/who"))
    phone.sees("No network")
    phone.sees_not("Ada acts here")
    phone.context.unroute("**/hand-over")
    acts(phone.visits("/me"), "Bea")
    expect(phone.page.locator(".bar .own[data-called]")).to_have_attribute("data-called", "Bea")
    assert phone.page.evaluate("caches.has('esoviet-ends')") is False
    phone.complains_of("ERR_FAILED|Failed to load resource")
