"""The same log read from a node's folder, a static copy and a web server, honest and bent."""

import sqlite3
from pathlib import Path

import pytest

from esoviet.audit import database
from esoviet.audit.audit import audit
from esoviet.audit.database import Database
from esoviet.audit.finding import Unreachable
from esoviet.audit.report import AssemblyReport
from esoviet.audit.source import Source
from esoviet.audit.sources import find
from esoviet.cli.main import main
from tests.audit import copies
from tests.audit.conftest import Serve
from tests.audit.publisher import Publisher
from tests.audit.story import published, story
from tests.world import World

SIZE = len(story().entries)

SIZE = len(story().entries)


def one(source: str | Path) -> Source:
    (found,) = find(str(source))
    return found


def report(source: str | Path) -> AssemblyReport:
    return audit(one(source), cores=1)


def wrong(source: str | Path) -> list[tuple[int | None, str]]:
    return [(found.index, found.clause) for found in report(source).findings]


@pytest.mark.parametrize("inside", ["", "log.db"])
def test_an_assemblys_folder_passes(tmp_path: Path, inside: str) -> None:
    home = copies.database(published(), tmp_path)
    said = report(home / inside)
    assert (said.ok, said.entries, said.blobs.present) == (True, SIZE, 55)


def test_a_nodes_folder_has_all_its_assemblies(tmp_path: Path) -> None:
    copies.database(published(), tmp_path)
    copies.database(Publisher(World().found("Bea")), tmp_path)
    assert [audit(source, cores=1).ok for source in find(str(tmp_path))] == [True, True]


@pytest.mark.parametrize("inside", ["", "log"])
def test_a_static_copy_passes_without_its_blobs(tmp_path: Path, inside: str) -> None:
    copies.static(published(), tmp_path / inside)
    said = report(tmp_path)
    assert (said.ok, said.entries, said.blobs.present) == (True, SIZE, 0)


def test_a_website_passes_by_the_address_of_the_assembly_and_of_the_node(
    tmp_path: Path, serve: Serve
) -> None:
    url = serve(copies.website(published(), tmp_path))
    for address in (f"{url}/a/{story().id}", f"{url}/a/{story().id}/", url):
        said = report(address)
        assert (said.ok, said.entries, said.blobs.present) == (True, SIZE, 55)


def test_partial_tiles_may_have_been_replaced_by_full_ones(tmp_path: Path) -> None:
    copies.static(published(), tmp_path)
    earlier = published()
    del earlier.log[250:]
    (tmp_path / "checkpoint").write_bytes(earlier.forge().note or b"")
    for level in ("0", "entries"):
        assert (tmp_path / "tile" / level / "000").is_file()
    assert wrong(tmp_path) == [(250, "entries")]


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ("UPDATE entries SET entry = replace(entry, 'a', 'b') WHERE idx = 40", (40, "1.1")),
        ("UPDATE entries SET id = zeroblob(32) WHERE idx = 40", (40, "index")),
        ("DELETE FROM entries WHERE idx = 40", (40, "entries")),
        (f"DELETE FROM entries WHERE idx = {SIZE - 1}", (SIZE - 1, "entries")),
        ("DELETE FROM entries", (0, "entries")),
        (f"UPDATE entries SET idx = 300 WHERE idx = {SIZE - 1}", (SIZE - 1, "entries")),
        (f"INSERT INTO entries VALUES ({SIZE}, zeroblob(32), '{{}}')", (SIZE, "entries")),
        ("UPDATE tiles SET data = zeroblob(8192) WHERE level = 0", (0, "tiles")),
        ("DELETE FROM tiles", (0, "tiles")),
        ("UPDATE state SET size = 273", (None, "checkpoint")),
        ("UPDATE state SET root = zeroblob(32)", (None, "checkpoint")),
        ("UPDATE state SET checkpoint = ''", (None, "checkpoint")),
        ("DELETE FROM state", (None, "checkpoint")),
    ],
)
def test_a_database_that_was_changed_by_hand_is_found(
    tmp_path: Path, change: str, finding: tuple[int | None, str]
) -> None:
    home = copies.database(published(), tmp_path)
    assert wrong(home) == []
    with sqlite3.connect(home / "log.db") as log:
        assert log.execute(change).rowcount
    log.close()
    assert finding in wrong(home)
    assert wrong(home)[0] == finding


def test_a_log_that_grows_while_it_is_read_is_no_fault(tmp_path: Path) -> None:
    source = Database(copies.database(published(), tmp_path))
    source.checkpoint()
    with sqlite3.connect(source.folder / "log.db") as log:
        log.execute("UPDATE state SET size = 300")
    log.close()
    position = source.position()
    assert position is not None
    assert position[0] == SIZE
    source.close()


def test_an_auditor_writes_nothing_into_what_it_reads(tmp_path: Path) -> None:
    home = copies.database(published(), tmp_path)
    before = (home / "log.db").read_bytes()
    assert report(home).ok
    assert (home / "log.db").read_bytes() == before


def test_a_bundle_that_breaks_off_is_found_at_the_entry_where_it_does(tmp_path: Path) -> None:
    copies.static(published(), tmp_path)
    bundle = tmp_path / "tile/entries/000"
    whole = bundle.read_bytes()
    bundle.write_bytes(whole[:-10])
    assert wrong(tmp_path)[0] == (255, "entries")
    bundle.write_bytes(whole + b"\0")
    assert wrong(tmp_path)[0] == (255, "entries")
    bundle.unlink()
    assert wrong(tmp_path)[0] == (0, "entries")
    bundle.write_bytes(whole)
    assert wrong(tmp_path) == []


