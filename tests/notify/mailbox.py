"""A mailbox behind as much of IMAP as the node speaks (RFC 3501), in a thread of its own."""

import re
import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread


class Mailbox(socketserver.ThreadingTCPServer):
    """Its mails, by number from 1; which are seen; what programs asked for."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.mails: list[bytes] = []
        self.seen: set[int] = set()
        self.asked: list[str] = []
        self.password = "secret"
        self.trickles = False
        """Whether it answers byte by byte, without an end, to whoever has signed in."""
        self.overflows = False
        """Whether it sends all of a mail, whatever was asked for."""
        self.was_cut, self.ends = Event(), Event()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])


class _Session(socketserver.StreamRequestHandler):
    server: Mailbox

    def handle(self) -> None:
        """One connection."""
        self._say("* OK IMAP4rev1 ready")
        for line in self.rfile:
            tag, _, said = line.decode("latin-1").strip().partition(" ")
            self.server.asked.append(said)
            word = said.upper()
            if word.startswith("CAPABILITY"):
                self._say("* CAPABILITY IMAP4rev1")
            elif word.startswith("LOGIN") and f'"{self.server.password}"' not in said:
                self._say(f"{tag} NO that is not the password")
                continue
            elif word.startswith("SELECT"):
                self._say(f"* {len(self.server.mails)} EXISTS")
            elif word.startswith("UID"):
                self._uid(said.split(" ", 3))
            if self.server.trickles:
                self._trickle()
                return
            self._say(f"{tag} OK done")
            if word.startswith("LOGOUT"):
                return

    def _trickle(self) -> None:
        try:
            while not self.server.ends.wait(0.01):
                self.wfile.write(b"*")
        except OSError:
            self.server.was_cut.set()

    def _uid(self, said: list[str]) -> None:
        box = self.server
        if said[1] == "SEARCH" and said[2] == "HEADER":
            wanted = said[3].partition(" ")[2].strip('"').encode()
            found = [n for n, mail in enumerate(box.mails, 1) if b"<" + wanted + b">" in mail]
            self._say(f"* SEARCH {' '.join(map(str, found))}".strip())
        elif said[1] == "SEARCH":
            unseen = [n for n in range(1, len(box.mails) + 1) if n not in box.seen]
            self._say(f"* SEARCH {' '.join(map(str, unseen))}".strip())
        elif said[1] == "FETCH":
            self._fetch(int(said[2]), said[3])
        elif said[1] == "STORE":
            box.seen |= {int(one) for one in said[2].split(",")}

    def _fetch(self, number: int, wanted: str) -> None:
        mail = self.server.mails[number - 1]
        most = re.search(r"<0\.(\d+)>", wanted)
        assert most is not None
        body = mail.partition(b"\r\n\r\n")[0] if "HEADER" in wanted else mail
        body = body if self.server.overflows else body[: int(most[1])]
        self.wfile.write(f"* {number} FETCH (UID {number} BODY[] {{{len(body)}}}\r\n".encode())
        self.wfile.write(body + b")\r\n")

    def _say(self, said: str) -> None:
        self.wfile.write(f"{said}\r\n".encode())


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """One, for a while."""
    with Mailbox() as box:
        thread = Thread(target=box.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield box
        finally:
            box.ends.set()
            box.shutdown()
            thread.join()
