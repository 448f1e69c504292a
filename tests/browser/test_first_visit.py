"""A first visit by a real browser: its style comes with the page, nothing comes that only signs."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Request

from tests.browser.conftest import Hall
from tests.browser.test_app import kept, with_worker

SHEETS = (
    "() => Array.from(document.querySelectorAll('style[data-sheet]'), (one) => one.dataset.sheet)"
)
# What the page asks for as its worker, and that it is asked.
NOTED = """const { register } = ServiceWorkerContainer.prototype;
ServiceWorkerContainer.prototype.register = function (script, how) {
  window.registered = script;
  return register.call(this, script, how);
};"""
COLOUR = "getComputedStyle(document.querySelector('header.bar')).backgroundColor"


def loads(context: BrowserContext) -> list[str]:
    """The names of the files that come, as they come; the worker's own are among them."""
    names: list[str] = []
    context.on("requestfinished", lambda one: names.append(one.url.rpartition("/")[2]))
    return names


def named(name: str) -> Callable[[Request], bool]:
    """Whether a request is for the file of that name."""
    return lambda request: request.url.rpartition("/")[2] == name


def _from_cache(response: dict[str, Any]) -> list[str]:
    """The name of a file, where it did not come over the line again."""
    return [response["url"].rpartition("/")[2]] * response["fromDiskCache"]


@pytest.mark.parametrize(
    ("path", "more"), [("/", "front.css"), ("{here}", None), ("{here}/join", "more.css")]
)
def test_the_style_comes_with_the_first_page_and_is_there_for_the_next(
    hall: Hall, path: str, more: str | None
) -> None:
    her = hall.visitor(360)
    page, names = her.page, [name for name in ("first.css", more) if name]
    with ExitStack() as fetched:
        for name in names:
            fetched.enter_context(page.expect_request_finished(named(name)))
        her.opens(path.format(here=f"/a/{hall.world.id}"))
    assert [sheet.rpartition("/")[2] for sheet in page.evaluate(SHEETS)] == names
    colour = page.evaluate(COLOUR)
    tools, cached = her.context.new_cdp_session(page), set[str]()
    tools.send("Network.enable")
    tools.on("Network.responseReceived", lambda seen: cached.update(_from_cache(seen["response"])))
    page.get_by_role("link", name="The law", exact=True).last.click()
    page.wait_for_url("**/law")
    her.ready()
    assert page.evaluate(SHEETS) == []
    assert page.evaluate(COLOUR) == colour
    assert {*names} - {"front.css"} <= cached


@pytest.mark.worker
def test_a_stranger_loads_neither_what_signs_nor_the_worker(hall: Hall) -> None:
    her, here = hall.visitor(360), f"/a/{hall.world.id}"
    her.page.add_init_script(NOTED)
    loaded = loads(her.context)
    for path in ("/", here, f"{here}/problems"):  # a worker would be asked for beside the sheet
        with her.page.expect_request_finished(named("first.css")):
            her.opens(path)
        assert "page.js" in loaded
        assert not {"acting.js", "keeping.js", "sw.js", "offline"} & set(loaded)
        assert her.page.evaluate("window.registered") is None
        loaded.clear()
        her.context.clear_cookies()


@pytest.mark.worker
def test_a_member_has_both(hall: Hall) -> None:
    ada = hall.enters("Ada")
    ada.page.add_init_script(NOTED)
    with_worker(ada.visits())
    assert ada.page.evaluate("window.registered") == "/sw.js"
    assert {"acting.js", "keeping.js"} <= {path.rpartition("/")[2] for path in kept(ada.page)}
