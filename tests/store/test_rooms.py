"""Other rooms, and what waits to be told there."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from esoviet.store.reach import Reach
from esoviet.store.rooms import MOST, MOST_OF_ASSEMBLY, TRY, Delivery, Full, Room, RoomStore

HERE, NOW = "a" * 64, 1_800_000_000_000


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RoomStore]:
    with closing(Reach(tmp_path / "node.db")) as reach:
        yield reach.rooms


def room(member: int = 1, assembly: str = HERE, kid: str = "a key") -> Room:
    return Room(
        0, assembly, member, kid, "matrix", "https://m.example", "!a:m.example", "secret",
        ("decisions", "reports"), "es", NOW,
    )  # fmt: skip


def queue(store: RoomStore, number: int, *told: str) -> None:
    store.queue(number, [(f"msg_{number}_{what}", what) for what in told], {}, NOW)


def due(store: RoomStore, now: int = NOW) -> list[str]:
    return [one.what for one in store.due(now, 99)]


def first(store: RoomStore, now: int = NOW) -> Delivery:
    return store.due(now, 1)[0]


def test_a_room_is_kept_as_it_was_said(store: RoomStore) -> None:
    number = store.add(room(), {"decisions": 3, "reports": 40})
    assert store.of(HERE, 1) == [room()._replace(id=number)]
    assert store.get(number) == room()._replace(id=number)
    assert store.marks(number) == {"decisions": 3, "reports": 40}
    assert store.of(HERE, 2) == store.of("b" * 64, 1) == []
    assert (store.members(HERE), store.assemblies()) == ([1], [HERE])


def test_a_member_and_an_assembly_have_so_many_rooms_and_no_more(store: RoomStore) -> None:
    for _ in range(MOST):
        store.add(room(), {})
    with pytest.raises(Full):
        store.add(room(), {})
    for member in range(2, 2 + MOST_OF_ASSEMBLY - MOST):
        store.add(room(member), {})
    with pytest.raises(Full):
        store.add(room(999), {})
    store.add(room(999, "b" * 64), {})


def test_a_room_is_told_one_thing_at_a_time_in_order(store: RoomStore) -> None:
    one, two = store.add(room(), {}), store.add(room(2), {})
    queue(store, one, "votes/1", "decisions/1")
    queue(store, two, "votes/1")
    assert due(store) == ["votes/1", "votes/1"]
    head = next(delivery for delivery in store.due(NOW, 9) if delivery.room == one)
    store.put_off(head, NOW + 100, tried=True)
    assert [delivery.room for delivery in store.due(NOW, 9)] == [two]
    again = next(delivery for delivery in store.due(NOW + 100, 9) if delivery.room == one)
    assert (again.id, again.what, again.tries) == (head.id, "votes/1", 1)
    store.done(again)
    assert sorted(due(store, NOW + 100)) == ["decisions/1", "votes/1"]


def test_what_is_queued_already_stays_as_it_is(store: RoomStore) -> None:
    number = store.add(room(), {"votes": 0})
    store.queue(number, [("msg_1", "votes/1")], {"votes": 1}, NOW)
    store.queue(number, [("msg_2", "votes/1")], {"votes": 1}, NOW + 5)
    (only,) = store.due(NOW + 9, 9)
    assert only.id == "msg_1"
    assert store.marks(number) == {"votes": 1}


def test_a_try_goes_before_all_else_even_to_a_room_that_is_stopped(store: RoomStore) -> None:
    number = store.add(room(), {})
    queue(store, number, "votes/1")
    store.stop(number)
    assert due(store) == []
    queue(store, number, TRY)
    queue(store, number, TRY)
    assert due(store) == [TRY]
    assert store.waits(number) == (2, NOW, True)


def test_a_room_that_goes_on_is_told_what_waited_at_once(store: RoomStore) -> None:
    number = store.add(room(), {})
    queue(store, number, "votes/1", "votes/2")
    store.put_off(first(store), NOW + 10**9, tried=True)
    store.note(number, "refused", 404, NOW, refused=5)
    store.stop(number)
    store.go_on(number, NOW + 1)
    known = store.get(number)
    assert known is not None
    assert (known.stopped, known.refused, known.status) == (False, 0, 404)
    assert first(store, NOW + 1)[3:] == ("votes/1", NOW + 1, 0, False)
    store.leave_out_first(number)
    assert due(store, NOW + 1) == ["votes/2"]


def test_what_was_being_sent_is_known_after_a_crash(store: RoomStore) -> None:
    number = store.add(room(), {})
    queue(store, number, "votes/1", "votes/2")
    store.claim(first(store))
    claimed = first(store)
    assert (claimed.what, claimed.claimed) == ("votes/1", True)
    store.put_off(claimed, NOW, tried=True)
    assert not first(store).claimed


def test_who_removes_a_room_leaves_or_loses_a_key_leaves_nothing(store: RoomStore) -> None:
    rooms = [store.add(room(1), {"votes": 1}), store.add(room(1, kid="other"), {"votes": 1})]
    rooms.append(store.add(room(2), {"votes": 1}))
    for number in rooms:
        queue(store, number, "votes/1")
    store.end_of_key(HERE, "other")
    assert [one.id for one in store.all(HERE)] == [rooms[0], rooms[2]]
    store.forget(HERE, 1)
    store.drop(rooms[2])
    assert store.all(HERE) == []
    assert store.due(NOW, 9) == []
    assert all(store.marks(number) == {} for number in rooms)
    assert store.assemblies() == []


def test_the_size_up_to_which_it_was_looked_is_noted(store: RoomStore) -> None:
    assert store.looked(HERE) is None
    store.look(HERE, 7)
    store.look(HERE, 9)
    assert store.looked(HERE) == 9
