"""Bits that a disk has turned: the audit says so in words, and never breaks off with a traceback.

What differs from what was signed is a finding, whoever did it. What cannot be read is none.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from esoviet.audit.audit import audit
from esoviet.audit.finding import Unreachable
from esoviet.audit.source import Row, StaticCopy
from esoviet.audit.sources import find
from esoviet.cli.main import main
from tests.audit import copies
from tests.audit.story import published, story
from tests.effort import seeds, some

TIMES = some(30)
SIZE = len(story().entries)


def turned(data: bytes, random: Random) -> bytes:
    """The same with one to three bits turned, near one another."""
    bent, at = bytearray(data), random.randrange(len(data))
    for _ in range(random.randint(1, 3)):
        bent[min(at + random.randrange(16), len(data) - 1)] ^= 1 << random.randrange(8)
    return bytes(bent)


def ends(source: Path, capsys: pytest.CaptureFixture[str]) -> int:
    """With what an audit ends; it has said why."""
    code = main(["audit", str(source), "--cores", "1"])
    said = capsys.readouterr()
    assert code in (0, 1, 2)
    assert said.out + said.err
    assert "Traceback" not in said.out + said.err
    return code


@pytest.mark.parametrize("seed", seeds(2, 3))
def test_in_a_log_file(tmp_path: Path, seed: int, capsys: pytest.CaptureFixture[str]) -> None:
    home, random = copies.database(published(), tmp_path), Random(seed)
    whole = (home / "log.db").read_bytes()
    for _ in range(TIMES):
        (home / "log.db").write_bytes(turned(whole, random))
        if ends(home, capsys) == 0:
            assert entries_of(home) == story().entries


@pytest.mark.parametrize("seed", seeds(2, 3))
def test_in_the_files_of_a_copy(
    tmp_path: Path, seed: int, capsys: pytest.CaptureFixture[str]
) -> None:
    copies.static(published(), tmp_path)
    files, random = sorted(one for one in tmp_path.rglob("*") if one.is_file()), Random(seed)
    for _ in range(TIMES):
        file = random.choice(files)
        whole = file.read_bytes()
        file.write_bytes(turned(whole, random))
        if ends(tmp_path, capsys) == 0:
            assert file.read_bytes() == whole
        file.write_bytes(whole)


def entries_of(home: Path) -> list[bytes]:
    """The entries that an auditor finds in a folder."""
    (source,) = find(str(home))
    with closing(source):
        return [entry for entry, _ in source.entries(0, SIZE, SIZE)]


@pytest.mark.parametrize("table", ["tiles", "state"])
def test_what_damage_has_swallowed_is_no_finding(
    tmp_path: Path, table: str, capsys: pytest.CaptureFixture[str]
) -> None:
    home = copies.database(published(), tmp_path)
    whole = (home / "log.db").read_bytes()
    with closing(sqlite3.connect(home / "log.db")) as log:
        [(page,)] = log.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,))
        log.execute(f"DELETE FROM {table}")
        log.commit()
    assert ends(home, capsys) == 1
    cells = (page - 1) * 4096 + 3  # how many there are on the page, in two bytes
    (home / "log.db").write_bytes(whole[:cells] + bytes(2) + whole[cells + 2 :])
    assert ends(home, capsys) == 2


def test_a_log_that_is_given_only_in_part_is_not_taken_for_whole(tmp_path: Path) -> None:
    class Forgetful(StaticCopy):
        def entries(self, start: int, stop: int, size: int) -> list[Row]:
            return super().entries(start, stop if stop == start + 1 else stop - 5, size)

    source = Forgetful(copies.static(published(), tmp_path))
    with pytest.raises(Unreachable, match="at first and then"):
        audit(source, cores=1)


def test_one_log_that_cannot_be_read_hides_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = copies.database(published(), tmp_path)
    other = home.parent / ("0" * 64)
    copies.write(other / "log.db", turned((home / "log.db").read_bytes(), Random(1))[:4096])
    assert ends(tmp_path, capsys) == 2
    with closing(find(str(home))[0]) as source:
        assert source.checkpoint() == published().note
    with closing(find(str(other))[0]) as source, pytest.raises(Unreachable):
        source.checkpoint()
