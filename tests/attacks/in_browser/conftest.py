"""A browser, and an assembly whose host can be made to lie."""

import pytest

from tests.browser.conftest import hall, host, person
from tests.browser.fixtures import Workers, chromium, complaints, contexts

__all__ = ["chromium", "complaints", "contexts", "hall", "host", "person", "workers"]


@pytest.fixture
def workers() -> Workers:
    """The host's answers are replaced here, so no service worker may stand between."""
    return "block"
