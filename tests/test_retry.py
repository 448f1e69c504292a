"""What a browser test that fails gets: one second time, told aloud (tests/retry.py)."""

from collections.abc import Callable
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[1]
FLAKY = """
from pathlib import Path
import pytest

def fails(times, name):
    marks = Path(name)
    marks.write_text(marks.read_text() + "x" if marks.exists() else "x")
    assert len(marks.read_text()) > times, f"{name} is not yet so far"
"""
Run = Callable[..., pytest.RunResult]


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs tests that lie in a folder of the house."""
    monkeypatch.setenv("PYTHONPATH", str(HOUSE))
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    pytester.makeconftest('pytest_plugins = ["tests.retry"]')

    def run(test: str, folder: str = "tests/browser", workers: int = 0) -> pytest.RunResult:
        path = pytester.path / folder / "test_it.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(FLAKY + test)
        options = ("--import-mode=importlib", "-p", "no:cacheprovider", "-n", str(workers))
        here = pytester.runpytest_subprocess if workers else pytester.runpytest_inprocess
        return here(*options, "tests")

    return run


ONCE = "def test_a(): fails(1, 'a')\n"


@pytest.mark.parametrize("folder", ["tests/browser", "tests/attacks/in_browser"])
def test_a_browser_test_that_fails_once_passes_and_is_named(run: Run, folder: str) -> None:
    result = run(ONCE + "def test_b(): pass\n", folder)
    assert result.ret == 0
    assert result.parseoutcomes() == {"passed": 2, "repeated": 1}
    result.stdout.fnmatch_lines(["*that were run again*", f"{folder}/test_it.py::test_a (call)"])
    result.stdout.fnmatch_lines(["*AssertionError: a is not yet so far*"])


def test_one_that_fails_twice_fails(run: Run) -> None:
    result = run("def test_a(): fails(2, 'a')\n")
    assert result.ret == 1
    assert result.parseoutcomes() == {"failed": 1, "repeated": 1}


def test_three_that_fail_once_fail_the_run(run: Run) -> None:
    three = "@pytest.mark.parametrize('name', 'abc')\ndef test_a(name): fails(1, name)\n"
    result = run(three)
    assert result.ret == 1
    assert result.parseoutcomes() == {"passed": 3, "repeated": 3}
    result.stdout.fnmatch_lines(["3 browser tests failed and were run again.*"])


def test_two_are_borne(run: Run) -> None:
    result = run("@pytest.mark.parametrize('name', 'ab')\ndef test_a(name): fails(1, name)\n")
    assert result.ret == 0


@pytest.mark.parametrize("folder", ["tests/web", "tests/attacks", "tests/browser_less"])
def test_no_other_test_has_a_second_time(run: Run, folder: str) -> None:
    result = run(ONCE, folder)
    assert result.ret == 1
    assert result.parseoutcomes() == {"failed": 1}


def test_two_workers_keep_one_count(run: Run, pytester: pytest.Pytester) -> None:
    other = pytester.mkdir("tests") / "test_other.py"
    other.write_text("def test_it(): assert not 'a browser'\n")
    four = "@pytest.mark.parametrize('name', 'abcd')\ndef test_a(name): fails(1, name)\n"
    result = run(four, workers=2)
    assert result.ret == 1
    assert result.parseoutcomes() == {"passed": 4, "failed": 1, "repeated": 4}
    result.stdout.fnmatch_lines(["tests/browser/test_it.py::test_a?c? (call)"])
    other.unlink()
    result = run(four.replace("test_a", "test_e").replace("abcd", "efg"), workers=2)
    assert result.ret == 1
    assert result.parseoutcomes() == {"passed": 3, "repeated": 3}
    result.stdout.fnmatch_lines(["3 browser tests failed and were run again.*"])


def test_what_fails_on_the_way_in_or_out_counts_too(run: Run) -> None:
    result = run("""
@pytest.fixture
def way_in():
    fails(1, "in")

@pytest.fixture
def way_out():
    yield
    fails(1, "out")

def test_in(way_in): pass
def test_out(way_out): pass
""")
    assert result.ret == 0
    assert result.parseoutcomes() == {"passed": 2, "repeated": 2}
    result.stdout.fnmatch_lines(["*::test_in (setup)", "*::test_out (teardown)"])


def test_the_second_time_has_fixtures_of_its_own_and_the_wider_ones_stay_whole(run: Run) -> None:
    """In the midst of a package its fixture stays; at the end it is closed, and made again."""
    result = run("""
open_now = []

@pytest.fixture(scope="package")
def wide():
    open_now.append("wide")
    yield open_now
    open_now.remove("wide")

@pytest.fixture
def own(wide):
    assert wide == ["wide"]
    return []

@pytest.mark.parametrize("name", "ab")
def test_a(wide, own, name):
    own.append(name)
    assert (wide, own) == (["wide"], [name])
    fails(1, name)
""")
    assert result.ret == 0
    assert result.parseoutcomes() == {"passed": 2, "repeated": 2}


def test_a_fixture_knows_each_time_whether_its_test_has_failed(run: Run) -> None:
    result = run("""
from tests.retry import has_failed

known = []

@pytest.fixture
def told(request):
    yield
    known.append(has_failed(request.node))

def test_a(told): fails(1, "a")
def test_b(): assert known == [True, False]
""")
    assert result.ret == 0
    assert result.parseoutcomes() == {"passed": 2, "repeated": 1}


def test_one_that_ran_out_of_time_has_the_same_time_again_and_no_more(run: Run) -> None:
    result = run("""
import time

@pytest.mark.timeout(0.5)
def test_a(): time.sleep(60)
""")
    assert result.ret == 1
    assert result.parseoutcomes() == {"failed": 1, "repeated": 1}
