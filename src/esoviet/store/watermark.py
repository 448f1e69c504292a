"""How far a log has been acknowledged, kept outside the log: two slots of 512 bytes.

Each slot holds a signed checkpoint (C2SP tlog-checkpoint), filled up with zero bytes. They are
written in turn, so that a power cut while one is written leaves the other whole. A slot is written
after the commit of its entries is durable and before anybody is told, but it is not flushed: after
a crash of the process the file says all that was acknowledged, after a power cut it may say a
little less, and it never says more than the log holds on the disk. Checkpoints are signed, so
nobody needs to trust the file: a log that is older than one of them is proved to be.
"""

import os
from pathlib import Path

from esoviet.log import checkpoint
from esoviet.log.checkpoint import Checkpoint
from esoviet.log.errors import ProofError
from esoviet.log.note import VerifierKey
from esoviet.store import files
from esoviet.store.errors import StoreError
from esoviet.wire.errors import Malformed

SLOT = 512
_SLOTS = 2


class Watermark:
    """The file of one assembly. One writer at a time.

    `highest` is the highest position that it held when it was opened; None if it was new.
    """

    def __init__(self, path: Path, verifier: VerifierKey) -> None:
        """Open the file, and make it if it is not there; raises `StoreError`, `OSError`."""
        if not path.exists():
            files.write_durably(path, bytes(_SLOTS * SLOT))
        self._file = os.open(path, os.O_RDWR)
        try:
            held = _read(self._file, path, verifier)
        except BaseException:
            os.close(self._file)
            raise
        newest = max(held, key=lambda slot: held[slot].size, default=_SLOTS - 1)
        self.highest: Checkpoint | None = held.get(newest)
        self._next = (newest + 1) % _SLOTS

    def write(self, signed: bytes) -> None:
        """Put a signed checkpoint over the older of the two. Raises `OSError`. Not flushed."""
        assert len(signed) <= SLOT
        written = os.pwrite(self._file, signed.ljust(SLOT, b"\0"), self._next * SLOT)
        if written != SLOT:
            raise OSError(f"only {written} bytes of a checkpoint could be written")
        self._next = (self._next + 1) % _SLOTS

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._file)


def first(signed: bytes) -> bytes:
    """The whole file of a log whose first position this is."""
    return signed.ljust(SLOT, b"\0").ljust(_SLOTS * SLOT, b"\0")


def _read(file: int, path: Path, verifier: VerifierKey) -> dict[int, Checkpoint]:
    """The checkpoints that can be read, by slot."""
    data = os.pread(file, _SLOTS * SLOT, 0)
    slots = [data[start : start + SLOT].rstrip(b"\0") for start in range(0, len(data), SLOT)]
    held = {}
    for number, signed in enumerate(slots):
        try:
            held[number] = checkpoint.open_checkpoint(signed, verifier)
        except (Malformed, ProofError):
            continue  # empty, or half written when the power was cut
    if any(slots) and not held:
        raise StoreError(
            f"{path} is damaged, or another host's: it no longer says how far the log was "
            f"acknowledged. If you are sure that the log beside it is the newest, remove this file"
        )
    return held
