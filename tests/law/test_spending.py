"""Chapter 9 of the law: the budget of a decision, and what is spent of it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esoviet.law.blobs import EraseBlob
from esoviet.law.drafts import ProposeSolution
from esoviet.law.mandates import Mandate
from esoviet.law.money import said, thousandths
from esoviet.law.records import BlobRecord
from esoviet.law.reviews import Review
from esoviet.law.solutions import Budget, Solution
from esoviet.law.spending import Expense, spent
from tests.person import Person
from tests.world import World

MONEY = Budget(amount="300", currency="EUR")


@pytest.fixture
def cast(world: World) -> list[Person]:
    """Ada has the mandate to carry out what may cost 300 euros."""
    cast = world.crowd(5)
    world.decide(cast[0], budget=MONEY)
    return cast


def left(world: World, mandate: int = 1) -> str:
    """What is left of the budget."""
    budget = world.the(Solution, world.the(Mandate, mandate).solution).budget
    return said(thousandths(budget) - spent(world.view.rows(Expense, mandate)))


def test_whoever_carries_it_writes_down_what_was_spent(world: World, cast: list[Person]) -> None:
    ada, bea, *_ = cast
    bea.is_refused("9.22", "do not lead").spends(1, "280")
    ada.spends(1, "280")
    ada.shares(1, bea)
    bea.spends(1, "45", "Nails")
    assert left(world) == "-25.00"
    ada.spends(1, "-15", "Nails came back")
    assert left(world) == "-10.00"
    assert [(one.number, one.by) for one in world.view.rows(Expense, 1)] == [(1, 1), (2, 2), (3, 1)]


def test_without_a_budget_nothing_is_spent(world: World, cast: list[Person]) -> None:
    ada, bea, *_ = cast
    world.decide(bea)
    bea.is_refused("9.22", "names no budget").spends(2, "1")
    ada.spends(1, "1")


@pytest.mark.parametrize("amount", ["0", "0.000", "-0", "0.0001", "1234567890123", "1.2345"])
def test_an_amount_is_money(world: World, cast: list[Person], amount: str) -> None:
    ada, *_ = cast
    ada.is_refused("9.22").spends(1, amount)
    ada.spends(1, "123456789012.345")


def test_a_budget_in_forty_digits_is_no_amount(world: World, cast: list[Person]) -> None:
    ada, *_ = cast
    problem = ada.raises_problem()
    fields = {"problem": problem, "text": world.text("x")}
    for bad in ("9" * 40, "1e9", "1,5", "٣", "1 000"):
        budget = Budget(amount=bad, currency="EUR")
        with pytest.raises(ValueError, match="not an act"):
            ada.does(ProposeSolution, **fields, budget=budget)
    with pytest.raises(ValueError, match="not an act"):
        ada.does(ProposeSolution, **fields, budget=Budget(amount="1", currency="eur"))
    for bad in ("0", "-5", "1234567890123", "0.0001"):
        budget = Budget(amount=bad, currency="EUR")
        ada.is_refused("6.2").proposes(problem, budget=budget)
    ada.proposes(problem, budget=Budget(amount="999999999999.999", currency="KWD"))


def test_elections_and_amendments_have_no_budget(world: World, cast: list[Person]) -> None:
    ada, *_ = cast
    election = ada.calls_election(1)
    ada.is_refused("6.2", "no budget").proposes(election, budget=MONEY)
    problem = ada.raises_problem()
    from esoviet.law.amendments import Amending

    change = Amending(parameters={"report_days": "20"})
    ada.is_refused("6.2", "no budget").proposes(problem, amending=change, budget=MONEY)
    ada.proposes(problem, amending=change)


def test_the_budget_is_that_of_the_version_that_was_decided(world: World) -> None:
    ada, *_ = world.crowd(4)
    problem = world.necessary(ada)
    solution = ada.proposes(problem, budget=MONEY)
    ada.revises(solution, budget=Budget(amount="20", currency="USD"))
    assert world.the(Solution, solution).budget == "20"
    ada.revises(solution)
    assert (world.the(Solution, solution).budget, world.the(Solution, solution).currency) == (
        "",
        "",
    )


def test_who_wrote_it_down_strikes_it_out_or_who_leads(world: World, cast: list[Person]) -> None:
    ada, bea, cem, *_ = cast
    ada.shares(1, bea, cem)
    first, second = bea.spends(1, "280"), ada.spends(1, "20")
    cem.is_refused("9.23", "Who wrote it down").strikes(1, first)
    bea.is_refused("9.23", "Who wrote it down").strikes(1, second)
    bea.strikes(1, first).is_refused("9.23", "No expense").strikes(1, first)
    assert left(world) == "280.00"
    ada.strikes(1, cem.spends(1, "5"))
    ada.is_refused("9.23", "No expense").strikes(1, 9)
    struck = world.the(Expense, 3, 1)
    assert (struck.by, struck.struck_by, struck.struck > 0) == (cem.number, ada.number, True)
    assert left(world) == "280.00"


def test_a_mandate_has_so_many_expenses(world: World, cast: list[Person]) -> None:
    ada, *_ = cast
    for _ in range(500):
        ada.spends(1, "0.01")
    ada.is_refused("9.22", "at most 500").spends(1, "0.01")
    assert left(world) == "295.00"


def test_what_is_done_costs_nothing_more(world: World, cast: list[Person]) -> None:
    ada, *_ = cast
    ada.completes(1).spends(1, "10")
    world.turn_to(world.the(Mandate, 1).due)
    ada.is_refused("9.22").spends(1, "10")
    ada.is_refused("9.23").strikes(1, 1)


def test_receipts_are_their_authors_once_the_review_has_closed(
    world: World, cast: list[Person]
) -> None:
    ada, bea, *_ = cast
    words, receipt = world.text("Paint"), world.text("a receipt", "image/png")
    ada.spends(1, "10", words, receipts=(receipt,))
    ada.is_refused("12.8").erases(receipt)
    world.carry_out(ada, 1)
    ada.is_refused("12.8").erases(words)
    world.turn_to(world.the(Review, 1).due)
    bea.is_refused("12.3").does(EraseBlob, sha256=receipt.sha256)
    ada.erases(receipt).erases(words)
    assert world.the(BlobRecord, bytes.fromhex(receipt.sha256)).state == "erased"
    assert world.the(Expense, 1, 1).amount == "10"


def test_what_it_was_for_is_said_and_shown_within_bounds(world: World, cast: list[Person]) -> None:
    ada, *_ = cast
    ada.is_refused("9.22", "longer").spends(1, "1", "x" * 2001)
    ada.is_refused("9.22").spends(1, "1", world.text("a picture", "image/png"))
    files = tuple(world.text(f"receipt {n}", "image/png") for n in range(6))
    with pytest.raises(ValueError, match="not an act"):
        ada.spends(1, "1", receipts=files)
    ada.spends(1, "1", "x" * 2000, receipts=files[:5])


AMOUNT = st.from_regex(r"\A-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,3})?\Z")


@given(AMOUNT)
def test_amounts_are_exact(amount: str) -> None:
    assert thousandths(amount) == Decimal(amount) * 1000
    assert Decimal(said(thousandths(amount))) == Decimal(amount)


@given(st.lists(st.tuples(AMOUNT, st.booleans()), max_size=20))
def test_what_is_left_is_what_no_one_struck_out(lines: list[tuple[str, bool]]) -> None:
    expenses = [
        Expense(1, n, 1, amount, b"", (), n, 0, struck=int(struck))
        for n, (amount, struck) in enumerate(lines)
    ]
    assert spent(expenses) == sum(Decimal(a) * 1000 for a, struck in lines if not struck)
