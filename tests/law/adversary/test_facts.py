"""What a coalition can do to the situation: establish a lie for a week, and no more."""

from esoviet.law.facts import Fact, FactStanding, standing
from tests.law.adversary import moves
from tests.law.adversary.play import Game, Scene


def stated(game: Game, by_us: bool) -> None:
    """A problem of somebody who is not of the coalition, and a fact about it."""
    honest = next(iter(game.honest.values()))
    assert game.does(honest, moves.raises())
    assert game.does(game.ours[0] if by_us else honest, moves.states(1))


def stands(game: Game) -> FactStanding:
    return standing(game.view, game.view.must(Fact, 1))


def test_two_of_twelve_establish_nothing_even_while_all_others_are_silent() -> None:
    game = Game(Scene(12, 3, 0))
    stated(game, by_us=True)
    assert not game.does(game.ours[0], moves.weighs_fact(1, "founded"))
    for player in game.ours[1:]:
        assert game.does(player, moves.weighs_fact(1, "founded"))
    assert stands(game) == "open"


def test_a_lie_that_four_of_twelve_establish_is_contested_once_the_others_look_in() -> None:
    game = Game(Scene(12, 4, 1))
    stated(game, by_us=True)
    for player in game.ours[1:]:
        assert game.does(player, moves.weighs_fact(1, "founded"))
    assert stands(game) == "established"
    game.wait(game.later(3))
    assert stands(game) == "contested"


def test_a_truth_that_three_of_twelve_contest_is_established_once_the_others_look_in() -> None:
    game = Game(Scene(12, 3, 1))
    stated(game, by_us=False)
    for player in game.ours:
        assert game.does(player, moves.weighs_fact(1, "unfounded"))
    assert stands(game) == "contested"
    game.wait(game.later(3))
    assert stands(game) == "established"


def test_who_changes_their_mind_at_the_end_counts_once() -> None:
    game = Game(Scene(12, 4, 0))
    stated(game, by_us=False)
    for player in game.ours[1:]:
        for finding in ("founded", "unsure", "unfounded", "unfounded"):
            assert game.does(player, moves.weighs_fact(1, finding))
    assert game.view.must(Fact, 1).unfounded == 3
