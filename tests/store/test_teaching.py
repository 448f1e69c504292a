"""Who shows whom how a mandate is carried out, as it is stored and as it is forgotten."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from esoviet.store.reach import Reach
from esoviet.store.teaching import MOST, Pair, TeachingStore

HERE, ELSEWHERE = "a" * 64, "b" * 64
OFFERED = Pair(1, 1, 2, offered=True, asked=False)
ASKED = Pair(1, 1, 2, offered=False, asked=True)
BOTH = Pair(1, 1, 2, offered=True, asked=True)


@pytest.fixture
def reach(tmp_path: Path) -> Iterator[Reach]:
    opened = Reach(tmp_path / "node.db")
    yield opened
    opened.close()


@pytest.fixture
def store(reach: Reach) -> TeachingStore:
    return reach.teaching


@pytest.mark.parametrize(("first", "then"), [(OFFERED, ASKED), (ASKED, OFFERED)])
def test_a_pair_stands_once_both_have_said_yes(
    store: TeachingStore, first: Pair, then: Pair
) -> None:
    for _twice in range(2):
        assert store.say(HERE, first)
        assert store.of(HERE, 1) == store.of(HERE, 2) == [first]
    assert not first.stands
    assert store.say(HERE, then)
    assert store.of(HERE, 2) == [BOTH]
    assert BOTH.stands
    assert store.all(ELSEWHERE) == store.of(HERE, 3) == []


def test_either_ends_it_and_who_leaves_ends_all_of_theirs(
    reach: Reach, store: TeachingStore
) -> None:
    store.say(HERE, BOTH)
    store.end(HERE, ASKED)
    assert store.all(HERE) == []
    store.say(HERE, BOTH)
    store.say(HERE, Pair(2, 2, 3, offered=True, asked=True))
    store.say(HERE, Pair(3, 1, 3, offered=True, asked=True))
    assert reach.members(HERE) == {1, 2, 3}
    reach.forget(HERE, 2)
    assert [pair.mandate for pair in store.all(HERE)] == [3]


def test_where_nobody_has_said_yes_is_known_without_looking(tmp_path: Path) -> None:
    first = Reach(tmp_path / "node.db")
    assert not first.teaching.has(HERE)
    first.teaching.say(HERE, OFFERED)
    first.close()
    again = Reach(tmp_path / "node.db")
    store = again.teaching
    assert (store.has(HERE), store.has(ELSEWHERE)) == (True, False)
    store.end(HERE, OFFERED)
    assert (store.all(HERE), store.has(HERE)) == ([], False)
    store.say(HERE, ASKED)
    assert store.has(HERE)
    again.close()


def test_what_was_ended_in_vain_may_still_be_there(reach: Reach, store: TeachingStore) -> None:
    store.say(HERE, BOTH)

    def ends_and_fails() -> None:
        with reach.whole():
            store.end(HERE, BOTH)
            raise ValueError("in vain")

    with pytest.raises(ValueError, match="in vain"):
        ends_and_fails()
    assert store.has(HERE)
    assert store.all(HERE) == [BOTH]


def test_nobody_is_part_of_more_than_so_many(store: TeachingStore) -> None:
    for number in range(MOST):
        assert store.say(HERE, Pair(number, 1, 2 + number, offered=True, asked=False))
    assert not store.say(HERE, Pair(MOST, 1, 99, offered=True, asked=False))
    assert store.say(HERE, Pair(0, 1, 2, offered=False, asked=True))
    assert store.say(HERE, Pair(MOST, 98, 99, offered=True, asked=False))
