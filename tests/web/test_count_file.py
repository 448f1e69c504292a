"""*Count a file*: who comes with ballots from elsewhere gets a result, or the reason why not."""

import gzip
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from esoviet.web.pages import count
from tests.exchange.test_sharing import PARTS
from tests.web.served import Served, write
from tests.web.story import Story

BLT = '3 2\n4 1 2 0\n3 2 0\n2 3 0\n0\n"Anna Berg"\n"Ben Cole"\n"Cas Dorn"\n"Spring ward"\n'
ROLLS = "member,Motion 1,Motion 2\nann,yes,no\nben,yes,yes\ncas,no,no\n"
DOUBT = "Bread,Soup,Stew\n3,1,1\n3,2,1\n2,1,3\n"


def counted(served: Served, data: bytes | str, method: str, **said: str) -> httpx.Response:
    files = {"file": ("votes.dat", data if isinstance(data, bytes) else data.encode())}
    return served.ask("POST", "/count", data={"method": method, **said}, files=files)


def test_a_stranger_finds_the_page_from_the_first_page_and_from_every_foot(served: Served) -> None:
    assert served.get("/").text.count('href="/count"') == 2
    assert 'href="/count"' in served.get("/law").text
    page = served.get("/count")
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"


def test_an_election_shows_who_is_elected_and_every_stage(served: Served) -> None:
    page = counted(served, BLT, "stv-scottish")
    assert page.status_code == 200
    assert "Spring ward" in page.text
    assert "BLT, UTF-8" in page.text
    assert "Ballots: 9, of these blank: 0, with a void mark: 0" in page.text
    winners = page.text.split("data-winners>")[1].split("</p>")[0]
    assert [name in winners for name in ("Anna Berg", "Ben Cole", "Cas Dorn")] == [
        True,
        True,
        False,
    ]
    assert "Stage 0" in page.text


def test_a_ranking_shows_the_table_of_pairs(served: Served) -> None:
    page = counted(served, "A,B\n1,2\n1,2\n2,1\n", "schulze")
    assert 'class="matrix"' in page.text
    assert "ranks, 1 the best" in page.text


@pytest.mark.parametrize(("method", "shown"), [("score", "9/2"), ("score", "4.5")])
def test_points_are_shown_exactly(served: Served, method: str, shown: str) -> None:
    page = counted(served, "A;B\n4,5;1\n0;3\n", method)
    assert (shown in page.text) == (shown == "4.5")


def test_questions_are_listed_with_their_outcomes(served: Served) -> None:
    page = counted(served, ROLLS, "majority")
    rows = page.text.split("<tbody>")[1].split("</tbody>")[0].split("<tr>")[1:]
    assert ["Adopted" in row for row in rows] == [True, False]


def test_what_is_not_certain_is_refused_and_what_is_said_then_settles_it(served: Served) -> None:
    page = counted(served, DOUBT, "schulze")
    assert page.status_code == 422
    assert "--cells points" in page.text
    assert "This file was not counted" in page.text
    page = counted(served, DOUBT, "schulze", cells="points")
    assert page.status_code == 200
    assert "Bread" in page.text.split("data-winners>")[1].split("</p>")[0]


def test_what_was_filled_in_stands_there_again(served: Served) -> None:
    page = counted(served, DOUBT, "schulze", withdrawn="Nobody", cells="ranks")
    assert page.status_code == 422
    assert "No option &#39;Nobody&#39;" in page.text
    assert ">Nobody</textarea>" in page.text
    assert '<option value="ranks" selected>' in page.text


def test_a_field_that_wants_a_number_says_so(served: Served) -> None:
    page = counted(served, BLT, "irv", max_ranks="three")
    assert page.status_code == 422
    assert "A whole number, such as 3." in page.text
    assert counted(served, BLT, "irv", max_ranks="3").status_code == 200


def test_the_page_speaks_spanish(served: Served) -> None:
    page = served.get("/count", headers={"accept-language": "es"})
    assert "Contar un archivo" in page.text
    assert "How to" not in page.text


def test_what_was_understood_is_said_in_spanish(served: Served) -> None:
    text = b"id,1st choice,2nd choice,town\n1,A,B,X\n2,A,,X\n3,,,X\n"
    form = {"data": {"method": "irv"}, "files": {"file": ("x.csv", text)}}
    page = served.ask("POST", "/count", headers={"accept-language": "es"}, **form).text
    assert "Papeletas: 3; de ellas, en blanco: 1, con una marca nula: 0" in page
    assert "<dd>puesto 2</dd>" in " ".join(page.split())
    assert "<dd>no se usa</dd>" in page
    assert "passed over" not in page


def test_no_file_and_no_method_are_refused(served: Served) -> None:
    assert counted(served, b"", "irv").status_code == 400
    assert counted(served, BLT, "dictator").status_code == 400
    plain = served.ask("POST", "/count", content=b"votes", headers={"content-type": "text/plain"})
    assert plain.status_code == 400


def test_another_sites_page_cannot_send_a_file(served: Served) -> None:
    files, said = {"file": ("a.blt", BLT.encode())}, {"method": "irv"}
    sent = {"data": said, "files": files}
    elsewhere = {"origin": "https://evil.example"}
    assert served.ask("POST", "/count", headers=elsewhere, **sent).status_code == 403
    ours = {"origin": "http://node.example"}
    assert served.ask("POST", "/count", headers=ours, **sent).status_code == 200


def test_files_that_are_too_large_packed_or_not_are_refused(served: Served) -> None:
    assert counted(served, b"1" * (count.MOST_BYTES + count.FORM_BYTES), "irv").status_code == 413
    bomb = gzip.compress(b"A,B\n" + b"1,2\n" * (20 << 20), 1)
    assert len(bomb) < count.MOST_BYTES
    page = counted(served, bomb, "irv")
    assert page.status_code == 422
    assert "More than 64 MiB when unpacked" in page.text


def test_nothing_is_stored(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(count, "COUNT_SECONDS", 600)
    monkeypatch.setattr(count, "WAIT_SECONDS", 600)
    folder = served.node.folder
    before = {path: path.stat().st_size for path in folder.rglob("*") if path.is_file()}
    assert counted(served, "A,B\n" + "1,2\n" * 400_000, "irv").status_code == 200
    assert before == {path: path.stat().st_size for path in folder.rglob("*") if path.is_file()}


def test_a_count_that_takes_too_long_ends(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(count, "COUNT_SECONDS", 0.001)
    page = counted(served, "A,B,C,D\n" + "1,2,3,4\n2,1,4,3\n" * 50_000, "stv-meek")
    assert page.status_code == 422
    assert "use the command line" in page.text


def test_who_counts_too_much_at_once_has_to_wait(story: Story, tmp_path: Path) -> None:
    write(story.world, tmp_path)
    with closing(Served(story.world, tmp_path, stranger_rate=2 * count.COUNT_ACTS)) as up:
        far = {"x-forwarded-for": "203.0.113.7"}
        files, said = {"file": ("a.blt", BLT.encode())}, {"method": "irv"}
        codes = [
            up.ask("POST", "/count", data=said, files=files, headers=far).status_code
            for _ in range(3)
        ]
        assert codes == [200, 200, 429]


def test_a_budget_shows_what_is_bought(served: Served) -> None:
    page = counted(served, PARTS.encode(), "equal-shares").text
    assert "90 of 100.50 are spent" in page
    assert "Seats to fill</dt>" not in page
    assert "a: Park" in page.split("data-winners")[1].split("</p>")[0]
