"""Every plan of the library against the law as it is: does it succeed?"""

import pytest

from tests.law.adversary.bounds import BOUNDS, bound
from tests.law.adversary.goals import GOALS
from tests.law.adversary.plans.library import LIBRARY, Plan

HELD = {
    "L7-elected_by_empty_ballots",  # an empty ballot says none of these (11.10)
    "L7-elect_who_is_gone",  # who left is out of every ballot (11.10)
    "L7-cling_to_the_seat",  # the others elect a successor when the term is over (9.8)
    "design-leave_the_seat",  # the same ballots fill it again (9.9)
    "design-close_early",  # no such act yet
    "design-door_at_night",  # no such act yet
    "own-hold_the_slot",  # as many recoveries as one likes take effect
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
