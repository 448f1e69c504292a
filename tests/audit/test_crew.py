"""Worker processes that look ahead find what one process finds, in the same order."""

from pathlib import Path

import pytest

from esoviet.audit import crew
from esoviet.audit.audit import audit
from esoviet.audit.crew import Crew, Pace
from esoviet.audit.finding import Unreachable
from esoviet.audit.source import Database, StaticCopy
from esoviet.log.merkle import leaf_hash
from tests.audit import copies
from tests.audit.publisher import Publisher
from tests.audit.story import published, story


@pytest.fixture(autouse=True)
def short_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a short log has several runs, and goes to the processes."""
    monkeypatch.setattr(crew, "RUN", 256)
    monkeypatch.setattr(crew, "SMALL", 0)


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
    assert seen == [(256, 274), (274, 274)]


def test_processes_and_none_say_the_same_of_a_bent_log(tmp_path: Path) -> None:
    source = copies.static(longer(), tmp_path)
    one, two = (audit(StaticCopy(source), cores=cores) for cores in (1, 3))
    assert one == two
    assert (two.judged, two.entries) == (274, 574)
    assert two.findings[0].index == 274


@pytest.mark.parametrize("cores", [1, 2, 4])
def test_runs_come_in_order_whoever_examined_them(tmp_path: Path, cores: int) -> None:
    publisher = longer()
    publisher.log += publisher.log[-1:] * 2000
    source = StaticCopy(copies.static(publisher.forge(), tmp_path))
    runs = list(Crew(source, cores).runs(len(publisher.log)))
    assert [run.start for run in runs] == list(range(0, len(publisher.log), 256))
    assert b"".join(run.leaves for run in runs) == b"".join(map(leaf_hash, publisher.log))


def test_a_worker_that_is_told_a_key_verifies_with_it(tmp_path: Path) -> None:
    source = Database(copies.database(published(), tmp_path))
    team = Crew(source, cores=2)
    ada = story().person("Ada")
    team.learn(ada.kid, ada.key.public)
    (*_, last) = team.runs(274)
    assert last.said[-1].public == ada.key.public


def test_a_worker_that_is_told_another_key_verifies_nothing_with_it(tmp_path: Path) -> None:
    source = StaticCopy(copies.static(published(), tmp_path))
    ada, bea = story().person("Ada"), story().person("Bea")
    team = Crew(source, cores=2)
    team.learn(ada.kid, bea.key.public)
    (*_, last) = team.runs(274)
    assert last.said[-1].public == b""
    assert last.said[-1].signature


def test_a_source_that_fails_in_a_worker_fails_the_audit(tmp_path: Path) -> None:
    source = Database(copies.database(published(), tmp_path))
    runs = Crew(source, cores=2).runs(274)
    (source.folder / "log.db").unlink()
    with pytest.raises(Unreachable):
        list(runs)


def test_the_main_process_helps_while_the_workers_have_more_to_do_than_itself() -> None:
    pace = Pace()
    pace.judged(0.025)
    pace.examined(0.060)
    assert pace.helps(unjudged=100, unexamined=100, workers=1)
    assert not pace.helps(unjudged=16, unexamined=3, workers=1)
    assert not pace.helps(unjudged=100, unexamined=100, workers=7)


def test_the_main_process_does_not_help_before_it_knows_a_key() -> None:
    assert not Pace().helps(unjudged=100, unexamined=100, workers=1)


def test_a_run_that_took_long_is_soon_forgotten() -> None:
    pace = Pace()
    for seconds in (0.250, 0.025, 0.025, 0.025, 0.025):
        pace.judged(seconds)
    pace.examined(0.060)
    assert pace.helps(unjudged=100, unexamined=100, workers=1)
