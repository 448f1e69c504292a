"""One assembly at its host: the stores, the replica, and the position that is published.

Reading needs nothing else. Writing goes through the sequencer alone.
"""

import contextlib
import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from esoviet.law.act import Blob
from esoviet.law.constitution import Constitution
from esoviet.law.outcome import Changes
from esoviet.law.records import HOST, THE, Assembly, BlobRecord, Key
from esoviet.log import checkpoint, note
from esoviet.log.errors import ProofError
from esoviet.node import receipts, renewal, snapshots
from esoviet.node.answers import Logged, Refused, Unavailable
from esoviet.node.checked import IDS, CheckedLog
from esoviet.node.erasing import Road
from esoviet.node.feed import Feed
from esoviet.node.receipts import Published
from esoviet.node.recovery import CorruptLog, has_its_tiles, recover
from esoviet.node.texts import Texts, lacking
from esoviet.replica.replica import Replica
from esoviet.store import files
from esoviet.store.blobs import BlobStore, Pending
from esoviet.store.copies import Copies
from esoviet.store.log import Stored
from esoviet.store.uploads import Uploads
from esoviet.store.watermark import Watermark
from esoviet.wire import entry as entries
from esoviet.wire import envelope
from esoviet.wire.ed25519 import SigningKey
from esoviet.wire.errors import Malformed
from esoviet.wire.keys import KeyName, key_name

LOG, BLOBS, PENDING, SNAPSHOT = "log.db", "blobs", "pending", "snapshot"
WATERMARK, DERIVED, UPLOADS = "watermark", "derived", "uploads"
_log = logging.getLogger(__name__)


