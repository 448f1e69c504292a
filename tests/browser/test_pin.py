"""A PIN locks one member's key on a shared phone: against housemates, not thieves."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Hall
from tests.browser.people import Person
from tests.browser.phone import acts, begins, comes, kept, locks, takes, tries, unlocks
from tests.browser.walks import breaches, too_small, too_wide


def locked(hall: Hall, width: int = 360) -> Person:
    """Ada's phone, whose key she has locked; Bea has it."""
    phone = locks(hall.enters("Ada", width).visits(), "4711")
    return acts(comes(hall, phone, "Bea"), "Bea")


def test_a_member_sets_a_pin_and_their_key_lies_sealed_while_another_acts(hall: Hall) -> None:
    phone = hall.enters("Ada", 360).visits("/me")
    before = phone.kept("keys")[0]["kid"]
    phone.page.locator("#pin > summary").click()
    phone.pictured("pin-set")
    assert breaches(phone.page) + too_wide(phone.page) + too_small(phone.page) == []
    locks(phone, "4711").pictured("pin-me")
    own = kept(phone, "Ada", "keys")[0]
    assert own["kid"] != before
    assert own["signs"]
    line = phone.page.get_by_role("listitem").filter(has_text=before[:10])
    expect(line.first).to_contain_text("revoked")
    assert phone.raises("The roof is wet")
    acts(comes(hall, phone, "Bea"), "Bea")
    assert not kept(phone, "Ada", "keys")[0]["signs"]
    assert [one["name"] for one in kept(phone, "Ada", "locks")] == ["pin"]
    acts(unlocks(phone, "Ada", "4711"), "Ada")
    assert phone.raises("The lift is broken")


def test_a_tap_locks_and_nothing_is_shown_until_the_pin_is_typed(hall: Hall) -> None:
    phone = locks(hall.enters("Ada", 360).visits(), "471100")
    phone.visits("/members").page.get_by_role("button", name="Lock").click()
    phone.page.wait_for_url("**/who")
    phone.ready().opens(f"/a/{phone.assembly}/me").page.wait_for_url("**/who")
    tries(phone.ready(), "Ada", "0000").sees("That is not the PIN.").pictured("pin-asked")
    assert breaches(phone.page) + too_wide(phone.page) + too_small(phone.page) == []
    phone.page.get_by_label("PIN", exact=True).fill("471100")
    phone.button("Unlock").click()
    phone.page.wait_for_url("**/me")
    acts(phone.ready(), "Ada")


def test_after_some_minutes_without_use_it_locks_itself(hall: Hall) -> None:
    phone = locks(hall.enters("Ada", 360).visits(), "4711")
    phone.page.evaluate("localStorage.setItem('used', Date.now() - 6 * 60000)")
    phone.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    phone.page.wait_for_url("**/who")
    phone.ready()
    assert not kept(phone, "Ada", "keys")[0]["signs"]
    assert phone.context.cookies() == []


def test_wrong_pins_cost_time_also_over_a_reload(hall: Hall) -> None:
    phone = locked(hall).opens("/who")
    phone.page.get_by_role("listitem").get_by_role("button", name="Ada").click()
    for _ in range(3):
        phone.page.get_by_label("PIN", exact=True).fill("0000")
        phone.button("Unlock").click()
        phone.sees(re.compile("That is not the PIN"))
        expect(phone.button("Unlock")).to_be_enabled()
    phone.opens("/who")
    tries(phone, "Ada", "4711").sees(re.compile(r"Try again in [1-5] seconds"))
    acts(phone.visits(), "Bea")


def test_a_pin_is_changed_and_taken_off(hall: Hall) -> None:
    phone = locks(hall.enters("Ada", 360).visits(), "4711").visits("/me")
    phone.page.locator("#pin > summary").click()
    for place, text in (("before", "4711"), ("new", "12345678"), ("again", "12345678")):
        phone.page.locator(f"#pin-{place}").fill(text)
    with phone.page.expect_event("load"):
        phone.button("Set the PIN").click()
    phone.ready().page.get_by_role("button", name="Lock").click()
    phone.page.wait_for_url("**/who")
    unlocks(phone.ready(), "Ada", "12345678").visits("/me").page.locator("#pin > summary").click()
    phone.page.locator("#pin-before").fill("12345678")
    with phone.page.expect_event("load"):
        phone.button("Take the PIN off").click()
    phone.ready()
    assert kept(phone, "Ada", "locks") == []
    acts(takes(comes(hall, phone, "Bea"), "Ada"), "Ada")


def test_what_is_no_pin_changes_nothing(hall: Hall) -> None:
    phone = hall.enters("Ada", 360)
    for pin, again in (("123", "123"), ("12a4", "12a4"), ("1234", "4321")):
        before = phone.visits("/me").kept("keys")
        phone.page.locator("#pin > summary").click()
        phone.page.locator("#pin-new").fill(pin)
        phone.page.locator("#pin-again").fill(again)
        phone.button("Set the PIN").click()
        phone.sees("four to eight digits" if pin == again else "The two PINs are not the same.")
        assert phone.kept("keys") == before
        assert phone.kept("locks") == []


def test_whoever_founds_after_a_pin_was_set_has_a_key_that_can_be_locked(hall: Hall) -> None:
    phone = locks(hall.enters("Ada", 360).visits(), "4711").founds("Harbour workers")
    kids = {one["kid"] for one in kept(phone, "Ada", "keys")}
    acts(begins(phone, "Fay"), "Fay")
    assert [one["signs"] for one in kept(phone, "Ada", "keys")] == [False, False]
    acts(unlocks(phone, "Ada", "4711"), "Ada")
    assert [one["signs"] for one in kept(phone, "Ada", "keys")] == [True, True]
    assert {one["kid"] for one in kept(phone, "Ada", "keys")} == kids


def test_a_key_that_nobody_replaces_is_named_and_no_other_acts_with_it(hall: Hall) -> None:
    """Who has asked to join, and waits, has no other key yet."""
    link = hall.enters("Cem").invites()
    phone = begins(hall.enters("Ada", 360).visits(), "Fay")
    phone.opens(link).fills(your_name="Fay Ortiz").asks_to_join()
    phone.button("Later").click()
    phone.page.wait_for_url(re.compile(r"/members/\d+$"))
    phone.ready().visits("/me").page.locator("#pin > summary").click()
    for place in ("new", "again"):
        phone.page.locator(f"#pin-{place}").fill("4711")
    phone.button("Set the PIN").click()
    phone.page.get_by_role("dialog").get_by_role("button", name="Sign, and set the PIN").click()
    phone.sees("The lock stands, but not yet for your key of Tenants of 7 Mill Street.")
    acts(takes(phone, "Ada"), "Ada")
    tries(phone, "Fay", "0000").sees("That is not the PIN.")


def test_who_has_forgotten_the_pin_takes_out_what_is_locked(hall: Hall) -> None:
    phone = locked(hall).opens("/who")
    phone.page.get_by_role("listitem").get_by_role("button", name="Ada").click()
    phone.page.locator("li summary").filter(has_text="forgotten").click()
    phone.pictured("pin-forgotten").button("Delete the locked key from this device").click()
    phone.page.get_by_role("dialog").get_by_role("button", name="Take it out").click()
    expect(phone.page.get_by_role("listitem").get_by_role("button", name="Ada")).to_have_count(0)
    acts(phone.visits(), "Bea")
