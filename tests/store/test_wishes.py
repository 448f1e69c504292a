"""What members want to be told, in the node's private database."""

from pathlib import Path

import msgspec
import pytest

from esoviet.store.private import open_private
from esoviet.store.reach import Reach
from esoviet.store.wishes import HOUR, KEPT, KINDS, LATER, NOTHING, Wanting, Wishes, WishStore

ONE, OTHER = "a" * 64, "b" * 64
NOW = 1_800_000_000_000


@pytest.fixture
def store(tmp_path: Path) -> WishStore:
    return Reach(tmp_path / "node.db").wishes


def test_wishes_are_kept_until_they_are_forgotten(store: WishStore) -> None:
    wanting = Wanting(ONE, 1, Wishes(zone="Europe/Berlin", days=frozenset({0, 3})), NOW, NOW + 1)
    store.put(wanting)
    store.put(wanting._replace(assembly=OTHER))
    assert store.of(ONE, 1) == wanting
    assert store.of(ONE, 2) is None
    store.forget(ONE, 1)
    assert store.of(ONE, 1) is None
    assert store.assemblies() == [OTHER]


def test_who_is_due_comes_in_order_and_who_is_never_due_does_not_come(store: WishStore) -> None:
    for member, due in ((1, NOW + 2), (2, NOW), (3, 0), (4, NOW + 9)):
        store.put(Wanting(ONE, member, Wishes(), 0, due))
    assert [one.member for one in store.due(NOW + 2, 9)] == [2, 1]
    assert [one.member for one in store.due(NOW + 2, 1)] == [2]
    assert [one.member for one in store.within(ONE, 1, 2)] == [2, 3]


def test_what_was_told_is_known_by_the_hour_and_what_did_not_go_out_was_not_told(
    store: WishStore,
) -> None:
    store.tell(ONE, 1, ["vote votes/1"], NOW + 59)
    store.tell(ONE, 1, ["vote votes/1", "vote votes/2"], NOW, post=7)
    store.tell(ONE, 2, ["vote votes/3"], NOW, post=8)
    assert store.was_told(ONE, 1) == {"vote votes/1", "vote votes/2"}
    store.untell(7)
    store.untell(0)
    assert store.was_told(ONE, 1) == {"vote votes/1"}
    assert store.was_told(ONE, 2) == {"vote votes/3"}
    hours = {hour for (hour,) in store._db.execute("SELECT hour FROM told")}
    assert hours == {NOW - NOW % HOUR}
    store.forget_old(NOW + KEPT + HOUR)
    assert store.was_told(ONE, 1) == set()


def test_what_cannot_be_read_any_more_is_taken_for_nothing_at_all(
    store: WishStore, tmp_path: Path
) -> None:
    store.put(Wanting(ONE, 1, Wishes(), NOW, NOW))
    raw = open_private(tmp_path / "node.db", "")
    raw.execute("UPDATE wishes SET said = ?", (b'{"needs":"hourly"}',))
    raw.close()
    found = store.of(ONE, 1)
    assert found is not None
    assert found.wishes == NOTHING


def test_nothing_of_a_member_who_is_forgotten_is_left_in_the_file(tmp_path: Path) -> None:
    reach = Reach(tmp_path / "node.db")
    store = reach.wishes
    store.put(Wanting(ONE, 1, Wishes(away_until="2031-07-19"), NOW, NOW))
    store.tell(ONE, 1, ["vote votes/77321"], NOW)
    store.forget(ONE, 1)
    reach.close()
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"2031-07-19" not in left
    assert b"votes/77321" not in left


def test_an_assembly_is_looked_through_again_when_it_is_time(store: WishStore) -> None:
    assert store.looked(ONE) is None
    store.look(ONE, 12, NOW)
    store.look(OTHER, 3, 0)
    assert store.looked(ONE) == (12, NOW)
    assert store.to_look(NOW, 9) == [ONE]
    assert store.to_look(NOW - 1, 9) == []


def test_who_wanted_nothing_before_there_were_more_kinds_wants_nothing_of_these(
    store: WishStore,
) -> None:
    for often, then in (("never", "never"), ("daily", "weekly")):
        old = {"needs": often, **{kind: "never" for kind in KINDS if kind not in (*LATER, "needs")}}
        said = msgspec.json.encode(old)
        store._db.execute("INSERT OR REPLACE INTO wishes VALUES (?, 1, ?, 0, 0)", (ONE, said))
        wanting = store.of(ONE, 1)
        assert wanting is not None
        assert [wanting.wishes.often(kind) for kind in LATER] == [then] * len(LATER)
