"""The scrub: everything that is stored is read again now and then, and held against its hashes.

A disk loses bits where nobody looks. So once a week (setting `scrub_days`; 0: never), beginning ten
minutes after the start of the node, every entry, hash tile and kept text of every assembly is read
and hashed, slowly: at most `BYTES_A_SECOND`, with a pause after each piece. The reading and hashing
is done in a thread. One that sleeps is woken for it, one at a time; so what is noted of it is made
anew as well. What is found stands in the log and in `GET /node`: entries in `CheckedLog.lost`, what
can be made anew in its `damaged`, texts in `BlobStore.damaged` and `Ledger.missing`.

    scrubbed     when the last whole round ended, in ms since 1970: a file of the data folder
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from esoviet.law.records import BlobRecord
from esoviet.log.merkle import TILE, leaf_hash
from esoviet.log.tiles import WIDTH, tiles_of
from esoviet.node.checked import IDS, TILES
from esoviet.node.ledger import Ledger
from esoviet.node.sleeping import NotOpened, Sleeping
from esoviet.node.turns import Rank
from esoviet.store import files
from esoviet.store.errors import Damaged, StoreError
from esoviet.store.log import LogReader
from esoviet.wire import entry as entries
from esoviet.wire import envelope
from esoviet.wire.errors import Malformed

MARK = "scrubbed"
DAY = 86_400_000
BYTES_A_SECOND = 2 << 20
FIRST_SECONDS, LOOK_SECONDS = 600.0, 60.0
_log = logging.getLogger(__name__)


class _Piece(NamedTuple):
    """A run of entries as it was read: its leaf hashes (None: unreadable), ids, size in bytes."""

    leaves: list[bytes] | None
    listed: bool
    size: int


class Scrub:
    """The scrub of a node. `ended` is when a whole round last ended, in ms since 1970, or None.

    Of what lies in a bucket, `look_away` sees whether it does: it is not fetched for this.
    """

    def __init__(
        self, folder: Path, assemblies: Sleeping, days: int, clock: Callable[[], int]
    ) -> None:
        self._mark = folder / MARK
        self._assemblies = assemblies
        self._every = days * DAY
        self._clock = clock
        self.look_away: Callable[[Ledger, str], Awaitable[None]] = _nowhere
        self.ended = _read_mark(self._mark)

    async def run(self) -> None:
        """Begin a round whenever one is due."""
        if not self._every:
            return
        await asyncio.sleep(FIRST_SECONDS)
        while True:
            if self.ended is None or not 0 <= self._clock() - self.ended < self._every:
                await self.round()
            await asyncio.sleep(LOOK_SECONDS)

    async def round(self) -> None:
        """Read all that is stored, once."""
        for identity in list(self._assemblies.known):
            try:
                async with self._assemblies.open(identity, Rank.CARE) as assembly:
                    await self._read_one(assembly.ledger)
            except NotOpened as error:
                _log.error("the scrub passes over %s: %s", identity, error)
        self.ended = self._clock()
        try:
            await asyncio.to_thread(files.write_durably, self._mark, b"%d" % self.ended)
        except OSError as error:
            _log.error("when the scrub ended could not be noted: %s", error)

    async def _read_one(self, ledger: Ledger) -> None:
        try:
            await self._read(ledger)
        except (StoreError, OSError) as error:
            _log.error("the scrub of %s broke off: %s", ledger.id, error)
        else:
            well = not (ledger.log.lost or ledger.log.damaged or ledger.absent)
            _log.info("all of %s was read: %s", ledger.id, "well" if well else "damaged")

    async def _read(self, ledger: Ledger) -> None:
        size = ledger.published.size
        with closing(await asyncio.to_thread(LogReader, ledger.log.path)) as log:
            for start in range(0, size, TILE):
                await self._entries(ledger, log, start, min(start + TILE, size))
            for tile in tiles_of(size):
                if tile.level is not None and tile.width == WIDTH:
                    await self._tile(ledger, log, tile.level, tile.number)
        for record in list(ledger.replica.state.rows(BlobRecord).values()):
            await self._text(ledger, record.sha256.hex())

    async def _entries(self, ledger: Ledger, log: LogReader, start: int, end: int) -> None:
        piece = await asyncio.to_thread(_piece, log, start, end)
        tree, number = ledger.replica.tree, start // TILE
        try:
            wanted = [tree.node(0, index) for index in range(start, end)]
        except Damaged:
            wanted = None
        if piece.leaves is None or piece.leaves != wanted:
            ledger.log.lose(number)
        else:
            ledger.log.lost.discard(number)
            if not piece.listed:
                ledger.log.broken(IDS, f"entries {start} to {end} are not listed as they should be")
        await _rest(piece.size)

    async def _tile(self, ledger: Ledger, log: LogReader, level: int, number: int) -> None:
        try:
            stored = await asyncio.to_thread(log.tile, level, number)
            right = stored == ledger.replica.tree.hash_tile(level, number)
        except Damaged:
            right = False
        if not right:
            ledger.log.broken(TILES, f"tile {level}/{number} is not that of the entries")
        await _rest(32 * TILE)

    async def _text(self, ledger: Ledger, sha256: str) -> None:
        if ledger.readable_blob(sha256) is None:
            return
        data = await asyncio.to_thread(ledger.blobs.read, sha256)
        if data is None:
            await self.look_away(ledger, sha256)
        if data is None and ledger.is_absent(sha256):
            _log.error("the text or file %s of %s is not here any more", sha256, ledger.id)
            ledger.missing.add(sha256)
        await _rest(len(data or b""))


async def _nowhere(_ledger: Ledger, _sha256: str) -> None:
    """All is on the disk."""


def _piece(log: LogReader, start: int, end: int) -> _Piece:
    """Read a run of entries, and look each up by its act's id."""
    try:
        rows = log.listed(start, end)
    except StoreError:
        return _Piece(None, listed=False, size=0)
    leaves = [leaf_hash(entry) for _, entry in rows]
    size = sum(len(entry) for _, entry in rows)
    try:
        ids = [bytes.fromhex(envelope.parse(entries.read(entry).jws).id) for _, entry in rows]
        listed = ids == [act_id for act_id, _ in rows]
        found = [log.index_of(act_id) for act_id in ids] == list(range(start, end))
    except (Malformed, StoreError):
        listed = found = False
    return _Piece(leaves, listed=listed and found, size=size)


def _read_mark(path: Path) -> int | None:
    try:
        said = path.read_bytes()[:20]
    except OSError:
        return None
    return int(said) if said.isdigit() else None


async def _rest(size: int) -> None:
    """A pause after so many bytes, so that the disk is free for others nearly all the time."""
    await asyncio.sleep(size / BYTES_A_SECOND)
