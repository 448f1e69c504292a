"""To keep up from outside: a message to a chat, a file for the calendar, a secret address."""

import re

import httpx
import pytest
from icalendar import Calendar
from playwright.sync_api import expect

from tests.browser.conftest import Hall
from tests.browser.test_inviting import SHARES
from tests.browser.test_recovery import looks_sound

MESSAGE = "The message, to send as it is or to change"


def test_who_shares_a_matter_chooses_what_the_message_says(hall: Hall) -> None:
    problem = hall.past["Ada"].raises("The crane is unsafe")
    fay = hall.visitor(360).named("Fay")
    fay.page.add_init_script(SHARES)
    fay.assembly = hall.world.id
    fay.visits(f"/problems/{problem}").folds_open("Share")
    link = f"{fay.address}/a/{hall.world.id}/problems/{problem}"
    expect(fay.field(MESSAGE)).to_have_value(f"The crane is unsafe\n{link}")
    expect(fay.button("Copy the message")).to_be_visible()
    looks_sound(fay.pictured("share-360"))
    fay.page.get_by_label("Only the link").check()
    expect(fay.field(MESSAGE)).to_have_value(link)
    fay.page.get_by_label("Also what it is about now").check()
    said = r"^The crane is unsafe\nIs it necessary to solve this\? Until \w.*\.\n" + re.escape(link)
    expect(fay.field(MESSAGE)).to_have_value(re.compile(said))
    fay.field(MESSAGE).fill("Look at this")
    fay.press("Send it")
    assert fay.page.evaluate("window.shared") == {"text": "Look at this"}


@pytest.mark.parametrize("readership", [
    pytest.param(who, marks=pytest.mark.rules(readership=who)) for who in ("public", "members")
])  # fmt: skip
def test_a_secret_address_is_shown_once_serves_a_calendar_and_is_taken_back(
    hall: Hall, readership: str
) -> None:
    vote = hall.past["Ada"].puts_to_vote()
    bea = hall.enters("Bea", 360).visits("/me")
    bea.press("Make a secret address").sees("This is shown only now")
    address = bea.field("For your calendar").input_value()
    assert bea.field("For your feed reader").input_value() == address.replace(".ics", ".atom")
    opens = bea.page.get_by_role("link", name="Open it in my calendar")
    expect(opens).to_have_attribute("href", re.sub("^http", "webcal", address))
    looks_sound(bea.pictured("secret-360"))
    answer = httpx.get(address)
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert str(event["uid"]).startswith(f"votes-{vote}@")
    bea.visits("/me").sees("last fetched").sees_not("This is shown only now")
    assert address.rpartition("/")[2] not in bea.page.content()
    bea.press("Take it back")
    expect(bea.page.locator("[data-secret]")).to_have_count(0)
    assert httpx.get(address).status_code == 404
