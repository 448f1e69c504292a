"""Whatever SQLite cannot do is said as the store's own error, with the file and the reason."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from esoviet.store.database import Database
from esoviet.store.errors import StoreError
from esoviet.store.sessions import NodeStore, Session

Use = Callable[[Database], object]
TABLE = "CREATE TABLE letters(number INTEGER PRIMARY KEY, words BLOB)"
READ: dict[str, Use] = {
    "all rows": lambda database: database.execute("SELECT words FROM letters"),
    "the first row": lambda database: database.row("SELECT words FROM letters"),
}
WRITE: dict[str, Use] = {
    "a row": lambda database: database.execute(
        "INSERT INTO letters(words) VALUES (zeroblob(100000))"
    ),
    "many rows": lambda database: database.execute_each(
        "INSERT INTO letters(words) VALUES (zeroblob(?))", [(50_000,), (50_000,)]
    ),
    "a script": lambda database: database.execute_script(
        "INSERT INTO letters(words) VALUES (zeroblob(100000));"
    ),
}
USE: dict[str, Use] = {**READ, **WRITE, "the way back": lambda database: database.roll_back()}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database of letters, longer than its first page."""
    with closing(Database(tmp_path / "letters.db", new=True)) as made:
        made.execute_script(TABLE)
        made.execute_each(
            "INSERT INTO letters(words) VALUES (?)", ([b"Dear comrades, " * 999],) * 9
        )
    return tmp_path / "letters.db"


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    with closing(Database(path)) as opened:
        yield opened


@pytest.fixture
def other(path: Path) -> Iterator[sqlite3.Connection]:
    """What another process does with the same file."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def rows(database: Database) -> int:
    (count,) = database.row("SELECT count(*) FROM letters") or (None,)
    assert isinstance(count, int)
    return count


@pytest.mark.parametrize("write", WRITE.values(), ids=WRITE)
def test_a_file_that_another_process_holds_is_not_written(
    database: Database, other: sqlite3.Connection, write: Use
) -> None:
    database.execute("PRAGMA busy_timeout = 0")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match=r"letters\.db: database is locked"):
        write(database)
    other.execute("ROLLBACK")
    write(database)


def test_a_commit_that_has_to_wait_for_a_reader_is_not_done(
    database: Database, other: sqlite3.Connection
) -> None:
    database.execute("PRAGMA busy_timeout = 0")
    reader = other.execute("SELECT words FROM letters")
    reader.fetchone()
    database.execute("BEGIN IMMEDIATE")
    WRITE["a row"](database)
    with pytest.raises(StoreError, match="locked"):
        database.execute("COMMIT")
    reader.close()
    database.execute("COMMIT")
    assert rows(database) == 10


@pytest.mark.parametrize("write", WRITE.values(), ids=WRITE)
def test_a_full_disk_takes_nothing_and_can_be_read(database: Database, write: Use) -> None:
    ((pages,),) = database.execute("PRAGMA page_count")
    database.execute(f"PRAGMA max_page_count = {pages + 3}")
    database.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match=r"letters\.db: database or disk is full"):
        write(database)
    database.roll_back()
    assert rows(database) == 9


@pytest.mark.parametrize("read", READ.values(), ids=READ)
def test_a_page_that_is_damaged_is_not_read(path: Path, read: Use) -> None:
    pages = path.read_bytes()
    path.write_bytes(pages[:4096] + b"\xff" * (len(pages) - 4096))
    with (
        closing(Database(path)) as database,
        pytest.raises(StoreError, match=r"letters\.db: database disk image is malformed"),
    ):
        read(database)


def test_a_row_far_inside_that_is_damaged_is_not_skipped(path: Path) -> None:
    pages = path.read_bytes()
    path.write_bytes(pages[: len(pages) - 20_000] + b"\xff" * 20_000)
    with closing(Database(path)) as database:
        assert database.execute("SELECT words FROM letters LIMIT 1")
        with pytest.raises(StoreError, match="malformed"):
            database.execute("SELECT words FROM letters")


def test_a_damaged_schema_is_told_even_where_its_words_are_no_text(path: Path) -> None:
    pages = path.read_bytes()
    assert pages.count(b"CREATE TABLE letters") == 1
    path.write_bytes(pages.replace(b"CREATE TABLE letters", b"CREATE TABLE \xff\xfe\xfd\xfcers"))
    with closing(Database(path)) as database, pytest.raises(StoreError, match=r"letters\.db"):
        database.execute("SELECT 1 FROM letters")


@pytest.mark.parametrize("use", USE.values(), ids=USE)
def test_what_is_closed_is_not_used_any_more(database: Database, use: Use) -> None:
    database.close()
    with pytest.raises(StoreError, match="closed database"):
        use(database)
    database.close()


def test_only_what_may_be_new_is_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="unable to open"):
        Database(tmp_path / "letters.db")
    with pytest.raises(StoreError, match="unable to open"):
        Database(tmp_path / "no folder" / "letters.db", new=True)
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_no_database_opens_no_sessions(tmp_path: Path) -> None:
    (tmp_path / "node.db").write_bytes(b"garbage" * 999)
    with pytest.raises(StoreError, match=r"node\.db: file is not a database"):
        NodeStore(tmp_path / "node.db")


def test_sessions_fail_as_the_store_does(tmp_path: Path) -> None:
    store = NodeStore(tmp_path / "node.db")
    store.close()
    with pytest.raises(StoreError, match=r"node\.db"):
        store.open_session("token", Session("assembly", "key", 1000))
    with pytest.raises(StoreError, match=r"node\.db"):
        store.session("token", 0)
