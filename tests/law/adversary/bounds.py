"""What k of n can do: the least k that the law is meant to let reach a goal, in one table.

From law-design, section 4. Where the design gives a formula, the formula stands here; where only
its search speaks, a row of `SEARCHED`, whose columns are n = 3, 5, 12, 40, 60, 400, 5000. A size in
between takes the column before it, which forbids less.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping
from math import ceil, sqrt

from tests.law.adversary.play import Scene

SIZES = (3, 5, 12, 40, 60, 400, 5000)
QUORUM = 1 / 10
ROAD_DAYS = 76  # the longest road to an amendment, in the template `branch`
SLEEP_DAYS = 180  # who did nothing for so long is asleep, in the template `branch`
VOTING = 0.9  # from this turnout on, as good as all others vote
SOME = 0.25
SEARCHED: Mapping[str, tuple[int, ...]] = {
    "amend in one road, 90 % vote": (2, 3, 7, 21, 34, 218, 2768),
    "amend in a year, 25 % vote": (2, 2, 4, 7, 11, 74, 965),
    "amend in one road, silent": (2, 3, 5, 10, 13, 29, 106),
    "amend in a year, silent": (2, 2, 3, 4, 4, 4, 5),
    "majority, 90 % vote": (2, 3, 6, 18, 28, 187, 2352),
    "majority in a year, silent": (2, 2, 3, 4, 4, 4, 5),
    "seat in 14 days, silent": (2, 2, 4, 5, 5, 5, 5),
}
Bound = Callable[[Scene], int]


def bound(goal: str, scene: Scene) -> int:
    """The least k that may reach a goal in such a scene; n + 1: nobody may."""
    return BOUNDS[goal](scene)


def decision_support(n: int, base: float = 0, quorum: float = QUORUM) -> int:
    """How many of n must be for a decision, measured on a base: n, if all are awake (C3)."""
    base = base or n
    return min(n, max(2, _up(quorum * base), _up(min(base / 3, 1.5 * sqrt(base)))))


def amendment_support(n: int, base: float = 0, quorum: float = QUORUM) -> int:
    """How many of n must be for an amendment, measured on a base: n, if all are awake (C3)."""
    base = base or n
    return min(n, max(2, _up(quorum * base), _up(min(base / 2, 2 * sqrt(base)))))


def support(scene: Scene) -> int:
    """How many must be for a decision in a scene: a third of all at least is the base (C2)."""
    sleepy = scene.asleep or (scene.turnout < VOTING and scene.days >= SLEEP_DAYS)
    return decision_support(scene.n, scene.n / 3 if sleepy else 0)


def two_thirds(n: int) -> int:
    """How many two thirds of all are."""
    return ceil(2 * n / 3)


def half(n: int) -> int:
    """How many more than half of all are."""
    return n // 2 + 1


def growth(settled: int) -> int:
    """How many guests may come in by vouches in `settling_days` (law-design M2)."""
    return max(3, settled // 4)


def searched(row: str, n: int) -> int:
    """The figure of a row for n."""
    return SEARCHED[row][max(0, bisect_right(SIZES, n) - 1)]


def _up(number: float) -> int:
    return ceil(round(number, 9))


def _amend(scene: Scene) -> int:
    if scene.asleep:
        return amendment_support(scene.n, scene.n / 2)
    if scene.turnout >= VOTING:
        return searched("amend in one road, 90 % vote", scene.n)
    if scene.days <= ROAD_DAYS:
        return searched("amend in one road, silent", scene.n)
    some = scene.turnout >= SOME
    row = "amend in a year, 25 % vote" if some else "amend in a year, silent"
    return searched(row, scene.n)


def _seat(scene: Scene) -> int:
    if scene.turnout >= VOTING:
        return two_thirds(scene.n)
    return searched("seat in 14 days, silent", scene.n)


def _majority(scene: Scene) -> int:
    some = scene.turnout >= SOME
    return searched("majority, 90 % vote" if some else "majority in a year, silent", scene.n)


def _more_than_half(scene: Scene) -> int:
    return half(scene.n)


def _nobody(scene: Scene) -> int:
    return scene.n + 1


BOUNDS: Mapping[str, Bound] = {
    "amend": _amend,
    "seat": _seat,
    "ballot": _nobody,
    "silence": _seat,
    "guests": lambda scene: amendment_support(scene.n),
    "majority": _majority,
    "elect": support,
    "empty seat": _nobody,
    "cling": _nobody,
    "adopt": support,
    "half": _more_than_half,
    "surprise": _more_than_half,
    "refuse": _more_than_half,
    "block": lambda scene: scene.n - two_thirds(scene.n) + 1,
    "swap": _more_than_half,
    "crowd": _more_than_half,
    "erase": _nobody,
    "flood": _nobody,
    "hollow": _nobody,
    "never done": _more_than_half,
    "squat": _nobody,
    "orphan": _nobody,
    "necessity": lambda scene: min(3, ceil(scene.n / 2)),
    "tarry": _nobody,
    "shut out": _nobody,
    "rush": _nobody,
}
