"""Mending a slip, saying more to members than to everybody, and taking another name."""

from playwright.sync_api import expect

from tests.browser.conftest import Hall
from tests.browser.walks import breaches, too_wide


def test_a_slip_is_mended_and_members_are_told_more(hall: Hall) -> None:
    problem = hall.past["Ada"].raises("The rof leaks\n\nSince Tuesday.")
    ada, bea = hall.enters("Ada", 360), hall.enters("Bea")
    ada.visits(f"/problems/{problem}").folds_open("Mend a slip").pictured("mend")
    ada.field("The text as it should be").fill("The roof leaks\n\nSince Monday.")
    ada.signs("Sign the mended text").sees("Mended soon after by Ada, ")
    bea.visits(f"/problems/{problem}").sees("The roof leaks").pictured("mended")
    ada.visits("/me").fills(for_members="Telephone 555 0100").pictured("me")
    ada.signs("Sign and change")
    bea.visits("/members/1").sees("Telephone 555 0100").pictured("for-members")
    hall.visitor().visits("/members/1").sees("Only members read this.")


def test_who_takes_another_name_is_known_by_the_one_before(hall: Hall) -> None:
    problem = hall.past["Ada"].raises("The roof leaks")
    ada, bea = hall.enters("Ada", 360), hall.enters("Bea", 360)
    bea.argues(problem, "Supports", "It drips")
    bea.visits("/me").sees("What you were called before stays on your page").pictured("me-name")
    bea.field("Your name, and what the members should know").fill("Rosa")
    bea.signs("Sign and change")
    said = ada.visits(f"/problems/{problem}").page.locator("#argument-1")
    expect(said).to_contain_text("Rosa (formerly Bea)")
    ada.pictured("formerly")
    assert breaches(ada.page) + too_wide(ada.page) == []
    ada.visits(f"/members/{bea.number}").sees("Called before").pictured("called-before")
    expect(ada.page.locator("#called li")).to_contain_text(["Bea until"])
    assert breaches(ada.page) + too_wide(ada.page) == []
