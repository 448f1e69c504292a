"""Every form of a question, on the pages: asked, seconded, voted on and counted."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from tests.browser.conftest import Hall
from tests.browser.people import Person
from tests.browser.walks import OPEN_ALL, breaches, too_small, too_wide

COUNTED = re.compile(r"Counted again: 3 ballots, \d+ signatures, \d+ entries checked. It is as")


def three(hall: Hall) -> list[Person]:
    """Two at a desk, one with a small telephone."""
    return [hall.enters("Ada"), hall.enters("Bea"), hall.enters("Cem", 360)]


def asks(person: Person, card: str, **fields: str) -> Person:
    """Choose a form by its card, fill it in and sign."""
    person.visits("/questions/new")
    person.page.locator(".picks a").filter(has_text=card).click()
    person.page.wait_for_url(re.compile(r"\?form="))  # the page before it is ready as well
    person.ready().fills(**fields)
    is_sound(person.page)
    return person.signs("Sign and ask")


def is_sound(page: Page) -> None:
    """Accessible, and narrow enough, with everything unfolded."""
    page.evaluate(OPEN_ALL)
    assert breaches(page) == []
    assert too_wide(page) == []
    assert page.viewport_size is not None
    if page.viewport_size["width"] == 360:
        assert too_small(page) == []


def ticks(person: Person, *names: str) -> Person:
    """Choose options of the ballot, and sign; Bea's page is like Ada's, and is not looked at."""
    person.visits("/questions/1")
    for name in names:
        person.page.locator("#ballot label").filter(has_text=name).click()
    if person.name != "Bea":
        is_sound(person.page)
    return person.signs("Sign and cast")


def test_several_answers_are_chosen(hall: Hall) -> None:
    ada, bea, cem = three(hall)
    asks(ada, "Choosing several", your_question="Which days?", answer_1="Monday",
         answer_2="Tuesday", answer_3="Friday", how_many_may_be="2")  # fmt: skip
    hall.seconds(1)
    ticks(ada, "Monday", "Tuesday")
    ticks(bea, "Monday")
    cem.visits("/questions/1").page.locator("#ballot label").filter(has_text="Friday").click()
    ticks(cem, "Friday", "None of these")
    hall.host.turns(days=1)
    cem.visits("/questions/1").sees("Chosen: Monday.")
    is_sound(cem.page)
    cem.visits("/votes/1").recounts().sees(COUNTED)
    cem.visits("/votes/1/roll").sees("none of these")
    is_sound(cem.page)


def test_more_than_are_allowed_cannot_be_chosen(hall: Hall) -> None:
    ada = hall.enters("Ada")
    asks(ada, "Choosing several", your_question="Which days?", answer_1="Monday",
         answer_2="Tuesday", answer_3="Friday", how_many_may_be="1")  # fmt: skip
    hall.seconds(1)
    ada.visits("/questions/1").page.locator("#ballot label").filter(has_text="Monday").click()
    expect(ada.page.get_by_label("Friday")).to_be_disabled()
    expect(ada.page.get_by_label("None of these")).to_be_enabled()


def test_an_empty_choice_is_not_signed(hall: Hall) -> None:
    hall.past["Bea"].puts_to_vote("This", "That", form="several")
    ada = hall.enters("Ada")
    ada.visits("/questions/1").button("Sign and cast").click()
    expect(ada.page.get_by_role("dialog")).to_have_count(0)
    ada.sees("Choose one of these, or none.")


def test_consent_that_few_doubt_is_given(hall: Hall) -> None:
    ada, bea, cem = three(hall)
    asks(ada, "stands unless", your_proposal="We open at nine.")
    hall.seconds(1)
    cem.visits("/questions/1")
    is_sound(cem.page)
    cem.chooses("I consent").signs("Sign and cast")
    ada.visits("/questions/1").chooses("I consent").signs("Sign and cast")
    bea.visits("/questions/1").chooses("I object").fills(reason="That is too early.")
    bea.signs("Sign and cast").visits("/questions/1").sees("That is too early.")
    cem.visits("/questions/1").sees("That is too early.")
    is_sound(cem.page)
    hall.host.turns(days=1)
    cem.visits("/questions/1").sees("Consent is given.").sees("That is too early.")
    cem.visits("/votes/1").recounts().sees(COUNTED)


def test_consent_that_is_not_given_becomes_yes_and_no(hall: Hall) -> None:
    ada, bea, cem = three(hall)
    asks(ada, "stands unless", your_proposal="We open at nine.")
    hall.seconds(1)
    bea.visits("/questions/1").chooses("I object").button("Sign and cast").click()
    expect(bea.page.get_by_role("dialog")).to_have_count(0)  # no reason, no objection
    for member, why in ((bea, "Too early."), (cem, "Too cold.")):
        member.visits("/questions/1").chooses("I object").fills(reason=why)
        member.signs("Sign and cast")
    hall.host.turns(days=1)
    cem.visits("/questions/1").sees("Consent was not given").sees("Too early.").sees("Too cold.")
    is_sound(cem.page)
    for member in (ada, bea, cem):
        member.visits("/questions/1").chooses("Yes").signs("Sign and cast")
    hall.host.turns(days=1)
    ada.visits("/decisions/1").sees("No consent").visits("/decisions/2").sees("Decided: yes.")
    ada.visits("/votes/1").sees("Consent is not given: 2 object.").recounts()


def test_a_date_is_found(hall: Hall) -> None:
    ada, bea, cem = three(hall)
    day = datetime.fromtimestamp(hall.host.now / 1000, UTC).replace(hour=18, minute=0)
    first, second = (day + timedelta(days=days) for days in (9, 8))
    asks(ada, "Finding a date", your_question="When do we meet?",
         time_1=f"{first:%Y-%m-%dT%H:%M}", time_2=f"{second:%Y-%m-%dT%H:%M}",
         how_many_minutes="90")  # fmt: skip
    hall.seconds(1)
    ada.visits("/questions/1").sees("Each lasts 90 minutes.").sees("Times in your own zone, UTC.")
    earlier, later = (f"{one.day} {one:%b}" for one in (second, first))
    ticks(ada, earlier, later)
    ticks(bea, later)
    ticks(cem, "I can at none")
    hall.host.turns(days=1)
    cem.visits("/questions/1").sees(re.compile(f"{later}, 18:00")).sees("2 members can.")
    is_sound(cem.page)
    cem.visits("/votes/1").recounts().sees(COUNTED)


def test_a_budget_is_divided(hall: Hall) -> None:
    ada, bea, cem = three(hall)
    asks(ada, "Dividing a budget", your_question="What do we buy?", the_sum="100", currency="€",
         option_1="Benches", cost_of_option_1="60", option_2="Trees", cost_of_option_2="40",
         option_3="Books", cost_of_option_3="30")  # fmt: skip
    hall.seconds(1)
    ticks(ada, "Benches", "Trees")
    bea.visits("/questions/1")
    for name in ("Benches", "Trees", "Books"):
        bea.page.locator("#ballot label").filter(has_text=name).click()
    bea.sees("Chosen: 130 of 100; that is 30 more than fits.")
    bea.page.locator("#ballot label").filter(has_text="Books").click()
    bea.sees("Chosen: 100 of 100. Left: 0.").signs("Sign and cast")
    ticks(cem, "Books")
    hall.host.turns(days=1)
    cem.visits("/questions/1").sees("Paid for: Benches, Books.").sees("Left of 100 €: 10.")
    is_sound(cem.page)
    cem.visits("/votes/1").recounts().sees(COUNTED)
    cem.visits("/decisions/1").sees("Benches, Books")
    is_sound(cem.page)


def test_who_has_no_scripts_reads_the_form_of_a_question(hall: Hall) -> None:
    visitor = hall.visitor(scripts=False)
    for form in ("yes-no", "rank", "several", "consent", "dates", "budget"):
        visitor.page.goto(f"{visitor.address}/a/{visitor.assembly}/questions/new?form={form}")
        expect(visitor.page.locator(".picks a[aria-current]")).to_have_count(1)
