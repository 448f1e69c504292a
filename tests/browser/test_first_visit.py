"""A first visit by a real browser: its style comes with the page, nothing comes that only signs."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.conftest import Hall
from tests.browser.test_app import kept, with_worker
from tests.waiting import until

SHEETS = (
    "() => Array.from(document.querySelectorAll('style[data-sheet]'), (one) => one.dataset.sheet)"
)
COLOUR = "getComputedStyle(document.querySelector('header.bar')).backgroundColor"


def loads(context: BrowserContext) -> list[str]:
    """The names of the files that come, as they come; the worker's own are among them."""
    names: list[str] = []
    context.on("requestfinished", lambda one: names.append(one.url.rpartition("/")[2]))
    return names


def _from_cache(response: dict[str, Any]) -> list[str]:
    """The name of a file, where it did not come over the line again."""
    return [response["url"].rpartition("/")[2]] * response["fromDiskCache"]


@pytest.mark.parametrize("path", ["/", "{here}", "{here}/join"])
def test_the_style_comes_with_the_first_page_and_is_there_for_the_next(
    hall: Hall, path: str
) -> None:
    her = hall.visitor(360)
    page, loaded = her.page, loads(her.context)
    her.opens(path.format(here=f"/a/{hall.world.id}"))
    sheets = page.evaluate(SHEETS)
    names = {sheet.rpartition("/")[2] for sheet in sheets}
    assert "first.css" in names
    until(lambda: names <= set(loaded), lambda: page.wait_for_timeout(50))
    colour = page.evaluate(COLOUR)
    tools, cached = her.context.new_cdp_session(page), set[str]()
    tools.send("Network.enable")
    tools.on("Network.responseReceived", lambda seen: cached.update(_from_cache(seen["response"])))
    page.get_by_role("link", name="The law", exact=True).last.click()
    page.wait_for_url("**/law")
    her.ready()
    assert page.evaluate(SHEETS) == []
    assert page.evaluate(COLOUR) == colour
    assert names <= cached | {"front.css"}


@pytest.mark.worker
def test_a_stranger_loads_neither_what_signs_nor_the_worker(hall: Hall) -> None:
    her, here = hall.visitor(360), f"/a/{hall.world.id}"
    loaded = loads(her.context)
    for path in ("/", here, f"{here}/problems"):
        her.opens(path)
        until(lambda: "first.css" in loaded, lambda: her.page.wait_for_timeout(50))
        assert "page.js" in loaded
        assert not {"acting.js", "keeping.js", "sw.js", "offline"} & set(loaded)
        loaded.clear()
        her.context.clear_cookies()


@pytest.mark.worker
def test_a_member_has_both(hall: Hall) -> None:
    ada = with_worker(hall.enters("Ada").visits())
    assert {"acting.js", "keeping.js"} <= {path.rpartition("/")[2] for path in kept(ada.page)}
