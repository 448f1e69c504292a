"""Where an action meets, who does what, who comes: in no log, and erased some time after its end.

Nothing of it is an act. What is deleted here is overwritten in the file (`secure_delete`), and the
journal beside it, which holds what was written before, is emptied (`store/private.py`). When the
time of an action is over, all of it goes but one number: how many came.

A part is something that people sign up for: a role, a shift, a thing to bring, or (`come`) just to
come. It has so many places; who signs up later waits, in the order of signing up, and who goes
makes room for the next.
"""

from typing import Literal, NamedTuple

from esoviet.store.database import Database
from esoviet.store.private import Journal

SCHEMA = """
CREATE TABLE IF NOT EXISTS action_plans(
    assembly TEXT, action INTEGER, place TEXT NOT NULL, words TEXT NOT NULL,
    erased INTEGER NOT NULL, off INTEGER NOT NULL DEFAULT 0, PRIMARY KEY(assembly, action)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS action_parts(
    assembly TEXT, action INTEGER, part INTEGER, kind TEXT NOT NULL, name TEXT NOT NULL,
    places INTEGER NOT NULL, begins INTEGER NOT NULL, ends INTEGER NOT NULL,
    PRIMARY KEY(assembly, action, part)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS action_comers(
    number INTEGER PRIMARY KEY AUTOINCREMENT, assembly TEXT NOT NULL, action INTEGER NOT NULL,
    part INTEGER NOT NULL, member INTEGER NOT NULL, handle TEXT NOT NULL,
    UNIQUE(assembly, action, part, member)
);
CREATE INDEX IF NOT EXISTS action_comers_of_member ON action_comers(assembly, member);
CREATE TABLE IF NOT EXISTS action_came(
    assembly TEXT, action INTEGER, came INTEGER NOT NULL, said INTEGER NOT NULL,
    PRIMARY KEY(assembly, action)
) WITHOUT ROWID;
"""
PartKind = Literal["come", "role", "shift", "thing"]
COME = 1
"""The part of who just comes: every plan has it, with places for all."""
MOST_PARTS = 60
_ALL = ("action_plans", "action_parts", "action_comers")


class Plan(NamedTuple):
    """Where an action meets, what else there is to know; when this is erased (ms)."""

    place: str
    words: str
    erased: int
    off: bool = False


class Part(NamedTuple):
    """Something to sign up for, with so many `places` (0: for all), from when until when (ms)."""

    part: int
    kind: PartKind
    name: str
    places: int
    begins: int = 0
    ends: int = 0


class Comer(NamedTuple):
    """Who signed up for a part, under which handle (empty: none); `waits` beyond the places."""

    part: int
    member: int
    handle: str
    waits: bool


class Came(NamedTuple):
    """How `many` came: as who announced it has `said`, or else as many as had signed up."""

    many: int
    said: bool


