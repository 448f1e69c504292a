"""A count over some of the options is told of the whole ballot."""

from esoviet.tally.among import among
from esoviet.tally.profile import Profile
from esoviet.tally.schulze import schulze
from esoviet.tally.stv_scottish import stv_scottish

BALLOTS = {b"\1\2\3": 4, b"\3\1\2": 3, b"\2\3\1": 1}
PLACES = (4, 0, 2)


def test_winners_order_and_pairs_are_named_by_their_places_on_the_whole_ballot() -> None:
    counted = schulze(Profile(3, BALLOTS), seats=2)
    told = among(counted, PLACES, 5)
    assert told.options == 5
    assert told.winners == tuple(PLACES[option] for option in counted.winners)
    assert told.order == tuple(tuple(PLACES[one] for one in tie) for tie in counted.order)
    assert told.pairwise[4][0] == counted.pairwise[0][1]
    assert told.pairwise[1] == (None,) * 5


def test_every_stage_of_a_count_is_named_so_too() -> None:
    counted = stv_scottish(Profile(3, BALLOTS), seats=2)
    told = among(counted, PLACES, 5)
    assert [one.elected for one in told.rounds] == [
        tuple(PLACES[option] for option in one.elected) for one in counted.rounds
    ]
    assert {s.option for one in told.rounds for s in one.standings} == {*PLACES}


def test_who_leaves_nothing_out_is_told_the_same() -> None:
    counted = schulze(Profile(3, BALLOTS), seats=2)
    assert among(counted, (0, 1, 2), 3) == counted
