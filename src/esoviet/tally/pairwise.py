"""Who beats whom: the pairwise matrix of a profile, and how strong each defeat is.

Cell (i, j) is the number of ballots that rank option i above option j. An unranked option stands
below every ranked one and level with the other unranked ones (`last`), or counts in no pair at all
(`uncounted`: "no opinion").

Strength orders the defeats (i over j, with e for and f against, e > f):

- `winning`: more votes for; among equals, fewer against (Debian constitution A.6.7; Schulze,
  "A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent
  single-winner election method", 2.1).
- `margins`: the larger e - f.
- `ratio`: the larger e / f; with nothing against it a defeat is stronger than any with
  something against it, and then e decides.
"""

from fractions import Fraction
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from esoviet.tally.profile import Profile, Unranked

Strength: TypeAlias = Literal["winning", "margins", "ratio"]
Matrix: TypeAlias = NDArray[np.int64]

BLOCK = 1 << 14
"""Distinct ballots compared at a time: bounds the memory, not the result."""


def pairwise(profile: Profile, unranked: Unranked = "last") -> Matrix:
    """The matrix of ballots that rank the row's option above the column's."""
    size = profile.options
    wins = np.zeros((size, size), dtype=np.int64)
    if not profile.ballots:
        return wins
    ranks, counts = profile.ranks(), profile.counts()
    for start in range(0, len(counts), BLOCK):
        _add(wins, ranks[:, start : start + BLOCK], counts[start : start + BLOCK], unranked)
    return wins


def _add(wins: Matrix, ranks: NDArray[np.uint8], counts: Matrix, unranked: Unranked) -> None:
    # In bytes, 0 - 1 wraps to 255: an unranked option comes below rank 254.
    below = ranks - np.uint8(1) if unranked == "last" else ranks
    for row in range(len(ranks)):
        above = below[row] < below
        if unranked == "uncounted":
            above &= ranks[row] != 0
        wins[row] += above @ counts


def table(wins: Matrix) -> tuple[tuple[int | None, ...], ...]:
    """The matrix as a result shows it: whole numbers, nothing on the diagonal."""
    rows: list[list[int]] = wins.tolist()
    return tuple(
        tuple(None if row == column else cell for column, cell in enumerate(cells))
        for row, cells in enumerate(rows)
    )


def levels(wins: Matrix, strength: Strength, options: list[int]) -> Matrix:
    """Each defeat among `options` as a whole number, 1 the weakest, equal if equally strong.

    Row and column are positions in `options`; 0 is no defeat. Only the order of the numbers
    means anything, so every comparison of path strengths stays exact.
    """
    cells: list[list[int]] = wins.tolist()
    keys = {
        (row, column): _key(cells[one][other], cells[other][one], strength)
        for row, one in enumerate(options)
        for column, other in enumerate(options)
        if cells[one][other] > cells[other][one]
    }
    level = {key: n for n, key in enumerate(sorted(set(keys.values())), start=1)}
    defeats = np.zeros((len(options), len(options)), dtype=np.int64)
    for cell, key in keys.items():
        defeats[cell] = level[key]
    return defeats


def _key(votes: int, against: int, strength: Strength) -> tuple[int, Fraction | int]:
    match strength:
        case "winning":
            return votes, -against
        case "margins":
            return votes - against, 0
        case "ratio":
            return (0, Fraction(votes, against)) if against else (1, Fraction(votes))
