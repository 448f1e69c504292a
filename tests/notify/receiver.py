"""A server that others tell things, in a thread: it notes what comes, and answers as it is told.

`answers` has what it says to each request, the last for all that follow: a status, headers, a body.
A status of 0 says nothing until `ends` is set.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Event, Thread
from typing import NamedTuple

from tests.waiting import WAIT_SECONDS


class Came(NamedTuple):
    """One request; names of headers in small letters."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Says(NamedTuple):
    """One answer."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


class Receiver:
    """The server as a test sees it."""

    def __init__(self) -> None:
        self.came: list[Came] = []
        self.answers = [Says()]
        self.ends = Event()
        self.more = Condition()
        self.address = ""

    def awaits(self, number: int) -> list[Came]:
        """What has come, once it is so many requests."""
        with self.more:
            assert self.more.wait_for(lambda: len(self.came) >= number, WAIT_SECONDS)
        return self.came

    def says(self, *answers: Says | int) -> None:
        """Answer this from now on, one after the other."""
        self.answers = [Says(one) if isinstance(one, int) else one for one in answers]

    def takes(self, came: Came) -> Says:
        """Note a request; what is answered."""
        with self.more:
            self.came.append(came)
            self.more.notify_all()
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            said = receiver.takes(Came(self.command, self.path, headers, body))
            if not said.status:
                receiver.ends.wait(WAIT_SECONDS)
                return
            self.send_response(said.status)
            for name, value in said.headers:
                self.send_header(name, value)
            self.end_headers()
            with suppress(ConnectionError):  # who does not read to the end
                self.wfile.write(said.body)

        do_PUT = do_POST  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Nothing is said."""

    return Handler


@contextmanager
def receiving() -> Iterator[Receiver]:
    """One, for a while."""
    receiver = Receiver()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(receiver))
    receiver.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield receiver
    finally:
        receiver.ends.set()
        server.shutdown()
        thread.join()
        server.server_close()
