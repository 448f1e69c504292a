"""What players without a plan find against the law as it is."""

from collections.abc import Mapping

import pytest

from tests.effort import SEED, seeds
from tests.law.adversary.bounds import bound
from tests.law.adversary.goals import GOALS
from tests.law.adversary.play import Scene
from tests.law.adversary.search import Found, at_random, greedy

WISH = {"mandate_cap": "3"}
SCENES = {
    "1 of 3, silent": Scene(3, 1, 0),
    "1 of 5, 25 % vote": Scene(5, 1, 0.25),
    "2 of 5, silent": Scene(5, 2, 0),
    "1 of 12, asleep": Scene(12, 1, 0, asleep=True),
    "3 of 12, silent": Scene(12, 3, 0),
    "3 of 12, 25 % vote": Scene(12, 3, 0.25),
    "2 of 12, 90 % vote": Scene(12, 2, 0.9),
    "2 of 40, asleep": Scene(40, 2, 0, asleep=True),
    "4 of 40, 25 % vote": Scene(40, 4, 0.25),
    "4 of 40, 90 % vote": Scene(40, 4, 0.9),
}
GREEDY = ("amend", "seat", "guests", "majority", "adopt", "elect")
CASES = [
    f"{goal}: {scene}"
    for scene, played in SCENES.items()
    for goal in GREEDY
    if played.k < bound(goal, played)
]
TODAY: Mapping[str, tuple[str, ...]] = {}
"""Where the greedy player reaches today what the law means to forbid: shall be empty."""

FOUND = {f"{goal}: {scene}" for scene, goals in TODAY.items() for goal in goals}

LUCKY = set[str]()
"""The same with other seeds, in a long run: shall be empty."""

BY_CHANCE = set[str]()
"""What the random player reaches every day below its bound: shall be empty."""

AT_LENGTH = BY_CHANCE | {"block", "erase", "flood"}
"""The same in a long run, with other seeds: shall be empty."""


@pytest.mark.parametrize("case", CASES)
def test_a_greedy_player_finds_what_the_table_says(case: str) -> None:
    found = any(_mostly_found(*case.split(": "), seed=3 * seed) for seed in seeds(1))
    if case not in FOUND:
        assert not found or (SEED > 0 and case in LUCKY)
    elif SEED == 0:
        assert found


@pytest.mark.parametrize("goal", ["amend", "seat"])
def test_a_greedy_player_finds_the_road_that_is_open_to_all_but_one(goal: str) -> None:
    assert greedy(GOALS[goal], Scene(12, 11, 0), 24).reached


def _mostly_found(goal: str, scene: str, *, seed: int) -> bool:
    """Whether the goal is reached not by luck alone: with two of three seeds, the first too."""
    tries = (
        greedy(GOALS[goal], SCENES[scene]._replace(seed=one), 24).reached
        for one in range(seed, seed + 3)
    )
    return next(tries) and sum(tries) > 0


def test_a_random_player_finds_what_the_table_says() -> None:
    found = set[str]()
    for seed in seeds(1):
        for scene in SCENES.values():
            played = scene._replace(seed=seed, wants=WISH if scene.turnout >= 0.9 else {})
            ends = at_random(played, 90)
            holes = [one for one in ends if _is_a_hole(one, played)]
            found |= {one.goal for one in holes if not _by_guests(one, ends, played)}
    assert found <= AT_LENGTH
    assert SEED or found == BY_CHANCE


def _is_a_hole(found: Found, scene: Scene) -> bool:
    wished = found.goal != "block" or bool(scene.wants)
    return wished and scene.k < bound(found.goal, scene)


def _by_guests(found: Found, others: list[Found], scene: Scene) -> bool:
    """Whether an amendment was carried by who had become most with guests, as so many may."""
    grown = [one.days for one in others if one.goal == "majority"]
    allowed = found.goal == "amend" and scene.k >= bound("majority", scene)
    return allowed and any(days <= found.days for days in grown)
