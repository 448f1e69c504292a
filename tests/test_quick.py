"""What `make quick` runs: all without a browser, and of each matter one journey in one."""

import pytest

TESTS = """
import pytest

@pytest.mark.parametrize("width", [360, 1280])
def test_journey(width): pass

def test_more(): pass
"""
MARKED = TESTS.replace(
    "def test_more(): pass",
    """
@pytest.mark.quick
@pytest.mark.parametrize("width", [360, 1280])
def test_more(width): pass
""",
)


@pytest.fixture
def house(pytester: pytest.Pytester) -> pytest.Pytester:
    """Two files of a browser, and one without."""
    pytester.makeconftest('pytest_plugins = ["tests.retry", "tests.quick"]')
    for place in ("tests/browser/test_a", "tests/attacks/in_browser/test_b", "tests/law/test_c"):
        path = pytester.path / f"{place}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TESTS)
    return pytester


def run(house: pytest.Pytester, *options: str) -> dict[str, int]:
    done = house.runpytest_inprocess("--import-mode=importlib", *options, "tests")
    return done.parseoutcomes()


def test_usually_everything_is_run(house: pytest.Pytester) -> None:
    assert run(house) == {"passed": 9}


def test_in_a_hurry_one_of_each_file_of_a_browser_and_all_others(house: pytest.Pytester) -> None:
    assert run(house, "--quick") == {"passed": 5, "deselected": 4}


def test_of_a_file_in_which_one_is_marked_that_one(house: pytest.Pytester) -> None:
    house.makeini("[pytest]\nmarkers = quick")
    (house.path / "tests/browser/test_a.py").write_text(MARKED)
    done = house.runpytest_inprocess("--import-mode=importlib", "--quick", "-rA", "tests/browser")
    done.assert_outcomes(passed=1, deselected=3)
    done.stdout.fnmatch_lines(["PASSED *test_a.py::test_more?360?"])