class Ledger:
    """An assembly's log as this node keeps it. `published` is what the world has been shown.

    `kid` is the name of the host's key. `missing` are blobs that somebody looked for and that were
    gone. What is erased goes its `road`; `index_is_behind` has the search follow.
    """

    def __init__(self, folder: Path, key: SigningKey) -> None:
        """Open an assembly's folder; raises `CorruptLog`, `StoreError` if it cannot be trusted."""
        self.folder = folder
        self.id = folder.name
        self.key = key
        self.kid: KeyName = key_name(key.public)
        self.origin = checkpoint.origin_of(self.id)
        with contextlib.ExitStack() as undo:
            files.clear_leftovers(folder)
            self.log = CheckedLog(folder / LOG)
            undo.callback(self.log.close)
            self.log.prove()
            stored = self._stored()
            self._watermark = Watermark(folder / WATERMARK, self.verifier)
            undo.callback(self._watermark.close)
            self._check_height(stored)
            self.replica: Replica = recover(self.log, stored, folder / SNAPSHOT)
            self._check_history(stored)
            self._check_tiles(stored)
            self.log.tree = lambda: self.replica.tree
            self.published = Published(stored.size, stored.root, stored.checkpoint.encode())
            self.blobs: BlobStore = BlobStore(folder / BLOBS)
            self.pending: Pending = Pending(folder / PENDING)
            self.copies: Copies = Copies(folder / DERIVED)
            self.texts: Texts = Texts(self.pending.path, self.blobs.path)
            self.uploads: Uploads = Uploads(folder / UPLOADS)
            self.road = Road()
            self.index_is_behind: Callable[[], None] = _nobody
            self.missing: set[str] = set()
            self._kept_bytes: int | None = None
            self.feed = Feed(stored.size)
            self._check_identity()
            self._finish_erasures()
            undo.pop_all()

    @property
    def verifier(self) -> note.VerifierKey:
        """The key that the log's checkpoints are verified with."""
        return note.verifier(self.origin, self.key)

    def logged(self, index: int, act_id: str) -> Logged:
        """The answer to an act that stands in the log already; raises `Damaged` if it does not."""
        [entry] = self.log.entries(index, index + 1)
        time, jws = entries.read(entry)
        if envelope.parse(jws).id != act_id:
            raise self.log.broken(IDS, f"the index of {self.id} names another entry for an act")
        return Logged(index, time, act_id, self.receipt(index))

    def receipt(self, index: int) -> str:
        """The receipt of a published entry under the present checkpoint."""
        return receipts.receipt_of(self.replica.tree, index, self.published)

    def lacking(
        self, blobs: Sequence[Blob], utf8: Mapping[str, bool]
    ) -> Refused | Unavailable | None:
        """Refuse an act whose blobs are not here as described; `utf8` is what `texts` has read."""
        return lacking(blobs, self.blob_size, utf8)

    def blob_size(self, sha256: str) -> int | None:
        """The size of a blob that is here, kept or pending."""
        size = self.blobs.size(sha256)
        return self.pending.size(sha256) if size is None else size

    @property
    def is_public(self) -> bool:
        """Whether everybody may read this assembly (clause 12.5)."""
        return everybody_reads(self.replica)

    def readable_blob(self, sha256: str) -> BlobRecord | None:
        """The record of a blob that the log refers to, and that stands; None for any other."""
        record = self.replica.state.rows(BlobRecord).get(bytes.fromhex(sha256))
        return record if record is not None and record.state == "kept" else None

    @property
    def kept_bytes(self) -> int:
        """How many bytes the texts and files have together that stand in the log."""
        if self._kept_bytes is None:
            records = self.replica.state.rows(BlobRecord).values()
            self._kept_bytes = sum(one.size for one in records if one.state == "kept")
        return self._kept_bytes

    def is_absent(self, sha256: str) -> bool:
        """Whether the log refers to a blob that stands, and there is nothing of it here."""
        here = sha256 in self.blobs.damaged or self.blobs.size(sha256) is not None
        return not here and self.readable_blob(sha256) is not None

    @property
    def absent(self) -> set[str]:
        """Of the blobs that were missed those that have not come back."""
        self.missing = {sha256 for sha256 in self.missing if self.is_absent(sha256)}
        return self.missing

    def is_gone(self, sha256: str) -> bool:
        """Whether the log says of a blob that it was erased or withheld: it never comes back."""
        record = self.replica.state.rows(BlobRecord).get(bytes.fromhex(sha256))
        return record is not None and record.state != "kept"

    def sweep(self, before: float) -> None:
        """Drop what was brought before a moment (seconds since 1970) and waits for an act."""
        self.pending.sweep(before)
        self.uploads.sweep(before)
        self.copies.sweep(
            lambda name: self.pending.size(name) is not None,
            lambda name: self.readable_blob(name) is not None,
        )

    def take_back(self, sha256: str) -> None:
        """Keep a pending blob that the log refers to, and that had been lost here."""
        lost = self.blobs.size(sha256) is None and self.pending.size(sha256) is not None
        if lost and self.readable_blob(sha256) is not None:
            self.blobs.keep(self.pending, [sha256])

    def make_durable(self, blobs: Sequence[Blob], published: Published) -> None:
        """The commit point: the blobs of a staged batch, then the batch. Blocks for the disk.

        The watermark comes after it: it may be behind the log, but never ahead of it.
        """
        names = [blob.sha256 for blob in blobs]
        self.blobs.keep(self.pending, names)
        self.copies.keep(names)
        self.log.commit()
        self._watermark.write(published.note)

    def publish(self, published: Published, changes: list[Changes]) -> None:
        """Show a committed batch to the world."""
        before, self.published = self.published.size, published
        self.feed.publish(published.size, self.replica.state, changes)
        for change in changes:
            for record in change.puts:
                if isinstance(record, BlobRecord):
                    if record.state != "kept":
                        self._erase(record)
                    self._weigh(record, before)

    def _weigh(self, record: BlobRecord, before: int) -> None:
        """Count a text or file that came with a batch on a log of `before` entries, or went."""
        if self._kept_bytes is None:
            return
        if record.state != "kept":
            self._kept_bytes -= record.size
        elif record.entry >= before:
            self._kept_bytes += record.size

    def read_again(self) -> Stored | None:
        """What the store holds after a fault, once that is proved to be on the disk.

        Raises `StoreError` as long as it is not: nothing may be shown before.
        """
        self.log.reopen()
        self.log.prove()
        return self.log.state()

    def republish(self, stored: Stored) -> None:
        """Show what the store was found to hold after a fault. Raises `OSError`."""
        self._watermark.write(stored.checkpoint.encode())
        self.published = Published(stored.size, stored.root, stored.checkpoint.encode())
        self._kept_bytes = None
        self._finish_erasures()
        self.feed.anything(stored.size)

    def close(self) -> None:
        """Let go of the stores."""
        self.feed.close()
        self.log.close()
        self.log.tree = None  # so that nothing goes in a circle, and all is freed at once
        self.index_is_behind = _nobody
        self._watermark.close()

    def _stored(self) -> Stored:
        stored = self.log.state()
        if stored is None:
            raise CorruptLog(f"{self.folder}: the log has no checkpoint")
        try:
            signed = checkpoint.open_checkpoint(stored.checkpoint.encode(), self.verifier)
        except (Malformed, ProofError) as error:
            raise CorruptLog(
                f"{self.folder}: the stored checkpoint is not this host's: {error}"
            ) from None
        if (signed.size, signed.root) != (stored.size, stored.root):
            raise CorruptLog(f"{self.folder}: the stored size and root are not the signed ones")
        return stored

    def _check_height(self, stored: Stored) -> None:
        """The log must reach as far as it was acknowledged, and as its own snapshot."""
        acknowledged, snapshot = self._watermark.highest, snapshots.peek(self.folder / SNAPSHOT)
        if acknowledged is not None and acknowledged.size > stored.size:
            raise self._behind(stored.size, acknowledged.size, WATERMARK)
        if snapshot is None or snapshot.size <= stored.size:
            return
        if snapshots.is_whole(self.folder / SNAPSHOT):
            raise self._behind(stored.size, snapshot.size, SNAPSHOT)

    def _behind(self, size: int, more: int, where: str) -> CorruptLog:
        return CorruptLog(
            f"{self.folder / LOG} ends after {size} entries, but this server has acknowledged "
            f"{more} ({where} says so). Going on from here would make another history than the one "
            f"that members have receipts of. Put the newer {LOG} back, with its {LOG}-wal, or a "
            f"full copy from somebody who has one. Without it this log is at its end: see Restore "
            f"in docs/operating.md"
        )

    def _check_history(self, stored: Stored) -> None:
        """The log must be the one that was acknowledged; then the watermark is set to its end."""
        acknowledged = self._watermark.highest
        if acknowledged is None:
            _log.info("%s has no watermark yet; it is set at %d", self.id, stored.size)
        elif self.replica.root_at(acknowledged.size) != acknowledged.root:
            raise CorruptLog(
                f"{self.folder / LOG} holds another history than the one that this server has "
                f"acknowledged up to entry {acknowledged.size} ({WATERMARK} says so). Put the "
                f"right {LOG} back: see Restore in docs/operating.md"
            )
        if acknowledged is None or acknowledged.size < stored.size:
            self._watermark.write(stored.checkpoint.encode())

    def _check_tiles(self, stored: Stored) -> None:
        """The entries are right by now; where the tiles are not, all but the entries is renewed."""
        if has_its_tiles(self.log, stored):
            return
        _log.warning("the hash tiles of %s are damaged; they are made anew", self.id)
        self.log.replace(renewal.made_anew(self.log.path, stored))
        self.log.damaged.clear()
        if not has_its_tiles(self.log, stored):
            raise CorruptLog(f"{self.folder}: the stored tiles do not give the signed root")

    def _check_identity(self) -> None:
        assembly = self.replica.state.rows(Assembly)[THE]
        if assembly.id != self.id:
            raise CorruptLog(f"{self.folder}: this is the log of {assembly.id}")
        key = self.replica.state.rows(Key).get(self.kid)
        if assembly.host != self.kid or key is None or key.member != HOST:
            raise CorruptLog(f"{self.folder}: another host keeps this log")

    def _finish_erasures(self) -> None:
        """Erase what the log says is erased or withheld; a crash may have come in between."""
        for record in self.replica.state.rows(BlobRecord).values():
            if record.state != "kept":
                self._erase(record)

    def _erase(self, record: BlobRecord) -> None:
        """It is not served any more whatever the disk says; the next start tries again."""
        self.road.erase(self, record.sha256.hex())


def _nobody() -> None:
    """Nobody searches yet in an assembly that is being opened."""


def everybody_reads(replica: Replica) -> bool:
    """Whether everybody may read an assembly (clause 12.5)."""
    return replica.view().must(Constitution, THE).values["readership"] == "public"
