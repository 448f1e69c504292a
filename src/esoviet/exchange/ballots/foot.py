"""The foot of a table: rows of what was added up above are no ballots.

A row that says so ("Total", "Average") and is the sum, the mean, the median or the number of what
stands above it is certain: it is no order, or the same order as all the others. One that
says so and is none of these could be a ballot, and so could one that has the sum of the numbers
of ballots above it: both are refused.
"""

from collections.abc import Sequence
from fractions import Fraction
from statistics import median

from esoviet.exchange.ballots.cells import points_of
from esoviet.exchange.ballots.text import shown
from esoviet.exchange.ballots.words import TOTALS, folded
from esoviet.wire.errors import Malformed

NEAR = Fraction(1, 20)
"""Means are written with one decimal at least."""


def is_labelled(row: Sequence[str]) -> bool:
    """Whether a row begins with a word for what is added up, and has figures alone behind it."""
    cells = [cell.strip() for cell in row if cell.strip()]
    figures = [cell.rstrip("% ").strip() for cell in cells[1:]]
    return bool(figures) and folded(cells[0]) in TOTALS and None not in map(points_of, figures)


def check(line: int, row: Sequence[str], above: Sequence[Sequence[str]]) -> None:
    """Refuse a labelled row that was not added up from the rows above it."""
    label = next(n for n, cell in enumerate(row) if cell.strip())
    named = folded(row[label])
    others = [one for one in above if not is_labelled(one)]
    apart = all(folded(one[label]) != named for one in others if label < len(one))
    if not apart or not all(
        _adds_up(named, points_of(cell.strip()), [one[n] for one in others if n < len(one)])
        for n, cell in enumerate(row)
        if n != label and cell.strip()
    ):
        raise Malformed(
            f"line {line}: {shown(row[label].strip())} is said of figures that are added up, and "
            "these are not those of the rows above; take the line out, or if it is a ballot write "
            "another name"
        )


def _adds_up(named: str, value: Fraction | None, cells: Sequence[str]) -> bool:
    given = [number for cell in cells if (number := points_of(cell.strip())) is not None]
    filled = sum(1 for cell in cells if cell.strip())
    if value is None or not filled:
        return False
    if value == filled or not given:
        return value == filled
    middle = median(given) if named == "median" else Fraction(sum(given), len(given))
    return value == sum(given) or abs(value - middle) <= NEAR


def check_sum(line: str, name: str, counts: Sequence[int], others: Sequence[str]) -> None:
    """Refuse a last row that has the sum of the numbers above it and an option of its own."""
    if len(counts) > 2 and counts[-1] == sum(counts[:-1]) and name not in others:
        raise Malformed(
            f"{line}: {counts[-1]} is the sum of the numbers above, and {shown(name)} stands "
            "nowhere else: take the line out if it is a sum; if it is an option, put it higher up"
        )
