"""The browsers that want to be told by push (RFC 8030), and what waits to be sent to them.

An endpoint is an address at the browser's maker, which can tell one browser from all others: it is
kept as long as that browser wants to be told, and no longer.
"""

from typing import NamedTuple

from esoviet.store.database import Database

SCHEMA = """
CREATE TABLE IF NOT EXISTS subscriptions(
    assembly TEXT, member INTEGER, kid TEXT NOT NULL, endpoint TEXT, point BLOB NOT NULL,
    secret BLOB NOT NULL, since INTEGER NOT NULL, PRIMARY KEY(assembly, member, endpoint)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pushes(
    id INTEGER PRIMARY KEY, assembly TEXT NOT NULL, member INTEGER NOT NULL, endpoint TEXT NOT NULL,
    topic TEXT NOT NULL, message BLOB NOT NULL, until INTEGER NOT NULL, next INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0, UNIQUE(assembly, member, endpoint, topic)
);
CREATE INDEX IF NOT EXISTS pushes_due ON pushes(next);
"""
MOST = 10
"""Browsers of one member of an assembly; the oldest is forgotten for another one."""
_OLDEST = """
DELETE FROM subscriptions WHERE assembly = ? AND member = ? AND endpoint IN (
    SELECT endpoint FROM subscriptions WHERE assembly = ? AND member = ?
    ORDER BY since DESC, endpoint LIMIT -1 OFFSET ?
)
"""


class Subscription(NamedTuple):
    """A browser of a member: where it is reached, its key (65 bytes) and its secret (16).

    `kid` is the member's key with which it asked to be told: it is told as long as that stands.
    """

    assembly: str
    member: int
    kid: str
    endpoint: str
    point: bytes
    secret: bytes


class Push(NamedTuple):
    """A message that waits for one browser, until a moment (ms), tried so often.

    What has the same `topic` and waits too is replaced by it.
    """

    id: int
    assembly: str
    member: int
    endpoint: str
    topic: str
    message: bytes
    until: int
    tries: int


class Subscriptions:
    """The tables. Belongs to the event loop. Whatever the file does not allow is a `StoreError`."""

    def __init__(self, database: Database) -> None:
        """In the node's private database, where the tables are."""
        self._db = database

    def put(self, one: Subscription, now: int) -> None:
        """Remember a browser, in place of what was known of it."""
        self._db.execute("INSERT OR REPLACE INTO subscriptions VALUES (?, ?, ?, ?, ?, ?, ?)",
                         (*one, now))  # fmt: skip
        who = one.assembly, one.member
        self._db.execute(_OLDEST, (*who, *who, MOST))

    def of(self, assembly: str, member: int) -> list[Subscription]:
        """The browsers of a member."""
        rows = self._db.execute(
            "SELECT assembly, member, kid, endpoint, point, secret FROM subscriptions "
            "WHERE assembly = ? AND member = ? ORDER BY endpoint",
            (assembly, member),
        )
        return [Subscription(*row) for row in rows]

    def find(self, push: Push) -> Subscription | None:
        """The browser that a push is for, if it still wants it."""
        return next(
            (one for one in self.of(push.assembly, push.member) if one.endpoint == push.endpoint),
            None,
        )

    def members(self, assembly: str) -> list[int]:
        """The members of an assembly who have such a browser."""
        rows = self._db.execute(
            "SELECT DISTINCT member FROM subscriptions WHERE assembly = ?", (assembly,)
        )
        return [int(member) for (member,) in rows]

    def has(self, assembly: str) -> bool:
        """Whether anybody in an assembly has such a browser."""
        return bool(self.members(assembly))

    def assemblies(self) -> list[str]:
        """Where anybody has such a browser."""
        rows = self._db.execute("SELECT DISTINCT assembly FROM subscriptions")
        return [str(assembly) for (assembly,) in rows]

    def drop(self, assembly: str, member: int, endpoint: str) -> None:
        """A browser of a member does not want to be told any more, or is not there any more."""
        for table in ("subscriptions", "pushes"):
            self._db.execute(
                f"DELETE FROM {table} WHERE assembly = ? AND member = ? AND endpoint = ?",  # noqa: S608
                (assembly, member, endpoint),
            )

    def end_of_key(self, assembly: str, member: int, kid: str) -> None:
        """Forget the browsers that asked with a key."""
        for one in self.of(assembly, member):
            if one.kid == kid:
                self.drop(assembly, member, one.endpoint)

    def forget(self, assembly: str, member: int) -> None:
        """Keep nothing of a member."""
        for table in ("subscriptions", "pushes"):
            self._db.execute(
                f"DELETE FROM {table} WHERE assembly = ? AND member = ?",  # noqa: S608
                (assembly, member),
            )

    def tell(
        self, assembly: str, member: int, topic: str, message: bytes, until: int, now: int
    ) -> int:
        """Have a message sent to every browser of a member; to how many."""
        browsers = self.of(assembly, member)
        self._db.execute_each(
            "INSERT OR REPLACE INTO pushes"
            "(assembly, member, endpoint, topic, message, until, next) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(assembly, member, one.endpoint, topic, message, until, now) for one in browsers],
        )
        return len(browsers)

    def waiting(self, now: int, most: int) -> list[Push]:
        """What is to be sent by now (ms), the longest due first, at most so many."""
        rows = self._db.execute(
            "SELECT id, assembly, member, endpoint, topic, message, until, tries FROM pushes "
            "WHERE next <= ? ORDER BY next, id LIMIT ?",
            (now, most),
        )
        return [Push(*row) for row in rows]

    def one_of_each(self, now: int, most: int) -> list[Push]:
        """The same, of each member one: nobody's many browsers stand before those of others."""
        rows = self._db.execute(
            "SELECT id, assembly, member, endpoint, topic, message, until, tries, min(next) "
            "FROM pushes WHERE next <= ? GROUP BY assembly, member ORDER BY min(next), id LIMIT ?",
            (now, most),
        )
        return [Push(*row[:-1]) for row in rows]

    def late(self, before: int) -> int:
        """Of how many browsers something should have been sent before a moment (ms)."""
        return self._count("next < ?", before)

    def stuck(self, tries: int) -> int:
        """Of how many browsers something was tried so often, and still waits."""
        return self._count("tries >= ?", tries)

    def _count(self, which: str, value: int) -> int:
        row = self._db.row(
            f"SELECT count(DISTINCT assembly || member || endpoint) FROM pushes WHERE {which}",  # noqa: S608
            (value,),
        )
        assert row is not None
        return int(row[0])

    def put_off(self, push: Push, until: int) -> None:
        """Try a push again at a moment (ms), and what else waits for that browser not before."""
        self._db.execute("UPDATE pushes SET tries = tries + 1 WHERE id = ?", (push.id,))
        self._db.execute(
            "UPDATE pushes SET next = max(next, ?) "
            "WHERE assembly = ? AND member = ? AND endpoint = ?",
            (until, push.assembly, push.member, push.endpoint),
        )

    def done(self, push: int) -> None:
        """A push was sent, or never will be."""
        self._db.execute("DELETE FROM pushes WHERE id = ?", (push,))
