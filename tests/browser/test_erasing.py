"""What members wrote, and how they erase it."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Hall
from tests.browser.people import Person
from tests.browser.walks import breaches, too_small, too_wide

CRANE = "The crane is unsafe"
SLIP = "What I should not have said"


def erases(somebody: Person, text: str) -> Person:
    """Erase one of one's own texts, on the page that lists them."""
    mine = somebody.page.get_by_role("listitem").filter(has_text=text)
    mine.get_by_role("button", name="Erase").click()
    somebody.sees("Nobody can bring it back.")
    return somebody.signs_it()


def test_an_erased_text_is_gone_from_the_page_and_from_the_json(hall: Hall) -> None:
    problem = hall.past["Ada"].raises(CRANE)
    ada, bea = hall.enters("Ada"), hall.enters("Bea", 360)
    bea.argues(problem, "Supports", SLIP)
    bea.visits("/me").page.get_by_role("link", name="My texts").click()
    bea.ready().sees("What Bea wrote").sees(CRANE)
    assert breaches(bea.page) + too_wide(bea.page) + too_small(bea.page) == []
    listed = ada.context.request.get(f"{bea.page.url}.json").json()["items"]
    erases(bea, SLIP).sees_not(SLIP)
    ada.studies(problem).sees("This was erased by who wrote it.").sees_not(SLIP)
    for path in (f"problems/{problem}.json", f"problems/{problem}/arguments.json",
                 f"members/{bea.number}/texts.json"):  # fmt: skip
        answer = ada.context.request.get(f"{hall.host.address}/a/{ada.assembly}/{path}")
        assert answer.ok
        assert SLIP not in answer.text()
    blob = f"/a/{ada.assembly}/blobs/{listed[0]['sha256']}"
    assert ada.context.request.get(f"{hall.host.address}{blob}").status == 404
    bea.visits(f"/members/{bea.number}/texts").sees_not(SLIP)


def test_what_belongs_to_the_assembly_says_so_and_others_erase_nothing(hall: Hall) -> None:
    problem = hall.past["Ada"].raises(CRANE)
    ada, bea = hall.enters("Ada"), hall.enters("Bea")
    ada.visits("/members/1/texts")
    expect(ada.page.locator("li", has_text=CRANE).get_by_role("button")).to_have_count(1)
    hall.opens(problem)
    ada.visits("/members/1/texts").sees("so nobody can erase it (clause 12.4 of the law)")
    expect(ada.page.locator("li", has_text=CRANE).get_by_role("button")).to_have_count(0)
    bea.visits("/members/1/texts").sees(CRANE)
    expect(bea.page.get_by_role("button", name="Erase").filter(visible=True)).to_have_count(0)


@pytest.mark.rules(readership="members")
def test_who_has_left_still_erases_and_reads_nothing(hall: Hall) -> None:
    dot = hall.enters("Dot")
    dot.raises(SLIP)
    dot.visits("/members/4/leave").folds_open("Leave without erasing").signs("Leave")
    dot.visits("/join").page.get_by_role("link", name="Your texts that still stand").click()
    dot.ready().sees("raised a problem").sees_not(SLIP)
    erases(dot, "raised a problem").sees_not("raised a problem")
    hall.enters("Ada").visits("/problems/1").sees("This was erased by who wrote it.")
