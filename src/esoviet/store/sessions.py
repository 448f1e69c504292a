"""What a node remembers that is nobody's politics: who is signed in.

Losing it signs everybody out, and nothing else. Tokens are kept as hashes, so that a stolen file
lets nobody in.
"""

import hashlib
from pathlib import Path
from typing import NamedTuple

from esoviet.store.private import open_private

_SCHEMA = """
CREATE TABLE IF NOT EXISTS sessions(
    token BLOB PRIMARY KEY,
    assembly TEXT NOT NULL,
    kid TEXT NOT NULL,
    expires INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS sessions_of_key ON sessions(assembly, kid, expires);
"""
_OLDEST = """
DELETE FROM sessions WHERE token IN (
    SELECT token FROM sessions WHERE assembly = ? AND kid = ?
    ORDER BY expires DESC LIMIT -1 OFFSET ?
)
"""
MOST = 50
"""Sessions of one key; the oldest end when there are more."""


class Session(NamedTuple):
    """A key of an assembly that has signed in; `expires` in milliseconds since 1970."""

    assembly: str
    kid: str
    expires: int


class NodeStore:
    """The sessions in the node's private database.

    Whatever the file does not allow is a `StoreError`, in every function here.
    """

    def __init__(self, path: Path) -> None:
        """Open the file, and make it if it is not there."""
        self._db = open_private(path, _SCHEMA)

    def open_session(self, token: str, session: Session) -> None:
        """Remember a session under a token, of which only the hash is kept."""
        self._db.execute("INSERT OR REPLACE INTO sessions VALUES (?, ?, ?, ?)",
                         (_hash(token), *session))  # fmt: skip
        self._db.execute(_OLDEST, (session.assembly, session.kid, MOST))

    def session(self, token: str, now: int) -> Session | None:
        """The session of a token, unless it is unknown or over."""
        row = self._db.row(
            "SELECT assembly, kid, expires FROM sessions WHERE token = ? AND expires > ?",
            (_hash(token), now),
        )
        return None if row is None else Session(*row)

    def close_session(self, token: str) -> None:
        """Forget one session."""
        self._db.execute("DELETE FROM sessions WHERE token = ?", (_hash(token),))

    def forget_expired(self, now: int) -> None:
        """Forget all sessions that are over."""
        self._db.execute("DELETE FROM sessions WHERE expires <= ?", (now,))

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
