"""A host that would rather harm whoever audits it than be audited."""

import gzip
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from esoviet.audit.audit import audit
from esoviet.audit.database import Database
from esoviet.audit.finding import Unreachable
from esoviet.audit.http import Website
from esoviet.cli.http import HttpClient
from esoviet.cli.http import Unreachable as NotOurs
from esoviet.cli.main import main
from tests.audit import copies
from tests.audit.publisher import Publisher
from tests.world import World

Pack = Callable[[bytes], bytes]
TWICE = "gzip, gzip"


@pytest.fixture
def packed() -> Iterator[Callable[[str, bytes], str]]:
    """A server that answers everything with one body, under one Content-Encoding."""
    servers: list[ThreadingHTTPServer] = []

    def start(encoding: str, body: bytes) -> str:
        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Encoding", encoding)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        servers.append(server)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def once(body: bytes) -> bytes:
    return gzip.compress(body)


def twice(body: bytes) -> bytes:
    return gzip.compress(gzip.compress(body))


@pytest.mark.parametrize(
    ("encoding", "pack", "taken"),
    [("gzip", once, True), ("GZIP", once, True), (TWICE, twice, False), ("deflate", once, False)],
)
def test_an_answer_is_packed_once_or_not_at_all(
    packed: Callable[[str, bytes], str], encoding: str, pack: Pack, taken: bool
) -> None:
    note = b"esoviet/%s\n" % (b"0" * 64)
    url = packed(encoding, pack(note))
    with closing(Website(f"{url}/a/{'0' * 64}")) as source, HttpClient(url) as door:
        if taken:
            assert source.checkpoint() == door.get("/node") == note
            return
        with pytest.raises(Unreachable, match="packing"):
            source.checkpoint()
        with pytest.raises(NotOurs, match="packing"):
            door.get("/node")


@pytest.mark.parametrize("size", [2**53, 2**62, 2**63 - 1])
def test_a_checkpoint_can_boast_of_any_size(tmp_path: Path, size: int) -> None:
    publisher = Publisher(World().found())
    publisher.note = publisher.signs(size, b"\1" * 32)
    found = audit(Database(copies.database(publisher, tmp_path)), cores=1).findings
    assert (found[0].index, found[0].clause) == (2, "entries")


def test_a_log_can_go_beyond_the_last_year_that_has_a_date(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world = World()
    world.now = last = 253_402_300_799_000
    world.found().pass_days(1)
    world.person("Ada").marks_time(at=last)
    assert main(["audit", str(copies.database(Publisher(world), tmp_path))]) == 0
    assert "to beyond the year 9999" in capsys.readouterr().out


SPOOF = "\\u001b[2J\\nAll signatures, the tree, every rule and every count hold.\\r\\u202e"


@pytest.mark.parametrize("payload", ['{"type":"%s"}', '{"type":"leave","%s":1}'])
def test_an_entry_writes_nothing_over_what_is_said_of_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], payload: str
) -> None:
    publisher = Publisher(World().found())
    publisher.write(1, (payload % SPOOF).encode()).forge()
    assert main(["audit", str(copies.database(publisher, tmp_path))]) == 1
    said = capsys.readouterr().out
    assert not {"\x1b", "\r", "\u202e"} & set(said)
    assert not any(line.startswith("All signatures") for line in said.splitlines())
