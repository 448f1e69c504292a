"""Pages in languages that only tests speak: longer and accented, and the same from right to left.

The pseudo-language puts every text between ⟦ and ⟧. What stands outside, and is no name, no
member's words (`bdi`, `dir=auto`), no code, no time and not marked as untranslatable, was
forgotten.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from esoviet.web.http.language import COOKIE, PSEUDO, PSEUDO_RTL
from tests.browser.conftest import Hall
from tests.browser.host import Host
from tests.browser.walks import (
    Walk,
    everything,
    ill_built,
    one_of_each,
    too_small,
    too_wide,
    walk,
    walking,
)
from tests.web.story import Story

FORGOTTEN = r"""() => {
  const own = "script, style, noscript, pre, code, svg, bdi, time, .mono, [dir=auto], "
    + "[translate=no], [lang]:not(html)";
  const bare = (text) => {
    for (let last = null; last !== text;) [last, text] = [text, text.replace(/⟦[^⟦⟧]*⟧/g, "")];
    return text;
  };
  const found = [];
  const look = (at, name, text, rest) => {
    if (/\p{L}{2}/u.test(rest) && !at.closest(own)) found.push(`${name}: ${text.trim()}`);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement: at, data } = walker.currentNode;
    look(at, at.tagName, data, bare(data));
  }
  for (const name of ["aria-label", "title", "placeholder", "alt", "data-title", "data-warning",
    "data-label"]) {
    for (const at of document.querySelectorAll(`[${name}]`)) {
      const text = at.getAttribute(name);  // a name may stand beside what is translated
      look(at, name, text, text.includes("⟦") ? "" : text);
    }
  }
  const named = document.querySelector("h1 bdi") || document.title.includes("⟦");
  return named ? found : [...found, document.title];
}"""


def forgotten(page: Page) -> list[str]:
    """Texts that nobody can translate."""
    return list(page.evaluate(FORGOTTEN))


def speaking(guide: Walk, host: Host, language: str) -> Walk:
    """The same browser, in another language."""
    guide.page.context.add_cookies([{"name": COOKIE, "value": language, "url": host.address}])
    return guide


@pytest.fixture(scope="module")
def pseudo(chromium: Browser, old_host: Host, story: Story) -> Iterator[Walk]:
    """A member with a small telephone, who reads the pseudo-language."""
    for guide in walking(chromium, old_host, story, 360, "light", True):
        yield speaking(guide, old_host, PSEUDO)


@pytest.fixture(scope="module", params=[360, 1280])
def leftwards(
    request: pytest.FixtureRequest, chromium: Browser, old_host: Host, story: Story
) -> Iterator[Walk]:
    """A member who reads from right to left."""
    for guide in walking(chromium, old_host, story, request.param, "light", True):
        yield speaking(guide, old_host, PSEUDO_RTL)


def test_every_text_of_every_page_can_be_translated_and_has_room_to_be_longer(
    pseudo: Walk, old_host: Host, story: Story
) -> None:
    assert walk(pseudo, old_host, everything(story), forgotten, too_wide, too_small) == {}


def test_a_page_of_each_kind_is_sound_from_right_to_left(
    leftwards: Walk, old_host: Host, story: Story
) -> None:
    assert walk(leftwards, old_host, one_of_each(story), ill_built, too_wide) == {}
    expect(leftwards.page.locator("html")).to_have_attribute("dir", "rtl")


def test_signing_speaks_the_readers_language_from_the_dialog_to_the_receipt(hall: Hall) -> None:
    ada = hall.enters("Ada", width=360)
    ada.context.add_cookies([{"name": COOKIE, "value": PSEUDO, "url": hall.host.address}])
    page = ada.visits("/problems/new").page
    page.locator("#text").fill("The crane is unsafe")
    page.locator("form[data-act] button[type=submit]").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert [*forgotten(page), *too_wide(page), *too_small(page)] == []
    with page.expect_event("load"):
        page.locator("button[value=sign]").click()
    ada.ready().visits("/me")
    expect(page.locator("[data-flow=mine] li")).to_have_count(1)
    assert [text for text in forgotten(page) if not text.startswith("LI: ")] == []
    expect(page.locator("[data-flow=mine] li")).to_contain_text("⟦")


def test_a_refusal_speaks_the_readers_language(hall: Hall) -> None:
    problem = hall.past["Ada"].raises("The crane is unsafe")
    bea = hall.enters("Bea")
    bea.context.add_cookies([{"name": COOKIE, "value": PSEUDO, "url": hall.host.address}])
    page = bea.studies(problem).page
    form = page.locator("form[data-act=assess-necessity]")
    form.locator("[name=problem]").evaluate("field => { field.value = 99; }")
    form.locator("button[name=stance]").first.click()
    page.locator("#gathered button[value=sign]").click()
    told = form.locator("[data-say].bad")
    expect(told).to_contain_text("⟦Nó próblém wíth thíš ñúmbér íš béíñg áššéššéd.")
    expect(told).to_contain_text("5.2")
    assert forgotten(page) == []
