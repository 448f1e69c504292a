"""The briefing: its page and its answer, where cases are written and signed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from esoviet.law.blobs import EraseBlob
from esoviet.law.cases import WriteCase
from esoviet.law.solutions import Practicality
from tests.web.desk import Desk, desk
from tests.world import World


def told() -> World:
    """Two solutions at the reading: Ada's has marks that are apart, and a case for it."""
    world = World().found(readership="public", necessity_quorum="0")
    ada, bea, cem, dot, eva = world.members("Ada", "Bea", "Cem", "Dot", "Eva")
    problem = ada.raises_problem("It is cold")
    first, second = ada.proposes(problem, "A new boiler"), bea.proposes(problem, "Thick coats")
    cem.backs(first)
    fact = bea.states(problem, "It is 12 degrees")
    for person in (ada, cem, dot):
        person.weighs_fact(fact)
    for person, mark in ((bea, 0), (cem, 25), (dot, 100), (eva, 100)):
        note = world.text(f"{person.name} says {mark}")
        person.assesses(first, mark, 50, 50, 50, means_note=note)
    dot.assesses(second, 0, 0, 0, 0, risk_note=world.text("They wear out"))
    dot.argues(problem, "refutes", "It breaks each year", solution=first)
    eva.argues(problem, "supports", "Coats are warm", solution=second)
    eva.argues(problem, "asks", "What does it cost?", solution=first)
    world.reach(problem, "reading")
    cem.writes_case(first, "for", "It is **warm** by winter")
    return world


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Desk]:
    with desk(told(), tmp_path) as at:
        yield at


def test_the_page_holds_what_is_read_before_the_vote(hall: Desk) -> None:
    page = hall.page(f"{hall.here}/problems/1/briefing")
    for said in (
        "It is 12 degrees", "It is <strong>warm</strong> by winter", "1 signs it",
        "It breaks each year", "Coats are warm", "What does it cost?", "They differ",
        "From 1 to 5: 1, 1, 0, 0, 2", "4 answered", "It is frozen when the vote opens",
    ):  # fmt: skip
        assert said in page, said


def test_who_may_speak_for_a_side_has_its_form(hall: Desk) -> None:
    path = f"{hall.here}/problems/1/briefing"
    ada, dot, eva = (hall.page(path, name) for name in ("Ada", "Dot", "Eva"))
    assert "Sign it too" in ada
    assert 'id="case-for-1"' in ada
    assert 'id="case-against-1"' not in ada
    assert 'id="case-against-1"' in dot
    assert "Sign it too" not in eva


def test_the_answer_says_the_marks_and_what_stands(hall: Desk) -> None:
    first, second = hall.get(f"{hall.here}/problems/1/briefing.json").json()["solutions"]
    assert first["means"] == {"counts": [1, 1, 0, 0, 2], "apart": True}
    assert first["people"] == {"counts": [0, 0, 4, 0, 0], "apart": False}
    assert [one["case"] and one["case"]["number"] for one in first["spoken"]] == [1, None]
    assert [one["argument"] and one["argument"]["number"] for one in second["spoken"]] == [2, None]


def test_it_says_why_the_lowest_and_the_highest_marks_were_given(hall: Desk) -> None:
    def noted() -> list[tuple[str, int, str, str]]:
        answer = hall.get(f"{hall.here}/problems/1/briefing.json").json()
        return [
            (one["side"], one["mark"], one["member"]["name"], one["text"]["content"])
            for solution in answer["solutions"]
            for one in solution["notes"]
        ]

    bea, eva = ("means", 1, "Bea", "Bea says 0"), ("means", 5, "Eva", "Eva says 100")
    wear = ("risk", 1, "Dot", "They wear out")
    assert noted() == [bea, eva, wear]
    assert "Eva says 100" in hall.page(f"{hall.here}/problems/1/briefing")
    note = hall.world.the(Practicality, hall.world.person("Bea").number, 1).notes[0]
    hall.does(hall.world.person("Bea"), EraseBlob, sha256=note.hex())
    assert noted() == [("means", 2, "Cem", "Cem says 25"), eva, wear]


