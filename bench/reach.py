"""How soon a device is told, and what a long queue costs.

The first with a server of its own process, as members have it, and a push service on this machine:
the time from handing in an act to the arrival of the push that tells of it. The second with 100,000
messages that wait: the memory that working through them takes, and how long one turn is.
"""

import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from bench.figures import Figure, median
from esoviet.store.reach import Reach
from esoviet.store.subscriptions import Subscription
from esoviet.store.wishes import Wanting
from tests.browser.host import Host, hosting
from tests.node.browsing import someone
from tests.notify.office import AT_ONCE, Office, office
from tests.person import Person
from tests.web.served import write
from tests.world import World

ACTS, SOON = 20, 2.0
MEMBERS, EACH = 1_000, 100
MOST_GROWTH = 20.0
WAIT = 30.0
_PAGES = Path("/proc/self/statm")
_RULES = {"question_days": "3", "waiting": "100"}


def run() -> list[Figure]:
    """Measure both."""
    with tempfile.TemporaryDirectory() as folder:
        delays = _delays(Path(folder))
    with tempfile.TemporaryDirectory() as folder, office(_crowd(), Path(folder)) as at:
        queued = _fill(at)
        grown, took, turns = _worked_through(at)
    return [
        Figure(
            f"from an act to the push that tells of it, over {ACTS} acts",
            f"{median(delays):.2f} s, at most {max(delays):.2f} s",
            "the server looks once a second, and for pushes twice",
            f"median under {SOON:.0f} s",
            median(delays) < SOON,
        ),
        Figure(
            f"a queue of {queued:,} messages to {MEMBERS:,} members",
            f"memory grew by {grown:.1f} MiB while it was worked through",
            f"{took:.1f} s, {took / turns * 1000:.0f} ms a turn",
            f"under {MOST_GROWTH:.0f} MiB",
            grown < MOST_GROWTH,
        ),
    ]


def _delays(folder: Path) -> list[float]:
    """Seconds from an act to its push, one by one."""
    world = World().found(**_RULES)
    ada, _, cem, dot = world.members("Ada", "Bea", "Cem", "Dot")
    for n in range(ACTS):
        ada.asks(text=world.text(f"Shall we, for the {n}th time?"))
    write(world, folder)
    with _service() as (endpoint, came):
        _, browser = someone()
        reach = Reach(folder / "node.db")
        reach.subscriptions.put(
            Subscription(world.id, dot.number, dot.kid, endpoint, *browser), world.now
        )
        reach.wishes.put(Wanting(world.id, dot.number, AT_ONCE, world.now, 0))
        reach.close()
        told = {"push_contact": "mailto:host@example.org", "ask_private": True}
        with hosting(folder, world.now + 1000, **told) as host:
            assert came.acquire(timeout=WAIT)  # all the questions that she can second: one notice
            return [_delay(host, cem, n + 1, came) for n in range(ACTS)]


def _delay(host: Host, person: Person, question: int, came: threading.Semaphore) -> float:
    began = time.perf_counter()
    host.signs(person.key, "second-question", question=question)
    assert came.acquire(timeout=WAIT)
    return time.perf_counter() - began


@contextmanager
def _service() -> Iterator[tuple[str, threading.Semaphore]]:
    """A push service that takes all: an endpoint, and how many pushes came."""
    came = threading.Semaphore(0)

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(201)
            self.send_header("Content-Length", "0")
            self.end_headers()
            came.release()

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Taking) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/dot", came
        server.shutdown()
        thread.join()


def _crowd() -> World:
    world = World().found(**_RULES)
    world.crowd(MEMBERS)
    return world


def _fill(at: Office) -> int:
    """Of every member as many things wait to be told; none of them is of use any more."""
    mail, assembly, now = at.node.reach.mail, at.world.id, at.world.now
    with at.node.reach.whole():
        for number in range(1, MEMBERS + 1):
            entered = mail.enter(assembly, number, f"member{number}@example.net", now)
            assert entered is not None
            mail.confirm(entered.handle, now)
            at.node.reach.wishes.put(Wanting(assembly, number, AT_ONCE, now, 0))
            for n in range(EACH):
                mail.put(assembly, number, f"now votes/{n}", "now", now, now)
    return mail.counts()["waiting"]


def _worked_through(at: Office) -> tuple[float, float, int]:
    """By how many MiB memory grew, how long it took (s), and in how many turns."""
    before, began, turns = _resident(), time.perf_counter(), 0
    most = before
    while at.run(at.service.turn()):
        turns += 1
        most = max(most, _resident())
    assert at.node.reach.mail.counts().get("waiting", 0) == 0
    return (most - before) / 2**20, time.perf_counter() - began, turns


def _resident() -> int:
    return int(_PAGES.read_text("ascii").split()[1]) * 4096
