"""Put an older log back, so that acts which were acknowledged have never been."""

import shutil
from pathlib import Path

import pytest

from esoviet.law.membership import SetProfile
from esoviet.node.ledger import SNAPSHOT, WATERMARK, Ledger
from esoviet.node.recovery import CorruptLog
from esoviet.store.errors import StoreError
from esoviet.store.watermark import SLOT, Watermark
from esoviet.wire import entry as entries
from tests.node.test_recovery import snapshot_of
from tests.web.desk import ONE, Desk, desk
from tests.web.served import verifier, write
from tests.world import World, replay

BEFORE, AFTER = "before", "after"


@pytest.fixture
def world() -> World:
    return World().found(readership="public")


@pytest.fixture
def folder(world: World, tmp_path: Path) -> Path:
    """An assembly's folder with a log of two acts more than the copy that lies beside it."""
    ada = world.member("Ada")
    place = tmp_path / "node" / "assemblies" / world.id
    with desk(world, tmp_path / "node") as at:
        shutil.copy(place / "log.db", tmp_path / BEFORE)
        for words in ("Ada", "Ada, of the second floor"):
            says(at, ada.name, words)
        shutil.copy(place / "log.db", tmp_path / "without-wal")
    shutil.copy(place / "log.db", tmp_path / AFTER)
    return place


def says(at: Desk, name: str, words: str) -> None:
    """A member changes her profile."""
    blob = at.world.text(words)
    assert at.bring(blob).status_code == 201
    assert at.does(at.world.person(name), SetProfile, profile=blob).status_code == 201


def put_back(folder: Path, which: str) -> None:
    """Replace the log by a copy."""
    (folder / "log.db").unlink()
    shutil.copy(folder.parents[2] / which, folder / "log.db")


def opened(world: World, folder: Path) -> int:
    """How many entries the host finds when it opens the folder."""
    ledger = Ledger(folder, world.host.key)
    ledger.close()
    return ledger.published.size


@pytest.mark.parametrize("copy", [BEFORE, "without-wal"])
def test_an_older_log_is_not_gone_on_with(world: World, folder: Path, copy: str) -> None:
    put_back(folder, copy)
    with pytest.raises(CorruptLog, match="Put the newer"):
        opened(world, folder)
    put_back(folder, AFTER)
    assert opened(world, folder) == len(world.entries)


def test_a_log_that_is_older_than_its_snapshot_is_not_gone_on_with(
    world: World, folder: Path
) -> None:
    snapshot_of(world, folder)
    (folder / WATERMARK).unlink()
    put_back(folder, BEFORE)
    with pytest.raises(CorruptLog, match=SNAPSHOT):
        opened(world, folder)
    (folder / SNAPSHOT).write_bytes((folder / SNAPSHOT).read_bytes()[:-1])
    assert opened(world, folder) < len(world.entries)


@pytest.mark.parametrize("acts", [2, 3])
def test_another_history_is_not_gone_on_with_however_long_it_is(
    world: World, folder: Path, tmp_path: Path, acts: int
) -> None:
    put_back(folder, BEFORE)
    (folder / WATERMARK).rename(tmp_path / WATERMARK)
    fork = replay(world.entries[:-2])
    with desk(fork, tmp_path / "node") as at:
        for number in range(acts):
            says(at, "Ada", f"Not Ada {number}")
    shutil.copy(tmp_path / WATERMARK, folder / WATERMARK)
    with pytest.raises(CorruptLog, match="another history"):
        opened(world, folder)
    put_back(folder, AFTER)
    assert opened(world, folder) == len(world.entries)


def test_the_other_assemblies_of_a_node_are_served_all_the_same(
    world: World, folder: Path, tmp_path: Path
) -> None:
    put_back(folder, BEFORE)
    other = World()
    other.host = world.host
    other.found("Zoe", readership="public")
    with pytest.raises(CorruptLog):  # nothing else is there
        desk(world, tmp_path / "node").__enter__()
    write(other, tmp_path / "node")
    with desk(other, tmp_path / "node") as at:
        assert at.get(".json").status_code == 200
        for path in (f"/a/{world.id}", f"/a/{world.id}.json", f"/a/{world.id}/log/checkpoint"):
            assert at.get(path).status_code == 503
        [fault] = at.get("/node").json()["faults"]
        assert world.id in fault
        founding = entries.read(world.entries[0]).jws
        assert at.ask("POST", "/a", content=founding, headers=ONE).status_code == 503
    put_back(folder, AFTER)
    assert opened(world, folder) == len(world.entries)


def test_half_a_watermark_is_read_from_its_other_half(world: World, folder: Path) -> None:
    path = folder / WATERMARK
    whole = path.read_bytes()
    heights = set()
    for torn in (0, SLOT):
        path.write_bytes(whole[:torn] + bytes(100) + whole[torn + 100 :])
        heights.add(height(world, path))
    assert heights == {len(world.entries), len(world.entries) - 1}
    path.write_bytes(b"?" * 2 * SLOT)
    with pytest.raises(StoreError, match="damaged"):
        opened(world, folder)
    path.unlink()
    assert opened(world, folder) == height(world, path)


def test_a_watermark_is_never_ahead_of_the_log(world: World, folder: Path, tmp_path: Path) -> None:
    with desk(world, tmp_path / "node") as at:
        ledger, before = at.hosted.ledger, height(world, folder / WATERMARK)
        ledger.log.commit = failing  # type: ignore[method-assign]
        blob = at.world.text("Lost")
        at.bring(blob)
        assert at.does(world.person("Ada"), SetProfile, profile=blob).status_code == 503
        assert height(world, folder / WATERMARK) == before == at.size()


def failing() -> None:
    """A disk that is broken."""
    raise OSError("disk I/O error")


def height(world: World, path: Path) -> int:
    """Up to where a watermark says that the log was acknowledged."""
    mark = Watermark(path, verifier(world))
    mark.close()
    assert mark.highest is not None
    return mark.highest.size
