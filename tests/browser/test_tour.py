"""The tour, by somebody who has never seen it, on a telephone; and what stays of it: nothing."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from esoviet.cli.tour.sandboxes import DAY_SECONDS
from tests.browser.conftest import Hall
from tests.browser.fixtures import WAIT_MS, Complaints, Contexts
from tests.browser.host import Host, hosting
from tests.browser.people import Person
from tests.browser.walks import breaches, too_small, too_wide

LAMP = "Repair the lamp ourselves on Saturday"
KEPT = "async () => (await indexedDB.databases()).map(({ name }) => name)"
KEYS = """async () => new Promise((done) => {
  const asked = indexedDB.open("esoviet");
  asked.onsuccess = () => {
    const all = asked.result.transaction("keys").objectStore("keys").getAllKeys();
    all.onsuccess = () => { asked.result.close(); done(all.result); };
  };
})"""


class Visit:
    """Somebody who takes the tour."""

    def __init__(self, host: Host, person: Person) -> None:
        self.host, self.person, self.page = host, person, person.page
        self.began = self.turned = 0.0

    def begins(self) -> "Visit":
        """From the front page into a sandbox."""
        self.person.opens("/")
        self.page.get_by_role("link", name="Take the tour").click()
        self.person.ready()
        self.began = time.monotonic()
        self.person.pictured("tour-door").button("Begin the tour").click()
        self.page.wait_for_url("**/problems/1", timeout=2 * WAIT_MS)
        self.person.ready()
        self.person.assembly = self.page.url.split("/a/")[1][:64]
        return self

    def until(self, day: float) -> "Visit":
        """Time passes in the sandbox, up to this day of the tour."""
        gone = time.monotonic() - self.began + self.turned
        more = max(0.0, day * DAY_SECONDS - gone)
        self.turned += more
        self.host.turns(seconds=more)
        return self

    def is_at(self, title: str) -> "Visit":
        """The guide says what is now, though nobody has loaded the page again."""
        expect(self.page.locator("#guide h2")).to_have_text(title)
        return self

    def looks(self, name: str) -> "Visit":
        """Look whether everything is fit to be seen, on a telephone."""
        expect(self.page.locator(".sandbox")).to_be_in_viewport()
        assert too_wide(self.page) + too_small(self.page) == []
        assert breaches(self.page) == []
        self.person.pictured(f"tour-{name}")
        return self

    def follows(self, button: str) -> "Visit":
        """Press the one button of the guide."""
        self.page.locator("#guide").get_by_role("link", name=button, exact=True).click()
        self.person.ready()
        return self


@pytest.fixture
def visit(tmp_path: Path, contexts: Contexts, complaints: Complaints) -> Iterator[Visit]:
    """A visitor with a telephone, at a server without any assembly."""
    with hosting(tmp_path) as host:
        context = contexts(360)
        host.sets(context)
        yield Visit(host, Person(context, complaints, host.address, "Visitor"))
        complaints.deaf = True


def test_a_decision_from_the_problem_to_the_review(visit: Visit) -> None:
    person = visit.begins().is_at("A problem is raised").looks("1").person
    visit.follows("Say what you find")
    person.signs_here("Necessary")
    visit.until(1.8).is_at("Solutions, and what speaks for and against")
    visit.until(4.4).page.locator("#matter[data-stage=solutions]").wait_for()
    expect(visit.page.locator("[data-real]")).to_contain_text("second")
    visit.follows("Read and back them").looks("2")
    person.sees(LAMP)
    visit.until(6.9).is_at("Reading").follows("Read the briefing").looks("3")
    visit.until(8.4).is_at("The vote is open").follows("Cast your ballot").looks("4")
    person.ranks(LAMP, "no action").signs("Sign and cast")
    visit.person.visits("/problems/1").sees("Your ballot is signed")
    visit.until(12.4).is_at("It is decided").follows("See the decision").looks("5")
    person.sees("Decided").sees(LAMP)
    visit.until(13.8).is_at("The work").follows("See the work").looks("6")
    person.sees("€52.00")
    visit.until(15.9).is_at("The review").follows("Say what came of it").looks("7")
    visit.until(20).is_at("The end of the tour").looks("8")


def test_who_does_nothing_sees_all_of_it_pass(visit: Visit) -> None:
    visit.begins().is_at("A problem is raised")
    day = visit.page.locator("[data-today]").inner_text()
    visit.until(2.6).is_at("Solutions, and what speaks for and against")
    expect(visit.page.locator("[data-today]")).not_to_have_text(day)
    visit.until(7.7).is_at("Reading").until(9.2).is_at("The vote is open")
    visit.until(13.2).is_at("It is decided")
    visit.person.sees(LAMP)


def test_nothing_of_it_stays_in_the_browser(visit: Visit) -> None:
    person = visit.begins().person
    assert "esoviet-sandbox" in visit.page.evaluate(KEPT)
    assert visit.page.evaluate(KEYS) == []
    visit.page.locator("[data-gone]").first.wait_for()
    visit.until(41)  # ten minutes
    visit.page.wait_for_url("**/tour/over")
    person.ready().sees("The tour is over").complains_of("410|404|Failed to load")
    assert "esoviet-sandbox" not in visit.page.evaluate(KEPT)
    assert visit.page.evaluate("localStorage.length") == 0
    person.opens(f"/a/{person.assembly}/problems/1").sees("The tour is over")
    person.opens("/").sees_not("Your assemblies").complains_of("410|404|Failed to load")


def test_a_member_who_takes_the_tour_keeps_their_key_apart(hall: Hall) -> None:
    ada = hall.enters("Ada", 360)
    ada.visits()
    own = ada.assembly
    visit = Visit(hall.host, ada).begins()
    assert ada.assembly != own
    assert visit.page.evaluate(KEYS) == [own]
    ada.opens("/").sees("Your assemblies")
    links = visit.page.locator("[data-flow=own] a")
    assert [link.get_attribute("href") for link in links.all()] == [f"/a/{own}"]
    ada.assembly = own
    ada.visits("/me").sees("Ada")


def test_on_paper_it_says_what_it_is_too(visit: Visit) -> None:
    visit.begins().page.emulate_media(media="print")
    mark = visit.page.locator(".sandbox")
    expect(mark).to_be_visible()
    assert mark.evaluate("one => getComputedStyle(one).position") == "fixed"  # on each sheet
    assert not visit.page.locator("#guide").is_visible()


def test_without_scripts_it_says_that_it_needs_them(host: Host, contexts: Contexts) -> None:
    page = contexts(360, scripts=False).new_page()
    page.goto(f"{host.address}/tour")
    expect(page.get_by_text("The tour needs JavaScript")).to_be_visible()
    assert page.get_by_role("button", name="Begin the tour").is_disabled()
    assert page.get_by_role("link", name="Look around an example").is_visible()
