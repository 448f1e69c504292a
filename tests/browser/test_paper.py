"""The twelve words: alone on the page, hidden while some are asked, put off, done later."""

import re
from itertools import pairwise

from playwright.sync_api import expect

from esoviet.web.http.short import short_of
from tests.browser.conftest import Hall, People
from tests.browser.people import Person
from tests.browser.test_recovery import looks_sound, tries

REMINDER = "you are locked out until members let you back in"
LINE = "No way back in yet: write your twelve words"
PRINTED = """
[...document.querySelectorAll("body *")].filter((one) => one.checkVisibility()
  && [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
  && !one.closest(".paper")).map((one) => one.textContent)
"""
STORED = """async () => {
  const rows = [Object.values(localStorage), Object.values(sessionStorage), document.cookie];
  for (const { name } of await indexedDB.databases()) {
    const open = indexedDB.open(name);
    const db = await new Promise((done) => { open.onsuccess = () => done(open.result); });
    for (const store of db.objectStoreNames) {
      const all = db.transaction(store).objectStore(store).getAll();
      rows.push(await new Promise((done) => { all.onsuccess = () => done(all.result); }));
    }
    db.close();
  }
  return JSON.stringify([rows, document.documentElement.outerHTML]);
}"""


def comes(hall: Hall, width: int = 360) -> Person:
    """Somebody with a telephone who asks to join, and is shown the paper."""
    fay = hall.visitor(width).named("Fay").opens(hall.enters("Ada").invites())
    fay.fills(your_name="Fay").asks_to_join()
    expect(fay.page.locator("#phrase ol li")).to_have_count(12)
    return fay


def written_address(person: Person) -> str:
    """What the card says of where the assembly is."""
    return f"{person.address}/to/{short_of(person.assembly)}"


def steps(person: Person) -> str:
    """Which step this is."""
    return person.page.locator(".steps [aria-current=step]").inner_text()


def test_the_paper_takes_the_whole_step_and_its_words_are_hidden_while_three_are_asked(
    hall: Hall,
) -> None:
    fay = comes(hall)
    words = fay.page.locator("#phrase ol")
    expect(fay.page.locator("#profile")).to_be_hidden()
    expect(fay.page.get_by_role("heading", name="Your twelve words")).to_be_in_viewport()
    assert steps(fay) == "Your twelve words"
    rows = words.locator("li").evaluate_all("all => all.map((one) => one.offsetTop)")
    assert rows == sorted(set(rows))
    looks_sound(fay.pictured("paper-360"))
    fay.press("I have written them down").sees("the words are hidden now")
    expect(words).to_be_hidden()
    looks_sound(fay.pictured("paper-asked-360"))
    fay.press("Show them again")
    expect(words).to_be_visible()
    expect(fay.page.locator("#phrase [data-asked]")).to_be_hidden()
    fay.writes_the_phrase_down()
    fay.page.wait_for_url(re.compile(r"/members/\d+$"))
    fay.ready().sees("Welcome, Fay: three things to do").sees_not(REMINDER).sees_not(LINE)
    looks_sound(fay.pictured("welcome-360"))
    stored = fay.page.evaluate(STORED)
    assert fay.assembly in stored
    glue = (" ", '\\",\\"', '","', "</li><li>")
    traces = [between.join(pair) for pair in pairwise(fay.phrase) for between in glue]
    assert not [trace for trace in traces if trace in stored]


def test_the_print_is_the_card_alone_and_says_where_the_words_let_one_in(hall: Hall) -> None:
    fay = comes(hall, 1280)
    card = fay.page.locator(".paper")
    for said in ("Fay", "Twelve words get you back in, at", written_address(fay)):
        expect(card).to_contain_text(said)
    looks_sound(fay.pictured("paper-1280"))
    assert fay.page.evaluate(PRINTED)
    fay.page.emulate_media(media="print")
    expect(card.locator("li").last).to_be_visible()
    assert fay.page.evaluate(PRINTED) == []
    fay.page.evaluate("window.print = () => { document.title = 'printed'; }")
    fay.page.emulate_media(media="screen")
    fay.press("Print the card")
    expect(fay.page).to_have_title("printed")


def test_who_puts_the_paper_off_is_reminded_on_every_page_until_it_is_done(hall: Hall) -> None:
    fay = hall.visitor(360).named("Fay").applies(hall.enters("Ada").invites(), later=True)
    for path in (f"/members/{fay.number}", "", "/problems", "/log", "/votes", "/me"):
        fay.visits(path).sees(REMINDER if path in ("", "/me") else LINE)
    looks_sound(fay.visits(f"/members/{fay.number}").pictured("welcome-later-360"))
    todo = fay.page.locator("#welcome li", has_text="Write down your twelve words")
    expect(todo).not_to_have_class("did")
    todo.get_by_role("link").click()
    fay.page.wait_for_url(re.compile("/me#recovery$"))
    fay.ready().press("Make a new recovery phrase").writes_the_phrase_down()
    fay.press("Not yet").sees("the words do not count").sees(REMINDER)
    fay.press("Make a new recovery phrase").writes_the_phrase_down().signs_quietly()
    fay.sees("From now on only the new words").sees_not(REMINDER)
    fay.visits("").sees_not(REMINDER).visits(f"/members/{fay.number}")
    expect(fay.page.locator("#welcome li", has_text="twelve words")).to_have_class("did")
    anew = tries(hall.visitor(), fay.assembly, fay.phrase)
    anew.page.wait_for_url(re.compile("/me$"))
    assert anew.ready().number == fay.number


def test_what_is_put_off_is_nobodys_key(hall: Hall) -> None:
    fay = comes(hall)
    words = fay.page.locator("#phrase ol li").all_inner_texts()
    fay.press("Later")
    fay.page.wait_for_url(re.compile(r"/members/\d+$"))
    tries(hall.visitor(), fay.ready().assembly, words).sees(
        "Nobody in this assembly has this recovery phrase."
    )


def test_an_applicant_who_put_it_off_is_told_what_happens_next(hall: Hall) -> None:
    hall.host.turns(days=8)
    link = hall.enters("Ada").invites()
    fay = hall.visitor(360).named("Fay").applies(link, later=True)
    fay.sees("What happens next").sees("2 members who have been here a while vouch for you.")
    fay.sees_not("Welcome, Fay")
    fay.sees_not("Does Fay belong among us?")
    looks_sound(fay.pictured("applied-360"))
    hall.enters("Bea").looks_at(fay).sees_not("What happens next").sees("Does Fay belong among us?")


def test_the_founder_cannot_put_it_off(person: People) -> None:
    ada = person("Ada", 360).opens("/found")
    ada.fills(name_of_the_assembly="Cooks", what_it_is_for="Soup", your_own_name="Ada")
    assert steps(ada) == "You"
    ada.button("Found this assembly").click()
    expect(ada.page.locator("#phrase ol li")).to_have_count(12)
    expect(ada.button("Later")).to_have_count(0)
    expect(ada.page.locator(".paper")).to_contain_text("Cooks")
    card = ada.page.locator(".paper .address").inner_text()
    looks_sound(ada.pictured("paper-founder-360"))
    ada.writes_the_phrase_down()
    ada.page.wait_for_url(re.compile(r"/a/[0-9a-f]{64}$"))
    ada.ready().sees_not("you are locked out").sees_not("Strike out")
    ada.assembly = ada.page.url.rpartition("/")[2]
    assert card == written_address(ada)
    ada.visits("/me").sees(card)
