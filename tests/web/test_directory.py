"""What the directory of routes finds is what Starlette finds by trying each pattern in turn."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from starlette.routing import Match

from esoviet.web.app import ROUTES
from esoviet.web.http.directory import FOUND, Directory
from esoviet.web.routes import read_routes

ALL = [*ROUTES, *read_routes()]
DIRECTORY = Directory(ALL)
HELD = sorted({word for route in ALL for word in route.path.split("/")})
WORDS = st.one_of(
    st.sampled_from(HELD),
    st.sampled_from(["", "a", "1", "1.json", "x", "%2F", "..", "{assembly}", "A", " "]),
    st.text(st.characters(exclude_characters="/\n"), max_size=4),
)
METHODS = st.sampled_from(["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW"])


def _one_by_one(scope: dict[str, Any]) -> tuple[Match, object]:
    partly: tuple[Match, object] = Match.NONE, None
    for route in ALL:
        match, _ = route.matches(scope)
        if match is Match.FULL:
            return match, route
        if match is Match.PARTIAL and partly[1] is None:
            partly = match, route
    return partly


def _scope(path: str, method: str) -> dict[str, Any]:
    return {"type": "http", "path": path, "method": method, "headers": []}


def _agree(path: str, method: str) -> Match:
    scope = _scope(path, method)
    match, found = DIRECTORY.matches(scope)
    route = found.get(FOUND)
    assert (match, route) == _one_by_one(scope)
    if route is not None:
        assert found == {**route.matches(scope)[1], FOUND: route}
    return match


@given(st.lists(WORDS, max_size=6), METHODS)
def test_it_finds_what_trying_each_finds(words: list[str], method: str) -> None:
    _agree("/" + "/".join(words), method)
    _agree("/a/x/" + "/".join(words), method)


@given(st.data())
def test_it_finds_each_route(data: st.DataObject) -> None:
    route = data.draw(st.sampled_from(ALL))
    path = "/".join(data.draw(WORDS) if "{" in word else word for word in route.path.split("/"))
    _agree(path, data.draw(METHODS))


def test_every_route_is_found_by_its_own_address() -> None:
    for route in ALL:
        path = route.path_format.replace("{entry}", "1")
        (method, *_) = sorted(route.methods or ())
        assert _agree(path, method) is Match.FULL, path


def test_what_is_no_address_is_found_nowhere() -> None:
    for path in ("*", "", "no-slash", "//", "/a//", "/a/x/votes/"):
        assert _agree(path, "GET") is Match.NONE
    assert DIRECTORY.matches({"type": "websocket", "path": "/"})[0] is Match.NONE
