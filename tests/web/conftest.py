"""One story, lived through and served once, for all tests that only read it."""

from collections.abc import Iterator

import pytest

from tests.web.served import Served, serve
from tests.web.story import Story, tell


@pytest.fixture(scope="module")
def story() -> Story:
    """What happened."""
    return tell()


@pytest.fixture(scope="module")
def served(story: Story, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The node that serves it."""
    with serve(story.world, tmp_path_factory.mktemp("data")) as up:
        yield up
