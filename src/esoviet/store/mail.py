"""Members' mail addresses and the queue of messages to them: the node's private affair.

The queue holds no words: who is to be told what, by name. What a message says is put together when
it is sent, so that nothing goes out that was erased, done or forbidden meanwhile. A message is
claimed, durably, before it is sent: after a crash in between it counts as sent (`unsure`), since
nobody can know, and is not sent again.
"""

import hashlib
import secrets
from collections.abc import Iterable
from typing import Literal, NamedTuple

from esoviet.store.database import Database
from esoviet.store.wishes import EACH_ASSEMBLY

SCHEMA = """
CREATE TABLE IF NOT EXISTS addresses(
    assembly TEXT, member INTEGER, address TEXT NOT NULL, handle TEXT NOT NULL UNIQUE,
    confirmed INTEGER NOT NULL, bounces INTEGER NOT NULL, trouble TEXT NOT NULL,
    PRIMARY KEY(assembly, member)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS asked(
    address BLOB, assembly TEXT NOT NULL, member INTEGER NOT NULL, time INTEGER NOT NULL,
    PRIMARY KEY(address, time, assembly, member)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS posts(
    id INTEGER PRIMARY KEY AUTOINCREMENT, assembly TEXT NOT NULL, member INTEGER NOT NULL,
    what TEXT NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL, tries INTEGER NOT NULL,
    due INTEGER NOT NULL, time INTEGER NOT NULL, said TEXT NOT NULL,
    UNIQUE(assembly, member, what)
);
CREATE INDEX IF NOT EXISTS posts_due ON posts(due, id) WHERE state = 'waiting';
"""
DAY = 86_400_000
KEPT = 40 * DAY
"""How long the outcome of a message is kept, in ms."""
MOST_BOUNCES = 2
LONGEST = 200  # of what a relay says, in characters
A_DAY = 5
"""So many addresses a member may have asked in a day."""

PostKind = Literal["confirm", "summary", "now"]
State = Literal["waiting", "sending", "sent", "refused", "unsure", "nothing"]


class Address(NamedTuple):
    """A member's address. `handle` names it in links; `confirmed` is when (ms; 0: not yet).

    `bounces` counts the messages in a row that were refused for good, `trouble` is what was said of
    the last one. After `MOST_BOUNCES` of them nothing is sent there any more.
    """

    assembly: str
    member: int
    address: str
    handle: str
    confirmed: int
    bounces: int = 0
    trouble: str = ""

    @property
    def is_used(self) -> bool:
        """Whether messages go there."""
        return self.confirmed > 0 and self.bounces < MOST_BOUNCES


class Post(NamedTuple):
    """A message to be sent: `what` it is about, by a name that is never used twice."""

    id: int
    assembly: str
    member: int
    what: str
    kind: PostKind
    tries: int
    time: int


class Outcome(NamedTuple):
    """What became of a message; where it is to be tried again (`waiting`), when (`due`, ms)."""

    post: int
    state: State
    said: str = ""
    due: int = 0


