"""Other rooms: added on one page by a member, shown to them alone, without what opens them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from esoviet.store.rooms import MOST, MOST_OF_ASSEMBLY, Kind, Room
from tests.notify.office import URL
from tests.web.desk import Desk, desk
from tests.world import World

HOOK = {"kind": "slack", "address": "https://chat.example/hooks/secret", "tells": ["decisions"]}
MATRIX = {
    "kind": "matrix", "address": "https://m.example", "place": "!a:m.example", "token": "secret",
    "tells": ["votes", "problems"],
}  # fmt: skip
TELEGRAM = {"kind": "telegram", "place": "@mill_street", "token": "12:secret", "tells": ["votes"]}


@pytest.fixture(params=["members", "public"])
def at(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Desk]:
    world = World().found(readership=request.param)
    world.members("Ada", "Bea")
    with desk(world, tmp_path, rooms=True, url=URL) as served:
        yield served


def asks(at: Desk, who: str, method: str, path: str = "rooms", **sent: Any) -> httpx.Response:
    at.forget_cookies()
    return at.ask(method, path, headers=at.session(who) if who else {}, **sent)


def adds(at: Desk, who: str = "Ada", **said: Any) -> httpx.Response:
    return asks(at, who, "POST", json={**HOOK, **said})


@pytest.mark.parametrize("said", [HOOK, MATRIX, TELEGRAM], ids=lambda said: said["kind"])
def test_a_room_is_on_its_member_s_page_without_what_opens_it(
    at: Desk, said: dict[str, Any]
) -> None:
    assert asks(at, "Ada", "POST", json=said).status_code == 201
    page, items = at.page("me/rooms", "Ada"), asks(at, "Ada", "GET")
    assert said.get("place", "chat.example") in page
    assert items.json()["items"][0]["kind"] == said["kind"]
    assert items.headers["cache-control"] == "no-store"
    assert "secret" not in items.text
    assert "hooks/secret" not in page
    assert "12:secret" not in page
    other = at.page("me/rooms", "Bea")
    assert "My rooms" not in other
    assert at.size() == len(at.world.entries)


def test_nobody_adds_sees_tries_or_removes_a_room_of_another(at: Desk) -> None:
    number = adds(at).json()["id"]
    for who in ("", "A stranger"):
        assert adds(at, who).status_code in (403, 404)
        assert asks(at, who, "GET").status_code in (403, 404)
    for who in ("", "Bea"):
        assert asks(at, who, "POST", f"rooms/{number}/try").status_code in (403, 404)
        assert asks(at, who, "DELETE", f"rooms/{number}").status_code in (403, 404)
    assert len(at.node.reach.rooms.all(at.world.id)) == 1


def test_a_try_waits_and_a_removed_room_is_gone(at: Desk) -> None:
    number = adds(at).json()["id"]
    for _ in range(2):
        assert asks(at, "Ada", "POST", f"rooms/{number}/try").status_code == 204
    (item,) = asks(at, "Ada", "GET").json()["items"]
    assert (item["trying"], item["waiting"]) == (True, 0)
    assert asks(at, "Ada", "DELETE", f"rooms/{number}").status_code == 204
    assert asks(at, "Ada", "DELETE", f"rooms/{number}").status_code == 404
    assert asks(at, "Ada", "POST", f"rooms/{number}/try").status_code == 404
    assert at.node.reach.rooms.due(at.world.now, 9) == []


def test_a_member_has_so_many_rooms_and_so_has_an_assembly(at: Desk) -> None:
    for _ in range(MOST):
        assert adds(at).status_code == 201
    assert adds(at).status_code == 409
    assert "as many rooms as one may" in at.page("me/rooms", "Ada")
    rooms = at.node.reach.rooms
    for member in range(100, 100 + MOST_OF_ASSEMBLY - MOST):
        rooms.add(Room(0, at.world.id, member, "k", "slack", "x", "", "", ("votes",), "en", 0), {})
    assert adds(at, "Bea").status_code == 409


@pytest.mark.parametrize(
    "bad",
    [
        {"kind": "irc"}, {"tells": []}, {"tells": ["everything"]}, {"address": ""},
        {"address": "http://chat.example/"}, {"address": "https://u:p@chat.example/"},
        {"address": "file:///etc/passwd"}, {"address": "https://a b/"}, {"address": "x" * 3000},
        {"address": "https://chat.example/\r\nX: y"}, {"more": 1}, {"token": "unasked"},
        {"place": "unasked"}, MATRIX | {"place": "#alias:m.example"}, MATRIX | {"place": ""},
        MATRIX | {"token": ""}, MATRIX | {"token": "a\nb"}, TELEGRAM | {"token": "12:a/../b"},
        TELEGRAM | {"place": "-100 "[:-1] + "x"}, TELEGRAM | {"place": "1\n2"},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_no_room_is_refused_and_nothing_of_it_kept(at: Desk, bad: dict[str, Any]) -> None:
    assert adds(at, **bad).status_code == 400
    assert at.node.reach.rooms.all(at.world.id) == []
    assert adds(at).status_code == 201


def test_a_body_that_is_no_json_or_too_long_is_refused(at: Desk) -> None:
    for body, status in ((b"", 400), (b"\xff", 400), (b"[]", 400), (b" " * 9000, 413)):
        assert asks(at, "Ada", "POST", content=body).status_code == status


@pytest.mark.parametrize(
    "kind", ["webhook", "matrix", "mattermost", "slack", "discord", "telegram"]
)
def test_the_form_has_just_the_fields_of_the_kind(at: Desk, kind: Kind) -> None:
    page = at.page(f"me/rooms?kind={kind}", "Ada")
    assert f'<input type="hidden" name="kind" value="{kind}">' in page
    assert ('name="token"' in page) == (kind in ("matrix", "telegram"))
    assert ('id="address"' in page) == (kind != "telegram")
    assert 'data-flow="add-room"' not in at.page("me/rooms?kind=irc", "Ada")


def test_the_page_says_what_goes_out(at: Desk) -> None:
    page = at.page("me/rooms", "Ada")
    assert ("no title, no name, no text" in page) != at.hosted.ledger.is_public
    assert "/me/rooms" in at.page("me/messages", "Ada")


def test_how_it_went_is_said_in_words(at: Desk) -> None:
    number = adds(at).json()["id"]
    at.node.reach.rooms.note(number, "refused", 404, at.world.now, refused=5)
    at.node.reach.rooms.stop(number)
    page = at.page("me/rooms", "Ada")
    assert "look whether the address, the room and the token are right" in page
    assert "HTTP 404" in page
    assert "nothing is lost" in page


def test_a_server_that_has_it_turned_off_says_so(tmp_path: Path) -> None:
    world = World().found(readership="public")
    world.members("Ada", "Bea")
    with desk(world, tmp_path) as at:
        assert "This server tells no other rooms" in at.page("me/rooms", "Ada")
        assert adds(at).status_code == 409
