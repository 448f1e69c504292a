"""Every part in every state, on a page of its own: at every width, by day and night, either way."""

import pytest
from playwright.sync_api import Browser

from tests.browser.host import Host
from tests.browser.people import pictured
from tests.browser.walks import breaches, too_small, too_wide, unfit, walking
from tests.web.story import Story


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_parts_are_sound_at_every_width(
    chromium: Browser, old_host: Host, story: Story, width: int, scheme: str
) -> None:
    for guide in walking(chromium, old_host, story, width, scheme, False):  # type: ignore[arg-type]
        guide.goes(f"{old_host.address}/style")
        page = guide.page
        pictured(page, f"style-{width}")
        assert breaches(page) + too_wide(page) + too_small(page) + unfit(page) == []
        page.evaluate("document.documentElement.dir = 'rtl'")
        assert too_wide(page) == []
        page.evaluate("document.documentElement.dir = 'ltr'")
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert too_wide(page) == []
