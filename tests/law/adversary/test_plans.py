"""Every plan of the library against the law as it is: does it succeed?"""

import pytest

from esoviet.law.limits import EDITION_1
from tests.law.adversary.bounds import BOUNDS, bound
from tests.law.adversary.goals import GOALS
from tests.law.adversary.plans.library import LIBRARY, Plan

HELD = {
    "L1-steal_seats-alone",  # two vouches at least
    "L2-puppets-meeting",  # who looks in every quarter of an hour objects within five minutes
    "L3-lone_waker",  # nobody decides alone, and a half of all is what an amendment is measured on
    "L3-lone_waker-meeting",
    "L4-founders_link",  # founding lasts thirty days at most
    "L5-quorum_by_the_opponent",  # who votes no supports nothing
    "L11-quorum_by_the_opponent",
    "L11-exactly_half_of_all",  # a half of all is more than half
    "L16-say_nothing-brief",  # who ranks something puts what is left out below
    "design-at_night",  # too few for an amendment
    "design-decide_at_night",  # nobody decides alone
    "design-ask_at_night",
    "design-ask_at_night-asleep",
    "L5-say_nothing",  # no share is above a quarter
    "L5-stand_still-all-of-all",  # no majority is above three quarters
    "L5-shorten_everything",  # a quarter of each time at once, and no less than minutes
    "L17-flood",  # three problems of one member wait
    "L7-elected_by_empty_ballots",  # an empty ballot says none of these (11.10)
    "L7-elect_who_is_gone",  # who left is out of every ballot (11.10)
    "L7-cling_to_the_seat",  # the others elect a successor when the term is over (9.8)
    "design-leave_the_seat",  # the same ballots fill it again (9.9)
    "design-close_early",  # two thirds, and a day where half are not for an amendment (7.8, 7.10)
    "L18-last_moment",  # what turns a vote in its last tenth can be answered (7.9)
    "own-last_moment-host",
    "own-silent_to_the_end",  # a phase at whose end the host is away lasts longer (7.7)
    "L8-carried_out_at_once",  # who looks objects, and then all vote (9.13)
    "design-declare_and_leave",  # nothing is declared then (9.12)
    "design-declare_again_and_again",  # after a no it rests (9.14)
    "design-deny_what_is_done",  # enough say yes (9.13)
    "design-deny_while_all_are_away",  # who objected in vain does so once (9.14)
    "L8-squat",  # first those take it up who backed it or offered to help (9.6)
    "L20-erase_the_reports",  # they belong to the assembly (12.4)
    "L22-all_have_voted",  # then a vote is soon over (7.8)
    "design-sign_a_repair",  # two thirds of all who are not at rest sign (2.10)
    "design-sign_a_repair-asleep",
    "design-door_at_night",  # it takes what an amendment takes (3.15)
    "design-list_at_night",
    "design-keep_the_door",  # so many as the vote said, and no more (3.16)
    "design-shut_every_door",  # a tenth of those awake (3.16)
    "own-hold_the_slot",  # as many recoveries as one likes take effect
    # settled members vouch for three, a quarter comes in, the others wait in order (3.6, 3.13)
    "L2-puppets",
    "L2-grow_like_friends",
    "L2-grow_and_amend",
    "own-crowd_the_queue",
    "own-contest_own_guests",
    "own-wake_and_take_all_seats",
    "L2-apply_again",  # who vouched for somebody refused rests (3.12)
    "L12-revolving_door",  # what who left said counts no more (3.9)
    "L15-one_objector",  # a vouch is a yes (3.7)
    "L21-last_one_leaves",  # then the assembly has ended (3.9)
    "own-full_waiting_room",  # the oldest gives way (3.3)
    "L1-steal_seats",  # a third vouch (4.5)
    "L1-steal_seats-meeting",
    "L1-steal_seats_and_amend",
    "L1-ask_again_and_again",  # who vouched in vain rests (4.8)
    "L1-change_ballots",  # and the new key does not vote (4.10)
    "L1-refuse_the_owner",
    "L13-device_beats_phrase",  # the phrase is the slower key (4.2, 4.3)
    "L13-device_refuses_recovery",  # the assembly votes on it (4.7)
    "design-twins",  # the first that is vouched for counts (4.6)
    "own-run_the_clock",
    "own-steal_seats-host",
    "own-full_queue",  # the oldest gives way (4.4)
    "L14-find_it_necessary_alone",  # three find it necessary, in a smaller assembly half (5.3)
    "L18-amend_at_the_last_moment",  # a half of all is what an amendment is measured on (11.2)
    "L9-swap_the_text",  # backing is given to a version (6.5)
    "L9-swap_the_text_together",
    "L9-withdraw_what_all_back",  # it stands without its proposer (6.4)
    "L10-crowd_out",  # who has one of theirs chosen counts for less (6.9)
    "L19-everybody_is_busy",  # an amendment needs nobody to carry it out (6.9)
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


@pytest.mark.parametrize(
    ("name", "enough"),
    [
        ("design-door_at_night", 40), ("design-list_at_night", 40), ("design-shut_every_door", 4),
        ("design-sign_a_repair", 8), ("design-sign_a_repair-asleep", 27),
        ("L9-swap_the_text_together", 16),
    ],
)  # fmt: skip
def test_as_many_as_the_clause_asks_for_reach_it_and_no_fewer(name: str, enough: int) -> None:
    plan = next(plan for plan in LIBRARY if plan.name == name)
    assert plan.played(plan.scene._replace(k=enough)).reached
    assert not plan.played(plan.scene._replace(k=enough - 1)).reached


def test_every_row_of_the_attack_has_a_plan_and_every_goal_a_bound() -> None:
    assert {f"L{row}" for row in range(1, 23)} <= {plan.row for plan in LIBRARY}
    assert {plan.goal for plan in LIBRARY} == set(GOALS) == set(BOUNDS)
    assert len(TODAY) == len(LIBRARY)
    assert set(TODAY) >= HELD


def test_a_silent_host_is_held_by_nothing_but_the_prolonging(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plan = next(plan for plan in LIBRARY if plan.name == "own-silent_to_the_end")
    hasty = {"1": EDITION_1._replace(prolongations=0)}
    monkeypatch.setattr("esoviet.law.view.BY_EDITION", hasty)
    assert plan.played().reached


def test_a_plan_plays_the_same_each_time() -> None:
    plan = next(plan for plan in LIBRARY if plan.scene.turnout == 0.25)
    assert plan.played() == plan.played()
