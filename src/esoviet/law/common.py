"""Small questions that rules of several matters ask."""

import sys
from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol

from msgspec.structs import replace

from esoviet.law.act import Act, Author, Blob
from esoviet.law.constitution import DEFAULTS, Amendment, milliseconds
from esoviet.law.outcome import Changes, Refusal, refuse
from esoviet.law.record import R
from esoviet.law.records import HOST, BlobRecord, Mended
from esoviet.law.view import View

SALT = 32
"""So many bytes of every text are its salt."""
TEXT_TYPES = ("text/markdown", "text/plain")


def check_text(
    view: View, blob: Blob | None, clause: str, most: int | None = None
) -> Refusal | None:
    """Refuse a text that is not plain or Markdown text, or longer than `most` bytes.

    Without `most`, the size that all texts may have. Where there is no text, nothing is wrong.
    """
    if blob is None:
        return None
    most = view.limits.text_bytes if most is None else most
    if blob.media_type not in TEXT_TYPES:
        return Refusal(clause, "A text must be text/markdown or text/plain.")
    if blob.size <= SALT:
        return Refusal(clause, "A text says something: this one is empty.")
    if blob.size > most + SALT:
        return refuse(clause, "This text is longer than {most} bytes.", most=most)
    return None


def check_texts(
    view: View, texts: Iterable[Blob | None], clause: str, most: int | None = None
) -> Refusal | None:
    """Refuse several texts as soon as one of them is not fit (`check_text`)."""
    wrong = (check_text(view, text, clause, most) for text in texts)
    return next((one for one in wrong if one is not None), None)


def claim_blobs(view: View, author: int, blobs: Iterable[Blob | None]) -> Changes | Refusal:
    """The records of the blobs that an act refers to (clause 12.1)."""
    puts = dict[bytes, BlobRecord]()
    for blob in blobs:
        if blob is None:
            continue
        sha256 = sha(blob)
        if sha256 in puts:
            return Refusal("12.1", "This act refers twice to the same blob.")
        if view.get(BlobRecord, sha256) is not None:
            return Refusal("12.1", "An earlier act already refers to this very blob.")
        media_type = sys.intern(blob.media_type)
        puts[sha256] = BlobRecord(sha256, author, view.index, blob.size, media_type)
    return Changes(tuple(puts.values()))


def value_at(versions: Iterable[Amendment], name: str, time: int) -> str:
    """What a parameter was at a moment (ms), by the versions of the constitution, latest first."""
    for one in versions:
        if one.time <= time and name in one.changes:
            return one.changes[name]
    return DEFAULTS[name]


def days_at(view: View, name: str, time: int) -> int:
    """A duration as it was at a moment, in ms: what began then runs to its end (clause 2.6)."""
    return milliseconds(value_at(reversed(view.rows(Amendment)), name, time))


def bring(
    view: View, author: int, clause: str, *texts: Blob | None, most: int | None = None
) -> Changes | Refusal:
    """The records of the texts that an act brings, each of which has to be one (`check_text`).

    Those that the assembly owns from the beginning have HOST as their author (clause 12.4).
    """
    return check_texts(view, texts, clause, most) or claim_blobs(view, author, texts)


def hand_over(view: View, blobs: Changes, *names: bytes) -> Changes:
    """Texts that belong to the assembly from now on, so that nobody erases them (clause 12.4).

    `blobs` are the texts that the same act brings; they are put with the rest.
    """
    puts = []
    for name in dict.fromkeys(names):
        record = blobs.find(BlobRecord, name) or view.get(BlobRecord, name)
        if record is not None and record.state != "erased" and record.member != HOST:
            puts.append(replace(record, member=HOST))
    return blobs.putting(*puts)


def sha(blob: Blob | None) -> bytes:
    """The name of a blob as records keep it; empty for none."""
    return b"" if blob is None else _shared(blob.sha256)


@lru_cache(maxsize=256)
def _shared(sha256: str) -> bytes:
    """The same object for the same name, since two records keep it."""
    return bytes.fromhex(sha256)


def outdated(author: Author, act: Act, entry: int, device: int) -> Refusal | None:
    """Refuse to replace what the member said with another key and this act has not seen (1.12).

    `entry` is where it stands, `device` the key that it was said with.
    """
    if device == author.device or has_seen(act, entry):
        return None
    return Refusal("1.12", "You said something else about this with another device since.", entry)


class Said(Protocol):
    """What a member said: in which entry, with which device."""

    @property
    def entry(self) -> int: ...
    @property
    def device(self) -> int: ...


def overtaken(author: Author, act: Act, said: Said | None) -> Refusal | None:
    """Refuse to replace what the member said before, if anything, as `outdated` does (1.12)."""
    return None if said is None else outdated(author, act, said.entry, said.device)


def recounted(counts: R, before: str | None, now: str | None) -> R:
    """A record that counts what is said now and not what was before, in fields of these names."""
    for field, step in ((before, -1), (now, 1)):
        if field:
            counts = replace(counts, **{field: getattr(counts, field) + step})
    return counts


def has_seen(act: Act, entry: int) -> bool:
    """Whether the author of an act had seen an entry of the log (clause 1.5)."""
    return act.seen[0] > entry


def unseen(view: View, act: Act, text: bytes) -> Refusal | None:
    """Refuse to react to a text that was mended since its author read it (clause 12.6)."""
    one = view.get(Mended, text)
    if one is None or has_seen(act, one.entry):
        return None
    return Refusal("12.6", "This text was mended since you read it: look at it again.", one.entry)
