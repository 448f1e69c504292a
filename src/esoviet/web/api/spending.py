"""Budgets of solutions, and what was spent of them."""

from itertools import islice

from esoviet.law.mandates import Mandate
from esoviet.law.money import said, thousandths
from esoviet.law.solutions import Solution, Version
from esoviet.law.spending import Expense, spent
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.evidence import files_of
from esoviet.web.api.shapes import File, Part, Text, Who, some

SHOWN = 100
"""So many expenses at most stand with a mandate; its file has all of them."""


class Budget(Part, frozen=True, kw_only=True):
    """What carrying a solution out may cost, in a currency of ISO 4217."""

    amount: str
    currency: str


class Account(Part, frozen=True, kw_only=True):
    """The budget of a mandate, what was spent of it, and what is left (below 0: too much was).

    `written` counts the expenses, those that were struck out among them.
    """

    amount: str
    currency: str
    spent: str
    left: str
    written: int


class ExpenseLine(Part, frozen=True, kw_only=True):
    """What was spent, or came back (`amount` below 0), and what for.

    It was struck out in the entry `struck`, by `struck_by` (null: it stands).
    """

    number: int
    by: Who
    amount: str
    text: Text
    receipts: list[File]
    entry: int
    time: int
    struck: int | None
    struck_by: Who | None


def budget_of(named: Solution | Version) -> Budget | None:
    """The budget that a solution names, if it does."""
    return Budget(amount=named.budget, currency=named.currency) if named.budget else None


def account_of(context: AnswerContext, mandate: Mandate) -> Account | None:
    """How the budget of a mandate stands."""
    solution = context.view.must(Solution, mandate.solution)
    if not solution.budget:
        return None
    expenses = context.view.rows(Expense, mandate.number)
    total = spent(expenses)
    return Account(
        amount=solution.budget,
        currency=solution.currency,
        spent=said(total),
        left=said(thousandths(solution.budget) - total),
        written=len(expenses),
    )


def expenses_of(context: AnswerContext, mandate: int, most: int = SHOWN) -> list[ExpenseLine]:
    """What was written down, the last first."""
    expenses = context.view.rows(Expense, mandate)
    return [_line(context, one) for one in islice(reversed(expenses), most)]


def _line(context: AnswerContext, expense: Expense) -> ExpenseLine:
    return ExpenseLine(
        number=expense.number,
        by=context.who(expense.by, expense.entry),
        amount=expense.amount,
        text=context.text(expense.text),
        receipts=files_of(context, expense.entry, expense.receipts),
        entry=expense.entry,
        time=expense.time,
        struck=some(expense.struck),
        struck_by=context.maybe_who(expense.struck_by, expense.struck or None),
    )
