"""The texts and files that the log names: whether what the source has is what was signed.

Bytes that are there must have the hash and the size that the act states. A blob that the log says
is kept must be there, and be shown to anyone where the constitution says so: else a host could hide
what it changed. One that was erased or withheld is only counted: its absence is no fault. If
the log was judged in part only, a missing blob proves nothing: a later act may have erased it.

What an act calls a text must be UTF-8. Its author signed just these bytes, but it was for the host
to refuse them (1.10), and whoever has the bytes can tell.
"""

import codecs
import hashlib
from collections.abc import Callable, Collection
from typing import NamedTuple

import msgspec

from esoviet.audit.fetch import is_page
from esoviet.audit.finding import Elsewhere, Finding, Unreachable
from esoviet.audit.parallel.jobs import WorkerState
from esoviet.audit.source import Hidden, Source
from esoviet.law.constitution import Constitution
from esoviet.law.falling import is_folded_away
from esoviet.law.records import THE, BlobRecord
from esoviet.law.view import View

MISSING = "is missing"
PORTION = 256
HIDDEN = "is not shown, though anyone may read texts here"
SALT = 32
MAX_TITLE = 200
TITLED = 65_536
"""Texts that have titles are at most so large (clause 12.2)."""

Titles = dict[bytes, str | None]
"""Blobs that are what was signed, by hash; the first line of a text (None: it is not UTF-8)."""


class BlobCount(msgspec.Struct):
    """How many blobs are there, gone by an act of the log, missing, or could not be looked at."""

    present: int = 0
    erased: int = 0
    withheld: int = 0
    missing: int = 0
    unchecked: int = 0


class BlobPortion(NamedTuple):
    """Blobs to look at."""

    blobs: list[BlobRecord]

    def do(self, kit: WorkerState) -> Titles:
        """Those that are what was signed; what is wrong with others is not asked."""
        titles: Titles = {}
        for blob in self.blobs:
            try:
                wrong, title = _look(kit.source, blob)
            except Elsewhere:
                continue
            except (Hidden, Unreachable):
                break
            if wrong is None:
                titles[blob.sha256] = title
        return titles


def portions(source: Source, blobs: Collection[BlobRecord]) -> list[BlobPortion]:
    """Those of these that are to be had, in portions."""
    kept = [blob for blob in blobs if source.keeps_blobs and blob.state == "kept"]
    return [BlobPortion(kept[at : at + PORTION]) for at in range(0, len(kept), PORTION)]


