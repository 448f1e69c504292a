"""Search in the browser: from any page, while one types."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import QUICK, Hall, meeting
from tests.browser.fixtures import Complaints, Contexts
from tests.browser.walks import breaches, unfit
from tests.world import World


@pytest.fixture
def library(tmp_path: Path, contexts: Contexts, complaints: Complaints) -> Iterator[Hall]:
    """Two problems, and what was said of them."""
    world = World().found(**QUICK)
    ada, bea, _ = world.members("Ada", "Bea", "Cem")
    hoist = ada.raises_problem("The hoist is broken\n\nIt stands still since Monday")
    ada.raises_problem("The roof leaks\n\nAbove the hoist")
    bea.argues(hoist, "supports", "École: the crane is old")
    with meeting(world, tmp_path, contexts, complaints) as hall:
        yield hall


def test_what_was_written_is_found_while_one_types(library: Hall) -> None:
    bea = library.enters("Bea", 360)
    bea.visits("/problems").page.get_by_role("link", name="Search").click()
    bea.ready().fills(words="hoist").sees("2 found").sees("The roof leaks")
    bea.fills(words="hoist mon").sees("1 found").sees("It stands still since")
    expect(bea.page.get_by_text("The roof leaks")).to_have_count(0)
    assert bea.page.url.endswith("/search?q=hoist+mon")
    assert breaches(bea.page) + unfit(bea.page) == []
    for width in (1280, 360):
        bea.page.set_viewport_size({"width": width, "height": 800})
        bea.pictured(f"search-{width}")
    bea.page.get_by_role("link", name="The hoist is broken").click()
    bea.ready().sees("It stands still since Monday")


def test_it_is_narrowed_and_a_link_keeps_what_was_asked(library: Hall) -> None:
    bea = library.enters("Bea", 360)
    bea.visits("/search?q=ecole&kind=argument").sees("1 found")
    bea.page.get_by_label("What").select_option(label="Problem")
    bea.sees("0 found").sees("Nothing here has all these words")
    bea.fills(words="xyzzy plugh").sees("Try fewer")
    bea.fills(words="majority").page.get_by_label("What").select_option(label="All")
    bea.sees("In the law")
