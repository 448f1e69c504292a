"""page/ballot.js: a ranking by taps, by dragging and by keyboard."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.fixtures import LOOK_MS
from tests.browser.people import SETTLED
from tests.js.modules import Modules

ITEM = """<li data-option="{0}" data-at="{2}" data-name="{1}">
  <button type="button" data-pick><span class="place"></span><span>{1}</span>
    <span data-told></span></button>
  <button type="button" data-tie hidden aria-label="Tie: {1}">=</button>
  <button type="button" data-grip aria-label="Move: {1}">↕</button></li>"""
FORM = """<form><ol data-ballot data-field="ranking"><li data-line>Unranked</li>{}</ol>
  <p role="status"></p><input type="text" name="ranking" hidden value="{}">
  <button type="submit">Sign</button></form>"""
START = """async (html) => {
  document.body.innerHTML = html;
  (await import("/static/js/page/ballot.js")).ballots();
}"""
NAMES = {3: "Bread", 5: "Roses", 8: "Rest", 0: "no action"}


class Ballot:
    """A ballot on a page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def ranking(self) -> Any:
        """What would be signed."""
        return json.loads(self.page.locator("[name=ranking]").input_value())

    def item(self, name: str) -> Locator:
        return self.page.locator(f'li[data-name="{name}"]')

    def pick(self, name: str) -> Locator:
        return self.item(name).locator("[data-pick]")

    def grip(self, name: str) -> Locator:
        return self.item(name).locator("[data-grip]")

    def tap(self, *names: str) -> None:
        """Tap these, one after the other."""
        for name in names:
            self.settles().pick(name).click()

    def settles(self) -> "Ballot":
        """Wait until a tap on the same spot is meant, and no slip."""
        self.page.wait_for_function(SETTLED, polling=LOOK_MS)
        return self

    def ties(self, *names: str) -> None:
        """Make each the equal of the one above."""
        for name in names:
            self.page.get_by_role("button", name=f"Tie: {name}").click()

    def keys(self, name: str, key: str, times: int = 1) -> None:
        """Press a key on a handle."""
        for _ in range(times):
            self.grip(name).press(key)

    def drags(self, name: str, to: Locator, y: int = 1) -> None:
        """Drag an option by its handle, with a mouse."""
        self.grip(name).drag_to(to, target_position={"x": 5, "y": y})

    def order(self) -> list[str]:
        """All options as they stand."""
        items = self.page.locator("li[data-option]").all()
        return [str(one.get_attribute("data-name")) for one in items]


def shown(js: Modules, ranking: str = "[]") -> Ballot:
    """A ballot of four options, with what was voted before."""
    items = (ITEM.format(number, name, at) for at, (number, name) in enumerate(NAMES.items()))
    js.page.evaluate(START, FORM.format("".join(items), ranking))
    return Ballot(js.page)


@pytest.fixture
def ballot(js: Modules) -> Iterator[Ballot]:
    """A ballot of four options."""
    yield shown(js)
    js.page.evaluate("document.body.replaceChildren()")


def test_nothing_has_a_place_until_somebody_gives_it_one(ballot: Ballot) -> None:
    assert ballot.ranking == []
    expect(ballot.page.locator("[aria-pressed=true]")).to_have_count(0)


def test_each_tap_gives_the_next_place(ballot: Ballot) -> None:
    ballot.tap("Rest", "Bread", "no action")
    assert ballot.ranking == [[8], [3], [0]]
    assert ballot.page.locator(".place").all_inner_texts() == ["1", "2", "3", ""]


def test_another_tap_takes_the_place_away_and_the_others_move_up(ballot: Ballot) -> None:
    ballot.tap("Rest", "Bread", "Roses", "Bread")
    assert ballot.ranking == [[8], [5]]
    ballot.tap("Bread")
    assert ballot.ranking == [[8], [5], [3]]


def test_what_has_no_place_stands_in_the_order_in_which_it_came(ballot: Ballot) -> None:
    ballot.tap("Rest", "Bread", "Roses", "Rest", "Bread", "Roses")
    assert ballot.order() == ["Bread", "Roses", "Rest", "no action"]


def test_a_double_tap_gives_no_place_to_what_has_just_come_under_the_finger(
    ballot: Ballot,
) -> None:
    box = ballot.pick("Roses").bounding_box()
    assert box is not None
    ballot.page.mouse.dblclick(box["x"] + 20, box["y"] + 3)
    assert ballot.ranking == [[5]]
    ballot.settles().page.mouse.click(box["x"] + 20, box["y"] + 3)
    assert ballot.ranking != [[5]]


def test_a_ballot_that_was_cast_is_shown_as_it_was(js: Modules, ballot: Ballot) -> None:
    again = shown(js, "[[0],[8,3]]")
    assert again.page.locator(".place").all_inner_texts() == ["1", "=2", "=2", ""]
    assert again.ranking == [[0], [8, 3]]


def test_two_options_can_stand_side_by_side(ballot: Ballot) -> None:
    ballot.tap("Bread", "Roses", "no action")
    ballot.ties("Roses")
    assert ballot.ranking == [[3, 5], [0]]
    tie = ballot.page.get_by_role("button", name="Tie: Roses")
    expect(tie).to_have_attribute("aria-pressed", "true")
    assert ballot.page.locator(".place").all_inner_texts() == ["=1", "=1", "2", ""]
    tie.click()
    assert ballot.ranking == [[3], [5], [0]]


def test_the_first_option_has_nobody_to_be_equal_with(ballot: Ballot) -> None:
    ballot.tap("Bread", "Roses")
    expect(ballot.page.get_by_role("button", name="Tie: ")).to_have_count(1)
    expect(ballot.page.get_by_role("button", name="Tie: Roses")).to_be_visible()


