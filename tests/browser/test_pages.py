"""Every page, in every state that an assembly comes to: accessible, and narrow enough."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.host import Host
from tests.browser.walks import (
    Walk,
    breaches,
    everything,
    ill_built,
    one_of_each,
    too_small,
    too_wide,
    unfit,
    walk,
    walking,
)
from tests.web.story import Story


@pytest.fixture(scope="module")
def desk(chromium: Browser, old_host: Host, story: Story) -> Iterator[Walk]:
    """A member at a desk, by day."""
    yield from walking(chromium, old_host, story, 1280, "light", True)


@pytest.fixture(scope="module")
def telephone(chromium: Browser, old_host: Host, story: Story) -> Iterator[Walk]:
    """A member with a small telephone, at night."""
    yield from walking(chromium, old_host, story, 360, "dark", True)


@pytest.fixture(scope="module")
def stranger(chromium: Browser, old_host: Host, story: Story) -> Iterator[Walk]:
    """Nobody in particular."""
    yield from walking(chromium, old_host, story, 1280, "dark", False)


def test_every_page_is_sound_for_a_member_at_a_desk_and_fits_a_small_telephone(
    desk: Walk, old_host: Host, story: Story
) -> None:
    assert walk(desk, old_host, everything(story), breaches, too_wide, unfit) == {}


def test_a_page_of_each_kind_is_sound_on_a_small_telephone_at_night(
    telephone: Walk, old_host: Host, story: Story
) -> None:
    assert walk(telephone, old_host, one_of_each(story), breaches, too_wide, too_small) == {}


def test_a_page_of_each_kind_is_sound_for_a_stranger(
    stranger: Walk, old_host: Host, story: Story
) -> None:
    assert walk(stranger, old_host, one_of_each(story), breaches, too_wide) == {}


def test_a_page_of_each_kind_is_sound_in_spanish(
    telephone: Walk, old_host: Host, story: Story
) -> None:
    page = telephone.page
    page.goto(f"{old_host.address}/settings")
    page.get_by_label("Language").select_option("es")
    page.get_by_role("button", name="Keep").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    assert walk(telephone, old_host, one_of_each(story), ill_built, too_wide) == {}
    page.context.clear_cookies()


def test_every_page_can_be_read_without_scripts(
    chromium: Browser, old_host: Host, story: Story
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    for path in everything(story):
        page.goto(f"{old_host.address}{path}")
        expect(page.locator("h1")).not_to_be_empty()
    page.goto(f"{old_host.address}/a/{story.world.id}/problems/{story.problem}")
    for text in ("It is cold on every floor.", "It broke each year", "Buy a new boiler"):
        expect(page.get_by_text(text).first).to_be_visible()
    expect(page.get_by_role("button").filter(visible=True)).to_have_count(0)
    context.close()
