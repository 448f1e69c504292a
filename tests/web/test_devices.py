"""One's own devices and sessions: their names, when they began, and how they are ended."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from esoviet.law.keys import EnrolKey, RevokeKey
from esoviet.law.leaving import Leave
from esoviet.web.http.context import COOKIE
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.encoding import b64u
from esoviet.wire.keys import key_name, proof_text
from tests.web.desk import Desk, desk
from tests.web.test_sessions import sign_in
from tests.world import World, signing_key

PHONE = signing_key("Ada's telephone")
HOUR = 3_600_000


@pytest.fixture(params=["members", "public"])
def at(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Desk]:
    world = World().found(readership=request.param)
    world.members("Ada", "Bea")
    with desk(world, tmp_path) as served:
        yield served


def token(at: Desk, name: str, key: SigningKey | None = None) -> str:
    """Sign in; answers the token."""
    opened: str = sign_in(at, key or at.world.member(name).key).json()["token"]
    at.forget_cookies()
    return opened


def does(at: Desk, method: str, path: str, token: str, **sent: Any) -> httpx.Response:
    headers = {"authorization": f"Bearer {token}"} if token else {}
    return at.ask(method, path, headers=headers, **sent)


def items(at: Desk, path: str, token: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = does(at, "GET", path, token).json()["items"]
    return found


def enrols_phone(at: Desk) -> None:
    """Ada's device enrols her telephone."""
    ada = at.world.member("Ada")
    text = proof_text("enrol-key", at.world.id, ada.kid, key_name(PHONE.public))
    proof = b64u(PHONE.sign(text))
    assert at.does(ada, EnrolKey, key=b64u(PHONE.public), proof=proof).status_code == 201


def test_a_member_sees_their_devices_with_the_day_each_was_added(at: Desk) -> None:
    enrols_phone(at)
    first, phone = items(at, "devices", token(at, "Ada"))
    assert (first["here"], phone["here"]) == (True, False)
    assert (phone["kid"], phone["name"]) == (key_name(PHONE.public), "")
    assert phone["time"] == at.world.now
    assert phone["enrolled"] == len(at.world.entries) - 1


def test_what_a_device_is_called_is_shown_to_its_owner_and_to_nobody_else(at: Desk) -> None:
    enrols_phone(at)
    ada, bea, kid = token(at, "Ada"), token(at, "Bea"), key_name(PHONE.public)
    called = does(at, "PUT", f"devices/{kid}", ada, json={"name": " My  telephone "})
    assert called.status_code == 204
    phone = token(at, "Ada", PHONE)
    assert items(at, "devices", phone)[1]["name"] == "My telephone"
    assert [one["device"] for one in items(at, "sessions", ada)] == ["", "My telephone"]
    for path in ("members/1.json", "members/1", "devices", "me", "log/entries/3.json"):
        assert "My telephone" not in does(at, "GET", path, bea).text
    assert does(at, "PUT", f"devices/{kid}", bea, json={"name": "Mine"}).status_code == 404
    assert at.size() == len(at.world.entries)
    does(at, "PUT", f"devices/{kid}", ada, json={"name": ""})
    assert items(at, "devices", ada)[1]["name"] == ""


@pytest.mark.parametrize("body", [{"name": "x" * 61}, {"name": "a\x00b"}, {"name": 1}, {}, []])
def test_a_name_that_is_none_is_refused(at: Desk, body: object) -> None:
    ada, kid = token(at, "Ada"), at.world.member("Ada").kid
    assert does(at, "PUT", f"devices/{kid}", ada, json=body).status_code == 400
    assert does(at, "PUT", f"devices/{kid}", ada, json={"name": "x" * 60}).status_code == 204


def test_a_session_says_when_it_began_and_roughly_when_it_was_used_last(at: Desk) -> None:
    ada, began = token(at, "Ada"), at.world.now
    later = token(at, "Ada")
    at.world.now += 5 * HOUR + 61_000
    here, other = items(at, "sessions", ada)
    assert (here["here"], other["here"]) == (True, False)
    assert (here["since"], other["since"]) == (began, began)
    assert (here["seen"], other["seen"]) == (
        at.world.now - at.world.now % HOUR, began - began % HOUR,
    )  # fmt: skip
    assert set(here) == {"id", "kid", "device", "since", "seen", "expires", "here"}
    assert later not in str(here) + str(other)


