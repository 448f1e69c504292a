"""Worker processes that look ahead find what one process finds, in the same order."""

from pathlib import Path

import pytest

from esoviet.audit import crew
from esoviet.audit.audit import audit
from esoviet.audit.crew import Crew
from esoviet.audit.source import Database, StaticCopy
from esoviet.wire.keys import KeyName
from tests.audit import copies
from tests.audit.publisher import Publisher
from tests.audit.story import published


@pytest.fixture(autouse=True)
def short_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a short log has several runs, and goes to the processes."""
    monkeypatch.setattr(crew, "RUN", 256)
    monkeypatch.setattr("esoviet.audit.audit.RUN", 256)
    monkeypatch.setattr(crew, "SMALL", 0)


def longer() -> Publisher:
    """A host whose log has three runs, the last two of which no law admits."""
    publisher = published()
    publisher.log += publisher.log[-1:] * 300
    return publisher.forge()


def test_a_log_that_goes_through_processes_passes(tmp_path: Path) -> None:
    source = Database(copies.database(published(), tmp_path))
    seen: list[tuple[int, int | None]] = []
    report = audit(source, workers=2, progress=lambda done, size: seen.append((done, size)))
    assert (report.ok, report.findings) == (True, [])
    assert seen == [(256, 274), (274, 274)]


def test_processes_and_none_say_the_same_of_a_bent_log(tmp_path: Path) -> None:
    source = copies.static(longer(), tmp_path)
    one, two = (audit(StaticCopy(source), workers=workers) for workers in (0, 2))
    assert one == two
    assert (two.judged, two.entries) == (274, 574)
    assert two.findings[0].index == 274


def test_keys_are_told_to_each_worker_once() -> None:
    team = Crew(published(), workers=0)
    team.learn(KeyName("a"), b"A")
    assert team._task(0, 10, 0).keys == {"a": b"A"}
    team.learn(KeyName("b"), b"B")
    assert team._task(0, 10, 1).keys == {"b": b"B"}
    assert team._task(0, 10, 2).keys == {}
