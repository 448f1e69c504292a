"""Until when a member is away: members read it on pages alone, and it ends by itself."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from esoviet.law.mandates import Mandate
from esoviet.law.tasks import OpenTask, TakeTask
from esoviet.node.actions import erase_due
from esoviet.web.api.own import Own
from tests.web.desk import Desk, desk
from tests.world import DAY, World

SAID = "away until"
TITLE = "Repair it"


@pytest.fixture(params=["members", "public"])
def at(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """Ada leads mandate 1 and Bea shares it; Cem leads mandate 2 alone."""
    world = World().found(readership=request.param, report_days="60")
    ada, bea, cem, _dot = world.crowd(4)
    for lead in (ada, cem):
        world.decide(lead)
    ada.shares(1, bea)
    with desk(world, tmp_path) as served:
        yield served


def says(at: Desk, who: str, days: float = 7, method: str = "PUT") -> httpx.Response:
    at.forget_cookies()
    until = {"until": at.node.clock() + round(days * DAY)}
    sent = {"json": until} if method == "PUT" else {}
    return at.ask(method, "away", headers=at.session(who), **sent)


def test_it_stands_on_ones_page_and_beside_ones_work_for_members(at: Desk) -> None:
    assert says(at, "Ada").status_code == 204
    assert "Away until" in at.page("members/1", "Bea")
    page = at.page("mandates/1", "Bea")
    assert SAID in page
    assert "The others who carry it are asked for reports first." in page
    assert SAID not in at.page("mandates/2", "Bea").lower()
    for path in ("mandates/1", "members/1", "me/away"):
        answer = at.get(path, headers=at.session("Bea"))
        assert answer.headers["cache-control"] == "no-store"


def test_it_stands_beside_the_tasks_that_who_is_away_has_taken(at: Desk) -> None:
    assert says(at, "Ada").status_code == 204
    ada, problem = at.world.person("Ada"), at.world.the(Mandate, 1).problem
    paint = at.world.text("Fetch the paint")
    at.bring(paint, **at.session("Ada"))
    at.does(ada, OpenTask, mandate=1, text=paint, hands=2)
    at.does(ada, TakeTask, task=1)
    for path in (f"problems/{problem}", "board", "board?by=person"):
        assert SAID in at.page(path, "Bea"), path
        assert SAID not in at.get(path).text, path
        assert at.get(path, headers=at.session("Bea")).headers["cache-control"] == "no-store"


def test_nobody_else_reads_it_anywhere(at: Desk) -> None:
    says(at, "Ada")
    until = str(at.node.reach.away.of(at.world.id, 0)[1])
    for path in ("members/1", "mandates/1", "me/away", "mandates/1.json", "members/1.json", "",
                 "members.json", "log.json", "calendar.ics", "rotation.csv", "board"):  # fmt: skip
        for who in ("", "A stranger"):
            told = at.get(path or at.here, headers=at.session(who)).text
            assert until not in told
            assert SAID not in told.lower()
        if path.endswith(("json", "ics", "csv")):
            assert until not in at.get(path, headers=at.session("Bea")).text


def test_it_is_sixty_days_at_most_and_taken_back_or_changed_at_a_word(at: Desk) -> None:
    assert says(at, "Ada", 61).status_code == 400
    assert says(at, "Ada", -1).status_code == 400
    assert says(at, "Ada", 59).status_code == 204
    assert says(at, "Ada", 2).status_code == 204
    assert says(at, "").status_code in (401, 403, 404)
    assert at.node.reach.away.members(at.world.id) == [1]
    assert says(at, "Ada", method="DELETE").status_code == 204
    assert at.node.reach.away.members(at.world.id) == []
    assert "Away until" not in at.page("members/1", "Bea")


def test_it_has_no_field_for_a_reason(at: Desk) -> None:
    at.forget_cookies()
    said = {"until": at.node.clock() + DAY, "reason": "ill"}
    assert at.ask("PUT", "away", headers=at.session("Ada"), json=said).status_code == 400


def test_it_is_erased_when_it_is_over(at: Desk) -> None:
    says(at, "Ada", 1)
    says(at, "Bea", 3)
    now = at.node.clock()
    erase_due(at.node.reach, now + 2 * DAY)
    assert at.node.reach.away.of(at.world.id, now) == {2: at.node.reach.away.of(at.world.id, 0)[2]}
    assert Own(at.node.reach, at.world.id, 1, now + 4 * DAY).away == {}


def test_who_leads_it_alone_is_offered_the_hand_over_and_nothing_due_moves(at: Desk) -> None:
    due = at.get("mandates/2.json", headers=at.session("Dot")).json()["mandate"]["due"]
    says(at, "Cem")
    page = at.page("mandates/2", "Cem")
    assert "you can ask others to carry it out with you, or hand it on." in page
    assert 'data-act="offer-mandate"' in page
    assert "Nobody else carries it." in at.page("mandates/2", "Dot")
    assert at.get("mandates/2.json", headers=at.session("Dot")).json()["mandate"]["due"] == due
    assert f'<a href="{at.here}/mandates/2"><bdi>{TITLE}</bdi></a>' in at.page("me/away", "Cem")
    assert f'<a href="{at.here}/mandates/2"><bdi>{TITLE}</bdi></a>' in at.page("members/3", "Cem")
    assert f"{at.here}/mandates/1" not in at.page("me/away", "Bea")


def test_reports_are_asked_of_those_who_are_there_first(tmp_path: Path) -> None:
    """Ada leads 1 alone and 3 with Bea, who leads 2: what is due first stands first."""
    world = World().found(report_days="60", mandate_cap="3")
    ada, bea, _cem = world.crowd(3)
    for lead in (ada, bea, ada):
        world.decide(lead)
    ada.shares(3, bea)

    def owed(at: Desk, who: str) -> list[str]:
        week = at.page(at.here, who)
        links = re.findall(r"<b>Report: .*?</b>|/mandates/(\d)\"", week)
        return list(dict.fromkeys(one for one in links if one))

    with desk(world, tmp_path) as at:
        assert (owed(at, "Ada"), owed(at, "Bea")) == (["1", "3"], ["2", "3"])
        says(at, "Ada")
        assert (owed(at, "Ada"), owed(at, "Bea")) == (["1", "3"], ["3", "2"])
        says(at, "Bea")
        assert owed(at, "Bea") == ["2", "3"]


def test_who_is_away_is_not_among_those_who_are_asked_first(at: Desk) -> None:
    assert '<option value="4" dir="auto">Dot' in at.page("mandates/2", "Cem")
    says(at, "Dot")
    assert '<option value="4" dir="auto">Dot' not in at.page("mandates/2", "Cem")
