"""A browser, and an assembly whose host can be made to lie."""

from tests.browser.conftest import hall, host, person
from tests.browser.fixtures import chromium, complaints, contexts

__all__ = ["chromium", "complaints", "contexts", "hall", "host", "person"]
