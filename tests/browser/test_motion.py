"""What moves explains where a thing went; for who wants no motion nothing moves."""

import pytest

from tests.browser.conftest import Hall

HEARS = (
    'addEventListener("pagereveal", ({ viewTransition }) => { window.moved = !!viewTransition; })'
)


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_one_page_goes_over_into_the_next(hall: Hall, motion: str) -> None:
    visitor = hall.visitor(360)
    page = visitor.page
    page.add_init_script(HEARS)
    page.emulate_media(reduced_motion="reduce" if motion == "reduce" else "no-preference")
    visitor.opens(f"/a/{hall.world.id}")
    page.get_by_role("navigation", name="Places").get_by_role("link", name="Decided").click()
    visitor.ready()
    assert page.url.endswith("/decisions")
    assert page.evaluate("window.moved") is (motion != "reduce")
