"""Waiting for a state instead of for a time."""

import time
from collections.abc import Callable

WAIT_SECONDS = 30.0  # long on a machine that has much else to do, and never waited out in vain


def until(holds: Callable[[], object], pause: Callable[[], object]) -> None:
    """Look again and again, with a pause between, until it is so."""
    end = time.monotonic() + WAIT_SECONDS
    while not holds():
        assert time.monotonic() < end, "it did not come to that in time"
        pause()
