"""A decision names a budget, and who carries it out accounts for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from esoviet.law.solutions import Budget
from tests.browser.conftest import QUICK, Hall, meeting
from tests.browser.fixtures import Complaints, Contexts
from tests.browser.people import Person
from tests.browser.walks import breaches, unfit
from tests.world import World


@pytest.fixture
def hall(tmp_path: Path, contexts: Contexts, complaints: Complaints) -> Iterator[Hall]:
    """Ada carries out what may cost 1,200.50 euros; to another problem solutions are drafted."""
    world = World().found(**QUICK)
    ada, *_ = world.members("Ada", "Bea", "Cem")
    world.decide(ada, budget=Budget(amount="1200.5", currency="EUR"))
    ada.raises_problem()
    with meeting(world, tmp_path, contexts, complaints) as hall:
        yield hall


def test_a_solution_says_what_it_may_cost(hall: Hall) -> None:
    bea = hall.enters("Bea", 360)
    bea.visits("/problems/2").folds_open("Propose a solution")
    bea.fills(your_text="Mend the hoist", amount="1.200,5", currency="eu")
    bea.button("Sign and propose").click()
    bea.sees("This is not written as it must be.")
    bea.fills(amount="1200,50", currency="eur").signs("Sign and propose").sees("€1,200.50")


def test_who_carries_it_out_accounts_for_what_is_spent(hall: Hall) -> None:
    ada, bea = hall.enters("Ada", 360), hall.enters("Bea", 1280)
    ada.visits("/mandates/1").sees("€1,200.50 left").folds_open("Write an expense down")
    ada.fills(how_much="1300", what_for="The cable")
    ada.page.get_by_label("Receipts").set_input_files(
        {"name": "receipt.txt", "mimeType": "text/plain", "buffer": b"one cable 1300"}
    )
    looks_well(ada, "form")
    ada.signs("Sign the expense").sees("€99.50 more than was decided").sees("receipt.txt")
    ada.folds_open("Write an expense down").fills(how_much="-100", what_for="A cable came back")
    ada.signs("Sign the expense").sees("€0.50 left")
    looks_well(ada, "spent")
    ada.page.locator("#expense-2").get_by_role("button", name="Strike out").click()
    ada.button("Sign and send").click()
    ada.sees("Struck out by Ada").sees("€99.50 more than was decided")
    bea.visits("/mandates/1").sees("€99.50 more than was decided")
    assert not bea.page.get_by_text("Write an expense down").is_visible()


def looks_well(member: Person, name: str) -> None:
    """Nothing is wrong with the page, and it is kept in pictures."""
    assert breaches(member.page) + unfit(member.page) == []
    for width in (1280, 360):
        member.page.set_viewport_size({"width": width, "height": 800})
        member.pictured(f"money-{name}-{width}")
