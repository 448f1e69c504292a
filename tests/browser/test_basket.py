"""Small acts are gathered on the sheet at the foot of the page, and signed together."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Hall
from tests.browser.people import Person
from tests.browser.test_card import MARKED, STAYED, on_a_phone
from tests.browser.walks import breaches, too_small, too_wide


@pytest.fixture
def problem(hall: Hall) -> int:
    """A problem with two solutions, while they are drafted."""
    ada = hall.past["Ada"]
    problem = ada.raises_problem("The crane slips")
    for title in ("Weld it", "Buy a new one"):
        ada.proposes(problem, title)
    return problem


def card(somebody: Person, solution: int, act: str) -> str:
    return f"#solution-{solution} form[data-act={act}] button[type=submit]"


def press(somebody: Person, solution: int, act: str) -> None:
    somebody.page.locator(card(somebody, solution, act)).first.click()


def acts(somebody: Person) -> list[str]:
    """The types of this person's acts of late, as the log has them."""
    answer = somebody.page.request.get(
        f"{somebody.address}/a/{somebody.assembly}/log/entries.json?limit=1000"
    ).json()
    own = [one for one in answer["items"] if one["signer"]["member"]]
    return [
        one["act"]["type"] for one in own if one["signer"]["member"]["member"] == somebody.number
    ]


def test_several_taps_are_signed_with_one_signature(hall: Hall, problem: int) -> None:
    bea = on_a_phone(hall, "Bea", problem)
    bea.page.evaluate(MARKED)
    before = acts(bea)
    press(bea, 1, "back-solution")
    sheet = bea.page.get_by_role("dialog")
    expect(sheet).to_contain_text("Back this solution")
    press(bea, 2, "back-solution")
    press(bea, 2, "volunteer")
    expect(sheet.get_by_role("heading")).to_have_text("Not signed yet: 3")
    assert breaches(bea.page) + too_wide(bea.page) + too_small(bea.page) == []
    bea.pictured("basket")
    sheet.get_by_role("button", name="Leave out: Offer to help").click()
    expect(sheet.get_by_role("heading")).to_have_text("Not signed yet: 2")
    exact = sheet.locator("pre").text_content() or ""
    assert exact.count('"type": "back-solution"') == 2
    assert "volunteer" not in exact
    assert acts(bea) == before
    bea.signs_quietly()
    expect(bea.page.locator("[data-said]")).to_contain_text("2 acts are on the record")
    for solution in (1, 2):
        pressed = bea.page.locator(card(bea, solution, "back-solution"))
        expect(pressed).to_have_attribute("aria-pressed", "true")
    expect(sheet).to_be_hidden()
    assert acts(bea)[len(before) :] == ["back-solution", "back-solution"]
    assert bea.page.evaluate(STAYED)


def test_what_is_pressed_again_or_escaped_is_not_signed(hall: Hall, problem: int) -> None:
    bea = on_a_phone(hall, "Bea", problem)
    before = acts(bea)
    sheet = bea.page.get_by_role("dialog")
    press(bea, 1, "back-solution")
    expect(bea.page.locator("[data-picked]")).to_have_count(1)
    press(bea, 1, "back-solution")
    expect(sheet).to_be_hidden()
    press(bea, 1, "back-solution")
    press(bea, 2, "volunteer")
    expect(sheet.get_by_role("heading")).to_have_text("Not signed yet: 2")
    bea.page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(bea.page.locator("[data-picked]")).to_have_count(0)
    expect(bea.page.locator(card(bea, 1, "back-solution"))).to_be_focused()
    assert acts(bea) == before


def test_by_the_keyboard_the_sheet_is_what_follows_the_card(hall: Hall, problem: int) -> None:
    bea = on_a_phone(hall, "Bea", problem)
    bea.page.locator(card(bea, 1, "back-solution")).focus()
    bea.page.keyboard.press("Enter")
    expect(bea.page.get_by_role("dialog")).to_be_visible()
    expect(bea.page.locator(card(bea, 1, "back-solution"))).to_be_focused()
    sign = bea.page.get_by_role("button", name="Sign and send")
    for _ in range(20):
        bea.page.keyboard.press("Tab")
        if sign.evaluate("button => button === document.activeElement"):
            break
    bea.page.keyboard.press("Enter")
    expect(bea.page.locator("#solution-1 [data-said]")).to_contain_text("on the record as entry")


def test_who_leaves_with_something_unsigned_is_asked(hall: Hall, problem: int) -> None:
    bea = on_a_phone(hall, "Bea", problem)
    asked = []

    def stay(dialog: object) -> None:
        asked.append(dialog.type)  # type: ignore[attr-defined]
        dialog.dismiss()  # type: ignore[attr-defined]

    bea.page.on("dialog", stay)
    press(bea, 1, "back-solution")
    expect(bea.page.get_by_role("dialog")).to_be_visible()
    with bea.page.expect_event("dialog"):
        bea.page.evaluate("setTimeout(() => location.assign('/'), 0)")
    expect(bea.page.get_by_role("dialog")).to_be_visible()
    assert asked == ["beforeunload"]


def test_what_is_refused_is_told_at_its_own_card_and_the_rest_is_signed(
    hall: Hall, problem: int
) -> None:
    bea, ada = on_a_phone(hall, "Bea", problem), hall.enters("Ada")
    press(bea, 1, "back-solution")
    press(bea, 2, "back-solution")
    expect(bea.page.get_by_role("dialog").get_by_role("heading")).to_have_text("Not signed yet: 2")
    ada.studies(problem).page.locator("#solution-2").get_by_text("Withdraw").first.click()
    ada.page.locator("#solution-2").get_by_role("button", name="Withdraw").click()
    ada.signs_quietly()
    expect(ada.page.locator("#solution-2")).to_contain_text("Withdrawn")
    bea.signs_quietly()
    expect(bea.page.locator("[data-said]")).to_contain_text("on the record as entry")
    expect(bea.page.locator(card(bea, 1, "back-solution"))).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(bea.page.locator("[data-say].bad").first).to_contain_text("(clause 6.")


def test_what_is_gathered_and_what_is_signed_by_itself_have_sheets_of_their_own(
    hall: Hall, problem: int
) -> None:
    bea = on_a_phone(hall, "Bea", problem)
    before = acts(bea)
    press(bea, 1, "back-solution")
    gathered = bea.page.locator("#gathered")
    expect(gathered).to_contain_text("Back this solution")
    bea.folds_open("Argue")
    form = bea.page.locator("#argue form")
    form.get_by_label("Supports").check()
    form.get_by_label("Your argument").fill("It holds")
    form.locator("button[type=submit]").click()
    modal = bea.page.locator("#sign")
    expect(modal).to_contain_text("It holds")
    expect(modal.locator("pre")).not_to_contain_text("back-solution")
    modal.get_by_role("button", name="Not yet").click()
    expect(gathered.locator("pre")).to_contain_text("back-solution")
    expect(gathered.locator("pre")).not_to_contain_text('"argue"')
    gathered.get_by_role("button", name="Sign and send").click()
    expect(bea.page.locator("[data-said]")).to_contain_text("on the record as entry")
    assert acts(bea)[len(before) :] == ["back-solution"]
