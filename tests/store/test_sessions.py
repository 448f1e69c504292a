"""Who is signed in."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from esoviet.store.sessions import HOUR, MOST, NodeStore, Session, session_id

ADA = Session("assembly", "key", 1000)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[NodeStore]:
    with closing(NodeStore(tmp_path / "node.db")) as made:
        yield made


def test_a_session_lasts_until_it_expires(store: NodeStore) -> None:
    store.open_session("token", ADA)
    assert store.session("token", 999) == ADA
    assert store.session("token", 1000) is None
    assert store.session("tokens", 999) is None


def test_a_session_outlives_a_restart_and_ends_when_it_is_closed(
    store: NodeStore, tmp_path: Path
) -> None:
    store.open_session("token", ADA)
    store.close()
    again = NodeStore(tmp_path / "node.db")
    assert again.session("token", 0) == ADA
    again.close_session("token")
    assert again.session("token", 0) is None
    again.close()


def test_the_token_itself_is_not_kept(store: NodeStore, tmp_path: Path) -> None:
    store.open_session("a very secret token", ADA)
    store.close()
    assert b"a very secret token" not in b"".join(p.read_bytes() for p in tmp_path.iterdir())
    assert (tmp_path / "node.db").stat().st_mode & 0o777 == 0o600


def test_expired_sessions_are_forgotten(store: NodeStore) -> None:
    store.open_session("token", ADA)
    store.forget_expired(1000)
    assert store.session("token", 0) is None


def test_a_key_has_so_many_sessions_and_the_oldest_ends(store: NodeStore) -> None:
    store.open_session("elsewhere", ADA._replace(assembly="another"))
    for number in range(MOST + 1):
        store.open_session(f"token {number}", ADA._replace(expires=1000 + number))
    assert store.session("token 0", 0) is None
    assert store.session("token 1", 0) is not None
    assert store.session("elsewhere", 0) is not None


def test_the_session_that_has_just_begun_is_never_the_one_that_ends(store: NodeStore) -> None:
    for number in range(2 * MOST):
        store.open_session(f"token {number}", ADA)
        assert store.session(f"token {number}", 0) is not None
    assert len(store.sessions_of("assembly", "key", 0)) == MOST


def test_a_session_remembers_the_hour_in_which_it_was_used_and_no_more(store: NodeStore) -> None:
    store.open_session("token", ADA._replace(expires=9 * HOUR, since=5))
    for moment, hour in ((HOUR - 1, 0), (3 * HOUR + 7, 3 * HOUR), (2 * HOUR, 3 * HOUR)):
        store.session("token", moment)
        (one,) = store.sessions_of("assembly", "key", moment)
        assert (one.session.since, one.session.seen) == (5, hour)


def test_sessions_are_listed_by_a_name_that_ends_them_and_opens_nothing(store: NodeStore) -> None:
    for token in ("one", "two"):
        store.open_session(token, ADA)
    names = {listed.id for listed in store.sessions_of("assembly", "key", 0)}
    assert names == {session_id("one"), session_id("two")}
    assert all(store.session(name, 0) is None for name in names)
    store.end_session("assembly", "another key", session_id("one"))
    store.end_session("assembly", "key", session_id("two"))
    assert store.session("one", 0) == ADA
    assert store.session("two", 0) is None
    assert store.sessions_of("assembly", "key", 1000) == []


def test_a_device_is_called_by_a_name_until_that_is_forgotten(store: NodeStore) -> None:
    store.name_device("assembly", "key", "My phone")
    store.name_device("assembly", "key", "My old phone")
    assert store.device_name("assembly", "key") == "My old phone"
    assert store.device_name("another", "key") == ""
    store.name_device("assembly", "key", "")
    assert store.device_name("assembly", "key") == ""
