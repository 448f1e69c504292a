"""Pages and answers of rewordings: what others would word otherwise, and what became of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from esoviet.law.rewordings import DeclineRewording
from tests.web.desk import Desk, desk
from tests.world import World

TEXT = "# A new boiler\n\nWe order a boiler by May.\nIt is *red*."


def told() -> World:
    """Ada proposes; Bea would write June, Cem leaves the colour out."""
    world = World().found(readership="public", necessity_quorum="0")
    ada, bea, cem, _ = world.members("Ada", "Bea", "Cem", "Dot")
    problem = ada.raises_problem("It is cold")
    solution = ada.proposes(problem, TEXT)
    place = TEXT.index("May")
    bea.suggests(solution, "June", place=place, length=3)
    cem.suggests(solution, None, place=TEXT.index("\nIt is"), length=len("\nIt is *red*."))
    return world


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Desk]:
    with desk(told(), tmp_path) as at:
        yield at


def page_of(hall: Desk, name: str = "") -> str:
    return hall.page(f"{hall.here}/solutions/1/rewordings", *([name] if name else []))


def test_the_page_shows_what_goes_and_what_comes(hall: Desk) -> None:
    page = page_of(hall)
    assert "by <del>May</del><ins>June</ins>." in page
    assert "<del> It is *red*.</del>" in page
    assert "It is clearer" in page
    assert page.count("waits for an answer") == 2


def test_its_proposer_answers_and_others_suggest(hall: Desk) -> None:
    mine, theirs = page_of(hall, "Ada"), page_of(hall, "Dot")
    assert 'data-act="decline-rewording"' in mine
    assert 'data-passage="May" data-becomes="June"' in mine
    assert 'data-act="suggest-rewording"' in theirs
    assert "We order a boiler by May. It is *red*.</textarea>" in theirs


def test_answers_name_the_passage(hall: Desk) -> None:
    lines = hall.get(f"{hall.here}/solutions/1/rewordings.json?texts=1").json()["items"]
    assert [(one["passage"], one["state"]) for one in lines] == [
        ("May", "open"), ("\nIt is *red*.", "open"),
    ]  # fmt: skip
    assert lines[0]["text"]["content"] == "June"
    assert lines[1]["text"] is None
    assert hall.get(f"{hall.here}/rewordings.json?solution=2").json()["items"] == []
    assert hall.get(f"{hall.here}/solutions/9/rewordings.json").status_code == 404


def test_the_problem_says_how_many_wait(hall: Desk) -> None:
    assert "2 wait for an answer" in hall.page(f"{hall.here}/problems/1")


def test_a_proposer_needs_to_answer_and_who_suggested_is_told(hall: Desk) -> None:
    assert "Answer who would word it otherwise" in hall.page(hall.here, "Ada")
    assert "Answer who would word it otherwise" not in hall.page(hall.here, "Bea")
    reason = hall.world.text("Red is seen")
    hall.bring(reason)
    hall.does(hall.world.person("Ada"), DeclineRewording, rewording=2, reason=reason)
    assert "Ada answered you" in hall.page(hall.here, "Cem")
    assert "Red is seen" in page_of(hall)


def test_a_version_names_who_contributed(tmp_path: Path) -> None:
    world = told()
    world.person("Ada").revises(1, TEXT.replace("May", "June"), takes=(1,))
    world.person("Ada").revises(1, TEXT.replace("May", "July"))
    with desk(world, tmp_path) as at:
        versions = at.get(f"{at.here}/solutions/1.json").json()["solution"]["versions"]
        assert [one["takes"] for one in versions] == [[], [1], []]
        assert [len(one["contributors"]) for one in versions] == [0, 1, 1]
        page = at.page(f"{at.here}/solutions/1/versions")
        assert "We order a boiler by <del>May</del><ins>June</ins>." in page
        assert page.count("Contributors:") == 2
        assert "in version 2" in page_of(at)


def test_what_lies_outside_the_text_is_shown_as_it_was_written(tmp_path: Path) -> None:
    world = told()
    world.person("Dot").suggests(1, "<b>Nowhere</b>", place=60_000, length=5)
    with desk(world, tmp_path) as at:
        page = page_of(at)
        assert "<b>Nowhere" not in page
        assert "Nowhere" in page


def test_words_that_were_erased_stand_nowhere(tmp_path: Path) -> None:
    world = told()
    words, dot = world.text("a secret word"), world.person("Dot")
    dot.suggests(1, words)
    dot.erases(words)
    with desk(world, tmp_path) as at:
        page = page_of(at, "Ada")
        assert "a secret word" not in page
        assert "erased by who suggested it" in page
