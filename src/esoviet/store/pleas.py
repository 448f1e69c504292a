"""What somebody who is no member asks of members about a picture: in no log, and gone in time.

Whoever finds themselves in a picture must not have to be a member to say so, nor to leave a trace:
no address, no name and no key is kept, only the words, the exhibit, the moment, and a hash that is
the same for who wrote from one network on one day (web/http/neighbours.py). What is deleted is
overwritten in the file, and the journal is emptied (`store/private.py`).

There is room for so many. When it is full, networks share it evenly: of the one that has most, the
newest words give way, be it those that come; of two that have as many, the one that was quiet for
longer gives way.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from esoviet.store.database import Database
from esoviet.store.private import Journal

SCHEMA = """
CREATE TABLE IF NOT EXISTS pleas(
    assembly TEXT, number INTEGER, exhibit INTEGER NOT NULL, text TEXT NOT NULL,
    time INTEGER NOT NULL, network BLOB NOT NULL, PRIMARY KEY(assembly, number)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS pleas_time ON pleas(time);
"""
KEPT = 30 * 86_400_000
"""So long the words stand at most, in ms."""
OF_ONE, OF_ALL = 50, 500
"""So many stand of one exhibit, and of an assembly."""


class Plea(NamedTuple):
    """Words about an exhibit, when they came (ms), and from which network, for that day."""

    exhibit: int
    text: str
    time: int
    network: bytes = b""


class PleaStore:
    """The table. Belongs to the event loop. Whatever the file does not allow is a `StoreError`."""

    def __init__(self, database: Database, journal: Journal) -> None:
        """Of the node's private database, in which the table is made already."""
        self._db = database
        self._journal = journal

    def put(self, assembly: str, plea: Plea) -> bool:
        """Keep the words, where others give way for them if need be; whether they are kept."""
        standing = self._numbered(assembly)
        same = {number: one for number, one in standing.items() if one.exhibit == plea.exhibit}
        if len(same) >= OF_ONE or len(standing) >= OF_ALL:
            gone = _gives_way(same if len(same) >= OF_ONE else standing, plea)
            if gone is None:
                return False
            self._db.execute(
                "DELETE FROM pleas WHERE assembly = ? AND number = ?", (assembly, gone)
            )
            self._journal.spoil()
        self._db.execute(
            "INSERT INTO pleas SELECT ?, coalesce(max(number), 0) + 1, ?, ?, ?, ? FROM pleas "
            "WHERE assembly = ?",
            (assembly, *plea, assembly),
        )
        return True

    def of(self, assembly: str) -> list[Plea]:
        """All that stand in an assembly, the oldest first."""
        return list(self._numbered(assembly).values())

    def _numbered(self, assembly: str) -> dict[int, Plea]:
        rows = self._db.execute(
            "SELECT number, exhibit, text, time, network FROM pleas WHERE assembly = ? "
            "ORDER BY number",
            (assembly,),
        )
        return {number: Plea(*row) for number, *row in rows}

    def erase(self, now: int) -> None:
        """Keep nothing that is older than `KEPT` by now (ms)."""
        before = now - KEPT
        if self._db.row("SELECT 1 FROM pleas WHERE time <= ? LIMIT 1", (before,)) is None:
            return
        self._db.execute("DELETE FROM pleas WHERE time <= ?", (before,))
        self._journal.spoil()


def _gives_way(standing: Mapping[int, Plea], comes: Plea) -> int | None:
    """The number of the words that give way for those that come; None: these do themselves."""
    networks = defaultdict[bytes, list[int | None]](list)
    times = dict[bytes, int]()
    for number, one in [*standing.items(), (None, comes)]:
        networks[one.network].append(number)
        times[one.network] = one.time
    fullest = max(networks, key=lambda one: (len(networks[one]), -times[one]))
    return networks[fullest][-1]
