"""The log in readable form: entries with their acts decoded, and the texts that they brought."""

from collections.abc import Iterator
from itertools import islice
from typing import Annotated, NamedTuple

from msgspec import Meta

from esoviet.law.act import Blob, Signed, blobs_of
from esoviet.law.host import MarkTime
from esoviet.law.judge import read_act
from esoviet.law.records import BlobRecord, Key
from esoviet.log.merkle import leaf_hash
from esoviet.log.tiles import WIDTH, TilePath, path
from esoviet.web.api.context import AnswerContext
from esoviet.web.api.read import AnyRead, Read
from esoviet.web.api.shapes import MAX_LIMIT, Answer, Listing, One, Part, Query, Who
from esoviet.wire import entry as entries
from esoviet.wire import envelope

SCANNED = 1024


class Signer(Part, frozen=True, kw_only=True):
    """Who signed: the name of the key, and whose it is (null: the host's, or nobody's yet)."""

    kid: str
    member: Who | None


class EntryLine(Part, frozen=True, kw_only=True):
    """An entry of the log: its time, and the act with everything that it says.

    `id` is the act's id, `jws` the signed act as it stands in the log, `leaf` the hash of the entry
    in the tree. `receipt` and `bundle` are the addresses of the proof and of the bytes.
    """

    index: int
    time: int
    id: str
    signer: Signer
    act: Signed
    jws: str
    leaf: str
    receipt: str
    bundle: str


class Deed(Part, frozen=True, kw_only=True):
    """An entry as a list tells it: its time, who signed, and the act with everything it says."""

    index: int
    time: int
    signer: Signer
    act: Signed


class EntryAnswer(Answer, frozen=True, kw_only=True):
    """One entry of the log."""

    entry: EntryLine


class BlobLine(Part, frozen=True, kw_only=True):
    """A text or file that an act brought: in which entry, whose, and whether it still stands."""

    entry: int
    member: Who | None
    sha256: str
    size: int
    media_type: str
    name: str | None
    lang: str | None
    state: str


class FromQuery(Query, frozen=True, kw_only=True):
    """Entries from index `start` on, at most `limit`."""

    start: Annotated[int, Meta(ge=0, le=2**53 - 1)] = 0
    limit: Annotated[int, Meta(ge=1, le=MAX_LIMIT)] = 100


class LatestQuery(Query, frozen=True, kw_only=True):
    """Entries from index `start` on, at most `limit`; without `start` (-1) the latest ones."""

    start: Annotated[int, Meta(ge=-1, le=2**53 - 1)] = -1
    limit: Annotated[int, Meta(ge=1, le=MAX_LIMIT)] = 100


class _Brought(NamedTuple):
    entry: int
    blob: Blob


def entry(context: AnswerContext, query: One) -> EntryAnswer | None:
    """One entry of the log, decoded."""
    if query.number >= context.log_size:
        return None
    return EntryAnswer(log_size=context.log_size, entry=log_line(context, query.number))


def log_line(context: AnswerContext, index: int) -> EntryLine:
    """One entry that is in the log."""
    return _line(context, index, context.entries(index, index + 1)[0])


def log_entries(context: AnswerContext, query: FromQuery) -> Listing[EntryLine]:
    """Entries from one size of the log on: all that has happened since."""
    end = min(context.log_size, query.start + query.limit)
    raw = context.entries(query.start, end)
    items = [_line(context, index, one) for index, one in enumerate(raw, query.start)]
    return Listing(
        log_size=context.log_size, items=items, next=_next(context, "log/entries", query, end)
    )


def latest(context: AnswerContext, query: LatestQuery) -> Listing[Deed]:
    """Entries as a page shows them: the latest ones, unless it asks for others."""
    start, end = span(context, query)
    items = [
        _deed(context, index, *_read(one))
        for index, one in enumerate(context.entries(start, end), start)
    ]
    return Listing(log_size=context.log_size, items=items, next=None)


def deeds(context: AnswerContext, most: int) -> list[Deed]:
    """The latest entries but for the host's marks of time, the newest first."""
    start = max(0, context.log_size - 2 * most)
    raw = list(enumerate(context.entries(start, context.log_size), start))
    lines = (_deed(context, index, *_read(one)) for index, one in reversed(raw))
    return list(islice((one for one in lines if not isinstance(one.act, MarkTime)), most))


def span(context: AnswerContext, query: LatestQuery) -> tuple[int, int]:
    """The first index that a page of the log shows, and the one after its last."""
    start = query.start if query.start >= 0 else max(0, context.log_size - query.limit)
    return start, max(start, min(context.log_size, start + query.limit))


def blobs(context: AnswerContext, query: FromQuery) -> Listing[BlobLine]:
    """Texts and files that acts from one size of the log on brought; a page may be empty."""
    items: list[BlobLine] = []
    at = query.start
    end = min(context.log_size, query.start + SCANNED)
    while at < end and len(items) < query.limit:
        for raw in context.entries(at, min(end, at + query.limit - len(items))):
            items += [_blob(context, one) for one in _brought(at, raw)]
            at += 1
    return Listing(log_size=context.log_size, items=items, next=_next(context, "blobs", query, at))


def _next(context: AnswerContext, name: str, query: FromQuery, end: int) -> str | None:
    if end >= context.log_size:
        return None
    return context.link(f"{name}.json", start=end, limit=query.limit)


def _read(raw: bytes) -> tuple[entries.Entry, envelope.Envelope]:
    read = entries.read(raw)
    return read, envelope.parse(read.jws)


def _deed(
    context: AnswerContext, index: int, read: entries.Entry, sealed: envelope.Envelope
) -> Deed:
    key = context.view.get(Key, sealed.kid)
    return Deed(
        index=index,
        time=read.time,
        signer=Signer(kid=sealed.kid, member=context.maybe_who(key.member) if key else None),
        act=read_act(sealed.payload),
    )


def _line(context: AnswerContext, index: int, raw: bytes) -> EntryLine:
    read, sealed = _read(raw)
    deed = _deed(context, index, read, sealed)
    bundle = TilePath(None, index // WIDTH, min(WIDTH, context.log_size - index // WIDTH * WIDTH))
    return EntryLine(
        index=index,
        time=deed.time,
        id=sealed.id,
        signer=deed.signer,
        act=deed.act,
        jws=read.jws.decode(),
        leaf=leaf_hash(raw).hex(),
        receipt=context.link(f"receipts/{sealed.id}"),
        bundle=context.link(f"log/{path(bundle)}"),
    )


def _brought(index: int, raw: bytes) -> Iterator[_Brought]:
    sealed = envelope.parse(entries.read(raw).jws)
    for blob in blobs_of(read_act(sealed.payload)):
        yield _Brought(index, blob)


def _blob(context: AnswerContext, brought: _Brought) -> BlobLine:
    record = context.view.must(BlobRecord, bytes.fromhex(brought.blob.sha256))
    return BlobLine(
        entry=brought.entry,
        member=context.maybe_who(record.member),
        sha256=brought.blob.sha256,
        size=brought.blob.size,
        media_type=brought.blob.media_type,
        name=brought.blob.name,
        lang=brought.blob.lang,
        state=record.state,
    )


LOG_ENTRIES = Read("/log/entries.json", log_entries, FromQuery, Listing[EntryLine])
LOG_ENTRY = Read("/log/entries/{number}.json", entry, One, EntryAnswer)
BLOBS = Read("/blobs.json", blobs, FromQuery, Listing[BlobLine])

READS: tuple[AnyRead, ...] = (
    LOG_ENTRIES,
    LOG_ENTRY,
    BLOBS,
)
