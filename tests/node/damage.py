"""A disk that has lost bits: what is done to the files of an assembly behind its host's back."""

import sqlite3
from contextlib import closing
from pathlib import Path


def change(folder: Path, statement: str) -> None:
    """Change the log with SQL, which a running host sees at once."""
    with closing(sqlite3.connect(folder / "log.db")) as db:
        assert db.execute(statement).rowcount
        db.commit()


def spoil_entry(folder: Path, index: int) -> None:
    """One bit of an entry turns."""
    change(
        folder,
        "UPDATE entries SET entry = CAST(replace(entry, 'act', 'bct') AS BLOB)"
        f" WHERE idx = {index}",
    )


def spoil_pages(folder: Path, of: str) -> None:
    """The pages of a table or index are full of zeros, the first one too. The host is stopped."""
    with closing(sqlite3.connect(folder / "log.db")) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        [(size,)] = db.execute("PRAGMA page_size")
        [(root,)] = db.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (of,))
    with (folder / "log.db").open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(bytes(size))


INDEX = "sqlite_autoindex_entries_1"
