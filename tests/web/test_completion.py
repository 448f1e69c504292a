"""What is declared carried out: the mandate's page, the vote on it, the floor, the API."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from esoviet.law.completion import ObjectToCompletion
from esoviet.law.mandates import Mandate
from esoviet.law.solutions import Effect
from esoviet.store.sessions import Session
from tests.web.desk import Desk, desk
from tests.world import World

DECLARED, CONTESTED, LED_ON = 1, 2, 3


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(lively(), tmp_path_factory.mktemp("completion")) as served:
        yield served


def lively() -> World:
    """Three mandates of Ada's: one is led on after a vote, one is voted on, one declared."""
    world = World().found(mandate_cap="5", report_days="100")
    ada, bea, cem, dot = world.crowd(4)
    for _ in range(3):
        world.decide(ada)
    ada.completes(LED_ON)
    vote = contested(world, LED_ON)
    for person in (bea, cem, dot):
        person.votes(vote, "no")
    world.close(vote)
    ada.completes(CONTESTED).completes(DECLARED, measured="7")
    contested(world, CONTESTED)
    dot.objects_to_completion(DECLARED, "The hoist is stopped")
    return world


def contested(world: World, mandate: int) -> int:
    """Two object; answers the vote."""
    for name in ("Bea", "Cem"):
        world.person(name).objects_to_completion(mandate, f"{name} says no")
    return world.the(Mandate, mandate).vote


def page(at: Desk, path: str, reader: str = "") -> str:
    """A page as somebody sees it."""
    headers: dict[str, Any] = {}
    if reader:
        kid, token = at.world.person(reader).kid, f"a token of {reader}"
        at.node.store.open_session(token, Session(at.world.id, kid, at.world.now + 10**9))
        headers = {"authorization": f"Bearer {token}"}
    answer = at.get(path, headers=headers)
    assert answer.status_code == 200
    return " ".join(answer.text.split())


def test_what_is_declared_says_until_when_how_many_must_object_and_why_some_do(at: Desk) -> None:
    shown = page(at, f"mandates/{DECLARED}", "Bea")
    for words in ("Declared carried out", "Objections until", "measured: 7", "The hoist is stopped",
                  "If 2 members object, all vote on it. 1 objects so far."):  # fmt: skip
        assert words in shown


@pytest.mark.parametrize(
    ("reader", "objects", "takes_back"),
    [("Ada", False, False), ("Bea", True, False), ("Dot", False, True)],
)
def test_every_other_member_can_object_and_take_that_back(
    at: Desk, reader: str, objects: bool, takes_back: bool
) -> None:
    shown = page(at, f"mandates/{DECLARED}", reader)
    assert ('data-act="object-to-completion"' in shown) is objects
    assert ('data-act="take-back-objection"' in shown) is takes_back


def test_the_page_of_a_mandate_leads_to_the_vote_on_it(at: Desk) -> None:
    vote = at.world.the(Mandate, CONTESTED).vote
    shown = page(at, f"mandates/{CONTESTED}", "Bea")
    assert "Members object, so all vote on it." in shown
    assert f"votes/{vote}" in shown
    ballot = page(at, f"votes/{vote}", "Bea")
    assert "<legend>Was it carried out?</legend>" in ballot
    assert f"mandates/{CONTESTED}" in ballot


def test_after_a_no_the_page_says_why_it_cannot_be_declared(at: Desk) -> None:
    shown = page(at, f"mandates/{LED_ON}", "Ada")
    assert "The members said that this is not carried out" in shown
    assert 'data-act="complete-mandate"' not in shown
    assert "Bea says no" in shown
    vote = at.world.the(Mandate, LED_ON).vote
    assert "It is not carried out: it is led on." in page(at, f"votes/{vote}")


@pytest.mark.parametrize(("reader", "asked"), [("Ada", False), ("Bea", True), ("Dot", False)])
def test_the_floor_asks_the_others_to_look(at: Desk, reader: str, asked: bool) -> None:
    shown = page(at, f"/a/{at.world.id}", reader)
    assert ("Carried out?" in shown) is asked


def test_the_api_counts_the_objections(at: Desk) -> None:
    line = at.get(f"mandates/{DECLARED}.json").json()["mandate"]
    assert (line["state"], line["objecting"], line["needed"]) == ("declared", 1, 2)
    reports = at.get(f"mandates/{LED_ON}.json").json()["reports"]
    assert [len(one["objections"]) for one in reports] == [2]
    assert at.get("mandates.json?state=contested").json()["items"][0]["number"] == CONTESTED
    assert at.get("decisions.json?kind=completion").json()["items"][0]["subject"] == LED_ON


def test_an_objection_is_handed_in(tmp_path: Path) -> None:
    world = lively()
    bea, why = world.person("Bea"), world.text("I was there: it is stopped")
    with desk(world, tmp_path) as own:
        own.bring(why)
        answer = own.does(bea, ObjectToCompletion, mandate=DECLARED, reason=why)
        assert answer.status_code == 201
        assert own.world.the(Mandate, DECLARED).state == "contested"


def test_the_effect_that_was_expected_stands_beside_what_was_measured(tmp_path: Path) -> None:
    world = World().found(mandate_cap="5", report_days="100")
    ada, *_ = world.crowd(4)
    expected = Effect(
        indicator=world.text("Accidents a month"), baseline="3", target="0", by=world.now
    )
    world.decide(ada, effect=expected)
    world.decide(ada)
    with desk(world, tmp_path) as at:
        before, without = (page(at, f"mandates/{n}", "Ada") for n in (1, 2))
        ada.completes(1, measured="1.5")
    assert 'id="effect"' not in without
    assert "<dt>Today</dt> <dd>3</dd>" in before
    assert "<dd>nothing yet; a report can say it" in before
    with desk(world, tmp_path / "later") as at:
        told = page(at, "mandates/1", "Ada")
        effect = at.get("mandates/1.json", headers=at.session("Ada")).json()["effect"]
    assert "Accidents a month" in told
    assert "<dt>Measured</dt> <dd>1.5</dd>" in told
    assert (effect["baseline"], effect["target"]) == ("3", "0")


def test_the_last_reports_stand_with_the_matter_and_its_decision(tmp_path: Path) -> None:
    world = World().found(report_days="100")
    ada, *_ = world.crowd(3)
    world.decide(ada)
    for number in range(1, 4):
        ada.reports(1, f"Week {number}")
    mandate = world.the(Mandate, 1)
    with desk(world, tmp_path) as at:
        for path in (f"problems/{mandate.problem}", f"decisions/{mandate.decision}"):
            work = page(at, path, "Ada").partition('id="work"')[2].partition("</section>")[0]
            assert work.index("Week 3") < work.index("Week 2")
            assert ("Week 1" in work, "All reports" in work) == (False, True)
            assert f'href="{at.here}/mandates/1#reports"' in work
