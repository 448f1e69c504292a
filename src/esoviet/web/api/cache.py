"""What the pages of one assembly remember from answer to answer: texts and counts.

Nothing here is needed: it saves reading and counting again. Texts never change under their name;
whether one may still be shown is asked of the law each time, before it is looked up here.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from weakref import WeakKeyDictionary

from esoviet.law.ballots import WORDS
from esoviet.law.counting import Counting, counted
from esoviet.law.decisions import Decision, decided
from esoviet.law.methods import count, counting
from esoviet.law.view import View
from esoviet.law.votes import Vote
from esoviet.node.ledger import Ledger
from esoviet.node.listing import title_of
from esoviet.store.blobs import SALT
from esoviet.store.copies import About, Copies
from esoviet.tally.result import Result
from esoviet.web.api.answered import Answered
from esoviet.web.api.counted import Reports
from esoviet.web.api.mentions import Mentions
from esoviet.web.api.namesakes import Namesakes
from esoviet.web.api.searches import Searches
from esoviet.web.http import chores
from esoviet.web.http.kept import Kept, weight_of

MAX_TEXTS = 8 << 20
MAX_TITLES = 2 << 20
MAX_COUNTS = 500
REST = 20
COUNT_SECONDS = 120.0
LONG_REST = 60.0  # before a count that takes long is made anew
GIVEN_UP_REST = 600.0

ReadBlob = Callable[[str], bytes | None]


class Count(NamedTuple):
    """A count of a vote: the ballots of a log of `log_size`."""

    log_size: int
    result: Result
    decision: Decision
    good_until: float


class AnswerCache:
    """The cache of one assembly. `clock` counts seconds from anywhere.

    It is searched in its `folder`; without one nothing is found. Without `copies` of files all are
    shown as they are. Of those nothing is remembered: a look at the disk says what is there.
    """

    def __init__(
        self,
        read_blob: ReadBlob,
        clock: Callable[[], float] = time.monotonic,
        folder: Path | None = None,
        copies: Copies | None = None,
    ) -> None:
        self._read_blob = read_blob
        self._copies = copies
        self._clock = clock
        self._texts = Kept[str, str](MAX_TEXTS, weight_of)
        self._titles = Kept[str, str](MAX_TITLES, weight_of)
        self._counts: OrderedDict[int, Count] = OrderedDict()
        self._given_up: dict[int, float] = {}
        self.closings: dict[int, int] = {}
        """By the number of a decision, the first entry after its vote had closed."""
        self.namesakes = Namesakes()
        self.mentions = Mentions()
        self.answered = Answered()
        self.reports = Reports()
        self.searches = Searches(folder, clock)

    def text(self, sha256: str) -> str | None:
        """The content of a text; None if this host does not have it."""
        content = self._texts.get(sha256)
        if content is not None:
            return content
        salted = self._read_blob(sha256)
        if salted is None:
            return None
        content = salted[SALT:].decode("utf-8", "replace")
        self._texts.put(sha256, content)
        return content

    def title(self, sha256: str) -> str | None:
        """What a text is called; None if this host does not have it. Titles are kept longer."""
        title = self._titles.get(sha256)
        if title is None:
            content = self.text(sha256)
            if content is None:
                return None
            title = title_of(content)
            self._titles.put(sha256, title)
        return title

    def about(self, sha256: str) -> About | None:
        """What is known of a file of which there are copies."""
        return self._copies.about(sha256) if self._copies is not None else None

    def words_of(self, sha256: str, most: int) -> str:
        """The words of a document, so many letters at most; empty where there are none."""
        path = self._copies.path(sha256, "text") if self._copies is not None else None
        if path is None:
            return ""
        try:
            with path.open("rb") as file:
                return file.read(4 * most).decode("utf-8", "replace")[:most]
        except FileNotFoundError:
            return ""

    def forget(self, sha256: str) -> None:
        """Keep no copy of a text that has been erased or withheld."""
        self._texts.drop(sha256)
        self._titles.drop(sha256)

    def count(self, view: View, vote: Vote) -> Count | None:
        """The count of a vote as it ended, or as it stands or stood a moment ago.

        Counting a million ballots takes a good part of a second, so the count of an open vote is
        used again for twenty times as long as it took, unless the vote has closed since. None while
        a worker counts for the first time.
        """
        known = self._counts.get(vote.number)
        now = self._clock()
        if known is not None and known.decision.number != vote.decision:
            known = None
        if known is not None and (known.log_size == view.index or now < known.good_until):
            return known
        counts: tuple[int, ...] = ()
        if vote.method in WORDS:
            result, counts = count(view, vote)
        else:
            task = counting(view, vote)
            if task.is_long and self._is_asked(view, vote, task, now):
                return known
            result = counted(task)
        decision = decided(view.time, vote, vote.decision, result, counts)
        return self._keep(Count(view.index, result, decision, now), vote, self._clock() - now)

    def _is_asked(self, view: View, vote: Vote, task: Counting, now: float) -> bool:
        """Whether a worker counts a vote, or was seen to take too long for it."""
        if now < self._given_up.get(vote.number, now):
            return True
        size, number = view.index, vote.number

        def keep(result: Result) -> None:
            decision = decided(view.time, vote, vote.decision, result, ())
            self._keep(Count(size, result, decision, self._clock()), vote, LONG_REST / REST)

        def give_up() -> None:
            self._given_up[number] = self._clock() + GIVEN_UP_REST

        name = ("count", task.name)
        return chores.ask(chores.Job(name, Counting.result, (task,), COUNT_SECONDS, keep, give_up))

    def _keep(self, made: Count, vote: Vote, spent: float) -> Count:
        good = float("inf") if vote.state == "closed" else made.good_until + spent * (REST + 1)
        made = made._replace(good_until=good)
        self._counts[vote.number] = made
        self._counts.move_to_end(vote.number)
        while len(self._counts) > MAX_COUNTS:
            self._counts.popitem(last=False)
        return made


class AnswerCaches:
    """The caches of all assemblies on a node, each for as long as it is awake."""

    def __init__(self) -> None:
        self._caches: WeakKeyDictionary[Ledger, AnswerCache] = WeakKeyDictionary()

    def of(self, ledger: Ledger) -> AnswerCache:
        """The cache of one assembly."""
        cache = self._caches.get(ledger)
        if cache is None:
            cache = self._caches[ledger] = AnswerCache(
                ledger.blobs.read, folder=ledger.folder, copies=ledger.copies
            )
        return cache
