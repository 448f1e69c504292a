"""Acts signed in a tunnel: sent in order, never lost, and never signed anew behind one's back."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Hall
from tests.browser.people import Person
from tests.browser.test_app import with_worker

pytestmark = pytest.mark.worker

OFFLINE = "ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to load resource"
ACTS = "**/acts"


@contextmanager
def tunnel(person: Person) -> Iterator[None]:
    """No network, for a while."""
    with_worker(person).context.set_offline(True)
    yield
    person.context.set_offline(False)
    person.complains_of(OFFLINE)


def tab(person: Person, path: str) -> Person:
    """Another tab of the same browser."""
    other = Person(person.context, person.complaints, person.address, person.name)
    other.assembly = person.assembly
    return other.visits(path)


def signs_in_the_tunnel(person: Person, button: str) -> None:
    person.button(button).click()
    person.signs_quietly()
    expect(person.page.locator("[data-say].wait")).to_contain_text("not sent yet")


def answers(page: Page, *statuses: int | dict[str, Any]) -> None:
    """The next acts are answered so, and do not reach the host."""
    left = list(statuses)

    def answer(route: Route) -> None:
        if not left:
            route.fallback()
            return
        said = left.pop(0)
        if isinstance(said, dict):
            route.fulfill(status=said["status"], json=said, content_type="application/problem+json")
        else:
            route.fulfill(status=said, body="<h1>Sorry</h1>", content_type="text/html")

    page.context.route(ACTS, answer)


def waits(person: Person, count: int) -> None:
    told = person.page.locator("[data-outbox]")
    if count:
        expect(told).to_contain_text(f"wait to be sent: {count}")
    else:
        expect(told).not_to_contain_text("wait to be sent")


def titles(person: Person) -> list[str]:
    person.visits("/problems")
    links = person.page.locator("main li a[href*='/problems/'] bdi")
    return [text.strip() for text in links.all_inner_texts()]


def signs_two_of_which_the_first_is_refused(hall: Hall) -> Person:
    """A ballot that comes too late, and a problem behind it; answers who signed them."""
    hall.past["Ada"].puts_to_vote()
    ada = hall.enters("Ada").visits("/questions/1")
    desk = tab(ada, "/problems/new")
    ada.chooses("Yes").fills_reason("My feet are good")
    with tunnel(ada):
        signs_in_the_tunnel(ada, "Sign and cast")
        waits(ada, 1)
        waits(desk, 1)
        desk.fills(your_text="Written in a tunnel")
        signs_in_the_tunnel(desk, "Sign and raise")
        waits(ada, 2)
        hall.host.turns(days=1)
    for page in (ada, desk):
        told = page.page.locator("[data-outbox]")
        expect(told).to_contain_text("Refused after you had signed: Your ballot.")
        expect(told).to_contain_text("Acts that you must sign again: 1")
    return ada


def test_acts_behind_a_refused_one_come_back_to_be_signed_again(hall: Hall) -> None:
    ada = signs_two_of_which_the_first_is_refused(hall)
    assert titles(ada) == []
    ada.visits("/me").sees("To be signed again").sees("Written in a tunnel")
    ada.sees("This vote is closed.").sees("clause 7.2")
    ada.press("Sign again")
    ada.sees("record that instead of this").signs_quietly()
    ada.sees_not("To be signed again").sees("raised a problem")
    assert titles(ada) == ["Written in a tunnel"]
    assert [(one["type"], one["dead"]) for one in ada.kept("outbox")] == [("cast-ballot", True)]
    assert ada.raises("The next number is right") > 1


def test_what_was_refused_and_thrown_away_is_remembered_until_another_act_stands(
    hall: Hall,
) -> None:
    ada = signs_two_of_which_the_first_is_refused(hall).visits("/me")
    refused = ada.page.locator("[data-refused]")
    refused.locator("summary").click()
    ada.sees("My feet are good")
    refused.get_by_role("button", name="Throw it away").click()
    ada.sees_not("Refused after you had signed").press("Throw it away").sees_not("signed again")
    assert [(one["type"], one["thrown"]) for one in ada.kept("outbox")] == [("cast-ballot", True)]
    ada.visits("/problems/new").fills(your_text="Something else").button("Sign and raise").click()
    ada.sees("refused it: Your ballot").signs_it()
    assert ada.kept("outbox") == []


def test_a_refused_text_goes_back_into_its_form(hall: Hall) -> None:
    ada = hall.enters("Ada").visits("/problems/new").fills(your_text="Half of a plan")
    answers(ada.page, 503, {"title": "No", "status": 422, "detail": "Not so.", "clause": "5.1"})
    signs_in_the_tunnel(ada, "Sign and raise")
    expect(ada.field("Your text")).to_have_value("")
    ada.visits("/me").sees("Not so.")
    ada.press("Put it back into the form").page.wait_for_url(re.compile("/problems/new$"))
    expect(ada.field("Your text")).to_have_value("Half of a plan")
    ada.ready().sees("Restored from this browser").signs("Sign and raise")
    assert titles(ada) == ["Half of a plan"]
    assert ada.kept("outbox") == []
    ada.complains_of("status of 503|status of 422")


@pytest.mark.quick
def test_an_act_whose_answer_was_lost_stands_once(hall: Hall) -> None:
    ada = hall.enters("Ada").visits("/problems/new").fills(your_text="Only once")
    posts: list[bytes] = []

    def lose(route: Route) -> None:
        posts.append(route.request.post_data_buffer or b"")
        if len(posts) > 1:
            route.fallback()
            return
        route.fetch()
        route.abort()

    ada.context.route(ACTS, lose)
    signs_in_the_tunnel(ada, "Sign and raise")
    ada.visits("/problems").complains_of(OFFLINE)
    assert titles(ada) == ["Only once"]
    assert [one["type"] for one in ada.kept("receipts")] == ["raise-problem"]
    assert len(posts) == 2
    assert ada.raises("Then another") > 1


def test_a_history_that_is_not_accepted_is_looked_at_and_not_signed_over(hall: Hall) -> None:
    ada = hall.enters("Ada").visits("/problems/new").fills(your_text="Seen again")
    elsewhere = {"title": "Another history", "status": 409, "detail": "`seen`", "clause": "1.5"}
    answers(ada.page, elsewhere)
    assert "clause 1.5" in ada.is_refused("Sign and raise")
    expect(ada.field("Your text")).to_have_value("Seen again")
    ada.button("Sign and raise").click()
    ada.sees("refused it: Raise a problem").signs_it()
    assert titles(ada) == ["Seen again"]
    assert ada.kept("outbox") == []


def test_nothing_more_is_sent_to_a_server_that_shows_another_history(hall: Hall) -> None:
    ada = hall.enters("Ada").visits("/problems/new").fills(your_text="Not here")
    with tunnel(ada):
        signs_in_the_tunnel(ada, "Sign and raise")
        ada.misremembers(root="A" * 43 + "=")
    expect(ada.page.locator("[data-outbox]")).to_contain_text("not the one that this browser saw")
    assert len(ada.kept("outbox")) == 1


def test_a_server_that_cannot_answer_keeps_nobody_from_acting(hall: Hall) -> None:
    ada = hall.enters("Ada")
    for text, status in (("Busy", 429), ("Down", 502), ("Portal", 200), ("Gone", 404)):
        ada.visits("/problems/new").fills(your_text=text)
        answers(ada.page, status)
        signs_in_the_tunnel(ada, "Sign and raise")
        waits(ada, 1)
        ada.visits("/problems")
        waits(ada, 0)
    assert sorted(titles(ada)) == ["Busy", "Down", "Gone", "Portal"]
    ada.complains_of("status of (429|502|404)")


def test_what_is_refused_at_once_stays_in_the_form_and_not_in_the_outbox(hall: Hall) -> None:
    ada = hall.enters("Ada").visits("/problems/new").fills(your_text="Too large")
    answers(ada.page, {"title": "Too large", "status": 413, "detail": "At most 5 bytes."})
    assert "At most 5 bytes." in ada.is_refused("Sign and raise")
    expect(ada.field("Your text")).to_have_value("Too large")
    assert [one["told"] for one in ada.kept("outbox")] == [True]
    expect(ada.page.locator("[data-outbox]")).to_be_empty()
    ada.visits("/problems/new")
    expect(ada.field("Your text")).to_have_value("Too large")


def test_texts_and_files_of_an_act_that_waited_come_along(hall: Hall) -> None:
    ada = hall.enters("Ada")
    problem = ada.raises("The crane is unsafe")
    ada.studies(problem).folds_open("Argue")
    form = ada.page.locator('form[data-act="argue"]').filter(visible=True).last
    form.get_by_label("Supports", exact=True).check()
    form.get_by_label("Your argument").fill("See the picture")
    form.locator('[type="file"]').set_input_files(
        {"name": "crane.txt", "mimeType": "text/plain", "buffer": b"It creaks."}
    )
    desk = tab(ada, "/problems/new").fills(your_text="In between")
    with tunnel(ada):
        signs_in_the_tunnel(desk, "Sign and raise")
        form.locator("button[type=submit]").click()
        ada.signs_quietly()
        waits(ada, 2)
    waits(ada, 0)
    ada.studies(problem).sees("See the picture")
    assert ada.page.locator("#debate a[href*=blobs]").count() == 1


def test_two_tabs_that_sign_together_give_two_numbers(hall: Hall) -> None:
    ada = hall.enters("Ada").visits("/problems/new").fills(your_text="Left hand")
    desk = tab(ada, "/problems/new").fills(your_text="Right hand")
    for person in (ada, desk):
        person.button("Sign and raise").click()
    for person in (ada, desk):
        person.signs_quietly()
    for person in (ada, desk):
        person.page.wait_for_url(re.compile(r"/problems/\d+$"))
    assert sorted(titles(ada)) == ["Left hand", "Right hand"]


def test_a_receipt_that_does_not_hold_is_no_receipt(hall: Hall) -> None:
    ada = hall.enters("Ada").visits("/problems/new").fills(your_text="Is it written?")

    def lie(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json=answer.json() | {"index": 1, "time": 5})

    ada.context.route(ACTS, lie)
    ada.button("Sign and raise").click()
    ada.signs_quietly()
    told = ada.page.locator("[data-say].wait")
    expect(told).to_contain_text("does not prove what it says")
    expect(told.locator("code")).to_have_text("ProofError: the proof does not lead to the root")
    expect(told.locator("code")).to_be_hidden()
    assert len(ada.kept("outbox")) == 1
