"""A web server on the loopback that serves a folder, and a fault where one is wanted.

server.fault = every(3, status(500))      each third answer is another one
server.fault = at("entries", drip)        or those at an address
"""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

Fault = Callable[["Answering"], bool]
"""Answers instead of the file, and whether it did."""


class Answering(SimpleHTTPRequestHandler):
    """One request."""

    server: "Faulty"

    def __init__(self, request: object, client: object, server: "Faulty") -> None:
        with contextlib.suppress(OSError):
            super().__init__(request, client, server, directory=server.folder)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        with self.server.lock:
            self.server.asked.append(self.path)
        if not self.server.fault(self):
            super().do_GET()

    def says(self, status: int, body: bytes = b"", **headers: str) -> bool:
        """A whole answer."""
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)
        return True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


class Faulty(ThreadingHTTPServer):
    """The server. `asked` are the addresses that were asked for."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        self.folder = str(folder)
        self.lock = threading.Lock()
        self.asked: list[str] = []
        self.fault: Fault = lambda _: False
        super().__init__(("127.0.0.1", 0), Answering)
        self.url = f"http://127.0.0.1:{self.server_port}"


@contextmanager
def faulty(folder: Path) -> Iterator[Faulty]:
    """Serve a folder for a while."""
    server = Faulty(folder)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def every(nth: int, fault: Fault) -> Fault:
    """The fault in each nth answer."""
    return lambda answer: not len(answer.server.asked) % nth and fault(answer)


def at(part: str, fault: Fault) -> Fault:
    """The fault in answers at addresses with this in them."""
    return lambda answer: part in answer.path and fault(answer)


def status(number: int, **headers: str) -> Fault:
    """Another status than 200."""
    return lambda answer: answer.says(number, b"oops", **headers)


def page(answer: Answering) -> bool:
    """What a network answers that wants one to sign in first."""
    return answer.says(200, b"<!DOCTYPE html><html>Please sign in</html>", Content_Type="text/html")


def hang_up(answer: Answering) -> bool:
    """Half an answer, and no more."""
    answer.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf")
    answer.close_connection = True
    return True


def drip(answer: Answering) -> bool:
    """A byte now and then, headers first, until nobody listens any more."""
    said = b"HTTP/1.1 200 OK\r\nX-Drip: " + b"x" * 10_000
    for place in range(len(said)):
        answer.wfile.write(said[place : place + 1])
        answer.wfile.flush()
        time.sleep(0.01)  # nothing is waited for: being slow is the fault
    return True
