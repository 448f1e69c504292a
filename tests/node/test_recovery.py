"""Starting again: from the log, from a snapshot, and never from what does not fit together."""

import asyncio
import errno
import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from esoviet.cli.example import Example
from esoviet.node import places, snapshots
from esoviet.node.ledger import Ledger
from esoviet.node.node import Node, NodeError
from esoviet.node.recovery import CorruptLog
from esoviet.store.blobs import BlobStore
from esoviet.store.errors import StoreError
from esoviet.store.log import SqliteLog
from tests.web.desk import desk
from tests.web.served import write
from tests.world import World, signing_key


@pytest.fixture(scope="module")
def story() -> World:
    """A log of more than two tiles, with two votes, one of them over."""
    world = World().found(backing="0", question_days="1")
    crowd = world.crowd(120)
    for number in (1, 2):
        vote = crowd[0].puts_to_vote("Monday", "Friday")
        for person in crowd:
            person.votes(vote, [[1 + person.number % 2], [0]])
        world.pass_days(2 if number == 1 else 0.1)
    crowd[5].sets_profile()
    return world


@pytest.fixture
def folder(story: World, tmp_path: Path) -> Path:
    write(story, tmp_path)
    return tmp_path / "assemblies" / story.id


def opened(story: World, folder: Path) -> Ledger:
    return Ledger(folder, story.host.key)


@contextmanager
def altered(folder: Path) -> Iterator[sqlite3.Connection]:
    db = sqlite3.connect(folder / "log.db")
    yield db
    db.commit()
    db.close()


def test_a_stored_log_gives_the_state_that_it_had(story: World, folder: Path) -> None:
    ledger = opened(story, folder)
    assert ledger.replica.state.digest() == story.state.digest()
    assert ledger.replica.tree.root() == story.tree.root()
    assert ledger.replica.time == story.now
    ledger.close()


