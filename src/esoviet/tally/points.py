"""Approval and score voting: the most ballots, or the most points.

Approval: a ballot approves every option that it gives points above zero. Score: the points are
added up, exactly. No ballot is weighed or normalised; an option that a ballot does not name gets
nothing.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby

from esoviet.tally.profile import Scores
from esoviet.tally.result import (
    Result,
    Round,
    Standing,
    fill_seats,
    plain,
    tie_places,
)


def approval(scores: Scores, *, seats: int = 1, tie_order: Sequence[int] | None = None) -> Result:
    """Elect the options that most ballots approve."""
    totals = [0] * scores.options
    for ballot, count in scores.ballots.items():
        for option, points in ballot:
            totals[option] += count if points > 0 else 0
    return _result("approval", scores, totals, seats, tie_order)


def score(scores: Scores, *, seats: int = 1, tie_order: Sequence[int] | None = None) -> Result:
    """Elect the options with the most points."""
    totals: list[int | Fraction] = [0] * scores.options
    for ballot, count in scores.ballots.items():
        for option, points in ballot:
            totals[option] += points * count
    return _result("score", scores, totals, seats, tie_order)


def _result(
    method: str,
    scores: Scores,
    totals: Sequence[int | Fraction],
    seats: int,
    tie_order: Sequence[int] | None,
) -> Result:
    if seats < 1:
        raise ValueError("an election fills at least one seat")
    ranked = sorted(range(scores.options), key=lambda option: -totals[option])
    order = tuple(tuple(group) for _, group in groupby(ranked, key=totals.__getitem__))
    winners, ties = fill_seats(order, seats, tie_places(scores.options, tie_order))
    standings = tuple(
        Standing(
            option=option,
            state="elected" if option in winners else "excluded",
            tally=plain(total),
        )
        for option, total in enumerate(totals)
    )
    only = Round(
        number=0,
        action="total",
        options=(),
        quota="0",
        exhausted=str(sum(count for ballot, count in scores.ballots.items() if not ballot)),
        lost="0",
        standings=standings,
        elected=winners,
    )
    return Result(
        method=method,
        options=scores.options,
        ballots=scores.total,
        winners=winners,
        order=order,
        rounds=(only,),
        ties=ties,
    )
