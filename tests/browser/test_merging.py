"""Two proposers merge their solutions on a phone, and carry the new one out together."""

import pytest

from tests.browser.conftest import WIDTHS, Hall
from tests.browser.people import Person
from tests.browser.walks import breaches, unfit


def looks_well(member: Person, name: str) -> None:
    assert breaches(member.page) + unfit(member.page) == []
    for width in (1280, 360):
        member.page.set_viewport_size({"width": width, "height": 800})
        member.pictured(f"merging-{name}-{width}")


@pytest.mark.parametrize("width", WIDTHS)
def test_two_solutions_become_one_that_both_carry_out(hall: Hall, width: int) -> None:
    problem = hall.past["Ada"].raises_problem("It is cold")
    hall.past["Ada"].proposes(problem, "A boiler")
    hall.past["Bea"].proposes(problem, "Coats")
    ada, bea = hall.enters("Ada", width), hall.enters("Bea", width)
    ada.visits(f"/problems/{problem}").folds_open("Merge with another: A boiler")
    looks_well(ada, "form")
    ada.fills(the_text_of_both_together="A boiler, and coats until it is there")
    ada.signs("Sign and propose").sees("Bea has not answered yet")
    bea.visits("").sees("Answer: merge the two?").visits(f"/problems/{problem}")
    bea.sees("Agree to merge your solution into this one?")
    looks_well(bea, "asked")
    bea.signs("Agree").sees("Bea has agreed").sees("Withdrawn")
    looks_well(bea, "agreed")
