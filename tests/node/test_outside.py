"""Addresses that members name are asked only if they are the world's, and just where was looked."""

import asyncio
import logging
import socket
import threading
from collections.abc import AsyncIterator, Callable

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from esoviet.node import outside
from esoviet.node.outside import Answer, Forbidden, Outside, Unanswered, is_public
from tests.notify.receiver import receiving

PRIVATE = (
    "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "224.0.0.1", "255.255.255.255", "192.0.0.8", "198.18.0.1", "240.0.0.1",
    "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "ff02::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2002:a00:1::",
    "2001:db8::1",
)  # fmt: skip
PUBLIC = ("8.8.8.8", "193.99.144.80", "2a00:1450:4001:80b::200e")


@pytest.mark.parametrize("number", PRIVATE)
def test_addresses_beside_us_are_private(number: str) -> None:
    assert not is_public(number)


@pytest.mark.parametrize("number", PUBLIC)
def test_addresses_of_the_world_are_public(number: str) -> None:
    assert is_public(number)


def post(address: str, made: Callable[[], Outside] = Outside, method: str = "POST") -> Answer:
    async def scene() -> Answer:
        client = made()
        try:
            return await client.post(address, b"body", {"TTL": "60"}, method)
        finally:
            await client.close()

    return asyncio.run(scene())


NUMBERS = [f"[{one}]" if ":" in one else one for one in PRIVATE if "%" not in one]
NONE_OF_THE_WORLD = (
    "http://push.example/x", "ftp://push.example/", "https:///x", "https://", "", "x",
    "file:///etc/passwd", "https://user:secret@push.example/", "https://push.example:99999/",
    "https://[::1/", "https://a b/", "https://push.example/\r\nX: y",
    *(f"https://{one}/" for one in NUMBERS),
    f"https://{'a' * 64}.example/", "https://a..example/", "https://xn--.example/", "https://\x7f/",
    "https://\u0430.example/", f"https://{'a.' * 200}example/", "https://push.example/" + "%" * 9,
    "https://localhost/", "https://2130706433/", "https://0x7f.1/", "https://127.1/",
)  # fmt: skip


@pytest.mark.parametrize("address", NONE_OF_THE_WORLD)
def test_what_is_none_of_the_world_is_never_asked(address: str) -> None:
    with pytest.raises((Forbidden, Unanswered)) as refused:
        post(address)
    if refused.type is Unanswered:  # a spelling of a number that this system does not read
        assert "is not found" in str(refused.value)


async def pieces() -> AsyncIterator[bytes]:
    """A body without an end that anybody would wait for."""
    for _ in range(9):
        yield b"x" * 1_000


def found(monkeypatch: pytest.MonkeyPatch, *numbers: str) -> None:
    """Have every name lead to these addresses."""

    def getaddrinfo(_host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in numbers]

    monkeypatch.setattr(outside, "getaddrinfo", getaddrinfo)


@given(st.permutations(["8.8.8.8", "193.99.144.80", "10.0.0.1"]))
def test_a_name_that_also_leads_here_is_not_asked(order: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patched:
        found(patched, *order)
        with pytest.raises(Forbidden):
            post("https://two-faced.example/")


def test_the_request_goes_where_it_was_looked_with_the_name_it_was_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found(monkeypatch, "193.99.144.80", "8.8.8.8")
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(429, content=pieces(), headers={"Retry-After": "120"})

    transport = httpx.MockTransport(answer)
    said = post("https://push.example:8443/send?id=1", lambda: Outside(transport=transport))
    (request,) = asked
    assert str(request.url) == "https://193.99.144.80:8443/send?id=1"
    assert request.headers["host"] == "push.example:8443"
    assert request.extensions["sni_hostname"] == "push.example"
    assert request.headers["ttl"] == "60"
    assert (said.status, len(said.body), said.after) == (429, 4_096, 120)


def test_who_is_not_there_is_told_in_words() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(Unanswered, match="Connect"):
        post(f"http://127.0.0.1:{port}/", lambda: Outside(near=True))


def test_a_redirect_is_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    found(monkeypatch, "8.8.8.8")

    moved = httpx.Response(302, content=pieces(), headers={"Location": "https://127.0.0.1/"})
    transport = httpx.MockTransport(lambda _: moved)
    assert post("https://moved.example/", lambda: Outside(transport=transport)).status == 302


def test_who_begins_to_answer_and_never_ends_has_an_end_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found(monkeypatch, "8.8.8.8")
    monkeypatch.setattr(outside, "SECONDS", 0.1)

    async def for_ever() -> AsyncIterator[bytes]:
        yield b"x"
        await asyncio.Event().wait()

    slow = httpx.MockTransport(lambda _: httpx.Response(200, content=for_ever()))
    with pytest.raises(Unanswered, match="in time"):
        post("https://slow.example/", lambda: Outside(transport=slow))


def test_whose_name_is_found_slowly_has_an_end_too(monkeypatch: pytest.MonkeyPatch) -> None:
    never = threading.Event()
    monkeypatch.setattr(outside, "SECONDS", 0.1)
    monkeypatch.setattr(outside, "getaddrinfo", lambda *_, **__: never.wait(30))
    with pytest.raises(Unanswered, match="in time"):
        post("https://slow.example/")
    never.set()


@given(st.text(max_size=80))
def test_whatever_is_called_an_address_is_asked_refused_or_not_found(text: str) -> None:
    moved = httpx.MockTransport(lambda _: httpx.Response(204, content=pieces()))
    with pytest.MonkeyPatch.context() as patched:
        found(patched, "8.8.8.8")
        try:
            said = post(f"https://{text}", lambda: Outside(transport=moved))
        except (Forbidden, Unanswered):
            return
        assert said.status == 204


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_it_is_known_whether_a_request_that_was_not_answered_may_have_arrived(
    method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outside, "SECONDS", 0.5)
    with receiving() as there:
        there.says(0)
        with pytest.raises(Unanswered) as silent:
            post(there.address, lambda: Outside(near=True), method)
        assert [one.method for one in there.came] == [method]
    with pytest.raises(Unanswered) as absent:
        post(there.address, lambda: Outside(near=True), method)
    assert silent.value.sent
    assert not absent.value.sent


def test_no_log_names_an_address_that_is_asked(caplog: pytest.LogCaptureFixture) -> None:
    """Whoever knows that of a webhook, or of a bot, can write in its name."""
    with caplog.at_level(logging.INFO), receiving() as receiver:
        address = f"{receiver.address}/bot12:secret/sendMessage"
        assert post(address, lambda: Outside(near=True)).status == 200
    assert [one.path for one in receiver.came] == ["/bot12:secret/sendMessage"]
    assert "secret" not in caplog.text
