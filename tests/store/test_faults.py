"""What a full disk and a damaged file are called, and a log that is filled anew."""

import errno
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from esoviet.store import files
from esoviet.store.database import Database
from esoviet.store.errors import Damaged, NoRoom, StoreError, is_full
from esoviet.store.log import Batch, LogReader, SqliteLog, Stored, Tile

STORED = Stored(3, b"r" * 32, "a checkpoint")


def rows(count: int) -> list[tuple[int, bytes, bytes]]:
    return [(n, n.to_bytes(32, "big"), b"entry %d" % n) for n in range(count)]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS])
def test_a_full_disk_is_told_from_a_broken_one(
    tmp_path: Path, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert files.has_room(tmp_path)
    for error, full in ((OSError(number, "full"), True), (OSError(errno.EIO, "broken"), False)):
        assert is_full(error) == full
        monkeypatch.setattr("tempfile.TemporaryFile", failing(error))
        assert files.has_room(tmp_path) != full


def failing(error: OSError) -> object:
    """A function that the system lets do nothing."""

    def fail(**_: object) -> None:
        raise error

    return fail


def test_a_file_that_may_not_grow_has_no_room(tmp_path: Path) -> None:
    with closing(Database(tmp_path / "db", new=True)) as database:
        database.execute("CREATE TABLE t(x)")
        database.execute("PRAGMA max_page_count = 2")
        with pytest.raises(NoRoom):
            database.execute("INSERT INTO t VALUES (zeroblob(100000))")
        database.execute("INSERT INTO t VALUES (1)")


@pytest.mark.parametrize("room", [True, False])
def test_of_an_input_or_output_error_it_is_tried_whether_there_is_room(
    tmp_path: Path, room: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "has_room", lambda _: room)
    with pytest.raises(StoreError) as caught:
        Database(tmp_path / "nowhere" / "db")
    assert isinstance(caught.value, NoRoom) != room


def test_a_damaged_file_is_called_so(tmp_path: Path) -> None:
    (tmp_path / "log.db").write_bytes(b"no database" * 100)
    with pytest.raises(Damaged):
        SqliteLog(tmp_path / "log.db")


def test_a_file_whose_rows_may_hold_anything_is_not_opened(tmp_path: Path) -> None:
    SqliteLog.fill(tmp_path / "log.db", rows(3), list, STORED)
    with closing(sqlite3.connect(tmp_path / "log.db")) as db:
        db.execute("PRAGMA writable_schema = ON")
        db.execute("UPDATE sqlite_master SET sql = replace(sql, 'STRICT', '')")
        db.execute("PRAGMA writable_schema = OFF")
        db.commit()
    with pytest.raises(StoreError, match="not laid out"):
        LogReader(tmp_path / "log.db")


def test_a_log_can_be_filled_at_once_and_put_in_the_place_of_another(tmp_path: Path) -> None:
    made, tile = tmp_path / "made.db", Tile(0, 0, bytes(8192))
    with closing(SqliteLog.create(tmp_path / "log.db")) as log:
        SqliteLog.fill(made, rows(3), lambda: [tile], STORED)
        log.replace(made)
        assert log.state() == STORED
        assert log.listed(0, 3) == [row[1:] for row in rows(3)]
        assert log.tile(0, 0) == tile.data
        assert log.index_of(rows(3)[2][1]) == 2
    assert sorted(file.name for file in tmp_path.iterdir()) == ["log.db"]


def test_a_log_whose_place_cannot_be_taken_is_as_it_was(tmp_path: Path) -> None:
    SqliteLog.fill(tmp_path / "log.db", rows(3), list, STORED)
    with closing(SqliteLog(tmp_path / "log.db")) as log:
        log.append(Batch(3, [b"i" * 32], [b"entry 3"], [], b"s" * 32, "another"))
        with pytest.raises(OSError, match="nowhere"):
            log.replace(tmp_path / "nowhere")
        log.reopen()
        assert log.entries(2, 4) == [b"entry 2", b"entry 3"]
        assert log.state() == Stored(4, b"s" * 32, "another")


def test_leftovers_are_files_of_ours(tmp_path: Path) -> None:
    for name in (".new-a", "kept"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / ".new-folder").mkdir()
    files.clear_leftovers(tmp_path)
    assert sorted(one.name for one in tmp_path.iterdir()) == [".new-folder", "kept"]
