"""Figures for Prometheus: on this machine alone, and in its format."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from esoviet.law.membership import SetProfile
from esoviet.web.endpoints.metrics import HOST, Metrics
from tests.cli.conftest import Running, free_port
from tests.web.desk import Desk, desk
from tests.web.served import write
from tests.world import World

SAMPLE = re.compile(r'esoviet_[a-z_]+(\{[a-z]+="[^"\\\n]*"\})? -?[0-9.e+-]+')
HELP = re.compile(r"# (HELP esoviet_[a-z_]+ \S.*|TYPE esoviet_[a-z_]+ (counter|gauge))")


@pytest.fixture
def world() -> World:
    return World().found()


@pytest.fixture
def at(world: World, tmp_path: Path) -> Iterator[Desk]:
    with desk(world, tmp_path) as served:
        yield served


def asked(at: Desk, request: bytes) -> bytes:
    """What the listener answers to these bytes."""

    async def ask() -> bytes:
        metrics = Metrics(at.node)
        port = await metrics.open(0)
        reader, writer = await asyncio.open_connection(HOST, port)
        writer.write(request)
        answer = await reader.read()
        writer.close()
        await metrics.close()
        return answer

    answer = at.run(ask())
    assert isinstance(answer, bytes)
    return answer


def figures(at: Desk) -> dict[str, str]:
    """Every sample by its name and label."""
    head, _, body = asked(at, b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n").partition(b"\r\n\r\n")
    assert b"Content-Type: text/plain; version=0.0.4" in head
    lines = body.decode().splitlines()
    assert all(SAMPLE.fullmatch(line) or HELP.fullmatch(line) for line in lines)
    return dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))


def test_they_say_what_was_logged_and_what_was_refused(at: Desk, world: World) -> None:
    words = world.text("Ada")
    assert at.does(world.member("Ada"), SetProfile, profile=words).status_code == 409
    at.bring(words)
    assert at.does(world.member("Ada"), SetProfile, profile=words).status_code == 201
    said = figures(at)
    assert said['esoviet_acts_logged_total{type="set-profile"}'] == "1"
    assert said['esoviet_acts_refused_total{clause="1.10"}'] == "1"
    assert said["esoviet_assemblies"] == "1"
    assert said[f'esoviet_log_entries{{assembly="{world.id}"}}'] == str(len(world.entries))
    assert int(said["esoviet_disk_free_bytes"]) > 0
    assert float(said["esoviet_event_loop_lag_seconds"]) >= 0


@pytest.mark.parametrize("request_line", [b"GET / HTTP/1.1", b"POST /metrics HTTP/1.1", b"\0"])
def test_there_is_nothing_else_to_be_had(at: Desk, request_line: bytes) -> None:
    assert asked(at, request_line + b"\r\n\r\n").startswith(b"HTTP/1.1 404")


def test_who_sends_too_much_gets_nothing(at: Desk) -> None:
    assert asked(at, b"x" * 20_000) == b""


def test_the_pages_port_never_has_them(at: Desk) -> None:
    assert at.get("/metrics").status_code == 404


@pytest.mark.e2e
def test_a_server_gives_them_where_its_settings_say(world: World, tmp_path: Path) -> None:
    write(world, tmp_path)
    port = free_port()
    with Running(tmp_path, settings={"ESOVIET_METRICS_PORT": str(port)}):
        answer = httpx.get(f"http://127.0.0.1:{port}/metrics")
    assert "esoviet_assemblies 1\n" in answer.text