DAMAGE: dict[str, str] = {
    "an entry at the edge": "UPDATE entries SET entry = CAST(replace(entry, 'a', 'b') AS BLOB)"
    " WHERE idx = (SELECT max(idx) FROM entries)",
    "an entry long ago": "UPDATE entries SET entry = CAST(replace(entry, ',', ', ') AS BLOB)"
    " WHERE idx = 3",
    "an entry that is gone": "DELETE FROM entries WHERE idx = 300",
    "the last entry gone": "DELETE FROM entries WHERE idx = (SELECT max(idx) FROM entries)",
    "two entries in each other's place": "UPDATE entries SET entry = (SELECT entry FROM entries"
    " WHERE idx = 10) WHERE idx = 11",
    "the root": "UPDATE state SET root = zeroblob(32)",
    "the size": "UPDATE state SET size = size - 1",
    "the checkpoint": "UPDATE state SET checkpoint = replace(checkpoint, 'A', 'B')",
    "no checkpoint": "DELETE FROM state",
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_log_is_not_built_upon(story: World, folder: Path, damage: str) -> None:
    with altered(folder) as db:
        db.execute(damage)
    with pytest.raises((CorruptLog, StoreError)):
        opened(story, folder)


TILES = {
    "of zeros": "UPDATE tiles SET data = zeroblob(8192) WHERE idx = 0",
    "gone": "DELETE FROM tiles",
    "too many": "INSERT INTO tiles VALUES (0, 77, zeroblob(8192))",
}


@pytest.mark.parametrize("damage", TILES.values(), ids=TILES)
@pytest.mark.parametrize("quick", [False, True])
def test_damaged_hash_tiles_are_made_anew_from_the_entries(
    story: World, folder: Path, damage: str, quick: bool
) -> None:
    if quick:
        snapshot_of(story, folder)
    with altered(folder) as db:
        db.execute(damage)
    ledger = opened(story, folder)
    assert ledger.replica.state.digest() == story.state.digest()
    assert ledger.replica.tree.hash_tile(0, 0) == story.tree.hash_tile(0, 0)
    ledger.close()
    log = SqliteLog(folder / "log.db")
    assert log.tile(0, 0) == story.tree.hash_tile(0, 0)
    assert log.entries(0, len(story.entries)) == story.entries
    log.close()
    assert not list(folder.glob(".new-*"))


def test_tiles_cannot_be_made_anew_from_damaged_entries(story: World, folder: Path) -> None:
    snapshot_of(story, folder)
    with altered(folder) as db:
        db.execute(DAMAGE["an entry long ago"])
        db.execute(TILES["gone"])
    with pytest.raises((CorruptLog, StoreError)):
        opened(story, folder)


def test_what_a_kill_left_half_written_is_cleared_away(story: World, folder: Path) -> None:
    left = [folder / name for name in (".new-snapshot", ".new-log.db", ".new-log.db-wal")]
    left.append(folder.parent.parent / ".new-heartbeat")
    for file in left:
        file.write_bytes(b"half")
    with desk(story, folder.parent.parent):
        assert not [file for file in left if file.exists()]


def test_a_snapshot_that_finds_no_room_leaves_the_old_one_and_nothing_else(
    story: World, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    before = snapshot_of(story, folder).read_bytes()
    monkeypatch.setattr("os.fsync", no_room)
    with pytest.raises(OSError, match="No space"):
        snapshot_of(story, folder)
    assert (folder / "snapshot").read_bytes() == before
    assert not list(folder.glob(".new-*"))


def test_what_is_left_of_an_example_is_cleared_away(story: World, tmp_path: Path) -> None:
    stage = tmp_path / ".example"
    with desk(story, tmp_path) as at:
        stage.mkdir()
        (stage / "node.key").write_bytes(b"the host's key")
        Example().clear(at.node)
        assert not stage.exists()


def test_running_out_of_open_files_is_told(
    story: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert places.files_left() > 0
    with desk(story, tmp_path) as at:
        monkeypatch.setattr(resource, "getrlimit", lambda _: (10, 10))
        assert places.files_left() <= 0
        at.until(lambda: "open files" in caplog.text)
        assert "open files" in " ".join(at.get("/node").json()["faults"])


def test_another_host_does_not_open_it(story: World, folder: Path) -> None:
    with pytest.raises(CorruptLog, match="not this host's"):
        Ledger(folder, signing_key("another host"))
    opened(story, folder).close()


def test_a_log_in_another_assemblys_folder_is_not_opened(story: World, folder: Path) -> None:
    other = folder.rename(folder.with_name("0" * 64))
    with pytest.raises(CorruptLog):
        opened(story, other)


def snapshot_of(story: World, folder: Path) -> Path:
    """The snapshot that a node leaves."""
    path = folder / "snapshot"
    ledger = opened(story, folder)
    state, shown = ledger.replica.state, ledger.published
    taken = snapshots.picture(state, shown.size, shown.root, ledger.replica.time)
    asyncio.run(snapshots.write(path, taken))
    ledger.close()
    return path


def test_a_snapshot_gives_the_same_state_as_the_log(story: World, folder: Path) -> None:
    path = snapshot_of(story, folder)
    assert snapshots.read_header(path) is not None
    with altered(folder) as db:
        db.execute("UPDATE entries SET entry = x'00' WHERE idx = 3")  # never read any more
    ledger = opened(story, folder)
    assert ledger.replica.state.digest() == story.state.digest()
    assert ledger.replica.state.first_deadline() == story.state.first_deadline()
    ledger.close()


def test_a_log_goes_on_from_a_snapshot_as_from_itself(tmp_path: Path) -> None:
    world = World().found(backing="0", question_days="1")
    ada = world.member("Ada")
    write(world, tmp_path)
    snapshot_of(world, tmp_path / "assemblies" / world.id)
    vote = ada.puts_to_vote()
    ada.votes(vote, "yes")
    (tmp_path / "assemblies" / world.id / "log.db").unlink()
    moved = tmp_path / "again"
    write(world, moved)
    snapshot = tmp_path / "assemblies" / world.id / "snapshot"
    (moved / "assemblies" / world.id / "snapshot").write_bytes(snapshot.read_bytes())
    ledger = Ledger(moved / "assemblies" / world.id, world.host.key)
    assert ledger.replica.state.digest() == world.state.digest()
    ledger.close()


BENT: dict[str, Callable[[bytes], bytes]] = {
    "a flipped bit": lambda data: data[:-400] + bytes([data[-400] ^ 1]) + data[-399:],
    "a lost end": lambda data: data[:-50],
    "nothing": lambda _: b"",
    "another law": lambda data: data.replace(snapshots.law_digest().encode(), b"0" * 64),
    "something else": lambda _: b"Dear comrades,\n" * 10,
}


@pytest.mark.parametrize("bend", BENT.values(), ids=BENT)
def test_a_snapshot_that_is_not_whole_or_of_another_law_is_passed_over(
    story: World, folder: Path, bend: Callable[[bytes], bytes]
) -> None:
    path = snapshot_of(story, folder)
    path.write_bytes(bend(path.read_bytes()))
    assert snapshots.read_header(path) is None
    ledger = opened(story, folder)
    assert ledger.replica.state.digest() == story.state.digest()
    ledger.close()


def test_a_snapshot_of_another_history_is_passed_over(story: World, folder: Path) -> None:
    other = World().found(backing="0")
    other.members("Ada", "Zoe")
    place = folder.parent.parent / "other"
    write(other, place)
    foreign = snapshot_of(other, place / "assemblies" / other.id)
    (folder / "snapshot").write_bytes(foreign.read_bytes())
    ledger = opened(story, folder)
    assert ledger.replica.state.digest() == story.state.digest()
    ledger.close()


def test_a_change_of_the_law_makes_every_snapshot_another_laws(tmp_path: Path) -> None:
    path = tmp_path / "snapshot"
    for law, fits in ((snapshots.law_digest(), True), ("0" * 64, False)):
        taken = snapshots.Picture(snapshots.Header(law, 1, "0" * 64, 0), [])
        asyncio.run(snapshots.write(path, taken))
        assert (snapshots.read_header(path) is not None) == fits


def test_an_erasure_that_a_crash_cut_short_is_finished(tmp_path: Path) -> None:
    world = World().found()
    ada = world.member("Ada")
    words = world.text("An old profile")
    ada.sets_profile(words)
    ada.sets_profile("A new one")
    ada.erases(words)
    write(world, tmp_path)
    folder = tmp_path / "assemblies" / world.id
    assert BlobStore(folder / "blobs").size(words.sha256)
    Ledger(folder, world.host.key).close()
    assert BlobStore(folder / "blobs").size(words.sha256) is None


def test_there_is_never_a_second_process_on_a_folder(story: World, tmp_path: Path) -> None:
    with desk(story, tmp_path) as at, pytest.raises(NodeError, match="another process"):
        Node(at.node.config)
    with desk(story, tmp_path):
        pass


def test_a_key_file_that_is_no_key_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "node.key").write_bytes(b"short")
    with pytest.raises(NodeError, match="not a host's key"):
        desk(World().found(), tmp_path).__enter__()


def test_a_founding_that_a_crash_cut_short_is_cleared_away(story: World, tmp_path: Path) -> None:
    write(story, tmp_path)
    left = tmp_path / "assemblies" / ".new-something"
    left.mkdir()
    (left / "log.db").write_bytes(b"half")
    with desk(story, tmp_path) as at:
        assert not left.exists()
        assert list(at.node.assemblies) == [story.id]
