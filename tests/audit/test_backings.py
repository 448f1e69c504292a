"""Which solutions stand, worked out by the audit from who backed what."""

import pytest

from esoviet.audit.finding import Finding
from esoviet.law import reading
from esoviet.law.solutions import Solution
from tests.audit.host import AnsweringHost
from tests.world import World


def findings(world: World) -> list[Finding]:
    world.confirm()
    return list(AnsweringHost(world).audited().findings)


def lively(**rules: str) -> tuple[World, int]:
    """A text swapped, one withdrawn though others back it, seven of which five stand."""
    world = World().found(options="5", **rules)
    ada, bea, cem, dot, eva, fay = world.crowd(6)
    problem = ada.raises_problem()
    swapped, free = bea.proposes(problem), cem.proposes(problem)
    clones = [dot.proposes(problem) for _ in range(5)]
    for person in (ada, eva):
        person.backs(swapped)
    for clone in clones:
        ada.backs(clone)
    fay.backs(free)
    bea.revises(swapped)
    cem.withdraws_solution(free)
    return world, problem


def test_what_stands_and_what_is_voted_on_is_found_right() -> None:
    world, problem = lively()
    ada, bea = world.person("Ada"), world.person("Bea")
    world.reach(problem, "reading")
    assert world.the(Solution, 1).version == 1
    assert sum(one.state == "standing" for one in world.view.rows(Solution)) == 5
    ada.backs(1, backs=False)
    bea.backs(1)
    world.open_vote(problem)
    assert findings(world) == []


def test_what_leavers_and_erasers_leave_is_found_right() -> None:
    world, problem = lively(backing="1/4")
    bea, words = world.person("Bea"), world.text("Another one")
    bea.revises(1, words).erases(words)
    world.person("Fay").leaves()
    world.reach(problem, "reading")
    world.person("Eva").leaves()
    world.pass_days(3)
    election = bea.calls_election(1)
    world.person("Cem").withdraws_solution(world.person("Cem").proposes(election))
    bea.proposes(election)
    world.person("Dot").proposes(election)
    world.person("Dot").leaves()
    world.pass_days(30)
    assert findings(world) == []


BROKEN: dict[str, tuple[str, object, str]] = {
    "the latest version stands": ("showing", lambda solution, _version: solution, "6.9"),
    "the most backed take all": ("thiele", lambda _backers, most: tuple(range(most)), "6.9"),
    "nobody need back it": ("members_needed", lambda _view, _share: 1, "6.9"),
    "the reading changes nothing": (
        "_read",
        lambda view, problem: reading._to_vote(view, problem, reading._standing(view, problem)),
        "6.10",
    ),
}


@pytest.mark.parametrize(("name", "instead", "clause"), BROKEN.values(), ids=BROKEN.keys())
def test_a_host_that_lets_something_else_stand_is_found_out(
    monkeypatch: pytest.MonkeyPatch, name: str, instead: object, clause: str
) -> None:
    """Host and audit judge by the same broken law: the account of its own says so."""
    monkeypatch.setattr(reading, name, instead)
    world, problem = lively(backing="1/4" if name == "members_needed" else "1/20")
    world.reach(problem, "reading")
    if clause == "6.10":
        for person in ("Ada", "Eva"):
            world.person(person).backs(1, backs=False)
    world.open_vote(problem)
    assert clause in [one.clause for one in findings(world)]
