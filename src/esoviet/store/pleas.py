"""What somebody who is no member asks of members about a picture: in no log, and gone in time.

Whoever finds themselves in a picture must not have to be a member to say so, nor to leave a trace:
no address, no name and no key is kept, only the words, the exhibit and the moment. What is deleted
is overwritten in the file, and the journal is emptied (`store/private.py`).
"""

from typing import NamedTuple

from esoviet.store.database import Database
from esoviet.store.private import Journal

SCHEMA = """
CREATE TABLE IF NOT EXISTS pleas(
    assembly TEXT, number INTEGER, exhibit INTEGER NOT NULL, text TEXT NOT NULL,
    time INTEGER NOT NULL, PRIMARY KEY(assembly, number)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS pleas_time ON pleas(time);
"""
KEPT = 30 * 86_400_000
"""So long the words stand at most, in ms."""
OF_ONE, OF_ALL = 10, 200
"""So many stand of one exhibit, and of an assembly."""


class Plea(NamedTuple):
    """Words about an exhibit, and when they came (ms)."""

    exhibit: int
    text: str
    time: int


class PleaStore:
    """The table. Belongs to the event loop. Whatever the file does not allow is a `StoreError`."""

    def __init__(self, database: Database, journal: Journal) -> None:
        """Of the node's private database, in which the table is made already."""
        self._db = database
        self._journal = journal

    def put(self, assembly: str, plea: Plea) -> bool:
        """Keep the words; whether there was room."""
        standing = self.of(assembly)
        same = sum(one.exhibit == plea.exhibit for one in standing)
        if len(standing) >= OF_ALL or same >= OF_ONE:
            return False
        self._db.execute(
            "INSERT INTO pleas SELECT ?1, coalesce(max(number), 0) + 1, ?2, ?3, ?4 FROM pleas "
            "WHERE assembly = ?1",
            (assembly, *plea),
        )
        return True

    def of(self, assembly: str) -> list[Plea]:
        """All that stand in an assembly, the oldest first."""
        rows = self._db.execute(
            "SELECT exhibit, text, time FROM pleas WHERE assembly = ? ORDER BY number", (assembly,)
        )
        return [Plea(*row) for row in rows]

    def erase(self, now: int) -> None:
        """Keep nothing that is older than `KEPT` by now (ms)."""
        before = now - KEPT
        if self._db.row("SELECT 1 FROM pleas WHERE time <= ? LIMIT 1", (before,)) is None:
            return
        self._db.execute("DELETE FROM pleas WHERE time <= ?", (before,))
        self._journal.spoil()
