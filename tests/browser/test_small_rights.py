"""Mending a slip, and saying more to members than to everybody."""

from tests.browser.conftest import Hall


def test_a_slip_is_mended_and_members_are_told_more(hall: Hall) -> None:
    ada, bea = hall.enters("Ada", 360), hall.enters("Bea")
    problem = ada.raises("The rof leaks\n\nSince Tuesday.")
    ada.visits(f"/problems/{problem}").folds_open("Mend a slip").pictured("mend")
    ada.field("The text as it should be").fill("The roof leaks\n\nSince Monday.")
    ada.signs("Sign the mended text").sees("Mended soon after by Ada, ")
    bea.visits(f"/problems/{problem}").sees("The roof leaks").pictured("mended")
    ada.visits("/me").fills(for_members="Telephone 555 0100").pictured("me")
    ada.signs("Sign and change")
    bea.visits("/members/1").sees("Telephone 555 0100").pictured("for-members")
    hall.visitor().visits("/members/1").sees("Only members read this.")
