"""Other rooms that members have told what happens here, and what waits to be told there.

An address may let whoever knows it write into a room, as a token does: both are kept as long as
the room is told, no longer, and shown to nobody. The queue holds no words: a row says what is to be
told by a name (`decisions/3`), and keeps its id over all tries.

Of each matter a room has a mark, the last of it that was queued: what comes after is queued once,
in the transaction that moves the mark. What finds no place in the queue is queued later.
"""

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from esoviet.store.database import Database

SCHEMA = """
CREATE TABLE IF NOT EXISTS rooms(
    id INTEGER PRIMARY KEY AUTOINCREMENT, assembly TEXT NOT NULL, member INTEGER NOT NULL,
    kid TEXT NOT NULL, kind TEXT NOT NULL, address TEXT NOT NULL, place TEXT NOT NULL,
    token TEXT NOT NULL, tells TEXT NOT NULL, language TEXT NOT NULL, since INTEGER NOT NULL,
    stopped INTEGER NOT NULL DEFAULT 0, answer TEXT NOT NULL DEFAULT '',
    status INTEGER NOT NULL DEFAULT 0, answered INTEGER NOT NULL DEFAULT 0,
    refused INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS rooms_of_member ON rooms(assembly, member);
CREATE TABLE IF NOT EXISTS room_marks(
    room INTEGER, matter TEXT, last INTEGER NOT NULL, PRIMARY KEY(room, matter)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS deliveries(
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, room INTEGER NOT NULL,
    what TEXT NOT NULL, next INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0,
    claimed INTEGER NOT NULL DEFAULT 0, UNIQUE(room, what)
);
CREATE TABLE IF NOT EXISTS rooms_looked(
    assembly TEXT PRIMARY KEY, size INTEGER NOT NULL
) WITHOUT ROWID;
"""
Kind = Literal["webhook", "matrix", "mattermost", "slack", "discord", "telegram"]
Matter = Literal["decisions", "votes", "problems", "reports"]
MATTERS: tuple[Matter, ...] = ("decisions", "votes", "problems", "reports")
TRY = "try"
"""What a member has told by hand, to see whether it arrives: before all else, and never again."""
MOST, MOST_OF_ASSEMBLY = 3, 30
"""Rooms of one member, and of all members of an assembly."""
MOST_WAITING = 50
"""Deliveries of one room in the queue."""
_FIELDS = (
    "id, assembly, member, kid, kind, address, place, token, tells, language, since, "
    "stopped, answer, status, answered, refused"
)
_HEAD = """
SELECT d.number, d.id, d.room, d.what, d.next, d.tries, d.claimed
FROM deliveries d JOIN rooms r ON r.id = d.room
WHERE d.next <= ? AND (d.what = 'try' OR (r.stopped = 0 AND d.number = (
    SELECT min(e.number) FROM deliveries e WHERE e.room = d.room AND e.what <> 'try')))
ORDER BY d.what = 'try' DESC, d.next, d.number LIMIT ?
"""


class Room(NamedTuple):
    """A room: whose, made with which key, of what kind, where, what is told there, how it went.

    `place` is the room's name at a service that has several, `tells` are matters, `language` is
    that of the words. Of the last answer `answer` is what it meant (node/hooks.py), `status` its
    HTTP status (0: none), `answered` when (ms). `refused` counts refusals in a row.
    """

    id: int
    assembly: str
    member: int
    kid: str
    kind: Kind
    address: str
    place: str
    token: str
    tells: tuple[Matter, ...]
    language: str
    since: int
    stopped: bool = False
    answer: str = ""
    status: int = 0
    answered: int = 0
    refused: int = 0


class Delivery(NamedTuple):
    """What a room is to be told, under an id that stays, from when on (ms); tried so often.

    It is `claimed` where it was begun to be sent, and nobody noted what became of it.
    """

    number: int
    id: str
    room: int
    what: str
    next: int
    tries: int
    claimed: bool = False


class Waits(NamedTuple):
    """How many deliveries of a room wait, the next from when on (ms), and whether one is a try."""

    many: int
    next: int
    trying: bool


