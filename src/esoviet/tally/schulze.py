"""The Schulze method, with a default option, a quorum and majorities as in Debian's constitution.

Source: Debian constitution, appendix A.6 (until 2021; A.5 since), and M. Schulze, "A new monotonic,
clone-independent, reversal symmetric, and Condorcet-consistent single-winner election method".

1. With a default option D, an option is dropped if fewer ballots than the quorum rank it above D,
   or if it does not beat D by the majority that it needs (`majority.passes`; by default more for
   than against, strictly). If no other option is left, D wins.
2. Among the options left, i stands before j if the strongest path of defeats from i to j is
   stronger than the strongest path back. A path is as strong as its weakest defeat. The options
   that nobody stands before are what cloneproof Schwartz sequential dropping ends with.
3. The order takes these options first, then those that only they stand before, and so on. With
   several seats the first options of that order are elected. Ties are broken by the tie order.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from esoviet.tally.majority import HALF, Needs, passes
from esoviet.tally.pairwise import Matrix, Strength, levels, pairwise, table
from esoviet.tally.profile import Profile, Unranked
from esoviet.tally.result import Drop, Result, fill_seats, plain, tie_places

Quorum: TypeAlias = Fraction | int | Mapping[int, Fraction | int] | None

NO_RATIOS: Mapping[int, Fraction] = MappingProxyType({})


def schulze(
    profile: Profile,
    *,
    default: int | None = None,
    ratios: Mapping[int, Fraction] = NO_RATIOS,
    majority: Needs = "ratio",
    quorum: Quorum = None,
    unranked: Unranked = "last",
    strength: Strength = "winning",
    seats: int = 1,
    tie_order: Sequence[int] | None = None,
) -> Result:
    """Count `profile`.

    `ratios` gives the majority that single options need over `default`, as ratios or as shares
    (`majority`); the others need more for than against. `quorum` is a number of ballots, not
    necessarily whole, or such a number for single options. Both need a default option.
    """
    _check(profile, default, ratios, quorum, seats)
    wins = pairwise(profile, unranked)
    dropped = () if default is None else _drop(wins, default, ratios, majority, quorum)
    fallen = {drop.option for drop in dropped}
    left = [option for option in range(profile.options) if option not in fallen]
    order = _order(levels(wins, strength, left), left)
    places = tie_places(profile.options, tie_order)
    winners, ties = fill_seats(order, seats, places, stop=default)
    return Result(
        method="schulze",
        options=profile.options,
        ballots=profile.total,
        winners=winners,
        order=order,
        pairwise=table(wins),
        dropped=dropped,
        ties=ties,
    )


def _check(
    profile: Profile,
    default: int | None,
    ratios: Mapping[int, Fraction],
    quorum: Quorum,
    seats: int,
) -> None:
    named = [*ratios, *([] if default is None else [default])]
    if not all(0 <= option < profile.options for option in named):
        raise ValueError("an option that is not in the profile")
    if default is None and (ratios or quorum is not None):
        raise ValueError("a quorum or a majority over the default option needs a default option")
    if default in ratios:
        raise ValueError("the default option needs no majority over itself")
    if seats < 1:
        raise ValueError("an election fills at least one seat")


def _drop(
    wins: Matrix,
    default: int,
    ratios: Mapping[int, Fraction],
    majority: Needs,
    quorum: Quorum,
) -> tuple[Drop, ...]:
    usual = Fraction(1) if majority == "ratio" else HALF
    dropped = []
    for option in range(len(wins)):
        votes, against = int(wins[option, default]), int(wins[default, option])
        needed = ratios.get(option, usual)
        least = quorum.get(option) if isinstance(quorum, Mapping) else quorum
        if option == default:
            continue
        if least is not None and votes < least:
            dropped.append(
                Drop(
                    option=option,
                    reason="quorum",
                    votes=votes,
                    against=against,
                    needed=plain(least),
                )
            )
        elif not passes(votes, against, needed, majority):
            dropped.append(
                Drop(
                    option=option,
                    reason="majority",
                    votes=votes,
                    against=against,
                    needed=plain(needed),
                )
            )
    return tuple(dropped)


def strongest_paths(defeats: Matrix) -> Matrix:
    """The strength of the strongest path between each two options (Floyd and Warshall)."""
    paths = defeats.copy()
    for via in range(len(paths)):
        detour = np.minimum(paths[:, via, None], paths[None, via, :])
        np.maximum(paths, detour, out=paths)
    np.fill_diagonal(paths, 0)
    return paths


def _order(defeats: Matrix, options: list[int]) -> tuple[tuple[int, ...], ...]:
    paths = strongest_paths(defeats)
    before = paths > paths.T
    waiting = np.ones(len(options), dtype=np.bool_)
    order = []
    while waiting.any():
        first = waiting & ~before[waiting].any(axis=0)
        order.append(tuple(options[place] for place in np.flatnonzero(first)))
        waiting &= ~first
    return tuple(order)
