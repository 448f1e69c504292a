"""Leaving, and being erased: said beforehand, agreed to once, gone on with after a break."""

import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Hall
from tests.browser.people import Person
from tests.browser.walks import breaches, too_small, too_wide

CRANE, SLIP, NAME = "The crane is unsafe", "It swings in the wind", "Dot"


def writes(hall: Hall, width: int = 1280) -> Person:
    """A problem that waits, two arguments on it."""
    author = hall.past[NAME]
    problem = author.raises(CRANE)
    author.argues(problem, "supports", SLIP)
    author.argues(problem, "asks", "How often?")
    dot = hall.enters(NAME, width).visits("/me")
    dot.page.get_by_role("link", name="Leave, and be erased").click()
    return dot.ready()


def counted(somebody: Person, section: str) -> dict[str, int]:
    """What the page announces, by kind."""
    lines = somebody.page.locator(f"#{section} li").all()
    return {
        line.get_attribute("data-kind") or "": int(line.get_attribute("data-count") or "")
        for line in lines
    }


def agrees(somebody: Person, button: str = "Erase it all and leave") -> Person:
    somebody.button(button).click()
    somebody.page.get_by_role("dialog").get_by_role("button", name="Sign it all").click()
    return somebody


def test_who_leaves_with_all_is_erased_and_offered_to_be_forgotten(hall: Hall) -> None:
    dot = writes(hall, 360)
    assert counted(dot, "erases") == {"argument": 2, "profile": 1, "problem": 1}
    assert counted(dot, "stays") == {}
    assert breaches(dot.page) + too_wide(dot.page) + too_small(dot.page) == []
    agrees(dot).sees("You are not a member here any more. What could be erased is erased.")
    assert breaches(dot.page) + too_wide(dot.page) + too_small(dot.page) == []
    ada = hall.enters("Ada")
    ada.studies(1).sees("This was erased by who wrote it.").sees_not(SLIP).sees_not(CRANE)
    ada.visits("/members?state=left").sees_not(NAME)
    audit = ["audit", f"{hall.host.address}/a/{hall.world.id}"]
    assert subprocess.run([sys.executable, "-m", "esoviet", *audit], check=False).returncode == 0
    dot.button("Forget this browser").click()
    dot.page.get_by_role("dialog").get_by_role("button", name="Forget everything").click()
    dot.page.wait_for_url(re.compile("/forgotten$"))


@pytest.mark.rules(readership="members")
def test_it_goes_on_where_it_was_after_the_page_was_closed(hall: Hall) -> None:
    dot = writes(hall)
    dot.context.route("**/acts", lambda route: route.abort())
    agrees(dot).sees("not sent yet")
    assert dot.kept("keys")[0]["leaving"] == {"total": 4}
    dot.context.unroute_all()
    dot.visits("/problems").sees("it is not done yet").sees(CRANE)
    dot.page.get_by_role("link", name="Go on").click()
    dot.sees("What could be erased is erased.")
    assert "leaving" not in {k: v for k, v in dot.kept("keys")[0].items() if v}
    hall.enters("Ada").visits("/members?state=left").sees_not(NAME)
    dot.complains_of("ERR_FAILED|Failed to load resource")


def test_a_host_that_is_away_for_a_while_is_waited_for(hall: Hall) -> None:
    dot = writes(hall)
    dot.context.route("**/acts", lambda route: route.fulfill(status=503, json={"title": "Later"}))
    agrees(dot).sees("not sent yet")
    dot.context.unroute_all()
    dot.sees("What could be erased is erased.")
    dot.complains_of("status of 503")


def test_who_stops_in_the_middle_stays_a_member(hall: Hall) -> None:
    dot = writes(hall)
    dot.context.route("**/acts", lambda route: route.abort())
    agrees(dot).sees("not sent yet")
    with dot.page.expect_event("load"):
        dot.press("Stop here")
    dot.context.unroute_all()
    dot.visits("/problems").sees_not("it is not done yet")
    dot.visits("/me").sees("Leave, and be erased")
    dot.complains_of("ERR_FAILED|Failed to load resource")


def test_what_the_assembly_was_given_is_announced_and_stays(hall: Hall) -> None:
    problem = hall.past["Ada"].raises_problem(CRANE)
    ada = hall.enters("Ada")
    ada.visits("/members/1/leave")
    assert counted(ada, "stays") == {"assembly": 2, "problem": 1}
    ada.sees("found necessary by the assembly")
    agrees(ada).sees("What could be erased is erased.")
    assert counted(ada, "stays") == {"assembly": 2, "problem": 1}
    hall.enters("Bea").studies(problem).sees(CRANE).sees_not("Ada")


@pytest.mark.quick
def test_ordinary_leaving_offers_to_erase_afterwards(hall: Hall) -> None:
    dot = writes(hall).folds_open("Leave without erasing")
    dot.page.locator('form[data-act="leave"] button').click()
    dot.signs_it().sees("You are not a member here any more.")
    assert counted(dot, "erases") == {"argument": 2, "profile": 1, "problem": 1}
    agrees(dot, "Erase it all").sees("What could be erased is erased.")
    hall.enters("Ada").visits("/members?state=left").sees_not(NAME)


def test_others_see_no_button(hall: Hall) -> None:
    writes(hall)
    bea = hall.enters("Bea").visits("/members/4/leave").sees("What is erased")
    expect(bea.page.get_by_role("button", name="Erase").filter(visible=True)).to_have_count(0)
