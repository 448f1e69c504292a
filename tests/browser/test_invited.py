"""The card of an invitation in a browser: good at once, good by vouches, and every dead link."""

import re

import pytest
from playwright.sync_api import expect

from esoviet.web.http.short import short_of
from tests.browser.conftest import WIDTHS, Hall
from tests.browser.people import Person
from tests.browser.test_recovery import looks_sound


def opened(hall: Hall, link: str, width: int = 360) -> Person:
    """Somebody with a telephone who was sent a link."""
    return hall.visitor(width).named("Fay").opens(link)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_link_says_from_whom_into_what_how_and_until_when(hall: Hall, width: int) -> None:
    fay = opened(hall, hall.enters("Ada").invites(), width)
    fay.sees("Ada invites you to").sees("4 members").sees("This link makes you a member at once.")
    fay.sees("The link is for 1 person.").sees("Valid until").sees_not(
        "Members vouch for who applies."
    )
    expect(fay.button("Join this assembly")).to_be_visible()
    looks_sound(fay.pictured(f"card-at-once-{width}"))


def test_the_key_behind_the_link_is_sent_to_nobody(hall: Hall) -> None:
    link = hall.enters("Ada").invites()
    fay = hall.visitor(360)
    asked: list[str] = []
    fay.page.on("request", lambda one: asked.append(f"{one.url} {one.post_data} {one.headers}"))
    fay.opens(link).sees("Ada invites you to")
    secret = link.partition("#")[2]
    assert len(secret) == 43
    assert any("invitation=" in one for one in asked)
    assert not any(secret in one.partition("#")[0] + one.partition(" ")[2] for one in asked)


def test_later_the_card_says_how_many_must_vouch(hall: Hall) -> None:
    hall.host.turns(days=8)
    fay = opened(hall, hall.enters("Ada").invites())
    fay.sees("This invitation is the first.").sees("any member can object for 3 days")
    expect(fay.button("Apply to join")).to_be_visible()
    looks_sound(fay.pictured("card-by-vouches-360"))


def test_a_used_link_is_told_on_opening_and_one_can_apply_without(hall: Hall) -> None:
    link = hall.enters("Ada").invites()
    hall.visitor().named("Yan").applies(link)
    fay = opened(hall, link).sees("This link has been used").sees("Ask Ada for a new one.")
    expect(fay.page.locator("#profile")).to_be_hidden()
    looks_sound(fay.pictured("card-used-360"))
    fay.context.grant_permissions(["clipboard-read", "clipboard-write"])
    fay.press("Copy the message").sees("Copied.")
    said = fay.page.evaluate("navigator.clipboard.readText()")
    assert said == fay.field("The message, to send as it is or to change").input_value()
    assert f"/to/{short_of(hall.world.id)}) opens nothing any more. Could you send" in said
    assert "#" not in said
    assert fay.page.get_by_role("link", name="How Ada can be reached").count() == 1
    fay.press("Apply without an invitation")
    expect(fay.page).to_have_url(re.compile("/join$"))
    fay.fills(your_name="Fay").asks_to_join().writes_the_phrase_down()
    fay.page.wait_for_url(re.compile(r"/members/\d+$"))
    fay.ready().sees("0 vouches so far")


def test_a_link_whose_time_has_passed_is_told_on_opening(hall: Hall) -> None:
    link = hall.enters("Ada").invites()
    hall.host.turns(days=40)
    fay = opened(hall, link).sees("This link is over").sees("Ask Ada for a new one.")
    looks_sound(fay.pictured("card-over-360"))


def test_a_link_of_who_has_left_is_told_on_opening(hall: Hall) -> None:
    bea = hall.enters("Bea")
    link = bea.invites()
    bea.visits("/members/2/leave").folds_open("Leave without erasing").signs("Leave")
    fay = opened(hall, link).sees("Who invited you is no longer a member")
    looks_sound(fay.sees("Ask another member for a new one.").pictured("card-left-360"))
    expect(fay.page.locator("[data-request]")).to_have_count(0)


def test_a_link_that_lost_its_last_part_is_told_on_opening(hall: Hall) -> None:
    link = hall.enters("Ada").invites()
    for number, cut in enumerate((link.partition("#")[0], link[:-9], link + "x")):
        fay = opened(hall, cut).sees("This link arrived without its last part.")
        expect(fay.page.locator("#profile")).to_be_visible()
        looks_sound(fay.pictured(f"card-cut-{number}-360"))


def test_who_comes_without_a_link_is_told_of_none(hall: Hall) -> None:
    fay = hall.visitor(360).visits("/join").sees("Members vouch for who applies.")
    fay.sees_not("This link").sees_not("invites you")


@pytest.mark.rules(readership="members")
def test_before_a_closed_door_a_cut_link_is_told_from_a_dead_one(hall: Hall) -> None:
    link = hall.enters("Ada").invites()
    dead = link.partition("#")[0] + "#" + "A" * 43
    for cut, said in (
        (link.partition("#")[0], "This link arrived without its last part."),
        (link[:-9], "This link arrived without its last part."),
        (dead, "Your invitation no longer opens anything"),
    ):
        fay = hall.visitor(360)
        fay.page.goto(cut)
        looks_sound(fay.ready().sees(said).sees_not("Mill Street").complains_of("status of 40[34]"))
