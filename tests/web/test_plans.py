"""What of an action is in no log: read by members, under handles, and gone 48 hours later."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from esoviet.law.actions import Action, CallOffAction
from esoviet.law.leaving import Leave
from esoviet.node.actions import KEPT, erase_due
from tests.web.desk import Desk, desk
from tests.world import DAY, World

HOUR = 3_600_000
ACTION, WAITING = 1, 2
PLACE, HANDLE, ROLE, WORDS = "Quittenhof", "Zwetschge", "Holunderwacht", "Mispelbrot"
STEWARDS = {"kind": "role", "name": ROLE, "places": 1}


@pytest.fixture(params=["members", "public"])
def at(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """Bea leads a mandate, and has announced an action of it; Ada's call waits for a second."""
    with desk(announced(request.param), tmp_path) as served:
        yield served


def announced(readership: str) -> World:
    world = World().found(readership=readership)
    ada, bea, *_ = world.crowd(5)
    world.decide(bea)
    begins = world.now + DAY
    bea.announces("A rally for the boiler", 1, begins=begins, ends=begins + 2 * HOUR)
    ada.announces("Stop the eviction", begins=begins, ends=begins + HOUR)
    return world


def asks(at: Desk, who: str, method: str, path: str, **said: Any) -> httpx.Response:
    at.forget_cookies()
    sent = {"json": said} if method in ("PUT", "POST") else {}
    return at.ask(method, f"plans/{path}", headers=at.session(who) if who else {}, **sent)


def plan(at: Desk, who: str) -> Any:
    return asks(at, who, "GET", str(ACTION)).json()


def planned(at: Desk) -> int:
    """Bea says where it is, and wants one steward; answers that part."""
    said = asks(at, "Bea", "PUT", str(ACTION), place=PLACE, words=WORDS)
    assert said.status_code == 204
    added = asks(at, "Bea", "POST", f"{ACTION}/parts", **STEWARDS)
    assert added.status_code == 201
    return int(added.json()["part"])


def test_members_read_where_it_is_and_nobody_else_does(at: Desk) -> None:
    planned(at)
    assert plan(at, "Cem")["place"] == PLACE
    assert PLACE in at.page(f"actions/{ACTION}/plan", "Cem")
    for who in ("", "A stranger"):
        assert asks(at, who, "GET", str(ACTION)).status_code in (403, 404)
        shown = at.get(f"actions/{ACTION}/plan", headers=at.session(who))
        assert PLACE not in shown.text


def test_it_is_in_no_public_answer_and_kept_by_no_cache(at: Desk) -> None:
    part = planned(at)
    asks(at, "Cem", "PUT", f"{ACTION}/parts/{part}/me", handle=HANDLE)
    for path in ("actions.json", f"actions/{ACTION}.json", f"actions/{ACTION}", "calendar.ics",
                 "log.json", f"actions/{ACTION}/seconds.json", ""):  # fmt: skip
        told = at.get(path or at.here, headers=at.session("Dot")).text
        assert [one for one in (PLACE, HANDLE, ROLE, WORDS) if one in told] == []
    for path in (f"actions/{ACTION}/plan", f"actions/{ACTION}/sheet", f"plans/{ACTION}"):
        answer = at.get(path, headers=at.session("Cem"))
        assert answer.headers["cache-control"] == "no-store"


def test_only_who_announced_it_writes_and_only_until_it_is_over(at: Desk) -> None:
    part = planned(at)
    for who in ("Ada", "Cem", ""):
        for method, path, said in (
            ("PUT", f"{ACTION}", {"place": "elsewhere"}),
            ("POST", f"{ACTION}/parts", STEWARDS),
            ("DELETE", f"{ACTION}/parts/{part}", {}),
            ("PUT", f"{ACTION}/came", {"came": 3}),
        ):
            assert asks(at, who, method, path, **said).status_code in (403, 404)
    at.does(at.world.person("Bea"), CallOffAction, action=ACTION)
    assert asks(at, "Bea", "PUT", f"{ACTION}", place="elsewhere").status_code == 403
    assert plan(at, "Cem")["place"] == PLACE


