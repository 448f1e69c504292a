"""Pages and answers of facts: what is established, and what says that one fell."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from esoviet.law.facts import StateFact, WeighFact, WithdrawFact
from esoviet.law.showing import WithdrawExhibit
from tests.web.desk import Desk, desk
from tests.world import World


def told() -> World:
    """Ada stated two facts; Bea, Cem and Dot established the first, on which works rest."""
    world = World().found(readership="public", necessity_quorum="0")
    ada, bea, cem, dot = world.members("Ada", "Bea", "Cem", "Dot")
    problem = ada.raises("The wall cracks")
    world.open_problem(problem, ada)
    ada.states(problem, "The crack is ten centimetres long", exhibits=(ada.brings("A ruler"),))
    ada.states(problem, "It rained in May")
    for one in (bea, cem, dot):
        one.weighs_fact(1)
    bea.proposes(problem, "A new wall", facts=(1, 2))
    cem.argues(problem, "supports", "It grows", facts=(1,))
    return world


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Desk]:
    with desk(told(), tmp_path) as at:
        yield at


def said(at: Desk, path: str) -> dict[str, object]:
    answer: dict[str, object] = at.get(f"{at.here}/{path}").json()
    return answer


def test_a_problem_tells_its_facts_before_its_solutions(hall: Desk) -> None:
    page = hall.page(f"{hall.here}/problems/1")
    assert "3 of 3 find it well founded" in page
    assert "Nobody has judged it yet" in page
    places = [page.index(f'id="{one}"') for one in ("situation", "solutions", "debate")]
    assert places == sorted(places)
    assert "What is?" in page
    assert "How do you know it?" in page


def test_no_form_asks_who_is_right(hall: Desk) -> None:
    page = hall.page(f"{hall.here}/problems/1", "Bea").lower()
    assert not [
        word for word in ("is it right", "is it wrong", "is it true", "false?") if word in page
    ]


def test_answers_say_how_each_stands(hall: Desk) -> None:
    lines = said(hall, "problems/1/facts.json")["items"]
    assert isinstance(lines, list)
    assert [(one["number"], one["standing"], one["founded"]) for one in lines] == [
        (1, "established", 3), (2, "open", 0),
    ]  # fmt: skip
    assert [one["number"] for one in lines[0]["exhibits"]] == [1]
    one = said(hall, "facts/1.json")
    assert [(work["work"], work["number"]) for work in one["citing"]] == [  # type: ignore[attr-defined]
        ("argument", 1), ("version", 1),
    ]  # fmt: skip
    assert len(said(hall, "facts/1/weighings.json")["items"]) == 3  # type: ignore[arg-type]
    assert said(hall, "facts.json?problem=2")["items"] == []


def test_what_cites_a_fact_that_fell_says_so_and_nothing_else(hall: Desk) -> None:
    assert "Rests on a fact that fell" not in hall.page(f"{hall.here}/problems/1")
    for name in ("Bea", "Cem", "Dot"):
        hall.does(hall.world.person(name), WeighFact, fact=1, finds="unfounded")
    page = hall.page(f"{hall.here}/problems/1")
    assert page.count("Rests on a fact that fell") == 2
    hall.does(hall.world.person("Ada"), WithdrawFact, fact=2)
    page = hall.page(f"{hall.here}/solutions/1/versions")
    assert "contested" in page
    assert "withdrawn" in page


def test_the_briefing_and_the_ballot_say_so_too(tmp_path: Path) -> None:
    world = told()
    bea, cem, dot = world.members("Bea", "Cem", "Dot")
    cem.argues(1, "supports", "It grows", solution=1, facts=(1,))
    cem.backs(1)
    for one in (bea, cem, dot):
        one.weighs_fact(1, "unfounded")
    world.open_vote(1)
    with desk(world, tmp_path) as at:
        ballot, page = at.page(f"{at.here}/votes/1"), at.page(f"{at.here}/problems/1")
    fell = "Rests on a fact that fell"
    assert fell in ballot[ballot.index("Text, for and against") : ballot.index('id="solutions"')]
    assert fell in page[page.index('id="briefing"') : page.index('id="solutions"')]


def test_a_fallen_exhibit_is_told_with_the_fact_that_rests_on_it(hall: Desk) -> None:
    hall.does(hall.world.person("Ada"), WithdrawExhibit, exhibit=1)
    page = hall.page(f"{hall.here}/problems/1")
    assert "has fallen" in page
    assert said(hall, "facts/1.json")["fact"]["standing"] == "established"  # type: ignore[index]


def test_whose_fact_is_contested_is_told_and_nobody_else(hall: Desk) -> None:
    told = "Others find this fact of yours not well founded"
    assert told not in hall.page(hall.here, "Ada")
    for name in ("Bea", "Cem", "Dot"):
        hall.does(hall.world.person(name), WeighFact, fact=1, finds="unfounded")
    assert told in hall.page(hall.here, "Ada")
    assert told not in hall.page(hall.here, "Bea")


def test_the_reader_sees_what_they_find_and_weighs_nothing_of_their_own(hall: Desk) -> None:
    assert "weigh-fact" not in hall.page(f"{hall.here}/facts/1", "Ada")
    page = hall.page(f"{hall.here}/facts/1", "Bea")
    assert "weigh-fact" in page
    assert "<b>You: Well founded</b>" in page


def test_the_briefing_begins_with_what_is_established(tmp_path: Path) -> None:
    world = told().reach(1, "reading")
    with desk(world, tmp_path) as at:
        page = at.page(f"{at.here}/problems/1")
    briefing = page[page.index('id="briefing"') :]
    briefing = briefing[: briefing.index('class="cards"')]
    assert "The crack is ten centimetres long" in briefing
    assert "It rained in May" not in briefing


def test_a_fact_is_stated_from_the_page(hall: Desk) -> None:
    text, source = hall.world.text("It leaks"), hall.world.text("I looked")
    for blob in (text, source):
        hall.bring(blob)
    hall.does(hall.world.person("Bea"), StateFact, problem=1, text=text, source=source)
    assert "It leaks" in hall.page(f"{hall.here}/problems/1/facts")
    assert "It leaks" in hall.page(f"{hall.here}/facts/3")
