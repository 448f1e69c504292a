"""One connection to an SQLite file, on which all that goes wrong is a `StoreError`.

What needs room is a `NoRoom`, what is not what was written a `Damaged`. SQLite says "disk I/O
error" of a used-up quota and of a disk that may only be read: then it is tried whether a file can
be written.

Nobody else in this program writes with SQLite; an auditor reads with SQL of its own.
"""

import contextlib
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from esoviet.store import files
from esoviet.store.errors import Damaged, NoRoom, StoreError

OPENING_MS = 5000
"""How long an opening waits for another process to let go of the file."""

_BROKEN = (sqlite3.Error, UnicodeDecodeError)
"""SQLite says what is wrong with a damaged schema in words that may be no UTF-8."""
_UNSURE = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)

_DEFINED = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"

Row = tuple[Any, ...]


class Database:
    """A connection that begins and ends no transaction by itself. One thread at a time."""

    def __init__(self, path: Path, *, new: bool = False, foreign: bool = False) -> None:
        """Open a file; only where it may be `new` is one made. It is not looked into yet.

        A `foreign` file is opened for reading alone. In no file does the schema that it brings run
        anything but SQLite's own harmless functions (sqlite.org/pragma.html#pragma_trusted_schema).
        """
        self.path = path
        mode = "rwc" if new else "ro" if foreign else "rw"
        try:
            self._connection = self._connect(mode)
            if foreign:
                self._rest()
        except _BROKEN as error:
            raise self._failure(error) from error

    def execute(self, statement: str, values: Sequence[object] = ()) -> list[Row]:
        """Run a statement to its end; all its rows."""
        try:
            return self._connection.execute(statement, values).fetchall()
        except _BROKEN as error:
            raise self._failure(error) from error

    def row(self, statement: str, values: Sequence[object] = ()) -> Row | None:
        """Run a statement to its end; its first row, if it has one."""
        rows = self.execute(statement, values)
        return rows[0] if rows else None

    def execute_each(self, statement: str, values: Iterable[Sequence[object]]) -> None:
        """Run a statement once for each row of values."""
        try:
            self._connection.executemany(statement, values)
        except _BROKEN as error:
            raise self._failure(error) from error

    def execute_script(self, script: str) -> None:
        """Run many statements."""
        try:
            self._connection.executescript(script)
        except _BROKEN as error:
            raise self._failure(error) from error

    def roll_back(self) -> None:
        """Undo the open transaction, if there is one."""
        try:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        except _BROKEN as error:
            raise self._failure(error) from error

    def close(self) -> None:
        """Let go of the file, once or again; an open transaction is undone."""
        try:
            self._connection.close()
        except _BROKEN as error:
            raise self._failure(error) from error

    def schema(self) -> list[Row]:
        """All that the file defines: tables, indices, views and triggers, and how it says so."""
        return self.execute(_DEFINED)

    def _connect(self, mode: str) -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{self.path.absolute().as_uri()}?mode={mode}",
            timeout=OPENING_MS / 1000,
            isolation_level=None,
            check_same_thread=False,
            uri=True,
        )
        connection.execute("PRAGMA trusted_schema = OFF")
        return connection

    def _rest(self) -> None:
        """Where even reading would write beside the file, read it as one that nobody changes."""
        self._connection.execute("PRAGMA cell_size_check = ON")
        newer = self.path.with_name(self.path.name + "-wal")
        try:
            self._connection.execute(_DEFINED).fetchall()
        except sqlite3.OperationalError:
            if newer.exists() and newer.stat().st_size:
                raise
            self._connection.close()
            self._connection = self._connect("ro&immutable=1")

    def _failure(self, error: Exception) -> StoreError:
        said = f"{self.path}: {error}"
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        full = code in _UNSURE and not files.has_room(self.path.parent)
        if full or code == sqlite3.SQLITE_FULL:
            return NoRoom(said)
        broken = isinstance(error, UnicodeDecodeError)
        if broken or code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            return Damaged(said)
        return StoreError(said)


def schema_of(script: str) -> list[Row]:
    """What a file defines that was made by this script."""
    with contextlib.closing(sqlite3.connect(":memory:")) as plain:
        plain.executescript(script)
        return plain.execute(_DEFINED).fetchall()
