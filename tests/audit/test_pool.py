"""Worker processes that look ahead find what one process finds, in the same order."""

from pathlib import Path

import pytest

from esoviet.audit import recount
from esoviet.audit.audit import audit
from esoviet.audit.database import Database
from esoviet.audit.finding import Unreachable
from esoviet.audit.parallel import pool
from esoviet.audit.parallel.pool import Pace, WorkerPool
from esoviet.audit.reading import Reading
from esoviet.audit.source import StaticCopy
from esoviet.log.merkle import leaf_hash
from tests.audit import copies
from tests.audit.publisher import Publisher
from tests.audit.story import published, story

SIZE = len(story().entries)


@pytest.fixture(autouse=True)
def short_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a short log has several runs, and goes to the processes."""
    monkeypatch.setattr(pool, "LONGEST", 1)
    monkeypatch.setattr(pool, "SMALL", 0)


def longer() -> Publisher:
    """A host whose log has three runs, the last two of which no law admits."""
    publisher = published()
    publisher.log += publisher.log[-1:] * 300
    return publisher.forge()


def test_a_log_that_goes_through_processes_passes(tmp_path: Path) -> None:
    source = Database(copies.database(published(), tmp_path))
    seen: list[tuple[int, int | None]] = []
    report = audit(source, cores=2, progress=lambda done, size: seen.append((done, size)))
    assert (report.ok, report.findings) == (True, [])
    assert seen == [(256, SIZE), (SIZE, SIZE)]


def test_processes_and_none_say_the_same_of_a_bent_log(tmp_path: Path) -> None:
    source = copies.static(longer(), tmp_path)
    one, two = (audit(StaticCopy(source), cores=cores) for cores in (1, 3))
    assert one == two
    assert (two.judged, two.entries) == (SIZE, SIZE + 300)
    assert two.findings[0].index == SIZE


@pytest.mark.parametrize("cores", [1, 2, 4])
def test_runs_come_in_order_whoever_examined_them(tmp_path: Path, cores: int) -> None:
    publisher = longer()
    publisher.log += publisher.log[-1:] * 2000
    source = StaticCopy(copies.static(publisher.forge(), tmp_path))
    runs = list(WorkerPool(source, cores).runs(len(publisher.log)))
    assert [run.start for run in runs] == list(range(0, len(publisher.log), 256))
    assert b"".join(run.leaves for run in runs) == b"".join(map(leaf_hash, publisher.log))


def test_a_worker_that_is_told_a_key_verifies_with_it(tmp_path: Path) -> None:
    source = Database(copies.database(published(), tmp_path))
    workers = WorkerPool(source, cores=2)
    ada = story().person("Ada")
    workers.learn(ada.kid, ada.key.public)
    (*_, last) = workers.runs(SIZE)
    assert last.said[-1].public == ada.key.public


def test_a_worker_that_is_told_another_key_verifies_nothing_with_it(tmp_path: Path) -> None:
    source = StaticCopy(copies.static(published(), tmp_path))
    ada, bea = story().person("Ada"), story().person("Bea")
    workers = WorkerPool(source, cores=2)
    workers.learn(ada.kid, bea.key.public)
    (*_, last) = workers.runs(SIZE)
    assert last.said[-1].public == b""
    assert last.said[-1].signature


@pytest.mark.parametrize("cores", [1, 2])
def test_a_source_that_fails_in_a_worker_fails_the_audit(tmp_path: Path, cores: int) -> None:
    source = Database(copies.database(published(), tmp_path))
    runs = WorkerPool(source, cores).runs(SIZE)
    (source.folder / "log.db").unlink()
    assert "cannot be read" in next(runs).trouble
    with pytest.raises(Unreachable):
        Reading(source, cores).read(SIZE)


def test_a_log_that_ends_too_early_ends_the_runs(tmp_path: Path) -> None:
    publisher = longer()
    source = StaticCopy(copies.static(publisher, tmp_path))
    (source.folder / "tile" / "entries" / "001").unlink()
    for cores in (1, 2, 3):
        runs = list(WorkerPool(source, cores).runs(SIZE + 300))
        assert [(run.start, run.stop) for run in runs] == [(0, 256), (256, 256)]


@pytest.mark.parametrize("cores", [1, 3])
def test_texts_are_looked_at_and_votes_counted_whoever_has_time(
    tmp_path: Path, cores: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = Database(copies.database(published(), tmp_path))
    whole = audit(source, cores=cores)
    assert whole.ok
    bent = min(file for file in (source.folder / "blobs").rglob("*") if file.is_file())
    bent.write_bytes(bent.read_bytes()[:-1] + b"!")
    ours = recount.outcome
    monkeypatch.setattr(recount, "outcome", lambda *given: ours(*given)._replace(base=77))
    found = audit(source, cores=cores)
    assert found.blobs.present == whole.blobs.present - 1
    assert [finding.clause for finding in found.findings].count("1.10") == 1
    miscounted = [f.reason for f in found.findings if f.clause == "11.1"]
    assert len(miscounted) > 1
    assert found == audit(source, cores=4 - cores)


def test_the_main_process_helps_while_the_workers_have_more_to_do_than_itself() -> None:
    pace = Pace()
    pace.judged(0.025, 1000)
    pace.examined(0.060, 1000)
    assert pace.helps(1000, unjudged=100_000, unexamined=100_000, workers=1)
    assert not pace.helps(1000, unjudged=16_000, unexamined=3000, workers=1)
    assert not pace.helps(1000, unjudged=100_000, unexamined=100_000, workers=7)


def test_the_main_process_does_not_wait_until_it_knows_a_key() -> None:
    assert Pace().helps(1000, unjudged=100_000, unexamined=100_000, workers=7)


def test_a_run_that_took_long_is_soon_forgotten() -> None:
    pace = Pace()
    for seconds in (0.250, 0.025, 0.025, 0.025, 0.025):
        pace.judged(seconds, 1000)
    pace.examined(0.060, 1000)
    assert pace.helps(1000, unjudged=100_000, unexamined=100_000, workers=1)


@pytest.mark.parametrize("cores", [1, 2, 16])
def test_the_last_runs_are_short(cores: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "LONGEST", 8)
    rest = pool.Remaining(200_000, cores)
    lengths = []
    while length := rest.length():
        lengths.append(length)
        rest.start += length
    assert sum(lengths) == 200_000
    assert lengths[0] == 256
    assert lengths[1:] == sorted(lengths[1:], reverse=True)
    assert (max(lengths), lengths[-2]) == (2048, 256)
    assert all(length % 256 == 0 for length in lengths[:-1])
