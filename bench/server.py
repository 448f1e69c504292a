"""Server processes for benches, and the load on them."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from bench.load import Report

UNBOUNDED = {"ESOVIET_MEMBER_RATE": "1000000", "ESOVIET_ASSEMBLY_RATE": "10000000"}
MAIN = "import sys; from esoviet.cli.main import main; sys.exit(main(['serve']))"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def serving(
    command: Sequence[str], port: int, **environment: str
) -> Iterator[subprocess.Popen[bytes]]:
    """A server process that listens on a port, until the block ends."""
    process = subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL
    )
    try:
        wait_for(port, process)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextlib.contextmanager
def node(data: Path, **settings: str) -> Iterator[tuple[int, int]]:
    """`esoviet serve` on a data folder; gives its port and its process."""
    port = free_port()
    command = [sys.executable, "-c", MAIN]
    settings = {**UNBOUNDED, "ESOVIET_DATA": str(data), "ESOVIET_PORT": str(port), **settings}
    with serving(command, port, **settings) as process:
        yield port, process.pid


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until somebody listens."""
    for _ in range(1200):
        assert process.poll() is None, "the server ended"
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.05)
    raise TimeoutError("the server does not start")


def load(port: int, file: Path) -> Report:
    """Run the load client as a process of its own."""
    done = subprocess.run([sys.executable, "-m", "bench.load", str(port), str(file)],
                          capture_output=True, check=True)  # fmt: skip
    return msgspec.json.decode(done.stdout, type=Report)
