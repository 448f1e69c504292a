"""Search keeps up with the log: texts that are brought go into the index, erased ones leave it.

Workers do both, with nothing but the folder of an assembly: the log says what was brought and what
was erased, and a text that is not among the kept ones is not read. An assembly in which nobody has
searched has no index. Where there is one it follows what is committed, once for all that comes in a
second; at once where something is erased, since that leaves it.
"""

import asyncio
import hashlib
import logging
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from esoviet.law.act import Blob, Signed, blobs_of
from esoviet.law.blobs import EraseBlob
from esoviet.law.host import WithholdBlob
from esoviet.law.judge import read_act
from esoviet.node.ledger import BLOBS, DERIVED, LOG, Ledger
from esoviet.node.workers import JobError, Workers
from esoviet.store import copies
from esoviet.store.blobs import SALT, place
from esoviet.store.errors import StoreError
from esoviet.store.log import LogReader
from esoviet.store.search import FILE, Asked, Doc, Found, SearchIndex, discard, is_here
from esoviet.store.words import kept
from esoviet.wire import entry as entries
from esoviet.wire import envelope

AT_ONCE = 500
"""So many entries are put in by one transaction."""
STEP_SECONDS = 1.5
"""So long a worker goes on at a time."""
JOB_SECONDS = 60.0
FOLLOW_SECONDS = 1.0
"""So long after a commit it is brought up to date, with all that came meanwhile."""
AGAIN_SECONDS = 30.0
"""After so long it is tried again, where it failed."""
MOST_READ = 65_536
"""So many bytes of a text are looked at."""
_log = logging.getLogger(__name__)


def indexed(folder: Path, size: int) -> int:
    """Put in what the first `size` entries brought, for some time; how far that has come.

    Raises `StoreError`.
    """
    until = time.monotonic() + STEP_SECONDS
    with closing(LogReader(folder / LOG)) as log:
        index = _index(folder, log, size)
        with closing(index):
            reach, _ = index.state
            while reach < size and time.monotonic() < until:
                reach = _step(index, log, folder / BLOBS, size)
    return reach


def found(folder: Path, asked: Asked) -> Found:
    """What stands in the index; raises `StoreError`."""
    with closing(SearchIndex(folder / FILE)) as index:
        return index.find(asked)


def _reach(folder: Path) -> int:
    with closing(SearchIndex(folder / FILE)) as index:
        return index.state[0]


def _index(folder: Path, log: LogReader, size: int) -> SearchIndex:
    """The index, as far as it fits this log: a backup that was put in place may tell otherwise."""
    index = SearchIndex(folder / FILE)
    reach, last = index.state
    if reach == 0 or (reach <= size and _seal(log.entries(reach - 1, reach)[0]) == last):
        return index
    index.close()
    discard(folder / FILE)
    return SearchIndex(folder / FILE)


def _seal(entry: bytes) -> bytes:
    return hashlib.sha256(entry).digest()


def _step(index: SearchIndex, log: LogReader, blobs: Path, size: int) -> int:
    """Put in the next entries; answers how many are in it then."""
    index.begin()
    start, _ = index.state
    read = log.entries(start, min(start + AT_ONCE, size))
    wiped = False
    for number, raw in enumerate(read, start):
        act = _act(raw)
        index.add([_doc(number, raw, blobs, frozenset())])
        if isinstance(act, EraseBlob | WithholdBlob):
            wiped = _erase(index, log, blobs, act.sha256) or wiped
    end = start + len(read)
    index.commit(end, read[-1] if read else b"", wiped=wiped)
    return end


def _erase(index: SearchIndex, log: LogReader, blobs: Path, sha256: str) -> bool:
    """Take a text out; whether it was in."""
    entry = index.entry_of(sha256)
    if entry is None:
        return False
    index.lose(sha256)
    [raw] = log.entries(entry, entry + 1)
    index.put_anew(entry, _doc(entry, raw, blobs, index.gone(entry)))
    return True


def _act(raw: bytes) -> Signed:
    return read_act(envelope.parse(entries.read(raw).jws).payload)


def _doc(number: int, raw: bytes, blobs: Path, gone: frozenset[str]) -> Doc:
    """The words that an entry brought, without those of texts that are gone."""
    when, jws = entries.read(raw)
    sealed = envelope.parse(jws)
    act = read_act(sealed.payload)
    brought = [one for one in blobs_of(act) if one.sha256 not in gone]
    said = [token for one in _open_ones(act, brought) for token in _tokens(one, blobs)]
    names = tuple(one.sha256 for one in brought)
    return Doc(number, sealed.kid, act.type, when, " ".join(said), names)


def _open_ones(act: Signed, brought: list[Blob]) -> Iterator[Blob]:
    """What is searched: not what only members read where everybody reads the rest (12.5)."""
    if getattr(act, "inside", False):
        return iter(())
    inside = getattr(act, "for_members", None)
    return (one for one in brought if one != inside)


def _tokens(blob: Blob, blobs: Path) -> list[str]:
    """The words of a text, and those in the name of a file and on the pages of a document."""
    named = kept(blob.name) if blob.name else []
    is_text = blob.media_type.startswith("text/")
    derived = copies.place(blobs.with_name(DERIVED), blob.sha256) / "text"
    try:
        with (place(blobs, blob.sha256) if is_text else derived).open("rb") as file:
            file.seek(SALT if is_text else 0)
            said = file.read(MOST_READ).decode("utf-8", "replace")
    except FileNotFoundError:
        return named
    return named + kept(said)


class Searching:
    """The index of an assembly that is awake. Belongs to the event loop."""

    def __init__(self, ledger: Ledger, workers: Workers) -> None:
        self._ledger = ledger
        self._workers = workers
        self._task: asyncio.Task[None] | None = None
        self._later: asyncio.TimerHandle | None = None
        self._soon: asyncio.TimerHandle | None = None
        self._again = False

    def follow(self) -> None:
        """Bring the index up to date soon: after every commit, one of which waits for others."""
        if self._soon is None:
            loop = asyncio.get_running_loop()
            self._soon = loop.call_later(FOLLOW_SECONDS, self.keep_up)

    def keep_up(self) -> None:
        """Bring the index up to date, if there is one: on waking, and where something is erased."""
        if self._soon is not None:
            self._soon.cancel()
            self._soon = None
        if not is_here(self._ledger.folder / FILE):
            return
        self._again = True
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._follow())

    async def close(self) -> None:
        """Wait until what was begun is done; what failed, or waits, is taken up again on waking."""
        if self._soon is not None:
            self._soon.cancel()
        if self._task is not None:
            await asyncio.gather(self._task, return_exceptions=True)
        if self._later is not None:
            self._later.cancel()

    async def _follow(self) -> None:
        while self._again:
            self._again = False
            folder, size = self._ledger.folder, self._ledger.published.size
            try:
                reach = await asyncio.to_thread(_reach, folder)
                while reach < size:
                    reach = await self._workers.run(indexed, folder, size, seconds=JOB_SECONDS)
            except (JobError, StoreError) as error:
                _log.error("the search index of %s does not keep up: %s", self._ledger.id, error)
                self._try_later()

    def _try_later(self) -> None:
        """What is erased is to leave the index though nothing more is logged."""
        if self._later is not None:
            self._later.cancel()
        self._later = asyncio.get_running_loop().call_later(AGAIN_SECONDS, self.keep_up)
