"""Every page, in every state that an assembly comes to: accessible, and narrow enough."""

import re

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests import effort
from tests.browser.host import Host
from tests.browser.walks import (
    ASSEMBLY,
    NODE,
    WALKS,
    breaches,
    cut_off,
    everything,
    forgotten,
    one_of_each,
    too_small,
    too_wide,
    walk,
)
from tests.web.story import Story

HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")


QUICK = "a small telephone at night"
SHARES = [
    pytest.param(name, share, marks=[pytest.mark.quick] if name == QUICK else [])
    for name, one in WALKS.items()
    for share in range(one.shares)
]


@pytest.mark.parametrize(("name", "share"), SHARES)
def test_every_page_is_sound_on(
    name: str, share: int, chromium: Browser, old_host: Host, story: Story
) -> None:
    assert walk(name, chromium, old_host, story, share) == {}


def test_all_pages_are_looked_at_every_day_where_there_is_least_room(story: Story) -> None:
    seen: set[str] = set()
    for one in WALKS.values():
        assert set(one.today(story)) <= set(one.at_length(story)) <= set(everything(story))
        if one.width == 360 and {breaches, too_wide, too_small, cut_off, forgotten} <= set(
            one.looks
        ):
            seen |= set(one.today(story))
    inside = (f"/a/{story.world.id}{path}" for path in ASSEMBLY)
    assert {*NODE, *inside} <= seen == set(everything(story))


def test_pages_are_looked_at_every_day_in_each_width_colour_and_language(story: Story) -> None:
    for one in WALKS.values():
        shares = [page for share in range(one.shares) for page in one.pages(story, share)]
        assert sorted(shares) == sorted(effort.of(one.today, one.at_length)(story))
    every_day = [one for one in WALKS.values() if one.today(story)]
    assert {(one.width, one.scheme) for one in every_day} == {
        (width, scheme) for width in (360, 1280) for scheme in ("light", "dark")
    }
    assert {one.language for one in every_day} == {"en", "es", "x-pseudo", "x-rtl"}
    assert {one.is_member for one in every_day} == {True, False}


def test_the_language_that_somebody_chooses_is_kept(
    chromium: Browser, old_host: Host, story: Story
) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{old_host.address}/settings")
    page.get_by_label("Language").select_option("es")
    page.get_by_role("button", name="Keep").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    page.goto(f"{old_host.address}/a/{story.world.id}")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    context.close()


def test_every_page_has_its_heading_without_scripts(old_host: Host, story: Story) -> None:
    for path in everything(story):
        answer = httpx.get(f"{old_host.address}{path}", headers={"accept": "text/html"})
        (heading,) = HEADING.findall(answer.text)
        assert TAG.sub("", heading).strip(), path


def test_every_page_can_be_read_without_scripts(
    chromium: Browser, old_host: Host, story: Story
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    for path in effort.of(one_of_each, everything)(story):
        page.goto(f"{old_host.address}{path}")
        expect(page.locator("h1")).not_to_be_empty()
    page.goto(f"{old_host.address}/a/{story.world.id}/problems/{story.problem}")
    for text in ("It is cold on every floor.", "Buy a new boiler"):
        expect(page.get_by_text(text).first).to_be_visible()
    page.get_by_text("How it came to this").click()  # what is folded needs no script either
    expect(page.locator("#argument-1")).to_contain_text("It broke each year")
    expect(page.locator("#argument-1")).to_be_visible()
    expect(page.get_by_role("button").filter(visible=True)).to_have_count(0)
    context.close()
