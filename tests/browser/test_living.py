"""Pages that live, lines that break, hosts that lie, and members without a mouse."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Hall
from tests.browser.fixtures import await_ready
from tests.browser.test_app import with_worker

pytestmark = pytest.mark.worker

CRANE = "The crane is unsafe"


def test_what_another_does_appears_by_itself_and_what_one_types_stays(hall: Hall) -> None:
    problem = hall.past["Ada"].raises(CRANE)
    ada, bea = hall.enters("Ada"), hall.enters("Bea")
    ada.studies(problem).folds_open("Argue").fills(your_argument="Half a thought")
    bea.argues(problem, "Supports", "I saw it slip")
    expect(ada.page.locator("#debate")).to_contain_text("I saw it slip", timeout=15_000)
    expect(ada.field("Your argument")).to_have_value("Half a thought")
    ada.folds_open("Well founded or not? Say it, or answer").sees("Is it well founded?")


def test_two_pages_of_one_browser_share_one_stream(hall: Hall) -> None:
    problem = hall.past["Ada"].raises(CRANE)
    ada, bea = hall.enters("Ada"), hall.enters("Bea")
    streams: list[str] = []
    ada.context.on("request", lambda request: streams.extend(
        [request.url] if request.url.partition("?")[0].endswith("/changes") else []))  # fmt: skip
    ada.studies(problem)
    second = ada.context.new_page()
    second.goto(ada.page.url)
    await_ready(second)
    bea.argues(problem, "Supports", "I saw it slip")
    for page in (ada.page, second):
        expect(page.locator("#debate")).to_contain_text("I saw it slip", timeout=15_000)
    assert len(streams) == 1


def test_an_act_signed_without_a_network_is_sent_when_it_is_back(hall: Hall) -> None:
    ada = hall.enters("Ada").visits("/problems/new")
    with_worker(ada).context.set_offline(True)
    ada.fills(your_text="Written in a tunnel")
    ada.button("Sign and raise").click()
    ada.page.get_by_role("button", name="Sign and send").click()
    ada.sees("not sent yet")
    assert [act["type"] for act in ada.kept("outbox")] == ["raise-problem"]
    ada.complains_of("ERR_INTERNET_DISCONNECTED")
    ada.context.set_offline(False)
    ada.visits("/problems").visits("/problems").sees("Written in a tunnel")
    assert ada.kept("outbox") == []
    assert [act["type"] for act in ada.kept("receipts")] == ["raise-problem"]


def test_without_a_network_a_page_says_so(hall: Hall) -> None:
    ada = hall.enters("Ada").visits().visits()
    with_worker(ada).context.set_offline(True)
    ada.page.goto(f"{hall.host.address}/a/{ada.assembly}/problems")
    ada.sees("No network")
    ada.complains_of("ERR_INTERNET_DISCONNECTED|Failed to load resource")


def test_a_draft_survives_a_closed_page(hall: Hall) -> None:
    ada = hall.enters("Ada").visits("/problems/new").fills(your_text="Not finished yet")
    ada.visits("/members").visits("/problems/new")
    expect(ada.field("Your text")).to_have_value("Not finished yet")
    ada.signs("Sign and raise").visits("/problems/new")
    expect(ada.field("Your text")).to_have_value("")


def test_a_host_that_shows_another_history_is_found_out(hall: Hall) -> None:
    ada = hall.enters("Ada").visits().sees("First visit")
    ada.visits().sees("Consistent with your last visit")
    ada.misremembers(root="A" * 43 + "=")
    ada.visits().sees("the history shown here is not the one that this browser saw before")


def test_a_host_whose_log_has_shrunk_is_found_out(hall: Hall) -> None:
    ada = hall.enters("Ada").visits()
    (log,) = ada.kept("logs")
    ada.misremembers(size=log["size"] + 5)
    ada.visits().sees("the history shown here is not the one that this browser saw before")
    ada.complains_of("status of 404 .*/log/consistency")


def test_a_vote_that_closed_meanwhile_is_refused_in_plain_words(hall: Hall) -> None:
    hall.past["Ada"].puts_to_vote()
    bea = hall.enters("Bea")
    bea.visits("/questions/1").chooses("Yes").button("Sign and cast").click()
    hall.host.turns(days=1)
    bea.signs_quietly()
    expect(bea.page.locator("#ballot [data-say].bad")).to_contain_text("(clause 7.")
    hall.enters("Cem").visits("/questions/1").sees("The result")


def test_nothing_is_signed_by_who_looks_and_says_not_yet(hall: Hall) -> None:
    ada = hall.enters("Ada").visits("/problems/new").fills(your_text="Perhaps")
    ada.button("Sign and raise").click()
    dialog = ada.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Perhaps")
    dialog.locator("summary").click()
    exact = dialog.locator("pre").inner_text()
    signed, end = json.JSONDecoder().raw_decode(exact)
    assert (signed["type"], exact[end:].strip()) == ("raise-problem", "Perhaps")
    dialog.get_by_role("button", name="Not yet").click()
    ada.visits("/problems").sees("Nothing here.")


def test_a_member_without_a_mouse_decides_too(hall: Hall) -> None:
    ada = hall.enters("Ada").visits("/questions/new")
    keys = ada.page.keyboard
    ada.tabs_to("Your question")
    keys.type("Do we march on Saturday?")
    ada.tabs_to("Sign and ask")
    keys.press("Enter")
    expect(ada.page.get_by_role("dialog")).to_be_visible()
    ada.tabs_to("Sign and send")
    with ada.page.expect_event("load"):
        keys.press("Enter")
    hall.seconds()
    ada.visits("/questions").tabs_to(re.compile("Do we march"))
    keys.press("Enter")
    ada.page.wait_for_url(re.compile("/questions/1$"))
    ada.ready().tabs_to("Yes")
    keys.press("Space")
    keys.press("ArrowDown")
    ada.tabs_to("Sign and cast")
    keys.press("Enter")
    ada.tabs_to("Sign and send")
    with ada.page.expect_event("load"):
        keys.press("Enter")
    ada.ready()
    expect(ada.page.get_by_label("No", exact=True)).to_be_checked()


def test_the_first_tab_leads_past_the_menu(hall: Hall) -> None:
    ada = hall.enters("Ada").visits("/problems")
    ada.page.keyboard.press("Tab")
    expect(ada.page.get_by_text("To the content")).to_be_focused()
    ada.page.keyboard.press("Enter")
    expect(ada.page.locator("main")).to_be_focused()
