"""Who finds a problem necessary, held by the audit against what everybody said of its text."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from esoviet.audit import expected_debate
from esoviet.audit.blobs import BlobCheck
from esoviet.audit.facts import Facts
from esoviet.audit.reading import Reading
from esoviet.law import problems, revising
from esoviet.law.outcome import put
from tests.audit.host import AnsweringHost
from tests.audit.test_expected_debate import kept
from tests.audit.test_published import NOT_COMPARED, missed
from tests.world import World


def revised() -> World:
    """Bea, Cem and Dot judge; Ada takes up what Eva suggests, and Bea says it anew."""
    world = World().found()
    ada, bea, cem, dot, eva, *_ = world.crowd(10)
    problem = ada.raises()
    bea.finds("necessary", problem, "I freeze")
    cem.finds("necessary", problem)
    dot.finds("not-necessary", problem)
    world.pass_days(1)
    ada.revises_problem(problem, takes=(eva.rewords(problem),))
    bea.finds("necessary", problem, "I freeze still")
    cem.leaves()
    return world


def findings(world: World) -> list[str]:
    world.confirm()
    return [f"{one.clause} {one}" for one in AnsweringHost(world).audited().findings]


def test_what_counts_for_the_newest_text_is_found_right() -> None:
    world = revised()
    eva, fay = world.person("Eva"), world.person("Fay")
    for person in (eva, fay):
        person.finds("necessary", 1)
    world.turn_to(world.the(problems.Problem, 1).opens)
    assert world.the(problems.Problem, 1).phase == "solutions"
    assert findings(world) == []


def stale(view: Any, problem: Any, new: Any) -> Any:
    """What others said of the earlier text goes on."""
    return put(
        replace(problem, version=new.number, text=new.text),
        replace(view.must(problems.Assessment, problem.by, problem.number), version=new.number),
    )


def at_once(view: Any, problem: Any) -> int:
    """Nobody has time to look at a new text."""
    del view, problem
    return -86_400_000


BROKEN: dict[str, tuple[object, str, object, str]] = {
    "stale ones count": (revising, "_judged_anew", stale, "5.8"),
    "it opens at once": (revising, "a_tenth", at_once, "5.3"),
    "an earlier text is judged": (problems, "_judges_another", lambda *_: None, "5.8"),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_host_that_counts_otherwise_is_found(
    broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    where, name, otherwise, clause = BROKEN[broken]
    monkeypatch.setattr(where, name, otherwise)
    world = World().found(necessity_days="10")
    ada, bea, cem, dot, *_ = world.crowd(10)
    problem = ada.raises()
    bea.finds("necessary", problem)
    world.pass_days(2)
    ada.revises_problem(problem)
    cem.finds("necessary", problem, version=1 if clause == "5.8" and "judged" in broken else 2)
    if world.the(problems.Problem, problem).phase == "necessity":
        dot.finds("necessary", problem)
    found = findings(world)
    assert found
    assert any(one.startswith(clause) for one in found)


@pytest.fixture(scope="module")
def host() -> AnsweringHost:
    return AnsweringHost(revised())


def test_every_field_of_a_revised_problem_is_compared(host: AnsweringHost) -> None:
    reading = Reading(host, 1)
    reading.read(len(host.log))
    BlobCheck(host, reading.titles, reading.view).run(reading.view(), judged_all=True)
    facts = Facts(reading.view(), reading.titles, reading.replay.recount)
    said = kept(msgspec.json.decode(host.answer("/problems/1.json") or b"null"))
    ours = expected_debate.problem(facts, 1)
    assert missed(ours, {name: said[name] for name in ours}) <= NOT_COMPARED


LIES: dict[str, tuple[str, Callable[[Any], object]]] = {
    "stale ones count": (
        "/problems.json", lambda said: said["items"][0]["necessity"].update(necessary=3),
    ),
    "the earlier text": ("/problems.json", lambda said: said["items"][0].update(version=1)),
    "a version less": ("/problems/1.json", lambda said: said["versions"].pop(0)),
    "of the newest": (
        "/problems/1.json", lambda said: said["assessments"]["items"][2].update(version=2),
    ),
    "declined": ("/rewordings.json", lambda said: said["items"][0].update(state="declined")),
    "of another": ("/rewordings.json", lambda said: said["items"][0].update(problem=2)),
}  # fmt: skip


@pytest.mark.parametrize("lie", LIES)
def test_a_host_that_says_otherwise_is_found(lie: str) -> None:
    host = AnsweringHost(revised())
    assert host.audited().findings == []
    path, bent = LIES[lie]
    host.bend(path, bent)
    assert len(host.audited().findings) == 1
