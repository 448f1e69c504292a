"""What it costs ten people to found, to join and to decide, in taps and fields; printed."""

import re

from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import People
from tests.browser.people import Person
from tests.measured import Measure

MOST_TAPS, MOST_FIELDS = 80, 35
TEN = ("Ada", "Bea", "Cem", "Dot", "Eva", "Fay", "Gil", "Hal", "Ida", "Jon")
# A tap is a finger that goes down, whatever that sets off; a field one that is filled in or chosen.
COUNT = """() => {
  const filled = new WeakSet();
  addEventListener("pointerdown", ({ isTrusted }) => { if (isTrusted) counted("tap"); }, true);
  addEventListener("input", ({ target }) => {
    if (filled.has(target) || ["radio", "checkbox"].includes(target.type)) return;
    filled.add(target);
    counted("field");
  }, true);
}"""


class Counter:
    """Counts what people do in their browsers."""

    def __init__(self) -> None:
        self.taps = self.fields = 0

    def watches(self, somebody: Person) -> Person:
        """Count what is done on this phone from now on."""
        context: BrowserContext = somebody.context
        context.expose_function("counted", self._count)
        context.add_init_script(f"({COUNT})()")
        somebody.page.set_viewport_size({"width": 360, "height": 780})
        return somebody

    def _count(self, what: str) -> None:
        self.taps += what == "tap"
        self.fields += what == "field"


def taps(somebody: Person, link: str | re.Pattern[str]) -> Person:
    """Follow a link that is seen."""
    somebody.page.get_by_role("link", name=link).filter(visible=True).first.click()
    return somebody.ready()


def test_ten_people_found_join_and_decide(person: People, measures: Measure) -> None:
    counter = Counter()
    ada = counter.watches(person("Ada")).opens("/")
    taps(ada, "Found an assembly")
    taps(ada, re.compile("^A meeting"))
    ada.fills(name_of_the_assembly="Night crew", what_it_is_for="A safe way home")
    ada.fills(your_own_name="Ada").button("Found this assembly").click()
    ada.writes_the_phrase_down().page.wait_for_url(re.compile(r"/a/[0-9a-f]{64}$"))
    ada.assembly = ada.page.url.rsplit("/", 1)[1]
    taps(ada.ready(), "Invite people").folds_open("Invite somebody")
    ada.field("For how many people").fill("9")
    ada.button("Make the invitation").click()
    ada.signs_quietly()
    field = ada.field("Invitation link")
    expect(field).to_have_value(re.compile("#"))
    link = field.input_value()
    others = [counter.watches(person(name)).applies(link, later=True) for name in TEN[1:]]
    before = counter.taps, counter.fields
    ada.complains_of("Failed to load resource.* 404")  # the door of a closed assembly

    taps(ada.visits(), "Ask a question")
    ada.fills(your_question="Shall we hire a night bus?").signs("Sign and ask")
    taps(others[0].visits(), "Second").signs("Second it")
    for somebody in (ada, *others):
        taps(somebody.visits(), "Vote")
        somebody.chooses("Yes").signs("Sign and cast")
    expect(ada.page.locator("#voted")).to_contain_text("10 of 10 have voted.")

    measures("taps until ten have joined", before[0], MOST_TAPS)
    measures("taps of ten who found, join and decide a question", counter.taps, MOST_TAPS)
    measures("fields of ten who found, join and decide a question", counter.fields, MOST_FIELDS)
    assert counter.taps <= MOST_TAPS
    assert counter.fields <= MOST_FIELDS
