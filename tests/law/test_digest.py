"""The digest of a state outlives the day on which a kind of record gains a field."""

import msgspec
import pytest
from msgspec.structs import astuple

from esoviet.law import catalog
from esoviet.law.editions import DUE_ORDER
from esoviet.law.outcome import put
from esoviet.law.record import Record
from esoviet.law.state import State
from tests.law import invariants
from tests.world import replay
from tools import golden


def hut() -> type[Record]:
    class Hut(Record, frozen=True):
        number: int
        by: int
        colour: str = "red"

    return Hut


def hut_with_more() -> type[Record]:
    class Hut(Record, frozen=True):
        number: int
        by: int
        colour: str = "red"
        doors: int = 1
        words: tuple[str, ...] = ()

    return Hut


def digest(kind: type[Record], *rows: tuple[object, ...]) -> str:
    state = State([kind], ())
    state.apply(put(*(kind(*row) for row in rows)))
    return state.digest()


@pytest.mark.parametrize("row", [(1, 4), (1, 4, "red"), (1, 4, "blue"), (1, 0, "")])
def test_a_kind_that_gains_a_field_keeps_its_digest(row: tuple[object, ...]) -> None:
    assert digest(hut_with_more(), row) == digest(hut(), row)


@pytest.mark.parametrize(
    "row", [(1, 4, "red", 2), (1, 4, "red", 0), (1, 4, "red", 1, ("x",)), (1, 4, "blue", 2)]
)
def test_what_the_new_field_says_changes_the_digest(row: tuple[object, ...]) -> None:
    assert digest(hut_with_more(), row) != digest(hut(), row[:3])


def test_no_two_records_share_a_digest() -> None:
    rows = [(1, 4), (1, 4, "blue"), (1, 4, "red", 2), (1, 4, "blue", 2), (1, 4, "red", 1, ("",))]
    assert len({digest(hut_with_more(), row) for row in rows}) == len(rows)


def test_a_snapshot_from_before_is_read_with_the_default() -> None:
    old, kind = State([hut()], ()), hut_with_more()
    old.apply(put(*(next(iter(old.tables))(number, 4) for number in (1, 2))))
    new = State([kind], ())
    for name, rows in old.dump():
        new.load(name, msgspec.msgpack.encode(rows))
    assert new.rows(kind) == {1: kind(1, 4), 2: kind(2, 4)}
    assert new.digest() == old.digest()


def test_every_kind_of_the_law_could_gain_a_field() -> None:
    world = replay(golden.LOG.read_bytes().splitlines())
    grown = {kind: with_one_more(kind) for kind in catalog.RECORDS}
    state = State(grown.values(), [grown[kind] for kind in DUE_ORDER])
    for records in invariants.all_records(world).values():
        state.apply(put(*(grown[type(one)](*astuple(one)) for one in records)))
    assert state.digest() == world.state.digest()


def with_one_more(kind: type[Record]) -> type[Record]:
    grown = msgspec.defstruct(kind.__name__, [("gained", int, 0)], bases=(kind,), frozen=True)
    assert issubclass(grown, Record)
    return grown
