"""Pages, answers and bytes of exhibits: who gets which, what says that one fell."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from esoviet.law.blobs import EraseBlob
from esoviet.law.exhibits import Exhibit
from esoviet.law.falling import ContestExhibit
from esoviet.law.showing import WithdrawExhibit
from esoviet.store.copies import place
from tests.web.desk import Desk, desk
from tests.world import World

PICTURE = "image/webp"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Desk]:
    """A public assembly; Ada brought a picture (1), a hidden one (2) and a quotation (3)."""
    world = World().found(readership="public", necessity_quorum="0")
    ada, bea, cem, _dot = world.members("Ada", "Bea", "Cem", "Dot")
    problem = ada.raises("The wall cracks")
    world.open_problem(problem, ada)
    about = {"kind": "image", "problem": problem}
    ada.brings("The crack", file=world.text(b"one", PICTURE), **about)
    hidden = {"file": world.text(b"two", PICTURE), "action": bea.announces(), "inside": True}
    ada.brings("Who painted the wall", **about | hidden)
    ada.brings("It never cracked, he said", problem=problem)
    cem.argues(problem, "supports", "Look at it", exhibits=(1, 2, 3))
    with desk(world, tmp_path) as at:
        yield at


def file_of(at: Desk, number: int) -> str:
    return at.world.the(Exhibit, number).file.hex()


def got(at: Desk, number: int, reader: str = "") -> int:
    """What the server answers who asks for the bytes of an exhibit."""
    headers = at.session(reader)
    return at.get(f"{at.here}/blobs/{file_of(at, number)}/content", headers=headers).status_code


def test_what_is_inside_outsiders_find_nowhere(hall: Desk) -> None:
    secret = "Who painted the wall"
    for path in ("exhibits", "exhibits/2", "exhibits?kind=image", "actions/1", "problems/1", "log"):
        assert secret not in hall.page(f"{hall.here}/{path}")
        assert file_of(hall, 2) not in hall.page(f"{hall.here}/{path}")
        assert secret not in hall.get(f"{hall.here}/{path.split('?')[0]}.json?").text
    assert (got(hall, 2), got(hall, 1)) == (404, 200)
    assert (got(hall, 2, "Bea"), got(hall, 1, "Bea")) == (200, 200)
    assert secret in hall.page(f"{hall.here}/exhibits/2", "Bea")
    assert secret in hall.page(f"{hall.here}/actions/1", "Bea")


def test_what_is_inside_is_searched_for_by_nobody(hall: Desk) -> None:
    def found(words: str, reader: str = "") -> list[object]:
        path = f"{hall.here}/search.json?q={words}"
        hall.until(lambda: hall.get(path, headers=hall.session(reader)).json()["ready"])
        items: list[object] = hall.get(path, headers=hall.session(reader)).json()["items"]
        return items

    assert found("crack")
    assert not found("painted")
    assert not found("painted", "Bea")


def test_no_search_tells_what_stands_in_a_folded_document(tmp_path: Path) -> None:
    world = World().found(readership="public")
    ada, _ = world.members("Ada", "Bea")
    paper, other = (world.text(b"%PDF", "application/pdf") for _ in range(2))
    for file in (paper, other):
        ada.brings("A letter", kind="document", file=file)
    with desk(world, tmp_path) as at:
        for file in (paper, other):
            copies = place(at.hosted.ledger.copies.folder, file.sha256)
            copies.mkdir(parents=True)
            (copies / "text").write_text("To Mrs Schmidt, Steinweg 5", "utf-8")

        def count(reader: str = "") -> tuple[int, int]:
            ask = f"{at.here}/search.json?q=steinweg"
            at.until(lambda: at.get(ask, headers=at.session(reader)).json()["ready"])
            said = at.get(ask, headers=at.session(reader)).json()
            return said["count"], len(said["items"])

        assert count() == count("Bea") == (2, 2)
        at.does(world.person("Bea"), ContestExhibit, exhibit=1, ground="person")
        assert count() == count("Bea") == (1, 1)


def test_who_is_in_a_picture_has_it_folded_at_once(hall: Desk) -> None:
    bea = hall.world.person("Bea")
    hall.sync()
    hall.does(bea, ContestExhibit, exhibit=1, ground="person")
    assert "The crack" not in hall.page(f"{hall.here}/exhibits/1")
    assert got(hall, 1) == 404
    for path in ("exhibits", "problems/1"):
        assert file_of(hall, 1) not in hall.page(f"{hall.here}/{path}")
    inside = hall.page(f"{hall.here}/exhibits/1", "Cem")
    assert '<details class="folded">' in inside
    assert got(hall, 1, "Cem") == 200


def test_what_rests_on_a_withdrawn_one_says_so_without_its_content(hall: Desk) -> None:
    assert "Rests on evidence that fell" not in hall.page(f"{hall.here}/problems/1")
    ada = hall.world.person("Ada")
    hall.does(ada, WithdrawExhibit, exhibit=1)
    page = hall.page(f"{hall.here}/problems/1")
    assert "Rests on evidence that fell" in page
    assert "(withdrawn)" in page
    debate = page[page.index('id="argument-1"') :]
    assert file_of(hall, 1) not in debate.partition("</div></div>")[0]
    assert "It has fallen" in hall.page(f"{hall.here}/exhibits/1")
    assert "It has fallen" not in hall.page(f"{hall.here}/exhibits/3")


def test_one_page_says_what_rests_on_it(hall: Desk) -> None:
    page = hall.page(f"{hall.here}/exhibits/3")
    assert "problems/1/arguments?after=0#argument-1" in page
    assert "Look at it" in page
    answer = hall.get(f"{hall.here}/exhibits/3.json").json()
    [rests] = answer["resting"]
    assert (rests["work"], rests["number"], rests["belongs"]) == ("argument", 1, 1)


def test_the_gallery_goes_by_kind_and_problem_and_by_no_person(hall: Desk) -> None:
    quotations = hall.page(f"{hall.here}/exhibits?kind=quotation")
    assert "It never cracked" in quotations
    assert "The crack<" not in quotations
    assert hall.get(f"{hall.here}/exhibits?by=1").status_code == 400
    assert hall.get(f"{hall.here}/exhibits.json?by=1").status_code == 400
    assert hall.get(f"{hall.here}/exhibits.json?problem=9").json()["items"] == []


def test_the_kind_is_asked_first_and_a_picture_of_an_action_is_inside(hall: Desk) -> None:
    assert "kind=quotation" in hall.page(f"{hall.here}/exhibits/new", "Bea")
    form = hall.page(f"{hall.here}/exhibits/new?kind=image&action=1", "Bea")
    assert 'name="inside" data-kind="bool" checked' in form
    assert 'name="place"' not in form
    assert 'type="date"' in form
    assert "checked" not in hall.page(f"{hall.here}/exhibits/new?kind=image", "Bea")
    assert "data-brush" not in hall.page(f"{hall.here}/exhibits/new?kind=link", "Bea")


def test_a_form_offers_what_stands_about_the_problem(hall: Desk) -> None:
    page = hall.page(f"{hall.here}/problems/1", "Bea")
    form = page[page.index('data-draft="argue-new"') :].partition("</form>")[0]
    assert 'name="exhibits[]" value="3" data-kind="int"' in form
    hall.does(hall.world.person("Ada"), WithdrawExhibit, exhibit=3)
    page = hall.page(f"{hall.here}/problems/1", "Bea")
    form = page[page.index('data-draft="argue-new"') :].partition("</form>")[0]
    assert 'value="3" data-kind="int"' not in form


def test_a_place_says_where_it_lies_until_its_author_erases_it(tmp_path: Path) -> None:
    world = World().found(readership="public")
    ada, lies = world.member("Ada"), world.text("geo:52.5,-13.40512")
    ada.brings("The crossing", kind="place", position=lies)
    ada.brings("Nowhere", kind="place", position=world.text('geo:1,1" onload="x'))
    with desk(world, tmp_path) as at:
        page = at.page(f"{at.here}/exhibits/1")
        assert 'href="geo:52.5,-13.40512"' in page
        assert "52°30′N" in page
        assert "13°24′18.4″W" in page
        assert "52.5 degrees north of the equator, 13.40512 degrees west of Greenwich" in page
        assert "Said to about 1 m." in page
        assert ">52.5, -13.40512</textarea>" in page
        there = {"latitude": "52.5", "longitude": "-13.40512"}
        lines = at.get(f"{at.here}/exhibits.json").json()["items"]
        assert [one["coordinates"] for one in lines] == [there, None]
        assert 'href="geo:' not in at.page(f"{at.here}/exhibits/2")
        assert at.does(ada, EraseBlob, sha256=lies.sha256).status_code == 201
        assert "13.40512" not in at.page(f"{at.here}/exhibits/1", "Ada")
        line = at.get(f"{at.here}/exhibits.json").json()["items"][0]
        assert (line["position"]["state"], line["coordinates"]) == ("erased", None)


def test_where_a_place_for_members_lies_only_they_read(tmp_path: Path) -> None:
    world = World().found(readership="public")
    world.member("Ada").brings(
        "The hut", kind="place", inside=True, position=world.text("geo:52.5,13.4")
    )
    with desk(world, tmp_path) as at:
        for path in ("exhibits/1", "exhibits/1.json", "exhibits.json"):
            assert "52.5" not in at.get(f"{at.here}/{path}").text
        assert "geo:52.5,13.4" in at.page(f"{at.here}/exhibits/1", "Ada")


def test_no_place_of_an_action_is_asked_for(hall: Desk) -> None:
    asked = 'name="position"'
    assert asked in hall.page(f"{hall.here}/exhibits/new?kind=place", "Bea")
    assert asked not in hall.page(f"{hall.here}/exhibits/new?kind=place&action=1", "Bea")
    assert asked not in hall.page(f"{hall.here}/exhibits/new?kind=image", "Bea")
