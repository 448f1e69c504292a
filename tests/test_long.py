"""The long runs end in time, tell a failure, and leave nothing behind (tests/long.py)."""

import signal
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests import long
from tests.effort import of, part
from tests.long import RUNS, Run, load, rounds
from tests.waiting import lives, runs, until

HOUSE = Path(__file__).resolve().parents[1]
LONG = 1000.0
FEW = Run((), effort=7, rounds=2)
PYTEST = [sys.executable, "-m", "pytest", "-p", "tests.long", "-p", "no:cacheprovider"]


def python(code: str) -> list[str]:
    return [sys.executable, "-c", f"import os, time, subprocess, sys\n{code}"]


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file; once it has been written to, the time of a round is over."""
    told = tmp_path / "told"

    def clock() -> float:
        return time.monotonic() + (LONG if told.exists() and told.stat().st_size else 0)

    monkeypatch.setattr(long, "time", SimpleNamespace(monotonic=clock))
    return told


def test_rounds_that_pass_pass(capsys: pytest.CaptureFixture[str]) -> None:
    effort = python("sys.exit(os.environ['ESOVIET_EFFORT'] != '7')")
    assert rounds(FEW, effort, 60, 0) == 0
    assert "2 whole rounds" in capsys.readouterr().out


def test_each_round_has_seeds_of_its_own(tmp_path: Path) -> None:
    told = tmp_path / "seeds"
    code = f"open({str(told)!r}, 'a').write(os.environ['ESOVIET_SEED'] + ' ')"
    assert rounds(FEW._replace(rounds=3), python(code), 60, 3) == 0
    assert told.read_text().split() == [str(3 + n * 10_000) for n in range(3)]


def test_a_round_that_fails_says_how_it_happens_again(capsys: pytest.CaptureFixture[str]) -> None:
    assert rounds(FEW, python("sys.exit(1)"), 60, 42) == 1
    assert "ESOVIET_EFFORT=7 ESOVIET_SEED=42" in capsys.readouterr().out


def test_when_the_time_is_over_a_round_ends_with_all_that_it_started(told: Path) -> None:
    child = f"child = subprocess.Popen([{sys.executable!r}, '-c', 'import time; time.sleep(99)'])"
    code = f"{child}\nopen({str(told)!r}, 'w').write(str(child.pid))\ntime.sleep(99)"
    begun = time.monotonic()
    assert rounds(FEW, python(code), LONG, 0) == 1
    assert time.monotonic() - begun < 60
    until(lambda: not runs(int(told.read_text())), lambda: time.sleep(0.05))


def test_a_round_ends_by_an_interrupt_where_those_are_ignored(told: Path) -> None:
    ended = told.with_name("ended")
    tell, end = (f"open({str(path)!r}, 'w').write('1')" for path in (told, ended))
    code = f"import signal\ntry: {tell}; signal.pause()\nexcept KeyboardInterrupt: {end}"
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        assert rounds(FEW, python(code), LONG, 0) == 1
        assert signal.getsignal(signal.SIGINT) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
    assert ended.exists()


def test_a_failure_in_a_round_that_was_not_whole_is_a_failure(
    told: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    test = told.with_name("test_it.py")
    waits = f"    open({str(told)!r}, 'w').write('1')\n    time.sleep(99)\n"
    test.write_text(f"import time\ndef test_a(): assert 0\ndef test_b():\n{waits}")
    assert rounds(FEW._replace(rounds=1), [*PYTEST, str(test)], LONG, 0) == 1
    assert "Round 1 failed" in capsys.readouterr().out


def test_a_round_whose_tests_pass_is_whole(tmp_path: Path) -> None:
    test = tmp_path / "test_it.py"
    test.write_text("def test_a(): pass\n")
    assert rounds(FEW._replace(rounds=1), [*PYTEST, str(test)], 60, 0) == 0


def test_a_load_is_there_and_then_gone() -> None:
    with load(2) as busy:
        assert [lives(process) for process in busy] == [True, True]
    assert [lives(process) for process in busy] == [False, False]


@pytest.mark.parametrize("kind", RUNS)
def test_what_a_long_run_names_is_there_and_make_offers_it(kind: str) -> None:
    assert all((HOUSE / path).exists() for path in RUNS[kind].tests)
    assert f"\n{kind}: " in (HOUSE / "Makefile").read_text("utf-8")


def test_what_is_tried_every_day_is_of_what_is_tried_at_length() -> None:
    assert part((1,), (1, 2)) == of((1,), (1, 2))
    with pytest.raises(AssertionError, match="not of the whole"):
        part((3,), (1, 2))
