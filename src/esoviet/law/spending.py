"""Chapter 9 of the law, eighth part: what was spent of the budget that a decision names.

The software moves no money: whoever carries a mandate writes down what was spent, for everybody
else to hold against what was decided. Spending more than the budget is not refused, since it has
happened then, and a book that only holds what is allowed is false.
"""

from collections.abc import Iterable
from typing import Annotated

from msgspec import Meta
from msgspec.structs import replace

from esoviet.law.act import Act, Author, Blob, Decimal, Number
from esoviet.law.common import check_text, claim_blobs, sha
from esoviet.law.mandates import carried
from esoviet.law.money import refused_amount, thousandths
from esoviet.law.outcome import Outcome, Refusal, put, refuse
from esoviet.law.record import Record
from esoviet.law.reviews import keep_for_review
from esoviet.law.solutions import Solution
from esoviet.law.view import View


class Expense(Record, frozen=True):
    """What was spent of a budget, or came back to it (`amount` below 0), in its currency.

    The member `struck_by` struck it out in the entry `struck` (0: it stands).
    """

    PARENT = "mandate"

    mandate: int
    number: int
    by: int
    amount: str
    text: bytes
    receipts: tuple[bytes, ...]
    entry: int
    time: int
    struck: int = 0
    struck_by: int = 0


class RecordExpense(Act, frozen=True, kw_only=True):
    """Write down what was spent of the budget of a mandate that one carries, with receipts.

    An `amount` below 0 is money that came back.
    """

    DEED = "wrote an expense down"

    mandate: Number
    amount: Decimal
    text: Blob
    receipts: Annotated[tuple[Blob, ...], Meta(max_length=5)] = ()


class StrikeExpense(Act, frozen=True, kw_only=True):
    """Strike an expense out: one's own, or one of a mandate that one leads. It stays readable."""

    DEED = "struck an expense out"

    mandate: Number
    expense: Number


def record_expense(view: View, author: Author, act: RecordExpense) -> Outcome:
    """Clause 9.22."""
    mandate = carried(view, author, act.mandate, "9.22")
    if isinstance(mandate, Refusal):
        return mandate
    if not view.must(Solution, mandate.solution).budget:
        return Refusal("9.22", "What was decided names no budget.")
    written, most = view.count(Expense, mandate.number), view.limits.expenses
    if written >= most:
        return refuse("9.22", "A mandate has at most {most} expenses.", most=most)
    if not thousandths(act.amount):
        return Refusal("9.22", "An expense is more than nothing.")
    blobs = (
        refused_amount(act.amount, "9.22")
        or check_text(view, act.text, "9.22", view.limits.line_bytes)
        or claim_blobs(view, author.number, (act.text, *act.receipts))
    )
    if isinstance(blobs, Refusal):
        return blobs
    expense = Expense(
        mandate=mandate.number,
        number=written + 1,
        by=author.number,
        amount=act.amount,
        text=sha(act.text),
        receipts=tuple(sha(blob) for blob in act.receipts),
        entry=view.index,
        time=view.time,
    )
    kept = keep_for_review(blobs, mandate.decision, expense.text, *expense.receipts)
    return kept | put(expense)


def strike_expense(view: View, author: Author, act: StrikeExpense) -> Outcome:
    """Clause 9.23."""
    mandate = carried(view, author, act.mandate, "9.23")
    if isinstance(mandate, Refusal):
        return mandate
    expense = view.get(Expense, act.expense, mandate.number)
    if expense is None or expense.struck:
        return Refusal("9.23", "No expense with this number stands.")
    if author.number not in (expense.by, mandate.held_by):
        return Refusal("9.23", "Who wrote it down strikes it out, or who leads the mandate.")
    return put(replace(expense, struck=view.index, struck_by=author.number))


def spent(expenses: Iterable[Expense]) -> int:
    """What was spent in all, in thousandths of the currency; what is struck out does not count."""
    return sum(thousandths(one.amount) for one in expenses if not one.struck)
