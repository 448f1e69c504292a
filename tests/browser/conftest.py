"""A host for the journeys, and the people on them."""

from collections.abc import Iterator
from typing import Protocol

import pytest

from tests.browser.fixtures import Contexts, chromium, complaints, contexts
from tests.browser.host import Host, hosting
from tests.browser.people import Person

__all__ = ["chromium", "complaints", "contexts", "host", "person"]


class People(Protocol):
    """Makes people."""

    def __call__(self, name: str, width: int = 1280) -> Person: ...


@pytest.fixture(scope="package")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """A host with an empty folder, whose clock can be turned."""
    with hosting(tmp_path_factory.mktemp("data")) as up:
        yield up


@pytest.fixture
def person(host: Host, contexts: Contexts) -> People:
    """Somebody with a browser of their own."""

    def make(name: str, width: int = 1280) -> Person:
        return Person(contexts(width), host.address, name)

    return make
