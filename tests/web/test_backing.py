"""Who backs which version: the answers, the card of a solution, the page of its versions."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from esoviet.law.amendments import Amending
from esoviet.law.drafts import WithdrawSolution
from esoviet.law.solutions import BackSolution
from tests.web.desk import Desk, desk
from tests.world import World

MOVED = "You back version 1. Version 2 is newer:"


@pytest.fixture
def world() -> World:
    """Ada, Cem and Dot back version 1 of Bea's solution; she has put version 2 in its place."""
    world = World().found(readership="public")
    ada, bea, cem, dot = world.crowd(4)
    solution = bea.proposes(ada.raises_problem(), "Repair it\nby May")
    for person in (ada, cem, dot):
        person.backs(solution)
    change = Amending(parameters={"vote_days": "6"})
    bea.revises(solution, "Repair it\nby June", amending=change)
    return world


@pytest.fixture
def at(world: World, tmp_path: Path) -> Iterator[Desk]:
    with desk(world, tmp_path) as served:
        yield served


def said(at: Desk, path: str) -> dict[str, Any]:
    answer: dict[str, Any] = at.ask("GET", path).json()
    return answer


def test_the_answer_says_how_many_back_which_version_and_who(at: Desk) -> None:
    solution = said(at, "solutions/1.json")["solution"]
    assert (solution["version"], solution["backed"], solution["backed_by_others"]) == (2, 1, 3)
    assert [one["backed"] for one in solution["versions"]] == [3, 1]
    assert [one["amending"] is None for one in solution["versions"]] == [True, False]
    listed = said(at, "solutions/1/backers.json")["items"]
    assert [(one["member"]["name"], one["version"]) for one in listed] == [
        ("Ada", 1), ("Bea", 2), ("Cem", 1), ("Dot", 1),
    ]  # fmt: skip


def test_who_backs_an_older_version_moves_their_backing_with_one_tap(at: Desk) -> None:
    card = at.page("problems/1", "Ada")
    assert MOVED in card
    assert 'class="notice" data-act="back-solution"' in card
    assert at.does(at.world.person("Ada"), BackSolution, solution=1, version=2).status_code == 201
    assert MOVED not in at.page("problems/1", "Ada")
    assert MOVED not in at.page("problems/1", "Bea")
    assert MOVED not in at.page("problems/1")


def test_the_page_of_versions_shows_what_changed_beside_the_text_too(at: Desk) -> None:
    versions = at.page("solutions/1/versions", "Ada")
    assert "<ins>by June</ins>" in versions
    assert "<del>by May</del>" in versions
    assert "What follows was not the same before." in versions
    assert "<dt>Vote</dt>" in versions
    assert '<b><span translate="no">6 days</span></b>' in versions
    assert "you back this one" in versions
    assert "Back version 2" in versions


def test_after_the_drafting_the_version_that_stands_is_named(world: World, tmp_path: Path) -> None:
    world.reach(1, "reading").confirm()
    with desk(world, tmp_path) as at:
        card = at.page("problems/1", "Bea")
        assert "Version 1 stands: all versions" in card
        assert "You backed version 2. Version 1 stands:" in card
        assert "Back version 1" in card
        assert "You backed version" not in at.page("problems/1", "Ada")
        assert "Back version 2" not in at.page("solutions/1/versions", "Bea")


def test_who_withdraws_from_what_others_back_reads_before_that_it_stands(at: Desk) -> None:
    card = at.page("problems/1", "Bea")
    assert "3 others back it, so it stands without you." in card
    assert at.does(at.world.person("Bea"), WithdrawSolution, solution=1).status_code == 201
    card = at.page("problems/1", "Ada")
    assert "who has withdrawn from it" in card
    assert said(at, "solutions/1.json")["solution"]["carrier"] is None
    assert 'data-act="adopt-solution"' in at.page("solutions/1/versions", "Ada")
