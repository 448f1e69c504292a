"""A deadline that has passed by the host's clock alone: open pages say so, as long as it is so."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Hall
from tests.browser.people import Person

CONFIRM = "Confirm how late it is"
alone = pytest.mark.rules(witnesses="")  # nobody but the members confirms the time


def notice(person: Person) -> Locator:
    return person.page.locator("#late .notice")


def asks(hall: Hall) -> Person:
    """Have a vote that ends tomorrow; answers who asked for it."""
    hall.past["Ada"].puts_to_vote()
    return hall.enters("Ada")


def stays_loaded(person: Person) -> None:
    """What the page says from now on, it says without having been loaded anew."""
    person.page.evaluate("window.stayed = true")


@alone
def test_an_open_page_says_that_a_deadline_has_passed_until_somebody_confirms_it(
    hall: Hall,
) -> None:
    ada, bea = asks(hall), hall.enters("Bea").visits("/members")
    ada.visits("/votes/1")
    stays_loaded(ada)
    expect(notice(ada)).to_have_count(0)
    hall.host.turns(days=1.1)
    expect(notice(ada)).to_contain_text("A deadline has passed.")
    expect(ada.button(CONFIRM)).to_be_visible()
    expect(notice(bea)).to_be_visible()
    assert ada.page.evaluate("scrollY") == 0
    bea.press(CONFIRM)
    expect(bea.page.get_by_role("dialog").locator("dl")).to_contain_text("2 Jan 2026")
    bea.signs_it()
    expect(notice(bea)).to_have_count(0)
    expect(notice(ada)).to_have_count(0)
    expect(ada.page.locator("#result")).to_contain_text("Not adopted.")
    assert ada.page.evaluate("window.stayed")


@alone
def test_any_other_act_confirms_it_too_and_visitors_see_it_come_and_go(hall: Hall) -> None:
    ada, visitor = asks(hall), hall.visitor().visits("/votes/1")
    stays_loaded(visitor)
    hall.host.turns(days=1.1)
    expect(notice(visitor)).to_contain_text("A deadline has passed.")
    expect(visitor.button(CONFIRM)).to_have_count(0)
    ada.raises("The tide comes too early")
    expect(notice(visitor)).to_have_count(0)
    assert visitor.page.evaluate("window.stayed")


def test_where_witnesses_confirm_the_time_nobody_is_asked(hall: Hall) -> None:
    ada = asks(hall).visits("/votes/1")
    stays_loaded(ada)
    hall.host.turns(days=1.1)
    expect(ada.page.locator("#result h2").first).to_have_text("The result")
    expect(notice(ada)).to_have_count(0)
    assert ada.page.evaluate("window.stayed")
