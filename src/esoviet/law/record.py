"""Records: the facts that follow from the log.

A record is a frozen struct of numbers, choices, key names and hashes. Its class says how records of
that kind are found: `KEY` names the field that tells them apart, `PARENT` the number by which they
are grouped (`ALONE`, where it has none), `INDEXES` the fields by which they are listed, `EACH`
those with several numbers, each of which lists the record. A kind with
a field `due` (milliseconds since 1970, 0 for never) is handed to its timer when that moment passes;
the fields `WITH_DUE` that name the same moment move with it if it is put off (`law.windows`).

Everything that keeps, sends, shows or digests state works on records, never on *this* record.
"""

from typing import ClassVar, TypeVar

import msgspec

RecordKey = int | str | bytes


class Record(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A fact. Serialised as an array of its fields in their order."""

    KEY: ClassVar[str] = "number"
    PARENT: ClassVar[str] = ""
    ALONE: ClassVar[int] = 0
    INDEXES: ClassVar[tuple[str, ...]] = ()
    EACH: ClassVar[tuple[str, ...]] = ()
    WITH_DUE: ClassVar[tuple[str, ...]] = ()


class ByMember(Record, frozen=True):
    """A fact of which each member has one of a kind under each parent."""

    KEY = "member"


R = TypeVar("R", bound=Record)
Place = tuple[int, RecordKey]


def place_of(record: Record) -> Place:
    """The parent (0 where there is none) and the key of a record: which one of its kind it is."""
    kind = type(record)
    return getattr(record, kind.PARENT or "ALONE"), getattr(record, kind.KEY)
