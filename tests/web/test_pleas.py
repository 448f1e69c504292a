"""Who is in a picture and no member tells the members; they see it until one of them acts."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest

from esoviet.law.falling import ContestExhibit
from esoviet.store import pleas
from esoviet.store.pleas import KEPT, OF_ALL, OF_ONE, Plea, PleaStore
from esoviet.store.private import Journal, open_private
from tests.web.desk import Desk, desk
from tests.world import World

WORDS = "I am the woman with the banner. Please take me out."


@pytest.fixture
def world() -> World:
    world = World().found(readership="public")
    ada, *_ = world.members("Ada", "Bea")
    ada.brings("The march", kind="image", file=world.text(b"picture", "image/webp"))
    ada.brings("Words alone")
    ada.brings("Inside", kind="image", file=world.text(b"other", "image/webp"), inside=True)
    return world


@pytest.fixture
def at(world: World, tmp_path: Path) -> Iterator[Desk]:
    with desk(world, tmp_path) as served:
        yield served


def tells(at: Desk, text: str = WORDS, exhibit: int = 1, **headers: str) -> httpx.Response:
    at.forget_cookies()
    body = urlencode({"text": text}).encode()
    form = {"content-type": "application/x-www-form-urlencoded", **headers}
    return at.ask("POST", f"exhibits/{exhibit}/person", content=body, headers=form)


def test_the_form_stands_on_the_public_page_of_a_picture_alone(at: Desk) -> None:
    asks = "Are you in this picture, or your child?"
    assert asks in at.page(f"{at.here}/exhibits/1")
    assert asks not in at.page(f"{at.here}/exhibits/1", "Bea")
    assert asks not in at.page(f"{at.here}/exhibits/2")
    assert asks not in at.page(f"{at.here}/exhibits/3")


def test_members_see_it_on_the_page_and_on_their_floor_and_nobody_else_does(at: Desk) -> None:
    before = at.page(at.here, "Bea")
    assert "Somebody outside asks about a picture" not in before
    answer = tells(at)
    assert answer.status_code == 200
    assert "The members are told" in answer.text
    for reader in ("Ada", "Bea"):
        assert WORDS in at.page(f"{at.here}/exhibits/1", reader)
        assert "Somebody outside asks about a picture" in at.page(at.here, reader)
    for path in ("exhibits/1", "exhibits/1.json", "log", "exhibits", "", "feeds/log.atom"):
        assert WORDS not in at.get(f"{at.here}/{path}").text


def test_it_is_done_once_a_member_has_it_folded(at: Desk, world: World) -> None:
    tells(at)
    bea = world.person("Bea")
    assert at.does(bea, ContestExhibit, exhibit=1, ground="person").status_code == 201
    assert WORDS not in at.page(f"{at.here}/exhibits/1", "Ada")
    assert "Somebody outside asks" not in at.page(at.here, "Ada")
    assert tells(at).status_code == 404


def test_what_it_says_is_text_and_no_link(at: Desk) -> None:
    tells(at, 'See https://evil.example/x <a href="https://evil.example">here</a>\u202e\x07')
    page = at.page(f"{at.here}/exhibits/1", "Bea")
    said = page[page.index('id="outside"') :].partition("</section>")[0]
    assert 'href="https://evil' not in said
    assert "&lt;a href=" in said
    assert "\u202e" not in said


@pytest.mark.parametrize(("text", "status"), [
    ("", 400), (" \u200b\n", 400), ("x" * 2_001, 413), ("x\n" * 45, 413), ("x" * 2_000, 200),
    ("\U0001f44d" * 2_000, 200),
])  # fmt: skip
def test_so_much_is_taken_and_no_more(at: Desk, text: str, status: int) -> None:
    assert tells(at, text).status_code == status


@pytest.mark.parametrize(("exhibit", "status"), [(2, 404), (3, 404), (99, 404), (10**30, 404)])
def test_only_of_a_picture_that_anybody_is_shown(at: Desk, exhibit: int, status: int) -> None:
    assert tells(at, exhibit=exhibit).status_code == status


def test_another_site_cannot_send_it(at: Desk) -> None:
    assert tells(at, origin="https://evil.example").status_code == 403


def test_a_closed_assembly_takes_none(tmp_path: Path) -> None:
    world = World().found(readership="members")
    ada = world.member("Ada")
    ada.brings("The march", kind="image", file=world.text(b"picture", "image/webp"))
    with desk(world, tmp_path) as at:
        assert tells(at).status_code == 404


def test_a_flood_from_one_address_is_stopped(world: World, tmp_path: Path) -> None:
    away = {"x-forwarded-for": "203.0.113.7"}
    with desk(world, tmp_path, stranger_rate=18, trusted_proxies=("127.0.0.1",)) as at:
        statuses = [tells(at, WORDS, 1, **away).status_code for _ in range(5)]
        elsewhere = tells(at, WORDS, 1, **{"x-forwarded-for": "198.51.100.7"}).status_code
    assert statuses == [200] * 3 + [429] * 2
    assert elsewhere == 200


def test_one_picture_and_one_assembly_have_room_for_so_many(tmp_path: Path) -> None:
    database = open_private(tmp_path / "node.db", pleas.SCHEMA)
    store = PleaStore(database, Journal(database))
    assert [store.put("a", Plea(1, "x", n)) for n in range(OF_ONE + 1)] == [True] * OF_ONE + [False]
    assert store.put("b", Plea(1, "x", 0))
    kept = sum(store.put("a", Plea(2 + n // OF_ONE, "x", n)) for n in range(OF_ALL))
    assert kept == OF_ALL - OF_ONE
    database.close()


def test_it_is_erased_after_thirty_days_from_every_file(tmp_path: Path) -> None:
    database = open_private(tmp_path / "node.db", pleas.SCHEMA)
    journal = Journal(database)
    store = PleaStore(database, journal)
    store.put("a", Plea(1, "Rotkehlchen in the picture", 1_000))
    store.put("a", Plea(1, "later", 2_000))
    store.erase(KEPT + 999)
    assert len(store.of("a")) == 2
    store.erase(KEPT + 1_000)
    journal.empty()
    assert [one.text for one in store.of("a")] == ["later"]
    assert not [file for file in tmp_path.iterdir() if b"Rotkehlchen" in file.read_bytes()]
    database.close()
