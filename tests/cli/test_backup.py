"""`esoviet backup`, while the server runs; `esoviet restore`, which believes nothing."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from esoviet.cli.main import main
from esoviet.law.act import Blob
from esoviet.law.blobs import EraseBlob
from esoviet.law.membership import SetProfile
from esoviet.node import backup
from esoviet.store.errors import StoreError
from esoviet.store.log import SqliteLog
from tests.web.desk import Desk, desk
from tests.web.served import write
from tests.world import World


@pytest.fixture
def world() -> World:
    world = World().found()
    world.member("Ada").sets_profile(world.text("Ada, third floor"))
    return world


@pytest.fixture
def data(world: World, tmp_path: Path) -> Path:
    """The data folder of a server at rest."""
    folder = tmp_path / "data"
    write(world, folder)
    return folder


@pytest.fixture
def copy(data: Path, tmp_path: Path) -> Path:
    """A backup of it."""
    assert main(["backup", str(tmp_path / "copy"), "--data", str(data)]) == 0
    return tmp_path / "copy"


def does(at: Desk, name: str, text: str) -> Blob:
    """A member says something."""
    words = at.world.text(text)
    at.bring(words)
    assert at.does(at.world.member(name), SetProfile, profile=words).status_code == 201
    return words


def home(folder: Path, world: World) -> Path:
    return folder / "assemblies" / world.id


def restored(copy: Path, data: Path, *more: str) -> int:
    return main(["restore", str(copy), "--data", str(data), *more])


def lose(data: Path, world: World) -> None:
    """The disk has lost an assembly, all but what tells how far it was acknowledged."""
    mark = home(data, world) / "watermark"
    kept = mark.read_bytes() if mark.exists() else None
    shutil.rmtree(home(data, world))
    home(data, world).mkdir()
    if kept is not None:
        mark.write_bytes(kept)


def size_of(folder: Path, world: World) -> int:
    log = SqliteLog(home(folder, world) / "log.db")
    stored = log.state()
    log.close()
    assert stored is not None
    return stored.size


def test_a_backup_is_made_while_the_server_runs_and_can_be_audited(
    data: Path, world: World, tmp_path: Path
) -> None:
    to = str(tmp_path / "copy")
    with desk(world, data) as at:
        assert main(["backup", to, "--data", str(data)]) == 0
        words = does(at, "Ada", "Ada, fourth floor")
        assert main(["backup", to, "--data", str(data)]) == 0
    assert size_of(Path(to), world) == len(world.entries)
    assert (home(Path(to), world) / "blobs" / words.sha256[:2] / words.sha256).exists()
    assert main(["audit", to]) == 0


def test_a_second_backup_says_what_was_new(
    data: Path, copy: Path, world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    with desk(world, data) as at:
        does(at, "Ada", "Ada, fourth floor")
    capsys.readouterr()
    assert main(["backup", str(copy), "--data", str(data)]) == 0
    said = capsys.readouterr().out
    assert f"1 of 1 assemblies, {len(world.entries)} entries" in said
    assert "1 new texts and files" in said
    made = backup.last_made(data)
    assert made is not None
    assert made.to == str(copy)


def test_more_than_a_tile_is_copied_bit_by_bit(tmp_path: Path) -> None:
    world = World().found(backing="0")
    ada = world.crowd(200)[0]
    write(world, tmp_path / "data")
    to = ["backup", str(tmp_path / "copy"), "--data", str(tmp_path / "data")]
    assert main(to) == 0
    with desk(world, tmp_path / "data") as at:
        for number in range(90):
            words = world.text(f"{number}")
            at.bring(words)
            assert at.does(ada, SetProfile, profile=words).status_code == 201
            if number % 40 == 0:
                assert main(to) == 0
    assert main(to) == 0
    assert len(world.entries) > 256
    assert main(["audit", str(tmp_path / "copy")]) == 0


def test_what_is_erased_goes_from_the_backup_and_what_is_lost_stays(
    data: Path, copy: Path, world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    with desk(world, data) as at:
        erased, lost = does(at, "Ada", "erased"), does(at, "Ada", "lost")
        main(["backup", str(copy), "--data", str(data)])
        assert at.does(world.member("Ada"), EraseBlob, sha256=erased.sha256).status_code == 201
    (home(data, world) / "blobs" / lost.sha256[:2] / lost.sha256).unlink()
    assert main(["backup", str(copy), "--data", str(data)]) == 0
    assert lost.sha256 in capsys.readouterr().err
    names = {path.name for path in (home(copy, world) / "blobs").rglob("*")}
    assert (erased.sha256 in names, lost.sha256 in names) == (False, True)


def test_a_backup_is_made_neither_in_a_data_folder_nor_onto_another_history(
    data: Path, world: World, tmp_path: Path
) -> None:
    assert main(["backup", str(data / "copy"), "--data", str(data)]) == 1
    other = World().found("Bea")
    write(other, tmp_path / "other")
    assert main(["backup", str(tmp_path / "other"), "--data", str(data)]) == 1
    shutil.copytree(home(tmp_path / "other", other), home(tmp_path / "copy", world))
    assert main(["backup", str(tmp_path / "copy"), "--data", str(data)]) == 1
    assert backup.last_made(data) is None


def test_an_assembly_comes_back_as_it_was(data: Path, copy: Path, world: World) -> None:
    lose(data, world)
    assert restored(copy, data) == 0
    assert not (home(data, world) / "blobs.size").exists()
    assert main(["audit", str(data)]) == 0
    with desk(world, data) as at:
        assert at.size() == len(world.entries)
        does(at, "Ada", "Ada is back")


def test_nothing_is_written_over(
    data: Path, copy: Path, world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    assert restored(copy, data) == 1
    assert "move" in capsys.readouterr().err
    (home(data, world) / "log.db").rename(home(data, world) / "log.db-wal")
    assert restored(copy, data) == 1


def test_nothing_is_restored_under_a_running_server(data: Path, copy: Path, world: World) -> None:
    with desk(world, data):
        assert restored(copy, data) == 1


def test_a_backup_that_is_older_than_what_was_acknowledged_is_refused(
    data: Path, copy: Path, world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    with desk(world, data) as at:
        does(at, "Ada", "one more")
    lose(data, world)
    assert restored(copy, data) == 1
    said = capsys.readouterr().err
    assert "the last 1 acts would be lost" in said
    assert "--lose-newer" in said
    assert not (home(data, world) / "log.db").exists()
    assert restored(copy, data, "--lose-newer") == 0
    assert (home(data, world) / "watermark.before-restore").exists()


def test_a_backup_must_reach_the_checkpoints_that_members_kept(
    data: Path, copy: Path, world: World, tmp_path: Path
) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    with desk(world, data) as at:
        old.write_bytes(at.hosted.ledger.published.note)
        does(at, "Ada", "one more")
        new.write_bytes(at.hosted.ledger.published.note)
    shutil.rmtree(home(data, world))
    assert restored(copy, data, "--checkpoint", str(new)) == 1
    assert restored(copy, data, "--checkpoint", str(old)) == 0


STRANGE: dict[str, str] = {
    "a trigger": "CREATE TRIGGER eats AFTER INSERT ON entries BEGIN DELETE FROM entries; END",
    "a view": "CREATE VIEW more AS SELECT * FROM entries",
    "another table": "CREATE TABLE more(one)",
    "an index": "CREATE INDEX more ON tiles(data)",
    "a view in a table's place": "ALTER TABLE entries RENAME TO hidden; CREATE VIEW entries AS"
    " SELECT * FROM hidden",
}
WRONG: dict[str, str] = {
    "an altered entry": "UPDATE entries SET entry = CAST(replace(entry, 'a', 'b') AS BLOB)"
    " WHERE idx = 1",
    "an entry that is gone": "DELETE FROM entries WHERE idx = 1",
    "a text for an entry": "UPDATE entries SET entry = zeroblob(0) WHERE idx = 1",
    "another root": "UPDATE state SET root = zeroblob(32)",
    "another size": "UPDATE state SET size = size - 1",
    "another checkpoint": "UPDATE state SET checkpoint = replace(checkpoint, 'e', 'f')",
    "no checkpoint": "DELETE FROM state",
}


def bend(folder: Path, script: str) -> None:
    with sqlite3.connect(folder / "log.db") as db:
        db.executescript(script)
    db.close()


@pytest.mark.parametrize("script", (STRANGE | WRONG).values(), ids=STRANGE | WRONG)
def test_of_a_bent_backup_nothing_is_taken(
    data: Path, copy: Path, world: World, script: str
) -> None:
    bend(home(copy, world), script)
    lose(data, world)
    assert restored(copy, data) == 1
    assert not (home(data, world) / "log.db").exists()
    assert list((data / "assemblies").glob(".new-*")) == []


@pytest.mark.parametrize("script", STRANGE.values(), ids=STRANGE)
def test_a_log_that_brings_more_than_a_log_is_not_served(
    data: Path, world: World, script: str
) -> None:
    bend(home(data, world), script)
    with pytest.raises(StoreError, match="laid out"), desk(world, data):
        pass


def test_tiles_and_ids_of_a_backup_are_not_believed(data: Path, copy: Path, world: World) -> None:
    bend(home(copy, world), "UPDATE entries SET id = randomblob(32)")
    lose(data, world)
    assert restored(copy, data) == 0
    assert main(["audit", str(data)]) == 0


def spoil(path: Path) -> None:
    path.write_bytes(b"x" + path.read_bytes()[1:])


@pytest.mark.parametrize("how", [spoil, Path.unlink])
def test_a_text_that_is_damaged_or_lacking_stays_out_and_stops_nothing(
    data: Path,
    copy: Path,
    world: World,
    how: Callable[[Path], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = next((home(copy, world) / "blobs").glob("??/*"))
    how(text)
    lose(data, world)
    assert restored(copy, data) == 0
    assert "1 more are not in the backup" in capsys.readouterr().out
    assert not (home(data, world) / "blobs" / text.name[:2] / text.name).exists()


def test_a_backup_of_another_host_or_under_another_name_is_refused(
    data: Path, copy: Path, world: World
) -> None:
    home(copy, world).rename(copy / "assemblies" / ("0" * 64))
    assert restored(copy, data) == 1
    (copy / "assemblies" / ("0" * 64)).rename(home(copy, world))
    shutil.rmtree(home(data, world))
    (data / "node.key").write_bytes(bytes(32))
    assert restored(copy, data) == 1
    assert main(["restore", str(copy / "nowhere"), "--data", str(data)]) == 1


def test_what_a_crash_left_of_a_first_backup_is_no_hindrance(
    data: Path, world: World, tmp_path: Path
) -> None:
    there = home(tmp_path / "copy", world)
    there.mkdir(parents=True)
    for rest in ("", "-wal", "-shm"):
        (there / f".new-log.db{rest}").write_bytes(b"half of it")
    assert main(["backup", str(tmp_path / "copy"), "--data", str(data)]) == 0
    assert main(["audit", str(tmp_path / "copy")]) == 0
    assert list(there.glob(".new-*")) == []


def fork_of(world: World, folder: Path) -> Path:
    """The data folder of a host that goes on from the same beginning with two other acts."""
    fork = World().found()
    for words in ("Ada, third floor", "one", "two"):
        fork.member("Ada").sets_profile(fork.text(words))
    assert fork.id == world.id
    assert fork.entries[: len(world.entries)] == world.entries
    write(fork, folder)
    return folder


def test_a_second_backup_onto_a_copy_that_goes_on_otherwise_takes_nothing(
    data: Path, copy: Path, world: World, tmp_path: Path
) -> None:
    fork = fork_of(world, tmp_path / "fork")
    with desk(world, data) as at:
        does(at, "Ada", "here")
    assert main(["backup", str(copy), "--data", str(data)]) == 0
    assert main(["backup", str(copy), "--data", str(fork)]) == 1
    assert size_of(copy, world) == len(world.entries)
    assert main(["audit", str(copy)]) == 0


def test_a_backup_that_goes_on_otherwise_than_was_acknowledged_is_refused(
    data: Path, world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fork = fork_of(world, tmp_path / "fork")
    assert main(["backup", str(tmp_path / "copy"), "--data", str(fork)]) == 0
    with desk(world, data) as at:
        does(at, "Ada", "here")
    lose(data, world)
    assert restored(tmp_path / "copy", data, "--lose-newer") == 1
    assert "another history" in capsys.readouterr().err
