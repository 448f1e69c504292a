"""The register of a node's assemblies: what must be known of each without opening it.

A row is a hint that can always be made anew by opening the assembly (node/sleeping.py). It carries
a check over its own fields, so that one which the disk has damaged is none.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from esoviet.store.database import Row as Found
from esoviet.store.private import open_private

_SCHEMA = """
CREATE TABLE IF NOT EXISTS register(
    assembly TEXT PRIMARY KEY,
    awake INTEGER NOT NULL,
    public INTEGER NOT NULL,
    size INTEGER NOT NULL,
    newest INTEGER NOT NULL,
    due INTEGER NOT NULL,
    pending INTEGER NOT NULL,
    slept INTEGER NOT NULL,
    members INTEGER NOT NULL,
    name TEXT NOT NULL,
    faults TEXT NOT NULL,
    mark TEXT NOT NULL,
    folded TEXT NOT NULL,
    proof TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS register_by_name ON register(folded, assembly) WHERE name <> '';
"""
_TEXTS = ("assembly", "name", "faults", "mark")
_NAMED = "SELECT assembly, name, members FROM register WHERE name <> '' ORDER BY folded, assembly"


class Row(NamedTuple):
    """One assembly. Times are in ms since 1970 (0: none), `pending` is in bytes.

    `awake` is how it was when the row was written, `mark` what its files looked like. `newest` is
    the time of the last entry, `due` when the host must act next, `slept` when it was let go. The
    name and the number of active members are kept of what everybody may read; `faults` are lines.
    """

    assembly: str
    awake: bool = True
    public: bool = False
    size: int = 0
    newest: int = 0
    due: int = 0
    pending: int = 0
    slept: int = 0
    members: int = 0
    name: str = ""
    faults: str = ""
    mark: str = ""


class Named(NamedTuple):
    """An assembly that everybody may read."""

    assembly: str
    name: str
    members: int


class Register:
    """The table. Belongs to the event loop. Whatever the file does not allow is a `StoreError`."""

    def __init__(self, path: Path) -> None:
        """Open the node's private database, and make the table if it is not there."""
        self._db = open_private(path, _SCHEMA)

    def rows(self) -> Iterator[Row]:
        """All rows that are whole."""
        said = ", ".join(f"CAST({f} AS BLOB)" if f in _TEXTS else f for f in Row._fields)
        for *fields, proof in self._db.execute(f"SELECT {said}, CAST(proof AS BLOB) FROM register"):  # noqa: S608
            row = _read(tuple(fields))
            if row is not None and proof == _proof(row).encode():
                yield row

    def put(self, row: Row) -> None:
        """Write a row anew."""
        values = (*row, row.name.casefold(), _proof(row))
        places = ", ".join("?" * len(values))
        self._db.execute(f"INSERT OR REPLACE INTO register VALUES ({places})", values)  # noqa: S608

    def drop(self, assembly: str) -> None:
        """Forget one that is not here any more."""
        self._db.execute("DELETE FROM register WHERE assembly = ?", (assembly,))

    def named(self, most: int) -> list[Named]:
        """The first of those that everybody may read, by name."""
        found = self._db.execute(f"{_NAMED} LIMIT ?", (most,))
        return [Named(str(one), str(name), int(members)) for one, name, members in found]

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()


def _read(fields: Found) -> Row | None:
    """A row as it was found, unless it cannot be one: texts come as bytes that may be no UTF-8."""
    try:
        said = [one.decode() if isinstance(one, bytes) else one for one in fields]
        return msgspec.convert(said, Row, strict=False)
    except (UnicodeDecodeError, msgspec.ValidationError):
        return None


def _proof(row: Row) -> str:
    return hashlib.sha256(msgspec.json.encode(row)).hexdigest()[:16]
