"""Elections and vacant seats, found right or wrong by the ballots as they were signed."""

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from esoviet.audit.elections import election
from esoviet.audit.parallel.jobs import WorkerState
from esoviet.audit.seats import Filled
from esoviet.audit.source import StaticCopy
from esoviet.law.decisions import Decision
from esoviet.law.elections import STV
from esoviet.law.mandates import Mandate
from esoviet.law.votes import Vote
from tests.audit.publisher import Publisher
from tests.person import Person
from tests.world import World

THREE = (b"\1\2\3\0", b"\2\1\3\0", b"\2\3\1\0")


def elected(method: str = "stv-scottish") -> tuple[World, list[Person]]:
    """Three stood for two seats; two of them sit."""
    world = World().found(election_method=method)
    cast = world.crowd(7)
    poll = world.necessary(cast[0], seats=2)
    stood = [person.proposes(poll, "I stand") for person in cast[:3]]
    vote = world.open_vote(poll).number
    for place, person in enumerate(cast):
        person.votes(vote, [[stood[(place + step) % 3]] for step in range(3)])
    world.close(vote)
    return world, cast


def findings(world: World) -> list[object]:
    world.confirm()
    return list(Publisher(world).audited().findings)


@pytest.mark.parametrize("method", [*STV, "schulze"])
@pytest.mark.parametrize("goes", ["resigns", "leaves"])
def test_a_seat_that_the_same_ballots_fill_is_found_right(method: str, goes: str) -> None:
    world, cast = elected(method)
    first = next(one for one in cast if one.number == world.the(Mandate, 1).held_by)
    first.resigns(1) if goes == "resigns" else first.leaves()
    world.pass_days(1)
    assert world.the(Mandate, 1).state == "active"
    assert findings(world) == []


def test_a_seat_that_nobody_can_take_is_found_right() -> None:
    world, cast = elected()
    for person in cast[:3]:
        person.leaves()
        world.pass_days(1)
    assert {world.the(Mandate, n).state for n in (1, 2)} == {"vacant"}
    assert findings(world) == []


def test_candidates_who_withdrew_and_left_are_found_gone() -> None:
    world = World().found()
    cast = world.crowd(7)
    poll = world.necessary(cast[0], seats=1)
    stood = [person.proposes(poll, "I stand") for person in cast[:3]]
    vote = world.open_vote(poll).number
    for person in cast:
        person.votes(vote, [[one] for one in stood])
    cast[0].withdraws_solution(stood[0])
    cast[1].leaves()
    world.close(vote)
    assert (world.the(Vote, vote).gone, world.the(Decision, 1).winners) == (
        tuple(stood[:2]), (stood[2],),
    )  # fmt: skip
    assert findings(world) == []


def filled(**fields: Any) -> Filled:
    """A seat of an election of one; its holder, the first, is gone, and the second has taken it."""
    world, _ = elected()
    vote = replace(world.the(Vote, 1), options=(1, 2, 3), seats=1)
    ballots = dict.fromkeys(THREE, 3)
    told: dict[str, Any] = {"index": 9, "seat": 1, "vote": vote, "ballots": ballots}
    return Filled(**told | {"gone": (1,), "sitting": (), "took": 2} | fields)


@pytest.mark.parametrize(
    ("fields", "is_right"),
    [({}, True), ({"took": 3}, False), ({"took": 0}, False), ({"sitting": (2,)}, False),
     ({"sitting": (2,), "took": 0}, True), ({"gone": (1, 2), "took": 3}, True)],
)  # fmt: skip
def test_who_takes_a_vacant_seat_is_worked_out(fields: dict[str, Any], is_right: bool) -> None:
    found = filled(**fields).do(WorkerState(StaticCopy(Path()), {}))
    assert [(one.index, one.clause) for one in found] == ([] if is_right else [(9, "9.9")])


def test_the_audit_reads_a_ballot_as_the_law_says() -> None:
    vote = filled().vote
    said = election(vote, {b"\1\0\0\0": 1, b"\1\3\0\2": 2, b"\0\0\0\0": 4, b"\2\0\2\2": 8}, ())
    assert (said.accepted, said.rejected) == ((3, 0, 0), (4, 14, 6))
    assert said.accepting == 3
