"""What members say of themselves for the work: members read it on pages, and it goes at a word."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from esoviet.law.leaving import Leave
from esoviet.node.backup import back_up, key_of
from esoviet.store.skills import LONGEST, MOST_LINES
from tests.person import Person
from tests.store.test_actions import found
from tests.web.desk import Desk, desk
from tests.world import World

SKILL, INTEREST, LEARN = "Zwetschgenmus", "Holunderwacht", "Mispelbrot"
WORDS = (SKILL, INTEREST, LEARN)
ALL: dict[str, Any] = {
    "skills": [SKILL, "Cooking"], "interests": [INTEREST], "learn": [LEARN],
    "hours": [0, 2, 20], "zone": "Europe/Madrid", "lead": True,
}  # fmt: skip


@pytest.fixture(params=["members", "public"])
def at(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Desk]:
    world = World().found(readership=request.param)
    world.members("Ada", "Bea")
    with desk(world, tmp_path) as served:
        yield served


def says(at: Desk, who: str, method: str = "PUT", **said: Any) -> httpx.Response:
    at.forget_cookies()
    sent = {"json": {**ALL, **said}} if method == "PUT" else {}
    return at.ask(method, "skills", headers=at.session(who), **sent)


def test_what_a_member_says_is_on_their_page_for_other_members(at: Desk) -> None:
    assert says(at, "Bea").status_code == 204
    page = at.page("members/2", "Ada")
    assert [word for word in WORDS if word not in page] == []
    for said in ("would like to lead", "Monday", "morning, evening", "Europe/Madrid"):
        assert said in page
    assert "For the work" not in at.page("members/1", "Ada")
    assert at.size() == len(at.world.entries)


def test_no_cache_keeps_the_page_on_which_it_stands(at: Desk) -> None:
    says(at, "Bea")
    for path in ("members/2", "me/skills"):
        answer = at.get(path, headers=at.session("Bea"))
        assert answer.headers["cache-control"] == "no-store"


def test_nobody_else_reads_it_anywhere(at: Desk) -> None:
    says(at, "Bea")
    for path in ("members/2", "members/2.json", "members.json", "members", "me/skills", "log.json",
                 "calendar.ics", "rotation", "rotation.csv", "rotation.json", "problems.atom",
                 "decisions.atom", "members/2/texts.json", "devices", ""):  # fmt: skip
        for who in ("", "A stranger"):
            told = at.get(path or at.here, headers=at.session(who)).text
            assert [word for word in WORDS if word in told] == []
        if path not in ("members/2", "me/skills"):
            told = at.get(path or at.here, headers=at.session("Ada")).text
            assert [word for word in WORDS if word in told] == []
    assert SKILL not in at.page("me/skills", "Ada")


def test_it_is_in_no_backup(at: Desk, tmp_path: Path) -> None:
    says(at, "Bea")
    assert found(at.node.folder, WORDS) == set(WORDS)
    made = tmp_path / "elsewhere" / at.world.id
    back_up(at.node.folder / "assemblies" / at.world.id, made, key_of(at.node.folder))
    assert (made / "log.db").exists()
    assert found(made, WORDS) == set()


def test_what_is_taken_back_is_nowhere_any_more(at: Desk) -> None:
    says(at, "Bea")
    says(at, "Bea", skills=["Welding"])
    assert found(at.node.folder, WORDS) == {INTEREST, LEARN}
    assert says(at, "Bea", "DELETE").status_code == 204
    assert found(at.node.folder, WORDS) == set()
    assert "For the work" not in at.page("members/2", "Ada")


def test_of_who_leaves_no_word_is_left(at: Desk) -> None:
    says(at, "Bea")
    at.does(at.world.person("Bea"), Leave)
    at.until(lambda: found(at.node.folder, WORDS) == set())
    assert says(at, "Bea").status_code in (403, 404)


def test_the_form_says_what_one_has_said(at: Desk) -> None:
    says(at, "Bea")
    page = at.page("me/skills", "Bea")
    assert re.search(r'value="Cooking" checked', page)
    assert not re.search(r'value="Driving" checked', page)
    assert f">{SKILL}</textarea>" in page
    assert re.search(r'name="hours" value="20" checked', page)
    assert not re.search(r'name="hours" value="1" checked', page)
    assert "<option selected>Europe/Madrid" in page
    assert "Take all of it back" in page
    assert "Take all of it back" not in at.page("me/skills", "Ada")


def test_nobody_says_it_without_being_a_member(at: Desk) -> None:
    for who in ("", "A stranger"):
        for method in ("PUT", "DELETE"):
            assert says(at, who, method).status_code in (403, 404)


@pytest.mark.parametrize(
    "bad",
    [
        {"skills": ["x" * (LONGEST + 1)]}, {"learn": ["x"] * (MOST_LINES + 1)}, {"skills": "x"},
        {"skills": [7]}, {"hours": [21]}, {"hours": [-1]}, {"hours": [1.5]}, {"lead": "yes"},
        {"zone": "Mars/Olympus"}, {"zone": "../../etc/passwd"}, {"zone": ""}, {"more": 1},
        {"interests": None},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_changes_nothing(at: Desk, bad: dict[str, Any]) -> None:
    says(at, "Bea")
    answer = says(at, "Bea", **bad)
    assert answer.status_code == 400
    assert SKILL in at.page("members/2", "Ada")


def test_too_much_at_once_is_refused(at: Desk) -> None:
    answer = at.ask("PUT", "skills", content=b" " * 20_000, headers=at.session("Bea"))
    assert answer.status_code == 413


def test_what_turns_a_line_round_or_cannot_be_seen_is_left_out(at: Desk) -> None:
    says(at, "Bea", skills=["\u202egnikab", "\u200b\u200b", "<b>bold</b>"])
    page = at.page("members/2", "Ada")
    assert "<bdi>gnikab</bdi> · <bdi>&lt;b&gt;bold&lt;/b&gt;</bdi>" in page
    assert "\u202e" not in page


def lively() -> World:
    """Two mandates are vacant, a third has two tasks that were just opened, and a vote is open."""
    world = World().found(report_days="60", grace_days="2", mandate_cap="5")
    ada, bea, cem, _dot = world.crowd(4)
    decided(world, bea, "A common kitchen")
    decided(world, cem, "A room for music")
    world.pass_days(63)
    ada.asks()
    decided(world, ada, "Repair it")
    problem = ada.raises_problem("The lift is broken")
    ada.proposes(problem, "Mend the lift")
    world.open_vote(problem)
    ada.opens_task(3, "Paint the fence")
    ada.opens_task(3, "Translate the leaflet\n\nInto Turkish, by hand.")
    return world


def decided(world: World, who: Person, text: str) -> None:
    problem = world.necessary(who)
    solution = who.proposes(problem, text)
    vote = world.open_vote(problem).number
    for person in world.present():
        person.votes(vote, [[solution], [0]])
    world.close(vote)


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(lively(), tmp_path_factory.mktemp("skills")) as served:
        yield served


def week(at: Desk, who: str) -> list[str]:
    """The titles of what needs somebody, in their order."""
    needs = at.page(at.here, who).partition('id="needs"')[2].partition("</section>")[0]
    return re.findall(r"<bdi>([^<]+)</bdi>", needs)


def test_work_that_fits_comes_before_other_work_and_after_the_votes(busy: Desk) -> None:
    vote, kitchen, music, leaflet = (
        "The lift is broken", "A common kitchen", "A room for music", "Translate the leaflet",
    )  # fmt: skip
    assert week(busy, "Dot") == [vote, kitchen, music]
    says(busy, "Dot", skills=["turkish"], interests=["MUSIC"])
    assert week(busy, "Dot") == [vote, music, kitchen, leaflet]
    floor = busy.page(busy.here, "Dot")
    assert floor.count("you said you can do this") == 2
    assert "you said you can do this" not in busy.page(busy.here, "Bea")
    assert busy.page("board", "Dot").count("you said you can do this") == 1
    assert "you said you can do this" not in busy.page("board", "Bea") + busy.page("board")
    says(busy, "Dot", "DELETE")
    assert week(busy, "Dot") == [vote, kitchen, music]


def test_what_one_would_like_to_learn_is_not_what_one_can_do(busy: Desk) -> None:
    says(busy, "Dot", skills=[], interests=[], learn=["music", "Turkish"])
    assert "you said you can do this" not in busy.page(busy.here, "Dot")
    says(busy, "Dot", "DELETE")


def test_nothing_fits_who_leads_it_or_a_visitor(busy: Desk) -> None:
    says(busy, "Ada", skills=["Turkish", "music"])
    assert "Translate the leaflet" not in week(busy, "Ada")
    assert "you said you can do this" not in busy.page(busy.here)
    says(busy, "Ada", "DELETE")
