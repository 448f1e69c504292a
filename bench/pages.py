"""Pages of a large demo: time on the server, and memory of open streams."""

import asyncio
import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route

from bench import server
from bench.figures import Figure, median
from esoviet.law.problems import Problem
from esoviet.law.records import Key
from esoviet.law.view import View
from esoviet.law.votes import Vote, turnout
from esoviet.node.config import Config
from esoviet.node.node import Node
from esoviet.store.sessions import Session
from esoviet.web.app import context_for, routed
from esoviet.web.http.directory import FOUND

MEMBERS, PROBLEMS = 1000, 200
MEMBER = 7
PATHS = (
    "", "/problems", "/problems/{busy}", "/problems?phase=vote", "/problems/{busy}/arguments",
    "/problems/{busy}/assessments", "/votes/{vote}", "/votes/{vote}/roll", "/members",
    "/members/7", "/decisions", "/decisions/3", "/mandates", "/questions", "/constitution",
    "/log", "/log/entries/100",
)  # fmt: skip
RUNS = 15
STREAMS = 1000


def run() -> list[Figure]:
    """Make the demo (or take the one in $BENCH_DEMO) and measure."""
    made = os.environ.get("BENCH_DEMO")
    if made:
        return _all(Path(made))
    with tempfile.TemporaryDirectory() as folder:
        demo = [sys.executable, "-m", "esoviet", "demo", "--data", folder]
        size = ["--members", str(MEMBERS), "--problems", str(PROBLEMS)]
        subprocess.run([*demo, *size], check=True, stdout=subprocess.DEVNULL)
        return _all(Path(folder))


def _all(data: Path) -> list[Figure]:
    return [*asyncio.run(_pages(data)), _streams(data)]


async def _pages(data: Path) -> list[Figure]:
    node = Node(Config(data=data))
    node.start()
    try:
        [identity] = node.sleeping.known
        async with node.open(identity) as hosted:
            fresh, kept, own = await _spent(node, identity, hosted.ledger.replica.view())
    finally:
        await node.close()
    for path in PATHS:
        print(f"      {fresh[path]:7.3f} {own[path]:7.3f} {kept[path]:7.3f} ms  {path or '/'}")
    kinds = f"{len(PATHS)} kinds, the slowest of {PROBLEMS} problems among them; CPU time"
    return [
        _figure("a page made anew for a visitor", fresh, kinds, 5),
        _figure(f"the same for member {MEMBER}", own, "as many kinds", 5),
        _figure("a visitor's kept page", kept, "the same pages", 0.5),
    ]


async def _spent(node: Node, identity: str, view: View) -> list[dict[str, float]]:
    """Milliseconds a page: made anew, kept, and made anew for a member."""
    app, here = routed(context_for(node)), f"/a/{identity}"
    filled = {"busy": await _slowest_problem(app, here, view), "vote": _largest(view)}
    token = sign_in(node, identity, view)
    fresh, kept, own = {}, {}, {}
    for path in PATHS:
        address = here + path.format(**filled)
        fresh[path] = median([await spent_on(app, address, f"{n}.example") for n in range(RUNS)])
        kept[path] = median([await spent_on(app, address, "0.example") for _ in range(RUNS)])
        own[path] = median([await spent_on(app, address, "0.example", token) for _ in range(RUNS)])
    return [fresh, kept, own]


def _figure(name: str, spent: dict[str, float], floor: str, budget: float) -> Figure:
    slowest = max(spent, key=lambda path: spent[path])
    value = (f"median {median(list(spent.values())):.3f} ms, slowest {spent[slowest]:.3f} ms "
             f"({slowest or 'floor'})")  # fmt: skip
    return Figure(name, value, floor, f"every kind under {budget} ms", spent[slowest] < budget)


async def _slowest_problem(app: Starlette, here: str, view: View) -> int:
    """The problem whose page takes longest."""
    spent = {}
    for number in range(1, view.next_number(Problem)):
        address = f"{here}/problems/{number}"
        spent[number] = min([await spent_on(app, address, f"{n}.example") for n in range(3)])
    return max(spent, key=lambda number: spent[number])


def sign_in(node: Node, identity: str, view: View) -> str:
    """A session of one member."""
    device = next(key for key in view.by(Key, "member", MEMBER) if key.kind == "device")
    session = Session(identity, device.kid, node.clock() + 600_000)
    node.store.open_session("a token", session)
    return "a token"


async def spent_on(app: Starlette, address: str, host: str, token: str = "") -> float:
    """Milliseconds of one handler; another host name is another kept page."""
    path, _, query = address.partition("?")
    scope = {
        "type": "http", "method": "GET", "path": path, "query_string": query.encode(),
        "headers": [(b"host", host.encode()), (b"accept-encoding", b"gzip, deflate, br"),
                    *([(b"authorization", f"Bearer {token}".encode())] if token else [])],
        "scheme": "http", "server": (host, 80), "app": app, "root_path": "",
    }  # fmt: skip
    [directory] = app.routes
    match, child = directory.matches(scope)
    assert match is Match.FULL
    route: Route = child[FOUND]
    request = Request({**scope, **child})
    start = time.thread_time()
    response: Response = await route.endpoint(request)
    spent = (time.thread_time() - start) * 1000
    assert response.status_code == 200, (address, response.status_code)
    return spent


def _streams(data: Path) -> Figure:
    port = server.free_port()
    command = [sys.executable, "-c", server.MAIN]
    environment = {"ESOVIET_DATA": str(data), "ESOVIET_PORT": str(port)}
    with server.serving(command, port, **environment) as process:
        identity = next((data / "assemblies").iterdir()).name
        pid = process.pid
        asleep, streams = _resident(pid), _open(port, identity)
        open_ones = [next(streams)]  # it wakes the assembly, which is then there for all of them
        time.sleep(2)
        before = _resident(pid)
        open_ones += streams
        time.sleep(2)
        grown = (_resident(pid) - before) / 1e6
        for stream in open_ones:
            stream.close()
    floor = f"{before / 1e6:.0f} MB with the first, {asleep / 1e6:.0f} while the assembly sleeps"
    return Figure(f"{len(open_ones)} open streams", f"{grown:.1f} MB more", floor,
                  "under 60 MB", grown < 60)  # fmt: skip


def _open(port: int, identity: str) -> Iterator[socket.socket]:
    request = f"GET /a/{identity}/changes HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    for _ in range(STREAMS):
        stream = socket.create_connection(("127.0.0.1", port))
        stream.sendall(request)
        assert stream.recv(12).endswith(b"200")
        yield stream


def _resident(pid: int) -> int:
    """Bytes of memory that a process holds."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize()


def _largest(view: View) -> int:
    """The vote with the most ballots."""
    numbers = range(1, view.next_number(Vote))
    return max(numbers, key=lambda number: turnout(view, view.must(Vote, number)))
