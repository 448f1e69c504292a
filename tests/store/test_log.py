"""The durable log: all of a batch or nothing, on what it was meant to build on."""

import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from esoviet.store.errors import Damaged, StoreError
from esoviet.store.log import Batch, SqliteLog, Stored, Tile

ROOT = bytes(32)


def batch(old_size: int, count: int, **other: Any) -> Batch:
    numbers = range(old_size, old_size + count)
    ids = [number.to_bytes(32, "big") for number in numbers]
    whole = Batch(old_size, ids, [b"entry %d" % n for n in numbers], [], ROOT, "a checkpoint")
    return whole._replace(**other)


def entry(log: SqliteLog, index: int) -> bytes | None:
    """What can be read of an entry."""
    try:
        return log.entries(index, index + 1)[0]
    except Damaged:
        return None


@pytest.fixture
def log(tmp_path: Path) -> Iterator[SqliteLog]:
    with closing(SqliteLog.create(tmp_path / "log.db")) as made:
        yield made


def test_a_new_log_has_no_state(log: SqliteLog) -> None:
    assert log.state() is None
    assert entry(log, 0) is None


def test_a_batch_is_kept_whole(log: SqliteLog, tmp_path: Path) -> None:
    tile = Tile(0, 0, bytes(8192))
    log.append(batch(0, 300, tiles=[tile], root=b"r" * 32))
    log.close()
    again = SqliteLog(tmp_path / "log.db")
    assert again.state() == Stored(300, b"r" * 32, "a checkpoint")
    assert again.entries(298, 300) == [b"entry 298", b"entry 299"]
    assert again.index_of((7).to_bytes(32, "big")) == 7
    assert again.listed(7, 8) == [((7).to_bytes(32, "big"), b"entry 7")]
    assert again.tile(0, 0) == tile.data
    assert again.tile(0, 1) is None
    again.close()


def test_a_batch_that_builds_on_another_size_is_refused(log: SqliteLog) -> None:
    log.append(batch(0, 2))
    for wrong in (0, 1, 3):
        with pytest.raises(StoreError, match="2 entries"):
            log.append(batch(wrong, 1))
    log.append(batch(2, 1))
    assert log.entries(0, 3) == [b"entry 0", b"entry 1", b"entry 2"]


def test_nothing_that_is_staged_is_seen_before_it_is_committed(log: SqliteLog) -> None:
    log.append(batch(0, 1))
    log.stage(batch(1, 1))
    assert log.state() == Stored(1, ROOT, "a checkpoint")
    assert entry(log, 1) is None
    log.commit()
    assert entry(log, 1) == b"entry 1"


def test_what_is_abandoned_leaves_nothing(log: SqliteLog) -> None:
    log.append(batch(0, 1))
    log.stage(batch(1, 1))
    log.abandon()
    assert entry(log, 1) is None
    log.append(batch(1, 1, entries=[b"another"]))
    assert entry(log, 1) == b"another"


def test_an_act_stands_in_a_log_once(log: SqliteLog) -> None:
    log.append(batch(0, 2))
    twice = batch(2, 2, ids=[(9).to_bytes(32, "big"), (1).to_bytes(32, "big")])
    with pytest.raises(StoreError, match="UNIQUE"):
        log.append(twice)
    assert log.state() == Stored(2, ROOT, "a checkpoint")
    log.append(batch(2, 2))


def test_entries_that_are_missing_are_an_error(log: SqliteLog) -> None:
    log.append(batch(0, 2))
    assert len(log.entries(0, 2)) == 2
    with pytest.raises(StoreError, match="not all there"):
        log.entries(0, 3)


def test_a_reopened_log_goes_on(log: SqliteLog) -> None:
    log.append(batch(0, 1))
    log.stage(batch(1, 1))
    log.reopen()
    assert entry(log, 1) is None
    log.append(batch(1, 1))
    assert entry(log, 1) == b"entry 1"


def test_what_is_proved_stands_in_the_file_itself(log: SqliteLog, tmp_path: Path) -> None:
    log.append(batch(0, 3))
    log.reopen()
    log.prove()
    assert (tmp_path / "log.db-wal").stat().st_size == 0
    (tmp_path / "alone").mkdir()
    alone = SqliteLog(Path(shutil.copy(tmp_path / "log.db", tmp_path / "alone")))
    assert alone.entries(0, 3) == [b"entry 0", b"entry 1", b"entry 2"]
    log.append(batch(3, 1))
    assert alone.state() != log.state()
    alone.close()


def test_while_another_process_reads_older_entries_nothing_is_proved(
    log: SqliteLog, tmp_path: Path
) -> None:
    log.append(batch(0, 1))
    other = sqlite3.connect(tmp_path / "log.db", isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM entries").fetchone()
    log.append(batch(1, 1))
    with pytest.raises(StoreError, match="read by another process"):
        log.prove()
    other.close()
    log.prove()


def test_what_could_be_read_before_a_failed_opening_still_can(
    log: SqliteLog, tmp_path: Path
) -> None:
    log.append(batch(0, 1))
    (tmp_path / "log.db").rename(tmp_path / "elsewhere")
    with pytest.raises(StoreError):
        log.reopen()
    assert entry(log, 0) == b"entry 0"
    (tmp_path / "elsewhere").rename(tmp_path / "log.db")
    log.reopen()
    log.append(batch(1, 1))


def test_nobody_waits_long_for_another_process_that_holds_the_file(
    log: SqliteLog, tmp_path: Path
) -> None:
    log.append(batch(0, 1))
    other = sqlite3.connect(tmp_path / "log.db", isolation_level=None)
    for again in (False, True):
        other.execute("BEGIN IMMEDIATE")
        begun = time.monotonic()
        with pytest.raises(StoreError, match="locked"):
            log.append(batch(1, 1))
        assert time.monotonic() - begun < 2
        other.execute("ROLLBACK")
        if not again:
            log.reopen()
    other.close()
    log.append(batch(1, 1))


def test_a_file_that_is_no_log_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is not there"):
        SqliteLog(tmp_path / "nothing")
    (tmp_path / "letter").write_bytes(b"Dear comrades, " * 1000)
    with pytest.raises(StoreError, match="not a database"):
        SqliteLog(tmp_path / "letter")
    (tmp_path / "empty").write_bytes(b"")
    with pytest.raises(StoreError, match="not a log"):
        SqliteLog(tmp_path / "empty")
