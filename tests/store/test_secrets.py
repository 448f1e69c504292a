"""Secret addresses: kept as hashes, ended one by one, by key and by member."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from esoviet.store.reach import Reach
from esoviet.store.secrets import DAY, Secret, SecretStore, secret_id

ADA = Secret("assembly", 1, "phone", "en", since=5)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SecretStore]:
    with closing(Reach(tmp_path / "node.db")) as made:
        yield made.secrets


def test_who_knows_the_token_finds_it_and_nobody_else(store: SecretStore) -> None:
    store.add("token", ADA)
    assert store.find("token") == ADA
    assert store.find("tokens") is None
    assert store.find(secret_id("token")) is None


def test_the_token_itself_is_not_kept(store: SecretStore, tmp_path: Path) -> None:
    store.add("a very secret token", ADA)
    store._db.close()
    assert b"a very secret token" not in b"".join(p.read_bytes() for p in tmp_path.iterdir())


def test_of_fetching_only_the_last_day_is_kept(store: SecretStore) -> None:
    store.add("token", ADA)
    for now, day in ((3 * DAY + 7, 3 * DAY), (4 * DAY - 1, 3 * DAY), (2 * DAY, 3 * DAY)):
        store.fetch("token", now)
        assert [one.secret.fetched for one in store.of("assembly", 1)] == [day]


def test_one_is_ended_by_its_name_and_only_by_its_owner(store: SecretStore) -> None:
    for token in ("one", "two"):
        store.add(token, ADA)
    store.end("assembly", 2, secret_id("one"))
    store.end("another", 1, secret_id("one"))
    assert store.find("one") == ADA
    store.end("assembly", 1, secret_id("one"))
    assert store.find("one") is None
    assert [one.id for one in store.of("assembly", 1)] == [secret_id("two")]


def test_they_end_with_the_key_and_with_the_member(store: SecretStore) -> None:
    store.add("phone", ADA)
    store.add("laptop", ADA._replace(kid="laptop", since=6))
    store.add("Bea's", ADA._replace(member=2, kid="hers"))
    assert store.members("assembly") == [1, 2]
    store.end_of_key("assembly", "phone")
    assert (store.find("phone"), store.find("laptop") is None) == (None, False)
    store.forget("assembly", 1)
    assert store.members("assembly") == [2]
