"""Criticism: pages, the floor, the API; what is said of one's work, and who sees it where."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from esoviet.law.criticism import AnswerCriticism, Criticise
from tests.web.desk import Desk, desk
from tests.world import World


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(lively(), tmp_path_factory.mktemp("criticism")) as served:
        yield served


def lively() -> World:
    """On Ada's mandate one that waits, one accepted, one folded; on her solution; to all two."""
    world = World().found()
    ada, bea, cem, dot, eva, _fay = world.crowd(6)
    world.decide(ada)
    photo, lines = world.text(b"a picture", "image/png"), world.text("The cold stairs")
    bea.criticises("Nobody was told", mandate=1, evidence=(photo,), captions=lines)
    ada.answers(cem.criticises("It took long", mandate=1))
    ada.answers(dot.criticises("The stairs are dirty", mandate=1), "not-mine")
    eva.criticises("It has no price", solution=1)
    bea.criticises("Votes take too long", rule="vote_days")
    cem.criticises("Decided in a hurry", decision=1)
    return world


def said(at: Desk, path: str) -> list[tuple[str, str]]:
    found = at.get(path).json()["criticisms"]
    return [
        (one["criticism"]["observation"]["title"], one["criticism"]["standing"]) for one in found
    ]


def test_it_stands_with_the_work_the_newest_first(at: Desk) -> None:
    assert said(at, "mandates/1.json") == [
        ("The stairs are dirty", "folded"), ("It took long", "accepted"),
        ("Nobody was told", "open"),
    ]  # fmt: skip
    assert said(at, "decisions/1.json") == [("Decided in a hurry", "public")]
    assert at.get("solutions/1.json").json()["solution"]["criticisms"] == [4]
    page = at.page("mandates/1", "Cem")
    assert "Nobody was told" in page
    assert "The cold stairs" in page


def test_the_list_has_what_is_addressed_to_all_and_nothing_of_persons_work(at: Desk) -> None:
    items = at.get("criticisms.json").json()["items"]
    assert [one["number"] for one in items] == [5, 6]
    assert all(one["to"] is None for one in items)
    page = at.page("criticisms", "Ada")
    assert "Votes take too long" in page
    assert "Nobody was told" not in page
    assert "problems/new?criticism=6" in page


def test_on_a_members_page_only_they_see_it(at: Desk) -> None:
    ada = at.world.person("Ada").number
    assert "It took long" in at.page(f"members/{ada}", "Ada")
    for reader in ("Bea", "Cem"):
        assert "It took long" not in at.page(f"members/{ada}", reader)
    assert "criticism" not in at.get(f"members/{ada}.json").text


def test_the_addressee_is_asked_to_answer_and_nobody_else(at: Desk) -> None:
    assert "Answer the criticism" in at.page(at.here, "Ada")
    for reader in ("Bea", "Dot"):
        assert "Answer the criticism" not in at.page(at.here, reader)


def test_its_author_reads_of_the_answer(at: Desk) -> None:
    assert "Ada answered you." in at.page(at.here, "Cem")
    assert "Ada answered you." not in at.page(at.here, "Eva")


def test_its_page_has_the_answer_and_the_form_to_put_it_anew(at: Desk) -> None:
    ada = at.world.person("Ada").number
    assert 'data-act="answer-criticism"' in at.page("criticisms/1", "Ada")
    assert 'data-act="answer-criticism"' not in at.page("criticisms/2", "Ada")
    page = at.page("criticisms/3", "Dot")
    assert 'data-act="renew-criticism"' in page
    assert f'<option value="{ada}"' in page
    assert at.get("criticisms/99.json").status_code == 404


def test_what_the_address_names_is_what_the_form_is_about(at: Desk) -> None:
    assert 'name="rule" value="vote_days"' in at.page("criticisms/new?rule=vote_days", "Ada")
    assert 'name="solution" value="1"' in at.page("criticisms/new?solution=1", "Fay")
    assert "Nobody criticises themselves" in at.page("criticisms/new?solution=1", "Ada")
    for nonsense in ("rule=vote_dayz", "mandate=99", "argument=x", "decision=99999999999999"):
        page = at.page(f"criticisms/new?{nonsense}", "Bea")
        assert 'data-act="criticise"' in page
        assert 'name="rule"' not in page


def test_a_problem_is_raised_from_one(at: Desk) -> None:
    assert "criticisms/5" in at.page("problems/new?criticism=5", "Ada")
    for nonsense in ("99", "x", "99999999999"):
        assert "From a criticism" not in at.page(f"problems/new?criticism={nonsense}", "Ada")


def test_rules_can_be_criticised_from_the_constitution(at: Desk) -> None:
    assert "criticisms/new?rule=vote_days" in at.page("constitution", "Ada")


def test_done_through_the_api_it_stands_in_the_json(tmp_path: Path) -> None:
    world = World().found()
    ada, bea = world.members("Ada", "Bea")
    world.decide(ada)
    words = {name: world.text(name) for name in ("observation", "suggestion")}
    note = world.text("There was a note")
    with desk(world, tmp_path) as at:
        assert at.does(bea, Criticise, mandate=1, **words).status_code == 201
        said = {"criticism": 1, "answer": "answered", "text": note}
        assert at.does(bea, AnswerCriticism, **said).json()["clause"] == "15.3"
        assert at.does(ada, AnswerCriticism, **said).status_code == 201
        at.bring(note)
        one = at.get("criticisms/1.json").json()["criticism"]
        assert (one["standing"], one["answer"]["content"]) == ("answered", "There was a note")
        assert at.does(ada, AnswerCriticism, **said).json()["clause"] == "15.3"


def test_a_problem_begins_with_the_rule_that_it_is_to_change(at: Desk) -> None:
    assert f'{at.here}/problems/new?rule=vote_days"' in at.page("constitution", "Ada")
    page = at.page("problems/new?rule=vote_days", "Ada")
    assert "To change a rule: <b>Vote</b>, now" in page
    assert 'value="A rule: Vote"' in page
    for nonsense in ("rule=vote_dayz", "rule="):
        assert "To change a rule" not in at.page(f"problems/new?{nonsense}", "Ada")


def test_how_something_is_argued_is_criticised_within_the_fold_in_which_it_is_judged(
    tmp_path: Path,
) -> None:
    world = World().found(readership="public")
    ada, bea, *_ = world.crowd(4)
    problem = ada.raises_problem()
    solution = ada.proposes(problem)
    bea.argues(problem, "refutes", solution=solution)
    with desk(world, tmp_path) as at:
        page = at.page(f"problems/{problem}", "Ada")
        fold = page.partition("Well founded or not? Say it, or answer")[2]
        before, link, _ = fold.partition("criticisms/new?argument=1")
        assert link
        assert before.count("<details") == before.count("</details>")  # this fold is open still
        assert page.count(link) == 1
