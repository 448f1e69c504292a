"""How initiative is spread is said in shares, where there are members enough."""

from esoviet.figures.assembly import report
from esoviet.figures.initiative import FROM, Share, Spread
from esoviet.figures.periods import periods
from tests.world import World


def spread_of(world: World) -> Spread | None:
    return report(world.view, periods(world.view)[0]).spread


def proposed(world: World, *counts: int) -> Share:
    """So many proposals by the first members; the share that the others see."""
    people = world.crowd(FROM)
    problem = people[0].raises_problem()
    for person, count in zip(people, counts, strict=False):
        for _ in range(count):
            person.proposes(problem)
    spread = spread_of(world)
    assert spread is not None
    return spread.proposed


def test_a_small_assembly_is_told_no_shares(world: World) -> None:
    world.crowd(FROM - 1)
    assert spread_of(world) is None
    world.crowd(FROM)
    spread = spread_of(world)
    assert spread is not None
    assert (spread.members, spread.tenth) == (FROM, 3)
    assert spread.proposed == spread.adopted == spread.led == Share(0, 0, 0, 0)


def test_the_share_of_the_most_active_tenth_stands_beside_an_even_one(world: World) -> None:
    assert proposed(world, 3, 2, 1, 1, 1) == Share(all=8, tenth=6, even=3, people=5)


def test_where_little_happens_the_even_share_says_so(world: World) -> None:
    assert proposed(world, 1, 1) == Share(all=2, tenth=2, even=2, people=2)


def test_who_stands_in_an_election_has_proposed_nothing(world: World) -> None:
    ada, *_ = world.crowd(FROM)
    ada.proposes(ada.calls_election(1))
    spread = spread_of(world)
    assert spread is not None
    assert spread.proposed.all == 0


def test_what_was_adopted_and_led_is_shared_out_alike(world: World) -> None:
    ada, bea, *others = world.crowd(FROM)
    problem = ada.raises_problem()
    solution = ada.proposes(problem)
    bea.backs(solution)
    vote = world.open_vote(problem).number
    for person in others:
        person.votes(vote, [[solution], [0]])
    world.close(vote)
    spread = spread_of(world)
    assert spread is not None
    assert spread.adopted == spread.led == Share(all=1, tenth=1, even=1, people=1)