def test_one_has_the_place_and_the_next_waits_for_it(at: Desk) -> None:
    part = planned(at)
    for who in ("Cem", "Dot"):
        assert asks(at, who, "PUT", f"{ACTION}/parts/{part}/me", handle=who[0]).status_code == 204
    assert line(at, "Dot", part)["mine"] == "waits"
    assert plan(at, "Ada")["coming"] == 1
    asks(at, "Cem", "DELETE", f"{ACTION}/parts/{part}/me")
    assert line(at, "Dot", part)["mine"] == "place"
    assert "You have a place" in at.page(f"actions/{ACTION}/plan", "Dot")


def line(at: Desk, who: str, part: int) -> Any:
    return next(one for one in plan(at, who)["parts"] if one["part"] == part)


def test_handles_are_read_by_who_comes_and_who_announced_it_and_are_no_names(at: Desk) -> None:
    part = planned(at)
    asks(at, "Cem", "PUT", f"{ACTION}/parts/{part}/me", handle=HANDLE)
    asks(at, "Dot", "PUT", f"{ACTION}/parts/1/me")
    assert line(at, "Bea", part)["handles"] == line(at, "Dot", part)["handles"] == [HANDLE]
    assert line(at, "Bea", 1)["handles"] == [""]
    assert line(at, "Ada", part)["handles"] is None
    assert HANDLE not in at.page(f"actions/{ACTION}/plan", "Ada")
    shown = at.page(f"actions/{ACTION}/plan", "Bea")
    assert HANDLE in shown
    assert ">Cem<" not in shown.split('id="parts"')[1]


def test_nobody_signs_up_for_a_call_that_waits_or_what_is_off(at: Desk) -> None:
    assert asks(at, "Cem", "PUT", f"{WAITING}/parts/1/me").status_code == 409
    assert asks(at, "Cem", "PUT", f"{ACTION}/parts/1/me").status_code == 204
    at.does(at.world.person("Bea"), CallOffAction, action=ACTION)
    assert asks(at, "Dot", "PUT", f"{ACTION}/parts/1/me").status_code == 409
    assert "It does not take place" in at.page(f"actions/{ACTION}/plan", "Cem")


def test_what_one_signed_up_for_stands_on_one_s_own_floor_alone(at: Desk) -> None:
    asks(at, "Cem", "PUT", f"{ACTION}/parts/1/me")
    mine = f"actions/{ACTION}/plan"
    assert mine in at.page(at.here, "Cem")
    assert mine not in at.page(at.here, "Dot")
    assert (is_kept(at, "Cem"), is_kept(at, "Dot")) == (False, True)
    asks(at, "Cem", "DELETE", f"{ACTION}/parts/1/me")
    assert mine not in at.page(at.here, "Cem")
    assert is_kept(at, "Cem")


def is_kept(at: Desk, who: str) -> bool:
    """Whether a browser may keep the floor as it is now, to be read without a network."""
    return "esoviet-offline" in at.get(at.here, headers=at.session(who)).headers


def test_who_leaves_comes_no_more(at: Desk) -> None:
    part = planned(at)
    for who in ("Cem", "Dot"):
        asks(at, who, "PUT", f"{ACTION}/parts/{part}/me", handle=who)
    at.does(at.world.person("Cem"), Leave)
    assert line(at, "Bea", part)["handles"] == ["Dot"]


def test_what_is_called_off_is_erased_48_hours_after_that(at: Desk) -> None:
    planned(at)
    asks(at, "Cem", "PUT", f"{ACTION}/parts/1/me")
    at.does(at.world.person("Bea"), CallOffAction, action=ACTION)
    erased = plan(at, "Cem")["erased"]
    assert erased == at.node.clock() + KEPT
    erase_due(at.node.reach, erased)
    assert plan(at, "Cem")["parts"] == []
    assert plan(at, "Cem")["came"] is None


