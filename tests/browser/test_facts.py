"""The situation: facts are stated and weighed on a phone; what rests on one that falls says so."""

from tests.browser.conftest import Hall
from tests.browser.people import Person
from tests.browser.walks import breaches, unfit


def looks_well(member: Person, name: str) -> None:
    assert breaches(member.page) + unfit(member.page) == []
    for width in (1280, 360):
        member.page.set_viewport_size({"width": width, "height": 800})
        member.pictured(f"facts-{name}-{width}")


def states(member: Person, problem: int, what: str, how: str) -> None:
    member.visits(f"/problems/{problem}").folds_open("State a fact")
    member.fills(what_is=what, how_do_you_know_it=how).signs("Sign and state it").sees(what)


def weighs(member: Person, fact: int, finds: str) -> None:
    """Press one of the buttons of a fact, and sign what was gathered."""
    one = member.page.locator(f"#fact-{fact}")
    one.get_by_role("button", name=finds, exact=True).click()
    member.signs_quietly()
    one.get_by_text(f"You: {finds}").wait_for()


def test_a_fact_is_stated_weighed_cited_and_falls(hall: Hall) -> None:
    problem = hall.past["Ada"].raises("The wall cracks")
    ada, bea = hall.enters("Ada", 360), hall.enters("Bea", 360)
    states(ada, problem, "The crack is ten centimetres long", "I measured it on Monday")
    states(bea, problem, "It rained in May", "The newspaper")
    bea.sees("Nobody has judged it yet")
    looks_well(bea, "stated")
    weighs(bea, 1, "Well founded")
    ada.visits(f"/problems/{problem}")
    weighs(ada, 2, "Cannot judge")
    ada.visits(f"/problems/{problem}").folds_open("Argue").folds_open("Rests on facts")
    ada.page.get_by_label("Supports").filter(visible=True).first.check()
    ada.page.get_by_label("It rained in May").check()
    looks_well(ada, "used")
    ada.fills(your_argument="Water comes in").signs("Sign and argue").sees("Water comes in")
    ada.sees("Rests on fact 2").sees_not("Rests on a fact that fell")
    for name in ("Cem", "Dot"):
        reader = hall.enters(name, 360).visits(f"/problems/{problem}")
        weighs(reader, 2, "Not founded")
    weighs(ada.visits(f"/problems/{problem}"), 2, "Not founded")
    ada.visits(f"/problems/{problem}").sees("Rests on a fact that fell")
    looks_well(ada, "fallen")
    looks_well(ada.visits("/facts/2").sees("Who finds what"), "one")
    bea.visits("").sees("Others find this fact of yours not well founded")
    looks_well(bea, "week")
    bea.visits("/facts/2").folds_open("Take it back").signs("Withdraw it").sees("withdrawn")
