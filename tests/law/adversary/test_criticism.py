"""What a clique can do with criticism to one member: be seen, and no more than the bounds admit."""

from esoviet.law.criticism import Criticism
from tests.law.adversary import moves
from tests.law.adversary.play import Game, Scene


def test_a_clique_cannot_pass_a_criticism_round_between_its_members_onto_another() -> None:
    game = Game(Scene(12, 3))
    one, other, _ = game.ours
    victim = next(number for number in range(1, 13) if not game.is_ours(number))
    assert game.does(one, moves.criticises(rule="vote_days"))
    assert not game.does(other, moves.answers(1, "not-mine"))
    assert not game.does(one, moves.renews(1, victim))


def test_a_clique_fills_the_page_of_how_we_work_with_ten_each_a_day_under_its_names() -> None:
    game = Game(Scene(12, 3))
    for player in game.ours:
        done = [game.does(player, moves.criticises()) for _ in range(12)]
        assert done == [True] * 10 + [False] * 2
    assert {one.addressee for one in game.view.rows(Criticism)} == {0}
