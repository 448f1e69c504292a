"""Signing in a language that only tests speak, longer and accented; the pages: `walks.WALKS`.

The pseudo-language puts every text between ⟦ and ⟧. What stands outside, and is no name, no
member's words (`bdi`, `dir=auto`), no code, no time and not marked as untranslatable, was
forgotten.
"""

import pytest
from playwright.sync_api import expect

from esoviet.web.http.language import COOKIE, PSEUDO
from tests.browser.conftest import Hall
from tests.browser.walks import forgotten, too_small, too_wide


def test_signing_speaks_the_readers_language_from_the_dialog_to_the_receipt(hall: Hall) -> None:
    ada = hall.enters("Ada", width=360)
    ada.context.add_cookies([{"name": COOKIE, "value": PSEUDO, "url": hall.host.address}])
    page = ada.visits("/problems/new").page
    page.locator("#text").fill("The crane is unsafe")
    page.locator("form[data-act] button[type=submit]").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert [*forgotten(page), *too_wide(page), *too_small(page)] == []
    with page.expect_event("load"):
        page.locator("button[value=sign]").click()
    ada.ready().visits("/me")
    expect(page.locator("[data-flow=mine] li")).to_have_count(1)
    assert [text for text in forgotten(page) if not text.startswith("LI: ")] == []
    expect(page.locator("[data-flow=mine] li")).to_contain_text("⟦")


@pytest.mark.quick
def test_a_refusal_speaks_the_readers_language(hall: Hall) -> None:
    problem = hall.past["Ada"].raises("The crane is unsafe")
    bea = hall.enters("Bea")
    bea.context.add_cookies([{"name": COOKIE, "value": PSEUDO, "url": hall.host.address}])
    page = bea.studies(problem).page
    form = page.locator("form[data-act=assess-necessity]")
    form.locator("[name=problem]").evaluate("field => { field.value = 99; }")
    form.locator("button[name=stance]").first.click()
    page.locator("#gathered button[value=sign]").click()
    told = form.locator("[data-say].bad")
    expect(told).to_contain_text("⟦Nó próblém wíth thíš ñúmbér íš béíñg áššéššéd.")
    expect(told).to_contain_text("5.2")
    assert forgotten(page) == []
