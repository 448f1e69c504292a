"""What a rule answers: the changes that an act makes, or why it is refused.

Expected outcomes are values. A rule never changes anything itself.
"""

from typing import NamedTuple

import msgspec

from esoviet.law.record import R, Record, RecordKey, place_of
from esoviet.wire.reason import Reason


class Drop(NamedTuple):
    """A record to take away; without `key`, all records of that kind under `parent`."""

    kind: type[Record]
    parent: int
    key: RecordKey | None


class Changes(msgspec.Struct, frozen=True, gc=False):
    """Records to put (in the place of what had the same key) and to drop; drops come first.

    No record is put twice: `State.apply` raises `PutTwice`, since the later one would undo in
    silence what the earlier one says.
    """

    puts: tuple[Record, ...] = ()
    drops: tuple[Drop, ...] = ()

    def __or__(self, other: "Changes") -> "Changes":
        """Both sets of changes, which put different records."""
        return Changes(self.puts + other.puts, self.drops + other.drops)

    def adding(self, *records: Record) -> "Changes":
        """The same changes, and these records, none of which is put already."""
        return Changes((*self.puts, *records), self.drops)

    def putting(self, *records: Record) -> "Changes":
        """The same changes with these records, each in the place of what is put there already."""
        fresh = {(type(record), place_of(record)): record for record in records}
        puts = [fresh.pop((type(record), place_of(record)), record) for record in self.puts]
        return Changes((*puts, *fresh.values()), self.drops)

    def find(self, kind: type[R], key: RecordKey, parent: int = 0) -> R | None:
        """The record of a kind that is put in a place, if one is."""
        for record in self.puts:
            if type(record) is kind and place_of(record) == (parent, key):
                return record
        return None


class Refusal(NamedTuple):
    """An act breaks the law: the clause of docs/law.md, and why, in one plain sentence.

    `entry` is the index of the entry that stands against it (clause 1.12).
    """

    clause: str
    because: str
    entry: int | None = None

    def __or__(self, other: Changes) -> "Refusal":
        """What is refused stays so, whatever would have followed."""
        return self


class PutTwice(Exception):
    """Changes put one record twice: a mistake in a rule of ours."""


Outcome = Changes | Refusal

NOTHING = Changes()


def refuse(clause: str, because: str, /, **values: object) -> Refusal:
    """A refusal whose sentence has places, in which these values stand."""
    filled = Reason(because, **values)
    return Refusal(clause, filled)


def put(*records: Record) -> Changes:
    """Changes that only put records."""
    return Changes(records)


def drop(kind: type[Record], key: RecordKey, parent: int = 0) -> Changes:
    """Changes that only take one record away."""
    return Changes((), (Drop(kind, parent, key),))
