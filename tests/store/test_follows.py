"""What members follow, whom they mute and how far they have read, in the private database."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esoviet.store import follows
from esoviet.store.follows import Followed, Stamps
from esoviet.store.marks import KEPT, OFTEN, VISIT, Mark
from esoviet.store.reach import Reach

ONE, OTHER = "a" * 64, "b" * 64
ROOF = Followed("problems/3", 7, 700)


@pytest.fixture
def reach(tmp_path: Path) -> Iterator[Reach]:
    with closing(Reach(tmp_path / "node.db")) as made:
        yield made


def test_what_is_followed_is_kept_from_when_it_began_until_it_ends(reach: Reach) -> None:
    assert reach.follows.follow(ONE, 1, ROOF)
    assert reach.follows.follow(ONE, 1, ROOF._replace(size=9))
    assert reach.follows.of(ONE, 1) == [ROOF]
    assert reach.follows.of(ONE, 2) == reach.follows.of(OTHER, 1) == []
    reach.follows.unfollow(ONE, 2, ROOF.path)
    assert reach.follows.follows(ONE, 1, ROOF.path)
    reach.follows.unfollow(ONE, 1, ROOF.path)
    assert not reach.follows.follows(ONE, 1, ROOF.path)


def test_what_was_read_since_is_news_no_more(reach: Reach) -> None:
    reach.follows.follow(ONE, 1, ROOF)
    reach.marks.put(ONE, 1, ROOF.path, Mark(0, 9, 900, 5))
    reach.marks.put(ONE, 2, ROOF.path, Mark(0, 99, 990, 5))
    assert reach.follows.of(ONE, 1) == [Followed(ROOF.path, 9, 900)]


def test_nobody_follows_or_mutes_more_than_there_is_room_for(
    reach: Reach, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follows, "MOST", 2)
    monkeypatch.setattr(follows, "MOST_MUTED", 1)
    paths = ("problems/1", "problems/2", "problems/3", "problems/2")
    room = [reach.follows.follow(ONE, 1, ROOF._replace(path=path)) for path in paths]
    assert room == [True, True, False, True]
    assert [reach.follows.mute(ONE, 1, one) for one in (5, 6, 5)] == [True, False, True]
    assert reach.follows.muted(ONE, 1) == {5}


def test_who_is_muted_is_so_for_one_member_alone_and_no_longer_than_they_want(
    reach: Reach,
) -> None:
    reach.follows.mute(ONE, 1, 5)
    assert reach.follows.muted(ONE, 5) == reach.follows.muted(OTHER, 1) == frozenset()
    reach.follows.unmute(ONE, 1, 5)
    assert reach.follows.muted(ONE, 1) == frozenset()


def test_of_who_is_gone_nothing_is_kept(reach: Reach) -> None:
    reach.follows.follow(ONE, 1, ROOF)
    reach.follows.mute(ONE, 2, 1)
    reach.marks.put(ONE, 3, ROOF.path, Mark(0, 1, 1, 1))
    assert reach.members(ONE) == {1, 2, 3}
    for member in (1, 2, 3):
        reach.forget(ONE, member)
    assert reach.members(ONE) == set()
    assert reach.marks.of(ONE, 3, ROOF.path) is None


def test_what_was_read_long_ago_is_forgotten(reach: Reach) -> None:
    reach.marks.put(ONE, 1, ROOF.path, Mark(0, 1, 1, shown=10))
    reach.marks.forget_old(KEPT + 10)
    assert reach.marks.of(ONE, 1, ROOF.path) == Mark(0, 1, 1, 10)
    reach.marks.forget_old(KEPT + 11)
    assert reach.marks.of(ONE, 1, ROOF.path) is None


def test_every_change_gives_its_member_another_stamp_and_nobody_else(reach: Reach) -> None:
    seen, others = [reach.stamps.of(ONE, 1)], reach.stamps.of(ONE, 2)
    for change in (
        lambda: reach.follows.follow(ONE, 1, ROOF),
        lambda: reach.follows.unfollow(ONE, 1, ROOF.path),
        lambda: reach.follows.mute(ONE, 1, 2),
        lambda: reach.marks.put(ONE, 1, ROOF.path, Mark(0, 1, 1, 1)),
        lambda: reach.marks.forget(ONE, 1),
    ):
        change()
        seen.append(reach.stamps.of(ONE, 1))
    assert len(set(seen)) == len(seen)
    assert reach.stamps.of(ONE, 2) == others


def test_a_stamp_never_comes_again_however_many_members_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(follows, "MOST_COUNTED", 3)
    stamps, seen = Stamps(), []
    for number in range(20):
        stamps.change(ONE, number % 5)
        seen.append(stamps.of(ONE, number % 5) + f" of {number % 5}")
    assert len(set(seen)) == len(seen)


@given(st.lists(st.tuples(st.integers(0, 2 * VISIT), st.integers(0, 3)), max_size=30))
def test_nobody_loses_their_place_within_a_visit_nor_sees_as_new_what_they_saw(
    shows: list[tuple[int, int]],
) -> None:
    now, size, mark = 10**9, 5, Mark(0, 5, 5, 10**9)
    for passed, grown in shows:
        now, size = now + passed, size + grown
        before, then = mark.begun(now), mark.then(size, size, now)
        assert then.begun(now) == before
        assert before == (mark.size if now - mark.shown > VISIT else mark.before)
        assert then.size == size
        assert now - then.shown <= OFTEN
        mark = then
