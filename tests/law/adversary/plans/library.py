"""Every plan: its name, the row of found.md it comes from, its goal, and the scene it is played in.

`own` are those that the adversary's authors found, `design` those of law-design.
"""

from collections.abc import Callable
from typing import NamedTuple

from tests.law.adversary.goals import GOALS
from tests.law.adversary.plans import guests, rules, seats, work
from tests.law.adversary.play import Game, Played, Scene, Steps, play

MEETING = Scene(n=20, template="meeting", period=1 / 96, days=2)


class Plan(NamedTuple):
    """One plan. Whether it succeeds on the law as it is stands in test_plans.py."""

    row: str
    goal: str
    steps: Callable[[Game], Steps]
    scene: Scene
    variant: str = ""

    @property
    def name(self) -> str:
        return f"{self.row} {self.steps.__name__} {self.variant}".strip().replace(" ", "-")

    def played(self, scene: Scene | None = None, kind: Callable[[Scene], Game] = Game) -> Played:
        """How it ends, in its own scene or another."""
        goal = GOALS[self.goal]
        return play(self.steps, goal.reached, scene or self.scene, late=goal.late, kind=kind)


LIBRARY: tuple[Plan, ...] = (
    Plan("L1", "seat", seats.steal_seats, Scene(30, 2, 0.25)),
    Plan("L1", "seat", seats.steal_seats, MEETING._replace(k=2, days=4), "meeting"),
    Plan("L1", "amend", seats.steal_seats_and_amend, Scene(30, 2, 0.25)),
    Plan("L1", "seat", seats.ask_again_and_again, Scene(12, 2, 0.9, days=365)),
    Plan(
        "L1",
        "seat",
        seats.steal_seats,
        Scene(12, 1, rules={"vouches": "2", "objection_days": "1/1440"}),
        "alone",
    ),
    Plan("L1", "ballot", seats.change_ballots, Scene(12, 2, 0.9, rules={"objection_days": "1/24"})),
    Plan("L1", "silence", seats.refuse_the_owner, Scene(12, 2, 0.25)),
    Plan("design", "seat", seats.twins, Scene(12, 2, 0.25)),
    Plan("L2", "guests", guests.puppets, Scene(20, 2, 0, days=30)),
    Plan("L2", "guests", guests.puppets, MEETING._replace(k=2), "meeting"),
    Plan("L2", "majority", guests.grow_like_friends, Scene(40, 2, 0.04, days=120)),
    Plan("L2", "guests", guests.apply_again, Scene(20, 2, 0.04, days=90, seed=2)),
    Plan("L2", "amend", guests.grow_and_amend, Scene(40, 2, 0, days=60)),
    Plan("L3", "amend", rules.lone_waker, Scene(40, 1, 0, asleep=True)),
    Plan("L3", "amend", rules.lone_waker, MEETING._replace(k=1, turnout=0, asleep=True), "meeting"),
    Plan("L4", "guests", guests.founders_link, Scene(12, 1, rules={"founding_days": "30"},
                                                     founder=True)),
    Plan("L5", "block", rules.say_nothing, Scene(
        12, 1, 1, wants={"backing": "1/20"}, rules={"necessity_quorum": "1/4", "backing": "1/4"})),
    Plan("L5", "block", rules.stand_still, Scene(
        12, 1, 1, wants={"vouches": "3"}, rules={"amendment_majority": "3/4"}), "all-of-all"),
    Plan("L5", "amend", rules.quorum_by_the_opponent, Scene(9, 2, 0.14, seed=3)),
    Plan("L5", "rush", rules.shorten_everything, Scene(12, 8)),
    Plan("L6", "block", rules.say_nothing, Scene(12, 0, 1, wants={"edition": "2"}), "edition-2"),
    Plan("L7", "elect", work.elected_by_empty_ballots, Scene(12, 2)),
    Plan("L7", "empty seat", work.elect_who_is_gone, Scene(12, 7)),
    Plan("L7", "cling", work.cling_to_the_seat, Scene(12, 7, days=500)),
    Plan("L8", "hollow", work.carried_out_at_once, Scene(12, 1)),
    Plan("design", "hollow", work.declare_and_leave, Scene(12, 1)),
    Plan("design", "hollow", work.declare_again_and_again, Scene(12, 1, days=150)),
    Plan("design", "never done", work.deny_what_is_done, Scene(12, 2, days=120)),
    Plan("design", "never done", work.deny_while_all_are_away, Scene(12, 3, days=120)),
    Plan("L8", "squat", work.squat, Scene(12, 1, days=365)),
    Plan("L9", "swap", work.swap_the_text, Scene(31, 1)),
    Plan("L9", "swap", work.swap_the_text_together, Scene(31, 9, 1)),
    Plan("L9", "crowd", work.withdraw_what_all_back, Scene(31, 1)),
    Plan("L10", "crowd", work.crowd_out, Scene(60, 16, 0.25)),
    Plan("L10", "shut out", work.fill_the_drafts, Scene(240, 100, 0)),
    Plan("L11", "adopt", rules.quorum_by_the_opponent, Scene(9, 2, 0.14, seed=3)),
    Plan("L11", "half", rules.exactly_half_of_all, Scene(40, 20)),
    Plan("L12", "necessity", guests.revolving_door, Scene(60, 1, founder=True, fresh=True)),
    Plan("L13", "silence", seats.device_beats_phrase, Scene(12, 1)),
    Plan("L13", "silence", seats.device_refuses_recovery, Scene(12, 1)),
    Plan("L14", "necessity", rules.find_it_necessary_alone, Scene(10, 1)),
    Plan("L15", "refuse", guests.one_objector, Scene(60, 1, 0.25)),
    Plan("L16", "block", rules.say_nothing, Scene(
        9, 0, 1, brief=True, wants={"vouches": "3"}, rules={"unranked": "uncounted"}), "brief"),
    Plan("L17", "flood", work.flood, Scene(12, 1)),
    Plan("L18", "surprise", rules.last_moment, Scene(40, 14, 0.9, complacent=True)),
    Plan("L18", "amend", rules.amend_at_the_last_moment, Scene(40, 14, 0.9, complacent=True)),
    Plan("L19", "block", rules.everybody_is_busy, Scene(
        2, 0, 1, wants={"mandate_cap": "3"}, days=180)),
    Plan("L20", "erase", work.erase_the_reports, Scene(12, 1)),
    Plan("L21", "orphan", guests.last_one_leaves, Scene(2, 2)),
    Plan("L21", "orphan", guests.hand_it_on, Scene(1, 1)),
    Plan("L22", "tarry", rules.all_have_voted, Scene(12, 2)),
    Plan("design", "amend", rules.at_night, Scene(12, 4, 0)),
    Plan("design", "adopt", rules.decide_at_night, Scene(3, 1, 0)),
    Plan("design", "adopt", rules.ask_at_night, Scene(3, 1, 0)),
    Plan("design", "amend", rules.close_early, Scene(12, 6)),
    Plan("design", "amend", rules.sign_a_repair, Scene(12, 4, 0)),
    Plan("design", "amend", rules.sign_a_repair, Scene(40, 8, 0, asleep=True), "asleep"),
    Plan("design", "guests", guests.door_at_night, Scene(400, 30, 0, template="large")),
    Plan("design", "guests", guests.list_at_night, Scene(400, 30, 0, template="large")),
    Plan("design", "guests", guests.keep_the_door, Scene(12, 2)),
    Plan("design", "shut out", guests.shut_every_door, Scene(40, 3)),
    Plan("design", "empty seat", work.leave_the_seat, Scene(12, 7)),
    Plan("design", "adopt", rules.ask_at_night, Scene(40, 1, 0, asleep=True), "asleep"),
    Plan("own", "seat", seats.wake_and_take_all_seats, Scene(40, 1, 0, asleep=True)),
    Plan("own", "surprise", rules.last_moment,
         Scene(40, 14, 1, complacent=True, host=True), "host"),
    Plan("own", "surprise", rules.silent_to_the_end, Scene(40, 14, 1, host=True)),
    Plan("own", "seat", seats.run_the_clock, Scene(12, 2, 1, host=True)),
    Plan("own", "seat", seats.steal_seats,
         MEETING._replace(k=2, days=4, turnout=1, host=True), "host"),
    Plan("own", "shut out", seats.hold_the_slot, Scene(12, 4)),
    Plan("own", "shut out", guests.crowd_the_queue, Scene(40, 2, 0.5)),
    Plan("own", "guests", guests.contest_own_guests, Scene(12, 5, days=90)),
    Plan("own", "shut out", seats.full_queue, Scene(12, 0, 0.25)),
    Plan("own", "shut out", guests.full_waiting_room, Scene(12, 0)),
)  # fmt: skip
