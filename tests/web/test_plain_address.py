"""A page is found by the addresses that chats and search engines make of its own."""

import pytest

from esoviet.web.http.plain import plain_address
from tests.web.served import Served

PAGE = {"accept": "text/html"}


@pytest.mark.parametrize(
    ("asked", "plain"),
    [
        ("/problems?fbclid=IwAR0", "/problems"),
        ("/problems/", "/problems"),
        ("/problems/1?utm_source=chat&utm_medium=x", "/problems/1"),
        ("/problems?phase=vote&fbclid=1", "/problems?phase=vote"),
        ("/join/?invited=named&gclid=1", "/join?invited=named"),
        ("/?utm_campaign=a", ""),
        ("/", ""),
    ],
)
def test_a_reader_is_led_to_the_plain_page(served: Served, asked: str, plain: str) -> None:
    answer = served.ask("GET", f"{served.here}{asked}", headers=PAGE)
    assert (answer.status_code, answer.headers["location"]) == (308, f"{served.here}{plain}")
    assert served.ask("GET", f"{served.here}{plain}", headers=PAGE).status_code == 200


def test_an_address_that_is_plain_stays(served: Served) -> None:
    for path in ("/", "/found?template=branch", f"{served.here}/problems?phase=vote"):
        assert served.ask("GET", path, headers=PAGE).status_code == 200
    unknown = served.ask("GET", f"{served.here}/problems?fbclidx=1", headers=PAGE)
    assert unknown.status_code in (400, 404)


@pytest.mark.parametrize("path", ["//evil.example/", "///evil.example", "/\\evil.example/"])
def test_nobody_is_led_to_another_site(path: str) -> None:
    headers = [(b"accept", b"text/html"), (b"host", b"evil.example")]
    scope = {"type": "http", "method": "GET", "query_string": b"fbclid=1", "headers": headers}
    assert plain_address({**scope, "path": path}) == ""
    assert plain_address({**scope, "path": "/law/"}) == "/law"


def test_programs_and_acts_are_not_led_anywhere(served: Served) -> None:
    json = {"accept": "application/json"}
    assert served.ask("GET", f"{served.here}/problems/", headers=json).status_code == 404
    assert served.ask("POST", f"{served.here}/acts/", headers=PAGE).status_code == 404


def test_what_is_in_the_address_stays_quoted(served: Served) -> None:
    answer = served.ask("GET", "/a/%0d%0aX:%20y/?fbclid=1", headers=PAGE)
    assert answer.headers["location"] == "/a/%0D%0AX:%20y"
