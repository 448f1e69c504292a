"""A device whose clock is wrong: its member is asked, unless the assembly's witnesses know the time."""

from contextlib import nullcontext
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from esoviet.log.cosignature import cosign
from esoviet.log.note import parse
from tests.browser.conftest import QUICK, Hall
from tests.browser.fixtures import Complaints, Contexts
from tests.browser.host import DAY, hosting
from tests.browser.people import Person
from tests.web.served import write
from tests.world import World, policy, signing_key

SIGN = "Sign and raise"


def is_off(hall: Hall, person: Person, days: float) -> Person:
    """The clock of this person's device is wrong by so many days."""
    person.context.clock.set_system_time((hall.host.now + days * DAY) / 1000)
    return person


def test_a_member_with_a_wrong_clock_is_asked_once_in_a_session(hall: Hall) -> None:
    ada = is_off(hall, hall.enters("Ada"), 400)
    ada.visits("/problems/new").fills(your_text="From the future").press(SIGN).signs_quietly()
    ada.sees("Which clock is right?").sees("1 Jan 2026").sees("5 Feb 2027")
    ada.press("The server is right: sign with its time")
    ada.page.wait_for_url("**/problems/1#*")
    assert ada.ready().raises("And again, without a question") == 2
    assert ada.kept("outbox") == []


def test_a_member_who_trusts_the_device_signs_nothing(hall: Hall) -> None:
    ada = is_off(hall, hall.enters("Ada"), 400)
    ada.visits("/problems/new").fills(your_text="My watch is right").press(SIGN).signs_quietly()
    ada.press("My device is right: do not sign")
    expect(ada.page.locator("[data-say].bad")).to_contain_text("clause 1.11")
    expect(ada.field("Your text")).to_have_value("My watch is right")


def test_a_clock_that_is_late_by_days_is_asked_about_too(hall: Hall) -> None:
    ada = is_off(hall, hall.enters("Ada"), -30)
    ada.visits("/problems/new").fills(your_text="From the past").press(SIGN).signs_quietly()
    ada.sees("Which clock is right?").press("The server is right: sign with its time")
    ada.page.wait_for_url("**/problems/1#*")
