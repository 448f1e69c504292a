"""Every plan of the library against the law as it is: does it succeed?"""

import pytest

from tests.law.adversary.bounds import BOUNDS, bound
from tests.law.adversary.goals import GOALS
from tests.law.adversary.plans.library import LIBRARY, Plan

HELD = {
    "design-close_early",  # no such act yet
    "design-door_at_night",  # no such act yet
    "L1-steal_seats",  # a third vouch (4.5)
    "L1-steal_seats-meeting",
    "L1-steal_seats-alone",
    "L1-steal_seats_and_amend",
    "L1-ask_again_and_again",  # who vouched in vain rests (4.8)
    "L1-change_ballots",  # and the new key does not vote (4.10)
    "L1-refuse_the_owner",
    "L13-device_beats_phrase",  # the phrase is the slower key (4.2, 4.3)
    "L13-device_refuses_recovery",  # the assembly votes on it (4.7)
    "design-twins",  # the first that is vouched for counts (4.6)
    "own-wake_and_take_all_seats",
    "own-run_the_clock",
    "own-steal_seats-host",
    "own-hold_the_slot",  # others wait their turn, and those who vouched rest (4.8, 4.9)
    "own-full_queue",  # the oldest gives way (4.4)
    "own-crowd_the_queue",  # as many guests as one likes come in
}
"""The plans that do not succeed today: a clause that stops one adds its name here."""

TODAY = {plan.name: plan.name not in HELD for plan in LIBRARY}
"""Whether a plan reaches its goal today."""


@pytest.mark.parametrize("plan", LIBRARY, ids=lambda plan: plan.name)
def test_a_plan_ends_as_the_table_says(plan: Plan) -> None:
    assert plan.played().reached is TODAY[plan.name], plan.scene


@pytest.mark.parametrize("plan", LIBRARY, ids=lambda plan: plan.name)
def test_the_law_means_to_forbid_what_a_plan_wants(plan: Plan) -> None:
    assert plan.scene.k < bound(plan.goal, plan.scene)


@pytest.mark.parametrize(
    "plan", [plan for plan in LIBRARY if plan.goal in ("amend", "seat")], ids=lambda plan: plan.name
)
def test_a_plan_that_all_but_one_carry_succeeds(plan: Plan) -> None:
    """Else it says nothing that a plan is held: it may have lost its way."""
    scene = plan.scene
    assert plan.played(scene._replace(k=scene.n - 1, turnout=0, host=False)).reached


def test_every_row_of_the_attack_has_a_plan_and_every_goal_a_bound() -> None:
    assert {f"L{row}" for row in range(1, 23)} <= {plan.row for plan in LIBRARY}
    assert {plan.goal for plan in LIBRARY} == set(GOALS) == set(BOUNDS)
    assert len(TODAY) == len(LIBRARY)
    assert set(TODAY) >= HELD


def test_a_plan_plays_the_same_each_time() -> None:
    plan = next(plan for plan in LIBRARY if plan.scene.turnout == 0.25)
    assert plan.played() == plan.played()
