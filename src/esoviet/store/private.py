"""The node's private database, node.db: one small SQLite file in which each matter has its tables.

Nothing political is in it, and nothing that cannot be made anew, but for sessions.
"""

from pathlib import Path

from esoviet.store.database import Database


def open_private(path: Path, schema: str) -> Database:
    """Open the file, making it and the tables of a matter if need be; raises `StoreError`.

    Writes are durable at the next checkpoint, which is enough. What is deleted is overwritten.
    """
    database = Database(path, new=True)
    try:
        path.chmod(0o600)
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        database.execute("PRAGMA secure_delete = ON")
        database.execute_script(schema)
    except BaseException:
        database.close()
        raise
    return database


class Journal:
    """The journal beside the file, which holds what was written before. Belongs to the loop.

    What is deleted from a table is overwritten there; here it stands until the journal is emptied.
    """

    def __init__(self, database: Database) -> None:
        self._db = database
        self._stale = True  # what an earlier process deleted may stand in it

    def spoil(self) -> None:
        """Something was deleted that is to be nowhere."""
        self._stale = True

    def empty(self) -> None:
        """Empty it, where anything was deleted since; if others read, the next time."""
        if not self._stale:
            return
        row = self._db.row("PRAGMA wal_checkpoint(TRUNCATE)")
        self._stale = row is None or bool(row[0])
