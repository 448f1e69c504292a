"""The door of a closed assembly, in a browser: it opens to keys that belong there."""

import re
from collections.abc import Iterator

import pytest
from mnemonic import Mnemonic
from playwright.sync_api import expect

from esoviet.web.http.short import short_of
from tests.browser.conftest import WIDTHS, Hall, People
from tests.browser.fixtures import Complaints
from tests.browser.people import Person
from tests.browser.test_recovery import looks_sound

CLOSED = "There is no assembly here that strangers may read."
AT_THE_DOOR = "status of 40[34]"  # what stands before an assembly of which one knows nothing yet

pytestmark = pytest.mark.rules(readership="members")


@pytest.fixture(autouse=True)
def _shown_the_door(complaints: Complaints) -> Iterator[None]:
    """That a page was not to be had is no mistake of its scripts here."""
    yield
    complaints.forget(AT_THE_DOOR)


def arrives(somebody: Person, link: str) -> Person:
    """Open a link, and wait for what it leads to."""
    somebody.page.goto(link)
    return somebody.ready()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_stranger_learns_nothing_and_what_members_can_do(hall: Hall, width: int) -> None:
    for identity in (hall.world.id, "0" * 64):
        zed = hall.visitor(width)
        arrives(zed, f"{zed.address}/a/{identity}").sees(CLOSED).sees_not("Mill Street")
        zed.sees("Are you a member?").sees("Were you invited?")
        looks_sound(zed)


def test_a_members_browser_comes_in_by_itself_on_whatever_page(hall: Hall) -> None:
    bea = hall.enters("Bea").visits("/members")
    bea.sees("Ada").sees_not(CLOSED)
    bea.context.clear_cookies()
    bea.visits("/constitution").sees_not(CLOSED)


@pytest.mark.parametrize("width", WIDTHS)
def test_an_invitation_opens_the_door_for_who_then_joins(hall: Hall, width: int) -> None:
    link = hall.enters("Ada").invites()
    fay = hall.visitor(width).named("Fay")
    arrives(fay, link).page.wait_for_selector("body[data-guest]")
    fay.ready().sees("Ada invites you to").sees_not("Bea")
    looks_sound(fay)
    fay.fills(your_name="Fay").asks_to_join()
    fay.writes_the_phrase_down()
    fay.page.wait_for_url(re.compile(r"/(members/\d+|join)$"))
    fay.ready().visits("/members").sees("Bea")
    used = hall.visitor().named("Late")
    arrives(used, link).sees("Your invitation no longer opens anything").sees_not("Mill Street")


def test_a_second_device_and_the_phrase_come_in_too(hall: Hall) -> None:
    ada = hall.enters("Ada")
    phone = arrives(hall.visitor(360).named("Ada"), ada.shows_a_code()).answers_the_code()
    ada.lets_in(phone)
    phone.visits("/members").sees("Bea")
    expect(phone.page.locator("h1")).not_to_have_text(CLOSED)


def test_who_holds_a_revoked_key_is_told_so_and_nothing_else(hall: Hall) -> None:
    ada = hall.enters("Ada")
    phone = arrives(hall.visitor(360).named("Ada"), ada.shows_a_code()).answers_the_code()
    ada.lets_in(phone)
    ada.visits("/me").revokes(phone.kept("keys")[0]["kid"]).sees("revoked")
    phone.context.clear_cookies()
    phone.visits("/problems").sees("The key of this browser opens nothing here any more")
    told = "Another device of yours, or your recovery phrase, has revoked it."
    expect(phone.page.get_by_text(told, exact=True)).to_be_visible()
    phone.sees_not("Bea").sees_not("members confirmed")
    looks_sound(phone.pictured("door-revoked-360"))


def misplaced(phrase: list[str]) -> str:
    """The words in an order that their checksum denies: one order in sixteen fits by chance."""
    turned = (" ".join([*phrase[n:], *phrase[:n]]) for n in range(1, len(phrase)))
    return next(words for words in turned if not Mnemonic("english").check(words))


def test_the_card_alone_lets_a_member_back_in_on_any_device(person: People) -> None:
    """The short address and the words, also where an address says nothing to strangers."""
    ada = person("Ada").founds("A quiet circle", readership="members")
    short = short_of(ada.assembly)
    anew = person("Ada, again", 360).opens("/invitation")
    anew.page.get_by_role("link", name="I have my card with the short address").click()
    anew.ready().fills(the_ten_letters_and_figures=short.upper().replace("-", " "))
    anew.button("Go there").click()
    anew.page.wait_for_url(re.compile(f"/to/{short}$"))
    anew.ready().sees(CLOSED).sees_not("A quiet circle")
    looks_sound(anew.pictured("short-closed-360"))
    anew.fills(your_twelve_words=misplaced(ada.phrase))
    anew.button("Let me back in").click()
    anew.sees("These words do not fit together")
    anew.fills(your_twelve_words=" ".join(ada.phrase))
    anew.button("Let me back in").click()
    anew.page.wait_for_url(re.compile(f"/a/{ada.assembly}/me$"))
    assert anew.ready().number == 1
    anew.opens(f"/to/{short}").page.wait_for_url(re.compile(f"/a/{ada.assembly}$"))


def test_words_of_elsewhere_find_nothing_at_a_short_address(hall: Hall, person: People) -> None:
    ada = person("Ada").founds("A quiet circle", readership="members")
    lost = hall.visitor()
    for short in (short_of(hall.world.id), "00000-00000"):
        lost.opens(f"/to/{short}").fills(your_twelve_words=" ".join(ada.phrase))
        lost.button("Let me back in").click()
        lost.sees("No assembly with this short address knows these words.")
