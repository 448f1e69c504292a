"""A telephone restored from a backup: two honest devices with one key, and a thief with a copy."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WIDTHS, Hall
from tests.browser.people import Person
from tests.browser.test_lost_answers import NO_RECEIPT, cut_off, looks_sound, reopens


def restored(hall: Hall, width: int = 1280) -> tuple[Person, Person]:
    """Ada's browser, and one with a copy of its key, with which she has raised a problem since."""
    old = hall.enters("Ada", width)
    ada = hall.world.cast["Ada"]
    new = hall.visitor().named("Ada").enters(hall.world.id, ada.key.seed, ada.number)
    assert new.raises("From the new telephone") == 1
    return old, new


def kid(somebody: Person) -> str:
    (own,) = somebody.kept("keys")
    return str(own["kid"])


@pytest.mark.parametrize("width", WIDTHS)
def test_who_did_it_all_themselves_takes_a_fresh_key_in_one_step(hall: Hall, width: int) -> None:
    old, new = restored(hall, width)
    before = kid(old)
    old.visits("/me").sees("Were these acts yours?").sees("raised a problem")
    looks_sound(old)
    with old.page.expect_event("load"):
        old.press("Yes, they were mine")
    old.ready()
    assert kid(old) != before
    assert old.raises("From the old telephone") == 2
    assert kid(new) == before


def test_an_act_that_comes_second_is_asked_about_and_signed_with_a_fresh_key(hall: Hall) -> None:
    old, new = restored(hall)
    old.visits("/problems/new").fills(your_text="From the old telephone")
    old.button("Sign and raise").click()
    old.signs_quietly().sees("Were these acts yours?").sees("raised a problem")
    with old.page.expect_event("load"):
        old.press("Yes, they were mine")
    old.ready().sees("From the old telephone")
    assert (kid(old) == kid(new), old.kept("outbox")) == (False, [])
    new.visits("/me").sees("Were these acts yours?").sees("added a device")


def test_with_a_stolen_key_nothing_is_signed(hall: Hall) -> None:
    old, _ = restored(hall)
    old.visits("/problems/new").fills(your_text="Am I alone?")
    old.button("Sign and raise").click()
    old.signs_quietly().press("No, not mine").press("Understood")
    old.button("Sign and raise").click()
    old.signs_quietly().sees("“Me” says what to do.")
    assert len(old.kept("outbox")) == 1


def test_a_fresh_key_outlives_a_lost_answer(hall: Hall) -> None:
    old, _ = restored(hall)
    old.visits("/me").sees("Were these acts yours?")
    with cut_off(old, "**/acts"):
        old.press("Yes, they were mine")
        old.sees(NO_RECEIPT)
        fresh = next(own["kid"] for own in old.kept("begun") if own["kind"] == "renew")
    reopens(old).visits("/problems")
    expect(old.page.locator("[data-begun]")).to_have_count(0)
    old.visits("/me").sees_not("Were these acts yours?")
    assert kid(old) == fresh


def test_who_looks_later_is_asked_again(hall: Hall) -> None:
    old, _ = restored(hall)
    old.visits("/me").press("Later").sees_not("Were these acts yours?")
    old.visits("/me").sees("Were these acts yours?")


def test_whose_key_was_stolen_learns_how_to_revoke_it(hall: Hall) -> None:
    ada = hall.enters("Ada", 360).visits("/me")
    ada.button("Make a new recovery phrase").click()
    ada.writes_the_phrase_down().signs_quietly().sees("From now on only the new words")
    restored(hall)
    copied = kid(ada)
    ada.visits("/me").press("No, not mine").sees("Somebody has a copy of this device’s key")
    ada.press("Understood").visits("/me").sees("Sign nothing here meanwhile")
    looks_sound(ada)
    ada.page.get_by_role("link", name="I have my recovery phrase").filter(visible=True).click()
    ada.ready().fills(your_twelve_words=" ".join(ada.phrase))
    ada.button("Let me back in").click()
    ada.page.wait_for_url("**/me")
    ada.ready().sees(f"Somebody has a copy of your key {copied[:10]}")
    ada.revokes(copied).sees_not("Somebody has a copy of your key")
    assert ada.raises("My own again") == 2
