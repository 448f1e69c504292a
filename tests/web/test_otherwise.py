"""What would have come out differently under an amendment: its page, its JSON, its links."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from esoviet.figures import otherwise
from esoviet.law.host import MarkTime
from esoviet.law.votes import Vote
from esoviet.web.http import chores
from tests.figures.test_otherwise import asked
from tests.web.desk import Desk, desk
from tests.world import World

# Worlds that are founded alike have the same id, and what is kept would be that of another test.
STRICT, LOOSE, LONGER, NAMED, BOTH, REPAIR = 1, 2, 3, 4, 5, 1


def proposing(world: World) -> World:
    """Four solutions that amend and one that does not, and a change by signature."""
    ada, bea = world.cast["Ada"], world.cast["Bea"]
    problem = ada.raises_problem("How we decide")
    ada.amends(problem, majority="2/3")
    bea.amends(problem, majority="3/5")
    world.cast["Cem"].amends(problem, vote_days="6")
    world.cast["Dot"].proposes(problem, "Talk first")
    world.cast["Eva"].amends(problem, majority="3/5", vouches="2")
    bea.proposes_repair("Two thirds for all", majority="2/3")
    return world


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Six members who decided one question by three to two."""
    with desk(proposing(asked(6, yes=3, no=2)), tmp_path_factory.mktemp("otherwise")) as served:
        yield served


def said(at: Desk, solution: int = STRICT) -> Any:
    return at.get(f"solutions/{solution}/otherwise.json").json()


def test_the_json_tells_what_comes_otherwise_and_why(at: Desk) -> None:
    answer = said(at)
    assert (answer["ready"], answer["decisions"], answer["differ"]) == (True, 1, 1)
    (line,) = answer["lines"]
    assert (line["event"], line["kind"], line["decision"]) == ("otherwise", "question", 1)
    assert (line["then"]["ending"], line["now"]["ending"]) == ("adopted", "rejected")
    (why,) = line["why"]
    assert (why["about"], why["had"], why["against"], why["now"]) == ("share", 3, 2, "2/3")


def test_the_page_says_it_in_a_sentence_and_line_by_line(at: Desk) -> None:
    page = at.page(f"solutions/{STRICT}/otherwise")
    assert "Of 1 decision 1 would have come out differently, 0 would not have come" in page
    assert "Decided: yes." in page
    assert "Not adopted." in page
    assert "3 for it, 2 against it. It would take 2/3 of them instead of 1/2." in page
    assert "What this cannot know" in page
    assert f"/a/{at.world.id} --set majority=2/3" in page


def test_it_says_that_nothing_comes_otherwise(at: Desk) -> None:
    assert said(at, LOOSE)["lines"] == []
    page = at.page(f"solutions/{LOOSE}/otherwise")
    assert (
        "By the same ballots nothing would have come out differently: 1 decision was looked at."
        in page
    )


def test_of_a_length_of_time_it_says_that_nobody_knows(at: Desk) -> None:
    page = at.page(f"solutions/{LONGER}/otherwise")
    assert "Past votes cannot tell what this would have changed" in page
    assert "a longer or a shorter time" in page
    assert "nothing would have come out differently" not in page
    answer = said(at, LONGER)
    assert (answer["parameters"], answer["weighed"]) == ({"vote_days": "6"}, [])
    assert answer["decisions"] == 0


def test_of_several_figures_it_says_that_past_votes_tell_of_some_only(at: Desk) -> None:
    assert said(at, BOTH)["weighed"] == ["majority"]
    page = at.page(f"solutions/{BOTH}/otherwise")
    assert "Of some of these figures past votes tell nothing" in page
    assert "Of some of these figures" not in at.page(f"solutions/{STRICT}/otherwise")


def test_a_solution_that_amends_nothing_has_nothing_to_tell(at: Desk) -> None:
    assert said(at, NAMED)["parameters"] == {}
    assert "This changes no figure" in at.page(f"solutions/{NAMED}/otherwise")


def test_a_change_by_signature_has_the_same_page(at: Desk) -> None:
    page = at.page(f"repairs/{REPAIR}/otherwise")
    assert "Of 1 decision 1 would have come out differently" in page
    assert f'/repairs/{REPAIR}/otherwise"' in at.page(f"repairs/{REPAIR}")


def test_each_amendment_leads_there_and_no_other_solution(at: Desk) -> None:
    page = at.page("problems/1")
    linked = [f'/solutions/{one}/otherwise"' in page for one in (STRICT, LOOSE, LONGER, NAMED)]
    assert linked == [True, True, True, False]


def test_what_is_not_there_has_no_page(at: Desk) -> None:
    for path in ("solutions/99/otherwise", "repairs/99/otherwise.json", "solutions/x/otherwise"):
        assert at.get(path).status_code == 404


def test_in_spanish_it_says_the_same(at: Desk) -> None:
    answer = at.get(f"solutions/{STRICT}/otherwise", headers={"accept-language": "es"})
    assert "Qué habría salido de otra manera" in answer.text
    assert "Cada votación se mira sola." in answer.text


def test_where_nothing_was_decided_the_page_says_what_will_stand_here(tmp_path: Path) -> None:
    world = World().found()
    world.crowd(5)
    with desk(proposing(world), tmp_path) as at:
        assert "Nothing was decided here yet" in at.page(f"solutions/{STRICT}/otherwise")


def test_what_is_decided_meanwhile_is_looked_at_too(tmp_path: Path) -> None:
    world = proposing(asked(6, yes=3, no=2, report_days="15"))
    vote = world.cast["Ada"].puts_to_vote()
    world.turn_to(world.the(Vote, vote).due - 60_000)
    world.cast["Bea"].votes(vote, "yes")
    with desk(world, tmp_path) as at:
        assert said(at)["decisions"] == 1
        world.now = world.the(Vote, vote).due + 1
        at.does(world.cast["Bea"], MarkTime)
        assert said(at)["decisions"] == 2


def test_what_takes_long_a_worker_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(otherwise, "MANY", -1)
    with desk(proposing(asked(6, yes=3, no=2, report_days="16")), tmp_path) as at:
        answer = said(at)
        assert (answer["ready"], answer["uncounted"], answer["differ"]) == (True, 0, 1)


def test_who_does_not_wait_is_told_to_come_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chores, "PATIENCE", 0.0)
    with desk(proposing(asked(6, yes=3, no=2, report_days="17")), tmp_path) as at:
        answer = at.get(f"solutions/{STRICT}/otherwise")
        assert "Open this page anew in a moment." in answer.text
        assert answer.headers["cache-control"] == "no-store"
