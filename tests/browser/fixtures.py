"""A browser for the tests: started for a package of tests, closed after it, since Playwright keeps
an event loop running in the thread that started it. What a page complains of fails its test.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, Protocol

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    WebError,
    expect,
    sync_playwright,
)

from tests.browser.install import find
from tests.retry import has_failed
from tests.waiting import until

PICTURES = Path(__file__).resolve().parents[2] / ".screenshots"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WAIT_MS = 15_000
LOOK_MS = 20
IS_READY = "() => 'ready' in (document.documentElement?.dataset ?? {})"  # none between two pages
Scheme = Literal["light", "dark"]
Workers = Literal["allow", "block"]
expect.set_options(timeout=WAIT_MS)


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser of its own."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=find(), args=FLAGS, headless=True)
        yield started
        started.close()


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The browser of a package of tests."""
    with browser() as started:
        yield started


class Complaints:
    """What the pages of one test said on their consoles; `expected` are answers that tests provoke.

    A refused act or a mailbox that is still empty is an answer of 4xx, which Chromium reports as an
    error of the page; what it is then is up to the page's script. Where a browser forgets all of a
    site (Clear-Site-Data), whatever a page is reading from its database at that moment fails.
    """

    expected = re.compile(
        r"status of 4\d\d .*/(acts|pairings/[0-9a-f]{64}/[a-z]+|keys/[\w-]+\.json|session)$"
    )

    forgotten = "Force close delete origin"

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.deaf = False

    def listen(self, context: BrowserContext) -> None:
        """Hear every page of a context."""
        context.on("console", self._console)
        context.on("weberror", self._error)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type != "error" or self.deaf:
            return
        said = f"{message.text} {message.location.get('url', '')}".strip()
        if not self.expected.search(said) and self.forgotten not in said:
            self.heard.append(said)

    def _error(self, error: WebError) -> None:
        if not self.deaf and self.forgotten not in str(error.error):
            self.heard.append(str(error.error))

    def forget(self, pattern: str) -> None:
        """Take back what a test provoked on purpose."""
        self.heard = [said for said in self.heard if not re.search(pattern, said)]


class Contexts(Protocol):
    """Makes browser contexts, each a member's own: as wide as a desk or a telephone, in a zone."""

    def __call__(
        self,
        width: int = 1280,
        *,
        scripts: bool = True,
        scheme: Scheme = "light",
        zone: str = "UTC",
    ) -> BrowserContext: ...


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """Fails the test if a page complained."""
    made = Complaints()
    yield made
    assert not made.heard, "\n".join(made.heard)


@pytest.fixture
def workers(request: pytest.FixtureRequest) -> Workers:
    """Whether pages have their service worker: in tests that are marked `worker`.

    It takes a fifth of what a page costs. What it does is tried by those tests, and that every page
    works with it by the walks (walks.py), which always have it. Besides, Playwright promises to
    replace an answer of the host only where no service worker stands between.
    """
    return "allow" if request.node.get_closest_marker("worker") else "block"


@pytest.fixture
def contexts(
    chromium: Browser, complaints: Complaints, request: pytest.FixtureRequest, workers: Workers
) -> Iterator[Contexts]:
    """Makes browser contexts, one a member; keeps a picture of each page of a test that failed."""
    made: list[BrowserContext] = []

    def make(
        width: int = 1280, *, scripts: bool = True, scheme: Scheme = "light", zone: str = "UTC"
    ) -> BrowserContext:
        context = chromium.new_context(
            viewport={"width": width, "height": 800},
            java_script_enabled=scripts,
            color_scheme=scheme,
            locale="en-GB",
            service_workers=workers,
            timezone_id=zone,
            reduced_motion="reduce",  # nobody waits for what only moves
        )
        context.set_default_timeout(WAIT_MS)
        complaints.listen(context)
        made.append(context)
        return context

    yield make
    if has_failed(request.node):
        name = re.sub(r"\W+", "-", request.node.name)
        keep_pictures(name, [page for context in made for page in context.pages])
    for context in made:
        context.close()


def await_ready(page: Page) -> None:
    """Wait until the scripts of a page have run.

    The page looks itself. An `expect` that comes too early would have it describe all that it
    shows, several times while it has its hands full.
    """
    page.wait_for_function(IS_READY, polling=LOOK_MS)


def await_that(page: Page, holds: Callable[[], object]) -> None:
    """Wait until something is so, while the page goes on: the only pause that these tests make."""
    until(holds, lambda: page.wait_for_timeout(LOOK_MS))


def keep_pictures(name: str, pages: list[Page]) -> None:
    """Leave a picture of each page in .screenshots/."""
    PICTURES.mkdir(exist_ok=True)
    for number, page in enumerate(pages):
        page.screenshot(path=PICTURES / f"{name}-{number}.png", full_page=True)
