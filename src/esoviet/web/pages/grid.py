"""Figures that somebody pasted line by line, as the table that they are.

A line is a row; what stands between its cells is a tab, a semicolon or a comma, the same in all
lines, which have as many cells each. Whatever does not fit that is a text like any other.
"""

import csv
from itertools import islice

ROWS, COLUMNS, LONGEST = 200, 20, 16_384
BETWEEN = "\t;,"


def grid(text: str) -> list[list[str]]:
    """The rows of a table, its heads first; empty where a text is none."""
    lines = [line for line in text[:LONGEST].splitlines() if line.strip()]
    if len(text) > LONGEST or not 2 <= len(lines) <= ROWS:
        return []
    return next(filter(None, (_cut(lines, one) for one in BETWEEN)), [])


def _cut(lines: list[str], between: str) -> list[list[str]]:
    """The cells of the lines; empty where they are not cut alike."""
    try:
        rows = list(islice(csv.reader(lines, delimiter=between, strict=True), ROWS))
    except csv.Error:
        return []
    cells = {len(row) for row in rows}
    if len(cells) != 1 or not 2 <= cells.pop() <= COLUMNS:
        return []
    return [[cell.strip() for cell in row] for row in rows]
