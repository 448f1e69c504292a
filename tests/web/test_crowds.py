"""Strangers come by the hundred: what they leave in the log costs nobody else much."""

import asyncio
import errno
import html
from pathlib import Path

import pytest
from starlette.requests import Request

from esoviet.store.errors import Damaged, NoRoom, StoreError
from esoviet.web.api.cache import AnswerCache
from esoviet.web.api.context import AnswerContext as Work
from esoviet.web.http.challenges import Challenges
from esoviet.web.http.errors import of_fault, on_bug
from esoviet.web.pages.floor import MOST, floor
from esoviet.web.pages.recovery import MOST_RECOVERIES
from tests.web.desk import desk
from tests.world import World

CROWD = 150


@pytest.fixture
def world() -> World:
    return World().found(readership="public")


def test_the_floor_reads_no_more_texts_than_it_shows(world: World) -> None:
    read: list[str] = []

    def read_blob(sha256: str) -> bytes:
        read.append(sha256)
        return world.blobs[sha256]

    for number in range(CROWD):
        world.person(f"Stranger {number}").applies()
    at = Work(world.view, AnswerCache(read_blob), lambda a, b: world.entries[a:b], "")
    shown = floor(at, world.member("Ada").number)
    assert [need.title for need in shown.needs] == [f"Stranger {n}" for n in range(MOST)]
    assert len(set(read)) < MOST + 20


def test_a_crowd_that_asks_to_recover_does_not_fill_the_floor(world: World) -> None:
    ada, bea, cem = world.members("Ada", "Bea", "Cem")
    asking = [world.person(f"Stranger {number}") for number in range(CROWD)]
    for stranger in asking:
        stranger.asks_to_recover(bea)
    cem.confirms(asking[-1])
    at = Work(world.view, AnswerCache(world.blobs.get), lambda a, b: world.entries[a:b], "")
    confirm = [need for need in floor(at, ada.number).needs if need.kind == "recover"]
    assert [(need.title, need.path) for need in confirm] == [("Bea", "members/2")] * MOST_RECOVERIES
    assert not [need for need in floor(at, bea.number).needs if need.kind == "recover"]


def test_those_who_ask_to_recover_are_listed_page_by_page(world: World, tmp_path: Path) -> None:
    world.crowd(3)
    asking = [world.person(f"Stranger {number}") for number in range(CROWD)]
    for stranger in asking:
        stranger.asks_to_recover(1)
    with desk(world, tmp_path) as at:
        first = at.get("recoveries.json").json()
        second = at.get(first["next"]).json()
        assert (len(first["items"]), second["next"]) == (100, None)
        listed = [one["kid"] for one in first["items"] + second["items"]]
        assert listed == [stranger.kid for stranger in asking]


def test_all_who_second_a_question_can_be_read_by_name(tmp_path: Path) -> None:
    world = World().found(readership="public", backing="1/4")
    people = world.members(*(f"Member {number}" for number in range(420)))
    number = people[0].asks()
    for member in people[1:104]:
        member.seconds(number)
    with desk(world, tmp_path) as at:
        page = at.get(f"questions/{number}").text
        assert "Member 98" in page
        assert "Member 102" not in page
        assert f"/questions/{number}/seconds" in page
        path, names = f"{at.here}/questions/{number}/seconds", ""
        while path:
            listed = at.get(path).text
            names += listed.partition("<main")[2]
            path = html.unescape(listed.partition('rel="next" href="')[2].partition('"')[0])
        assert [f">Member {n}<" in names for n in range(104)] == [True] * 104


@pytest.mark.parametrize(
    ("error", "seconds", "words"),
    [
        (OSError(errno.ENOSPC, "no space left"), "60", "no room"),
        (NoRoom("database or disk is full"), "60", "no room"),
        (OSError(errno.EMFILE, "too many open files"), "5", "Too many"),
        (OSError(errno.EIO, "broken"), "5", "just now"),
        (StoreError("disk I/O error"), "5", "just now"),
        (Damaged("database disk image is malformed"), "600", "damaged"),
    ],
)
def test_what_a_disk_does_is_no_mistake_of_ours(error: Exception, seconds: str, words: str) -> None:
    said = of_fault(error)
    assert said.headers is not None
    assert (said.status_code, said.headers["Retry-After"]) == (503, seconds)
    assert words in said.detail
    request = Request({"type": "http", "method": "PUT", "headers": []})
    assert asyncio.run(on_bug(request, AssertionError("a bug"))).status_code == 500


def test_a_challenge_is_remembered_until_it_is_over() -> None:
    challenges, begin = Challenges(), 1_000_000
    for second in range(400):
        nonce, _ = challenges.new("a", begin + 1000 * second)
        challenges.use(nonce, begin + 1000 * second)
        assert not challenges.stands("a", nonce, begin + 1000 * second)
    assert len(challenges._used) == 300
