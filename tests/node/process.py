"""A real server process, to be talked to, stopped and killed."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

MAIN = "import sys; from esoviet.cli.main import main; sys.exit(main(['serve']))"
START_OR_END_SECONDS = 60.0


class Server:
    """`esoviet serve` on a data folder, at a free port of this machine."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        environment = {**os.environ, "ESOVIET_DATA": str(folder), "ESOVIET_PORT": str(self.port)}
        self.process = subprocess.Popen(
            [sys.executable, "-c", MAIN],
            env=environment | settings,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._wait()

    def kill(self) -> None:
        """End it as a power cut would, with every process it started."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> float:
        """Ask it to end, as an operator does; answers how many seconds it took."""
        start = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(START_OR_END_SECONDS)
        finally:
            if self.process.poll() is None:
                self.kill()
        return time.monotonic() - start

    def _wait(self) -> None:
        until = time.monotonic() + START_OR_END_SECONDS
        while time.monotonic() < until:
            assert self.process.poll() is None, "the server did not start"
            try:
                httpx.get(f"{self.url}/node")
            except httpx.TransportError:
                time.sleep(0.05)
            else:
                return
        self.kill()
        raise TimeoutError("the server did not answer")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
