"""Teach me this, and who would like to lead: between members who say so, and in no log."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from esoviet.law.handing import AcceptMandate, OfferMandate
from esoviet.law.leaving import Leave
from esoviet.store.skills import Skills
from esoviet.web.pages.weeks import Weeks
from tests.web.desk import Desk, desk
from tests.world import World

ADA, BEA, CEM, DOT = 1, 2, 3, 4
LEARNS = Skills(learn=("Boilers", "singing"))


@pytest.fixture(params=["members", "public"])
def at(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """Ada leads a mandate about the boiler; Bea and Cem would like to learn something."""
    world = World().found(readership=request.param)
    ada, *_ = world.crowd(4)
    problem = world.necessary(ada)
    solution = ada.proposes(problem, "Mend it\n\nThe boilers in the cellar.")
    vote = world.open_vote(problem).number
    for person in world.present():
        person.votes(vote, [[solution], [0]])
    world.close(vote)
    with desk(world, tmp_path) as served:
        for member, said in ((BEA, LEARNS), (CEM, Skills(learn=("singing",)))):
            served.node.reach.skills.put(world.id, member, said)
        yield served


def asks(at: Desk, who: str, learner: int, method: str = "PUT", mandate: int = 1) -> httpx.Response:
    at.forget_cookies()
    return at.ask(method, f"teaching/{mandate}/{learner}", headers=at.session(who))


def pairs(at: Desk) -> list[tuple[int, int, bool]]:
    return [
        (one.leader, one.learner, one.stands) for one in at.node.reach.teaching.all(at.world.id)
    ]


def teach(at: Desk, who: str) -> str:
    return at.page("mandates/1/teach", who).partition("<main")[2]


def test_who_leads_sees_whose_line_fits_and_nobody_else_does(at: Desk) -> None:
    page = teach(at, "Ada")
    assert "Bea" in page
    assert "<bdi>Boilers</bdi>" in page
    assert "singing" not in page
    assert "Cem" not in page
    for who in ("Dot", "Cem"):
        assert "Boilers</bdi>" not in teach(at, who)
        assert "Bea" not in teach(at, who)


def test_both_say_yes_and_both_floors_say_so(at: Desk) -> None:
    assert asks(at, "Ada", BEA).status_code == 204
    assert "Somebody offers to show you" in at.page(at.here, "Bea")
    assert "Yes, gladly" in teach(at, "Bea")
    assert asks(at, "Bea", BEA).status_code == 204
    assert pairs(at) == [(ADA, BEA, True)]
    assert "You are shown: <bdi>Mend it" in at.page(at.here, "Bea")
    assert "You show: <bdi>Mend it" in at.page(at.here, "Ada")
    for who in ("Cem", "Dot"):
        assert "mandates/1/teach" not in at.page(at.here, who)


def test_who_would_learn_can_ask_without_having_said_so_before(at: Desk) -> None:
    assert "Ask to be shown" in teach(at, "Dot")
    assert asks(at, "Dot", DOT).status_code == 204
    assert "Somebody would like to learn" in at.page(at.here, "Ada")
    assert "Would like to learn it from you" in teach(at, "Ada")
    assert asks(at, "Ada", DOT).status_code == 204
    assert pairs(at) == [(ADA, DOT, True)]


@pytest.mark.parametrize("who", ["Ada", "Bea"])
def test_either_ends_it(at: Desk, who: str) -> None:
    asks(at, "Ada", BEA)
    asks(at, "Bea", BEA)
    assert asks(at, who, BEA, "DELETE").status_code == 204
    assert pairs(at) == []
    assert "You show" not in at.page(at.here, "Ada")


def test_it_ends_when_another_leads_and_when_one_of_them_leaves(at: Desk) -> None:
    for learner in ("Bea", "Dot"):
        asks(at, learner, at.world.person(learner).number)
    at.does(at.world.person("Bea"), Leave)
    assert pairs(at) == [(ADA, DOT, False)]
    at.does(at.world.person("Ada"), OfferMandate, mandate=1, member=CEM)
    at.does(at.world.person("Cem"), AcceptMandate, mandate=1)
    assert pairs(at) == []


def test_nobody_says_it_for_another_or_without_being_one_of_the_two(at: Desk) -> None:
    assert asks(at, "Ada", DOT).status_code == 403  # has not said that they would learn anything
    assert asks(at, "Cem", BEA).status_code == 403
    assert asks(at, "Ada", ADA).status_code == 403
    for who in ("", "A stranger"):
        assert asks(at, who, BEA).status_code in (403, 404)
    for mandate, learner in ((9, BEA), (1, 99), (0, BEA)):
        assert asks(at, "Ada", learner, mandate=mandate).status_code == 404
    assert pairs(at) == []


def test_it_is_in_no_answer_but_the_pages_of_the_two(at: Desk) -> None:
    asks(at, "Ada", BEA)
    asks(at, "Bea", BEA)
    answer = at.get("mandates/1/teach", headers=at.session("Bea"))
    assert answer.headers["cache-control"] == "no-store"
    for path in ("mandates/1.json", "members/2.json", "calendar.ics", "mandates/1", "members/2"):
        told = at.get(path, headers=at.session("Dot")).text
        assert "You show" not in told
        assert "It is shown to you" not in told
    assert "It is shown" not in teach(at, "Dot")


def test_who_would_like_to_lead_and_never_has_stands_in_the_ledger_for_members(at: Desk) -> None:
    for member in (ADA, BEA):
        at.node.reach.skills.put(at.world.id, member, Skills(lead=True))
    never = at.page("rotation", "Dot").partition('id="never"')[2].partition("</section>")[0]
    assert ">Bea<" in never
    assert ">Ada<" not in never
    assert at.get("rotation", headers=at.session("Dot")).headers["cache-control"] == "no-store"
    for path in ("rotation", "rotation.json", "rotation.csv"):
        for who in ("", "A stranger"):
            assert "Bea" not in at.get(path, headers=at.session(who)).text
    for path in ("rotation.json", "rotation.csv"):
        assert "Bea" not in at.get(path, headers=at.session("Dot")).text
    at.node.reach.skills.put(at.world.id, BEA, Skills())
    assert "Nobody says so at the moment" in at.page("rotation", "Dot")


def test_what_is_between_two_is_in_no_mail(at: Desk) -> None:
    asks(at, "Dot", DOT)
    week = Weeks(at.node).week(at.hosted, ADA, "en", titles=True)
    assert week is not None
    assert [line for line in week.lines if "teach" in line.path] == []
