"""What is noted of assemblies that sleep."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from esoviet.store.errors import StoreError
from esoviet.store.register import Named, Register, Row
from esoviet.store.sessions import NodeStore, Session

ROW = Row("ab" * 32, awake=False, public=True, size=7, newest=8, due=9, pending=1, slept=2,
          members=3, name="Tenants", faults="One.\nTwo.", mark="a mark")  # fmt: skip


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with closing(Register(tmp_path / "node.db")) as made:
        yield made


def test_a_row_comes_back_as_it_was_put_last(register: Register, tmp_path: Path) -> None:
    register.put(ROW._replace(due=1))
    register.put(ROW)
    assert list(register.rows()) == [ROW]
    with closing(Register(tmp_path / "node.db")) as again:
        assert list(again.rows()) == [ROW]
    register.drop(ROW.assembly)
    assert list(register.rows()) == []


@pytest.mark.parametrize(
    "damage",
    ["due = 0", "due = 'soon'", "public = x'00'", "mark = 'another'", "proof = ''", "size = 2.5",
     "name = CAST(x'ff' AS TEXT)", "assembly = 'cd'"],
)  # fmt: skip
def test_a_row_that_is_not_as_it_was_written_is_none(
    register: Register, tmp_path: Path, damage: str
) -> None:
    register.put(ROW)
    register.put(ROW._replace(assembly="0" * 64))
    with closing(sqlite3.connect(tmp_path / "node.db")) as db:
        db.execute(f"UPDATE register SET {damage} WHERE assembly = ?", (ROW.assembly,))
        db.commit()
    assert [row.assembly for row in register.rows()] == ["0" * 64]


def test_names_come_in_the_order_of_the_alphabet(register: Register) -> None:
    for number, name in enumerate(("zebra", "Ant", "bee", "")):
        register.put(Row(str(number) * 64, name=name, members=number))
    assert register.named(2) == [Named("1" * 64, "Ant", 1), Named("2" * 64, "bee", 2)]
    assert len(register.named(9)) == 3


def test_sessions_and_the_register_share_a_file(register: Register, tmp_path: Path) -> None:
    with closing(NodeStore(tmp_path / "node.db")) as store:
        store.open_session("token", Session("assembly", "key", 1000))
        register.put(ROW)
        assert store.session("token", 0) is not None
    assert list(register.rows()) == [ROW]


def test_a_file_that_is_no_database_is_no_register(tmp_path: Path) -> None:
    (tmp_path / "node.db").write_bytes(b"garbage" * 999)
    with pytest.raises(StoreError, match="not a database"):
        Register(tmp_path / "node.db")
