"""How a matter came to its decision is folded away; an address that aims into it opens it."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WIDTHS, Hall
from tests.browser.walks import breaches, unfit


@pytest.mark.parametrize("width", WIDTHS)
def test_an_address_opens_what_is_folded_over_it(hall: Hall, width: int) -> None:
    past = hall.past
    problem = past["Ada"].raises_problem("The heating")
    solution = past["Ada"].proposes(problem, "Repair it")
    past["Cem"].argues(problem, "asks", "Since when?")
    vote = hall.world.open_vote(problem).number
    for member in past.values():
        member.votes(vote, [[solution], [0]])
    hall.world.close(vote)
    bea = hall.enters("Bea", width)
    bea.visits(f"/problems/{problem}")
    argument = bea.page.locator("#argument-1")
    expect(bea.page.locator("#decided")).to_contain_text("Repair it")
    expect(argument).to_be_hidden()
    assert breaches(bea.page) + unfit(bea.page) == []
    bea.pictured(f"decided-{width}")
    bea.page.evaluate("location.hash = 'argument-1'")
    expect(argument).to_be_in_viewport()
    bea.visits(f"/problems/{problem}#before")
    expect(argument).to_be_visible()
    assert breaches(bea.page) + unfit(bea.page) == []
    bea.visits("/decisions/1")
    expect(bea.button("Copy the link")).to_be_hidden()
    bea.page.evaluate("location.hash = 'cite'")
    expect(bea.button("Copy the link")).to_be_visible()
    bea.page.get_by_role("link", name="How it came to this").click()
    expect(bea.ready().page.locator("#before > summary")).to_be_in_viewport()
    expect(argument).to_be_visible()
