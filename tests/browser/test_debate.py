"""A debate as it is held: previews, lengths told, nothing cut, long posts folded, files by name."""

import pytest
from playwright.sync_api import FilePayload, expect

from tests.browser.conftest import Hall
from tests.browser.people import Person
from tests.browser.test_card import on_a_phone
from tests.browser.walks import breaches, too_wide

CRANE = "The crane is unsafe"
LONG = "It slips. " * 300
LONGER = ("x" * 400 + " slips" * 4000)[:20_007]  # a word too long for a line, and many short ones
PASTE = """([field, text]) => {
  field.focus();
  document.execCommand("insertText", false, text);
}"""


@pytest.fixture
def problem(hall: Hall) -> int:
    return hall.past["Ada"].raises(CRANE)


def writes(hall: Hall, problem: int) -> Person:
    bea = on_a_phone(hall, "Bea", problem).folds_open("Argue")
    bea.page.locator("#argue").get_by_label("Supports").check()
    return bea


def test_what_is_typed_is_shown_as_the_server_sets_it(hall: Hall, problem: int) -> None:
    bea = writes(hall, problem)
    bea.field("Your argument").fill("It **slips**.\n\n- on the 3rd\n- <b>on the 9th</b>")
    preview = bea.page.locator("#argue .preview")
    expect(preview.locator("strong")).to_have_text("slips")
    expect(preview.locator("li").last).to_have_text("<b>on the 9th</b>")
    set_ = preview.inner_html()
    bea.pictured("debate-preview")
    assert breaches(bea.page) + too_wide(bea.page) == []
    bea.button("Sign and argue").click()
    bea.sees("You are about to sign").sees_not("They stay in the log")
    sheet = bea.page.get_by_role("dialog")
    expect(sheet.locator("dd.prose strong")).to_have_text("slips")
    assert sheet.locator("dd.prose").inner_html() == set_
    sheet.get_by_text("Exactly what is signed").click()
    to_the_letter = "It **slips**.\n\n- on the 3rd\n- <b>on the 9th</b>"
    expect(sheet.locator("pre")).to_contain_text(to_the_letter)
    bea.pictured("debate-sheet")
    assert breaches(bea.page) + too_wide(bea.page) == []
    expect(sheet.get_by_role("button", name="Sign and send")).to_be_in_viewport()
    bea.signs_it()
    assert bea.page.locator("#argument-1 .prose").inner_html() == set_


def test_nothing_is_cut_and_what_is_too_long_is_not_signed(hall: Hall, problem: int) -> None:
    bea = writes(hall, problem)
    field = bea.field("Your argument")
    bea.page.evaluate(PASTE, [field.element_handle(), LONGER])
    assert len(field.input_value()) == 20_007
    bea.sees("This is too long by 7 characters.")
    bea.button("Sign and argue").click()
    bea.sees_not("You are about to sign").pictured("debate-too-long")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert breaches(bea.page) + too_wide(bea.page) == []
    field.fill(LONGER[:16_949] + "x")
    bea.sees("Characters left: 3,000").sees_not("This is too long")
    field.fill("\u3164\u200b ")
    bea.button("Sign and argue").click()
    bea.sees("Nothing can be seen in this text.").sees_not("You are about to sign")
    field.fill("It slips")
    bea.signs("Sign and argue").sees("It slips")


def test_a_long_post_is_folded_until_somebody_wants_all_of_it(hall: Hall, problem: int) -> None:
    bea = hall.enters("Bea").argues(problem, "Supports", LONG).argues(problem, "Asks", "x" * 900)
    ada = on_a_phone(hall, "Ada", problem)
    post = ada.page.locator("#argument-1 .long")
    line = float(post.evaluate("post => parseFloat(getComputedStyle(post).lineHeight)"))
    folded = post.bounding_box()
    assert folded is not None
    assert folded["height"] <= 8 * line + 1
    ada.pictured("debate-folded")
    assert breaches(ada.page) + too_wide(ada.page) == []
    ada.page.locator("#argument-1 .more a").press("Enter")
    whole = post.bounding_box()
    assert whole is not None
    assert whole["height"] > 20 * line
    expect(ada.page.locator("#argument-1 .more")).to_be_hidden()
    expect(ada.page.locator("#argument-2 .more")).to_be_visible()
    assert bea.number != ada.number


def test_what_is_signed_of_a_file_is_what_was_shown(hall: Hall, problem: int) -> None:
    bea = writes(hall, problem)
    bea.field("Your argument").fill("See the quote")
    bea.page.locator("#argue").get_by_label("Evidence").set_input_files(
        {"name": "quote\u202e depot.pdf", "mimeType": "application/pdf", "buffer": b"x" * 92_000}
    )
    bea.button("Sign and argue").click()
    bea.sees("quote depot.pdf (92 kB)").sees(
        "They stay in the log, even if a file is erased later."
    )
    bea.signs_it()
    bea.sees("quote depot.pdf").sees("PDF, 92 KB")


def test_each_file_has_a_field_that_says_what_it_shows(hall: Hall, problem: int) -> None:
    bea = writes(hall, problem)
    bea.field("Your argument").fill("See for yourselves")
    fields = bea.page.locator("#argue").get_by_label("What it shows")
    expect(fields).to_have_count(0)
    files: list[FilePayload] = [
        {"name": "depot.md", "mimeType": "text/markdown", "buffer": b"five of them"},
        {"name": "bill.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"},
    ]
    bea.page.locator("#argue").get_by_label("Evidence").set_input_files(files)
    expect(fields).to_have_count(2)
    bea.page.evaluate(PASTE, [fields.last.element_handle(), "x" * 207])
    assert len(fields.last.input_value()) == 207
    bea.sees("This is too long by 7 characters.").button("Sign and argue").click()
    bea.sees_not("You are about to sign")
    fields.last.fill("What the new hook costs")
    assert breaches(bea.page) + too_wide(bea.page) == []
    bea.pictured("debate-captions")
    bea.button("Sign and argue").click()
    bea.sees("bill.pdf (1 kB): What the new hook costs")
    exact = bea.page.get_by_role("dialog").locator("pre").text_content() or ""
    assert exact.endswith("See for yourselves\n\n\nWhat the new hook costs")
    bea.signs_it()
    expect(bea.page.locator("#argument-1 .caption")).to_have_text(["What the new hook costs"])
    assert breaches(bea.page) + too_wide(bea.page) == []


def test_a_slip_is_mended_in_two_taps(hall: Hall, problem: int) -> None:
    bea = hall.enters("Bea").argues(problem, "Supports", "It slps")
    bea.folds_open("Mend a slip").fills(the_text_as_it_should_be="It slips")
    expect(bea.page.locator("#argument-1 .preview")).to_have_text("It slips")
    bea.signs("Sign the mended text").sees("It slips").sees("Mended soon after by Bea, ")
