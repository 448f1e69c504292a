"""What a bench reports: a figure, its floor in the same run, and the budget on their ratio."""

import statistics
from collections.abc import Sequence
from typing import NamedTuple


class Figure(NamedTuple):
    """One line of the report. `budget` is in words; `kept` says whether it was."""

    name: str
    value: str
    floor: str
    budget: str
    kept: bool


def median(values: Sequence[float]) -> float:
    """The median."""
    return statistics.median(values)


def show(figures: Sequence[Figure]) -> None:
    """Print a table."""
    for figure in figures:
        mark = "ok  " if figure.kept else "OVER"
        print(f"{mark}  {figure.name}: {figure.value}")
        print(f"        floor:  {figure.floor}")
        print(f"        budget: {figure.budget}")
