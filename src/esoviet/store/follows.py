"""What a member follows and whom they mute: theirs alone, never an act, forgotten when they leave.

A matter is named by its path below the assembly (`problems/3`). What is told of it begins where
following began, or where its page was read last (`store/marks.py`).
"""

import os
from typing import NamedTuple

from esoviet.store.database import Database

SCHEMA = """
CREATE TABLE IF NOT EXISTS follows(
    assembly TEXT, member INTEGER, path TEXT, size INTEGER NOT NULL, time INTEGER NOT NULL,
    PRIMARY KEY(assembly, member, path)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS mutes(
    assembly TEXT, member INTEGER, muted INTEGER, PRIMARY KEY(assembly, member, muted)
) WITHOUT ROWID;
"""
MOST, MOST_MUTED = 500, 200
"""What one member of an assembly follows, and whom they mute."""
MOST_COUNTED = 10_000
_NEWS = """
SELECT f.path, max(f.size, coalesce(m.size, 0)), max(f.time, coalesce(m.time, 0))
FROM follows f LEFT JOIN marks m USING(assembly, member, path)
WHERE f.assembly = ? AND f.member = ? ORDER BY f.path
"""


class Followed(NamedTuple):
    """A matter that is followed: what comes from an entry on, and after a moment (ms), is news."""

    path: str
    size: int
    time: int


class Stamps:
    """What the pages of a member are told apart by, beside the log: it is another after a change.

    Kept by this process, and by no other: after a start all of them are new.
    """

    def __init__(self) -> None:
        self._begin()

    def of(self, assembly: str, member: int) -> str:
        """The stamp of a member as it is now."""
        counts = (self._counts.get((assembly, one), 0) for one in (member, 0))
        return ".".join((self._start, *map(str, counts)))

    def change(self, assembly: str, member: int) -> None:
        """Something of a member's has changed."""
        if len(self._counts) >= MOST_COUNTED:
            self._begin()
        self._counts[assembly, member] = self._counts.get((assembly, member), 0) + 1

    def change_all(self, assembly: str) -> None:
        """Something has changed that every member is shown."""
        self.change(assembly, 0)

    def _begin(self) -> None:
        self._start = os.urandom(6).hex()
        self._counts: dict[tuple[str, int], int] = {}


class FollowStore:
    """The tables. Belongs to the event loop. Whatever the file does not allow is a `StoreError`."""

    def __init__(self, database: Database, stamps: Stamps) -> None:
        """Of the node's private database, in which the tables are, and those of the marks."""
        self._db = database
        self._stamps = stamps

    def follow(self, assembly: str, member: int, one: Followed) -> bool:
        """Follow a matter from now on; whether there was room. Twice is once."""
        return self._add("follows", assembly, member, one, MOST)

    def unfollow(self, assembly: str, member: int, path: str) -> None:
        """Follow a matter no more."""
        self._change("DELETE FROM follows WHERE assembly = ? AND member = ? AND path = ?",
                     assembly, member, path)  # fmt: skip

    def follows(self, assembly: str, member: int, path: str) -> bool:
        """Whether a member follows a matter."""
        return self._db.row(
            "SELECT 1 FROM follows WHERE assembly = ? AND member = ? AND path = ?",
            (assembly, member, path),
        ) is not None  # fmt: skip

    def of(self, assembly: str, member: int) -> list[Followed]:
        """What a member follows, and from where on it is news to them."""
        return [Followed(*row) for row in self._db.execute(_NEWS, (assembly, member))]

    def mute(self, assembly: str, member: int, muted: int) -> bool:
        """Mute somebody for a member alone; whether there was room. Twice is once."""
        return self._add("mutes", assembly, member, (muted,), MOST_MUTED)

    def unmute(self, assembly: str, member: int, muted: int) -> None:
        """Mute somebody no more."""
        self._change("DELETE FROM mutes WHERE assembly = ? AND member = ? AND muted = ?",
                     assembly, member, muted)  # fmt: skip

    def muted(self, assembly: str, member: int) -> frozenset[int]:
        """Whom a member mutes, by number."""
        rows = self._db.execute(
            "SELECT muted FROM mutes WHERE assembly = ? AND member = ?", (assembly, member)
        )
        return frozenset(int(one) for (one,) in rows)

    def members(self, assembly: str) -> list[int]:
        """Of whom in an assembly anything is kept here."""
        rows = self._db.execute(
            "SELECT member FROM follows WHERE assembly = ? UNION "
            "SELECT member FROM mutes WHERE assembly = ?",
            (assembly, assembly),
        )
        return [int(one) for (one,) in rows]

    def forget(self, assembly: str, member: int) -> None:
        """Forget what a member follows and whom they mute."""
        for table in ("follows", "mutes"):
            self._change(
                f"DELETE FROM {table} WHERE assembly = ? AND member = ?",  # noqa: S608
                assembly,
                member,
            )

    def _add(
        self, table: str, assembly: str, member: int, what: tuple[str | int, ...], most: int
    ) -> bool:
        """Add a row, unless it is there or there are enough of them."""
        row = assembly, member, *what
        places = ", ".join("?" * len(row))
        self._change(
            f"INSERT OR IGNORE INTO {table} SELECT {places} WHERE "  # noqa: S608
            f"(SELECT count(*) FROM {table} WHERE assembly = ? AND member = ?) < ?",
            *row, assembly, member, most,
        )  # fmt: skip
        name = "path" if table == "follows" else "muted"
        return self._db.row(
            f"SELECT 1 FROM {table} WHERE assembly = ? AND member = ? AND {name} = ?",  # noqa: S608
            row[:3],
        ) is not None  # fmt: skip

    def _change(self, statement: str, *values: str | int) -> None:
        """Write; every statement here begins with the assembly and the member."""
        self._db.execute(statement, values)
        self._stamps.change(str(values[0]), int(values[1]))
