"""`make quick`: of the tests in a browser one of each file; of all others, every one.

A browser's tests take two thirds of the time of them all. Who changes the code wants to know within
minutes whether a matter still works at all; CI, and who is done, run the whole. So the first test
of a file in `tests/browser` and `tests/attacks/in_browser` is the journey that its matter is about;
where another one goes through the matter in much less time, that one is marked `quick`.
"""

import pytest

from tests.retry import is_of_a_browser

OPTION = "--quick"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(OPTION, action="store_true", help="of each browser file one test alone")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption(OPTION):
        return
    chosen: dict[str, pytest.Item] = {}
    for item in sorted(filter(is_of_a_browser, items), key=_is_unmarked):  # marked ones come first
        chosen.setdefault(_file(item), item)
    left = [one for one in items if is_of_a_browser(one) and chosen[_file(one)] is not one]
    config.hook.pytest_deselected(items=left)
    out = set(map(id, left))
    items[:] = [item for item in items if id(item) not in out]


def _file(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]


def _is_unmarked(item: pytest.Item) -> bool:
    return item.get_closest_marker("quick") is None