class MailStore:
    """The tables. Belongs to the event loop. Whatever the file does not allow is a `StoreError`."""

    def __init__(self, database: Database) -> None:
        """Of the node's private database, in which the tables are made already."""
        self._db = database

    def address(self, assembly: str, member: int) -> Address | None:
        """A member's address."""
        return self._one("assembly = ? AND member = ?", (assembly, member))

    def by_handle(self, handle: str) -> Address | None:
        """The address that a link names."""
        return self._one("handle = ?", (handle,))

    def enter(self, assembly: str, member: int, address: str, now: int) -> Address | None:
        """Take an address in, unconfirmed, in place of the one before; None where it was too often.

        What is not asked because the address was asked today is taken in all the same: who enters
        it is not told that somebody else did.
        """
        self._db.execute("DELETE FROM asked WHERE time <= ?", (now - DAY,))
        row = self._db.row(
            "SELECT count(*) FROM asked WHERE assembly = ? AND member = ?", (assembly, member)
        )
        if row is not None and int(row[0]) >= A_DAY:
            return None
        entered = Address(assembly, member, address, secrets.token_hex(16), 0)
        self.forget(assembly, member)
        self._db.execute(
            "INSERT INTO addresses VALUES (?, ?, ?, ?, ?, ?, ?)",
            entered,
        )
        name = _hashed(address)
        asked = self._db.row("SELECT 1 FROM asked WHERE address = ?", (name,)) is not None
        self._db.execute("INSERT OR IGNORE INTO asked VALUES (?, ?, ?, ?)",
                         (name, assembly, member, now))  # fmt: skip
        if not asked:
            self.put(assembly, member, f"confirm {entered.handle}", "confirm", now)
        return entered

    def confirm(self, handle: str, now: int) -> Address | None:
        """Note that an address is its member's; None where there is none of this handle."""
        self._db.execute(
            "UPDATE addresses SET confirmed = ? WHERE handle = ? AND confirmed = 0", (now, handle)
        )
        return self.by_handle(handle)

    def trouble(self, assembly: str, member: int, said: str) -> None:
        """Note that a message was refused for good, and what was said of it."""
        self._db.execute(
            "UPDATE addresses SET trouble = ?, bounces = bounces + 1 "
            "WHERE assembly = ? AND member = ?",
            (said[:LONGEST], assembly, member),
        )

    def arrived(self, assembly: str, member: int) -> None:
        """Note that a message was taken: there is no trouble any more."""
        self._db.execute(
            "UPDATE addresses SET trouble = '', bounces = 0 "
            "WHERE assembly = ? AND member = ? AND bounces > 0",
            (assembly, member),
        )

    def has(self, assembly: str) -> bool:
        """Whether anybody in an assembly has an address."""
        return self._db.row("SELECT 1 FROM addresses WHERE assembly = ?", (assembly,)) is not None

    def assemblies(self) -> list[str]:
        """Where anybody has an address."""
        return [str(one) for (one,) in self._db.execute(EACH_ASSEMBLY.format("addresses"))]

    def members(self, assembly: str) -> list[int]:
        """Who of an assembly has one."""
        rows = self._db.execute("SELECT member FROM addresses WHERE assembly = ?", (assembly,))
        return [int(one) for (one,) in rows]

    def forget(self, assembly: str, member: int) -> None:
        """Forget a member's address, and all that was to be sent to it."""
        for table in ("addresses", "posts"):
            self._db.execute(
                f"DELETE FROM {table} WHERE assembly = ? AND member = ?",  # noqa: S608
                (assembly, member),
            )

    # -- the queue

    def put(
        self, assembly: str, member: int, what: str, kind: PostKind, now: int, due: int = 0
    ) -> None:
        """Have a member told something, once, whatever becomes of it; not before it is due (ms)."""
        self._db.execute(
            "INSERT OR IGNORE INTO posts(assembly, member, what, kind, state, tries, due, time, "
            "said) VALUES (?, ?, ?, ?, 'waiting', 0, ?, ?, '')",
            (assembly, member, what, kind, max(due, now), now),
        )

    def queued(self, assembly: str, member: int) -> set[str]:
        """What a member is or was to be told, as far as it is remembered."""
        rows = self._db.execute(
            "SELECT what FROM posts WHERE assembly = ? AND member = ?", (assembly, member)
        )
        return {str(what) for (what,) in rows}

    def with_it(self, post: Post, now: int) -> list[Post]:
        """What else the same member is to be told at once by now: it goes in one message."""
        return [
            one
            for one in self._posts(
                "assembly = ? AND member = ? AND kind = ? AND due <= ? AND id <> ?",
                (post.assembly, post.member, post.kind, now, post.id),
            )
            if post.kind == "now"
        ]

    def put_off(self, post: int, due: int) -> None:
        """Have a message that waits wait until then (ms)."""
        self._db.execute("UPDATE posts SET due = ? WHERE id = ? AND state = 'waiting'", (due, post))

    def waiting(self, now: int, most: int) -> list[Post]:
        """What is to be sent by now, the longest due first."""
        return self._posts("due <= ?", (now,), most)

    def claim(self, post: int) -> bool:
        """Take a message that waits to be sent; False where somebody else has, or it is gone."""
        rows = self._db.execute(
            "UPDATE posts SET state = 'sending', tries = tries + 1 "
            "WHERE id = ? AND state = 'waiting' RETURNING id",
            (post,),
        )
        return bool(rows)

    def settle(self, outcomes: Iterable[Outcome]) -> None:
        """Note what became of messages that were claimed."""
        self._db.execute_each(
            "UPDATE posts SET state = ?, said = ?, due = ? WHERE id = ? AND state = 'sending'",
            [(one.state, one.said[:LONGEST], one.due, one.post) for one in outcomes],
        )

    def give_up_interrupted(self) -> int:
        """What was being sent when the node stopped may have gone out; answers how many."""
        rows = self._db.execute(
            "UPDATE posts SET state = 'unsure' WHERE state = 'sending' RETURNING id"
        )
        return len(rows)

    def counts(self) -> dict[str, int]:
        """How many messages there are in each state."""
        rows = self._db.execute("SELECT state, count(*) FROM posts GROUP BY state")
        return {str(state): int(count) for state, count in rows}

    def first_due(self) -> int | None:
        """When the next message that waits is to be sent (ms)."""
        row = self._db.row("SELECT due FROM posts WHERE state = 'waiting' ORDER BY due, id LIMIT 1")
        return None if row is None else int(row[0])

    def forget_old(self, now: int) -> None:
        """Forget what became of messages long ago, and which addresses were asked a day ago."""
        self._db.execute("DELETE FROM asked WHERE time <= ?", (now - DAY,))
        self._db.execute(
            "DELETE FROM posts WHERE state NOT IN ('waiting', 'sending') AND time < ?",
            (now - KEPT,),
        )

    def _posts(self, where: str, values: tuple[object, ...], most: int = 100) -> list[Post]:
        rows = self._db.execute(
            "SELECT id, assembly, member, what, kind, tries, time FROM posts "  # noqa: S608
            f"WHERE state = 'waiting' AND {where} ORDER BY due, id LIMIT ?",
            (*values, most),
        )
        return [Post(*row) for row in rows]

    def _one(self, where: str, values: tuple[object, ...]) -> Address | None:
        row = self._db.row(
            "SELECT assembly, member, address, handle, confirmed, bounces, trouble "  # noqa: S608
            f"FROM addresses WHERE {where}",
            values,
        )
        return None if row is None else Address(*row)


def _hashed(address: str) -> bytes:
    return hashlib.sha256(address.casefold().encode()).digest()