def test_an_option_that_leaves_a_tie_no_longer_drags_it_along(ballot: Ballot) -> None:
    ballot.tap("Bread", "Roses", "Rest")
    ballot.ties("Roses")
    assert ballot.ranking == [[3, 5], [8]]
    ballot.tap("Bread")
    assert ballot.ranking == [[5], [8]]


def test_moving_an_option_never_makes_a_tie_that_nobody_asked_for(ballot: Ballot) -> None:
    ballot.tap("Bread", "Roses", "Rest")
    ballot.ties("Rest")
    assert ballot.ranking == [[3], [5, 8]]
    ballot.keys("no action", "ArrowUp", 2)
    assert ballot.ranking == [[3], [0], [5, 8]]
    ballot.keys("Bread", "ArrowDown", 2)
    assert ballot.ranking == [[0], [5, 8], [3]]


def test_one_of_three_equals_leaves_the_other_two_together(ballot: Ballot) -> None:
    ballot.tap("no action", "Bread", "Roses", "Rest")
    ballot.ties("Roses", "Rest")
    assert ballot.ranking == [[0], [3, 5, 8]]
    ballot.keys("Roses", "ArrowUp")
    assert ballot.ranking == [[0], [5], [3, 8]]
    ballot.keys("Bread", "ArrowUp")
    assert ballot.ranking == [[0], [5], [3], [8]]


def test_the_first_of_two_equals_can_rise_above_the_other(ballot: Ballot) -> None:
    ballot.tap("Bread", "Roses")
    ballot.ties("Roses")
    ballot.keys("Bread", "ArrowUp")
    assert ballot.ranking == [[3], [5]]


def test_dragging_ranks_too(ballot: Ballot) -> None:
    ballot.drags("Roses", ballot.page.locator("[data-line]"))
    assert ballot.ranking == [[5]]
    ballot.drags("no action", ballot.item("Roses"))
    assert ballot.ranking == [[0], [5]]
    ballot.drags("no action", ballot.item("Rest"), 10)
    assert ballot.ranking == [[5]]


def test_what_is_dropped_among_equals_is_their_equal(ballot: Ballot) -> None:
    ballot.tap("Bread", "Roses", "Rest")
    ballot.ties("Roses")
    ballot.drags("Rest", ballot.item("Roses"))
    assert ballot.ranking == [[3, 8, 5]]


def test_a_drag_that_is_broken_off_changes_nothing(ballot: Ballot) -> None:
    ballot.tap("Bread", "Roses", "Rest")
    ballot.ties("Roses")
    ballot.grip("Rest").hover()
    ballot.page.mouse.down()
    ballot.item("Bread").hover(position={"x": 5, "y": 1})
    expect(ballot.item("Rest")).to_have_class("lift")
    ballot.page.locator("ol").dispatch_event("pointercancel")
    ballot.page.mouse.up()
    assert ballot.ranking == [[3, 5], [8]]
    assert ballot.order() == ["Bread", "Roses", "Rest", "no action"]


def test_a_touch_of_the_handle_alone_moves_nothing(ballot: Ballot) -> None:
    ballot.tap("Bread", "Roses")
    ballot.grip("Rest").click()
    ballot.grip("Roses").click()
    assert ballot.ranking == [[3], [5]]


def test_the_keyboard_alone_is_enough(ballot: Ballot) -> None:
    ballot.pick("Bread").focus()
    ballot.page.keyboard.press("Alt+ArrowUp")
    assert ballot.ranking == [[3]]
    expect(ballot.pick("Bread")).to_be_focused()
    ballot.pick("Rest").press("Enter")
    ballot.page.keyboard.press("=")
    assert ballot.ranking == [[3, 8]]
    ballot.keys("Rest", "ArrowDown")
    assert ballot.ranking == [[3], [8]]
    expect(ballot.grip("Rest")).to_be_focused()
    ballot.page.keyboard.press("ArrowDown")
    assert ballot.ranking == [[3]]
    ballot.page.keyboard.press("=")
    assert ballot.ranking == [[3]]


def test_a_screen_reader_hears_where_an_option_went(ballot: Ballot) -> None:
    ballot.tap("Rest")
    expect(ballot.page.get_by_role("status")).to_have_text("Rest: place-own")
    ballot.tap("Bread")
    ballot.ties("Bread")
    expect(ballot.page.get_by_role("status")).to_have_text("Bread: place-shared")
    ballot.tap("Bread")
    expect(ballot.page.get_by_role("status")).to_have_text("Bread: no-place")


def test_what_is_signed_is_the_ranking_in_words(ballot: Ballot) -> None:
    field = ballot.page.locator("[name=ranking]")
    ballot.tap("Rest", "Bread")
    assert field.get_attribute("data-shown") == "1. Rest\n2. Bread\nunplaced"
    ballot.ties("Bread")
    ballot.tap("Roses", "no action")
    assert field.get_attribute("data-shown") == "1. Rest = Bread\n2. Roses\n3. no action"


def test_an_empty_ballot_is_not_signed(ballot: Ballot) -> None:
    sign = ballot.page.get_by_role("button", name="Sign")
    expect(sign).to_have_attribute("aria-disabled", "true")
    sign.click(force=True)
    expect(ballot.page.get_by_role("status")).to_have_text("place-one")
    expect(ballot.pick("Bread")).to_be_focused()
    ballot.tap("Bread")
    expect(sign).to_have_attribute("aria-disabled", "false")
    assert ballot.page.evaluate("document.querySelector('form').checkValidity()")
