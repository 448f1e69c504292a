"""Search: what is found, by whom and where it stands; and that what is erased is found nowhere."""

import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import get_args

import pytest
from msgspec.structs import replace

from esoviet.law.blobs import EraseBlob
from esoviet.law.membership import SetProfile
from esoviet.law.problems import RaiseProblem
from esoviet.law.solutions import AssessPracticality
from esoviet.node import searching
from esoviet.store.search import FILE, SearchIndex, is_here
from esoviet.web.api.texts import TextKind
from esoviet.web.pages.clauses import FILES, clauses
from tests.web.desk import Desk, desk
from tests.world import World

SECRET = "unforgettable"


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Desk]:
    with desk(lively(), tmp_path) as served:
        yield served


def lively(**params: str) -> World:
    """A problem with a solution, arguments and a file; a mandate with a report; a question."""
    world = World().found(**params)
    ada, bea, cem = world.members("Ada", "Bea", "Cem")
    world.decide(ada)
    ada.reports(1, "The hall is half blue")
    problem = ada.raises_problem("The hoist is broken\n\nIt stands still since Monday")
    solution = bea.proposes(problem, "Mend the hoist")
    drum = replace(world.text(b"a picture", "image/png"), name="rusty-drum.png")
    cem.argues(problem, "supports", "École: der Kran ist alt", solution=solution)
    cem.argues(problem, evidence=(drum,), captions=world.text("Since last winter"))
    bea.asks("Yes", "No", text=world.text("Shall we meet on Sunday?"))
    return world


def found(at: Desk, query: str, reader: str = "") -> list[tuple[str, str | None]]:
    answer = at.get(f"search.json?q={query}", headers=at.session(reader))
    assert answer.status_code == 200, answer.text
    return [(one["kind"], one["title"]) for one in answer.json()["items"]]


def test_what_was_written_is_found_the_newest_first(at: Desk) -> None:
    assert found(at, "hoist") == [
        ("solution", "Mend the hoist"),
        ("problem", "The hoist is broken"),
    ]
    assert found(at, "ecole kran") == [("argument", "École: der Kran ist alt")]
    assert found(at, "rusty") == [("evidence", None)]
    assert found(at, "half%20blue") == [("report", "The hall is half blue")]
    assert found(at, "sund") == [("question", "Shall we meet on Sunday?")]
    assert found(at, "") == found(at, "nothing-like-it") == []


def test_members_are_found_by_the_name_they_go_by_now(at: Desk) -> None:
    assert ("profile", "Bea") in found(at, "bea&kind=profile")
    world = at.world
    name = world.text("Beatrix")
    at.bring(name)
    assert at.does(world.person("Bea"), SetProfile, profile=name).status_code == 201
    assert found(at, "bea&kind=profile") == [("profile", "Beatrix")]


def test_it_is_narrowed_by_kind_person_phase_and_day(at: Desk) -> None:
    bea = at.world.person("Bea").number
    assert found(at, f"hoist&by={bea}") == [("solution", "Mend the hoist")]
    assert found(at, "hoist&kind=problem") == [("problem", "The hoist is broken")]
    assert [kind for kind, _ in found(at, "hoist&phase=solutions")] == ["solution", "problem"]
    assert found(at, "hoist&phase=done") == found(at, "hoist&by=99") == []
    assert found(at, "hoist&until=1999-12-31") == found(at, "hoist&since=2999-12-31") == []
    assert found(at, "hoist&since=2020-02-31") == []
    assert at.get("search.json?q=x&since=yesterday").status_code == 400
    assert at.get(f"search.json?q={'x' * 201}").status_code == 400


def test_a_note_is_found_where_all_notes_on_its_solution_stand(at: Desk) -> None:
    note = at.world.text("The crane is rented out")
    at.bring(note)
    marks = {"means": 0, "people": 0, "time": 0, "risk": 0}
    cem = at.world.person("Cem")
    at.does(cem, AssessPracticality, solution=2, **marks, risk_note=note)
    assert found(at, "rented") == [("reason", "The crane is rented out")]
    assert f'href="{at.here}/solutions/2/assessors"' in at.page("search?q=rented", "Ada")


def test_the_ground_on_which_a_text_was_withheld_is_found_as_a_text(tmp_path: Path) -> None:
    world = lively()
    words = world.text("What a court forbids")
    world.person("Cem").argues(2, text=words)
    world.host.withholds(words, "An injunction of the first of May")
    with desk(world, tmp_path) as at:
        ground = [("text", "An injunction of the first of May")]
        assert found(at, "injunction", "Ada") == ground
        assert found(at, "injunction&kind=text", "Ada") == ground
        assert "injunction" in at.page("search?q=injunction", "Ada")


def test_it_can_be_narrowed_to_every_kind_of_text(at: Desk) -> None:
    page = at.page("search", "Ada")
    assert [kind for kind in get_args(TextKind) if f'<option value="{kind}"' not in page] == []


def test_a_hit_shows_the_words_and_where_they_stand(at: Desk) -> None:
    [hit] = at.get("search.json?q=monday").json()["items"]
    assert hit["excerpt"]["match"] == "Monday"
    assert hit["excerpt"]["before"].endswith("It stands still since ")
    assert (hit["by"]["name"], hit["phase"]) == ("Ada", "solutions")
    page = at.page("search?q=monday", "Ada")
    assert "<mark>Monday</mark>" in page
    assert f'href="{at.here}/problems/2"' in page
    assert 'name="q" value="monday"' in page


