"""How often each clause of the law refused an act, by the hour: never whose act, nor what it said.

Refused acts stand in no log, so this is what the server says, and nobody can count it again. It is
written on a connection that does not wait for the disk, and forgotten after some two years.
"""

from collections.abc import Mapping

from esoviet.store.database import Database

SCHEMA = """
CREATE TABLE IF NOT EXISTS refusals(
    assembly TEXT, hour INTEGER, clause TEXT, count INTEGER NOT NULL,
    PRIMARY KEY(assembly, hour, clause)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS refusals_hour ON refusals(hour);
"""
HOUR = 3_600_000
KEPT = 800 * 24 * HOUR
"""So long it is kept, in ms."""


class RefusalStore:
    """The table. Belongs to the event loop. Whatever the file does not allow is a `StoreError`."""

    def __init__(self, database: Database) -> None:
        """Of the node's private database, by a connection that does not wait for the disk."""
        self._db = database

    def add(self, counted: Mapping[tuple[str, str], int], now: int) -> None:
        """So often each clause refused an act in each assembly, of late (ms)."""
        for (assembly, clause), count in counted.items():
            self._db.execute(
                "INSERT INTO refusals VALUES (?, ?, ?, ?) ON CONFLICT(assembly, hour, clause) "
                "DO UPDATE SET count = count + excluded.count",
                (assembly, now // HOUR, clause, count),
            )
        self._db.execute("DELETE FROM refusals WHERE hour < ?", ((now - KEPT) // HOUR,))

    def between(self, assembly: str, begins: int, ends: int) -> dict[str, int]:
        """How often each clause refused in the hours that begin in between (ms), most first."""
        rows = self._db.execute(
            "SELECT clause, sum(count) AS times FROM refusals "
            "WHERE assembly = ? AND hour >= ? AND hour < ? GROUP BY clause "
            "ORDER BY times DESC, clause",
            (assembly, begins // HOUR, ends // HOUR),
        )
        return {str(clause): int(times) for clause, times in rows}
