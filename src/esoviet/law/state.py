"""The folded state of one assembly: tables of records, their indexes, and what falls due when.

`State` knows records, not politics. `apply` takes `Changes`, keeps indexes and deadlines in step
and returns what is needed to `undo` them, so that a batch whose commit fails leaves nothing behind.
`digest` names the state in 32 bytes: two replicas of the same log under the same law agree on it.
"""

import hashlib
import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from operator import attrgetter
from typing import Any, get_type_hints

import msgspec
from msgspec.structs import astuple, force_setattr

from esoviet.law.outcome import Changes, Drop, PutTwice
from esoviet.law.record import Place, R, Record, RecordKey, place_of

Held = Place | RecordKey  # in an index: the key alone where records have no parent
Rows = dict[RecordKey, Record]


class Deadline(msgspec.Struct, frozen=True, order=True, gc=False):
    """When a record falls due. Deadlines are carried out in the order of these fields (1.6).

    `moment` is in milliseconds since 1970, `rank` the place of the kind among those with deadlines.
    """

    moment: int
    rank: int
    parent: int
    key: RecordKey


class Table:
    """All records of one kind, grouped by parent."""

    __slots__ = (
        "_each", "_indexed", "indexes", "kind", "parent_field", "parents", "place", "pooled",
        "rank",
    )  # fmt: skip

    place: Callable[[Record], Place]
    """The parent (0 where there is none) and the key of a record."""
    rank: int | None
    """The place of the kind among those that have deadlines; None without one."""

    def __init__(self, kind: type[Record]) -> None:
        self.kind = kind
        self.rank = None
        self.parent_field = kind.PARENT
        self.place = attrgetter(kind.PARENT or "ALONE", kind.KEY)
        self.pooled = () if kind.PARENT else _plain(kind)
        self.parents: dict[int, Rows] = {}
        # value -> the one record that has it, or a dict of several (used as an ordered set)
        self.indexes: dict[str, dict[Any, Held | dict[Held, None]]] = {
            field: {} for field in (*kind.INDEXES, *kind.EACH)
        }
        self._each = kind.EACH
        self._indexed = attrgetter(*self.indexes) if self.indexes else None

    def set(self, parent: int, key: RecordKey, record: Record | None) -> Record | None:
        """Put or (with None) take away; answers what was there before."""
        rows = self.parents.get(parent)
        before = None if rows is None else rows.get(key)
        if record is not None:
            if rows is None:
                rows = self.parents[parent] = {}
            rows[key] = record
        elif rows is not None and before is not None:
            del rows[key]
            if not rows:
                del self.parents[parent]
        indexed = self._indexed
        if indexed is not None and (
            before is None or record is None or indexed(before) != indexed(record)
        ):
            self._index((parent, key) if self.parent_field else key, before, record)
        return before

    def clear(self, parent: int) -> "list[Undo]":
        """Take away all records under one parent; answers how to undo it."""
        rows = self.parents.pop(parent, {})
        if self._indexed is not None:
            for key, record in rows.items():
                self._index((parent, key) if self.parent_field else key, record, None)
        return [(self, parent, key, record) for key, record in rows.items()]

    def _index(self, place: Held, before: Record | None, after: Record | None) -> None:
        for field, index in self.indexes.items():
            old, new = self._values(field, before), self._values(field, after)
            if old == new:
                continue
            for value in old:
                held = index[value]
                if isinstance(held, dict):
                    del held[place]
                    if not held:
                        del index[value]
                else:
                    del index[value]
            for value in new:
                held_now = index.get(value)
                if held_now is None:
                    index[value] = place
                elif isinstance(held_now, dict):
                    held_now[place] = None
                else:
                    index[value] = {held_now: None, place: None}

    def _values(self, field: str, record: Record | None) -> tuple[Any, ...]:
        """By what a record is listed in an index; none of several values stands there twice."""
        if record is None:
            return ()
        value = getattr(record, field)
        return tuple(dict.fromkeys(value)) if field in self._each else (value,)

    def places(self, field: str, value: object) -> list[Place]:
        held = self.indexes[field].get(value)
        if held is None:
            return []
        places: Any = sorted(held) if isinstance(held, dict) else [held]
        return places if self.parent_field else [(0, key) for key in places]


Undo = tuple[Table, int, RecordKey, Record | None]
"""One step back: the table, the place (parent and key), and the record that was there (or none)."""


