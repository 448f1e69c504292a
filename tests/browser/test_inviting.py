"""Whoever invites: a message to send, a sheet for the notice board; and who no longer belongs."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Hall
from tests.browser.test_recovery import asks, looks_sound

SHARES = "navigator.share = (what) => { window.shared = what; return Promise.resolve(); };"
PRINTS = "window.print = () => { window.printed = true; };"


def on_paper(page: Page) -> str:
    """What is printed."""
    page.emulate_media(media="print")
    text = page.locator("body").inner_text()
    page.emulate_media(media="screen")
    return text


def test_a_message_stands_ready_to_be_sent_and_follows_what_a_preview_may_show(hall: Hall) -> None:
    ada = hall.enters("Ada", 360)
    ada.page.add_init_script(SHARES)
    link = ada.invites(people=2)
    assert "/join?invited#" in link
    message = ada.field("The message, to send as it is or to change")
    expect(message).to_have_value(re.compile(r"^Ada invites you to .*\. This link is good until "))
    assert message.input_value().endswith(link)
    looks_sound(ada.pictured("inviting-360"))
    ada.page.get_by_label("The name of the assembly and what it is for").check()
    named = ada.field("Invitation link").input_value()
    assert named == link.replace("?invited#", "?invited=named#")
    message.fill(f"Come on in: {named}")
    ada.press("Send it")
    assert ada.page.evaluate("window.shared") == {"text": f"Come on in: {named}"}
    fay = hall.visitor(360).named("Fay").opens(named).sees("Ada invites you to")
    fay.sees("The link is for 2 people.").sees("This link makes you a member at once.")


def test_the_sheet_for_the_notice_board_is_all_that_is_printed(hall: Hall) -> None:
    ada = hall.enters("Ada")
    ada.page.add_init_script(PRINTS)
    link = ada.invites(people=5)
    assert link not in on_paper(ada.page)
    sheet = ada.page.locator("[data-posting]")
    expect(sheet).to_be_hidden()
    ada.press("Print a sheet for the notice board")
    assert ada.page.evaluate("window.printed") is True
    text = on_paper(ada.page)
    for word in ("You are invited to", link, "It is for 5 people", "Valid until"):
        assert word in text
    for word in ("Make the invitation", "Members", "The law", "Bea"):
        assert word not in text
    ada.page.emulate_media(media="print")
    box = sheet.get_by_role("img").bounding_box()
    assert box is not None
    assert box["width"] > 350
    ada.page.emulate_media(media="screen")
    ada.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(sheet).to_be_hidden()
    assert "It is for 5 people" not in on_paper(ada.page)


def test_who_applied_is_told_on_every_page_and_how_it_stands_on_one(hall: Hall) -> None:
    hall.host.turns(days=8)
    fay = hall.visitor(360).named("Fay").applies(hall.enters("Ada").invites())
    fay.visits("/problems").sees("Your application is in.")
    fay.page.get_by_role("link", name="How it stands").click()
    fay.ready().sees("1 of 2 vouches: Ada").sees("Without them the application ends on")
    looks_sound(fay.pictured("applied-360"))
    fay.signs("Withdraw my application")
    fay.sees("You withdrew your application").sees("Apply again")
    looks_sound(fay.pictured("withdrawn-360"))


def test_who_left_is_told_on_the_page_where_one_joins(hall: Hall) -> None:
    cem = hall.enters("Cem", 360)
    cem.visits("/members/3/leave").folds_open("Leave without erasing").signs("Leave")
    cem.visits("/join").sees("You have left").sees("Ask to join again")
    looks_sound(cem.pictured("left-360"))
    cem.visits("").sees("You have left.").sees("How it stands")


def test_a_browser_whose_key_was_replaced_is_told_when_and_by_whom(hall: Hall) -> None:
    old = hall.enters("Dot", 360).visits("").sees_not("How it stands")
    anew = hall.visitor(360).named("Dot").visits("/recover?member=4")
    asks(anew).sees("2 members must confirm")
    for name in ("Ada", "Cem"):
        hall.enters(name).visits("/members/4").signs("Confirm: this is really them")
        hall.enters(name).sees("You have confirmed this.")
    hall.host.turns(days=14)
    anew.page.wait_for_url(re.compile("/me$"))
    old.visits("").sees("The key of this browser was replaced.")
    old.page.get_by_role("link", name="How it stands").click()
    old.ready().sees("It was confirmed by Ada, Cem.").sees("If that was not you")
    looks_sound(old.pictured("replaced-360"))
    old.page.get_by_role("link", name="That was not me").click()
    expect(old.ready().field("Who are you")).to_have_value("4")


def test_who_is_no_member_is_shown_the_ways_in(hall: Hall) -> None:
    zed = hall.visitor(360).visits("/join").sees("This device does not know you yet")
    looks_sound(zed.pictured("no-member-360"))
    for way in ("Apply", "I have an invitation", "I am a member, and have lost my device"):
        expect(zed.page.get_by_role("link", name=way, exact=True)).to_be_visible()
