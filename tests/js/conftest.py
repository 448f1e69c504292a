"""The modules in a page, for the tests of this folder."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.fixtures import WAIT_MS, Complaints, chromium, complaints, contexts, workers
from tests.js.modules import Modules
from tests.js.site import site

__all__ = ["address", "chromium", "complaints", "contexts", "js", "shared_page", "workers"]


@pytest.fixture(scope="package")
def address() -> Iterator[str]:
    """Where the modules are served."""
    with site() as found:
        yield found


@pytest.fixture(scope="package")
def shared_page(chromium: Browser, address: str) -> Iterator[tuple[Modules, Complaints]]:
    """One empty page for the package: the modules keep no state that a test could stumble over."""
    heard = Complaints()
    context = chromium.new_context()
    heard.listen(context)
    page = context.new_page()
    page.set_default_timeout(WAIT_MS)
    page.goto(address)
    yield Modules(page), heard
    context.close()


@pytest.fixture
def js(shared_page: tuple[Modules, Complaints]) -> Iterator[Modules]:
    """The modules, in an empty page under the server's content security policy."""
    modules, complaints = shared_page
    yield modules
    assert complaints.heard == []
