"""A wrong clock in the hands of somebody who founds or joins: they can go on, nothing is lost."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Hall, People
from tests.browser.host import DAY, Host
from tests.browser.people import Person
from tests.browser.test_lost_answers import (
    FOUNDED,
    arrives,
    looks_sound,
    reopens,
    tries_to_found,
    tries_to_join,
)

SERVER, OWN = "The server is right: sign with its time", "My device is right: do not sign"


def is_off(somebody: Person, host: Host, days: float) -> Person:
    """The clock of this person's device is wrong by so many days."""
    somebody.context.clock.set_system_time((host.now + days * DAY) / 1000)
    return somebody


def goes_on(somebody: Person) -> Person:
    somebody.page.get_by_role("link", name="Go on").click()
    return somebody.ready()


def keys(somebody: Person) -> list[str]:
    return [one["kid"] for store in ("keys", "begun") for one in somebody.kept(store)]


@pytest.mark.parametrize("days", [400, -30], ids=["ahead", "behind"])
def test_a_founder_is_asked_which_clock_is_right_and_goes_on(
    person: People, host: Host, days: int
) -> None:
    ada = is_off(person("Ada", 360), host, days)
    tries_to_found(ada, "Timeless").sees("Which clock is right?").sees("Your device says")
    looks_sound(ada)
    before = keys(ada)
    arrives(ada.press(SERVER), FOUNDED.pattern).sees("1 member").complains_of("status of 4")
    assert keys(ada) == before
    assert ada.raises("And no other question") == 1


def test_a_founder_who_trusts_the_device_reads_what_is_wrong_and_loses_nothing(
    person: People, host: Host
) -> None:
    ada = is_off(person("Ada", 360), host, 400)
    tries_to_found(ada, "Stubborn").press(OWN)
    said = ada.page.locator("form [data-say].bad")
    expect(said).to_contain_text("Your device’s clock said")
    looks_sound(ada)
    before = keys(ada)
    reopens(ada).opens("/").sees("Your device’s clock said")
    looks_sound(ada)
    goes_on(ada).sees("Your device’s clock said").sees_not("Go on")
    looks_sound(ada)
    expect(ada.field("Name of the assembly")).to_have_value("Stubborn")
    is_off(ada, host, 0).press("Found this assembly")
    arrives(ada, FOUNDED.pattern).sees("Stubborn").complains_of("status of 4")
    assert keys(ada) == before


@pytest.mark.parametrize("days", [400, -30], ids=["ahead", "behind"])
def test_who_applies_is_asked_which_clock_is_right_and_goes_on(hall: Hall, days: int) -> None:
    link = hall.enters("Ada").invites()
    yan = is_off(hall.visitor(360).named("Yan"), hall.host, days)
    tries_to_join(yan, link).sees("Which clock is right?").sees("Your device says")
    looks_sound(yan)
    before = keys(yan)
    arrives(yan.press(SERVER), r"/members/5$").sees("Yan")
    assert keys(yan) == before


def test_who_applies_and_trusts_the_device_goes_on_without_the_link_once_it_is_right(
    hall: Hall,
) -> None:
    link = hall.enters("Ada").invites()
    yan = is_off(hall.visitor(360).named("Yan"), hall.host, -30)
    tries_to_join(yan, link).press(OWN)
    expect(yan.page.locator("form [data-say].bad")).to_contain_text("Your device’s clock said")
    looks_sound(yan)
    before = keys(yan)
    goes_on(reopens(yan).visits("/problems").sees("Your device’s clock said"))
    assert "#" not in yan.page.url
    expect(yan.field("Your name")).to_have_value("Yan")
    is_off(yan, hall.host, 0).asks_to_join()
    arrives(yan, r"/members/5$").sees("member since")
    assert keys(yan) == before
