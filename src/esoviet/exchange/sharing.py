"""A budget divided by the votes of a file: the Method of Equal Shares, with the costs it names.

Every option to which a ballot gives more than no points counts as chosen, however many.
"""

from collections import Counter
from fractions import Fraction
from math import lcm

from esoviet.exchange.ballots.reading import listed
from esoviet.exchange.ballots.sheet import Sheet
from esoviet.tally.equal_shares import equal_shares
from esoviet.tally.profile import Points, Scores
from esoviet.tally.result import Result
from esoviet.wire.errors import Malformed

METHOD = "equal-shares"


def shared(sheet: Sheet) -> Result:
    """Divide the budget of a file."""
    if sheet.budget is None or len(sheet.costs) != len(sheet.options):
        raise Malformed(
            "equal-shares needs the budget and what every option costs, as a Pabulib file has them"
        )
    part = lcm(*(cost.denominator for cost in (*sheet.costs, sheet.budget)))
    costs = [int(cost * part) for cost in sheet.costs]
    return equal_shares(_chosen(sheet.scores()), costs=costs, budget=int(sheet.budget * part))


def _chosen(scores: Scores) -> Scores:
    """The same ballots, without what they give no points: they do not choose it."""
    papers: Counter[Points] = Counter()
    for points, count in scores.ballots.items():
        papers[tuple((option, value) for option, value in points if value > 0)] += count
    return Scores(scores.options, papers)


def said(sheet: Sheet, result: Result) -> list[str]:
    """What is to be said of such a result."""
    assert sheet.budget is not None
    spent = sum((sheet.costs[option] for option in result.winners), Fraction())
    notes = [f"{_money(spent)} of {_money(sheet.budget)} are spent"]
    points = [ballot.choice for ballot in sheet.ballots if not isinstance(ballot.choice, bytes)]
    if any(value not in (0, 1) for given in points for _, value in given):
        notes.append("every option that a ballot gives points counts as chosen, however many")
    if result.added:
        added = listed(sheet.options[option] for option in result.added)
        notes.append(f"bought by completion, with what was left: {added}")
    return notes


def _money(amount: Fraction) -> str:
    if amount.denominator == 1:
        return f"{amount.numerator:,}"
    whole, cents = divmod(round(amount * 100), 100)
    return f"{whole:,}.{cents:02}"
