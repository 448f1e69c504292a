"""What a coalition can do with calls: let one stand that says it is not decided, and no more."""

from esoviet.law.actions import Action
from esoviet.law.mandates import Mandate
from tests.law.adversary import moves
from tests.law.adversary.play import Game, Scene


def called(game: Game) -> list[str]:
    """How the calls stand, in their order."""
    assert not game.view.rows(Mandate)
    return [one.state for one in game.view.rows(Action) if not one.mandate]


def test_one_of_twelve_calls_and_it_lapses() -> None:
    game = Game(Scene(12, 1))
    assert game.does(game.ours[0], moves.calls(game.now))
    assert not game.does(game.ours[0], moves.seconds_call(1))
    game.wait(game.later(2))
    assert called(game) == ["lapsed"]


def test_two_of_twelve_let_a_call_stand_and_the_others_stop_it() -> None:
    game = Game(Scene(12, 2))
    ours, (one, *others) = game.ours, list(game.honest.values())
    far = moves.calls(game.now + 60 * 86_400_000)
    assert game.does(ours[0], far)
    assert game.does(ours[1], moves.seconds_call(1))
    assert called(game) == ["standing"]
    assert not game.does(one, moves.calls_off(1))
    assert game.does(one, moves.wants(stops=1))
    assert game.does(others[0], moves.seconds(1))
    for player in (one, *others):
        game.does(player, moves.votes(1, "yes"))
    game.wait(game.later(40))
    assert called(game) == ["stopped"]


def test_who_looks_in_stops_a_call_of_the_coalition_that_is_far_enough_ahead() -> None:
    game = Game(Scene(12, 2, 1))
    ours = game.ours
    assert game.does(ours[0], moves.calls(game.now + 60 * 86_400_000))
    assert game.does(ours[1], moves.seconds_call(1))
    game.wait(game.later(40))
    assert called(game) == ["stopped"]


def test_a_call_of_tomorrow_is_over_before_anybody_could_stop_it_and_says_not_decided() -> None:
    game = Game(Scene(12, 2, 1))
    assert game.does(game.ours[0], moves.calls(game.now))
    assert game.does(game.ours[1], moves.seconds_call(1))
    game.wait(game.later(2))
    assert called(game) == ["ended"]


def test_the_others_second_each_others_calls_and_a_coalition_cannot_stop_them() -> None:
    game = Game(Scene(12, 2, 1))
    ours, one = game.ours, next(iter(game.honest.values()))
    assert game.does(one, moves.calls(game.now + 20 * 86_400_000))
    game.wait(game.later(3))
    assert called(game) == ["standing"]
    assert game.does(ours[0], moves.wants(stops=1))
    game.does(ours[1], moves.seconds(1))
    for player in ours:
        game.does(player, moves.votes(1, "yes"))
    game.wait(game.later(30))
    assert called(game) == ["ended"]


def test_a_coalition_has_no_mandate_to_announce_an_action_of() -> None:
    game = Game(Scene(12, 2))
    assert not game.does(game.ours[0], moves.calls(game.now, mandate=1))
