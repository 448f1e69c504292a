"""A real host in a process of its own, and people who use the command line against it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from esoviet.cli.main import main
from tests.forked import forked
from tests.node.process import serve


class Host(NamedTuple):
    """A running node."""

    url: str
    data: Path


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


class Running:
    """A node on a folder, as long as the block lasts."""

    def __init__(
        self, data: Path, port: int = 0, settings: Mapping[str, str] | None = None
    ) -> None:
        self.port = port or free_port()
        self._environment = {
            **os.environ, "ESOVIET_DATA": str(data), "ESOVIET_PORT": str(self.port),
            **(settings or {}),
        }  # fmt: skip

    def __enter__(self) -> str:
        self._process = forked(serve, self._environment)
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
def ada(someone: Callable[[str], Someone], host: Host) -> Someone:
    """A founder with an assembly of her own, which decides in minutes."""
    ada = someone("Ada")
    ada("key", "new", "--no-phrase")
    ada("found", "Mill Street", "--url", host.url, "--purpose", "Warm flats.", "--profile", "Ada",
        "--template", "meeting")  # fmt: skip
    return ada


@pytest.fixture
def bea(someone: Callable[[str], Someone], ada: Someone) -> Someone:
    """A member whom Ada invited."""
    bea = someone("Bea")
    bea("key", "new", "--no-phrase")
    bea("join", ada("invite").split()[-1], "--profile", "Bea", "--alias", "mill")
    return bea


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def esoviet(*words: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    command = [sys.executable, "-m", "esoviet", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)
