"""What a member wants to be told, and how often: the node's private affair, never an act.

`told` names what a member was told already, by a message or by their own page (its hour, not its
minute), so that nobody is told it twice. `looked` is what of an assembly the service has seen.
"""

from collections.abc import Iterable
from typing import Annotated, Literal, NamedTuple

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from esoviet.store.database import Database

SCHEMA = """
CREATE TABLE IF NOT EXISTS wishes(
    assembly TEXT, member INTEGER, said BLOB NOT NULL, last INTEGER NOT NULL, next INTEGER NOT NULL,
    PRIMARY KEY(assembly, member)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS wishes_due ON wishes(next) WHERE next > 0;
CREATE TABLE IF NOT EXISTS told(
    assembly TEXT, member INTEGER, what TEXT, hour INTEGER NOT NULL, post INTEGER NOT NULL,
    PRIMARY KEY(assembly, member, what)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS told_in ON told(post) WHERE post > 0;
CREATE INDEX IF NOT EXISTS told_when ON told(hour);
CREATE TABLE IF NOT EXISTS looked(
    assembly TEXT PRIMARY KEY, size INTEGER NOT NULL, again INTEGER NOT NULL
) WITHOUT ROWID;
"""
EACH_ASSEMBLY = """
WITH RECURSIVE each(assembly) AS (
    SELECT min(assembly) FROM {0} UNION ALL
    SELECT (SELECT min(assembly) FROM {0} WHERE assembly > each.assembly) FROM each
    WHERE each.assembly IS NOT NULL
) SELECT assembly FROM each WHERE assembly IS NOT NULL
"""
"""The assemblies of a table, each found by one step in its index, however many rows they have."""
HOUR = 3_600_000
KEPT = 400 * 24 * HOUR
"""How long it is remembered what somebody was told, in ms: longer than anything here lasts."""

Often = Literal["at once", "daily", "weekly", "never"]
Kind = Literal["needs", "deadlines", "mandates", "answers", "mentions", "decisions", "followed"]
KINDS: tuple[Kind, ...] = (
    "needs", "deadlines", "mandates", "answers", "mentions", "decisions", "followed"
)  # fmt: skip
LATER: tuple[Kind, ...] = ("mentions", "followed")
"""The kinds that came later than wishes that are stored without them."""
LESS: dict[Often, Often] = {"at once": "daily", "daily": "weekly", "weekly": "never"}
OfDay = Annotated[int, Meta(ge=0, le=23)]


class Wishes(Struct, frozen=True, forbid_unknown_fields=True):
    """What a member wants to be told, by kind how often.

    `days` are days of the week (0: Monday), `hour` is when a summary goes; from `quiet_from` until
    `quiet_until` nothing does (equal: at any hour), nor before the day `away_until` begins (ISO
    8601, empty: not away); all in `zone` (a name of the IANA database). `says`: what
    a message may say of an assembly that only members read.
    """

    language: Annotated[str, Meta(max_length=20)] = "en"
    zone: Annotated[str, Meta(max_length=60)] = "UTC"
    needs: Often = "weekly"
    deadlines: Literal["at once", "never"] = "at once"
    mandates: Often = "weekly"
    answers: Often = "weekly"
    mentions: Often = "weekly"
    decisions: Often = "weekly"
    followed: Often = "weekly"
    days: Annotated[frozenset[Annotated[int, Meta(ge=0, le=6)]], Meta(max_length=7)] = frozenset(
        {6}
    )
    hour: OfDay = 18
    quiet_from: OfDay = 22
    quiet_until: OfDay = 8
    away_until: Annotated[str, Meta(pattern=r"^(\d{4}-\d\d-\d\d)?\Z")] = ""
    says: Literal["number", "name", "titles"] = "number"

    def often(self, kind: Kind) -> Often:
        """How often something of a kind is told."""
        often: Often = getattr(self, kind)
        return often

    @property
    def is_never(self) -> bool:
        """Whether nothing at all is wanted."""
        return all(self.often(kind) == "never" for kind in KINDS)

    def less(self, kind: Kind) -> "Wishes":
        """The same with one kind told one step less often; a deadline is told or it is not."""
        often = "never" if kind == "deadlines" else LESS.get(self.often(kind), "never")
        return replace(self, **{kind: often})


NOTHING = Wishes(
    needs="never", deadlines="never", mandates="never", answers="never", decisions="never",
    mentions="never", followed="never",
)  # fmt: skip


class Wanting(NamedTuple):
    """A member with wishes: until when summaries were told (`last`) and when the next one is (ms).

    A `next` of 0 is never.
    """

    assembly: str
    member: int
    wishes: Wishes
    last: int
    next: int


