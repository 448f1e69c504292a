"""`make quick`: of the tests in a browser the first of each file; of all others, every one.

A browser's tests take two thirds of the time of them all. Who changes the code wants to know within
minutes whether a matter still works at all; CI, and who is done, run the whole. So the first test
of a file in `tests/browser` and `tests/attacks/in_browser` is the journey that its matter is about.
"""

import pytest

from tests.retry import is_of_a_browser

OPTION = "--quick"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(OPTION, action="store_true", help="the first test alone of each browser file")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption(OPTION):
        return
    first: dict[str, str] = {}
    left = []
    for item in items:
        place, _, name = item.nodeid.partition("::")
        if is_of_a_browser(item) and first.setdefault(place, name) != name:
            left.append(item)
    config.hook.pytest_deselected(items=left)
    out = set(map(id, left))
    items[:] = [item for item in items if id(item) not in out]
