"""The briefing: a case is written and signed on a phone, and all of it prints on one page."""

import pytest

from tests.browser.conftest import WIDTHS, Hall
from tests.browser.people import Person
from tests.browser.walks import breaches, unfit


def looks_well(member: Person, name: str) -> None:
    assert breaches(member.page) + unfit(member.page) == []
    for width in (1280, 360):
        member.page.set_viewport_size({"width": width, "height": 800})
        member.pictured(f"briefing-{name}-{width}")


def drafted(hall: Hall) -> int:
    """Two solutions at the reading, one of which Cem has argued against."""
    ada, bea, cem, dot = (hall.past[name] for name in ("Ada", "Bea", "Cem", "Dot"))
    problem = ada.raises_problem("It is cold in the house")
    first, second = ada.proposes(problem, "A new boiler by winter"), bea.proposes(problem, "Coats")
    dot.backs(first)
    fact = bea.states(problem, "It is 12 degrees in the morning")
    for person in (ada, cem, dot):
        person.weighs_fact(fact)
    cem.assesses(first, 0, 50, 75, 100).assesses(second, 100, 100, 75, 50)
    dot.assesses(first, 100, 75, 50, 0)
    cem.argues(problem, "refutes", "It breaks each year", solution=first)
    dot.argues(problem, "asks", "What does it cost?", solution=first)
    hall.world.reach(problem, "reading")
    return problem


def pages_of(member: Person) -> int:
    """How many sheets of A4 the page takes."""
    pdf = member.page.pdf(format="A4", prefer_css_page_size=False)
    return pdf.count(b"/Type /Page\n") or pdf.count(b"/Type/Page/") or pdf.count(b"/Type /Page ")


@pytest.mark.parametrize("width", WIDTHS)
def test_cases_are_written_signed_and_printed(hall: Hall, width: int) -> None:
    problem = drafted(hall)
    ada, cem, dot = (hall.enters(name, width) for name in ("Ada", "Cem", "Dot"))
    ada.visits(f"/problems/{problem}").page.get_by_role("link", name="The briefing").first.click()
    ada.sees("Side by side").folds_open("Write a case for it")
    looks_well(ada, "form")
    ada.fills(your_case="It is **warm** by winter, and pays for itself in nine years.")
    ada.signs("Sign the case").sees("1 signs it")
    cem.visits(f"/problems/{problem}/briefing").folds_open("Write a case against it")
    cem.fills(your_case="The last two broke each year.").signs("Sign the case")
    dot.visits(f"/problems/{problem}/briefing")
    dot.page.get_by_role("button", name="Sign it too").click()
    dot.page.get_by_role("dialog").get_by_role("button", name="Sign and send").click()
    dot.sees("2 sign it").sees("They differ")
    dot.visits("/solutions/1/assessors")
    dot.page.locator("#note-risk-1").fill("Whoever knew the old one has left.")
    looks_well(dot, "why")
    dot.signs("Sign my assessment").sees("Whoever knew the old one has left.")
    looks_well(dot, "notes")
    dot.visits(f"/problems/{problem}/briefing").sees("Whoever knew the old one has left.")
    looks_well(dot, "read")
    assert pages_of(dot) == 1
