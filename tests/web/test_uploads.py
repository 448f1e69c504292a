"""Files that come along with an act: whose they are, how many, and in what form."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from esoviet.law.act import Blob
from esoviet.law.applications import ApplyToJoin
from esoviet.law.blobs import EraseBlob
from esoviet.law.membership import SetProfile
from esoviet.web.http import limits
from esoviet.wire.envelope import MAX_ACT
from tests.person import Person
from tests.web.desk import Desk, desk
from tests.world import World

RATE = 5
AWAY = {"x-forwarded-for": "203.0.113.7"}
MANY = {"content-type": "application/jose-seq"}


@pytest.fixture
def world() -> World:
    return World().found()


@pytest.fixture
def at(world: World, tmp_path: Path) -> Iterator[Desk]:
    """Ada's assembly, behind a web server on the same machine."""
    with desk(world, tmp_path, stranger_rate=RATE, trusted_proxies=("127.0.0.1",)) as served:
        yield served


def form(at: Desk, jws: bytes, *blobs: Blob) -> httpx.Response:
    """An act with its files."""
    files = {blob.sha256: (blob.sha256, at.world.blobs[blob.sha256]) for blob in blobs}
    answer = at.ask("POST", "acts", data={"act": jws.decode()}, files=files, headers=AWAY)
    at.sync()
    return answer


def profile(at: Desk, who: Person, words: Blob) -> httpx.Response:
    return form(at, at.world.seal(who.key, SetProfile, profile=words), words)


def apply(at: Desk, who: Person, words: Blob, *files: Blob) -> httpx.Response:
    act = at.world.seal(who.key, ApplyToJoin, key=who.public, profile=words)
    return form(at, act, *(files or (words,)))


def test_who_is_no_member_any_more_brings_no_more_than_a_stranger(at: Desk, world: World) -> None:
    bob = world.person("Bob")
    assert apply(at, bob, world.text("Bob")).status_code == 201
    refused = [profile(at, bob, world.text(f"Bob {n}")).status_code for n in range(RATE)]
    assert refused == [403] * (RATE - 1) + [429]
    kept = at.hosted.ledger.pending.bytes
    assert profile(at, bob, world.text("One more")).status_code == 429
    assert at.hosted.ledger.pending.bytes == kept
    answers = [profile(at, world.member("Ada"), world.text(f"Ada {n}")) for n in range(RATE + 3)]
    assert {answer.status_code for answer in answers} == {201}


def test_files_of_strangers_count_by_their_size(at: Desk, world: World) -> None:
    eve, large = world.person("Eve"), world.text("x" * (RATE - 1 << 20))
    assert apply(at, eve, large).status_code == 422
    assert apply(at, eve, world.text("Eve")).status_code == 429


def test_strangers_leave_room_for_members(
    at: Desk, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "STRANGERS_PENDING", 0)
    at.bring(world.text("anything"))
    assert at.bring(world.text("more")).status_code == 503
    assert apply(at, world.person("Eve"), world.text("Eve")).status_code == 503
    assert profile(at, world.member("Ada"), world.text("Ada")).status_code == 201
    monkeypatch.setattr(limits, "MAX_PENDING", 0)
    assert profile(at, world.member("Ada"), world.text("Ada again")).status_code == 503


def test_a_file_has_the_size_that_its_act_says(at: Desk, world: World) -> None:
    words = world.text("Ada, third floor")
    larger = Blob(sha256=words.sha256, size=words.size + 1, media_type=words.media_type)
    assert profile(at, world.member("Ada"), larger).status_code == 400
    assert at.hosted.ledger.pending.bytes == 0
    assert profile(at, world.member("Ada"), words).status_code == 201


def test_no_copy_of_an_erased_text_waits_anywhere(at: Desk, world: World) -> None:
    ada, words = world.member("Ada"), world.text("Ada, third floor")
    act = world.seal(ada.key, SetProfile, profile=words)
    assert [form(at, act, words).status_code for _ in range(2)] == [201, 201]
    folder = at.hosted.ledger.folder
    assert list(folder.rglob(words.sha256))
    assert at.does(ada, EraseBlob, sha256=words.sha256).status_code == 201
    assert list(folder.rglob(words.sha256)) == []
    assert at.hosted.ledger.pending.bytes == 0


@pytest.mark.parametrize("charset", ["undefined", "punycode", "utf-7"])
def test_a_form_in_no_characters_is_no_form(at: Desk, charset: str) -> None:
    kind = f"multipart/form-data; boundary=X; charset={charset}"
    body = b'--X\r\nContent-Disposition: form-data; name="act"\r\n\r\n+2AA-.x.y\r\n--X--\r\n'
    answer = at.ask("POST", "acts", content=body, headers={"content-type": kind, **AWAY})
    assert answer.status_code == 400


def lines(at: Desk, *parts: bytes) -> list[int]:
    """Acts as lines that arrive in these parts; answers the status of each."""

    async def body() -> AsyncIterator[bytes]:
        for part in parts:
            yield part

    answer = at.ask("POST", "acts", content=body(), headers=MANY)
    at.sync()
    assert answer.status_code == 200, answer.text
    found = [httpx.Response(200, content=line).json() for line in answer.content.splitlines()]
    return [line.get("status", 201) for line in found]


@pytest.mark.parametrize("size", [64, 1000, MAX_ACT, 1 << 20])
def test_a_line_that_is_too_long_spoils_no_other(at: Desk, world: World, size: int) -> None:
    ada, words = world.member("Ada"), world.text("Ada, third floor")
    at.bring(words)
    act = world.seal(ada.key, SetProfile, profile=words)
    body = act + b"\n" + b"x" * (3 * MAX_ACT) + b"\n" + act + b"\n"
    parts = (body[start : start + size] for start in range(0, len(body), size))
    assert lines(at, *parts) == [201, 400, 201]
