"""Large files of a node go into a bucket and come back; votes wait for none of it."""

import asyncio
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from esoviet.cli.main import main
from esoviet.law.act import Blob
from esoviet.law.blobs import EraseBlob
from esoviet.law.membership import SetProfile
from esoviet.node import checkup, moving
from esoviet.node.clock import TurnedClock
from esoviet.node.config import Config
from esoviet.store import shelf
from esoviet.store.blobs import AWAY, LEAVING
from esoviet.store.bucket import Bucket, BucketError, Place, Versioned
from esoviet.store.errors import StoreError
from tests.s3 import S3, s3, settings
from tests.web.desk import Desk, desk
from tests.web.served import write
from tests.world import World


@pytest.fixture(scope="module")
def server() -> Iterator[S3]:
    with s3() as up:
        yield up


@pytest.fixture(autouse=True)
def words_are_large_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "LEAST", 64)
    monkeypatch.setattr(shelf, "is_text", lambda _path: False)


@pytest.fixture
def world() -> World:
    return World().found()


@pytest.fixture
def place(server: S3) -> Place:
    return server.made()


@pytest.fixture
def at(world: World, place: Place, tmp_path: Path) -> Iterator[Desk]:
    with desk(world, tmp_path / "data", **settings(place)) as up:
        yield up


def does(at: Desk, text: str) -> Blob:
    words = at.world.text(text + " and a little more, so that it is large")
    at.bring(words)
    assert at.does(at.world.member("Ada"), SetProfile, profile=words).status_code == 201
    return words


def settle(at: Desk) -> bool:
    done: bool = at.run(at.node.moving.work())
    return done


def has_gone(at: Desk, words: Blob) -> bool:
    return at.hosted.ledger.blobs.is_away(words.sha256)


def silent(self: Bucket, *asked: object) -> None:
    raise BucketError("the bucket does not answer")


def make_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("put", "size", "pieces", "delete", "prove"):
        monkeypatch.setattr(Bucket, name, silent)


def test_a_file_goes_when_its_act_is_logged_and_whoever_asks_gets_it(
    at: Desk, server: S3, place: Place
) -> None:
    words = does(at, "Ada, third floor")
    assert settle(at)
    assert has_gone(at, words)
    assert words.sha256 in "".join(server.holds(place))
    whole = at.get(f"blobs/{words.sha256}")
    assert (whole.status_code, whole.content) == (200, at.world.blobs[words.sha256])
    part = at.get(f"blobs/{words.sha256}/content", headers={"range": "bytes=5-9"})
    assert (part.status_code, part.content) == (206, b"third")
    assert at.node.faults == ()


def test_who_has_it_already_has_nothing_fetched(at: Desk) -> None:
    words = does(at, "Ada, third floor")
    seen = at.get(f"blobs/{words.sha256}/content").headers["etag"]
    assert settle(at)
    again = at.get(f"blobs/{words.sha256}/content", headers={"if-none-match": seen})
    assert (again.status_code, has_gone(at, words)) == (304, True)


def test_what_is_erased_is_deleted_there_and_served_to_nobody(
    at: Desk, server: S3, place: Place
) -> None:
    words, others = does(at, "Ada, third floor"), does(at, "Ada, fourth floor")
    settle(at)
    ada = at.world.member("Ada")
    assert at.does(ada, EraseBlob, sha256=words.sha256).status_code == 201
    assert at.get(f"blobs/{words.sha256}").status_code == 404
    assert settle(at)
    held = "".join(server.holds(place))
    assert (words.sha256 in held, others.sha256 in held) == (False, True)


