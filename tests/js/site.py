"""A site that serves the modules alone, under the server's own content security policy."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from mnemonic import Mnemonic

from esoviet import web
from esoviet.web.api.law import law_json
from esoviet.web.http import headers

STATIC = Path(web.__file__).parent / "static"
HERE = Path(__file__).parent
PAGE = (
    b'<!doctype html><html lang="en"><meta charset="utf-8"><title>Tests</title>'
    b'<link rel="icon" href="data:,"><body></body></html>'
)
WORDS = json.dumps(Mnemonic("english").wordlist).encode()


class Handler(SimpleHTTPRequestHandler):
    """`/` an empty page, `/static/…` the modules, `/law.json`, `/harness.js` the tests' own."""

    def do_GET(self) -> None:
        made = {
            "/": (PAGE, "text/html"),
            "/words/english.json": (WORDS, "application/json"),
            "/law.json": (law_json(), "application/json"),
        }
        if self.path not in made:
            super().do_GET()
            return
        body, kind = made[self.path]
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def translate_path(self, path: str) -> str:
        if path == "/harness.js":
            return str(HERE / "harness.js")
        return super().translate_path(path)

    def guess_type(self, path: object) -> str:
        return "text/javascript"

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", headers.POLICY)
        super().end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@contextmanager
def site() -> Iterator[str]:
    """Serve until done; the address, on localhost, since keys need a secure context."""
    root = Path(STATIC).parent
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(root)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
