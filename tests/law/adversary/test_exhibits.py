"""What a coalition can do to the evidence of others: fold it for a while, and no more."""

from esoviet.law.exhibits import Exhibit
from esoviet.law.falling import falls, is_folded
from tests.law.adversary import moves
from tests.law.adversary.play import Game, Scene


def brought(game: Game) -> Exhibit:
    """One of somebody who is not of the coalition."""
    assert game.does(next(iter(game.honest.values())), moves.brings())
    return game.view.must(Exhibit, 1)


def test_one_folds_a_picture_at_once_and_three_who_look_in_unfold_it() -> None:
    game = Game(Scene(12, 1, 1))
    exhibit = brought(game)
    assert game.does(game.ours[0], moves.contests(1))
    assert is_folded(game.view, exhibit)
    game.wait(game.later(7))
    assert not is_folded(game.view, exhibit)
    assert not game.does(game.ours[0], moves.contests(1))


def test_a_coalition_folds_it_once_each_and_no_oftener() -> None:
    game = Game(Scene(12, 3, 1))
    exhibit = brought(game)
    for player in game.ours:
        assert game.does(player, moves.contests(1))
        assert is_folded(game.view, exhibit)
        game.wait(game.later(7))
        assert not is_folded(game.view, exhibit)
    assert not any(game.does(player, moves.contests(1)) for player in game.ours)


def test_two_of_twelve_uphold_nothing_even_while_all_others_are_silent() -> None:
    game = Game(Scene(12, 2, 0))
    exhibit, ours = brought(game), game.ours
    assert game.does(ours[0], moves.contests(1, "authenticity"))
    assert game.does(ours[1], moves.weighs_contest(1, founded=True))
    assert falls(game.view, exhibit) == ()


def test_what_three_of_twelve_uphold_comes_undone_once_the_others_look_in() -> None:
    game = Game(Scene(12, 3, 1))
    exhibit, ours = brought(game), game.ours
    assert game.does(ours[0], moves.contests(1, "authenticity"))
    for player in ours[1:]:
        assert game.does(player, moves.weighs_contest(1, founded=True))
    assert falls(game.view, exhibit) == ("authenticity",)
    game.wait(game.later(7))
    assert falls(game.view, exhibit) == ()
