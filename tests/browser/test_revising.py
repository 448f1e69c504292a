"""The text of a problem: one suggests in place, its author takes it up, a third looks again."""

from tests.browser.conftest import Hall
from tests.browser.people import Person
from tests.browser.test_rewordings import looks_well, suggests

TEXT = "# The hall is cold\n\nWe freeze there since May.\n\nIt is *old*."
LOOK = "The text has changed since you judged it"


def looks(member: Person, name: str) -> None:
    looks_well(member, f"problem-{name}")


def test_a_problem_is_reworded_and_judged_anew(hall: Hall) -> None:
    problem = hall.past["Ada"].raises(TEXT)
    ada, bea, cem = (hall.enters(name, 360) for name in ("Ada", "Bea", "Cem"))
    cem.finds("Necessary", problem).visits(f"/problems/{problem}").sees("You said: Necessary")
    bea.visits(f"/problems/{problem}").page.get_by_role("link", name="Suggest a change").click()
    bea.sees("Change one passage")
    suggests(bea, "May", "June", "The heating was on in May")
    bea.sees("The heating was on in May")
    assert bea.page.locator("#rewording-1 ins").text_content() == "June"
    looks(bea, "suggested")
    ada.visits("").sees("Answer who would word it otherwise")
    ada.visits(f"/problems/{problem}/rewordings").sees("A new version with some of them")
    ada.page.get_by_label("Rewording 1, Bea").check()
    assert "since June." in ada.page.get_by_label("The whole text, anew").input_value()
    looks(ada, "answers")
    ada.signs("Sign the new version").sees("in version 2")
    ada.visits(f"/problems/{problem}/versions").sees("Contributors:")
    assert ada.page.locator("ins").text_content() == "June"
    looks(ada, "versions")
    cem.sees(LOOK)
    cem.visits("").sees("Say it anew: the text has changed")
    cem.visits(f"/problems/{problem}").sees(LOOK).sees("Version 2: what changed")
    looks(cem, "changed")
    cem.finds("Necessary", problem).visits(f"/problems/{problem}").sees("You said: Necessary")
    bea.visits("").sees("Ada answered you.")
    hall.looks()
    bea.visits(f"/problems/{problem}").sees("Solutions are being drafted")
