"""A full disk: acts are answered so, all can be read, and it goes on when there is room."""

import errno
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from esoviet.law.act import Blob
from esoviet.law.membership import SetProfile
from esoviet.node.checked import CheckedLog
from esoviet.store import files
from esoviet.store.errors import NoRoom
from tests.web.desk import Desk, desk
from tests.world import World

HTML = {"accept": "text/html"}


class Disk:
    """The disk under a log; `proves` says whether what is there can still be flushed."""

    full = False
    proves = False


class FullLog(CheckedLog):
    """A log on a disk that may be full."""

    disk = Disk()

    def commit(self) -> None:
        if self.disk.full:
            raise NoRoom("database or disk is full")
        super().commit()

    def prove(self) -> None:
        if self.disk.full and not self.disk.proves:
            raise NoRoom("database or disk is full")
        super().prove()


@pytest.fixture
def world() -> World:
    return World().found(readership="public")


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    disk = Disk()
    monkeypatch.setattr(FullLog, "disk", disk)
    monkeypatch.setattr(files, "has_room", lambda _: not disk.full)
    return disk


@pytest.fixture
def at(world: World, tmp_path: Path, disk: Disk) -> Iterator[Desk]:
    with desk(world, tmp_path) as served:
        ledger = served.hosted.ledger
        ledger.log.close()
        ledger.log = FullLog(ledger.log.path)
        yield served
        disk.full = False


def brought(at: Desk) -> Blob:
    blob = at.world.text("Ada")
    assert at.bring(blob).status_code == 201
    return blob


@pytest.mark.parametrize("proves", [False, True])
def test_acts_are_told_that_there_is_no_room_and_all_can_be_read(
    at: Desk, world: World, disk: Disk, proves: bool
) -> None:
    ada, blob = world.person("Ada"), brought(at)
    jws = world.seal(ada.key, SetProfile, profile=blob)
    disk.full, disk.proves = True, proves
    for _ in range(3):
        answer = at.hand_in(jws)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
        assert "no room" in answer.json()["detail"]
    for path in ("members", "members.json", "log/checkpoint", "log/tile/entries/000.p/1"):
        assert at.get(path).status_code == 200
    [fault] = at.get("/node").json()["faults"]
    assert "full" in fault
    disk.full = False
    at.until(lambda: at.hand_in(jws).status_code == 201)
    assert at.get("/node").json()["faults"] == []


def test_it_is_told_in_one_line_and_without_a_traceback(
    at: Desk, world: World, disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    jws = world.seal(world.person("Ada").key, SetProfile, profile=brought(at))
    disk.full = disk.proves = True
    with caplog.at_level(logging.ERROR):
        for _ in range(5):
            assert at.hand_in(jws).status_code == 503
    [line] = caplog.records
    assert (line.exc_info, "no room" in line.getMessage()) == (None, True)


def test_a_text_that_finds_no_room_is_told_so_and_leaves_nothing(
    at: Desk, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    blob, pending = world.text("A long text"), at.hosted.ledger.pending
    with monkeypatch.context() as full:
        full.setattr("os.fsync", no_room)
        answer = at.bring(blob)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
    assert "no room" in answer.json()["detail"]
    assert (list(pending.folder.iterdir()), pending.bytes) == ([], 0)
    assert at.bring(blob).status_code == 201


@pytest.mark.parametrize("proves", [False, True])
def test_many_acts_at_once_are_each_told(at: Desk, world: World, disk: Disk, proves: bool) -> None:
    jws = world.seal(world.person("Ada").key, SetProfile, profile=brought(at))
    disk.full, disk.proves = True, proves
    kind = {"content-type": "application/jose-seq"}
    answer = at.ask("POST", "acts", content=jws + b"\n" + jws + b"\n", headers=kind)
    assert answer.status_code == 200
    assert answer.text.count('"status":503') == 2
