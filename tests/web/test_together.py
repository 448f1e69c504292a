"""Who carries a solution out together: the answers, the card, the ballot, the mandate's page."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from esoviet.law.sharing import AcceptShare
from esoviet.law.solutions import Solution
from esoviet.law.together import JoinSolution, WelcomeCarrier
from tests.web.desk import Desk, desk
from tests.world import World

TOGETHER = "; carried out by Ada with Bea and Cem"


@pytest.fixture
def world() -> World:
    """Ada proposes a solution; Dot leads a mandate, and may not hold another one."""
    world = World().found(readership="public", mandate_cap="1", report_days="60")
    ada, _bea, _cem, dot, _eva = world.crowd(5)
    world.decide(dot)
    ada.proposes(ada.raises_problem(), "Repair it\nby May")
    return world


@pytest.fixture
def at(world: World, tmp_path: Path) -> Iterator[Desk]:
    with desk(world, tmp_path) as served:
        yield served


def team_up(at: Desk, *others: str, solution: int = 2) -> None:
    for name in others:
        other = at.world.person(name)
        said = {"solution": solution, "version": 1}
        assert at.does(other, JoinSolution, **said).status_code == 201
        said["member"] = other.number
        assert at.does(at.world.person("Ada"), WelcomeCarrier, **said).status_code == 201


def solution(at: Desk) -> dict[str, Any]:
    found: dict[str, Any] = at.get("solutions/2.json").json()["solution"]
    return found


def names(found: list[dict[str, Any]]) -> list[str]:
    return [one["name"] for one in found]


def plain(page: str) -> str:
    """A page's words without its elements."""
    return " ".join(re.sub("<[^>]+>", "", page).split())


def test_who_asks_and_who_is_agreed_to_stands_in_the_answer_and_on_the_card(at: Desk) -> None:
    bea = at.world.person("Bea")
    at.does(bea, JoinSolution, solution=2, version=1)
    assert (names(solution(at)["asking"]), names(solution(at)["team"])) == (["Bea"], [])
    at.does(at.world.person("Ada"), WelcomeCarrier, solution=2, version=1, member=bea.number)
    assert (names(solution(at)["asking"]), names(solution(at)["team"])) == ([], ["Bea"])
    team_up(at, "Cem")
    assert names(solution(at)["versions"][0]["team"]) == ["Bea", "Cem"]
    assert TOGETHER in plain(at.page("problems/2")).replace(" ,", ",")


def test_each_sees_the_one_thing_that_they_can_do(at: Desk) -> None:
    assert "Carry it out together with Ada" in at.page("problems/2", "Bea")
    assert "Carry it out together with Ada" not in at.page("problems/2", "Ada")
    assert "Carry it out together with Ada" not in at.page("problems/2", "Dot")
    at.does(at.world.person("Bea"), JoinSolution, solution=2, version=1)
    assert "who has not answered yet" in at.page("problems/2", "Bea")
    asked = at.page("problems/2", "Ada")
    assert "Bea would carry this out together with you." in asked
    assert "No, thank you" in asked
    assert "would carry this out together with you." in at.page("solutions/2/versions", "Ada")
    assert "Answer who would join you" in at.page(at.here, "Ada")
    assert "Answer who would join you" not in at.page(at.here, "Bea")
    bea = {"member": at.world.person("Bea").number}
    at.does(at.world.person("Ada"), WelcomeCarrier, solution=2, version=1, welcomes=False, **bea)
    assert "Answer who would join you" not in at.page(at.here, "Ada")
    assert "Ada carries it out without you." in at.page("problems/2", "Bea")


def test_nothing_is_offered_from_the_vote_on_and_the_ballot_names_all(
    world: World, tmp_path: Path
) -> None:
    ada, bea, cem = (world.person(name) for name in ("Ada", "Bea", "Cem"))
    ada.teams_up(2, bea, cem)
    world.open_vote(2)
    with desk(world, tmp_path) as at:
        assert TOGETHER in plain(at.page("votes/2", "Eva")).replace(" ,", ",")
        assert 'data-act="join-solution"' not in at.page("problems/2", "Eva")
        assert 'data-act="welcome-carrier"' not in at.page("problems/2", "Ada")


def test_who_held_too_many_when_it_was_decided_is_named_beside_who_carries_it(
    tmp_path: Path,
) -> None:
    world = World().found(readership="public", mandate_cap="1", report_days="60")
    ada, bea, cem, dot = world.crowd(4)
    world.decide(dot)
    problem = ada.raises_problem()
    number = ada.proposes(problem)
    ada.teams_up(number, bea, cem)
    vote = world.open_vote(problem).number
    dot.shares(1, bea)
    for person in world.present():
        person.votes(vote, [[number], [0]])
    world.close(vote)
    with desk(world, tmp_path) as at:
        said = "signed for it too, but held as many mandates as one may when it was decided."
        assert f"Bea {said}" in plain(at.page("mandates/2"))
        assert said not in plain(at.page("mandates/1"))
        assert "Ada, Cem carry it out." in plain(at.page(f"votes/{vote}"))
        kinds = [one["kind"] for one in at.get("mandates/2.json").json()["reports"]]
        assert kinds == ["joined"]


def test_a_share_that_one_is_asked_to_take_can_be_declined_on_the_page(tmp_path: Path) -> None:
    world = World().found(report_days="60")
    ada, bea, *_ = world.crowd(3)
    world.decide(ada)
    ada.offers_share(1, bea)
    with desk(world, tmp_path) as at:
        assert 'name="accepts" value="false"' in at.page("mandates/1", "Bea")
        assert at.does(bea, AcceptShare, mandate=1, accepts=False).status_code == 201
        assert at.get("mandates/1.json").json()["mandate"]["sharing"] == []
        assert 'data-act="accept-share"' not in at.page("mandates/1", "Bea")
        assert world.the(Solution, 1).carrier == ada.number
