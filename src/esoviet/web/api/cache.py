"""What the pages of one assembly remember from answer to answer: texts and counts.

Nothing here is needed: it saves reading and counting again. Texts never change under their name;
whether one may still be shown is asked of the law each time, before it is looked up here.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple
from weakref import WeakKeyDictionary

from esoviet.law.decisions import Decision, count, decided
from esoviet.law.view import View
from esoviet.law.votes import Vote
from esoviet.node.ledger import Ledger
from esoviet.store.blobs import SALT
from esoviet.tally.result import Result

MAX_TEXTS = 8 << 20
MAX_COUNTS = 500
REST = 20

ReadBlob = Callable[[str], bytes | None]


class Count(NamedTuple):
    """A count of a vote: the ballots of a log of `log_size`."""

    log_size: int
    result: Result
    decision: Decision
    good_until: float


class AnswerCache:
    """The cache of one assembly. `clock` counts seconds from anywhere."""

    def __init__(self, read_blob: ReadBlob, clock: Callable[[], float] = time.monotonic) -> None:
        self._read_blob = read_blob
        self._clock = clock
        self._texts: OrderedDict[str, str] = OrderedDict()
        self._size = 0
        self._counts: OrderedDict[int, Count] = OrderedDict()

    def text(self, sha256: str) -> str | None:
        """The content of a text; None if this host does not have it."""
        content = self._texts.get(sha256)
        if content is not None:
            self._texts.move_to_end(sha256)
            return content
        salted = self._read_blob(sha256)
        if salted is None:
            return None
        content = salted[SALT:].decode("utf-8", "replace")
        self._texts[sha256] = content
        self._size += len(content)
        while self._size > MAX_TEXTS:
            self._size -= len(self._texts.popitem(last=False)[1])
        return content

    def forget(self, sha256: str) -> None:
        """Keep no copy of a text that has been erased or withheld."""
        content = self._texts.pop(sha256, None)
        self._size -= len(content or "")

    def count(self, view: View, vote: Vote) -> Count:
        """The count of a vote as it ended, or as it stands or stood a moment ago.

        Counting a million ballots takes a good part of a second, so the count of an open vote is
        used again for twenty times as long as it took, unless the vote has closed since.
        """
        known = self._counts.get(vote.number)
        now = self._clock()
        same = known is not None and known.decision.number == vote.decision
        if known is not None and same and (known.log_size == view.index or now < known.good_until):
            return known
        result, counts = count(view, vote)
        spent = self._clock() - now
        good_until = float("inf") if vote.state == "closed" else now + REST * spent
        decision = decided(view, vote, vote.decision, result, counts)
        counted = Count(view.index, result, decision, good_until)
        self._counts[vote.number] = counted
        self._counts.move_to_end(vote.number)
        while len(self._counts) > MAX_COUNTS:
            self._counts.popitem(last=False)
        return counted


class AnswerCaches:
    """The caches of all assemblies on a node, each for as long as it is awake."""

    def __init__(self) -> None:
        self._caches: WeakKeyDictionary[Ledger, AnswerCache] = WeakKeyDictionary()

    def of(self, ledger: Ledger) -> AnswerCache:
        """The cache of one assembly."""
        cache = self._caches.get(ledger)
        if cache is None:
            cache = self._caches[ledger] = AnswerCache(ledger.blobs.read)
        return cache
