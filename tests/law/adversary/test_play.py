"""The game itself: it can go back, and where nobody attacks no goal is reached."""

import pytest

from esoviet.law.problems import Problem
from tests.law.adversary import facts, roads
from tests.law.adversary.goals import GOALS, Goal
from tests.law.adversary.plans import rules
from tests.law.adversary.play import Game, Played, Scene, play


def test_a_game_goes_back_to_where_it_was() -> None:
    game = Game(Scene(12, 3))
    here, before = game.mark(), game.state.digest()
    for moment in roads.carry(game, roads.HARMLESS):
        game.wait(moment)
    after = game.state.digest()
    game.back(here)
    assert game.state.digest() == before != after


@pytest.mark.parametrize("goal", GOALS.values(), ids=lambda goal: goal.name)
def test_where_nobody_attacks_no_goal_is_reached(goal: Goal) -> None:
    scene = Scene(12, 0, 1, wants={"vouches": "3"})
    assert not play(rules.say_nothing, goal.reached, scene, late=True).reached


def test_the_others_carry_what_they_want_and_say_no_to_the_coalition() -> None:
    game = Game(Scene(12, 2, 1, wants={"vouches": "3"}))
    for moment in roads.carry(game, roads.HARMLESS):
        game.wait(moment)
    game.wait(game.later(7))
    by_vote = {one.vote: one for one in facts.outcomes(game.view)}
    assert [one.adopted for one in by_vote.values()] == [True]
    assert [one.phase for one in game.view.rows(Problem)] == ["lapsed", "done"]
    assert facts.wish_done(game.view, {"vouches": "3"})


def test_a_host_of_the_coalition_brings_the_acts_of_others_late() -> None:
    slow, honest = Game(Scene(12, 2, 1, host=True)), Game(Scene(12, 2, 1))
    for game in (slow, honest):
        roads.claim_seat(game, 1)
        game.wait(game.later(1))
        assert [claim.doubted for claim in facts.claims(game.view)] == [True]
    assert facts.last_act(slow.view, slow.honest[1].kid) > facts.last_act(
        honest.view, honest.honest[1].kid
    )


def test_under_a_constitution_that_the_law_forbids_every_plan_is_held() -> None:
    assert not _busy(Scene(12, 1, rules={"vote_days": "-1"})).reached
    assert _busy(Scene(12, 1)).reached


def _busy(scene: Scene) -> Played:
    return play(rules.find_it_necessary_alone, lambda game: game.size > scene.n, scene, late=False)
