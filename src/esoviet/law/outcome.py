"""What a rule answers: the changes that an act makes, or why it is refused.

Expected outcomes are values. A rule never changes anything itself.
"""

from typing import NamedTuple

import msgspec

from esoviet.law.record import Record, RecordKey


class Drop(NamedTuple):
    """A record to take away; without `key`, all records of that kind under `parent`."""

    kind: type[Record]
    parent: int
    key: RecordKey | None


class Changes(msgspec.Struct, frozen=True, gc=False):
    """Records to put (a record with the same key is replaced) and to drop; drops come first."""

    puts: tuple[Record, ...] = ()
    drops: tuple[Drop, ...] = ()

    def __or__(self, other: "Changes") -> "Changes":
        """Both sets of changes; where they put the same record, the later one holds."""
        return Changes(self.puts + other.puts, self.drops + other.drops)


class Refusal(NamedTuple):
    """An act breaks the law: the clause of docs/law.md, and why, in one plain sentence.

    `entry` is the index of the entry that stands against it (clause 1.12).
    """

    clause: str
    because: str
    entry: int | None = None


Outcome = Changes | Refusal

NOTHING = Changes()


def put(*records: Record) -> Changes:
    """Changes that only put records."""
    return Changes(records)
