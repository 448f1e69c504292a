"""A stranger's first visit by a real browser over a slow line: when it can be read, its weight.

Chromium slows itself down to 400 kbit/s each way and 400 ms from a request to its answer; its cache
is empty. The style of a first page comes within it, so that it can be painted after one answer; a
page with a style sheet of its own needs two, one after the other: what that costs at the least is
measured with a page of a sentence in the same rounds. The faces are not shown on a first page, and
come only where nobody asks to save data: they are weighed for themselves.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, Request

from bench import server
from bench.figures import Figure
from tests.browser.fixtures import browser

LINE = {
    "offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000,
}  # fmt: skip
RUNS = 5
BUDGET = "painted under 1 s"
QUIET_SECONDS = 2.0
TELEPHONE = {"width": 360, "height": 740}
# Written down by the page's own clock, from the beginning of the visit.
WATCH = """
window.visit = {};
const look = (type, note) => new PerformanceObserver((seen) => seen.getEntries().forEach(note))
  .observe({ type, buffered: true });
look("paint", (entry) => { visit[entry.name] = entry.startTime; });
look("largest-contentful-paint", (entry) => { visit.largest = entry.startTime; });
new MutationObserver(() => {
  if (document.documentElement?.dataset.ready !== undefined) visit.ready ??= performance.now();
}).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-ready"] });
"""
FLOOR = {
    "index.html": '<!doctype html><title>-</title><link rel="stylesheet" href="a.css"><p>A page.',
    "a.css": "p { color: green }",
}


class Visit(NamedTuple):
    """Milliseconds until something, the largest thing and the scripts were there.

    All bytes, and those of the faces among them.
    """

    painted: float
    largest: float
    ready: float
    weight: int
    faces: int
    requests: int


def run() -> list[Figure]:
    """Make a demo (or take the one in $BENCH_DEMO) and visit it."""
    made = os.environ.get("BENCH_DEMO")
    if made:
        return _figures(Path(made))
    with tempfile.TemporaryDirectory() as folder:
        demo = [sys.executable, "-m", "esoviet", "demo", "--data", folder]
        subprocess.run(demo, check=True, stdout=subprocess.DEVNULL)
        return _figures(Path(folder))


def _figures(data: Path) -> list[Figure]:
    here = f"/a/{next((data / 'assemblies').iterdir()).name}"
    pages = {"landing": "/", "the floor": here, "a problem": f"{here}/problems/1"}
    visits: dict[str, list[Visit]] = {name: [] for name in pages}
    floors = []
    with browser() as chromium, server.node(data) as (port, _), _floor() as bare:
        for _ in range(RUNS):
            floors.append(visit(chromium, bare, False).painted)
            for name, path in pages.items():
                visits[name].append(visit(chromium, f"http://localhost:{port}{path}"))
    floor = statistics.median(floors)
    return [figure for name in pages for figure in _judged(name, visits[name], floor)]


def _judged(name: str, visits: list[Visit], floor: float) -> list[Figure]:
    painted, largest, ready = (
        statistics.median([getattr(one, what) for one in visits])
        for what in ("painted", "largest", "ready")
    )
    weight = max(one.weight - one.faces for one in visits)
    faces = max(one.faces for one in visits)
    value = (
        f"painted after {painted:.0f} ms, largest {largest:.0f} ms, scripts ready {ready:.0f} ms"
    )
    bare = f"{floor:.0f} ms for a page of one sentence, so {painted / floor:.2f} times that"
    loaded = (
        f"{faces / 1000:.1f} KB of faces beside, {max(one.requests for one in visits)} requests"
    )
    return [
        Figure(f"a first visit: {name}", value, bare, BUDGET, painted < 1000),
        Figure(f"its weight: {name}", f"{weight / 1000:.1f} KB", loaded, "under 60 KB, faces 45",
               weight < 60_000 and faces < 45_000),
    ]  # fmt: skip


def visit(chromium: Browser, address: str, scripts: bool = True) -> Visit:
    """Open an address on a telephone that was never there, until nothing more comes."""
    context = chromium.new_context(viewport=TELEPHONE, locale="en-GB")  # type: ignore[arg-type]
    try:
        page = context.new_page()
        page.add_init_script(WATCH)
        weights: list[int] = []
        faces: list[int] = []

        def finished(request: Request) -> None:
            weights.append(_weight(request))
            faces.append(weights[-1] if request.resource_type == "font" else 0)

        context.on("requestfinished", finished)
        line = context.new_cdp_session(page)
        line.send("Network.enable")
        line.send("Network.emulateNetworkConditions", LINE)
        page.goto(address)
        if scripts:
            page.wait_for_selector("html[data-ready]", state="attached")
        _wait_for_quiet(page, weights)
        times = page.evaluate("visit")
        painted, largest = times["first-contentful-paint"], times["largest"]
        ready = times.get("ready", 0)
        return Visit(painted, largest, ready, sum(weights), sum(faces), len(weights))
    finally:
        context.close()


def _weight(request: Request) -> int:
    """Bytes of an answer as they came, headers included."""
    sizes = request.sizes()
    return sizes["responseHeadersSize"] + max(0, sizes["responseBodySize"])


def _wait_for_quiet(page: Page, weights: list[int]) -> None:
    """Wait until nothing more comes: the history's check and the service worker follow the page."""
    seen = -1
    while seen != len(weights):
        seen = len(weights)
        page.wait_for_timeout(QUIET_SECONDS * 1000)


@contextmanager
def _floor() -> Iterator[str]:
    """The address of a page of one sentence that has a style sheet."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in FLOOR.items():
            (Path(folder) / name).write_text(text)
        handler = partial(_Silent, directory=folder)
        with ThreadingHTTPServer(("127.0.0.1", 0), handler) as serving:
            threading.Thread(target=serving.serve_forever, daemon=True).start()
            yield f"http://localhost:{serving.server_port}/"
            serving.shutdown()


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as it is declared
        """Say nothing."""
