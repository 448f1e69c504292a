"""A log in a file that came from elsewhere: a backup, a copy, another server's.

It is opened for reading alone. It must be laid out exactly as our own logs, so that nothing in it
can run: no trigger, no view, no other table. And every value must have the type that it should.
What is read here is believed by nobody: node/copying.py imports it into a file of our own.
"""

from pathlib import Path

from esoviet.store.database import Database
from esoviet.store.errors import StoreError
from esoviet.store.log import Stored, check_layout

_ROWS = "SELECT idx, entry FROM entries WHERE idx >= ? AND idx < ? ORDER BY idx"


class ForeignLog:
    """The entries of a log, and the position that it says it has; raises `StoreError`."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise StoreError(f"{path} is not there")
        self.path = path
        self._db = Database(path, foreign=True)
        try:
            check_layout(self._db)
        except BaseException:
            self._db.close()
            raise

    def state(self) -> Stored:
        """The position that the file says it has."""
        row = self._db.row("SELECT size, root, checkpoint FROM state")
        kinds = (int, bytes, str)
        if row is None or not all(map(isinstance, row, kinds)):
            raise StoreError(f"{self.path} has no checkpoint")
        return Stored(*row)

    def entries(self, start: int, end: int) -> list[bytes]:
        """Entries `start` to `end` (not included)."""
        rows = self._db.execute(_ROWS, (start, end))
        places = [index for index, _ in rows]
        if places != list(range(start, end)):
            raise StoreError(f"{self.path}: entries {start} to {end} are not all there")
        entries = [entry for _, entry in rows]
        if not all(isinstance(entry, bytes) for entry in entries):
            raise StoreError(f"{self.path}: an entry from {start} to {end} is not made of bytes")
        return entries

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()
