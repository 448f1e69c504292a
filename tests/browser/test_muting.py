"""Whom one mutes in a thread is folded there at once, and heard again as soon."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WIDTHS, Hall
from tests.browser.walks import breaches, unfit

AGAIN = "Muted: hear them again"


@pytest.mark.parametrize("width", WIDTHS)
def test_one_tap_mutes_in_a_topic_and_one_hears_again(hall: Hall, width: int) -> None:
    topic = hall.past["Ada"].opens_topic("The bins\n\nWho empties them?")
    hall.past["Cem"].posts(topic, "You never do.")
    bea = hall.enters("Bea", width).visits(f"/topics/{topic}")
    post = bea.page.locator("#post-2")
    post.get_by_text("More", exact=True).click()
    post.get_by_role("button", name="Mute for me").click()
    expect(post.get_by_role("button", name=AGAIN)).to_be_focused()
    bea.sees("Muted by you: show").sees_not("You never do.")
    bea.pictured(f"muted-{width}")
    assert breaches(bea.page) + unfit(bea.page) == []
    post.get_by_role("button", name=AGAIN).click()
    bea.sees("You never do.").sees_not("Muted by you")
    bea.visits(f"/topics/{topic}").sees("You never do.")


def test_one_tap_mutes_in_a_debate_and_one_hears_again(hall: Hall) -> None:
    problem = hall.past["Ada"].raises("The bins smell")
    hall.past["Cem"].argues(problem, "supports", "They always did.")
    hall.past["Bea"].argues(problem, "refutes", "Not in winter.")
    bea = hall.enters("Bea", 360).visits(f"/problems/{problem}")
    one = bea.page.locator("#argument-1")
    one.get_by_role("button", name="Mute for me").click()
    expect(one.get_by_role("button", name=AGAIN)).to_be_focused()
    bea.sees_not("They always did.")
    own = bea.page.locator("#argument-2").get_by_role("button", name="Mute for me")
    expect(own).to_have_count(0)
    one.get_by_role("button", name=AGAIN).click()
    bea.sees("They always did.")
    visitor = hall.visitor(360).visits(f"/problems/{problem}")
    visitor.sees("They always did.").sees_not("Mute for me")
