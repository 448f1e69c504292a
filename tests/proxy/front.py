"""A real nginx on this machine, with the very file of docs/operating/nginx.conf."""

import os
import re
import socket
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from tests.cli.conftest import free_port
from tests.proxy.install import find

SAMPLE = Path(__file__).resolve().parents[2] / "docs/operating/nginx.conf"
START_SECONDS = 30.0
AROUND = """
daemon off;
pid {here}/pid;
error_log stderr;
{user}
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {here}/body;
    proxy_temp_path {here}/proxy;
    fastcgi_temp_path {here}/fastcgi;
    uwsgi_temp_path {here}/uwsgi;
    scgi_temp_path {here}/scgi;
    include {here}/esoviet.conf;
}}
"""


def certificate(folder: Path) -> Path:
    """A certificate for this machine that nobody else trusts, with its key beside it."""
    path = folder / "fullchain.pem"
    command = (
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
        "-nodes", "-keyout", str(folder / "privkey.pem"), "-out", str(path), "-days", "2",
        "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
    )  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    return path


class Nginx:
    """nginx before a server at `port`, as long as the block lasts; `url` is where it is reached.

    `instead` are parts of the sample that are written otherwise.
    """

    def __init__(
        self, folder: Path, port: int, pem: Path, tls: int = 0, instead: Mapping[str, str] = {}
    ) -> None:
        self.folder, self.http, self.tls = folder, free_port(), tls or free_port()
        self.url = f"https://localhost:{self.tls}"
        sample = SAMPLE.read_text("utf-8")
        for old, new in {
            "listen 80;": f"listen 127.0.0.1:{self.http};",
            "listen 443 ssl": f"listen 127.0.0.1:{self.tls} ssl",
            "assembly.example;": "localhost;",
            "/etc/letsencrypt/live/assembly.example/": f"{pem.parent}/",
            "127.0.0.1:8000": f"127.0.0.1:{port}",
            **instead,
        }.items():
            assert old in sample, old
            sample = sample.replace(old, new)
        (folder / "esoviet.conf").write_text(re.sub(r".*listen \[::\].*\n", "", sample))
        user = "user root;" if os.geteuid() == 0 else ""
        (folder / "nginx.conf").write_text(AROUND.format(here=folder, user=user))

    def __enter__(self) -> str:
        command = [find(), "-e", "stderr", "-p", str(self.folder), "-c", "nginx.conf"]
        self._process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self._process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.tls)).close()
            except OSError:
                time.sleep(0.02)
            else:
                return self.url
        self._process.kill()
        raise AssertionError(f"nginx did not start: {self._process.communicate()[1]}")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._process.terminate()
        self._process.communicate(timeout=START_SECONDS)