def test_a_hit_shows_no_mark_of_a_heading(at: Desk) -> None:
    text = at.world.text("## Scaffolding")
    at.bring(text)
    assert at.does(at.world.person("Ada"), RaiseProblem, text=text).is_success
    [hit] = at.get("search.json?q=scaffold").json()["items"]
    assert (hit["excerpt"]["before"], hit["excerpt"]["match"]) == ("", "Scaffold")


def test_a_list_of_hits_goes_on(at: Desk) -> None:
    first = at.get("search.json?q=hoist&limit=1").json()
    assert (first["count"], len(first["items"])) == (2, 1)
    rest = at.get(first["next"]).json()
    assert [one["title"] for one in rest["items"]] == ["The hoist is broken"]
    assert "Further" in at.page("search?q=hoist&limit=1", "Ada")


def test_clauses_of_the_law_are_found_too(at: Desk) -> None:
    page = at.page("search?q=overdue%20vacant", "Ada")
    assert 'href="/law#c9.4"' in page
    assert "In the law" not in at.page("search?q=xyzzy", "Ada")


@pytest.mark.parametrize("language", FILES)
def test_a_clause_is_shown_in_words_alone(language: str) -> None:
    found = [one for letter in "abcdefghijklmnopqrstuvwxyz" for one in clauses(language, letter)]
    assert "1.1" in {one.number for one in found}
    assert not [one for one in found if "](" in one.text or "**" in one.text]


def test_what_was_brought_since_is_found_as_well(at: Desk) -> None:
    assert found(at, "leaking") == []
    text = at.world.text("The leaking roof")
    at.bring(text)
    assert at.does(at.world.person("Ada"), RaiseProblem, text=text).status_code == 201
    assert found(at, "leaking") == [("problem", "The leaking roof")]


def test_the_index_follows_what_is_logged_though_nobody_searches(
    at: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "FOLLOW_SECONDS", 0.05)
    folder = at.hosted.ledger.folder
    found(at, "leaking")  # so that there is one: it is seen though there was none before
    text = at.world.text("The leaking roof")
    at.bring(text)
    for _twice in range(2):
        assert at.does(at.world.person("Ada"), RaiseProblem, text=text).status_code == 201
        at.until(lambda: reach(folder) == at.hosted.ledger.published.size)
        text = at.world.text("The leaking pipe")
        at.bring(text)


def reach(folder: Path) -> int:
    """How many entries are in the index."""
    with closing(SearchIndex(folder / FILE)) as index:
        return index.state[0]


def test_what_is_erased_is_found_nowhere_and_leaves_the_disk(at: Desk, tmp_path: Path) -> None:
    text = at.world.text(f"The {SECRET} roof")
    at.bring(text)
    assert at.does(at.world.person("Ada"), RaiseProblem, text=text).status_code == 201
    assert len(found(at, SECRET)) == 1
    assert holding(tmp_path)
    assert at.does(at.world.person("Ada"), EraseBlob, sha256=text.sha256).status_code == 201
    at.until(lambda: not holding(tmp_path))
    assert found(at, SECRET) == []
    assert SECRET not in at.page(f"search?q={SECRET[:6]}", "Ada")


def test_it_leaves_the_disk_later_where_that_was_not_possible_at_once(
    at: Desk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(searching, "AGAIN_SECONDS", 0.05)
    text = at.world.text(f"The {SECRET} roof")
    at.bring(text)
    at.does(at.world.person("Ada"), RaiseProblem, text=text)
    assert len(found(at, SECRET)) == 1
    index, aside = at.hosted.ledger.folder / FILE, tmp_path / "aside"
    index.rename(aside)
    index.mkdir()  # nothing can be opened there
    assert at.does(at.world.person("Ada"), EraseBlob, sha256=text.sha256).status_code == 201
    at.until(lambda: "does not keep up" in caplog.text)
    assert holding(tmp_path) == [str(aside)]
    index.rmdir()
    aside.rename(index)
    at.until(lambda: not holding(tmp_path))


def holding(folder: Path) -> list[str]:
    """The files in which the erased word stands.

    Another process reads them: who opens and closes a file of SQLite's gives up the locks that its
    own process has on it (sqlite.org/howtocorrupt.html, section 2.2).
    """
    found = subprocess.run(
        ["grep", "-rlFi", SECRET, str(folder)], check=False, capture_output=True, text=True
    )
    assert found.returncode in (0, 1, 2), found.stderr
    return found.stdout.split()


def test_nobody_but_members_searches_where_only_they_read(tmp_path: Path) -> None:
    with desk(lively(readership="members"), tmp_path) as at:
        assert at.get("search.json?q=hoist").status_code == 404
        assert len(found(at, "hoist", "Ada")) == 2
        assert at.get("search?q=hoist").status_code == 404


def test_an_assembly_in_which_nobody_searched_has_no_index(at: Desk) -> None:
    folder = at.hosted.ledger.folder
    assert not is_here(folder / FILE)
    found(at, "hoist")
    assert is_here(folder / FILE)