def test_a_member_ends_one_session_and_then_all_others(at: Desk) -> None:
    ada, second, third, bea = (token(at, name) for name in ("Ada", "Ada", "Ada", "Bea"))
    name = items(at, "sessions", second)[0]["id"]
    assert does(at, "DELETE", f"sessions/{name}", bea).status_code == 404
    assert does(at, "DELETE", f"sessions/{name}", ada).status_code == 204
    assert does(at, "GET", "devices", second).status_code in (403, 404)
    assert does(at, "GET", "devices", third).status_code == 200
    assert does(at, "DELETE", "sessions", ada).status_code == 204
    assert does(at, "GET", "devices", third).status_code in (403, 404)
    assert [one["here"] for one in items(at, "sessions", ada)] == [True]
    assert [one["here"] for one in items(at, "sessions", bea)] == [True]


def test_who_is_not_signed_in_sees_and_ends_nothing(at: Desk) -> None:
    token(at, "Ada")
    kid = at.world.member("Ada").kid
    for method, path in (
        ("GET", "devices"), ("GET", "sessions"), ("DELETE", "sessions"),
        ("DELETE", f"sessions/{'0' * 16}"), ("PUT", f"devices/{kid}"),
    ):  # fmt: skip
        assert does(at, method, path, "", json={"name": "x"}).status_code in (403, 404), path
    assert len(items(at, "sessions", token(at, "Ada"))) == 2


def test_a_revoked_key_is_signed_in_nowhere(at: Desk) -> None:
    enrols_phone(at)
    phone, ada = token(at, "Ada", PHONE), token(at, "Ada")
    assert len(items(at, "sessions", ada)) == 2
    at.does(at.world.member("Ada"), RevokeKey, kid=key_name(PHONE.public))
    assert len(items(at, "sessions", ada)) == 1
    assert does(at, "GET", "sessions", phone).status_code in (403, 404)
    assert [one["revoked"] for one in items(at, "devices", ada)] == [False, True]


def test_who_has_left_still_sees_their_own_devices(at: Desk) -> None:
    bea = token(at, "Bea")
    assert does(at, "GET", "devices", bea).json()["member"] is True
    at.does(at.world.member("Bea"), Leave)
    told = does(at, "GET", "devices", bea).json()
    assert (told["member"], len(told["items"])) == (False, 1)


def forgets(at: Desk, **headers: str) -> httpx.Response:
    return at.ask("POST", "/forget", headers=headers)


def test_a_browser_that_forgets_is_signed_out_and_told_to_clear_everything(at: Desk) -> None:
    opened = sign_in(at, at.world.member("Ada").key).json()["token"]
    assert at.get("devices").status_code == 200
    cookie = f"{COOKIE}-{at.world.id[:16]}={opened}"
    answer = forgets(at, origin="http://node.example")
    assert answer.status_code == 204
    assert answer.headers["clear-site-data"] == '"cache", "cookies", "storage"'
    assert "Max-Age=0" in answer.headers["set-cookie"]
    at.forget_cookies()
    assert at.get("devices", headers={"cookie": cookie}).status_code in (403, 404)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://node.example", "sec-fetch-site": "same-site"},
        {"origin": "http://node.example", "sec-fetch-site": "cross-site"},
    ],
)
def test_another_site_cannot_make_a_browser_forget(at: Desk, headers: dict[str, str]) -> None:
    sign_in(at, at.world.member("Ada").key)
    answer = forgets(at, **headers)
    assert answer.status_code == 403
    assert "clear-site-data" not in answer.headers
    assert "set-cookie" not in answer.headers
    assert at.get("devices").status_code == 200


def test_a_browser_that_is_handed_over_is_signed_out_and_keeps_the_rest(at: Desk) -> None:
    """Several people share it, each with a key of their own."""
    opened = sign_in(at, at.world.member("Ada").key).json()["token"]
    cookie = f"{COOKIE}-{at.world.id[:16]}={opened}"
    chosen = {"cookie": f"{cookie}; esoviet-theme=dark", "origin": "http://node.example"}
    answer = at.ask("POST", "/hand-over", headers=chosen)
    assert answer.status_code == 204
    assert "clear-site-data" not in answer.headers
    taken_back = answer.headers.get_list("set-cookie")
    assert [one.partition("=")[0] for one in taken_back] == [f"{COOKIE}-{at.world.id[:16]}"]
    at.forget_cookies()
    assert at.get("devices", headers={"cookie": cookie}).status_code in (403, 404)


@pytest.mark.parametrize("headers", [{}, {"origin": "https://evil.example"}])
def test_another_site_cannot_hand_a_browser_over(at: Desk, headers: dict[str, str]) -> None:
    sign_in(at, at.world.member("Ada").key)
    assert at.ask("POST", "/hand-over", headers=headers).status_code == 403
    assert at.get("devices").status_code == 200


def test_the_page_of_who_has_forgotten_starts_nothing_anew(at: Desk) -> None:
    page = at.get("/forgotten", headers={"accept": "text/html"})
    assert page.status_code == 200
    assert "<script" not in page.text
    assert page.headers["cache-control"] == "no-store"
