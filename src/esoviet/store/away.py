"""Until when members are away: in no log, no reason with it, and gone when it is over.

An absence could be used against people, and it binds nobody, so it is no act. What is deleted here
is overwritten in the file, and the journal is emptied (`store/private.py`).
"""

from esoviet.store.database import Database
from esoviet.store.private import Journal

SCHEMA = """
CREATE TABLE IF NOT EXISTS away(
    assembly TEXT, member INTEGER, until INTEGER NOT NULL, PRIMARY KEY(assembly, member)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS away_until ON away(until);
"""


class AwayStore:
    """The table. Belongs to the event loop. Whatever the file does not allow is a `StoreError`."""

    def __init__(self, database: Database, journal: Journal) -> None:
        """Of the node's private database, in which the table is made already."""
        self._db = database
        self._journal = journal

    def put(self, assembly: str, member: int, until: int) -> None:
        """A member is away until then (ms), in place of what they said before."""
        self._db.execute("INSERT OR REPLACE INTO away VALUES (?, ?, ?)", (assembly, member, until))
        self._journal.spoil()

    def of(self, assembly: str, now: int) -> dict[int, int]:
        """Who of an assembly is away now (ms), and until when."""
        rows = self._db.execute(
            "SELECT member, until FROM away WHERE assembly = ? AND until > ? ORDER BY member",
            (assembly, now),
        )
        return {int(member): int(until) for member, until in rows}

    def members(self, assembly: str) -> list[int]:
        """Who of an assembly has said anything."""
        rows = self._db.execute("SELECT member FROM away WHERE assembly = ?", (assembly,))
        return [int(one) for (one,) in rows]

    def forget(self, assembly: str, member: int) -> None:
        """Keep nothing of what a member said."""
        self._db.execute("DELETE FROM away WHERE assembly = ? AND member = ?", (assembly, member))
        self._journal.spoil()

    def erase(self, now: int) -> None:
        """Keep nothing of what is over by now (ms)."""
        if self._db.row("SELECT 1 FROM away WHERE until <= ? LIMIT 1", (now,)) is None:
            return
        self._db.execute("DELETE FROM away WHERE until <= ?", (now,))
        self._journal.spoil()