def test_48_hours_after_the_end_no_file_and_no_page_has_a_word_of_it(at: Desk) -> None:
    part = planned(at)
    asks(at, "Cem", "PUT", f"{ACTION}/parts/{part}/me", handle=HANDLE)
    asks(at, "Dot", "PUT", f"{ACTION}/parts/1/me", handle=HANDLE)
    assert found(at.node.folder) == {PLACE, HANDLE, ROLE, WORDS}
    erased = at.world.the(Action, ACTION).ends + KEPT
    erase_due(at.node.reach, erased - 1)
    assert plan(at, "Cem")["place"] == PLACE
    erase_due(at.node.reach, erased)
    assert found(at.node.folder) == set()
    said = plan(at, "Cem")
    assert (said["place"], said["came"], said["said"]) == ("", 2, False)
    shown = at.page(f"actions/{ACTION}/plan", "Cem")
    assert "2 came" in shown
    assert [one for one in (PLACE, HANDLE, ROLE, WORDS) if one in shown] == []


def test_a_node_erases_by_itself_after_a_start(tmp_path: Path) -> None:
    world = announced("members")
    with desk(world, tmp_path) as at:
        planned(at)
        asks(at, "Cem", "PUT", f"{ACTION}/parts/1/me", handle=HANDLE)
        assert found(tmp_path)
    world.now = world.the(Action, ACTION).ends + KEPT
    with desk(world, tmp_path) as later:
        later.until(lambda: found(tmp_path) == set())


def found(folder: Path) -> set[str]:
    """Which of the words stand in any file of the data folder."""
    files = [one.read_bytes() for one in folder.rglob("*") if one.is_file()]
    said = (PLACE, HANDLE, ROLE, WORDS)
    return {word for word in said if any(word.encode() in one for one in files)}


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "role", "name": " ", "places": 1},
        {"kind": "role", "name": "x", "places": 0},
        {"kind": "role", "name": "x", "places": 10_001},
        {"kind": "come", "name": "x", "places": 1},
        {"kind": "role", "name": "x" * 201, "places": 1},
        {"kind": "role", "name": "x", "places": 1, "begins": 1, "ends": 2},
        {"kind": "shift", "name": "x", "places": 1},
        {"kind": "shift", "name": "x", "places": 1, "begins": 2, "ends": 2},
        {"kind": "role", "name": "x", "places": 1, "more": 1},
    ],
)
def test_what_is_no_part_is_refused(at: Desk, said: dict[str, Any]) -> None:
    assert asks(at, "Bea", "POST", f"{ACTION}/parts", **said).status_code == 400
    good = {"kind": "shift", "name": "", "places": 1, "begins": 1, "ends": 2}
    assert asks(at, "Bea", "POST", f"{ACTION}/parts", **good).status_code == 201


def test_what_is_not_there_is_not_found(at: Desk) -> None:
    for path in ("99", "0", "x", "9" * 30):
        assert asks(at, "Bea", "GET", path).status_code == 404
    for part in ("99", "x"):
        assert asks(at, "Cem", "PUT", f"{ACTION}/parts/{part}/me").status_code == 404
    assert asks(at, "Cem", "PUT", f"{ACTION}/parts/1/me", handle="x" * 41).status_code == 400
    assert asks(at, "Bea", "DELETE", f"{ACTION}/parts/1").status_code == 404
    planned(at)
    assert asks(at, "Bea", "DELETE", f"{ACTION}/parts/1").status_code == 409


def test_the_emergency_number_has_no_name_by_which_it_could_be_sent(at: Desk) -> None:
    sheet = at.page(f"actions/{ACTION}/sheet", "Cem")
    field = sheet.split('<input id="emergency"')[1].split(">")[0]
    assert "name=" not in field
