"""A real host in a process of its own, and people who use the command line against it."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import httpx
import pytest

from bench import quick as hurry
from esoviet.cli import signer
from esoviet.cli.main import main
from tests.forked import forked
from tests.node.process import serve


class Host(NamedTuple):
    """A running node, in hurried time if that has `begun`."""

    url: str
    data: Path
    begun: int | None = None


class Said(NamedTuple):
    """What a command answered."""

    code: int
    out: str
    err: str


class Someone:
    """A person with a home folder of their own."""

    def __init__(self, home: Path, run: Callable[..., Said]) -> None:
        self.home = home
        self._run = run

    def __call__(self, *words: str) -> str:
        """A command that must work; answers what it printed."""
        said = self._run(self.home, *words)
        assert said.code == 0, said.err
        return said.out

    def fails(self, *words: str) -> str:
        """A command that must not work; answers what it complained about."""
        said = self._run(self.home, *words)
        assert said.code == 1, said.out
        return said.err

    def tries(self, *words: str) -> Said:
        """A command that may work or not."""
        return self._run(self.home, *words)

    def assembly(self) -> Path:
        """The folder of the one assembly that this person knows."""
        (folder,) = (self.home / "assemblies").iterdir()
        return folder


@pytest.fixture(scope="session")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """A node that anyone can found assemblies on."""
    data = tmp_path_factory.mktemp("node")
    with Running(data) as url:
        yield Host(url, data)


@pytest.fixture(scope="session")
def quick(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """The same in hurried time (bench/quick.py), where a second is a minute."""
    data, begun = tmp_path_factory.mktemp("quick"), hurry.now()
    with Running(data, clock=hurry.hurried(begun)) as url:
        yield Host(url, data, begun)


@pytest.fixture
def here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Host:
    """The node at which people are: the one in hurried time, and by its clock, if marked so."""
    if request.node.get_closest_marker("hurried") is None:
        host: Host = request.getfixturevalue("host")
        return host
    quick: Host = request.getfixturevalue("quick")
    assert quick.begun is not None
    clock = hurry.hurried(quick.begun)
    monkeypatch.setattr(signer, "time", SimpleNamespace(time_ns=lambda: clock() * 1_000_000))
    return quick


class Running:
    """A node on a folder, as long as the block lasts."""

    def __init__(
        self,
        data: Path,
        port: int = 0,
        settings: Mapping[str, str] | None = None,
        clock: Callable[[], int] | None = None,
    ) -> None:
        self.port = port or free_port()
        self._clock = clock
        self._environment = {
            **os.environ, "ESOVIET_DATA": str(data), "ESOVIET_PORT": str(self.port),
            **(settings or {}),
        }  # fmt: skip

    def __enter__(self) -> str:
        self._process = forked(serve, self._environment, self._clock)
        url = f"http://localhost:{self.port}"
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                if httpx.get(f"{url}/node").status_code == 200:
                    return url
            except httpx.TransportError:
                time.sleep(0.1)
        raise AssertionError("the node did not start")

    @property
    def pid(self) -> int | None:
        """The process."""
        return self._process.pid

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.join(20)
        assert self._process.exitcode == 0, "the node did not end as it should"


@pytest.fixture
def someone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[str], Someone]:
    """People by name; none of them has a key yet."""

    def run(home: Path, *words: str) -> Said:
        monkeypatch.setenv("ESOVIET_HOME", str(home))
        capsys.readouterr()
        code = main(words)
        printed = capsys.readouterr()
        return Said(code, printed.out, printed.err)

    return lambda name: Someone(tmp_path / name, run)


@pytest.fixture
def ada(someone: Callable[[str], Someone], here: Host) -> Someone:
    """A founder with an assembly of her own, which decides in minutes.

    In hurried time, where minutes are seconds, drafting lasts a day.
    """
    ada = someone("Ada")
    ada("key", "new", "--no-phrase")
    longer = () if here.begun is None else ("--set", "solution_days=1")
    ada("found", "Mill Street", "--url", here.url, "--purpose", "Warm flats.", "--profile", "Ada",
        "--template", "meeting", *longer)  # fmt: skip
    return ada


@pytest.fixture
def bea(someone: Callable[[str], Someone], ada: Someone) -> Someone:
    """A member whom Ada invited."""
    bea = someone("Bea")
    bea("key", "new", "--no-phrase")
    bea("join", ada("invite").split()[-1], "--profile", "Bea", "--alias", "mill")
    return bea


def await_phase(of: Someone, problem: int, phase: str) -> None:
    """Until time has brought a problem there."""
    until = time.monotonic() + 60
    while json.loads(of("show", "problem", str(problem), "--json"))["problem"]["phase"] != phase:
        assert time.monotonic() < until
        time.sleep(0.2)


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def esoviet(*words: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    command = [sys.executable, "-m", "esoviet", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)
