"""Somebody writes so much to members from outside that who is in a picture is not heard."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from esoviet.store import pleas
from esoviet.store.pleas import OF_ALL, OF_ONE, Plea, PleaStore
from esoviet.store.private import Journal, open_private
from tests.web.desk import Desk, desk
from tests.world import World

DAY = 86_400_000
HONEST = "I am the woman with the banner."
FLOODING = 20


@pytest.fixture
def store(tmp_path: Path) -> Iterator[PleaStore]:
    database = open_private(tmp_path / "node.db", pleas.SCHEMA)
    yield PleaStore(database, Journal(database))
    database.close()


def flood(store: PleaStore, begins: int, exhibits: int = 1, day: int = 0) -> None:
    """Each of the networks writes as much as it can, about each of so many pictures."""
    for number in range(2 * OF_ALL):
        network = b"%d of day %d" % (number % FLOODING, day)
        store.put("a", Plea(1 + number // FLOODING % exhibits, "x", begins + number, network))


def is_heard(store: PleaStore) -> bool:
    return any(one.text == HONEST for one in store.of("a"))


@pytest.mark.parametrize("exhibits", [1, 5, 40])
def test_twenty_networks_flood_and_an_honest_outsider_is_heard(
    store: PleaStore, exhibits: int
) -> None:
    flood(store, 0, exhibits)
    assert store.put("a", Plea(1, HONEST, 10_000, b"honest"))
    flood(store, 20_000, exhibits)
    assert is_heard(store)
    assert len(store.of("a")) <= OF_ALL


def test_who_was_heard_stays_so_for_two_days_of_flood(store: PleaStore) -> None:
    for day in range(10):
        flood(store, day * DAY, 1, day)
    assert store.put("a", Plea(1, HONEST, 10 * DAY, b"honest"))
    for day in (10, 11):
        flood(store, day * DAY + 1, 1, day)
        assert is_heard(store)


def test_one_network_fills_what_is_empty_and_gives_way_to_each_other_one(store: PleaStore) -> None:
    kept = [store.put("a", Plea(1, "x", number, b"one")) for number in range(OF_ONE + 1)]
    assert kept == [True] * OF_ONE + [False]
    for number in range(OF_ONE // 2):
        assert store.put("a", Plea(1, HONEST, 1_000 + number, b"other"))
    standing = [one.network for one in store.of("a")]
    assert (standing.count(b"one"), standing.count(b"other")) == (OF_ONE // 2, OF_ONE // 2)
    assert next(one.time for one in store.of("a")) == 0


def test_what_gave_way_is_in_no_file(tmp_path: Path, store: PleaStore) -> None:
    for number in range(OF_ONE):
        store.put("a", Plea(1, f"Rotkehlchen {number}", number, b"one"))
    store.put("a", Plea(1, HONEST, OF_ONE, b"other"))
    store._journal.empty()
    last = b"Rotkehlchen %d" % (OF_ONE - 1)
    assert not [one for one in tmp_path.iterdir() if last in one.read_bytes()]


def test_addresses_of_one_network_share_its_room_over_http(tmp_path: Path) -> None:
    world = World().found(readership="public")
    ada = world.member("Ada")
    ada.brings("The march", kind="image", file=world.text(b"picture", "image/webp"))
    with desk(world, tmp_path, trusted_proxies=("127.0.0.1",)) as at:
        for number in range(OF_ONE + 4):
            assert tells(at, f"198.51.100.{number}", "x") == (200 if number < OF_ONE else 429)
        assert tells(at, "203.0.113.7", HONEST) == 200
        assert tells(at, "2001:db8:1:2::3", "x") == 200
        assert tells(at, "198.51.100.200", "x") == 429
        page = at.page(f"{at.here}/exhibits/1", "Ada")
        assert HONEST in page.partition("<details>")[0]
        for row in at.node.reach.pleas.of(world.id):
            assert not any(part in str(row) for part in ("198.51", "203.0", "2001"))


def tells(at: Desk, address: str, text: str) -> int:
    at.forget_cookies()
    form = {"content-type": "application/x-www-form-urlencoded", "x-forwarded-for": address}
    body = urlencode({"text": text}).encode()
    return at.ask("POST", "exhibits/1/person", content=body, headers=form).status_code