def test_a_blob_on_the_disk_that_was_changed_is_found(tmp_path: Path) -> None:
    home = copies.database(published(), tmp_path)
    first = next(iter(story().blobs))  # later ones may be other tests', and in no entry
    blob = home / "blobs" / first[:2] / first
    blob.write_bytes(blob.read_bytes()[:-1])
    assert [clause for _, clause in wrong(home)] == ["1.10"]
    blob.unlink()
    assert [clause for _, clause in wrong(home)] == ["1.10"]


def test_the_folder_of_another_assembly_is_not_the_one_it_is_named_for(tmp_path: Path) -> None:
    home = copies.database(published(), tmp_path)
    other = home.rename(home.parent / ("0" * 64))
    assert wrong(other) == [(0, "1.2")]


def test_another_assembly_at_an_address_says_nothing_of_the_one_asked_for(
    tmp_path: Path, serve: Serve
) -> None:
    site = copies.website(published(), tmp_path)
    (site / "a" / story().id).rename(site / "a" / ("0" * 64))
    with pytest.raises(Unreachable, match="another assembly"):
        report(f"{serve(site)}/a/{'0' * 64}")


def test_a_checkpoint_of_the_assembly_over_the_log_of_another_is_found(
    tmp_path: Path, serve: Serve
) -> None:
    site = copies.website(published(), tmp_path)
    home = (site / "a" / story().id).rename(site / "a" / ("0" * 64))
    note = (home / "log" / "checkpoint").read_bytes()
    (home / "log" / "checkpoint").write_bytes(note.replace(story().id.encode(), b"0" * 64))
    assert (0, "1.2") in wrong(f"{serve(site)}/a/{'0' * 64}")


@pytest.mark.parametrize("name", ["nowhere", "empty", "file"])
def test_what_holds_no_log_cannot_be_audited(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Unreachable):
        find(str(tmp_path / name))


def test_a_log_that_is_no_database_cannot_be_audited(tmp_path: Path) -> None:
    (tmp_path / "log.db").write_bytes(b"not a database" * 100)
    with pytest.raises(Unreachable, match=r"log\.db"):
        report(tmp_path)


def test_a_host_that_does_not_answer_cannot_be_audited() -> None:
    with pytest.raises(Unreachable):
        report(f"http://127.0.0.1:9/a/{'0' * 64}")


@pytest.mark.parametrize("at", range(3860, 4096, 13))
def test_a_damaged_schema_is_no_finding_and_no_traceback(tmp_path: Path, at: int) -> None:
    home = copies.database(published(), tmp_path)
    whole = (home / "log.db").read_bytes()
    for bit in (1, 128):
        damaged = whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :]
        (home / "log.db").write_bytes(damaged)
        assert main(["audit", str(home), "--cores", "1"]) in (0, 2)


def test_a_row_that_damage_has_swallowed_is_no_finding(tmp_path: Path) -> None:
    home = copies.database(published(), tmp_path)
    with sqlite3.connect(home / "log.db") as log:
        log.execute("DELETE FROM entries WHERE idx = 40")
    log.close()
    assert (40, "entries") in wrong(home)
    data = (home / "log.db").read_bytes()
    (home / "log.db").write_bytes(data[:-4096] + b"\xff" * 4096)
    with pytest.raises(Unreachable, match="entry 40"):
        report(home)


def test_a_log_is_not_taken_for_an_older_one_where_its_newest_part_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def only_at_rest(file: Path, mode: str) -> sqlite3.Connection:
        if "immutable" not in mode:
            raise sqlite3.OperationalError("attempt to write a readonly database")
        return connect(file, mode)

    connect = database._connect
    monkeypatch.setattr(database, "_connect", only_at_rest)
    home = copies.database(published(), tmp_path)
    assert report(home).ok
    (home / "log.db-wal").write_bytes(b"newer entries")
    with pytest.raises(Unreachable, match="newest entries lie in log"):
        report(home)


def test_a_founding_that_was_cut_short_is_passed_over(tmp_path: Path) -> None:
    home = copies.database(published(), tmp_path)
    copies.write(home.parent / ".new-abc" / "log.db", b"half")
    (home.parent / "lost+found").mkdir()
    assert [source.name for source in find(str(tmp_path))] == [str(home)]


@pytest.mark.parametrize("left", ["empty", "half", "another file"])
def test_a_folder_that_cannot_be_audited_is_named_and_stops_no_other(
    tmp_path: Path, left: str, capsys: pytest.CaptureFixture[str]
) -> None:
    home = copies.database(published(), tmp_path)
    other = home.parent / ("0" * 64)
    other.mkdir()
    if left != "empty":
        (other / "log.db").write_bytes(b"" if left == "half" else b"no database" * 100)
    assert main(["audit", str(tmp_path)]) == 2
    said = capsys.readouterr().out
    assert said.count("NOT AUDITED") == 1
    assert "every count hold" in said


def test_a_damaged_file_is_found_wherever_the_damage_is(tmp_path: Path) -> None:
    home = copies.database(published(), tmp_path)
    log, whole = story().entries, (home / "log.db").read_bytes()
    for at in range(5000, len(whole), len(whole) // 25):
        damaged = whole[:at] + bytes(256) + whole[at + 256 :]
        (home / "log.db").write_bytes(damaged)
        try:
            passes = report(home).ok
        except Unreachable:
            continue
        assert not passes or [entry for entry, _ in one(home).entries(0, SIZE, SIZE)] == log
