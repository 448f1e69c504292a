"""What a member can still bring: asked by themselves alone, and nothing more is begun than that."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from esoviet.law.records import Key
from esoviet.law.topics import WritePost
from tests.web.desk import Desk, desk
from tests.web.test_media import TUS, begun, piece
from tests.world import World

MEBI = 2**20
LITTLE = {"member_bytes": 3 * MEBI, "assembly_bytes": 4 * MEBI, "max_blob_bytes": 8 * MEBI}


@pytest.fixture
def world() -> World:
    world = World().found()
    world.members("Ada", "Bea")
    return world


@pytest.fixture
def at(world: World, tmp_path: Path) -> Iterator[Desk]:
    with desk(world, tmp_path / "data", **LITTLE) as served:
        yield served


def left(at: Desk, who: str) -> dict[str, int]:
    answer = at.ask("GET", "media", headers=at.session(who))
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    said: dict[str, int] = answer.json()
    return said


def begins(at: Desk, length: int, who: str = "Ada") -> int:
    headers = {**at.session(who), **TUS, "upload-length": str(length)}
    return at.ask("POST", "uploads", headers=headers).status_code


def test_who_brings_something_has_less_left_and_nobody_else(at: Desk) -> None:
    before = left(at, "Ada")
    assert (before["file"], before["yours"], before["yours_of"]) == (
        8 * MEBI - 32, 3 * MEBI, 3 * MEBI,
    )  # fmt: skip
    where = begun(at, MEBI)
    assert left(at, "Ada")["yours"] == 2 * MEBI
    piece(at, where, 0, bytes(MEBI))
    now = left(at, "Ada")["yours"]
    assert 0 <= now - 2 * MEBI < MEBI / 10  # what has come is counted once; it grows by the day
    assert left(at, "Bea") == before


def test_what_another_brings_shows_in_nothing_until_it_stands_in_the_log(at: Desk) -> None:
    before = left(at, "Ada")
    where = begun(at, MEBI, "Bea")
    piece(at, where, 0, bytes(MEBI), "Bea")
    name = where.rpartition("/")[2]
    made = at.ask("POST", "media", json={"upload": name}, headers=at.session("Bea"))
    assert made.status_code == 201, made.text
    assert left(at, "Ada") == before
    kept = at.world.text("x" * MEBI)
    at.bring(kept)
    assert left(at, "Ada")["assembly"] == before["assembly"]


def test_a_file_that_does_not_fit_is_refused_before_a_byte_of_it_comes(at: Desk) -> None:
    assert begins(at, 3 * MEBI + MEBI // 8) == 429
    assert begins(at, 2 * MEBI) == 201
    assert begins(at, MEBI + MEBI // 8) == 429
    assert begins(at, 3 * MEBI, "Bea") == 201


def test_an_assembly_that_keeps_too_much_says_so_before_too(world: World, tmp_path: Path) -> None:
    with desk(world, tmp_path / "data", member_bytes=3 * MEBI, assembly_bytes=MEBI) as at:
        room = left(at, "Ada")["assembly"]
        assert 0 < room < MEBI
        assert begins(at, room + 1) == 507
        assert begins(at, room) == 201


def test_nobody_but_members_asks(at: Desk) -> None:
    assert at.ask("GET", "media").status_code == 403


def test_few_posts_are_told_where_one_writes(world: World, tmp_path: Path) -> None:
    ada, most = world.member("Ada"), world.view.limits.daily_posts
    topic = ada.opens_topic()
    for _ in range(most - 1 - 4):
        ada.posts(topic)
    said = "You can do this 3 more times today."
    with desk(world, tmp_path / "data") as at:
        assert said not in at.page(f"topics/{topic}", "Ada")
        words = world.text("So I think")
        at.bring(words)
        assert at.does(ada, WritePost, topic=topic, text=words).status_code == 201
        assert said in at.page(f"topics/{topic}", "Ada")
        assert said not in at.page(f"topics/{topic}", "Bea")


def test_the_last_acts_of_a_day_are_told_to_who_signs_them(tmp_path: Path) -> None:
    world = World().found(daily_acts="100", readership="public")
    ada, *_ = world.members("Ada", "Bea")
    for _ in range(97 - world.the(Key, ada.kid).today):
        ada.sets_profile()
    with desk(world, tmp_path / "data") as at:
        assert 'data-few="3"' in at.page("problems", "Ada")
        assert "data-few" not in at.page("problems", "Bea")
        assert "data-few" not in at.page("problems")
