"""What a solution was expected to bring about beside what reports measured, as points of a line.

The drawing is 300 wide and 100 high. From left to right runs the time, from the decision to the
date of the target or to the last report; the smallest value that is shown lies at the bottom.
"""

from collections.abc import Iterable

from msgspec import Struct

from esoviet.web.api.mandates import ReportLine
from esoviet.web.api.solutions import ExpectedEffect

WIDE, HIGH, EDGE = 300, 100, 8


class Point(Struct, frozen=True):
    """What was measured, when (ms), and where that lies in the drawing."""

    time: int
    value: str
    x: float
    y: float


class Measures(Struct, frozen=True):
    """The expected way as the corners of a line, what was measured, and the line through that."""

    plan: str
    line: str
    points: list[Point]


def measures(
    effect: ExpectedEffect | None, since: int, reports: Iterable[ReportLine]
) -> Measures | None:
    """The drawing; None where nothing was to be measured or nothing is."""
    told = [(one.time, one.measured) for one in reports if one.measured is not None]
    if effect is None or not told:
        return None
    until = max(effect.by, told[-1][0], since + 1)
    figures = [float(effect.baseline), float(effect.target), *(float(one) for _, one in told)]
    least, most = min(figures), max(figures)

    def x(time: int) -> float:
        part = min(max((time - since) / (until - since), 0), 1)
        return round(EDGE + part * (WIDE - 2 * EDGE), 1)

    def y(figure: str) -> float:
        part = (float(figure) - least) / (most - least) if most > least else 0.5
        return round(HIGH - EDGE - part * (HIGH - 2 * EDGE), 1)

    points = [Point(time, value, x(time), y(value)) for time, value in told]
    plan = f"{x(since)},{y(effect.baseline)} {x(effect.by)},{y(effect.target)}"
    return Measures(plan, " ".join(f"{one.x},{one.y}" for one in points), points)
