"""Who carries what, held by the audit against what they signed."""

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from esoviet.audit.bound import Bound
from esoviet.audit.finding import Finding
from esoviet.law import sharing, together
from esoviet.law.carriers import Partner
from esoviet.law.handing import AcceptMandate
from esoviet.law.mandates import Mandate, TakeUpMandate
from esoviet.law.record import Record
from esoviet.law.sharing import AcceptShare
from esoviet.law.solutions import Solution
from esoviet.law.together import Joining
from tests.audit.host import AnsweringHost
from tests.figures.life import Life
from tests.person import Person
from tests.world import World


def findings(world: World) -> list[Finding]:
    world.confirm()
    return list(AnsweringHost(world).audited().findings)


def lively() -> tuple[World, list[Person], int]:
    """Bea and Cem join Ada's first text, Dot is told no, Eva asks; then there is a second one."""
    world = World().found(report_days="60", mandate_cap="1")
    ada, bea, cem, dot, eva, *rest = world.crowd(7)
    world.decide(rest[0])
    solution = ada.proposes(ada.raises_problem())
    for person in (cem, bea, dot, eva):
        person.joins(solution)
    ada.welcomes(solution, bea).welcomes(solution, cem).welcomes(solution, dot)
    ada.welcomes(solution, dot, welcomes=False)
    ada.revises(solution)
    for person in (bea, cem):
        person.backs(solution, version=1)
    return world, [ada, bea, cem, dot, eva, *rest], solution


def decide(world: World, solution: int) -> Mandate:
    vote = world.open_vote(world.the(Solution, solution).problem).number
    for person in world.present():
        person.votes(vote, [[solution], [0]])
    world.close(vote)
    return world.view.rows(Mandate)[-1]


def test_who_joined_and_what_became_of_it_is_found_right() -> None:
    world, (ada, bea, cem, dot, eva, fay, _), solution = lively()
    assert decide(world, solution).held_by == ada.number
    assert [one.member for one in world.view.rows(Partner, 2)] == [2, 3]
    ada.offers_share(2, dot)
    dot.accepts_share(2, accepts=False)
    ada.offers_share(2, eva)
    eva.accepts_share(2)
    ada.leaves()
    bea.offers_mandate(2, cem)
    cem.accepts_mandate(2)
    fay.resigns(1)
    world.pass_days(15)
    dot.takes_up(1)
    election = bea.calls_election(1)
    for person in (bea, dot):
        person.proposes(election)
    vote = world.open_vote(election).number
    for person in world.present():
        person.votes(vote, [[world.view.count(Solution) - 1], [world.view.count(Solution)]])
    world.close(vote)
    bea.resigns(3)
    world.pass_days(80)
    assert findings(world) == []


def test_so_is_who_leads_instead_and_who_is_bound_no_more() -> None:
    world, (ada, bea, cem, dot, _, fay, _), solution = lively()
    free = cem.proposes(cem.raises_problem())
    fay.backs(free)
    dot.joins(free)
    cem.welcomes(free, dot).withdraws_solution(free)
    bea.adopts(free)
    fay.shares(1, ada)
    assert decide(world, solution).held_by == bea.number
    assert decide(world, free).state == "vacant"
    assert findings(world) == []


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happens_in_a_life_is_found_right(seed: int) -> None:
    assert findings(Life(seed).goes_on(250).world) == []


def everybody(view: Any, version: Any) -> list[int]:
    return [version.carrier, *(one.member for one in view.rows(Joining, version.solution))]


def for_another(record: Any, **fields: Any) -> Any:
    """The share of who accepts goes to member 4."""
    bound = fields.get("state") == "bound"
    return replace(record, **fields, **({"member": 4} if bound else {}))


BROKEN: dict[str, tuple[object, str, object, str]] = {
    "who asked is bound": (together, "_able", everybody, "9.1"),
    "nobody else is bound": (together, "team", lambda _view, _version: [], "9.1"),
    "the cap binds nobody": (together, "at_cap", lambda _view, _member: False, "9.1"),
    "another is bound by it": (sharing, "replace", for_another, "9.20"),
}


@pytest.mark.parametrize(("room", "name", "instead", "clause"), BROKEN.values(), ids=BROKEN.keys())
def test_a_host_that_binds_others_is_found_out(
    monkeypatch: pytest.MonkeyPatch, room: object, name: str, instead: object, clause: str
) -> None:
    """Host and audit judge by the same broken law: the account of its own says so."""
    monkeypatch.setattr(room, name, instead)
    world, (_ada, bea, _cem, _dot, _eva, fay, guy), solution = lively()
    fay.shares(1, bea if clause == "9.1" else guy)
    decide(world, solution)
    assert clause in [one.clause for one in findings(world)]


HELD = Mandate(1, 1, 1, 1, 1, 1, "active", 0, 0)
SHARE = Partner(1, 2, 2, "bound", 1, 0, 0, 0)
LED = replace(HELD, lead=2, held_by=2)
FIELDS: dict[str, Any] = {"assembly": "", "seq": 1, "at": 0, "seen": (0, "")}


@pytest.mark.parametrize(
    ("act", "author", "put", "is_right"),
    [
        (AcceptShare, 2, SHARE, True),
        (AcceptShare, 3, SHARE, False),
        (AcceptMandate, 2, LED, True),
        (AcceptMandate, 3, LED, False),
        (TakeUpMandate, 2, LED, True),
        (TakeUpMandate, 1, LED, False),
    ],
)
def test_nobody_comes_to_a_mandate_but_by_their_own_act(
    act: Callable[..., Any], author: int, put: Record, is_right: bool
) -> None:
    bound = Bound()
    bound._note((HELD,))
    found = [*bound.acted(act(**FIELDS, mandate=1), author, 0, (put,), 5)]
    assert [one.clause for one in found] == ([] if is_right else ["9.20"])
    assert [one.clause for one in bound.decided((replace(LED, held_by=4),), 6)] == ["9.20"]


def test_saying_no_to_a_share_binds_nobody() -> None:
    bound = Bound()
    bound._note((HELD,))
    no = AcceptShare(**FIELDS, mandate=1, accepts=False)
    assert [one.clause for one in bound.acted(no, 2, 0, (SHARE,), 5)] == ["9.20"]
    assert not [*bound.acted(no, 2, 0, (replace(SHARE, held_by=0, state="out"),), 5)]
