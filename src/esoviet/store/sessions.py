"""What a node remembers that is nobody's politics: who is signed in, what members call their
devices.

Losing it signs everybody out and takes the names of devices, and nothing else. Tokens are kept as
hashes, so that a stolen file lets nobody in. With a session no address and no browser is kept: when
it began, and the hour in which it was last used.
"""

import hashlib
from pathlib import Path
from typing import NamedTuple

from esoviet.store.private import open_private

_SCHEMA = """
CREATE TABLE IF NOT EXISTS open_sessions(
    token BLOB PRIMARY KEY,
    assembly TEXT NOT NULL,
    kid TEXT NOT NULL,
    expires INTEGER NOT NULL,
    since INTEGER NOT NULL,
    seen INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS device_names(
    assembly TEXT, kid TEXT, name TEXT NOT NULL, PRIMARY KEY(assembly, kid)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS open_sessions_of_key ON open_sessions(assembly, kid, expires);
"""
_OLDEST = """
DELETE FROM open_sessions WHERE token IN (
    SELECT token FROM open_sessions WHERE assembly = ? AND kid = ?
    ORDER BY token = ? DESC, expires DESC LIMIT -1 OFFSET ?
)
"""
MOST = 50
"""Sessions of one key; the oldest end when there are more, never the one that has just begun."""


HOUR = 3_600_000
ID_BYTES = 8


class Session(NamedTuple):
    """A key of an assembly that has signed in; times in milliseconds since 1970.

    `since` is when it began, `seen` the beginning of the hour in which it was last used.
    """

    assembly: str
    kid: str
    expires: int
    since: int = 0
    seen: int = 0


class Listed(NamedTuple):
    """A session in a list; `id` names it, and lets nobody in."""

    id: str
    session: Session


class NodeStore:
    """The sessions in the node's private database.

    Whatever the file does not allow is a `StoreError`, in every function here.
    """

    def __init__(self, path: Path) -> None:
        """Open the file, and make it if it is not there."""
        self._db = open_private(path, _SCHEMA)

    def open_session(self, token: str, session: Session) -> None:
        """Remember a session under a token, of which only the hash is kept."""
        self._db.execute("INSERT OR REPLACE INTO open_sessions VALUES (?, ?, ?, ?, ?, ?)",
                         (_hash(token), *session))  # fmt: skip
        self._db.execute(_OLDEST, (session.assembly, session.kid, _hash(token), MOST))

    def session(self, token: str, now: int) -> Session | None:
        """The session of a token, unless it is unknown or over; it is used in this hour."""
        row = self._db.row(
            "SELECT assembly, kid, expires, since, seen FROM open_sessions "
            "WHERE token = ? AND expires > ?",
            (_hash(token), now),
        )
        if row is None:
            return None
        session = Session(*row)
        hour = now - now % HOUR
        if hour > session.seen:
            self._db.execute(
                "UPDATE open_sessions SET seen = ? WHERE token = ?", (hour, _hash(token))
            )
        return session

    def sessions_of(self, assembly: str, kid: str, now: int) -> list[Listed]:
        """The open sessions of a key."""
        rows = self._db.execute(
            "SELECT token, assembly, kid, expires, since, seen FROM open_sessions "
            "WHERE assembly = ? AND kid = ? AND expires > ?",
            (assembly, kid, now),
        )
        return [Listed(_id(token), Session(*rest)) for token, *rest in rows]

    def close_session(self, token: str) -> None:
        """Forget one session."""
        self._db.execute("DELETE FROM open_sessions WHERE token = ?", (_hash(token),))

    def end_session(self, assembly: str, kid: str, name: str) -> None:
        """Forget the session of a key that `sessions_of` calls by this id."""
        self._db.execute(
            "DELETE FROM open_sessions WHERE assembly = ? AND kid = ? AND substr(token, 1, ?) = ?",
            (assembly, kid, ID_BYTES, bytes.fromhex(name)),
        )

    def forget_expired(self, now: int) -> None:
        """Forget all sessions that are over."""
        self._db.execute("DELETE FROM open_sessions WHERE expires <= ?", (now,))

    def name_device(self, assembly: str, kid: str, name: str) -> None:
        """Remember what a member calls the device of a key; the empty name forgets it."""
        if name:
            self._db.execute("INSERT OR REPLACE INTO device_names VALUES (?, ?, ?)",
                             (assembly, kid, name))  # fmt: skip
        else:
            self._db.execute(
                "DELETE FROM device_names WHERE assembly = ? AND kid = ?", (assembly, kid)
            )

    def device_name(self, assembly: str, kid: str) -> str:
        """What a member calls the device of a key; empty where they have not said."""
        row = self._db.row(
            "SELECT name FROM device_names WHERE assembly = ? AND kid = ?", (assembly, kid)
        )
        return "" if row is None else str(row[0])

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()


def session_id(token: str) -> str:
    """What a session is called by in lists: the beginning of what is kept of its token."""
    return _id(_hash(token))


def _id(kept: bytes) -> str:
    return kept[:ID_BYTES].hex()


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