class BlobCheck:
    """Looks at every blob that the log names, but those whose `titles` are known already.

    `newer` reads what was logged meanwhile and answers the view then: a text that is missing may
    just have been erased, and texts that were for everybody may no longer be.
    """

    def __init__(self, source: Source, titles: Titles, newer: Callable[[], View]) -> None:
        self.findings: list[Finding] = []
        self.trouble: str | None = None
        self.titles = titles
        self._wrong: set[bytes] = set()
        self._source = source
        self._newer = newer
        self._readable = source.keeps_blobs

    def run(self, view: View, *, judged_all: bool) -> None:
        """Look at them. If not all entries were judged, a missing one proves nothing."""
        self._look_through(view, judged_all)
        self.findings += [one for one in self._not_utf8(view) if one not in self.findings]

    def _look_through(self, view: View, judged_all: bool) -> None:
        known = self.titles.keys() | self._wrong
        for record in sorted(view.each(BlobRecord), key=_place):
            if not self._readable:
                return
            if record.state == "kept" and record.sha256 not in known:
                try:
                    self._examine(record, judged_all)
                except Elsewhere as error:
                    self.trouble = str(error)
                except Unreachable as error:
                    self.trouble, self._readable = str(error), False

    def counted(self, view: View) -> BlobCount:
        """How it stands with all of them."""
        count = BlobCount()
        for record in view.each(BlobRecord):
            if record.state == "erased":
                count.erased += 1
            elif record.state == "withheld":
                count.withheld += 1
            elif record.sha256 in self.titles:
                count.present += 1
            elif record.sha256 in self._wrong:
                count.missing += 1
            else:
                count.unchecked += 1
        return count

    def _not_utf8(self, view: View) -> list[Finding]:
        strange = [name for name, title in self.titles.items() if title is None]
        records = sorted((view.must(BlobRecord, name) for name in strange), key=_place)
        reason = "is said to be text, but is not UTF-8: what it says depends on who reads it"
        return [_finding(record, "1.10", reason) for record in records]

    def _examine(self, record: BlobRecord, judged_all: bool) -> None:
        wrong, title = _look_at(self._source, record)
        if wrong in (MISSING, HIDDEN) and judged_all:
            view = self._newer()
            if view.must(BlobRecord, record.sha256).state != "kept":
                return
            wrong, title = _look_at(self._source, record)
            if wrong is HIDDEN:
                judged_all = view.must(Constitution, THE).values["readership"] == "public"
        if wrong in (MISSING, HIDDEN) and self._is_hidden(record):
            return  # only members are shown it
        if wrong is None:
            self.titles[record.sha256] = title
        elif wrong is HIDDEN and not judged_all:
            self._readable = False
        elif wrong is not MISSING or (judged_all and not self._may_lack(record)):
            self._wrong.add(record.sha256)
            clause = "12.5" if wrong is HIDDEN else "1.10"
            self.findings.append(_finding(record, clause, wrong))

    def _is_hidden(self, record: BlobRecord) -> bool:
        return record.inside or is_folded_away(self._newer(), record)

    def _may_lack(self, record: BlobRecord) -> bool:
        """Whether it is no fault that the text is not here."""
        until = self._source.whole_until
        return until is not None and record.entry >= until


def title_of(text: str) -> str:
    """The first line of a text that says anything, without the marks of a heading."""
    first, _, _ = text.lstrip("\ufeff \r\n\t").partition("\n")
    return first.lstrip("#").strip()[:MAX_TITLE]


def _place(record: BlobRecord) -> tuple[int, bytes]:
    return record.entry, record.sha256


def _finding(record: BlobRecord, clause: str, reason: str) -> Finding:
    return Finding(record.entry, clause, f"The text or file {record.sha256.hex()[:16]}… {reason}.")


def _look_at(source: Source, record: BlobRecord) -> tuple[str | None, str | None]:
    try:
        return _look(source, record)
    except Hidden:
        return HIDDEN, None


def _look(source: Source, record: BlobRecord) -> tuple[str | None, str | None]:
    """What is wrong with a blob, if anything is, and its title (None: not UTF-8)."""
    pieces = source.blob(record.sha256.hex(), record.size)
    if pieces is None:
        return MISSING, None
    read = _Reading(record)
    for piece in pieces:
        if not read.take(piece):
            break
    if read.size == record.size and read.digest.digest() == record.sha256:
        return None, read.title()
    if is_page(read.start):
        raise Unreachable(f"{source.name} answers with a web page where a text or file belongs.")
    if read.size != record.size:
        return f"has not the {record.size} bytes that its act states", None
    return "is not what was signed: its bytes have another hash", None


class _Reading:
    """The bytes of a blob as they come in."""

    def __init__(self, record: BlobRecord) -> None:
        self.size, self.digest, self.start = 0, hashlib.sha256(), b""
        self._most = record.size
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._is_text = record.media_type.startswith("text/")
        self._text: list[str] | None = []

    def take(self, piece: bytes) -> bool:
        """The next bytes; false once there are too many."""
        if not self.size:
            self.start = piece[:64]
        skip = max(0, SALT - self.size)
        self.size += len(piece)
        self.digest.update(piece)
        if self._is_text and self._text is not None:
            try:
                text = self._decoder.decode(piece[skip:], self.size >= self._most)
                if self._most <= TITLED:
                    self._text.append(text)
            except UnicodeDecodeError:
                self._text = None
        return self.size <= self._most

    def title(self) -> str | None:
        """The first line of a text; empty for a file, None where it is not UTF-8."""
        return None if self._text is None else title_of("".join(self._text))
