"""What a host says of a debate is compared with what follows from its log: field by field."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from esoviet.audit import expected_debate
from esoviet.audit.blobs import BlobCheck
from esoviet.audit.facts import Facts, Fields
from esoviet.audit.reading import Reading
from esoviet.law.solutions import Budget
from tests.audit.host import AnsweringHost
from tests.audit.test_published import NOT_COMPARED, missed
from tests.world import World

ELSEWHERE = {
    "team", "asking", "contributors", "amending", "rewordings", "merges", "merging",
    "name", "caption", "next", "carriers", "others",
}  # fmt: skip
"""What follows from other acts: who joins whom, what was reworded and merged, names of files."""
CITED = {"problem", "kind", "title", "file", "shown", "folded", "standing", "fell"}
"""What is said beside a number of facts and exhibits that are cited: their own lists say it."""


def kept(said: Any) -> Any:
    """An answer without what is compared elsewhere."""
    if isinstance(said, list):
        return [kept(one) for one in said]
    if not isinstance(said, dict):
        return said
    left = {name: kept(value) for name, value in said.items() if name not in ELSEWHERE}
    for name in left.keys() & {"facts", "exhibits"}:
        left[name] = [{k: v for k, v in one.items() if k not in CITED} for one in left[name]]
    return left


def debated() -> World:
    """A debate with everything in it, whose vote has opened."""
    world = World().found(necessity_quorum="0")
    ada, bea, cem, dot, eva = world.members("Ada", "Bea", "Cem", "Dot", "Eva")
    problem = ada.raises_problem("It is cold")
    money = Budget(amount="90.50", currency="EUR")
    first = ada.proposes(problem, "A new boiler")
    second = bea.proposes(problem, "Thick coats", budget=money)
    cem.backs(first)
    dot.backs(second).volunteers_for(first, hours=3)
    fact = bea.states(problem, "It is 12 degrees")
    for person in (ada, cem, dot):
        person.weighs_fact(fact)
    for person, mark in ((bea, 0), (cem, 25), (dot, 100), (eva, 88)):
        note = world.text(f"{person.name} says {mark}")
        person.assesses(first, mark, 50, 13, 12, means_note=note)
    dot.argues(problem, "refutes", "It breaks each year", solution=first, facts=(fact,))
    eva.argues(problem, "supports", "Coats are warm", solution=second)
    asked = eva.argues(problem, "asks", "What does it cost?", solution=first)
    bea.argues(problem, "asks", "Since when?")
    ada.weighs(1, True).weighs(2, None)
    bea.weighs(1, False)
    cem.retracts(cem.argues(problem, "supports", "Too much", argument=asked))
    ada.revises(first, "A new boiler by winter")
    cem.backs(first)
    world.reach(problem, "reading")
    cem.writes_case(first, "for", "It is warm by winter")
    eva.leaves()
    dot.votes(world.open_vote(problem).number, [[first], [second]])
    return world


@pytest.fixture(scope="module")
def host() -> AnsweringHost:
    return AnsweringHost(debated())


@pytest.fixture(scope="module")
def facts(host: AnsweringHost) -> Facts:
    reading = Reading(host, 1)
    reading.read(len(host.log))
    BlobCheck(host, reading.titles, reading.view).run(reading.view(), judged_all=True)
    return Facts(reading.view(), reading.titles, reading.replay.recount)


OURS: dict[str, Callable[[Facts], Fields]] = {
    "/problems/1/arguments.json": lambda facts: {
        "items": list(expected_debate.arguments(facts, 1))
    },
    "/problems/1/briefing.json": lambda facts: expected_debate.briefing(facts, 1),
    "/solutions/1.json": lambda facts: expected_debate.solution(facts, 1),
    "/solutions/2.json": lambda facts: expected_debate.solution(facts, 2),
}


@pytest.mark.parametrize("path", OURS)
def test_every_field_is_compared(host: AnsweringHost, facts: Facts, path: str) -> None:
    said = kept(msgspec.json.decode(host.answer(path) or b"null"))
    assert missed(OURS[path](facts), said) <= NOT_COMPARED


def _of_first(said: Any) -> Any:
    return said["solutions"][0]


LIES: dict[str, tuple[str, Callable[[Any], object]]] = {
    "another case": (
        "/problems/1/briefing.json",
        lambda said: _of_first(said)["spoken"][0]["case"].update(number=2),
    ),
    "no case": (
        "/problems/1/briefing.json", lambda said: _of_first(said)["spoken"][0].update(case=None),
    ),
    "another argument": (
        "/problems/1/briefing.json",
        lambda said: _of_first(said)["spoken"][1]["argument"].update(number=3),
    ),
    "a fact less": ("/problems/1/briefing.json", lambda said: said["established"].clear()),
    "a question less": ("/problems/1/briefing.json", lambda said: said["questions"].clear()),
    "other marks": (
        "/problems/1/briefing.json",
        lambda said: _of_first(said)["means"].update(counts=[0, 0, 0, 0, 4]),
    ),
    "that they agree": (
        "/problems/1/briefing.json", lambda said: _of_first(said)["means"].update(apart=False),
    ),
    "a solution less": ("/problems/1/briefing.json", lambda said: said["solutions"].pop()),
    "not frozen": ("/problems/1/briefing.json", lambda said: said.update(frozen=None)),
    "more who back": ("/solutions/2.json", lambda said: said["solution"].update(backed=3)),
    "another mean": (
        "/solutions/1.json", lambda said: said["solution"]["practicality"].update(risk=99.0),
    ),
    "an argument less": ("/problems/1/arguments.json", lambda said: said["items"].pop(0)),
    "better founded": (
        "/problems/1/arguments.json", lambda said: said["items"][0].update(founded=9),
    ),
}  # fmt: skip


@pytest.mark.parametrize("lie", LIES)
def test_a_host_that_says_otherwise_is_found(lie: str) -> None:
    host = AnsweringHost(debated())
    assert host.audited().findings == []
    path, change = LIES[lie]
    [finding] = host.bend(path, change).audited().findings
    assert path in str(finding)


def test_what_was_compared_is_counted(host: AnsweringHost) -> None:
    assert "2 solutions, 5 arguments, 1 briefings" in host.audited().compared
