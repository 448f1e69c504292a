"""Drafts that came by mail and wait for their member to sign them, or to throw them away.

Nothing political is in them: they are nobody's act, no other member sees them, and they are deleted
after thirty days at the latest. By the `id` of a mail it is known again, also once its draft is
gone (`received`), so that a mail that comes twice is never two drafts.
"""

from typing import NamedTuple

import msgspec

from esoviet.store.database import Database
from esoviet.store.wishes import EACH_ASSEMBLY

SCHEMA = """
CREATE TABLE IF NOT EXISTS drafts(
    assembly TEXT, member INTEGER, id TEXT, matter TEXT NOT NULL, said TEXT NOT NULL,
    left_out TEXT NOT NULL, files TEXT NOT NULL, time INTEGER NOT NULL,
    PRIMARY KEY(assembly, member, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS received(
    assembly TEXT, member INTEGER, id TEXT, time INTEGER NOT NULL,
    PRIMARY KEY(assembly, member, id)
) WITHOUT ROWID;
"""
DAY = 86_400_000
KEPT = 30 * DAY
"""How long a draft waits, in ms."""
MOST = 50
"""So many drafts of a member wait."""
LONGEST = 100_000
"""Characters of what was written, and of what was left out: a mail with more is not taken."""
ID_DIGITS = 32


class Draft(NamedTuple):
    """A draft: what of, what its author wrote, what was left out, which files were attached.

    `matter` is what the mail that it answers was about, as node/links.py names it; empty where it
    was about several things. `time` is when it came, in ms.
    """

    id: str
    matter: str
    said: str
    left: str
    files: tuple[str, ...]
    time: int


class DraftStore:
    """The tables. Belongs to the event loop. Whatever the file does not allow is a `StoreError`."""

    def __init__(self, database: Database) -> None:
        """Of the node's private database, in which the tables are made already."""
        self._db = database

    def put(self, assembly: str, member: int, draft: Draft) -> bool:
        """Keep a draft; False where its mail came before. Within `Reach.whole`."""
        new = self._db.execute(
            "INSERT OR IGNORE INTO received VALUES (?, ?, ?, ?) RETURNING id",
            (assembly, member, draft.id, draft.time),
        )
        if new:
            files = msgspec.json.encode(draft.files).decode()
            self._db.execute(
                "INSERT INTO drafts VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (assembly, member, draft.id, draft.matter, draft.said, draft.left, files,
                 draft.time),
            )  # fmt: skip
        return bool(new)

    def was_received(self, assembly: str, member: int, name: str) -> bool:
        """Whether a mail came before, whatever became of its draft."""
        where = "SELECT 1 FROM received WHERE assembly = ? AND member = ? AND id = ?"
        return self._db.row(where, (assembly, member, name)) is not None

    def of(self, assembly: str, member: int, now: int) -> list[Draft]:
        """What waits of a member, the newest first; what is too old is no more."""
        rows = self._db.execute(
            "SELECT id, matter, said, left_out, files, time FROM drafts "
            "WHERE assembly = ? AND member = ? AND time > ? ORDER BY time DESC, id",
            (assembly, member, now - KEPT),
        )
        return [
            Draft(name, matter, said, left, _names(files), time)
            for name, matter, said, left, files, time in rows
        ]

    def count(self, assembly: str, member: int, now: int) -> int:
        """How many wait."""
        row = self._db.row(
            "SELECT count(*) FROM drafts WHERE assembly = ? AND member = ? AND time > ?",
            (assembly, member, now - KEPT),
        )
        return 0 if row is None else int(row[0])

    def discard(self, assembly: str, member: int, name: str) -> None:
        """Keep one no longer: it was signed, or thrown away."""
        self._db.execute(
            "DELETE FROM drafts WHERE assembly = ? AND member = ? AND id = ?",
            (assembly, member, name),
        )

    def forget_old(self, now: int) -> None:
        """Delete what waited too long, and what was known of mails that came before that."""
        self._db.execute("DELETE FROM drafts WHERE time <= ?", (now - KEPT,))
        self._db.execute("DELETE FROM received WHERE time <= ?", (now - 2 * KEPT,))

    def has(self, assembly: str) -> bool:
        """Whether anybody in an assembly has any."""
        return self._db.row("SELECT 1 FROM received WHERE assembly = ?", (assembly,)) is not None

    def assemblies(self) -> list[str]:
        """Where anybody has any."""
        return [str(one) for (one,) in self._db.execute(EACH_ASSEMBLY.format("received"))]

    def members(self, assembly: str) -> list[int]:
        """Who of an assembly has any."""
        rows = self._db.execute(
            "SELECT DISTINCT member FROM received WHERE assembly = ?", (assembly,)
        )
        return [int(one) for (one,) in rows]

    def forget(self, assembly: str, member: int) -> None:
        """Keep nothing of a member."""
        for table in ("drafts", "received"):
            self._db.execute(
                f"DELETE FROM {table} WHERE assembly = ? AND member = ?",  # noqa: S608
                (assembly, member),
            )


def _names(files: str) -> tuple[str, ...]:
    return msgspec.json.decode(files, type=tuple[str, ...])