class Full(Exception):
    """No more rooms can be added: this member, or the assembly, has as many as one may."""


class RoomStore:
    """The tables. Belongs to the event loop. Whatever the file does not allow is a `StoreError`."""

    def __init__(self, database: Database) -> None:
        """In the node's private database, where the tables are."""
        self._db = database

    def add(self, room: Room, marks: Mapping[Matter, int]) -> int:
        """Remember a room (its `id` is made here), told from these marks on; raises `Full`.

        Belongs into a transaction.
        """
        mine, all_of_them = len(self.of(room.assembly, room.member)), self.count(room.assembly)
        if mine >= MOST or all_of_them >= MOST_OF_ASSEMBLY:
            raise Full
        kept: dict[str, object] = {**room._asdict(), "tells": ",".join(room.tells)}
        rest = [value for name, value in kept.items() if name != "id"]
        [(number,)] = self._db.execute(
            f"INSERT INTO rooms({_FIELDS.removeprefix('id, ')}) "  # noqa: S608
            f"VALUES ({', '.join('?' * len(rest))}) RETURNING id",
            rest,
        )
        self._mark(number, marks)
        return int(number)

    def get(self, room: int) -> Room | None:
        """A room by its id."""
        found = self._rooms("id = ?", (room,))
        return found[0] if found else None

    def of(self, assembly: str, member: int) -> list[Room]:
        """The rooms of a member, the oldest first."""
        return self._rooms("assembly = ? AND member = ?", (assembly, member))

    def all(self, assembly: str) -> list[Room]:
        """The rooms of an assembly."""
        return self._rooms("assembly = ?", (assembly,))

    def count(self, assembly: str) -> int:
        """How many rooms an assembly has."""
        [(count,)] = self._db.execute("SELECT count(*) FROM rooms WHERE assembly = ?", (assembly,))
        return int(count)

    def members(self, assembly: str) -> list[int]:
        """The members of an assembly who have a room."""
        rows = self._db.execute("SELECT DISTINCT member FROM rooms WHERE assembly = ?", (assembly,))
        return [int(member) for (member,) in rows]

    def assemblies(self) -> list[str]:
        """Where anybody has a room."""
        rows = self._db.execute("SELECT DISTINCT assembly FROM rooms ORDER BY assembly")
        return [str(assembly) for (assembly,) in rows]

    def drop(self, room: int) -> None:
        """Forget a room and what waits for it."""
        self._db.execute("DELETE FROM rooms WHERE id = ?", (room,))
        self._db.execute("DELETE FROM room_marks WHERE room = ?", (room,))
        self._db.execute("DELETE FROM deliveries WHERE room = ?", (room,))

    def end_of_key(self, assembly: str, kid: str) -> None:
        """Forget the rooms that were made with a key."""
        for one in self._rooms("assembly = ? AND kid = ?", (assembly, kid)):
            self.drop(one.id)

    def forget(self, assembly: str, member: int) -> None:
        """Keep nothing of a member."""
        for one in self.of(assembly, member):
            self.drop(one.id)

    def looked(self, assembly: str) -> int | None:
        """The size of the log up to which all that happened was queued."""
        row = self._db.row("SELECT size FROM rooms_looked WHERE assembly = ?", (assembly,))
        return None if row is None else int(row[0])

    def look(self, assembly: str, size: int) -> None:
        """Note that size."""
        self._db.execute("INSERT OR REPLACE INTO rooms_looked VALUES (?, ?)", (assembly, size))

    def marks(self, room: int) -> dict[Matter, int]:
        """Of each matter the last that was queued for a room."""
        return dict(self._db.execute("SELECT matter, last FROM room_marks WHERE room = ?", (room,)))

    def queue(
        self, room: int, told: Iterable[tuple[str, str]], marks: Mapping[Matter, int], now: int
    ) -> None:
        """Have things told in a room, each an id and what, and move its marks.

        Belongs into a transaction. What is in the queue already stays as it is.
        """
        self._db.execute_each(
            "INSERT OR IGNORE INTO deliveries(id, room, what, next) VALUES (?, ?, ?, ?)",
            [(name, room, what, now) for name, what in told],
        )
        self._mark(room, marks)

    def waits(self, room: int) -> Waits:
        """What waits for a room."""
        [(count, soonest, trying)] = self._db.execute(
            "SELECT count(*), (SELECT next FROM deliveries WHERE room = ? AND what <> 'try' "
            "ORDER BY number LIMIT 1), total(what = 'try') FROM deliveries WHERE room = ?",
            (room, room),
        )
        return Waits(int(count), soonest or 0, bool(trying))

    def due(self, now: int, most: int) -> list[Delivery]:
        """Of each room the first that waits, if it is to be sent by now (ms); tries before all."""
        return [Delivery(*row) for row in self._db.execute(_HEAD, (now, most))]

    def late(self, before: int) -> int:
        """How many rooms that are not stopped wait for something due before a moment (ms)."""
        [(count,)] = self._db.execute(
            "SELECT count(DISTINCT r.id) FROM rooms r JOIN deliveries d ON d.room = r.id "
            "WHERE r.stopped = 0 AND d.number = (SELECT min(e.number) FROM deliveries e "
            "WHERE e.room = r.id) AND d.next < ?",
            (before,),
        )
        return int(count)

    def claim(self, delivery: Delivery) -> None:
        """Note that it is being sent."""
        self._db.execute("UPDATE deliveries SET claimed = 1 WHERE number = ?", (delivery.number,))

    def done(self, delivery: Delivery) -> None:
        """It was told, or never will be."""
        self._db.execute("DELETE FROM deliveries WHERE number = ?", (delivery.number,))

    def leave_out_first(self, room: int) -> None:
        """The first that waits for a room is never told."""
        self._db.execute(
            "DELETE FROM deliveries WHERE number = "
            "(SELECT min(number) FROM deliveries WHERE room = ? AND what <> 'try')",
            (room,),
        )

    def put_off(self, delivery: Delivery, until: int, *, tried: bool) -> None:
        """Try it again at a moment (ms)."""
        self._db.execute(
            "UPDATE deliveries SET next = ?, tries = tries + ?, claimed = 0 WHERE number = ?",
            (until, tried, delivery.number),
        )

    def go_on(self, room: int, now: int) -> None:
        """A room is there again: what waits for it is sent from now on, as if never tried."""
        self._db.execute("UPDATE rooms SET stopped = 0, refused = 0 WHERE id = ?", (room,))
        self._db.execute("UPDATE deliveries SET next = ?, tries = 0 WHERE room = ?", (now, room))

    def note(self, room: int, answer: str, status: int, now: int, *, refused: int) -> None:
        """Note what was answered, and how often in a row it was a refusal."""
        self._db.execute(
            "UPDATE rooms SET answer = ?, status = ?, answered = ?, refused = ? WHERE id = ?",
            (answer, status, now, refused, room),
        )

    def stop(self, room: int) -> None:
        """Tell a room nothing more, until its member has it told something by hand."""
        self._db.execute("UPDATE rooms SET stopped = 1 WHERE id = ?", (room,))

    def _mark(self, room: int, marks: Mapping[Matter, int]) -> None:
        self._db.execute_each(
            "INSERT OR REPLACE INTO room_marks VALUES (?, ?, ?)",
            [(room, matter, last) for matter, last in marks.items()],
        )

    def _rooms(self, where: str, values: tuple[object, ...]) -> list[Room]:
        rows = self._db.execute(
            f"SELECT {_FIELDS} FROM rooms WHERE {where} ORDER BY id",  # noqa: S608
            values,
        )
        return [_room(row) for row in rows]


def _room(row: tuple[object, ...]) -> Room:
    room = Room(*row)  # type: ignore[arg-type]
    said = str(room.tells).split(",")
    tells = tuple(matter for matter in MATTERS if matter in said)
    return room._replace(tells=tells, stopped=bool(room.stopped))
