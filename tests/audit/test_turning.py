"""What a vote did in its last tenth, and does at its end, is counted again (clause 7.9)."""

from collections.abc import Callable

import pytest

from esoviet.law import closing
from esoviet.law.decisions import Decision
from esoviet.law.votes import Vote
from tests.audit.publisher import Publisher
from tests.world import World

Effect = tuple[int, ...]
TRULY = closing.effect


def decided(*, turns: bool) -> World:
    """A vote that is adopted up to its last tenth, and rejected then where it `turns`."""
    world = World().found()
    cast = world.crowd(7)
    vote = world.the(Vote, cast[0].puts_to_vote())
    for person in cast[:3]:
        person.votes(vote.number, "yes")
    world.turn_to(vote.due - (vote.due - vote.opened_at) // 20)
    cast[3].votes(vote.number, "no")
    for person in cast[4:] if turns else ():
        person.votes(vote.number, "no")
    world.turn_to(vote.due).confirm()
    if (longer := world.the(Vote, vote.number)).state == "open":
        world.turn_to(longer.due).confirm()
    assert world.the(Vote, vote.number).state == "closed"
    return world


def found(world: World) -> list[str]:
    return [finding.clause for finding in Publisher(world).audited().findings]


def nothing(_decision: Decision) -> Effect:
    return ()


def adopted(decision: Decision) -> Effect:
    """At the end what the last ballots turned is not seen."""
    return TRULY(decision) if decision.number == 0 else (1,)


def another(decision: Decision) -> Effect:
    """At the end something has turned, whatever was said."""
    return TRULY(decision) if decision.number == 0 else (1, 9)


@pytest.mark.parametrize("turns", [True, False])
def test_what_the_law_says_is_found_right(turns: bool) -> None:
    world = decided(turns=turns)
    assert world.the(Vote, 1).turned == turns
    assert found(world) == []


@pytest.mark.parametrize(
    ("effect", "turns"),
    [(nothing, False), (nothing, True), (adopted, True), (another, False)],
)
def test_a_law_that_sees_another_turn_is_found(
    monkeypatch: pytest.MonkeyPatch, effect: Callable[[Decision], Effect], turns: bool
) -> None:
    monkeypatch.setattr(closing, "effect", effect)
    world = decided(turns=turns)
    assert "7.9" in found(world)
