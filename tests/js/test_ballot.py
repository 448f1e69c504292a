"""page/ballot.js: a ranking by dragging, by buttons and by keyboard."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.js.modules import Modules

ITEM = """<li data-option="{0}" data-name="{1}" draggable="true">
  <span class="place"></span><span class="name">{1}</span>
  <button type="button" data-move="up" aria-label="Up: {1}">↑</button>
  <button type="button" data-move="down" aria-label="Down: {1}">↓</button>
  <button type="button" data-move="tie" aria-label="Tie: {1}">=</button></li>"""
FORM = """<form><ol data-ballot data-field="ranking"><li data-line>Unranked</li>{}</ol>
  <p role="status"></p><input type="hidden" name="ranking" data-kind="json"></form>"""
START = """async (html) => {
  document.body.innerHTML = html;
  (await import("/static/js/page/ballot.js")).ballots();
}"""
NAMES = {3: "Bread", 5: "Roses", 8: "Rest", 0: "no action"}


class Ballot:
    """A ballot on a page, nothing ranked."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def ranking(self) -> Any:
        """What would be signed."""
        return json.loads(self.page.locator("[name=ranking]").input_value())

    def item(self, name: str) -> Locator:
        return self.page.locator(f'li[data-name="{name}"]')

    def press(self, way: str, name: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.get_by_role("button", name=f"{way}: {name}").click()

    def rank(self, *names: str) -> None:
        """Bring these above the line, in this order."""
        for place, name in enumerate(names):
            self.press("Up", name)
            assert len(self.ranking) == place + 1


@pytest.fixture
def ballot(js: Modules) -> Iterator[Ballot]:
    """A ballot of four options."""
    items = "".join(ITEM.format(number, name) for number, name in NAMES.items())
    js.page.evaluate(START, FORM.format(items))
    yield Ballot(js.page)
    js.page.evaluate("document.body.replaceChildren()")


def test_nothing_is_ranked_until_somebody_ranks_it(ballot: Ballot) -> None:
    assert ballot.ranking == []


def test_up_brings_an_option_above_the_line_behind_those_already_there(ballot: Ballot) -> None:
    ballot.rank("Rest", "Bread")
    assert ballot.ranking == [[8], [3]]
    ballot.press("Up", "Bread")
    assert ballot.ranking == [[3], [8]]


def test_down_takes_an_option_back_and_below_the_line(ballot: Ballot) -> None:
    ballot.rank("Bread", "Roses")
    ballot.press("Down", "Bread")
    assert ballot.ranking == [[5], [3]]
    ballot.press("Down", "Bread")
    assert ballot.ranking == [[5]]


def test_two_options_can_stand_side_by_side(ballot: Ballot) -> None:
    ballot.rank("Bread", "Roses", "no action")
    ballot.press("Tie", "Roses")
    assert ballot.ranking == [[3, 5], [0]]
    expect(ballot.page.get_by_role("button", name="Tie: Roses")).to_have_attribute(
        "aria-pressed", "true"
    )
    ballot.press("Tie", "Roses")
    assert ballot.ranking == [[3], [5], [0]]


def test_the_first_option_has_nobody_to_be_equal_with(ballot: Ballot) -> None:
    ballot.rank("Bread", "Roses")
    expect(ballot.page.get_by_role("button", name="Tie: Bread")).to_be_disabled()
    expect(ballot.page.get_by_role("button", name="Tie: Roses")).to_be_enabled()


def test_an_option_that_leaves_a_tie_no_longer_drags_it_along(ballot: Ballot) -> None:
    ballot.rank("Bread", "Roses", "Rest")
    ballot.press("Tie", "Roses")
    assert ballot.ranking == [[3, 5], [8]]
    ballot.press("Down", "Bread", 3)
    assert ballot.ranking == [[5], [8]]


def test_moving_an_option_never_makes_a_tie_that_nobody_asked_for(ballot: Ballot) -> None:
    ballot.rank("Bread", "Roses", "Rest")
    ballot.press("Tie", "Rest")
    assert ballot.ranking == [[3], [5, 8]]
    ballot.press("Up", "no action", 2)
    assert ballot.ranking == [[3], [0], [5, 8]]
    ballot.press("Down", "Bread", 2)
    assert ballot.ranking == [[0], [5, 8], [3]]


def test_one_of_three_equals_leaves_the_other_two_together(ballot: Ballot) -> None:
    ballot.rank("no action", "Bread", "Roses", "Rest")
    ballot.press("Tie", "Roses")
    ballot.press("Tie", "Rest")
    assert ballot.ranking == [[0], [3, 5, 8]]
    ballot.press("Up", "Roses")
    assert ballot.ranking == [[0], [5], [3, 8]]
    ballot.press("Up", "Bread")
    assert ballot.ranking == [[0], [5], [3], [8]]


def test_the_first_of_two_equals_can_rise_above_the_other(ballot: Ballot) -> None:
    ballot.rank("Bread", "Roses")
    ballot.press("Tie", "Roses")
    ballot.press("Up", "Bread")
    assert ballot.ranking == [[3], [5]]
    expect(ballot.page.get_by_role("button", name="Up: Bread")).to_be_disabled()


def test_what_is_dropped_among_equals_is_their_equal(ballot: Ballot) -> None:
    ballot.rank("Bread", "Roses", "Rest")
    ballot.press("Tie", "Roses")
    ballot.item("Rest").drag_to(ballot.item("Roses"), target_position={"x": 5, "y": 1})
    assert ballot.ranking == [[3, 8, 5]]


def test_dragging_ranks_too(ballot: Ballot) -> None:
    ballot.item("Roses").drag_to(
        ballot.page.locator("[data-line]"), target_position={"x": 5, "y": 1}
    )
    ballot.item("no action").drag_to(ballot.item("Roses"), target_position={"x": 5, "y": 1})
    assert ballot.ranking == [[0], [5]]


def test_the_keyboard_alone_is_enough(ballot: Ballot) -> None:
    ballot.page.get_by_role("button", name="Up: Bread").focus()
    ballot.page.keyboard.press("Alt+ArrowUp")
    assert ballot.ranking == [[3]]
    expect(ballot.page.get_by_role("button", name="Down: Bread")).to_be_focused()
    ballot.page.keyboard.press("Enter")
    assert ballot.ranking == []
    expect(ballot.page.get_by_role("button", name="Up: Bread")).to_be_focused()


def test_a_screen_reader_hears_where_an_option_went(ballot: Ballot) -> None:
    ballot.press("Up", "Rest")
    expect(ballot.page.get_by_role("status")).to_have_text("ranked")
    expect(ballot.page.get_by_role("button", name="Up: Rest")).to_be_disabled()
    assert ballot.page.locator("[name=ranking]").get_attribute("data-shown") == "1. Rest"


def test_focus_stays_where_work_goes_on(ballot: Ballot) -> None:
    ballot.rank("Bread", "Roses")
    ballot.page.get_by_role("button", name="Up: Roses").press("Enter")
    assert ballot.ranking == [[5], [3]]
    assert ballot.item("Roses").evaluate("item => item.contains(document.activeElement)")
