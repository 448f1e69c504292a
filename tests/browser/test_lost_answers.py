"""Answers get lost, tabs get closed: what was begun is late, but neither lost nor done twice."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from playwright.sync_api import Error, Route, expect

from tests.browser.conftest import Hall, People
from tests.browser.people import Person
from tests.browser.walks import breaches, too_small, too_wide

CUT = "ERR_FAILED|ERR_INTERNET_DISCONNECTED"
NO_RECEIPT = "no receipt has come yet"
FOUNDED = re.compile(r"/a/[0-9a-f]{64}$")


@contextmanager
def cut_off(somebody: Person, address: str) -> Iterator[list[bytes]]:
    """What is posted there arrives, but no answer comes back; yields what was posted."""
    sent: list[bytes] = []

    def lose(route: Route) -> None:
        if route.request.method != "POST":
            route.fallback()
            return
        sent.append(route.request.post_data_buffer or b"")
        route.fetch()
        with suppress(Error):  # the page that asked may be gone
            route.abort()

    somebody.context.route(address, lose)
    yield sent
    somebody.context.unroute(address, lose)
    somebody.complains_of(CUT)


def signed(body: bytes) -> bytes:
    """The act in what was posted."""
    found: bytes = re.findall(rb"eyJ[\w-]+\.[\w-]+\.[\w-]+", body)[0]
    return found


def reopens(somebody: Person) -> Person:
    """Close the tab, open another."""
    somebody.page.close()
    somebody.page = somebody.context.new_page()
    return somebody


def looks_sound(somebody: Person) -> None:
    page = somebody.page
    assert breaches(page) + too_wide(page) + too_small(page) == []


def tries_to_found(somebody: Person, name: str, **fields: str) -> Person:
    somebody.opens("/found?template=meeting")
    somebody.fills(name_of_the_assembly=name, what_it_is_for="Soup", your_own_name=somebody.name)
    somebody.page.get_by_label("Who may read it").select_option("public")
    if fields:
        somebody.folds_open("All rules")
    for rule, value in fields.items():
        somebody.page.locator(f'[name="constitution.{rule}"]').fill(value)
    if fields:  # which the form itself would not let through
        somebody.page.evaluate("document.querySelector('[data-flow=found]').noValidate = true")
    somebody.button("Found this assembly").click()
    return somebody.writes_the_phrase_down()


def tries_to_join(somebody: Person, link: str) -> Person:
    somebody.assembly = re.findall(r"/a/([0-9a-f]{64})/", link)[0]
    somebody.opens(link).fills(your_name=somebody.name)
    somebody.asks_to_join()
    return somebody.writes_the_phrase_down()


def arrives(somebody: Person, address: str) -> Person:
    somebody.page.wait_for_url(re.compile(address))
    somebody.assembly = re.findall(r"/a/([0-9a-f]{64})", somebody.page.url)[0]
    return somebody.ready()


def test_a_founder_whose_answer_was_lost_finds_the_assembly_on_the_front_page(
    person: People,
) -> None:
    ada = person("Ada", 360)
    with cut_off(ada, "**/a"):
        tries_to_found(ada, "Lost and found").sees(NO_RECEIPT)
        looks_sound(ada)
        reopens(ada).opens("/").sees("Lost and found").sees(NO_RECEIPT)
        looks_sound(ada)
    (begun,) = ada.kept("begun")
    ada.press("Send it again")
    arrives(ada, FOUNDED.pattern).sees("1 member")
    assert [one["kid"] for one in ada.kept("keys")] == [begun["kid"]]
    assert ada.raises("The key is still here") == 1
    listed = person("Visitor").opens("/").page.get_by_role("link", name="Lost and found")
    expect(listed).to_have_count(1)


def test_a_founder_who_reloads_founds_one_assembly(person: People) -> None:
    ada = person("Ada")
    with cut_off(ada, "**/a") as sent:
        tries_to_found(ada, "Only one").sees(NO_RECEIPT)
        ada.opens("/found").sees(NO_RECEIPT)
    arrives(ada.opens("/found"), FOUNDED.pattern).sees("Only one")
    assert len(set(map(signed, sent))) == 1
    assert ada.opens("/found").field("Name of the assembly").input_value() == ""
    expect(ada.opens("/").page.get_by_role("link", name="Only one")).not_to_have_count(0)


def test_a_founding_can_be_thrown_away(person: People) -> None:
    ada = person("Ada")
    with cut_off(ada, "**/a"):
        tries_to_found(ada, "Never mind").sees(NO_RECEIPT)
        ada.press("Throw it away").press("Keep it").sees(NO_RECEIPT)
        ada.opens("/").press("Throw it away").sees("nobody will have its key any more")
        ada.press("Throw it away").sees_not("Your assemblies")
    assert ada.kept("begun") == ada.kept("keys") == []
    tries_to_found(ada, "Another one")
    arrives(ada, FOUNDED.pattern).sees("Another one")


def test_a_founding_that_was_refused_is_mended_with_the_same_key_and_words(person: People) -> None:
    ada = tries_to_found(person("Ada"), "Slow cooks", vote_days="99999")
    ada.sees("constitution cannot stand")
    (begun,) = ada.kept("begun")
    reopens(ada).opens("/").sees("This was not taken").sees("Vote must be")
    ada.opens("/found?template=meeting").sees("Vote must be")
    ada.folds_open("All rules").page.locator('[name="constitution.vote_days"]').fill("1 day")
    ada.button("Found this assembly").click()
    arrives(ada, FOUNDED.pattern).sees("Slow cooks").complains_of("status of 4")
    assert [one["kid"] for one in ada.kept("keys")] == [begun["kid"]]
    anew = person("Ada")
    anew.assembly = ada.assembly
    anew.visits("/recover").fills(your_twelve_words=" ".join(ada.phrase))
    anew.button("Let me back in").click()
    assert arrives(anew, "/me$").number == 1


@pytest.mark.parametrize("way_back", ["the link", "another page"])
def test_who_was_invited_and_lost_the_answer_goes_on_where_they_stopped(
    person: People, way_back: str
) -> None:
    ada = person("Ada").founds("Harbour workers")
    link = ada.invites()
    bea = person("Bea", 360)
    with cut_off(bea, "**/acts") as sent:
        tries_to_join(bea, link).sees(NO_RECEIPT)
        looks_sound(bea)
        reopens(bea).opens(link).sees(NO_RECEIPT)
        (begun,) = bea.kept("begun")
    bea.opens(link) if way_back == "the link" else bea.visits("/problems")
    arrives(bea, r"/members/2$").sees("Bea")
    assert [(own["kid"], own["member"]) for own in bea.kept("keys")] == [(begun["kid"], 2)]
    assert len(set(map(signed, sent))) == 1
    ada.visits("/members").sees("Bea")
    expect(ada.page.locator("main ol a.title")).to_have_count(2)
    bea.raises("I have arrived")


def test_two_tabs_with_one_invitation_make_one_member(person: People) -> None:
    ada = person("Ada").founds("Harbour workers")
    link = ada.invites(people=2)
    bea = person("Bea")
    with cut_off(bea, "**/acts"):
        tries_to_join(bea, link).sees(NO_RECEIPT)
        other = Person(bea.context, bea.complaints, bea.address, "Bea")
        other.opens(link).fills(your_name="Bea").asks_to_join()
        other.sees("Something else is still under way here")
    for tab in (bea, other):
        arrives(tab, r"/a/[0-9a-f]{64}(/members/2)?$")
    ada.visits("/members")
    expect(ada.page.locator("main ol a.title")).to_have_count(2)


def test_who_recovers_by_phrase_need_not_type_the_words_again(person: People) -> None:
    ada = person("Ada").founds("Harbour workers")
    anew = person("Ada", 360)
    anew.assembly = ada.assembly
    anew.visits("/recover").fills(your_twelve_words=" ".join(ada.phrase))
    with cut_off(anew, "**/acts"):
        anew.button("Let me back in").click()
        anew.sees(NO_RECEIPT)
        looks_sound(anew)
        reopens(anew)
    anew.visits("/problems")
    arrives(anew, "/me$").raises("I am back")
    devices = ada.visits("/me").page.locator("[data-key]")
    expect(devices).to_have_count(3)


def test_who_asks_for_their_place_asks_once(hall: Hall) -> None:
    anew = hall.visitor(360).named("Bea").visits("/recover?member=2")
    with cut_off(anew, "**/acts"):
        anew.press("Ask the members to let me back in").signs_quietly()
        anew.sees(NO_RECEIPT)
        reopens(anew)
    arrives(anew.visits("/join"), r"/recoveries/[\w-]{43}$").sees("What you do now")
    hall.enters("Ada").visits("/members/2")
    expect(hall.enters("Ada").page.get_by_text("Code of the new key")).to_have_count(1)
