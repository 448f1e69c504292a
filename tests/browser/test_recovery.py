"""Losing the phrase, losing everything, and who is recognised again."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Hall, People
from tests.browser.fixtures import await_that
from tests.browser.people import Person
from tests.browser.walks import breaches, too_small, too_wide

NOT_IN_YET = "status of 40[34]"  # a member's first page, before the browser has signed in
GUESTS = 30_000  # who is no member looks every eight seconds


def looks_sound(somebody: Person) -> None:
    """Axe finds nothing, everything fits and can be hit with a finger."""
    page = somebody.page
    assert breaches(page) + too_wide(page) + too_small(page) == []


def tries(somebody: Person, assembly: str, phrase: list[str]) -> Person:
    """Come back with a phrase."""
    somebody.assembly = assembly
    somebody.visits("/recover").fills(your_twelve_words=" ".join(phrase))
    somebody.button("Let me back in").click()
    return somebody


def makes_a_phrase(somebody: Person) -> list[str]:
    """Make a new phrase, and write it down; answers the one before."""
    old = somebody.phrase
    somebody.visits("/me").button("Make a new recovery phrase").click()
    expect(somebody.page.locator("#phrase ol li")).to_have_count(12)
    looks_sound(somebody)
    somebody.writes_the_phrase_down()
    return old


def test_a_new_phrase_gives_the_place_back_when_its_time_has_come(hall: Hall) -> None:
    ada = hall.enters("Ada", 360)
    makes_a_phrase(ada)
    ada.signs_quietly().sees("From now on only the new words give you your place back.")
    old = makes_a_phrase(ada)
    ada.sees("It takes the place of the old phrase after 14 days.").signs_quietly()
    ada.sees("Announced: the old words still count")
    ada.visits("/me").sees("A new recovery phrase was announced.")
    looks_sound(ada)
    tries(hall.visitor(), ada.assembly, ada.phrase).sees(
        "Nobody in this assembly has this recovery phrase."
    )
    with_old = tries(hall.visitor(), ada.assembly, old)
    with_old.page.wait_for_url(re.compile("/me$"))
    hall.host.turns(days=14)
    with_old.ready().raises("It is later now")
    tries(hall.visitor(), ada.assembly, old).sees(
        "Nobody in this assembly has this recovery phrase."
    )
    anew = tries(hall.visitor(), ada.assembly, ada.phrase)
    anew.page.wait_for_url(re.compile("/me$"))
    anew.ready().raises("I am back")


def test_a_phrase_that_was_announced_is_called_off(hall: Hall) -> None:
    ada = hall.enters("Ada")
    makes_a_phrase(ada)
    ada.signs_quietly().sees("From now on only the new words")
    old = makes_a_phrase(ada)
    ada.signs_quietly().sees("Announced")
    ada.visits("/me").signs("Call it off").sees_not("A new recovery phrase was announced.")
    hall.host.turns(days=14)
    ada.raises("It is later now")
    anew = tries(hall.visitor(), ada.assembly, old)
    anew.page.wait_for_url(re.compile("/me$"))
    anew.ready().raises("I am back")


def test_a_new_phrase_that_is_not_signed_changes_nothing(person: People) -> None:
    ada = person("Ada").founds("Harbour workers")
    old = ada.phrase
    ada.visits("/me").button("Make a new recovery phrase").click()
    ada.writes_the_phrase_down().press("Not yet").sees("your old phrase still works")
    anew = tries(person("Ada"), ada.assembly, old)
    anew.page.wait_for_url(re.compile("/me$"))
    assert anew.ready().number == 1


def asks(somebody: Person) -> Person:
    """With everything lost: make a new key and ask the members."""
    somebody.press("Ask the members to let me back in").signs_quietly()
    somebody.page.wait_for_url(re.compile(r"/recoveries/[\w-]{43}$"))
    return somebody.ready()


def invited(hall: Hall, name: str) -> Person:
    """Somebody before a closed door, to whom a member has sent an invitation."""
    link = hall.enters("Ada").invites()
    somebody = hall.visitor().named(name)
    somebody.page.goto(link)
    somebody.page.wait_for_selector("body[data-guest]")
    return somebody.ready()


def confirms(somebody: Person, number: int) -> Person:
    """Follow the floor, look at the code, and confirm."""
    needs = somebody.visits().page.locator("#needs")
    expect(needs).to_contain_text("Confirm")
    needs.locator(f'a[href$="/members/{number}"]').first.click()
    somebody.page.wait_for_url(f"**/members/{number}")
    somebody.ready().sees("Lost keys")
    somebody.signs("Confirm: this is really them").sees("You have confirmed this.")
    expect(somebody.visits().page.locator("#needs")).not_to_contain_text("Confirm")
    return somebody.visits(f"/members/{number}")


def test_who_has_lost_everything_is_let_back_in_by_members(hall: Hall) -> None:
    old = hall.enters("Bea").visits()
    anew = hall.visitor(360).named("Bea").visits("/members/2")
    anew.page.get_by_role("link", name="This is me, and I have lost my keys").click()
    expect(anew.ready().field("Who are you")).to_have_value("2")
    looks_sound(anew)
    asks(anew).sees("What you do now").sees("2 members must confirm")
    looks_sound(anew)
    code = anew.page.locator("#recovery .mono").first.inner_text()
    ada = hall.enters("Ada").visits("/members/2").sees(code)
    looks_sound(ada)
    confirms(ada, 2)
    anew.sees(re.compile("Confirmed by: Ada"))
    confirms(hall.enters("Cem", 360), 2)
    looks_sound(hall.enters("Cem"))
    anew.sees("Waits for doubts")
    hall.host.turns(days=14)
    anew.page.wait_for_url(re.compile("/me$"))
    assert anew.ready().number == 2
    anew.raises("I am back")
    old.visits("/problems/new").fills(your_text="Me too")
    assert "revoked" in old.is_refused("Sign and raise")


@pytest.mark.rules(readership="members")
def test_in_a_closed_assembly_it_is_done_by_number_and_on_any_page(hall: Hall) -> None:
    anew = invited(hall, "Bea").visits("/recover").fills(your_member_number="2")
    asks(anew).visits("/join").sees("You have asked to be recognised with a new key.")
    anew.page.get_by_role("link", name="See how it stands").click()
    anew.ready().sees("What you do now").sees_not("Ada").visits("/join")
    for name in ("Ada", "Dot"):
        confirms(hall.enters(name), 2)
    hall.host.turns(days=14)
    anew.page.goto(f"{hall.host.address}/a/{hall.world.id}/join")
    anew.page.wait_for_url(re.compile("/me$"))
    anew.ready().visits("/members").sees("Ada").complains_of(NOT_IN_YET)


@pytest.mark.rules(readership="members")
def test_whose_place_somebody_else_claims_refuses_on_any_page(hall: Hall) -> None:
    thief = invited(hall, "Thief").visits("/recover").fills(your_member_number="2")
    asks(thief)
    confirms(hall.enters("Ada"), 2)
    bea = hall.enters("Bea", 360).visits("/problems")
    bea.sees("Somebody says that they are you, and that they have lost their keys.")
    looks_sound(bea)
    hall.enters("Dot").visits("/problems").sees_not("Somebody says that they are you")
    bea.signs("This is not me: refuse").sees(
        "the members vote on it, once enough have confirmed it"
    )
    thief.looks_again().sees("It is in doubt already")
    looks_sound(thief)
    hall.host.turns(days=30)
    bea.visits("/problems")  # her browser says how late it is
    expect(thief.page.locator("body")).to_contain_text("Lapsed", timeout=GUESTS)
    thief.visits("/join").sees_not("You have asked to be recognised")
    bea.raises("Somebody tried to be me")
    bea.complains_of(NOT_IN_YET)


def test_a_member_who_doubts_objects_and_all_vote(hall: Hall) -> None:
    thief = hall.visitor().named("Thief").visits("/recover?member=2")
    asks(thief)
    confirms(hall.enters("Ada"), 2)
    dot = hall.enters("Dot", 360).visits("/members/2").folds_open("Object")
    dot.fills(why_do_you_doubt="I met Bea today").signs("Sign the objection")
    dot.sees("I met Bea today").sees("It is in doubt already")
    looks_sound(dot)
    confirms(hall.enters("Cem"), 2)
    thief.sees("It is in doubt, and the members vote on it.")
    looks_sound(thief)
    bea = hall.enters("Bea").visits("/problems")
    bea.page.get_by_role("link", name="The members vote on it: vote, too.").click()
    bea.ready().sees("A new key for Bea")
    looks_sound(bea)


def test_a_request_for_nobody_is_refused_where_it_is_made(hall: Hall) -> None:
    zed = hall.visitor().named("Zed").visits("/recover?member=2")
    hall.enters("Bea").visits("/members/2/leave").folds_open("Leave without erasing").signs("Leave")
    zed.press("Ask the members to let me back in").signs_quietly()
    zed.sees("There is no member with this number.")
    zed.visits("/recover").sees("This was not taken").press("Throw it away").press("Throw it away")
    zed.sees_not("This was not taken")
    await_that(zed.page, lambda: zed.kept("begun") == [])
    assert zed.kept("keys") == []
