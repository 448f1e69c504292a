"""Every part in every state, on a page of its own: at every width, by day and night, either way."""

import pytest
from playwright.sync_api import Browser

from tests.browser.fixtures import Scheme
from tests.browser.host import Host
from tests.browser.people import pictured
from tests.browser.walks import (
    SCREENS,
    Round,
    breaches,
    too_small,
    too_wide,
    unfit,
    walking,
)
from tests.web.story import Story


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_the_parts_are_sound_at_every_width(
    chromium: Browser, old_host: Host, story: Story, width: int, scheme: Scheme
) -> None:
    stranger = Round(width, scheme, (), is_member=False)
    with walking(chromium, old_host, story, stranger) as guide:
        guide.goes(f"{old_host.address}/style")
        page = guide.page
        pictured(page, f"style-{width}")
        assert breaches(page) + too_wide(page) + too_small(page) + unfit(page) == []
        page.evaluate("document.documentElement.dir = 'rtl'")
        assert too_wide(page) == []
        page.evaluate("document.documentElement.dir = 'ltr'")
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert too_wide(page) == []
