"""Browsers that want to be told, and what waits for them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from esoviet.store.private import open_private
from esoviet.store.subscriptions import MOST, SCHEMA, Subscription, Subscriptions

DAY = 86_400_000
HERE, NOW = "a" * 64, 20_000 * DAY


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Subscriptions]:
    database = open_private(tmp_path / "node.db", SCHEMA)
    yield Subscriptions(database)
    database.close()


def browser(name: str, member: int = 1, assembly: str = HERE) -> Subscription:
    return Subscription(
        assembly, member, f"key {name}", f"https://push.example/{name}", b"p" * 65, b"s" * 16
    )


def test_a_browser_is_known_once_with_its_latest_keys(store: Subscriptions) -> None:
    store.put(browser("one"), NOW)
    store.put(browser("one")._replace(secret=b"t" * 16), NOW)
    (known,) = store.of(HERE, 1)
    assert known.secret == b"t" * 16
    assert store.of(HERE, 2) == store.of("b" * 64, 1) == []


def test_the_oldest_browser_makes_room(store: Subscriptions) -> None:
    for number in range(MOST + 2):
        store.put(browser(f"{number:02}"), NOW + number * DAY)
    store.put(browser("other", member=2), NOW)
    kept = [one.endpoint[-2:] for one in store.of(HERE, 1)]
    assert kept == [f"{number:02}" for number in range(2, MOST + 2)]
    assert len(store.of(HERE, 2)) == 1


def test_a_message_waits_for_every_browser_and_a_newer_one_takes_its_place(
    store: Subscriptions,
) -> None:
    store.put(browser("one"), NOW)
    store.put(browser("two"), NOW)
    assert store.tell(HERE, 1, "votes", b"old", NOW + 9, NOW) == 2
    assert store.tell(HERE, 1, "votes", b"new", NOW + 9, NOW) == 2
    assert store.tell(HERE, 1, "other", b"else", NOW + 9, NOW + 5) == 2
    assert store.tell(HERE, 7, "votes", b"to nobody", NOW + 9, NOW) == 0
    assert [push.message for push in store.waiting(NOW, 9)] == [b"new", b"new"]
    assert len(store.waiting(NOW + 5, 9)) == 4
    assert len(store.waiting(NOW + 5, 3)) == 3
    assert store.waiting(NOW - 1, 9) == []


def test_what_is_put_off_comes_again_and_what_is_done_does_not(store: Subscriptions) -> None:
    store.put(browser("one"), NOW)
    store.tell(HERE, 1, "votes", b"text", NOW + DAY, NOW)
    (push,) = store.waiting(NOW, 9)
    store.put_off(push, NOW + 100)
    assert store.waiting(NOW + 99, 9) == []
    (again,) = store.waiting(NOW + 100, 9)
    assert again.tries == 1
    assert store.find(again) == browser("one")
    store.done(again.id)
    assert store.waiting(NOW + DAY, 9) == []


def test_who_drops_a_browser_or_is_forgotten_leaves_nothing(store: Subscriptions) -> None:
    for number, name in ((1, "one"), (1, "two"), (2, "two")):
        store.put(browser(name, number), NOW)
        store.tell(HERE, number, name, b"text", NOW + DAY, NOW)
    assert store.has(HERE)
    assert store.members(HERE) == [1, 2]
    store.drop(HERE, 1, "https://push.example/two")
    left = [(push.member, push.endpoint[-3:], push.topic) for push in store.waiting(NOW, 9)]
    assert left == [(1, "one", "one"), (1, "one", "two"), (2, "two", "two")]
    store.forget(HERE, 1)
    assert store.members(HERE) == [2]
    store.forget(HERE, 2)
    assert not store.has(HERE)
    assert store.assemblies() == []
    assert store.waiting(NOW + DAY, 9) == []


def test_what_asked_with_a_key_ends_with_it(store: Subscriptions) -> None:
    for name in ("one", "two"):
        store.put(browser(name), NOW)
    store.tell(HERE, 1, "votes", b"text", NOW + DAY, NOW)
    store.end_of_key(HERE, 1, "key one")
    assert [one.kid for one in store.of(HERE, 1)] == ["key two"]
    assert [push.endpoint[-3:] for push in store.waiting(NOW, 9)] == ["two"]


def test_the_newest_browser_is_never_the_one_that_makes_room(store: Subscriptions) -> None:
    for number in range(MOST, -1, -1):
        store.put(browser(f"{number:02}"), NOW + MOST - number)
    assert "00" in {one.endpoint[-2:] for one in store.of(HERE, 1)}
    assert len(store.of(HERE, 1)) == MOST
