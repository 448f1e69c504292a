"""What a rule may see: the records, the moment of judgement, nothing else.

`View.time` is the entry's time (or the deadline being carried out: `View.at_deadline`),
`View.entry_time` in both cases that of the entry, `View.index` the index that it has or would have.
Lists come in the order of their keys, so that no rule can depend on the order in which records
happened to be stored.
"""

from collections.abc import Callable, Iterable, Iterator

from esoviet.law.constitution import Constitution
from esoviet.law.limits import BY_EDITION, EDITION_1, Limits
from esoviet.law.record import R, Record, RecordKey, place_of
from esoviet.law.records import THE, Assembly
from esoviet.law.state import State

RootAt = Callable[[int], bytes | None]


def limits_of(state: State) -> Limits:
    """What the edition in force fixes; before the founding, the first one's."""
    rows = state.tables[Constitution].parents.get(0)
    return BY_EDITION[rows[THE].values["edition"]] if rows else EDITION_1  # type: ignore[attr-defined]


class View:
    """A read-only window on a `State` at one moment."""

    __slots__ = ("_state", "at_deadline", "entry_time", "index", "root_at", "time")

    def __init__(
        self, state: State, time: int, index: int, root_at: RootAt, entry_time: int | None = None
    ) -> None:
        self._state = state
        self.time = time
        self.at_deadline = entry_time is not None
        self.entry_time = time if entry_time is None else entry_time
        self.index = index
        self.root_at = root_at

    @property
    def assembly(self) -> Assembly:
        """The assembly's own record."""
        return self._state.tables[Assembly].parents[0][THE]  # type: ignore[return-value]

    @property
    def rules(self) -> Constitution:
        """The parameters in force."""
        return self._state.tables[Constitution].parents[0][THE]  # type: ignore[return-value]

    @property
    def limits(self) -> Limits:
        """What the edition in force fixes; before the founding, the first one's."""
        return limits_of(self._state)

    def get(self, kind: type[R], key: RecordKey, parent: int = 0) -> R | None:
        """One record, or None."""
        rows = self._state.tables[kind].parents.get(parent)
        return None if rows is None else rows.get(key)  # type: ignore[return-value]

    def must(self, kind: type[R], key: RecordKey, parent: int = 0) -> R:
        """One record that the law guarantees to be there."""
        return self._state.tables[kind].parents[parent][key]  # type: ignore[return-value]

    def rows(self, kind: type[R], parent: int = 0) -> list[R]:
        """The records of one kind under one parent, by key."""
        rows = self._state.rows(kind, parent)
        return [rows[key] for key in sorted(rows)]

    def count(self, kind: type[R], parent: int = 0) -> int:
        """How many records of one kind there are under one parent."""
        rows = self._state.tables[kind].parents.get(parent)
        return 0 if rows is None else len(rows)

    def next_number(self, kind: type[R]) -> int:
        """The running number of the next record of a numbered kind: they begin at 1."""
        return self.count(kind) + 1

    def numbered(self, kind: type[R], after: int = 0) -> Iterator[R]:
        """The records of a numbered kind whose numbers come after this one, one by one."""
        for number in range(after + 1, self.next_number(kind)):
            yield self.must(kind, number)

    def each(self, kind: type[R], parent: int = 0) -> Iterable[R]:
        """The same records in no stated order: only for sums and counts."""
        return self._state.rows(kind, parent).values()

    def by(self, kind: type[R], field: str, value: object) -> list[R]:
        """Records by a declared index, in the order of parent and key."""
        table = self._state.tables[kind]
        parents = table.parents
        return [parents[p][k] for p, k in table.places(field, value)]  # type: ignore[misc]

    def count_by(self, kind: type[R], field: str, value: object) -> int:
        """How many records a declared index holds for a value."""
        held = self._state.tables[kind].indexes[field].get(value)
        if held is None:
            return 0
        return len(held) if isinstance(held, dict) else 1

    def due_by(self, until: int) -> list[Record]:
        """The records whose deadlines are at or before `until`, in no stated order, each once."""
        found = {(type(one), place_of(one)): one for one in self._state.due_by(until)}
        return list(found.values())

    @property
    def next_due(self) -> int | None:
        """The earliest deadline that has not been carried out."""
        return self._state.first_deadline()

    def all(self, kind: type[R]) -> Iterator[R]:
        """Every record of one kind, by parent and key."""
        for parent in sorted(self._state.tables[kind].parents):
            yield from self.rows(kind, parent)
