"""What was searched for in one assembly of late: which entries were found, and no words of theirs.

A worker brings the index up to the log and looks into it. What it finds holds as long as the log
does not grow and the index was brought so far.
"""

from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from esoviet.node.searching import found, indexed
from esoviet.store.search import Asked, Found
from esoviet.web.http.chores import Job, ask

R = TypeVar("R")
MOST = 64
SECONDS = 5.0
AGAIN_SECONDS = 1.0
"""After so long an index that is behind is taken further."""


class Searches:
    """The searches in one assembly. `clock` counts seconds from anywhere."""

    def __init__(self, folder: Path | None, clock: Callable[[], float]) -> None:
        self._folder = folder
        self._clock = clock
        self._reach = self._size = 0
        self._tried = float("-inf")
        self._found: OrderedDict[tuple[int, Asked], Found] = OrderedDict()

    def find(self, asked: Asked, size: int) -> Found | None:
        """What is found in a log of this size; None while a worker looks for it."""
        if self._folder is None:
            return Found([], 0, "newest", 0)
        if self._is_behind(size) and self._bring_on(self._folder, size):
            return None
        key = self._reach, asked
        known = self._found.get(key)
        if known is None and not self._look(self._folder, key):
            known = self._found.get(key)
        return known

    def forget(self) -> None:
        """Remember no search any more: the words of one may be those of a text that was erased."""
        self._found.clear()

    def _is_behind(self, size: int) -> bool:
        if self._reach >= size:
            return False
        return self._size != size or self._clock() - self._tried > AGAIN_SECONDS

    def _bring_on(self, folder: Path, size: int) -> bool:
        """Have the index brought further; False if that is done already."""

        def keep(reach: int) -> None:
            self._reach, self._size, self._tried = reach, size, self._clock()

        job = Job(("index", str(folder), size), indexed, (folder, size), SECONDS, keep)
        return _asked(job)

    def _look(self, folder: Path, key: tuple[int, Asked]) -> bool:
        """Have it looked for; False if that is done already."""

        def keep(result: Found) -> None:
            self._found[key] = result
            while len(self._found) > MOST:
                self._found.popitem(last=False)

        return _asked(Job(("search", str(folder), key), found, (folder, key[1]), SECONDS, keep))


def _asked(job: Job[R]) -> bool:
    """Whether a worker does a job; else it is done now."""
    if ask(job):
        return True
    job.keep(job.function(*job.arguments))
    return False
