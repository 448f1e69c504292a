"""Up to where a member has read the page of a matter: theirs alone, never an act.

A page notes it each time it is shown, so it is written on a connection of its own that does not
wait for the disk: what a power cut takes is that somebody sees as new what they had seen.

A *visit* lasts until a page has not been shown for half an hour. During one, what is new is what
came since the visit before: whoever answers or weighs meanwhile does not lose their place.
"""

from typing import NamedTuple

from esoviet.store.database import Database
from esoviet.store.follows import Stamps

SCHEMA = """
CREATE TABLE IF NOT EXISTS marks(
    assembly TEXT, member INTEGER, path TEXT, before INTEGER NOT NULL, size INTEGER NOT NULL,
    time INTEGER NOT NULL, shown INTEGER NOT NULL, PRIMARY KEY(assembly, member, path)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS marks_shown ON marks(shown);
"""
VISIT = 30 * 60_000
OFTEN = VISIT // 6
"""During a visit, when a page was last shown is written so seldom, in ms."""
KEPT = 400 * 24 * 60 * 60_000
_EACH = """
WITH RECURSIVE each(member) AS (
    SELECT min(member) FROM marks WHERE assembly = ? UNION ALL
    SELECT (SELECT min(member) FROM marks WHERE assembly = ? AND member > each.member) FROM each
    WHERE each.member IS NOT NULL
) SELECT member FROM each WHERE member IS NOT NULL
"""


class Mark(NamedTuple):
    """Up to which entry somebody has read, and had `before` this visit (0: it is the first).

    `time` is that of the log when it was `shown` last (both in ms).
    """

    before: int
    size: int
    time: int
    shown: int

    def begun(self, now: int) -> int:
        """Up to which entry they had read before the visit that it is now; 0: it is the first."""
        return self.size if now - self.shown > VISIT else self.before

    def then(self, size: int, time: int, now: int) -> "Mark":
        """What it is once the page was shown again."""
        same = 0 <= now - self.shown <= OFTEN
        return Mark(
            self.begun(now),
            max(self.size, size),
            max(self.time, time),
            self.shown if same else now,
        )


class MarkStore:
    """The table. Belongs to the event loop. Whatever the file does not allow is a `StoreError`."""

    def __init__(self, database: Database, stamps: Stamps) -> None:
        """Of the node's private database, by a connection in which nothing else is written."""
        self._db = database
        self._stamps = stamps

    def of(self, assembly: str, member: int, path: str) -> Mark | None:
        """How far a member has read."""
        row = self._db.row(
            "SELECT before, size, time, shown FROM marks "
            "WHERE assembly = ? AND member = ? AND path = ?",
            (assembly, member, path),
        )
        return None if row is None else Mark(*row)

    def put(self, assembly: str, member: int, path: str, mark: Mark) -> None:
        """Note how far a member has read."""
        self._db.execute(
            "INSERT OR REPLACE INTO marks VALUES (?, ?, ?, ?, ?, ?, ?)",
            (assembly, member, path, *mark),
        )
        self._stamps.change(assembly, member)

    def members(self, assembly: str) -> list[int]:
        """Who of an assembly has read anything."""
        return [int(one) for (one,) in self._db.execute(_EACH, (assembly, assembly))]

    def forget(self, assembly: str, member: int) -> None:
        """Forget what a member has read."""
        self._db.execute("DELETE FROM marks WHERE assembly = ? AND member = ?", (assembly, member))
        self._stamps.change(assembly, member)

    def forget_old(self, now: int) -> None:
        """Forget what was read so long ago that nobody goes on there."""
        self._db.execute("DELETE FROM marks WHERE shown < ?", (now - KEPT,))
