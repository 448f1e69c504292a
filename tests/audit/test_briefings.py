"""What a briefing holds, worked out by the audit from what was argued, stated and signed."""

from itertools import product

import pytest

from esoviet.audit.finding import Finding
from esoviet.law import briefings
from esoviet.law.briefings import STANCES, Briefing
from tests.audit.host import AnsweringHost
from tests.world import World


def findings(world: World) -> list[Finding]:
    world.confirm()
    return list(AnsweringHost(world).audited().findings)


def lively() -> World:
    """Cases signed, outdone and deserted; arguments weighed, mended, erased; facts; who left."""
    world = World().found(readership="public")
    ada, bea, cem, dot, eva, fay, gil = world.crowd(7)
    problem = ada.raises_problem()
    first, second = ada.proposes(problem), bea.proposes(problem, "A new one")
    cem.backs(first)
    dot.backs(first)
    fact, other = bea.states(problem), bea.states(problem, "It rains")
    for person in (ada, cem, dot):
        person.weighs_fact(fact).weighs_fact(other, "unfounded")
    weak = eva.argues(problem, "refutes", "It is red", solution=first)
    loud = fay.argues(problem, "refutes", "It is loud", solution=first)
    words = world.text("It is big")
    gone = gil.argues(problem, "supports", words, solution=second)
    ada.argues(problem, "supports", "It is small", solution=second)
    cem.weighs(loud, True).weighs(gone, True)
    asked = fay.argues(problem, "asks", "For how long?", solution=second)
    answered = fay.argues(problem, "asks", "How dear?", solution=second)
    fay.argues(problem, "supports", "I wonder", argument=asked)
    bea.argues(problem, "asks", "Why?", argument=asked)
    bea.argues(problem, "supports", "Very", argument=answered)
    world.reach(problem, "reading")
    gil.erases(words)
    deserted, kept = cem.writes_case(first), ada.writes_case(first)
    cem.backs(first, backs=False)
    dot.signs_case(kept)
    eva.writes_case(first, "against")
    fay.signs_case(fay.writes_case(first, "against") - 1)
    eva.retracts(weak)
    dot.signs_case(deserted).signs_case(deserted, signs=False)
    world.open_vote(problem)
    return world


def test_what_a_briefing_holds_is_found_right() -> None:
    world = lively()
    briefing = world.the(Briefing, 1)
    assert briefing.established == (1,)
    assert briefing.contested == (2,)
    assert len(briefing.cases) == 2
    assert len(briefing.arguments) == 1
    assert len(briefing.questions) == 2
    assert findings(world) == []


BROKEN: dict[str, tuple[str, object]] = {
    "no case stands": ("standing_case", lambda *_: None),
    "any argument is the best": (
        "best_by_side",
        lambda found: dict.fromkeys(product(range(9), STANCES.values()), found[0]),
    ),
    "no question is open": ("unanswered", lambda *_: []),
    "every fact is what one wants": ("standing_of", lambda *_: "established"),
}


@pytest.mark.parametrize(("name", "instead"), BROKEN.values(), ids=BROKEN.keys())
def test_a_host_that_briefs_otherwise_is_found_out(
    monkeypatch: pytest.MonkeyPatch, name: str, instead: object
) -> None:
    """Host and audit judge by the same broken law: the account of its own says so."""
    monkeypatch.setattr(briefings, name, instead)
    assert "6.17" in {one.clause for one in findings(lively())}
