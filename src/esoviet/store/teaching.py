"""Who shows whom how a mandate is carried out: in no log, and gone when either says so.

A pair stands once both have said yes. Until then only the one who has said it, and the other, know
of it. Nothing else is kept: no time, no count. What is deleted here is overwritten in the file, and
the journal is emptied (`store/private.py`).
"""

from typing import NamedTuple

from esoviet.store.database import Database
from esoviet.store.private import Journal

SCHEMA = """
CREATE TABLE IF NOT EXISTS teaching(
    assembly TEXT, mandate INTEGER, leader INTEGER, learner INTEGER, offered INTEGER NOT NULL,
    asked INTEGER NOT NULL, PRIMARY KEY(assembly, mandate, leader, learner)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS teaching_leader ON teaching(assembly, leader);
CREATE INDEX IF NOT EXISTS teaching_learner ON teaching(assembly, learner);
"""
_PAIRS = """
SELECT mandate, leader, learner, offered, asked FROM teaching WHERE assembly = ? AND ({})
ORDER BY mandate, leader, learner
"""
MOST = 20
"""So many pairs a member is part of, as the one who learns and as the one who leads, of each."""


class Pair(NamedTuple):
    """Who leads a mandate and who would learn it: the one has `offered`, the other has `asked`."""

    mandate: int
    leader: int
    learner: int
    offered: bool
    asked: bool

    @property
    def stands(self) -> bool:
        """Whether both have said yes."""
        return self.offered and self.asked


class TeachingStore:
    """The table. Belongs to the event loop. Whatever the file does not allow is a `StoreError`.

    Nobody else says yes in this file, so it is known by heart in which assemblies nobody has.
    """

    def __init__(self, database: Database, journal: Journal) -> None:
        """Of the node's private database, in which the table is made already."""
        self._db = database
        self._journal = journal
        self._taught = {name for (name,) in database.execute("SELECT assembly FROM teaching")}

    def has(self, assembly: str) -> bool:
        """Whether there may be pairs in an assembly: never False where there are any."""
        return assembly in self._taught

    def say(self, assembly: str, pair: Pair) -> bool:
        """One of the two says yes, or both do; whether there was room. Twice is once."""
        known = self._one(assembly, pair)
        if known is None and not self._has_room(assembly, pair):
            return False
        self._db.execute(
            "INSERT INTO teaching VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
            "offered = max(offered, excluded.offered), asked = max(asked, excluded.asked)",
            (assembly, *pair),
        )
        self._taught.add(assembly)
        return True

    def end(self, assembly: str, pair: Pair) -> None:
        """One of the two says no, or no more."""
        self._db.execute(
            "DELETE FROM teaching "
            "WHERE assembly = ? AND mandate = ? AND leader = ? AND learner = ?",
            (assembly, *pair[:3]),
        )
        self._journal.spoil()

    def of(self, assembly: str, member: int) -> list[Pair]:
        """The pairs that a member is part of, by mandate."""
        return self._pairs("leader = ? OR learner = ?", assembly, member, member)

    def all(self, assembly: str) -> list[Pair]:
        """All pairs of an assembly."""
        found = self._pairs("1", assembly)
        if not found:
            self._taught.discard(assembly)
        return found

    def members(self, assembly: str) -> list[int]:
        """Who of an assembly is part of any."""
        return sorted({one for pair in self.all(assembly) for one in (pair.leader, pair.learner)})

    def forget(self, assembly: str, member: int) -> None:
        """Keep nothing of a member."""
        for pair in self.of(assembly, member):
            self.end(assembly, pair)

    def _one(self, assembly: str, pair: Pair) -> Pair | None:
        where = "mandate = ? AND leader = ? AND learner = ?"
        found = self._pairs(where, assembly, *pair[:3])
        return found[0] if found else None

    def _has_room(self, assembly: str, pair: Pair) -> bool:
        taught = self._pairs("leader = ?", assembly, pair.leader)
        learnt = self._pairs("learner = ?", assembly, pair.learner)
        return max(len(taught), len(learnt)) < MOST

    def _pairs(self, where: str, *values: str | int) -> list[Pair]:
        rows = self._db.execute(_PAIRS.format(where), values)
        return [
            Pair(mandate, leader, learner, bool(offered), bool(asked))
            for mandate, leader, learner, offered, asked in rows
        ]
