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
