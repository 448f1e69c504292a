"""What members do with a solution, on its card: a tap and a signature, and the page stays."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Hall
from tests.browser.people import Person
from tests.browser.walks import breaches, too_small, too_wide

CRANE = "The crane is unsafe"
MARKED = "window.stayed = true"
STAYED = "() => window.stayed === true"


@pytest.fixture
def problem(hall: Hall) -> int:
    """A problem for which Ada has proposed a solution."""
    ada = hall.past["Ada"]
    number = ada.raises_problem(CRANE)
    ada.proposes(number, "Buy a new one\n\nFrom the smith.")
    return number


def on_a_phone(hall: Hall, name: str, problem: int) -> Person:
    """Somebody before the problem, on a small phone."""
    somebody = hall.enters(name)
    somebody.page.set_viewport_size({"width": 360, "height": 640})
    return somebody.studies(problem)


def at(hall: Hall, problem: int) -> Person:
    """Bea, before the problem, on a page that would forget a mark if it were loaded anew."""
    bea = on_a_phone(hall, "Bea", problem)
    bea.page.evaluate(MARKED)
    return bea


def test_backing_is_a_tap_and_a_signature_and_another_tap_takes_it_back(
    hall: Hall, problem: int
) -> None:
    bea = at(hall, problem)
    bea.button("Back it · 1").scroll_into_view_if_needed()
    place = bea.page.evaluate("scrollY")
    bea.signs_here("Back it · 1").sees("2 backers")
    expect(bea.button("Back it · 2")).to_have_attribute("aria-pressed", "true")
    expect(bea.button("Back it · 2")).to_be_focused()
    expect(bea.page.get_by_role("status").filter(has_text="on the record")).to_have_count(1)
    assert bea.page.evaluate("scrollY") == pytest.approx(place, abs=1)
    assert breaches(bea.page) + too_wide(bea.page) + too_small(bea.page) == []
    bea.pictured("card-backed").signs_here("Back it · 2").sees("1 backer")
    expect(bea.button("Back it · 1")).to_have_attribute("aria-pressed", "false")
    bea.signs_here("I can help · 0").sees("1 volunteer")
    bea.signs_here("I can help · 1").sees_not("1 volunteer")
    assert bea.page.evaluate(STAYED)


def test_four_marks_are_set_by_the_keyboard_alone(hall: Hall, problem: int) -> None:
    bea = at(hall, problem)
    bea.page.get_by_role("radiogroup", name="Means").get_by_role("radio").first.focus()
    for mark in (4, 5, 1, 2):
        bea.page.keyboard.press("Space")
        for _ in range(mark - 1):
            bea.page.keyboard.press("ArrowRight")
        bea.page.keyboard.press("Tab")
    expect(bea.button("Sign my assessment")).to_be_focused()
    bea.page.keyboard.press("Enter")
    dialog = bea.page.get_by_role("dialog")
    expect(dialog).to_contain_text("4 of 5")
    assert '"means": 75,' in (dialog.locator("pre").text_content() or "")
    bea.signs_quietly().sees("assessed by 1 member")
    for side, mark in (("Means", 4), ("People", 5), ("Time", 1), ("Risk", 2)):
        row = bea.page.locator(".mark").filter(has_text=side)
        expect(row).to_contain_text(f"{mark}.0 of 5")
        expect(row.get_by_role("radio", checked=True)).to_have_accessible_name(f"{mark} of 5")
    assert bea.page.evaluate(STAYED)


def test_marks_that_are_not_signed_yet_outlast_another_signature(hall: Hall, problem: int) -> None:
    bea = at(hall, problem).marks("Means", 2)
    bea.signs_here("Back it · 1").button("Sign my assessment").click()
    bea.sees("Choose").sees_not("You are about to sign")
    row = bea.page.get_by_role("radiogroup", name="Means")
    expect(row.get_by_role("radio", checked=True)).to_have_accessible_name("2 of 5")
    assert breaches(bea.page) == []


def test_for_and_against_lead_to_the_argument_about_it(hall: Hall, problem: int) -> None:
    bea = at(hall, problem)
    bea.page.get_by_role("link", name="Argue against it Buy a new one").click()
    form = bea.page.locator("#argue form")
    expect(form.get_by_label("Your argument")).to_be_focused()
    expect(form.get_by_label("Refutes")).to_be_checked()
    expect(form.get_by_label("About")).to_have_value("1")
    bea.page.keyboard.type("It slips as well")
    form.locator("button[type=submit]").click()
    bea.signs_it().sees("It slips as well")
    expect(bea.page.locator(".weighing:has(.arg.refutes)")).to_contain_text("Buy a new one")


def test_only_its_author_edits_and_withdraws(hall: Hall, problem: int) -> None:
    bea, ada = at(hall, problem), on_a_phone(hall, "Ada", problem)
    bea.sees("I can help").sees_not("Edit").sees_not("Withdraw")
    ada.sees("Withdraw").pictured("card-mine").folds_open("Edit").pictured("card-editing")
    assert breaches(ada.page) + too_wide(ada.page) + too_small(ada.page) == []
    ada.page.get_by_label("The whole text, anew").fill("Lease one")
    ada.signs_here("Sign the new version").sees_not("The whole text, anew")
    ada.folds_open("Withdraw").signs_here("Withdraw").sees("Withdrawn")


def test_the_button_of_the_dialog_is_in_sight_on_a_small_phone(hall: Hall, problem: int) -> None:
    ada = on_a_phone(hall, "Ada", problem).folds_open("Edit")
    ada.page.get_by_label("The whole text, anew").fill("# A hook\n\n" + "Of steel, by May.\n" * 90)
    ada.button("Sign the new version").click()
    dialog = ada.page.get_by_role("dialog")
    sign = dialog.get_by_role("button", name="Sign and send")
    expect(sign).to_be_in_viewport(ratio=1)
    assert dialog.evaluate("dialog => dialog.scrollTop") == 0
    assert ada.page.evaluate(HIT, sign.bounding_box())
    ada.pictured("card-dialog")
    dialog.evaluate("dialog => dialog.scrollTo(0, 200)")
    expect(sign).to_be_in_viewport(ratio=1)
    expect(dialog.locator("dd").filter(has_text="A hook")).to_have_text(KEPT)
    dialog.locator("summary").click()
    expect(dialog.locator("pre")).to_contain_text('"type": "revise-solution"')
    expect(sign).to_be_in_viewport(ratio=1)
    assert breaches(ada.page) + too_wide(ada.page) + too_small(ada.page) == []


KEPT = "A hook\n\n" + "Of steel, by May.\n" * 90
HIT = """box => {
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  return document.elementFromPoint(x, y).closest("button")?.value === "sign";
}"""
