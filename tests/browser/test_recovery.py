"""Losing the phrase, losing everything, and who is recognised again."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import People
from tests.browser.people import Person
from tests.browser.walks import breaches, too_small, too_wide


def looks_sound(somebody: Person) -> None:
    """Axe finds nothing, everything fits and can be hit with a finger."""
    page = somebody.page
    assert breaches(page) + too_wide(page) + too_small(page) == []


def tries(somebody: Person, assembly: str, phrase: list[str]) -> Person:
    """Come back with a phrase."""
    somebody.assembly = assembly
    somebody.visits("/recover").fills(recovery_phrase=" ".join(phrase))
    somebody.button("Make a new key for this device").click()
    return somebody


def test_a_new_phrase_gives_the_place_back_and_the_old_one_does_not(person: People) -> None:
    ada = person("Ada", 360).founds("Harbour workers")
    old = ada.phrase
    ada.visits("/me").button("Make a new recovery phrase").click()
    expect(ada.page.locator("#phrase ol li")).to_have_count(12)
    looks_sound(ada)
    ada.writes_the_phrase_down()
    ada.sees("The old phrase stops working at once.").signs_quietly()
    ada.sees("From now on only the new words give you your place back.")
    assert ada.phrase != old
    tries(person("Ada"), ada.assembly, old).sees(
        "Nobody in this assembly has this recovery phrase."
    )
    anew = tries(person("Ada"), ada.assembly, ada.phrase)
    anew.page.wait_for_url(re.compile("/me$"))
    assert anew.ready().raises("I am back") == 1


def test_a_new_phrase_that_is_not_signed_changes_nothing(person: People) -> None:
    ada = person("Ada").founds("Harbour workers")
    old = ada.phrase
    ada.visits("/me").button("Make a new recovery phrase").click()
    ada.writes_the_phrase_down().press("Not yet").sees("your old phrase still works")
    anew = tries(person("Ada"), ada.assembly, old)
    anew.page.wait_for_url(re.compile("/me$"))
    assert anew.ready().number == 1
