"""Pages and answers of a problem whose text is revised while it is assessed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from esoviet.law.problems import AssessNecessity
from tests.web.desk import Desk, desk
from tests.world import World

TEXT = "# The hall is cold\n\nWe freeze there since May.\nIt is *old*."


def told() -> World:
    """Ada raises a problem, Cem judges it, and Bea would write June."""
    world = World().found(readership="public")
    ada, bea, cem, *_ = world.crowd(10)
    problem = ada.raises(TEXT)
    cem.finds("necessary", problem, "I freeze too")
    bea.rewords(problem, "June", place=TEXT.index("May"), length=3)
    return world


def revised() -> World:
    world = told()
    world.person("Ada").revises_problem(1, TEXT.replace("May", "June"), takes=(1,))
    return world


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Desk]:
    with desk(told(), tmp_path) as at:
        yield at


@pytest.fixture
def after(tmp_path: Path) -> Iterator[Desk]:
    with desk(revised(), tmp_path) as at:
        yield at


def test_others_suggest_and_its_author_answers(hall: Desk) -> None:
    page = hall.page(f"{hall.here}/problems/1/rewordings", "Ada")
    assert "since <del>May</del><ins>June</ins>." in page
    assert 'data-act="decline-rewording"' in page
    assert 'data-passage="May" data-becomes="June"' in page
    assert 'data-act="revise-problem"' in page
    theirs = hall.page(f"{hall.here}/problems/1/rewordings", "Dot")
    assert 'data-act="suggest-rewording"' in theirs
    assert 'name="problem" value="1"' in theirs


def test_the_problem_says_how_many_wait_and_its_author_needs_to_answer(hall: Desk) -> None:
    assert "1 waits for an answer" in hall.page(f"{hall.here}/problems/1")
    assert "Suggest a change" in hall.page(f"{hall.here}/problems/1", "Dot")
    assert "Answer who would word it otherwise" in hall.page(hall.here, "Ada")
    assert "Answer who would word it otherwise" not in hall.page(hall.here, "Bea")


def test_an_unrevised_problem_has_one_version(hall: Desk) -> None:
    answer = hall.get(f"{hall.here}/problems/1.json").json()
    assert [one["number"] for one in answer["versions"]] == [1]
    assert (answer["problem"]["version"], answer["problem"]["rewordings"]) == (1, 1)
    assert "what changed" not in hall.page(f"{hall.here}/problems/1")


def test_the_versions_are_told_word_by_word_with_who_contributed(after: Desk) -> None:
    page = after.page(f"{after.here}/problems/1/versions", "Cem")
    assert "We freeze there since <del>May</del><ins>June</ins>." in page
    assert page.count("Contributors:") == 1
    assert page.count("you have judged this one") == 1
    answer = after.get(f"{after.here}/problems/1.json").json()
    assert [one["takes"] for one in answer["versions"]] == [[], [1]]
    assert [len(one["contributors"]) for one in answer["versions"]] == [0, 1]
    assert "Version 2: what changed" in after.page(f"{after.here}/problems/1")


def test_who_has_judged_the_earlier_text_is_told_and_says_it_anew(after: Desk) -> None:
    assert "Say it anew: the text has changed" in after.page(after.here, "Cem")
    assert "Say it anew" not in after.page(after.here, "Bea")
    page = after.page(f"{after.here}/problems/1", "Cem")
    assert "The text has changed since you judged it" in page
    assert "You said then: Necessary." in page
    cem = after.world.person("Cem")
    after.does(cem, AssessNecessity, problem=1, stance="necessary", version=2)
    assert "Say it anew" not in after.page(after.here, "Cem")
    assert "You said: Necessary" in after.page(f"{after.here}/problems/1", "Cem")


def test_assessments_say_of_which_version(after: Desk) -> None:
    lines = after.get(f"{after.here}/problems/1/assessments.json").json()["items"]
    assert [(one["member"]["member"], one["version"]) for one in lines] == [(1, 2), (3, 1)]
    page = after.page(f"{after.here}/problems/1/assessments")
    assert "of version 1" in page
    assert "is not counted" in page
    counts = after.get(f"{after.here}/problems/1.json").json()["problem"]["necessity"]
    assert counts["necessary"] == 1


def test_who_suggested_is_told_the_answer(after: Desk) -> None:
    assert "Ada answered you" in after.page(after.here, "Bea")
    lines = after.get(f"{after.here}/rewordings.json?problem=1").json()["items"]
    assert [(one["problem"], one["solution"], one["into"]) for one in lines] == [(1, None, 2)]
    assert after.get(f"{after.here}/rewordings.json?solution=1").json()["items"] == []
    assert after.get(f"{after.here}/problems/9/rewordings.json").status_code == 404


def test_what_was_written_before_can_be_erased(after: Desk) -> None:
    texts = after.get(f"{after.here}/members/1/texts.json").json()["items"]
    assert [one["kind"] for one in texts if one["kind"] == "problem"] == ["problem"] * 2


def test_once_it_is_open_its_versions_stay_and_nobody_suggests(tmp_path: Path) -> None:
    world = revised()
    world.open_problem(1, world.person("Ada"))
    with desk(world, tmp_path) as at:
        page = at.page(f"{at.here}/problems/1", "Dot")
        assert "Version 2 stands: all versions" in page
        assert "Suggest a change" not in page
        assert 'data-act="revise-problem"' not in at.page(f"{at.here}/problems/1", "Ada")