def test_with_a_silent_bucket_acts_are_taken_and_files_stay(
    at: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as for_a_while:
        make_silent(for_a_while)
        words = does(at, "Ada, third floor")
        assert not settle(at)
        assert at.get(f"blobs/{words.sha256}").status_code == 200
        assert list(at.node.faults) == [moving._FAULT]
    assert settle(at)
    assert has_gone(at, words)
    assert list(at.node.faults) == []


def test_what_lies_in_a_silent_bucket_is_said_to_be_not_here_now(
    at: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = does(at, "Ada, third floor")
    settle(at)
    with monkeypatch.context() as for_a_while:
        make_silent(for_a_while)
        answer = at.get(f"blobs/{words.sha256}")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
        assert "not here now" in answer.text
        does(at, "Ada, fourth floor")
        assert at.get("members/1").status_code == 200
    assert at.get(f"blobs/{words.sha256}").status_code == 200


def test_many_who_wait_for_one_file_have_it_fetched_once_and_few_wait_at_all(
    at: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = [does(at, f"Ada, floor {n}") for n in range(3)]
    settle(at)
    go, fetched = threading.Event(), list[str]()
    usual = Bucket.pieces

    def slow(self: Bucket, name: str) -> Iterator[bytes] | None:
        fetched.append(name)
        go.wait(60)
        return usual(self, name)

    monkeypatch.setattr(Bucket, "pieces", slow)
    monkeypatch.setattr(moving, "MOST_FETCHED", 2)
    held = at.hosted.ledger

    async def ask() -> list[BaseException | None]:
        names = [words[0], words[0], words[1], words[2]]
        asking = [asyncio.create_task(at.node.moving.bring(held, one.sha256)) for one in names]
        await asyncio.wait(asking[-1:])
        go.set()
        return await asyncio.gather(*asking, return_exceptions=True)

    *well, busy = at.run(ask())
    assert (well, isinstance(busy, BucketError)) == ([None] * 3, True)
    assert len(fetched) == 2


def test_who_fetches_everything_does_not_fill_the_disk(
    at: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With less room than is kept for acts nothing is fetched, and copies of before go first."""
    old, new = does(at, "Ada, third floor"), does(at, "Ada, fourth floor")
    settle(at)
    assert at.get(f"blobs/{old.sha256}").status_code == 200
    path = at.hosted.ledger.blobs.path(old.sha256)
    monkeypatch.setattr(moving, "free", lambda _home: 2**40 if has_gone(at, old) else 2**20)
    assert at.get(f"blobs/{new.sha256}").status_code == 503
    monkeypatch.setattr(at.node.moving, "_made_room", -1e9)
    os.utime(path, (time.time() - 300,) * 2)
    assert at.get(f"blobs/{new.sha256}").status_code == 200
    assert not path.exists()


def test_what_was_here_before_the_setting_goes_too_and_comes_back_without_it(
    world: World, place: Place, tmp_path: Path
) -> None:
    with desk(world, tmp_path / "data") as before:
        words = does(before, "Ada, third floor")
    with desk(world, tmp_path / "data", **settings(place)) as at:
        at.until(lambda: has_gone(at, words))
        assert at.get(f"blobs/{words.sha256}").status_code == 200
        at.hosted.ledger.blobs.path(words.sha256).unlink()
    with desk(world, tmp_path / "data") as after:
        assert after.get(f"blobs/{words.sha256}").status_code == 503


def test_the_scrub_asks_the_bucket_and_tells_what_it_lacks(
    at: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = does(at, "Ada, third floor")
    settle(at)
    ledger = at.hosted.ledger
    at.run(at.node.scrub._text(ledger, words.sha256))
    assert (ledger.absent, has_gone(at, words)) == (set(), True)
    with monkeypatch.context() as for_a_while:
        for_a_while.setattr(Bucket, "size", lambda *_: None)
        at.run(at.node.scrub._text(ledger, words.sha256))
    assert ledger.absent == {words.sha256}
    at.run(at.node.scrub._text(ledger, words.sha256))
    assert ledger.absent == set()


def test_a_node_does_not_start_with_a_bucket_that_keeps_versions(
    world: World, server: S3, tmp_path: Path
) -> None:
    write(world, tmp_path / "data")
    with (
        pytest.raises(Versioned, match="keeps versions"),
        desk(world, tmp_path / "data", **settings(server.made(versions=True))),
    ):
        pass


def test_a_node_starts_with_a_silent_bucket_and_says_so(
    world: World, place: Place, tmp_path: Path
) -> None:
    nowhere = settings(place._replace(endpoint="http://127.0.0.1:9"))
    with desk(world, tmp_path / "data", **nowhere) as at:
        assert at.node.faults == (moving._FAULT,)
        does(at, "Ada, third floor")


def test_the_secret_can_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hidden\n")
    config = Config(blobs="s3://assembly", blobs_key="us", blobs_secret_file=f"{tmp_path}/secret")
    assert moving.secret_of(config) == "hidden"
    (tmp_path / "secret").unlink()
    with pytest.raises(StoreError, match="blobs_secret_file"):
        moving.bucket_of(config)


def toml(data: Path, place: Place) -> None:
    lines = [f'{name} = "{value}"\n' for name, value in settings(place).items()]
    (data / "esoviet.toml").write_text("".join(lines))


def test_a_backup_has_what_lies_in_the_bucket(
    world: World, place: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, copy = tmp_path / "data", tmp_path / "copy"
    with desk(world, data, **settings(place)) as at:
        words = does(at, "Ada, third floor")
        settle(at)
        assert has_gone(at, words)
    assert main(["audit", str(data)]) == 2
    assert "lie in a bucket" in capsys.readouterr().out
    assert main(["backup", str(copy), "--data", str(data)]) == 1
    assert "could not be had" in capsys.readouterr().err
    assert main(["audit", str(copy)]) == 0
    toml(data, place)
    for _ in range(2):
        assert main(["backup", str(copy), "--data", str(data)]) == 0
        kept = copy / "assemblies" / world.id / "blobs" / words.sha256[:2] / words.sha256
        assert kept.read_bytes() == world.blobs[words.sha256]
        assert main(["audit", str(copy)]) == 0


def looked(data: Path, **more: str) -> list[checkup.Finding]:
    clock = TurnedClock(lambda: 1_800_000_000_000)
    at = checkup.Looked(data, Config(data=data, **more), clock)  # type: ignore[arg-type]
    return list(checkup.CHECKS["bucket"](at))


def test_the_doctor_looks_at_the_bucket(
    world: World, server: S3, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    write(world, data)
    assert looked(data) == []
    (plain,) = looked(data, **settings(place))
    assert "without encryption" in plain.wrong
    assert "keeps versions" in looked(data, **settings(server.made(versions=True)))[0].wrong
    assert (
        "does not answer"
        in looked(data, **settings(place._replace(address="s3://no-one")))[0].wrong
    )
    monkeypatch.setattr(checkup, "is_installed", lambda: False)
    (missing,) = looked(data, **settings(place))
    assert "esoviet[s3]" in missing.wrong
    note = next((data / "assemblies" / world.id / "blobs").glob("*/*"))
    note.rename(note.with_name(note.name + AWAY))
    (unset,) = looked(data)
    assert unset.wrong == "1 files lie in a bucket, and the settings name none."


def test_the_doctor_counts_what_the_bucket_does_not_delete(
    world: World, place: Place, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    write(world, data)
    file = next((data / "assemblies" / world.id / "blobs").glob("*/*"))
    note = file.with_name(file.name + LEAVING)
    file.rename(note)
    assert len(looked(data, **settings(place))) == 1
    os.utime(note, (time.time() - 7200,) * 2)
    assert looked(data, **settings(place))[0].wrong.startswith("1 erased files are not deleted")
