"""What members say of themselves for the work: in no log, and gone when they take it back.

Skills, interests, what one would like to learn, when one is free, and whether one would like to
lead could be used against people, so none of it is an act. What is deleted here is overwritten in
the file (`secure_delete`), and the journal beside it is emptied (`store/private.py`).
"""

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from esoviet.store.database import Database
from esoviet.store.private import Journal

SCHEMA = """
CREATE TABLE IF NOT EXISTS skills(
    assembly TEXT, member INTEGER, said BLOB NOT NULL, lead INTEGER NOT NULL,
    learns INTEGER NOT NULL, PRIMARY KEY(assembly, member)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS skills_lead ON skills(assembly, member) WHERE lead = 1;
CREATE INDEX IF NOT EXISTS skills_learns ON skills(assembly, member) WHERE learns = 1;
"""
MOST_LINES = 12
"""So many skills, interests, and things to learn, of each."""
LONGEST = 60
PARTS = 3
"""Of a day: the morning, the afternoon, the evening."""

Lines = Annotated[tuple[Annotated[str, Meta(max_length=LONGEST)], ...], Meta(max_length=MOST_LINES)]
PartOfWeek = Annotated[int, Meta(ge=0, lt=7 * PARTS)]


class Skills(Struct, frozen=True, forbid_unknown_fields=True):
    """What a member says of themselves, each line in their own words.

    `hours` are the parts of the week in which they are free, Monday morning first (0), Sunday
    evening last (20), in their `zone` (a name of the IANA database). `lead`: they would like to
    lead something.
    """

    skills: Lines = ()
    interests: Lines = ()
    learn: Lines = ()
    hours: Annotated[frozenset[PartOfWeek], Meta(max_length=7 * PARTS)] = frozenset()
    zone: Annotated[str, Meta(max_length=60)] = "UTC"
    lead: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether they say nothing."""
        return not (self.skills or self.interests or self.learn or self.hours or self.lead)


class SkillStore:
    """The table. Belongs to the event loop. Whatever the file does not allow is a `StoreError`."""

    def __init__(self, database: Database, journal: Journal) -> None:
        """Of the node's private database, in which the table is made already."""
        self._db = database
        self._journal = journal

    def of(self, assembly: str, member: int) -> Skills | None:
        """What a member says of themselves, if they say anything."""
        row = self._db.row(
            "SELECT said FROM skills WHERE assembly = ? AND member = ?", (assembly, member)
        )
        return None if row is None else _read(row[0])

    def put(self, assembly: str, member: int, said: Skills) -> None:
        """Keep what a member says, in place of what they said before."""
        if said.is_empty:
            self.forget(assembly, member)
            return
        self._db.execute(
            "INSERT OR REPLACE INTO skills VALUES (?, ?, ?, ?, ?)",
            (assembly, member, msgspec.json.encode(said), said.lead, bool(said.learn)),
        )
        self._journal.spoil()

    def would_lead(self, assembly: str, most: int) -> list[int]:
        """Who says that they would like to lead, by number, at most so many."""
        rows = self._db.execute(
            "SELECT member FROM skills WHERE assembly = ? AND lead = 1 ORDER BY member LIMIT ?",
            (assembly, most),
        )
        return [int(one) for (one,) in rows]

    def would_learn(self, assembly: str, most: int) -> list[tuple[int, Skills]]:
        """Who says what they would like to learn, by number, at most so many."""
        rows = self._db.execute(
            "SELECT member, said FROM skills WHERE assembly = ? AND learns = 1 "
            "ORDER BY member LIMIT ?",
            (assembly, most),
        )
        read = ((int(member), _read(said)) for member, said in rows)
        return [(member, said) for member, said in read if said is not None]

    def members(self, assembly: str) -> list[int]:
        """Who of an assembly says anything."""
        rows = self._db.execute("SELECT member FROM skills WHERE assembly = ?", (assembly,))
        return [int(one) for (one,) in rows]

    def forget(self, assembly: str, member: int) -> None:
        """Keep nothing of what a member said."""
        self._db.execute("DELETE FROM skills WHERE assembly = ? AND member = ?", (assembly, member))
        self._journal.spoil()


def read(said: bytes) -> Skills:
    """What a page sends; raises `msgspec.MsgspecError`."""
    return msgspec.json.decode(said, type=Skills)


def _read(said: bytes) -> Skills | None:
    """What is stored; what cannot be read any more says nothing."""
    try:
        return read(said)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
