"""Addresses and the queue, in the node's private database."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from esoviet.store.mail import A_DAY, DAY, KEPT, MOST_BOUNCES, MailStore, Outcome
from esoviet.store.reach import Reach

ONE, OTHER = "a" * 64, "b" * 64
NOW = 1_800_000_000_000


@pytest.fixture
def reach(tmp_path: Path) -> Iterator[Reach]:
    with closing(Reach(tmp_path / "node.db")) as made:
        yield made


@pytest.fixture
def store(reach: Reach) -> MailStore:
    return reach.mail


def test_an_address_is_used_once_confirmed_until_mails_come_back(store: MailStore) -> None:
    entered = store.enter(ONE, 1, "ada@example.net", NOW)
    assert entered is not None
    assert not entered.is_used
    confirmed = store.confirm(entered.handle, NOW + 5)
    assert confirmed is not None
    assert (confirmed.confirmed, confirmed.is_used) == (NOW + 5, True)
    for _ in range(MOST_BOUNCES):
        store.trouble(ONE, 1, "550 no")
    known = store.address(ONE, 1)
    assert known is not None
    assert not known.is_used
    store.arrived(ONE, 1)
    assert store.address(ONE, 1) == confirmed
    assert store.confirm("0" * 32, NOW) is None


def test_an_address_is_asked_once_a_day_whoever_enters_it(store: MailStore) -> None:
    store.enter(ONE, 1, "ada@example.net", NOW)
    store.enter(OTHER, 7, "ADA@example.net", NOW + 1)
    assert [post.member for post in store.waiting(NOW + 2, 9)] == [1]
    store.enter(OTHER, 7, "ada@example.net", NOW + DAY + 2)
    assert [post.member for post in store.waiting(NOW + DAY + 2, 9)] == [1, 7]


def test_a_member_enters_so_many_a_day(store: MailStore) -> None:
    for n in range(A_DAY):
        assert store.enter(ONE, 1, f"a{n}@example.net", NOW) is not None
    assert store.enter(ONE, 1, "b@example.net", NOW) is None
    assert store.enter(ONE, 2, "b@example.net", NOW) is not None


def test_a_thing_is_queued_once_and_claimed_once(store: MailStore) -> None:
    for _ in range(3):
        store.put(ONE, 1, "now x", "now", NOW)
    [post] = store.waiting(NOW, 9)
    assert store.claim(post.id)
    assert not store.claim(post.id)
    store.settle([Outcome(post.id, "sent")])
    store.put(ONE, 1, "now x", "now", NOW)
    assert store.waiting(NOW + DAY, 9) == []
    assert store.queued(ONE, 1) == {"now x"}


def test_what_is_put_off_waits(store: MailStore) -> None:
    store.put(ONE, 1, "now x", "now", NOW, NOW + 10)
    store.put(ONE, 1, "now y", "now", NOW)
    assert [post.what for post in store.waiting(NOW, 9)] == ["now y"]
    assert store.first_due() == NOW
    [post] = store.waiting(NOW, 9)
    store.put_off(post.id, NOW + 20)
    assert store.waiting(NOW + 9, 9) == []
    assert [one.what for one in store.with_it(post, NOW + 20)] == ["now x"]


def test_what_was_being_sent_when_the_node_stopped_is_given_up(store: MailStore) -> None:
    store.put(ONE, 1, "now x", "now", NOW)
    store.put(ONE, 1, "now y", "now", NOW)
    assert store.claim(store.waiting(NOW, 9)[0].id)
    assert store.give_up_interrupted() == 1
    assert store.counts() == {"unsure": 1, "waiting": 1}
    store.forget_old(NOW + KEPT + 1)
    assert store.counts() == {"waiting": 1}


def test_what_fails_in_between_is_undone_whole(reach: Reach) -> None:
    def fails() -> None:
        with reach.whole():
            reach.mail.put(ONE, 1, "now x", "now", NOW)
            raise KeyError

    with pytest.raises(KeyError):
        fails()
    assert reach.mail.counts() == {}
    with reach.whole():
        reach.mail.put(ONE, 1, "now x", "now", NOW)
    assert reach.mail.counts() == {"waiting": 1}


def test_of_a_member_who_is_forgotten_no_address_is_left_in_the_file(tmp_path: Path) -> None:
    reach = Reach(tmp_path / "node.db")
    reach.mail.enter(ONE, 1, "very.secret@example.net", NOW)
    assert reach.members(ONE) == {1}
    reach.forget(ONE, 1)
    reach.close()
    assert b"very.secret" not in b"".join(one.read_bytes() for one in tmp_path.iterdir())
