"""Pages that others change while somebody is at work on them; forms that keep what is typed."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Hall
from tests.browser.fixtures import await_that
from tests.browser.people import Person
from tests.browser.test_app import with_worker

pytestmark = pytest.mark.worker

CRANE = "The crane is unsafe"
LATER = 15_000
# The page has stood in one place for ten pictures, and no longer at its head.
RESTS = """() => {
  window.still = scrollY && scrollY === window.was ? (window.still ?? 0) + 1 : 0;
  window.was = scrollY;
  return window.still > 10;
}"""
# That the page has heard of others' acts, and whether it asked for itself again.
NEWS = """() => {
  const stream = new BroadcastChannel(`changes/${location.pathname.split("/")[2]}`);
  window.heard = new Promise((done) => {
    stream.onmessage = ({ data }) => data.changed && done();
  });
  const { fetch } = window;
  window.renewals = 0;
  window.fetch = (what, how) => { renewals += what === location.href; return fetch(what, how); };
}"""
SOON_MS = 2 * 600  # after so long a page that heard of something brings itself up to date
UP_TO_DATE = """() => {
  window.renewed = new Promise((done) => document.addEventListener("refreshed", done));
  dispatchEvent(new Event("online"));
}"""
# Where an argument stands on the screen, in each picture that is shown.
WATCH = """() => {
  const argument = () => document.getElementById("argument-3").getBoundingClientRect().top;
  window.places = [];
  const note = () => { places.push(argument()); requestAnimationFrame(note); };
  requestAnimationFrame(note);
}"""


def tab(person: Person, path: str) -> Person:
    """Another tab of the same browser."""
    other = Person(person.context, person.complaints, person.address, person.name)
    other.assembly = person.assembly
    return other.visits(path)


def test_news_that_came_while_a_dialog_was_open_are_shown_when_it_closes(hall: Hall) -> None:
    problem = hall.past["Ada"].raises(CRANE)
    ada, bea = hall.enters("Ada"), hall.enters("Bea")
    ada.studies(problem).folds_open("Change what you said").button("Unsure").click()
    ada.page.get_by_role("dialog").wait_for()
    ada.page.evaluate(NEWS)
    bea.argues(problem, "Supports", "I saw it slip")
    ada.page.evaluate("() => heard")
    ada.page.clock.run_for(SOON_MS)
    assert ada.page.evaluate("renewals") == 0
    expect(ada.page.locator("#debate")).not_to_contain_text("I saw it slip")
    ada.page.get_by_role("dialog").get_by_role("button", name="Not yet").click()
    expect(ada.page.locator("#debate")).to_contain_text("I saw it slip", timeout=LATER)
    expect(ada.page.locator("#now")).to_contain_text("You said: Necessary")


def test_who_writes_in_a_region_is_not_disturbed_and_sees_the_news_afterwards(hall: Hall) -> None:
    problem = hall.past["Ada"].raises(CRANE)
    ada, bea = hall.enters("Ada"), hall.enters("Bea")
    bea.argues(problem, "Supports", "I saw it slip")
    ada.studies(problem).folds_open("Well founded or not? Say it, or answer")
    answer = ada.page.locator("#debate form[data-act=argue] textarea")
    answer.fill("So did I, on")
    bea.argues(problem, "Asks", "Who inspects it?")
    ada.page.evaluate(UP_TO_DATE)
    ada.page.evaluate("() => renewed")
    expect(answer).to_be_focused()
    ada.page.keyboard.type(" Monday")
    answer.blur()
    expect(ada.page.locator("#debate")).to_contain_text("Who inspects it?", timeout=LATER)
    expect(ada.page.locator('#argument-1 form[data-act="argue"] textarea')).to_have_value(
        "So did I, on Monday"
    )
    expect(
        ada.page.locator('#argument-1 details:has(form[data-act="argue"])').first
    ).to_have_attribute("open", "")
    expect(ada.page.locator("[data-announced]")).to_have_text("This page was brought up to date.")


def test_the_page_does_not_jump_under_who_reads_it(hall: Hall) -> None:
    problem = hall.past["Ada"].raises(CRANE)
    ada, bea = hall.enters("Ada"), hall.enters("Bea")
    for number in range(3):
        bea.argues(problem, "Supports", f"Point {number}\n\n" + "Long. " * 400)
    ada.studies(problem).page.locator("#argument-3").scroll_into_view_if_needed()
    ada.page.mouse.wheel(0, 400)
    ada.page.wait_for_function(RESTS)
    ada.page.evaluate(WATCH)
    bea.finds("Necessary", problem, "A reason that takes some room. " * 5)
    expect(ada.page.locator("#necessity")).to_contain_text("reason", timeout=LATER)
    seen = ada.page.evaluate("places.length")
    ada.page.wait_for_function("seen => places.length > seen + 10", arg=seen)
    places = ada.page.evaluate("places")
    assert max(places) - min(places) < 3


def test_when_the_tab_that_listens_closes_another_takes_over(hall: Hall) -> None:
    problem = hall.past["Ada"].raises(CRANE)
    ada, bea = hall.enters("Ada"), hall.enters("Bea")
    ada.studies(problem)
    second = tab(ada, f"/problems/{problem}")
    ada.page.close()
    bea.argues(problem, "Supports", "I saw it slip")
    expect(second.page.locator("#debate")).to_contain_text("I saw it slip", timeout=LATER)


def test_after_the_network_was_away_the_page_is_brought_up_to_date(hall: Hall) -> None:
    problem = hall.past["Ada"].raises(CRANE)
    ada, bea = hall.enters("Ada"), hall.enters("Bea")
    ada.studies(problem)
    with_worker(ada).context.set_offline(True)
    ada.page.wait_for_function("!navigator.onLine")
    bea.argues(problem, "Supports", "I saw it slip")
    expect(ada.page.locator("#debate")).not_to_contain_text("I saw it slip")
    ada.context.set_offline(False)
    expect(ada.page.locator("#debate")).to_contain_text("I saw it slip", timeout=LATER)
    ada.complains_of("ERR_INTERNET_DISCONNECTED|Failed to load resource")


def test_every_field_of_a_form_comes_back_and_can_be_thrown_away(hall: Hall) -> None:
    ada = hall.enters("Ada").visits("/questions/new?form=rank").fills(your_question="Which colour?")
    ada.fills(answer_1="Red", answer_3="Black")
    ada.folds_open("A larger majority").page.get_by_label("Share that").select_option("2/3")
    ada.page.get_by_label("of all active members").check()
    await_that(ada.page, lambda: [len(one["value"]) for one in ada.kept("drafts")] == [5])
    ada.visits("/questions/new?form=rank").sees("Restored from this browser; not signed yet.")
    expect(ada.field("Your question")).to_have_value("Which colour?")
    expect(ada.field("Answer 3")).to_have_value("Black")
    expect(ada.field("Share that")).to_have_value("2/3")
    expect(ada.page.get_by_label("of all active members")).to_be_checked()
    ada.press("Throw it away").sees_not("Restored from this browser")
    expect(ada.field("Your question")).to_have_value("")
    ada.visits("/questions/new?form=rank").sees_not("Restored from this browser")


def test_what_is_missing_or_misspelled_is_said_at_its_field(hall: Hall) -> None:
    problem = hall.past["Ada"].raises_problem(CRANE)
    ada = hall.enters("Ada")
    ada.studies(problem).folds_open("Propose a solution")
    form = ada.page.locator("form[data-act=propose-solution]")
    form.locator("[name='effect.target']").fill("many")
    form.locator("button[type=submit]").click()
    text = form.locator("[name=text]")
    expect(text).to_be_focused()
    expect(text).to_have_attribute("aria-invalid", "true")
    expect(text).to_have_accessible_description(re.compile("Fill this in.$"))
    expect(form.locator("[name='effect.target']")).to_have_accessible_description(
        "This is not written as it must be."
    )
    expect(form.locator("[name='effect.baseline']")).to_have_accessible_description("Fill this in.")
    form.locator("[name='effect.target']").fill("")
    expect(form.locator("[name='effect.baseline']")).not_to_have_attribute("aria-invalid", "true")
    text.fill("Weld it")
    expect(text).not_to_have_attribute("aria-invalid", "true")
    form.locator("button[type=submit]").click()
    ada.signs_it().sees("Weld it")


def test_a_revision_keeps_the_effect_and_the_amendment_that_it_does_not_change(hall: Hall) -> None:
    problem = hall.past["Ada"].raises_problem(CRANE)
    ada = hall.enters("Ada")
    ada.studies(problem).folds_open("Propose a solution")
    form = ada.page.locator("form[data-act=propose-solution]")
    form.locator("summary", has_text="This amends the constitution").click()
    form.locator("[name='amending.parameters.vouches']").fill("3")
    form.locator("[name='amending.name']").fill("Crane workers")
    effect = {"indicator": "slips a week", "baseline": "7,5", "target": "0", "by": "2027-05-01"}
    ada.proposes(problem, "Weld it", **effect)
    ada.folds_open("Edit")
    revision = ada.page.locator("form[data-act=revise-solution]")
    revision.locator("[name=text]").fill("Weld it twice")
    ada.signs_here("Sign the new version").sees("Weld it twice").sees("slips a week").sees(
        "Crane workers"
    )
    found = ada.page.request.get(f"{hall.host.address}/a/{ada.assembly}/problems/{problem}.json")
    (solution,) = found.json()["solutions"]
    assert solution["version"] == 2
    assert solution["amending"]["parameters"] == {"vouches": "3"}
    assert (solution["effect"]["baseline"], solution["effect"]["target"]) == ("7.5", "0")
    assert solution["effect"]["by"] == 1_809_129_600_000
