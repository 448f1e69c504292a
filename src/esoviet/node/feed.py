"""The change feed: which records changed, told to whoever listens.

It names records (kind, parent, key) and carries no contents. A listener that is slow loses no news:
what it has not taken yet is merged, and when that grows too large it becomes coarser, first "some
records of this kind under this parent", then "anything".
"""

import asyncio
from collections.abc import Iterable

import msgspec

from esoviet.law.outcome import Changes
from esoviet.law.record import RecordKey
from esoviet.law.records import THE, Clock
from esoviet.law.state import State

MAX_KEYS = 32
MAX_GROUPS = 128
MAX_LISTENERS = 2_000

Group = tuple[str, int]
Keys = set[RecordKey] | None
News = dict[Group, Keys]


class Event(msgspec.Struct, frozen=True, omit_defaults=True):
    """What changed up to a log size; `changed` is None when anything may have.

    Each change is a kind of record, its parent and its key; a key of null means several. `time` is
    that of the last entry, left out where it is not known.
    """

    size: int
    changed: list[tuple[str, int, int | str | None]] | None = None
    time: int = 0


class Listener:
    """One listener's unread news. Always takes the newest, never waits for the listener."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.time = 0
        self._news: News | None = {}
        self._ready = asyncio.Event()
        self.closed = False

    def tell(self, size: int, time: int, news: News) -> None:
        """Add news."""
        self.size = size
        self.time = time
        if self._news is not None:
            for group, keys in news.items():
                _merge(self._news, group, keys)
            if len(self._news) > MAX_GROUPS:
                self._news = None
        self._ready.set()

    def tell_all(self, size: int) -> None:
        """Say that anything may have changed."""
        self.size = size
        self._news = None
        self._ready.set()

    def close(self) -> None:
        """End the stream: the next `take` answers None."""
        self.closed = True
        self._ready.set()

    async def take(self) -> Event | None:
        """Wait for news and take all of them; None when the feed has closed."""
        await self._ready.wait()
        if self.closed:
            return None
        self._ready.clear()
        news, self._news = self._news, {}
        if news is None:
            return Event(self.size, time=self.time)
        changed = [
            (kind, parent, _spelt(key))
            for (kind, parent), keys in news.items()
            for key in ((None,) if keys is None else keys)
        ]
        return Event(self.size, changed, self.time)


class Feed:
    """The feed of one assembly."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._listeners: set[Listener] = set()
        self._closed = False

    @property
    def is_full(self) -> bool:
        """Whether nobody more can listen: there are too many, or the feed has closed."""
        return self._closed or len(self._listeners) >= MAX_LISTENERS

    def __len__(self) -> int:
        return len(self._listeners)

    def listen(self) -> Listener:
        """A new listener; of a closed feed, one that hears nothing more."""
        listener = Listener(self.size)
        if self._closed:
            listener.close()
        self._listeners.add(listener)
        return listener

    def drop(self, listener: Listener) -> None:
        """Forget a listener that has gone."""
        self._listeners.discard(listener)

    def publish(self, size: int, state: State, changes: Iterable[Changes]) -> None:
        """Tell what a committed batch changed."""
        self.size = size
        if not self._listeners:
            return
        clock = state.rows(Clock).get(THE)
        news: News = {}
        for change in changes:
            _collect(news, state, change)
        for listener in self._listeners:
            listener.tell(size, clock.last if clock else 0, news)

    def anything(self, size: int) -> None:
        """Tell everybody that anything may have changed."""
        self.size = size
        for listener in self._listeners:
            listener.tell_all(size)

    def close(self) -> None:
        """End all streams, for the server is going down."""
        self._closed = True
        for listener in self._listeners:
            listener.close()


def _collect(news: News, state: State, changes: Changes) -> None:
    for record in changes.puts:
        table = state.tables[type(record)]
        parent, key = table.place(record)
        _merge(news, (table.kind.__name__, parent), {key})
    for drop in changes.drops:
        _merge(news, (drop.kind.__name__, drop.parent), None if drop.key is None else {drop.key})


def _merge(news: News, group: Group, keys: Keys) -> None:
    held = news.get(group, ())
    if held is None:
        return
    together = None if keys is None else {*held, *keys}
    news[group] = None if together is not None and len(together) > MAX_KEYS else together


def _spelt(key: RecordKey | None) -> int | str | None:
    return key.hex() if isinstance(key, bytes) else key