class WishStore:
    """The tables. Belongs to the event loop. Whatever the file does not allow is a `StoreError`."""

    def __init__(self, database: Database) -> None:
        """Of the node's private database, in which the tables are made already."""
        self._db = database

    def of(self, assembly: str, member: int) -> Wanting | None:
        """What a member wants, if they ever said so."""
        row = self._db.row(
            "SELECT assembly, member, said, last, next FROM wishes "
            "WHERE assembly = ? AND member = ?",
            (assembly, member),
        )
        return None if row is None else _wanting(*row)

    def put(self, wanting: Wanting) -> None:
        """Remember what a member wants, in place of what they wanted before."""
        assembly, member, wishes, last, following = wanting
        self._db.execute(
            "INSERT OR REPLACE INTO wishes VALUES (?, ?, ?, ?, ?)",
            (assembly, member, msgspec.json.encode(wishes), last, following),
        )

    def due(self, now: int, most: int) -> list[Wanting]:
        """Whose summary is due, the longest due first, at most so many."""
        rows = self._db.execute(
            "SELECT assembly, member, said, last, next FROM wishes "
            "WHERE next > 0 AND next <= ? ORDER BY next LIMIT ?",
            (now, most),
        )
        return [_wanting(*row) for row in rows]

    def within(self, assembly: str, after: int, most: int) -> list[Wanting]:
        """The members of an assembly who said what they want, those after a number, by number."""
        rows = self._db.execute(
            "SELECT assembly, member, said, last, next FROM wishes "
            "WHERE assembly = ? AND member > ? ORDER BY member LIMIT ?",
            (assembly, after, most),
        )
        return [_wanting(*row) for row in rows]

    def members(self, assembly: str) -> list[int]:
        """Who of an assembly said what they want."""
        rows = self._db.execute("SELECT member FROM wishes WHERE assembly = ?", (assembly,))
        return [int(one) for (one,) in rows]

    def has(self, assembly: str) -> bool:
        """Whether anybody in an assembly said what they want."""
        return self._db.row("SELECT 1 FROM wishes WHERE assembly = ?", (assembly,)) is not None

    def assemblies(self) -> list[str]:
        """Where anybody said what they want."""
        return [str(one) for (one,) in self._db.execute(EACH_ASSEMBLY.format("wishes"))]

    def forget(self, assembly: str, member: int) -> None:
        """Forget what a member wanted and was told."""
        for table in ("wishes", "told"):
            self._db.execute(
                f"DELETE FROM {table} WHERE assembly = ? AND member = ?",  # noqa: S608
                (assembly, member),
            )

    def was_told(self, assembly: str, member: int) -> set[str]:
        """What a member was told or shown already."""
        rows = self._db.execute(
            "SELECT what FROM told WHERE assembly = ? AND member = ?", (assembly, member)
        )
        return {str(what) for (what,) in rows}

    def told_of(self, assembly: str, member: int, kind: str) -> list[str]:
        """What a member was told of a kind: the names that begin with it and a space."""
        rows = self._db.execute(
            "SELECT what FROM told WHERE assembly = ? AND member = ? AND what > ? AND what < ?",
            (assembly, member, f"{kind} ", f"{kind}!"),
        )
        return [str(what) for (what,) in rows]

    def tell(
        self, assembly: str, member: int, whats: Iterable[str], now: int, post: int = 0
    ) -> None:
        """Note what a member is told, by a message (`post`) or by the page that they look at."""
        hour = now - now % HOUR
        self._db.execute_each(
            "INSERT OR IGNORE INTO told VALUES (?, ?, ?, ?, ?)",
            [(assembly, member, what, hour, post) for what in whats],
        )

    def untell(self, post: int) -> None:
        """A message did not go out: what stood in it has not been told."""
        self._db.execute("DELETE FROM told WHERE post = ? AND post > 0", (post,))

    def forget_old(self, now: int) -> None:
        """Forget what was told so long ago that it cannot come again."""
        self._db.execute("DELETE FROM told WHERE hour < ?", (now - KEPT,))

    def looked(self, assembly: str) -> tuple[int, int] | None:
        """Up to which size of its log an assembly was looked through, and when to look again."""
        row = self._db.row("SELECT size, again FROM looked WHERE assembly = ?", (assembly,))
        return None if row is None else (int(row[0]), int(row[1]))

    def to_look(self, now: int, most: int) -> list[str]:
        """The assemblies to be looked through again by now (ms)."""
        rows = self._db.execute(
            "SELECT assembly FROM looked WHERE again > 0 AND again <= ? ORDER BY again LIMIT ?",
            (now, most),
        )
        return [str(one) for (one,) in rows]

    def look_anew(self, assembly: str) -> None:
        """Have an assembly looked through although nothing in it has changed."""
        self._db.execute("DELETE FROM looked WHERE assembly = ?", (assembly,))

    def look(self, assembly: str, size: int, again: int) -> None:
        """Note that an assembly was looked through, and when to look again (0: when it grows)."""
        self._db.execute("INSERT OR REPLACE INTO looked VALUES (?, ?, ?)", (assembly, size, again))


def read(said: bytes) -> Wishes:
    """Wishes as a page sends them; raises `msgspec.MsgspecError`."""
    return msgspec.json.decode(said, type=Wishes)


def _wanting(assembly: str, member: int, said: bytes, last: int, following: int) -> Wanting:
    return Wanting(assembly, member, _read(said), last, following)


def _read(said: bytes) -> Wishes:
    """What is stored; what cannot be read any more is taken for "nothing at all".

    Who wanted nothing at all when there were fewer kinds wants none of the later ones either.
    """
    try:
        wishes, named = read(said), msgspec.json.decode(said)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return NOTHING
    later = [kind for kind in LATER if kind not in named]
    if later and all(wishes.often(kind) == "never" for kind in KINDS if kind not in later):
        return replace(wishes, **dict.fromkeys(later, "never"))
    return wishes
