"""A real server process, to be talked to, stopped and killed."""

import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import httpx

from bench import quick
from esoviet.cli.main import main
from tests.forked import forked

START_OR_END_SECONDS = 60.0


class Server:
    """`esoviet serve` on a data folder, at a free port of this machine."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        environment = {"ESOVIET_DATA": str(folder), "ESOVIET_PORT": str(self.port)}
        self.process = forked(serve, {**os.environ, **environment, **settings})
        self._wait()

    def kill(self) -> None:
        """End it as a power cut would, with every process it started."""
        assert self.process.pid is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.join()

    def stop(self) -> float:
        """Ask it to end, as an operator does; answers how many seconds it took."""
        start = time.monotonic()
        self.process.terminate()
        self.process.join(START_OR_END_SECONDS)
        if self.process.is_alive():
            self.kill()
            raise TimeoutError("the server did not end")
        return time.monotonic() - start

    def _wait(self) -> None:
        until = time.monotonic() + START_OR_END_SECONDS
        while time.monotonic() < until:
            assert self.process.is_alive(), "the server did not start"
            try:
                httpx.get(f"{self.url}/node")
            except httpx.TransportError:
                time.sleep(0.05)
            else:
                return
        self.kill()
        raise TimeoutError("the server did not answer")


def serve(environment: Mapping[str, str], clock: Callable[[], int] | None = None) -> None:
    """What the process does: `esoviet serve`, in a session of its own, and silently; by a clock
    that does not run as the machine's, if one is given."""
    os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    if clock is not None:
        quick.serve(clock)
        return
    sys.exit(main(["serve"]))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
