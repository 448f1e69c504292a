"""What goes on for a while is told in the server's log now and then, not each time it is met."""

import logging
import time
from collections.abc import Callable

EVERY_SECONDS = 60.0


class Seldom:
    """Tells errors, each kind at most once a minute. `clock` counts seconds from anywhere.

    What is told is a line, never a traceback: it is for what the system does, no mistake of ours.
    """

    def __init__(self, log: logging.Logger, clock: Callable[[], float] = time.monotonic) -> None:
        self._log = log
        self._clock = clock
        self._told: dict[str, float] = {}

    def error(self, kind: str, text: str, *values: object) -> None:
        """Tell it, unless something of this kind was told within the last minute."""
        now = self._clock()
        if now - self._told.get(kind, -EVERY_SECONDS) >= EVERY_SECONDS:
            self._told[kind] = now
            self._log.error(text, *values)
