"""The texts and files that the log names: whether what the source has is what was signed.

Bytes that are there must have the hash and the size that the act states. A blob that the log says
is kept must be there, and be shown to anyone where the constitution says so: else a host could hide
what it changed. One that was erased or withheld is only counted: its absence is no fault. If
the log was judged in part only, a missing blob proves nothing: a later act may have erased it.
"""

import hashlib
from collections.abc import Collection, Iterator
from typing import NamedTuple

import msgspec

from esoviet.audit.finding import Finding
from esoviet.audit.jobs import Kit
from esoviet.audit.source import Hidden, Source
from esoviet.law.constitution import Constitution
from esoviet.law.records import THE, BlobRecord
from esoviet.law.view import View

MISSING = "is missing"
PORTION = 256
HIDDEN = "is not shown, though anyone may read texts here"


class BlobCount(msgspec.Struct):
    """How many blobs are there, gone by an act of the log, missing, or could not be looked at."""

    present: int = 0
    erased: int = 0
    withheld: int = 0
    missing: int = 0
    unchecked: int = 0


class Look(NamedTuple):
    """Blobs to look at."""

    blobs: list[BlobRecord]

    def do(self, kit: Kit) -> set[bytes]:
        """The hashes of those that are what was signed; what is wrong with others is not asked."""
        try:
            return {blob.sha256 for blob in self.blobs if _look(kit.source, blob) is None}
        except Hidden:
            return set()


def looks(source: Source, blobs: Collection[BlobRecord]) -> list[Look]:
    """Those of these that are to be had, in portions."""
    kept = [blob for blob in blobs if source.keeps_blobs and blob.state == "kept"]
    return [Look(kept[at : at + PORTION]) for at in range(0, len(kept), PORTION)]


def check_blobs(
    source: Source, view: View, judged_all: bool, right: Collection[bytes] = ()
) -> tuple[BlobCount, list[Finding]]:
    """Look at every blob that the log names, but those that were found right already."""
    counted, found = BlobCount(), []
    readable = source.keeps_blobs
    for record in sorted(view.each(BlobRecord), key=lambda record: (record.entry, record.sha256)):
        if record.state == "erased":
            counted.erased += 1
        elif record.state == "withheld":
            counted.withheld += 1
        elif record.sha256 in right:
            counted.present += 1
        elif not readable:
            counted.unchecked += 1
        else:
            try:
                wrong = _look(source, record)
            except Hidden:
                if not (judged_all and _is_public(view)):
                    readable = False
                    counted.unchecked += 1
                    continue
                wrong = HIDDEN
            if wrong is None:
                counted.present += 1
            elif wrong is MISSING and not judged_all:
                counted.unchecked += 1
            else:
                counted.missing += 1
                name = f"The text or file {record.sha256.hex()[:16]}…"
                clause = "12.5" if wrong is HIDDEN else "1.10"
                found.append(Finding(record.entry, clause, f"{name} {wrong}."))
    return counted, found


def _is_public(view: View) -> bool:
    return view.must(Constitution, THE).values["readership"] == "public"


def _look(source: Source, record: BlobRecord) -> str | None:
    """What is wrong with a blob, if anything is."""
    pieces = source.blob(record.sha256.hex())
    if pieces is None:
        return MISSING
    size, digest = _measure(pieces, record.size)
    if size != record.size:
        return f"has not the {record.size} bytes that its act states"
    if digest != record.sha256:
        return "is not what was signed: its bytes have another hash"
    return None


def _measure(pieces: Iterator[bytes], most: int) -> tuple[int, bytes]:
    """The size and hash of a blob; reading ends once it is too long."""
    size, digest = 0, hashlib.sha256()
    for piece in pieces:
        size += len(piece)
        if size > most:
            break
        digest.update(piece)
    return size, digest.digest()
