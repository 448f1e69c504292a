"""What a coalition can do with signatures for solutions: carry its own out, and nobody else's."""

from esoviet.law.carriers import Partner
from esoviet.law.mandates import Mandate, carriers
from tests.law.adversary import facts, moves, roads
from tests.law.adversary.play import Game, Scene


def test_a_coalition_gets_onto_no_solution_of_others_nor_writes_them_onto_its_own() -> None:
    game = Game(Scene(12, 2, 1, wants={}))
    one, number = game.ours[0], game.numbers()[0]
    honest, author = next(iter(game.honest.items()))[::-1]
    problem = roads.raise_problem(game, bait=True)
    for moment in roads.reach(game, problem, facts.DRAFTING):
        game.wait(moment)
    assert game.does(honest, moves.proposes(problem))
    theirs = facts.newest_solution(game.view)
    assert game.does(one, moves.joins(theirs, 1))
    assert not game.does(one, moves.welcomes(theirs, 1, number))
    ours = roads.draft(game, problem)
    assert not game.does(one, moves.welcomes(ours, 1, author))
    game.wait(game.later(60))
    carried = [carriers(game.view, mandate) for mandate in game.view.rows(Mandate)]
    assert carried == [(author,)]
    assert not game.view.rows(Partner, 1)
    assert not game.does(one, moves.spends(1))