class ActionStore:
    """The tables. Belongs to the event loop. Whatever the file does not allow is a `StoreError`."""

    def __init__(self, database: Database, journal: Journal) -> None:
        """Of the node's private database, in which the tables are made already."""
        self._db = database
        self._journal = journal

    def plan(self, assembly: str, action: int, now: int) -> Plan | None:
        """What stands of an action; what is to be erased by now (ms) is no more."""
        row = self._db.row(
            "SELECT place, words, erased, off FROM action_plans "
            "WHERE assembly = ? AND action = ? AND erased > ?",
            (assembly, action, now),
        )
        return None if row is None else Plan(row[0], row[1], row[2], bool(row[3]))

    def begin(self, assembly: str, action: int, erased: int) -> None:
        """Make the plan of an action if there is none, with the part of who just comes."""
        made = self._db.execute(
            "INSERT OR IGNORE INTO action_plans VALUES (?, ?, '', '', ?, 0) RETURNING 1",
            (assembly, action, erased),
        )
        if made:
            self._put(assembly, action, Part(COME, "come", "", 0))

    def write(self, assembly: str, action: int, place: str, words: str) -> None:
        """Say where it meets, and what else."""
        self._db.execute(
            "UPDATE action_plans SET place = ?, words = ? WHERE assembly = ? AND action = ?",
            (place, words, assembly, action),
        )
        self._journal.spoil()

    def parts(self, assembly: str, action: int) -> list[Part]:
        """The parts of an action: by kind, then by time, then as they were added."""
        rows = self._db.execute(
            "SELECT part, kind, name, places, begins, ends FROM action_parts "
            "WHERE assembly = ? AND action = ? ORDER BY kind, begins, part",
            (assembly, action),
        )
        return [Part(*row) for row in rows]

    def add(self, assembly: str, action: int, part: Part) -> int:
        """Add a part (its number is made here); 0 where there are enough of them."""
        known = [one.part for one in self.parts(assembly, action)]
        if len(known) >= MOST_PARTS:
            return 0
        number = max(known, default=COME) + 1
        self._put(assembly, action, part._replace(part=number))
        return number

    def drop(self, assembly: str, action: int, part: int) -> None:
        """Take a part away, and who had signed up for it."""
        for table in ("action_parts", "action_comers"):
            self._db.execute(
                f"DELETE FROM {table} WHERE assembly = ? AND action = ? AND part = ?",  # noqa: S608
                (assembly, action, part),
            )
        self._journal.spoil()

    def come(self, assembly: str, action: int, part: int, member: int, handle: str) -> None:
        """Sign up for a part, at the end of its line; who has already only changes the handle."""
        self._db.execute(
            "INSERT INTO action_comers(assembly, action, part, member, handle) "
            "VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET handle = excluded.handle",
            (assembly, action, part, member, handle),
        )

    def go(self, assembly: str, action: int, part: int, member: int) -> None:
        """Come no more: the next in the line has the place."""
        self._db.execute(
            "DELETE FROM action_comers "
            "WHERE assembly = ? AND action = ? AND part = ? AND member = ?",
            (assembly, action, part, member),
        )
        self._journal.spoil()

    def comers(self, assembly: str, action: int) -> list[Comer]:
        """Who signed up, in the order of it."""
        rows = self._db.execute(
            "SELECT c.part, c.member, c.handle, p.places > 0 AND row_number() OVER "
            "(PARTITION BY c.part ORDER BY c.number) > p.places "
            "FROM action_comers c JOIN action_parts p USING(assembly, action, part) "
            "WHERE assembly = ? AND action = ? ORDER BY c.number",
            (assembly, action),
        )
        return [Comer(part, member, handle, bool(waits)) for part, member, handle, waits in rows]

    def of(self, assembly: str, member: int, now: int) -> list[int]:
        """The actions that a member signed up for, by number."""
        rows = self._db.execute(
            "SELECT DISTINCT action FROM action_comers JOIN action_plans USING(assembly, action) "
            "WHERE assembly = ? AND member = ? AND erased > ? ORDER BY action",
            (assembly, member, now),
        )
        return [int(action) for (action,) in rows]

    def say(self, assembly: str, action: int, came: int) -> None:
        """How many came, as who announced it says."""
        self._db.execute(
            "INSERT OR REPLACE INTO action_came VALUES (?, ?, ?, 1)", (assembly, action, came)
        )

    def came(self, assembly: str, action: int) -> Came | None:
        """How many came, once that is known."""
        row = self._db.row(
            "SELECT came, said FROM action_came WHERE assembly = ? AND action = ?",
            (assembly, action),
        )
        return None if row is None else Came(int(row[0]), bool(row[1]))

    def end(self, assembly: str, action: int, erased: int) -> None:
        """It does not take place: what stands of it is erased by then (ms), if not sooner."""
        self._db.execute(
            "UPDATE action_plans SET erased = min(erased, ?), off = 1 "
            "WHERE assembly = ? AND action = ?",
            (erased, assembly, action),
        )

    def plans(self, assembly: str) -> list[int]:
        """The actions of an assembly of which anything stands."""
        rows = self._db.execute("SELECT action FROM action_plans WHERE assembly = ?", (assembly,))
        return [int(action) for (action,) in rows]

    def due(self, now: int) -> list[tuple[str, int]]:
        """What is to be erased by now (ms): assemblies and the numbers of actions."""
        rows = self._db.execute(
            "SELECT assembly, action FROM action_plans WHERE erased <= ?", (now,)
        )
        return [(str(assembly), int(action)) for assembly, action in rows]

    def erase(self, assembly: str, action: int) -> None:
        """Keep nothing of an action but how many came, if it took place. In a transaction."""
        plan = self.plan(assembly, action, 0)
        came = {one.member for one in self.comers(assembly, action) if not one.waits}
        if plan is not None and not plan.off and came:
            self._db.execute(
                "INSERT OR IGNORE INTO action_came VALUES (?, ?, ?, 0)",
                (assembly, action, len(came)),
            )
        for table in _ALL:
            self._db.execute(
                f"DELETE FROM {table} WHERE assembly = ? AND action = ?",  # noqa: S608
                (assembly, action),
            )
        self._journal.spoil()

    def members(self, assembly: str) -> list[int]:
        """Who of an assembly has signed up for anything."""
        rows = self._db.execute(
            "SELECT DISTINCT member FROM action_comers WHERE assembly = ?", (assembly,)
        )
        return [int(member) for (member,) in rows]

    def forget(self, assembly: str, member: int) -> None:
        """Keep nothing of a member: they have signed up for nothing."""
        self._db.execute(
            "DELETE FROM action_comers WHERE assembly = ? AND member = ?", (assembly, member)
        )
        self._journal.spoil()

    def _put(self, assembly: str, action: int, part: Part) -> None:
        self._db.execute(
            "INSERT INTO action_parts VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (assembly, action, *part)
        )
