"""What happens at a node that its operator should know of: counted, and in part told in the log.

The counts are for figures (web/http/metrics.py). What touches security goes to the logger
`esoviet.security`: refusals by clause, the limit for strangers, sessions, revoked keys. A line
names an assembly and a clause or a key, all of which are public in the log; never a text, a token
or an address. There are so many lines a minute at most, so that nobody fills a disk with them; the
next one says how many were left out.
"""

import logging
import time
from collections import Counter
from collections.abc import Callable

from esoviet.law.act import Signed
from esoviet.law.keys import RevokeKey

MOST_LINES = 60  # a minute
SECONDS = 60.0
ACTS, REFUSED, LIMITED, SESSIONS, ANSWERS = "acts", "refused", "limited", "sessions", "answers"
_SHORT = 16
_log = logging.getLogger("esoviet.security")


class Events:
    """Counts events by kind and label. Belongs to the event loop."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()
        self.refusals: Counter[tuple[str, str]] = Counter()
        """By assembly and clause, until they are written down (node/refusals.py)."""
        self._clock = clock
        self._began, self._told, self._left_out = clock(), 0, 0

    def logged(self, act: Signed, assembly: str) -> None:
        """An act stands in a log."""
        self.counts[ACTS, str(act.__struct_config__.tag)] += 1
        if isinstance(act, RevokeKey):
            self._tell("key revoked: %s in assembly %s", act.kid, assembly[:_SHORT])

    def refused(self, clause: str, assembly: str) -> None:
        """An act was refused by a clause of the law."""
        self.counts[REFUSED, clause] += 1
        self.refusals[assembly, clause] += 1
        self._tell("act refused: clause %s in assembly %s", clause, assembly[:_SHORT])

    def answered(self, method: str, path: str, status: int) -> None:
        """A request got its answer."""
        self.counts[ANSWERS, f"{status // 100}xx"] += 1
        if status == 429:
            what = _what(path)
            self.counts[LIMITED, what] += 1
            self._tell("too many from one address: %s", what)
        if method == "POST" and path.endswith("/session"):
            result = "opened" if status == 201 else "refused"
            self.counts[SESSIONS, result] += 1
            self._tell("session %s: assembly %s", result, path.removeprefix("/a/")[:_SHORT])

    def _tell(self, text: str, *values: str) -> None:
        now = self._clock()
        if now - self._began >= SECONDS:
            self._began, self._told = now, 0
        if self._told >= MOST_LINES:
            self._left_out += 1
            return
        if self._left_out:
            _log.info("%d events before this one were left out", self._left_out)
            self._left_out = 0
        self._told += 1
        _log.info(text, *(repr(value)[1:-1] for value in values))


def _what(path: str) -> str:
    """What a limited request wanted, in one of a few words."""
    last = path.rpartition("/")[2]
    if last in ("acts", "session", "example"):
        return last
    return "blobs" if "/blobs/" in path else "founding" if path == "/a" else "other"
