"""Somebody has a member's unlocked phone, or the browser that a member used in a library."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Hall
from tests.browser.people import Person


def pairs(old: Person, new: Person, name: str) -> Person:
    """Make a further device of the member whose device `old` is."""
    new.opens(old.shows_a_code()).fills(what_you_call=name).answers_the_code()
    old.lets_in(new)
    return new


def test_a_thief_adds_a_device_by_it_and_its_owner_sees_and_revokes_both(hall: Hall) -> None:
    ada = hall.enters("Ada")
    phone = pairs(ada, hall.visitor(360).named("Ada"), "My telephone")
    thief = pairs(phone, hall.visitor().named("Mallory"), "Telephone")
    thief.visits("/problems/new").fills(your_text="I am Ada")
    devices = ada.visits("/me").page.locator("#devices li")
    expect(devices).to_have_count(3)
    for kid in (thief.kept("keys")[0]["kid"], phone.kept("keys")[0]["kid"]):
        ada.revokes(kid)
    expect(ada.page.locator("#sessions li")).to_have_count(1)
    for somebody in (thief, phone):
        somebody.visits("/problems/new").fills(your_text="I am Ada")
        assert "revoked" in somebody.is_refused("Sign and raise")


@pytest.mark.rules(readership="members")
def test_who_ends_a_session_and_revokes_the_key_shuts_the_device_out(hall: Hall) -> None:
    ada = hall.enters("Ada")
    phone = pairs(ada, hall.visitor(360).named("Ada"), "My telephone")
    there = ada.visits("/me").page.locator("#sessions li").filter(has_text="My telephone")
    while there.count():
        with ada.page.expect_event("load"):
            there.first.get_by_role("button", name="End it").click()
        ada.ready()
    phone.visits("/members").sees("Bea")  # its key signs in again
    ada.visits("/me").revokes(phone.kept("keys")[0]["kid"])
    phone.visits("/members").sees("There is no assembly here that strangers may read.")
    phone.complains_of("status of 40[34]")


@pytest.mark.rules(readership="members")
@pytest.mark.quick
def test_the_next_person_at_a_librarys_computer_reads_nothing_by_going_back(hall: Hall) -> None:
    ada = hall.enters("Ada")
    desk = pairs(ada, hall.visitor().named("Ada"), "Library").visits("/members").sees("Bea")
    desk.visits("/me").button("Forget this browser").click()
    desk.page.get_by_role("dialog").get_by_role("button", name="Forget everything").click()
    desk.page.wait_for_url("**/forgotten")
    for _ in range(3):
        desk.page.go_back()
        expect(desk.page.locator("body")).not_to_contain_text("Bea")
    desk.visits("/members").sees("There is no assembly here that strangers may read.")
    assert desk.kept("keys") == []
    line = ada.visits("/me").page.locator("#devices li").filter(has_text="Library")
    expect(line).to_contain_text("revoked")
    desk.complains_of("status of 40[34]")
