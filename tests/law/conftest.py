"""An assembly for each test of the law."""

import pytest

from tests.world import World


@pytest.fixture
def world() -> World:
    """Ada founded it, with the default constitution, and the clock stands at the founding."""
    return World().found()
