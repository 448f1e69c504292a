"""The server as a process: the stream of changes, and a clean end."""

import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from esoviet.law.votes import CastBallot
from esoviet.log import receipt
from tests.node.process import Server
from tests.person import Person
from tests.web.desk import ONE
from tests.web.served import write
from tests.world import World

RULES = {
    "backing": "0", "question_days": "60", "dormancy_days": "730", "application_days": "365",
}  # fmt: skip


@pytest.fixture
def world() -> World:
    return World(time.time_ns() // 10**9 * 1000).found(**RULES)


@pytest.fixture
def server(world: World, tmp_path: Path) -> Iterator[Server]:
    world.member("Ada").puts_to_vote()
    write(world, tmp_path)
    server = Server(tmp_path)
    yield server
    if server.process.is_alive():
        server.kill()


def ballot(world: World, ada: Person, choice: str = "yes") -> bytes:
    return world.seal(ada.key, CastBallot, vote=1, choice=choice)


def lines_of(stream: httpx.Response) -> Iterator[str]:
    return (line for line in stream.iter_lines() if line)


@pytest.mark.e2e
def test_a_listener_is_told_what_changed_and_ends_with_the_server(
    world: World, server: Server
) -> None:
    url = f"{server.url}/a/{world.id}"
    ada = world.member("Ada")
    with httpx.stream("GET", f"{url}/changes", timeout=20) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        lines = lines_of(stream)
        assert next(lines).startswith("retry:")
        answer = httpx.post(f"{url}/acts", content=ballot(world, ada), headers=ONE)
        size = answer.json()["index"] + 1
        assert next(lines) == f"id: {size}"
        event = json.loads(next(lines).removeprefix("data: "))
        assert event["size"] == size
        assert ["Ballot", 1, ada.number] in event["changed"]
        assert server.stop() < 5
        assert list(lines) == []
    assert server.process.exitcode == 0


@pytest.mark.e2e
@pytest.mark.parametrize(("query", "headers"), [("", {"last-event-id": "1"}), ("?last=1", {})])
def test_a_listener_that_comes_back_or_shows_an_older_log_is_told_that_something_has_changed(
    world: World, server: Server, query: str, headers: dict[str, str]
) -> None:
    url = f"{server.url}/a/{world.id}/changes{query}"
    with httpx.stream("GET", url, headers=headers, timeout=20) as stream:
        lines = lines_of(stream)
        assert next(lines).startswith("retry:")
        assert next(lines).startswith("id: ")
        assert "changed" not in json.loads(next(lines).removeprefix("data: "))


@pytest.mark.e2e
def test_an_idle_connection_does_not_hold_the_server_up(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as idle:
        idle.sendall(b"GET /node HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert idle.recv(100).startswith(b"HTTP/1.1 200")
        assert server.stop() < 5
    assert server.process.exitcode == 0


@pytest.mark.e2e
def test_what_was_logged_is_there_after_a_restart(
    world: World, server: Server, tmp_path: Path
) -> None:
    ada = world.member("Ada")
    url = f"{server.url}/a/{world.id}"
    given = httpx.post(f"{url}/acts", content=ballot(world, ada), headers=ONE).json()
    server.stop()
    again = Server(tmp_path)
    try:
        url = f"{again.url}/a/{world.id}"
        text = httpx.get(f"{url}/receipts/{given['id']}").content
        assert receipt.parse(text).index == given["index"]
    finally:
        again.kill()


@pytest.mark.e2e
def test_head_answers_without_a_body_and_an_encoded_slash_is_no_slash(
    world: World, server: Server
) -> None:
    path = f"/a/{world.id}/log/checkpoint"
    whole, head = httpx.get(server.url + path), httpx.head(server.url + path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == whole.headers["content-type"]
    with socket.create_connection(("127.0.0.1", server.port)) as raw:
        path = path.replace("/log/", "/log%2F")
        raw.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        assert raw.recv(100).startswith(b"HTTP/1.1 404")


@pytest.mark.e2e
def test_a_second_server_on_the_same_folder_does_not_start(server: Server, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="did not start"):
        Server(tmp_path)
    assert httpx.get(f"{server.url}/node").status_code == 200
