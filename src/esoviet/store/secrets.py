"""Secret addresses: what a member's calendar or feed reader fetches without signing in.

Who knows the token reads along, so it is kept as a hash, as that of a session is. It belongs to the
key that made it, and is worth as much as that key: not more than until it is revoked. Of fetching
only the last day is kept.
"""

import hashlib
from typing import NamedTuple

from esoviet.store.database import Database
from esoviet.store.wishes import EACH_ASSEMBLY

SCHEMA = """
CREATE TABLE IF NOT EXISTS secrets(
    token BLOB PRIMARY KEY,
    assembly TEXT NOT NULL,
    member INTEGER NOT NULL,
    kid TEXT NOT NULL,
    language TEXT NOT NULL,
    since INTEGER NOT NULL,
    fetched INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS secrets_of_member ON secrets(assembly, member, since);
"""
_FIELDS = "assembly, member, kid, language, since, fetched"
DAY = 86_400_000
ID_BYTES = 8


class Secret(NamedTuple):
    """A secret address of a member, made with a key of theirs, in the language that it speaks.

    `since` is when (ms since 1970), `fetched` the beginning of the last day (UTC) on which it was
    fetched; 0: never.
    """

    assembly: str
    member: int
    kid: str
    language: str
    since: int
    fetched: int = 0


class Listed(NamedTuple):
    """A secret address in a list; `id` names it, and opens nothing."""

    id: str
    secret: Secret


class SecretStore:
    """The table. Belongs to the event loop. Whatever the file does not allow is a `StoreError`."""

    def __init__(self, database: Database) -> None:
        """Of the node's private database, in which the table is made already."""
        self._db = database

    def add(self, token: str, secret: Secret) -> None:
        """Remember an address by its token, of which only the hash is kept."""
        self._db.execute(
            "INSERT INTO secrets VALUES (?, ?, ?, ?, ?, ?, ?)", (_hash(token), *secret)
        )

    def find(self, token: str) -> Secret | None:
        """The address of a token, if there is one."""
        row = self._db.row(
            f"SELECT {_FIELDS} FROM secrets WHERE token = ?",  # noqa: S608
            (_hash(token),),
        )
        return None if row is None else Secret(*row)

    def fetch(self, token: str, now: int) -> None:
        """Note the day on which it is fetched."""
        day = now - now % DAY
        self._db.execute(
            "UPDATE secrets SET fetched = ? WHERE token = ? AND fetched < ?",
            (day, _hash(token), day),
        )

    def of(self, assembly: str, member: int) -> list[Listed]:
        """The addresses of a member, the oldest first."""
        rows = self._db.execute(
            f"SELECT token, {_FIELDS} FROM secrets "  # noqa: S608
            "WHERE assembly = ? AND member = ? ORDER BY since, token",
            (assembly, member),
        )
        return [Listed(_id(token), Secret(*rest)) for token, *rest in rows]

    def assemblies(self) -> list[str]:
        """Where anybody has any."""
        return [str(one) for (one,) in self._db.execute(EACH_ASSEMBLY.format("secrets"))]

    def members(self, assembly: str) -> list[int]:
        """Who has any in an assembly."""
        rows = self._db.execute(
            "SELECT DISTINCT member FROM secrets WHERE assembly = ?", (assembly,)
        )
        return [int(member) for (member,) in rows]

    def end(self, assembly: str, member: int, name: str) -> None:
        """Forget the address of a member that `of` calls by this id."""
        self._db.execute(
            "DELETE FROM secrets WHERE assembly = ? AND member = ? AND substr(token, 1, ?) = ?",
            (assembly, member, ID_BYTES, bytes.fromhex(name)),
        )

    def end_of_key(self, assembly: str, kid: str) -> None:
        """Forget the addresses that were made with a key."""
        self._db.execute("DELETE FROM secrets WHERE assembly = ? AND kid = ?", (assembly, kid))

    def forget(self, assembly: str, member: int) -> None:
        """Forget all addresses of a member."""
        self._db.execute(
            "DELETE FROM secrets WHERE assembly = ? AND member = ?", (assembly, member)
        )


def secret_id(token: str) -> str:
    """What an address is called by in lists: the beginning of what is kept of its token."""
    return _id(_hash(token))


def _id(kept: bytes) -> str:
    return kept[:ID_BYTES].hex()


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
