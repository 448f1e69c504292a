"""Ranked pairs (T. N. Tideman, "Independence of clones as a criterion for voting rules", 1987).

The defeats are locked in from the strongest to the weakest, each unless it would close a circle
with those locked before. Equally strong defeats are taken in the tie order: first by the option
that wins the pair, then by the one that loses it, later ones first. If a defeat is left out only
because of an equally strong one, that is reported as a tie.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from esoviet.tally.pairwise import Matrix, Strength, levels, pairwise, table
from esoviet.tally.profile import Profile, Unranked
from esoviet.tally.result import TIE_RULE, Result, Tie, fill_seats, tie_places

Relation: TypeAlias = NDArray[np.bool_]


def ranked_pairs(
    profile: Profile,
    *,
    seats: int = 1,
    unranked: Unranked = "last",
    strength: Strength = "winning",
    tie_order: Sequence[int] | None = None,
) -> Result:
    """Count `profile`; with several seats the first options of the order are elected."""
    if seats < 1:
        raise ValueError("an election fills at least one seat")
    wins = pairwise(profile, unranked)
    places = tie_places(profile.options, tie_order)
    reach, ties = _lock(levels(wins, strength, list(range(profile.options))), places)
    order = _order(reach)
    winners, seat_ties = fill_seats(order, seats, places)
    return Result(
        method="ranked-pairs",
        options=profile.options,
        ballots=profile.total,
        winners=winners,
        order=order,
        pairwise=table(wins),
        ties=ties + seat_ties,
    )


def _lock(defeats: Matrix, places: Sequence[int]) -> tuple[Relation, tuple[Tie, ...]]:
    """Which option stands before which once every defeat was taken, and the ties on the way."""

    def turn(pair: tuple[int, int]) -> tuple[int, int, int]:
        winner, loser = pair
        return -int(defeats[pair]), places[winner], -places[loser]

    pairs = [(int(row), int(column)) for row, column in np.argwhere(defeats)]
    reach = np.zeros_like(defeats, dtype=np.bool_)
    ties = []
    for _, equals in groupby(sorted(pairs, key=turn), key=lambda pair: int(defeats[pair])):
        earlier = reach.copy()
        group = list(equals)
        refused = [pair for pair in group if not _add(reach, *pair)]
        contested = [pair for pair in refused if not earlier[pair[::-1]]]
        if contested:
            ties.append(
                Tie(
                    where="pairs",
                    round=None,
                    options=tuple(sorted({option for pair in group for option in pair})),
                    chosen=tuple(sorted({pair[0] for pair in group if pair not in refused})),
                    rule=TIE_RULE,
                )
            )
    return reach, tuple(ties)


def _add(reach: Relation, winner: int, loser: int) -> bool:
    """Lock one defeat in, unless the loser already stands before the winner."""
    if reach[loser, winner]:
        return False
    above = reach[:, winner].copy()
    above[winner] = True
    below = reach[loser].copy()
    below[loser] = True
    reach |= np.outer(above, below)
    return True


def _order(reach: Relation) -> tuple[tuple[int, ...], ...]:
    waiting = np.ones(len(reach), dtype=np.bool_)
    order = []
    while waiting.any():
        first = waiting & ~reach[waiting].any(axis=0)
        order.append(tuple(int(option) for option in np.flatnonzero(first)))
        waiting &= ~first
    return tuple(order)
