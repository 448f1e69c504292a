"""Self-criticism with the work, and lessons: listed, found by words, like what somebody writes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from esoviet.law.lessons import CriticiseOwnWork
from esoviet.law.records import BlobRecord
from esoviet.law.reviews import Review
from tests.web.desk import Desk, desk
from tests.world import World

BOILER = "Order a boiler in the summer"
CALLE = "Avisad a la **calle** entera"


def done(world: World, number: int, lesson: str, title: str) -> None:
    """Somebody carries a decision out, and says what others can learn."""
    ada = world.member("Ada")
    problem = ada.raises_problem(title)
    solution = ada.proposes(problem, f"What is done about it: {title}")
    vote = world.open_vote(problem).number
    for person in world.present():
        person.votes(vote, [[solution], [0]])
    world.close(vote)
    world.carry_out(ada, number, lesson=world.text(lesson), differently=world.text("Ask sooner"))


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Two mandates are carried out, each with a lesson; one is led still."""
    world = World().found(mandate_cap="9", report_days="100")
    ada, *_ = world.crowd(3)
    done(world, 1, BOILER, "The heating of the stairs")
    done(world, 2, CALLE, "Fiesta")
    world.decide(ada)
    with desk(world, tmp_path_factory.mktemp("lessons")) as served:
        yield served


def lessons(at: Desk, query: str = "") -> list[int]:
    return [one["number"] for one in at.get(f"lessons.json{query}").json()["items"]]


def test_lessons_stand_with_what_they_come_from(at: Desk) -> None:
    first, second = at.get("lessons.json?texts=1").json()["items"]
    assert (first["mandate"], first["problem"], first["decision"]) == (1, 1, 1)
    assert first["title"] == "What is done about it: The heating of the stairs"
    assert (first["lesson"]["content"], second["lesson"]["content"]) == (BOILER, CALLE)
    page = at.page("lessons", "Ada")
    assert page.index("la <strong>calle</strong>") < page.index(BOILER)
    assert "mandates/2#own" in page


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("boiler", [1]), ("BOIL", [1]), ("boiler+summer", [1]), ("boiler+calle", []),
        ("stairs", [1]), ("done", [1, 2]), ("avisád", [2]), ("oiler", []), ("%F0%9F%98%80", [1, 2]),
        ("a", [1, 2]), ("%25", [1, 2]), ("", [1, 2]),
    ],
)  # fmt: skip
def test_they_are_found_by_what_words_begin_with(at: Desk, words: str, found: list[int]) -> None:
    assert lessons(at, f"?q={words}") == found


def test_they_are_found_by_their_problem(at: Desk) -> None:
    assert lessons(at, "?problem=2") == [2]
    assert lessons(at, "?problem=2&q=boiler") == []
    assert lessons(at, "?problem=77") == []
    assert "Fiesta" in at.page("lessons?problem=2", "Ada")
    assert "Nothing with these words" in at.page("lessons?problem=2&q=boiler", "Ada")


def test_those_are_like_a_text_that_share_two_long_words_with_it(at: Desk) -> None:
    assert lessons(at, "?like=Heating+for+all+stairways") == [1]
    assert lessons(at, "?like=Heating") == []
    assert lessons(at, "?like=toda+la+calle,+enteros") == [2]
    page = at.page("lessons?like=Heating+for+all+stairways", "Ada")
    assert "the most words in common" in page
    assert "Avisad" not in page


def test_a_problem_whose_solutions_are_drafted_shows_lessons_of_work_like_it(
    tmp_path: Path,
) -> None:
    world = World().found()
    ada, *_ = world.crowd(3)
    done(world, 1, BOILER, "The heating of the stairs")
    like = ada.raises_problem("No heating in the stairway")
    other = ada.raises_problem("A bicycle shed")
    election = ada.calls_election(1)
    with desk(world, tmp_path) as served:
        page = served.page(f"problems/{like}", "Bea")
        assert "1 lesson of work like this" in page
        assert BOILER in page
        assert 'data-learns="No heating in the stairway"' in page
        assert BOILER not in served.page(f"problems/{other}", "Bea")
        assert "data-learns" not in served.page(f"problems/{election}", "Bea")
        assert 'data-learns=""' in served.page("problems/new", "Bea")


@pytest.mark.parametrize("query", ["?q=" + "x" * 201, "?like=" + "x" * 501, "?problem=x", "?z=1"])
def test_what_is_not_understood_is_refused(at: Desk, query: str) -> None:
    assert at.get(f"lessons.json{query}").status_code == 400
    assert at.get(f"lessons{query}").status_code == 400


def test_what_somebody_looks_for_is_not_kept(at: Desk) -> None:
    for path in ("lessons.json?q=boiler", "lessons?like=Heating+stairs"):
        assert at.get(path).headers["cache-control"] == "no-store"
    assert at.get("lessons.json").headers["cache-control"] != "no-store"


def test_all_answers_stand_with_the_work(at: Desk) -> None:
    page = at.page("mandates/1", "Ada")
    assert "Would do differently" in page
    assert BOILER in page
    assert 'id="own-intended"' in page
    assert 'id="own-lesson"' not in page
    assert 'id="own-intended"' not in at.page("mandates/1", "Bea")
    (own,) = at.get("mandates/1.json").json()["self_criticisms"]
    assert (own["intended"], own["lesson"]["content"]) == (None, BOILER)


def test_who_leads_is_asked_all_four_when_declaring_it_carried_out(at: Desk) -> None:
    page = at.page("mandates/3", "Ada")
    for name in ("intended", "happened", "differently", "lesson"):
        assert f'id="critic-{name}"' in page
    assert "Nothing yet: whoever carries it" in page


def test_it_is_said_that_none_was_written(tmp_path: Path) -> None:
    world = World().found()
    ada, *_ = world.crowd(3)
    world.decide(ada)
    world.carry_out(ada, 1)
    with desk(world, tmp_path) as served:
        assert "Nobody who carried it has said anything" in served.page("mandates/1", "Bea")


def test_it_is_said_through_the_api_and_goes_with_its_text(tmp_path: Path) -> None:
    world = World().found()
    ada, *_ = world.crowd(3)
    world.decide(ada)
    words = world.text(BOILER)
    with desk(world, tmp_path / "said") as served:
        assert served.bring(words).is_success
        assert served.does(ada, CriticiseOwnWork, mandate=1, lesson=words).is_success
    world.carry_out(ada, 1)
    world.turn_to(world.the(Review, 1).due)
    ada.erases(words)
    assert world.the(BlobRecord, bytes.fromhex(words.sha256)).state == "erased"
    with desk(world, tmp_path / "erased") as served:
        assert lessons(served) == []
        assert BOILER not in served.page("mandates/1", "Ada")
        assert "This was erased by who wrote it" in served.page("mandates/1", "Ada")