def test_all_marks_and_notes_stand_on_a_page_with_the_form_for_them(hall: Desk) -> None:
    path = f"{hall.here}/solutions/1/assessors"
    page = hall.page(path)
    for said in ("Dot says 100", "assessed by 4 members", "From 1 to 5: 1, 1, 0, 0, 2"):
        assert said in page, said
    assert "They wear out" not in page
    assert 'name="means_note"' in hall.page(path, "Ada")
    answer = hall.get(f"{path}.json?texts=1").json()
    assert answer["items"][0]["means_note"]["content"] == "Bea says 0"
    assert hall.get(f"{path}.json").json()["items"][0]["means_note"]["content"] is None
    assert hall.get(f"{hall.here}/solutions/99/assessors").status_code == 404


def test_a_note_that_is_erased_is_gone_and_its_mark_stays(hall: Desk) -> None:
    note = hall.world.the(Practicality, hall.world.person("Dot").number, 1).notes[0]
    hall.does(hall.world.person("Dot"), EraseBlob, sha256=note.hex())
    page = hall.page(f"{hall.here}/solutions/1/assessors")
    assert "Dot says 100" not in page
    assert "assessed by 4 members" in page


def test_it_is_frozen_when_the_vote_opens(tmp_path: Path) -> None:
    world = told()
    world.open_vote(1)
    for name in ("Ada", "Cem", "Dot"):
        world.person(name).weighs_fact(1, "unfounded")
    with desk(world, tmp_path) as at:
        answer = at.get(f"{at.here}/problems/1/briefing.json").json()
        assert [one["number"] for one in answer["established"]] == [1]
        assert answer["frozen"]
        page = at.page(f"{at.here}/problems/1/briefing")
        assert "As it was when the vote opened" in page
        assert "/problems/1/briefing" in at.page(f"{at.here}/problems/1")
        assert "/problems/1/briefing" in at.page(f"{at.here}/votes/1")


def test_there_is_none_of_a_problem_that_is_not_drafted(hall: Desk) -> None:
    hall.world.person("Ada").raises("Another")
    assert hall.get(f"{hall.here}/problems/9/briefing.json").status_code == 404


def test_a_case_of_marks_and_code_harms_nobody(hall: Desk) -> None:
    text = hall.world.text("<script>alert(1)</script> [x](javascript:alert(1))")
    hall.bring(text)
    hall.does(hall.world.person("Ada"), WriteCase, solution=1, side="for", text=text)
    page = hall.page(f"{hall.here}/problems/1/briefing")
    assert "<script>alert" not in page
    assert 'href="javascript:' not in page
    assert "1 other case" in page


def test_of_an_election_it_shows_who_stands_and_no_effect_or_budget(tmp_path: Path) -> None:
    world = World().found(readership="public")
    ada, bea, *_ = world.members("Ada", "Bea", "Cem")
    election = ada.calls_election(1)
    for person in (ada, bea):
        person.proposes(election, "I keep the books")
    world.reach(election, "reading")
    with desk(world, tmp_path) as at:
        page = at.page(f"{at.here}/problems/{election}/briefing")
        assert "Who stands" in page
        for word in ("Expected effect", "Budget", "No effect stated", "Carried out by"):
            assert word not in page


def test_it_holds_what_was_decided_on_matters_like_it_and_what_came_of_that(
    tmp_path: Path,
) -> None:
    world = World().found(readership="public", necessity_quorum="0", review_days="30")
    ada, bea, cem, *_ = world.crowd(5)
    world.decide(ada, "The stairways are cold", "Heating for the cold stairways")
    other = world.decide(ada, "Anybody walks in from the street", "A gate")
    world.carry_out(ada, 1)
    bea.judges(1, "not", "keep")
    cem.judges(1, "partly", "keep")
    world.pass_days(40)
    world.host.marks_time()
    problem = ada.raises_problem("All stairways are cold once more")
    ada.proposes(problem, "Another heating")
    world.reach(problem, "reading")
    with desk(world, tmp_path) as at:
        page = at.page(f"{at.here}/problems/{problem}/briefing")
        assert "Decided: Heating for the cold stairways." in page
        assert "0 say that the aim was reached, 1 partly, 1 not." in page
        assert f"decisions/{other.number}" not in page
        assert "What was decided on matters like this" not in at.page(
            f"{at.here}/problems/2/briefing"
        )