class State:
    """The tables of one assembly and the queue of deadlines."""

    def __init__(self, kinds: Iterable[type[Record]], due_order: Iterable[type[Record]]) -> None:
        """`due_order` has every kind with a field `due`, the first to be carried out first."""
        self.tables: dict[type[Record], Table] = {kind: Table(kind) for kind in kinds}
        self._ordered = list(self.tables.values())
        self._due = [self.tables[kind] for kind in due_order]
        for rank, table in enumerate(self._due):
            table.rank = rank
        self._queue: list[Deadline] = []

    def apply(self, changes: Changes) -> list[Undo]:
        """Carry out changes, drops first; answers how to undo them.

        Raises `PutTwice` before anything is changed.
        """
        tables = self.tables
        puts = changes.puts
        if len(set(map(type, puts))) < len(puts):
            _each_once(puts)
        undo: list[Undo] = []
        for drop in changes.drops:
            undo.extend(self._drop(drop))
        for record in puts:
            table = tables[type(record)]
            parent, key = table.place(record)
            before = table.set(parent, key, record)
            undo.append((table, parent, key, before))
            if table.rank is not None:
                self._queue_up(table, parent, key, record, before)
        return undo

    def undo(self, steps: Sequence[Undo]) -> None:
        """Go back over steps that `apply` answered, newest first."""
        for table, parent, key, before in reversed(steps):
            now = table.set(parent, key, before)
            if table.rank is not None and before is not None:
                self._queue_up(table, parent, key, before, now)

    def next_due(self, until: int) -> Record | None:
        """Take the record with the earliest deadline at or before `until` off the queue."""
        moment = self.first_deadline()
        if moment is None or moment > until:
            return None
        return self._standing(heapq.heappop(self._queue))

    def is_due(self, until: int) -> bool:
        """Whether a deadline at or before `until` may be in the queue."""
        return bool(self._queue) and self._queue[0].moment <= until

    def due_by(self, until: int) -> Iterator[Record]:
        """The records whose deadlines are at or before `until`, in no order that a rule may use."""
        places = [0] if self._queue else []
        while places:
            place = places.pop()
            if self._queue[place].moment <= until:
                record = self._standing(self._queue[place])
                if record is not None:
                    yield record
                below = (2 * place + 1, 2 * place + 2)  # the queue is a binary heap
                places += [one for one in below if one < len(self._queue)]

    def first_deadline(self) -> int | None:
        """The earliest deadline still ahead, or None."""
        while self._queue:
            if self._standing(self._queue[0]) is not None:
                return self._queue[0].moment
            heapq.heappop(self._queue)
        return None

    def rows(self, kind: type[R], parent: int = 0) -> Mapping[RecordKey, R]:
        """The records of one kind under one parent, in no order that a rule may use."""
        rows = self.tables[kind].parents.get(parent)
        return {} if rows is None else rows  # type: ignore[return-value]

    def digest(self) -> str:
        """SHA-256 (hexadecimal) over all records, by kind, parent and key.

        Fields at the end of a record that have their default are left out, so that a kind can gain
        a field and the states of older logs keep their names.
        """
        hasher = hashlib.sha256()
        encoder = msgspec.msgpack.Encoder()
        for table in self._ordered:
            for parent in sorted(table.parents):
                rows = table.parents[parent]
                for key in sorted(rows):
                    packed = encoder.encode((table.kind.__name__, _without_defaults(rows[key])))
                    hasher.update(len(packed).to_bytes(4, "big") + packed)
        return hasher.hexdigest()

    def dump(self) -> Iterator[tuple[str, list[Record]]]:
        """All records, kind by kind, for a snapshot."""
        for table in self._ordered:
            yield table.kind.__name__, [r for rows in table.parents.values() for r in rows.values()]

    def load(self, name: str, packed: bytes, pool: dict[Any, Any] | None = None) -> None:
        """Take in records of one kind from a snapshot (a MessagePack array of records).

        Values that several records hold are held once again, through a `pool` that lasts for the
        snapshot.
        """
        table = next(t for t in self._ordered if t.kind.__name__ == name)
        records = msgspec.msgpack.decode(packed, type=list[table.kind])  # type: ignore[name-defined]
        pool = {} if pool is None else pool
        for record in records:
            for field in table.pooled:
                value = getattr(record, field)
                force_setattr(record, field, pool.setdefault(value, value))
            parent, key = table.place(record)
            table.set(parent, key, record)
            if table.rank is not None and record.due:
                self._queue.append(Deadline(record.due, table.rank, parent, key))
        heapq.heapify(self._queue)

    def _drop(self, drop: Drop) -> list[Undo]:
        table = self.tables[drop.kind]
        if drop.key is not None:
            before = table.set(drop.parent, drop.key, None)
            return [] if before is None else [(table, drop.parent, drop.key, before)]
        return table.clear(drop.parent)

    def _queue_up(
        self, table: Table, parent: int, key: RecordKey, record: Record, before: Record | None
    ) -> None:
        assert table.rank is not None
        due: int = record.due  # type: ignore[attr-defined]
        if due and (before is None or before.due != due):  # type: ignore[attr-defined]
            heapq.heappush(self._queue, Deadline(due, table.rank, parent, key))

    def _standing(self, deadline: Deadline) -> Record | None:
        """The record that has this deadline still."""
        rows = self._due[deadline.rank].parents.get(deadline.parent, {})
        record = rows.get(deadline.key)
        stands = record is not None and record.due == deadline.moment  # type: ignore[attr-defined]
        return record if stands else None


def _each_once(puts: Sequence[Record]) -> None:
    """Raise `PutTwice` where a record is put twice."""
    places = [(type(record).__name__, *place_of(record)) for record in puts]
    if len(set(places)) < len(places):
        raise PutTwice(repr(places))


def _without_defaults(record: Record) -> Sequence[object]:
    """The values of a record, up to the last one that is not its default."""
    values = astuple(record)
    end = len(values)
    for default in reversed(record.__struct_defaults__):
        if values[end - 1] != default:
            break
        end -= 1
    return values[:end]


@cache
def _plain(kind: type[Record]) -> tuple[str, ...]:
    """The fields of a kind that hold a number, a text or a hash."""
    return tuple(name for name, hint in get_type_hints(kind).items() if hint in (int, str, bytes))
