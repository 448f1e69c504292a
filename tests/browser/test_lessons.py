"""From a decision to its review by four, and a lesson of it for whoever proposes something next."""

import pytest

from tests.browser.conftest import Hall
from tests.browser.people import Person
from tests.browser.walks import breaches, unfit

LESSON = "Order the boiler in summer"


@pytest.fixture
def house(hall: Hall) -> Hall:
    """Ada carries out what four have decided."""
    hall.world.decide(hall.past["Ada"])
    return hall


def looks_well(member: Person, name: str) -> None:
    """Nothing is wrong with the page, and it is kept in pictures."""
    assert breaches(member.page) + unfit(member.page) == []
    for width in (1280, 360):
        member.page.set_viewport_size({"width": width, "height": 800})
        member.pictured(f"lessons-{name}-{width}")


def reviews(member: Person, reached: str, wants: str) -> None:
    """Answer the review from the page of the matter."""
    member.visits("/problems/1").page.get_by_role("link", name="Say what came of it").click()
    member.page.get_by_label(reached, exact=True).check()
    member.page.get_by_label(wants, exact=True).check()
    member.signs("Sign it").sees("You said:")


def test_four_go_from_the_work_to_its_review_and_the_next_reads_the_lesson(house: Hall) -> None:
    ada = house.enters("Ada", 360)
    ada.visits("/mandates/1").folds_open("Declare it carried out")
    ada.fills(final_report="It is warm", what_did_you="A warm house", what_happened="It took long")
    looks_well(ada, "asked")
    ada.fills(what_would_you="Ask two workshops", what_can_others_learn=LESSON)
    ada.signs("Sign and declare").sees("Set out to do").sees(LESSON)
    looks_well(ada, "own")
    house.host.turns(days=2.95)
    house.host.turns(days=0.4)
    bea, cem, dot = (house.enters(name, 360) for name in ("Bea", "Cem", "Dot"))
    reviews(ada, "The aim was reached", "Keep it")
    for member in (bea, cem, dot):
        reviews(member, "Partly", "Keep it")
    bea.visits("/lessons?q=boil").sees(LESSON)
    looks_well(bea, "found")
    bea.visits("/problems/new").fills(your_text="Again the boiler: it broke in summer").sees(LESSON)
    bea.sees("Sat 3 Jan")
    looks_well(bea, "while-writing")
    house.host.turns(days=14.01)
    cem.visits("/problems/1").sees("Reviewed: it is kept.")
    cem.sees("1 says that the aim was reached, 3 partly, 0 not.")
    looks_well(cem, "reviewed")


def test_who_writes_of_something_else_is_shown_no_lesson(house: Hall) -> None:
    ada = house.past["Ada"]
    ada.completes(1, lesson=house.world.text(LESSON))
    bea = house.enters("Bea")
    bea.visits("/problems/new").fills(your_text="The bicycles need a shed")
    with bea.page.expect_response(lambda answer: "/lessons?like=" in answer.url):
        bea.fills(your_text="The bicycles need a shed with a roof")
    bea.sees_not(LESSON)
