"""What `make quick` runs: all without a browser, and of each matter one journey in one."""

import pytest

TESTS = """
import pytest

@pytest.mark.parametrize("width", [360, 1280])
def test_journey(width): pass

def test_more(): pass
"""


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
