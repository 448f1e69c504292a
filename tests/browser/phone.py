"""A phone that several members share: each sentence is a tap of one of them."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from esoviet.web.http import assets
from tests.browser.conftest import Hall
from tests.browser.people import ENTER, Person

STORE = """async ([name, store]) => new Promise((resolve, reject) => {
  const request = indexedDB.open(name);
  request.onerror = () => reject(request.error);
  request.onsuccess = () => {
    const found = request.result.transaction(store).objectStore(store).getAll();
    found.onsuccess = () => {
      request.result.close();
      resolve(found.result.map(({ pair, blobs, ...rest }) =>
        ({ ...rest, signs: Boolean(pair?.privateKey) })));
    };
  };
})"""


TURNS = """async () => {
  const kind = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const pair = await crypto.subtle.generateKey(kind, false, ["sign"]);
  const turn = async () => {
    await crypto.subtle.sign(kind, pair.privateKey, new Uint8Array(64));
    await (await fetch(`/manifest.webmanifest?${Math.random()}`)).text();
    for (const { name } of await indexedDB.databases()) {
      await new Promise((done) => {
        const asked = indexedDB.open(name);
        asked.onsuccess = () => { asked.result.close(); done(); };
        asked.onerror = done;
      });
    }
    await new Promise((done) => { setTimeout(done); });
  };
  for (let n = 0; n < 20; n += 1) await turn();
}"""


def settles(page: Page) -> None:
    """Whatever the page has begun to do is over, if it ever ends.

    Signing takes some turns of the browser's keys, its database and the network, one after another;
    here the same page takes many more of each.
    """
    page.evaluate(TURNS)


def begins(phone: Person, name: str) -> Person:
    """Somebody else takes the phone for the first time."""
    phone.opens("/who")
    if phone.page.evaluate("localStorage.people === undefined"):
        phone.page.locator("#else[open]").wait_for()  # it opens by itself where nobody is known
    else:
        phone.page.locator("#else > summary").click()
    phone.fills(your_name=name)
    with phone.page.expect_navigation(url=lambda url: not url.endswith("/who")):
        phone.button("Begin here as somebody else").click()
    return phone.ready()


def comes(hall: Hall, phone: Person, name: str) -> Person:
    """A member takes the phone for the first time, with a key that the test knows."""
    begins(phone, name)
    member = hall.world.cast[name]
    phone.page.goto(f"{phone.address}{assets.address('js/base/db.js')}")
    phone.page.evaluate(ENTER, [hall.world.id, list(member.key.seed), member.number])
    return phone.visits()


def takes(phone: Person, name: str) -> Person:
    """Somebody who is known here takes the phone: two taps."""
    phone.page.get_by_role("link", name="Somebody else", exact=True).click()
    phone.page.wait_for_url("**/who")
    phone.ready()
    with phone.page.expect_navigation(url=lambda url: not url.endswith("/who")):
        phone.page.get_by_role("listitem").get_by_role("button", name=re.compile(name)).click()
    return phone.ready()


def acts(phone: Person, name: str) -> Person:
    """The page says that this one acts."""
    expect(phone.page.locator(".acting")).to_contain_text(f"{name} acts here")
    return phone


def stores(phone: Person) -> dict[str, str]:
    """The databases of this browser, by the name of whose they are."""
    people = phone.page.evaluate("JSON.parse(localStorage.people)")
    return {
        one["name"]: "esoviet" if one["id"] == "first" else f"esoviet-{one['id']}" for one in people
    }


def kept(phone: Person, name: str, store: str) -> Any:
    """What this browser keeps of somebody in a store."""
    return phone.page.evaluate(STORE, [stores(phone)[name], store])


def locks(phone: Person, pin: str) -> Person:
    """Who acts sets a PIN."""
    phone.visits("/me").page.locator("#pin > summary").click()
    phone.page.locator("#pin-new").fill(pin)
    phone.page.locator("#pin-again").fill(pin)
    phone.button("Set the PIN").click()
    agree = phone.page.get_by_role("dialog").get_by_role("button", name="Sign, and set the PIN")
    with phone.page.expect_event("load"):
        agree.click()
    phone.ready()
    expect(phone.page.locator(".acting").get_by_role("button", name="Lock")).to_be_visible()
    return phone


def tries(phone: Person, name: str, pin: str) -> Person:
    """Somebody taps a name and types a PIN."""
    if not phone.page.url.endswith("/who"):
        phone.opens("/who")
    phone.page.get_by_role("listitem").get_by_role("button", name=re.compile(name)).click()
    phone.page.get_by_label("PIN", exact=True).fill(pin)
    phone.button("Unlock").click()
    return phone


def unlocks(phone: Person, name: str, pin: str) -> Person:
    """The PIN is right."""
    tries(phone, name, pin).page.wait_for_url(lambda url: not url.endswith("/who"))
    return phone.ready()
