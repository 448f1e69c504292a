"""Somebody opens connections and holds them: silent ones, half requests, slow readers."""

import asyncio
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from esoviet.law.act import Blob
from esoviet.web.http import streamed
from esoviet.web.http.streamed import PIECE, FileResponse
from tests.node.process import Server
from tests.web.desk import desk
from tests.web.served import write
from tests.world import World

LARGE = 4 * 2**20


@pytest.fixture
def world() -> World:
    return World(time.time_ns() // 10**9 * 1000).found(necessity_days="120")


def with_a_large_file(world: World) -> Blob:
    ada = world.member("Ada")
    problem = ada.raises_problem()
    video = world.text(bytes(LARGE), "video/mp4")
    ada.argues(problem, evidence=(video,))
    return video


@pytest.fixture
def server(world: World, tmp_path: Path) -> Iterator[Server]:
    write(world, tmp_path)
    server = Server(tmp_path, ESOVIET_PAUSE_SECONDS="0.5")
    yield server
    if server.process.is_alive():
        server.kill()


def held(server: Server, said: bytes) -> bytes:
    """What comes of a connection that says so much and then nothing, until it is ended."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as line:
        line.sendall(said)
        heard = b""
        while piece := line.recv(65_536):
            heard += piece
        return heard


@pytest.mark.e2e
def test_silence_and_half_a_request_are_not_waited_for_for_ever(
    world: World, server: Server
) -> None:
    assert held(server, b"") == b""
    acts = f"POST /a/{world.id}/acts HTTP/1.1\r\nHost: x\r\n".encode()
    assert b" 201 " not in held(server, acts)
    body = b"Content-Length: 100\r\n\r\nabc"
    act = acts + b"Content-Type: application/jose\r\n" + body
    blob = f"PUT /a/{world.id}/blobs/{'a' * 64} HTTP/1.1\r\nHost: x\r\n".encode() + body
    with ThreadPoolExecutor(16) as pool:  # one connection seldom shows that it is held
        for heard in pool.map(held, [server] * 64, [act, blob] * 32):
            assert b" 408 " in heard[:20]


@pytest.mark.e2e
def test_nothing_but_http_1_1_is_spoken(server: Server) -> None:
    assert not held(server, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(9)).startswith(bytes(2))
    heard = httpx.get(f"{server.url}/node")
    assert heard.http_version == "HTTP/1.1"


@pytest.mark.e2e
def test_readers_who_take_nothing_cost_no_memory_and_others_are_served(
    world: World, tmp_path: Path
) -> None:
    video = with_a_large_file(world)
    write(world, tmp_path)
    server = Server(tmp_path)
    try:
        path = f"/a/{world.id}/blobs/{video.sha256}"
        before = _memory(server)
        lines = []
        for _ in range(40):
            line = socket.create_connection(("127.0.0.1", server.port))
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            line.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            assert line.recv(1)
            lines.append(line)
        whole = httpx.get(server.url + path)
        assert whole.content == world.blobs[video.sha256]
        assert _memory(server) - before < 40 * LARGE / 2
        for line in lines:
            line.close()
    finally:
        server.kill()


def _memory(server: Server) -> int:
    """What the server holds, in bytes."""
    for line in Path(f"/proc/{server.process.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) * 1024
    raise AssertionError


def test_a_file_goes_out_in_pieces_and_a_reader_who_takes_none_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streamed, "SEND_SECONDS", 0.05)
    (tmp_path / "file").write_bytes(bytes(10 * PIECE))
    sizes: list[int] = []

    async def receive() -> dict[str, object]:
        return {}

    async def send(message: object) -> None:
        assert isinstance(message, dict)
        sizes.append(len(message.get("body", b"")))
        if len(sizes) == 4:
            await asyncio.Event().wait()

    file = (tmp_path / "file").open("rb")
    response = FileResponse(file, {})
    with pytest.raises(TimeoutError):
        asyncio.run(response({"type": "http", "method": "GET"}, receive, send))
    assert sizes == [0, PIECE, PIECE, PIECE]
    assert file.closed


def test_a_damaged_file_is_not_sent_at_all(world: World, tmp_path: Path) -> None:
    video = with_a_large_file(world)
    with desk(world, tmp_path) as at:
        at.hosted.ledger.blobs.path(video.sha256).write_bytes(b"something else")
        assert at.get(f"blobs/{video.sha256}").status_code == 404
        assert video.sha256 in at.hosted.ledger.blobs.damaged
