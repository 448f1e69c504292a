"""Drafting together: a member edits a passage on a phone, its proposer takes it up or declines."""

import pytest

from tests.browser.conftest import WIDTHS, Hall
from tests.browser.people import Person
from tests.browser.walks import breaches, unfit

TEXT = "# A new boiler\n\nWe order a boiler by May, from the mill.\n\nIt is *red*."


def looks_well(member: Person, name: str) -> None:
    assert breaches(member.page) + unfit(member.page) == []
    for width in (1280, 360):
        member.page.set_viewport_size({"width": width, "height": 800})
        member.pictured(f"rewordings-{name}-{width}")


def suggests(member: Person, old: str, new: str, why: str) -> None:
    field = member.page.get_by_label("The text, as you would have it")
    field.fill(field.input_value().replace(old, new))
    member.fills(why_this_is_better=why).signs("Sign the suggestion")


@pytest.mark.parametrize("width", WIDTHS)
def test_others_word_a_passage_and_its_proposer_takes_it_up(hall: Hall, width: int) -> None:
    problem = hall.past["Ada"].raises_problem("It is cold")
    solution = hall.past["Ada"].proposes(problem, TEXT)
    bea, cem = hall.enters("Bea", width), hall.enters("Cem", width)
    bea.visits(f"/problems/{problem}").page.get_by_role("link", name="Suggest a change").click()
    bea.sees("Change one passage")
    looks_well(bea, "suggest")
    suggests(bea, "May", "June", "The mill is closed in May")
    bea.sees("The mill is closed in May")
    assert bea.page.locator("#rewording-1 ins").text_content() == "June"
    cem.visits(f"/solutions/{solution}/rewordings")
    suggests(cem, "\n\nIt is *red*.", "", "Nobody minds the colour")
    cem.sees("Nobody minds the colour")
    ada = hall.enters("Ada", width).visits("").sees("Answer who would word it otherwise")
    ada.visits(f"/solutions/{solution}/rewordings").sees("A new version with some of them")
    ada.page.get_by_label("Rewording 1, Bea").check()
    assert "by June, from" in ada.page.get_by_label("The whole text, anew").input_value()
    looks_well(ada, "answers")
    ada.signs("Sign the new version").sees("in version 2")
    ada.folds_open("Decline").fills(why_the_text_is_better_as_it_is="I do")
    ada.signs("Sign: decline").sees("Declined, because")
    looks_well(ada, "answered")
    ada.visits(f"/solutions/{solution}/versions").sees("Contributors:")
    assert ada.page.locator("ins").text_content() == "June"
    looks_well(ada, "versions")
    bea.visits("").sees("Ada answered you.")


def test_a_text_in_which_nothing_is_changed_is_not_signed(hall: Hall) -> None:
    solution = hall.past["Ada"].proposes(hall.past["Ada"].raises_problem("It is cold"), TEXT)
    bea = hall.enters("Bea", 360).visits(f"/solutions/{solution}/rewordings")
    bea.fills(why_this_is_better="It is clearer")
    bea.page.get_by_role("button", name="Sign the suggestion").click()
    bea.sees("Nothing is changed yet")
