"""The budget of a decision on its pages and in its file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from esoviet.law.solutions import Budget
from esoviet.law.spending import RecordExpense, StrikeExpense
from tests.web.desk import Desk, desk
from tests.world import World


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Ada has spent more than the 300 euros that were decided, and struck one expense out."""
    world = World().found(readership="public")
    ada, bea, *_ = world.crowd(4)
    world.decide(ada, budget=Budget(amount="300", currency="EUR"))
    ada.shares(1, bea)
    receipt = world.text(b"a receipt", "image/png")
    ada.spends(1, "280", "Paint", receipts=(receipt,))
    bea.spends(1, "45.5", '=HYPERLINK("x")')
    ada.spends(1, "-15", "Brushes came back")
    ada.strikes(1, ada.spends(1, "280", "Paint, twice"))
    world.decide(bea)
    with desk(world, tmp_path_factory.mktemp("spending")) as at:
        yield at


def test_the_budget_and_what_is_spent_are_told(at: Desk) -> None:
    answer = at.get("mandates/1.json").json()
    assert answer["mandate"]["budget"] == {
        "amount": "300", "currency": "EUR", "spent": "310.50", "left": "-10.50", "written": 4,
    }  # fmt: skip
    assert [(one["amount"], one["struck"] is not None) for one in answer["expenses"]] == [
        ("280", True), ("-15", False), ("45.5", False), ("280", False),
    ]  # fmt: skip
    assert at.get("mandates/2.json").json()["mandate"]["budget"] is None
    assert at.get("solutions/1.json").json()["solution"]["budget"]["amount"] == "300"


def test_the_page_says_what_is_too_much_and_who_struck_what_out(at: Desk) -> None:
    page = at.page("mandates/1", "Ada")
    assert "€310.50 of €300.00 spent" in page
    assert "€10.50 more than was decided" in page
    assert "Struck out by Ada" in page
    assert page.count('data-act="strike-expense"') == 4  # Ada's two, Bea's by her or by Ada
    assert 'data-act="record-expense"' in page
    assert "€310.50 of €300.00 spent" in at.page("problems/1", "Cem")
    assert 'id="money"' in at.page("mandates/2", "Bea")
    assert "expenses.csv" not in at.page("mandates/2", "Bea")


def test_the_file_has_every_expense_and_no_formula(at: Desk) -> None:
    answer = at.get("mandates/1/expenses.csv")
    head, *rows = answer.text.splitlines()
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert head == "expense,member,time,amount,currency,for,receipts,struck"
    assert [row.split(",")[3] for row in rows] == ["280", "45.5", "-15", "280"]
    assert rows[0].endswith(",EUR,Paint,1,")
    assert '"\'=HYPERLINK(""x"")"' in rows[1]
    known = {"If-None-Match": answer.headers["etag"]}
    assert at.get("mandates/1/expenses.csv", headers=known).status_code == 304
    for path in ("mandates/2/expenses.csv", "mandates/9/expenses.csv", "mandates/x/expenses.csv"):
        assert at.get(path).status_code == 404


def test_a_solution_says_what_it_may_cost_in_each_version(tmp_path: Path) -> None:
    world = World().found(readership="public")
    ada, *_ = world.crowd(4)
    problem = world.necessary(ada)
    solution = ada.proposes(problem, budget=Budget(amount="12.5", currency="KWD"))
    ada.revises(solution)
    with desk(world, tmp_path) as at:
        page = at.page(f"problems/{problem}", "Ada")
        assert 'name="budget.amount"' in page
        versions = at.page(f"solutions/{solution}/versions", "Ada")
        assert "KWD12.500" in versions
        assert "names no budget" in versions


def test_what_is_written_down_and_struck_out_shows_at_once(tmp_path: Path) -> None:
    world = World().found(readership="members")
    ada, *_ = world.crowd(4)
    world.decide(ada, budget=Budget(amount="300", currency="EUR"))
    with desk(world, tmp_path) as at:
        text = world.text("Paint")
        at.bring(text, **at.session("Ada"))
        assert at.does(ada, RecordExpense, mandate=1, amount="20", text=text).status_code == 201
        assert "€280.00 left" in at.page("mandates/1", "Ada")
        assert at.does(ada, StrikeExpense, mandate=1, expense=1).status_code == 201
        assert "€300.00 left" in at.page("mandates/1", "Ada")
        assert at.get("mandates/1/expenses.csv").status_code == 404
