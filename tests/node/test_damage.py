"""A disk that gives back other bytes: nothing wrong is served, and what can be made anew is."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from esoviet.law.membership import SetProfile
from esoviet.node import hosted, scrub
from esoviet.node.checked import IDS, TILES, CheckedLog
from esoviet.store.errors import StoreError
from tests.node.damage import INDEX, change, spoil_entry, spoil_pages
from tests.node.test_recovery import snapshot_of
from tests.web.desk import Desk, desk
from tests.web.served import write
from tests.world import World

FIRST, SECOND = "log/tile/entries/000", "log/tile/entries/001.p/1"


@pytest.fixture(scope="module")
def world() -> World:
    """A log of more than two tiles."""
    world = World().found(backing="0", question_days="1", readership="public")
    crowd = world.crowd(180)
    vote = crowd[0].puts_to_vote()
    for person in crowd:
        person.votes(vote, "yes")
    return world


@pytest.fixture
def folder(world: World, tmp_path: Path) -> Path:
    """The folder of an assembly that is opened from its snapshot."""
    write(world, tmp_path)
    folder = tmp_path / "assemblies" / world.id
    snapshot_of(world, folder)
    return folder


@pytest.fixture
def at(world: World, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(scrub, "BYTES_A_SECOND", float("inf"))
    with desk(world, folder.parent.parent) as served:
        served.run(served.hosted.timekeeper.close())
        yield served


def faults(at: Desk) -> str:
    return " ".join(at.get("/node").json()["faults"])


def test_a_damaged_bundle_is_never_sent_and_the_others_are(at: Desk, folder: Path) -> None:
    assert "immutable" in at.get(FIRST).headers["cache-control"]
    spoil_entry(folder, 3)
    for _ in range(2):
        answer = at.get(FIRST)
        assert (answer.status_code, answer.headers["cache-control"]) == (503, "no-store")
        assert "damaged" in answer.json()["detail"]
    assert at.get(SECOND).status_code == 200
    assert "Damaged parts of the log" in faults(at)


def test_pages_show_no_damaged_entry_and_say_why(at: Desk, folder: Path) -> None:
    spoil_entry(folder, 3)
    json, page = "application/problem+json", "text/html"
    asked = (
        ("log/entries.json?start=1", json),
        ("log?start=1", page),
        ("log/entries/3.json", json),
    )
    for path, kind in asked:
        answer = at.get(path, headers={"accept": kind})
        assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (503, kind)
        assert "damaged" in answer.text
    assert at.get("log").status_code == 200


def test_a_row_that_is_gone_is_damage_too(at: Desk, folder: Path) -> None:
    change(folder, "DELETE FROM entries WHERE idx = 3")
    assert at.get(FIRST).status_code == 503
    assert at.hosted.ledger.log.lost == {0}


def test_a_damaged_hash_tile_is_made_anew_before_it_is_sent(
    at: Desk, world: World, folder: Path
) -> None:
    ledger = at.hosted.ledger
    ledger.replica.tree._full.clear()
    change(folder, "UPDATE tiles SET data = zeroblob(8192) WHERE idx = 0")
    answer = at.get("log/tile/0/000")
    assert (answer.status_code, answer.content) == (200, world.tree.hash_tile(0, 0))
    at.until(lambda: not ledger.log.damaged)
    assert ledger.log.tile(0, 0) == world.tree.hash_tile(0, 0)
    assert faults(at) == ""


def test_a_broken_index_of_acts_is_made_anew(world: World, folder: Path, tmp_path: Path) -> None:
    spoil_pages(folder, INDEX)
    with desk(world, tmp_path) as at:
        log, jws = (
            at.hosted.ledger.log,
            world.seal(world.person("Ada").key, SetProfile, **words(at)),
        )
        with pytest.raises(StoreError):
            log.index_of(bytes(32))
        assert log.damaged == {IDS}
        at.until(lambda: not log.damaged)
        assert log.entries(0, at.size()) == world.entries
        first, second = at.hand_in(jws), at.hand_in(jws)
        assert (first.status_code, first.json()) == (201, second.json())
    with desk(world, tmp_path) as at:
        assert at.size() == len(world.entries)


def words(at: Desk) -> dict[str, object]:
    """A new profile that has been brought."""
    blob = at.world.text("Still Ada")
    assert at.bring(blob).status_code == 201
    return {"profile": blob}


def test_acts_that_cannot_be_listed_are_kept_waiting_until_the_index_is_made_anew(
    world: World, folder: Path, tmp_path: Path
) -> None:
    spoil_pages(folder, INDEX)
    with desk(world, tmp_path) as at:
        jws = world.seal(world.person("Ada").key, SetProfile, **words(at))
        assert at.hand_in(jws).status_code == 503
        at.until(lambda: at.hand_in(jws).status_code == 201)


def test_an_index_that_names_another_entry_gives_no_receipt(at: Desk, world: World) -> None:
    ledger = at.hosted.ledger
    right = at.get("log/tile/entries/000")
    with pytest.raises(StoreError):
        ledger.logged(3, "0" * 64)
    assert ledger.log.damaged == {IDS}
    at.until(lambda: not ledger.log.damaged)
    assert at.get("log/tile/entries/000").content == right.content


def test_nothing_is_made_anew_from_damaged_entries(
    at: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = at.hosted.ledger.log
    spoil_entry(folder, 3)
    log.damaged.add(TILES)
    at.until(lambda: at.hosted._mend_at and not list(folder.glob(".new-*")))
    assert log.damaged == {TILES}
    assert at.get(SECOND).status_code == 200
    monkeypatch.setattr(hosted, "MEND_SECONDS", 0.0)
    change(folder, "UPDATE entries SET entry = CAST(replace(entry, 'bct', 'act') AS BLOB)"
           " WHERE idx = 3")  # fmt: skip
    at.hosted._mend_at = 0.0
    at.until(lambda: not log.damaged)


def test_a_log_that_was_made_anew_in_vain_goes_on_as_it_was(
    at: Desk, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def in_vain(_: Path) -> None:
        log.close()
        raise OSError("disk I/O error")

    log = at.hosted.ledger.log
    with monkeypatch.context() as broken:
        broken.setattr(log, "replace", in_vain)
        at.run(at.hosted.sequencer.renew())
    assert log.entries(0, len(world.entries)) == world.entries
    jws = world.seal(world.person("Ada").key, SetProfile, **words(at))
    assert at.hand_in(jws).status_code == 201


def test_the_scrub_finds_what_nobody_has_asked_for(at: Desk, world: World, folder: Path) -> None:
    log = at.hosted.ledger.log
    text, other = list(world.blobs)[3:5]
    (folder / "blobs" / text[:2] / text).write_bytes(b"other words")
    (folder / "blobs" / other[:2] / other).unlink()
    spoil_entry(folder, 300)
    change(folder, "UPDATE entries SET id = zeroblob(32) WHERE idx = 40")
    change(folder, "UPDATE tiles SET data = zeroblob(8192) WHERE idx = 0")
    assert at.get("/node").json()["checked"] is None
    at.run(at.node.scrub.round())
    assert (log.lost, log.damaged) == ({1}, {IDS, TILES})
    assert (at.hosted.ledger.blobs.damaged, at.hosted.ledger.absent) == ({text}, {other})
    assert at.get("/node").json()["checked"] == world.now
    said = faults(at)
    for what in ("parts of the log", "put aside", "gone", IDS, TILES):
        assert what in said


def test_what_was_lost_can_be_brought_again(at: Desk, world: World, folder: Path) -> None:
    other = list(world.blobs)[4]
    (folder / "blobs" / other[:2] / other).unlink()
    spoil_entry(folder, 300)
    at.run(at.node.scrub.round())
    assert at.ask("PUT", f"blobs/{other}", content=world.blobs[other]).status_code == 201
    change(folder, "UPDATE entries SET entry = CAST(replace(entry, 'bct', 'act') AS BLOB)"
           " WHERE idx = 300")  # fmt: skip
    at.run(at.node.scrub.round())
    assert faults(at) == ""


def test_a_scrub_of_what_is_well_finds_nothing_and_is_remembered(
    world: World, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scrub, "BYTES_A_SECOND", float("inf"))
    with desk(world, tmp_path) as at:
        at.run(at.node.scrub.round())
        assert (faults(at), at.node.scrub.ended) == ("", world.now)
    with desk(world, tmp_path) as at:
        assert at.node.scrub.ended is not None


def test_a_scrub_begins_a_while_after_the_start_and_once_a_week(
    world: World, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scrub, "BYTES_A_SECOND", float("inf"))
    monkeypatch.setattr(scrub, "FIRST_SECONDS", 0.0)
    monkeypatch.setattr(scrub, "LOOK_SECONDS", 0.0)
    with desk(world, tmp_path, scrub_days=0) as at:
        at.run(asyncio.wait_for(at.node.scrub.run(), 60))  # it ends by itself, having read nothing
        assert at.node.scrub.ended is None
    with desk(world, tmp_path) as at:
        at.until(lambda: at.node.scrub.ended)
        first = at.node.scrub.ended
        world.now += 8 * 86_400_000
        at.until(lambda: at.node.scrub.ended != first)


class Unreadable(CheckedLog):
    """A log in which no act can be looked up for a moment."""

    failures = 1

    def index_of(self, act_id: bytes) -> int | None:
        if self.failures:
            self.failures -= 1
            raise StoreError("disk I/O error")
        return super().index_of(act_id)


@pytest.mark.parametrize("doubt", [False, True])
def test_a_failure_of_reading_passes(
    world: World, folder: Path, tmp_path: Path, doubt: bool
) -> None:
    with desk(world, tmp_path) as at:
        known = at.hand_in(jws := world.seal(world.person("Ada").key, SetProfile, **words(at)))
        at.hosted.ledger.log.close()
        at.hosted.ledger.log = Unreadable(at.hosted.ledger.log.path)
        if doubt:
            at.turn_clock(86_400_000)
        answer = at.hand_in(jws)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
        assert at.hand_in(jws).json()["id"] == known.json()["id"]
        if doubt:
            at.turn_clock(-86_400_000)
        more = world.seal(world.person("Ada").key, SetProfile, **words(at))
        assert at.hand_in(more).status_code == 201
