"""A phone that several members share: each sentence is a tap of one of them."""

import re
from typing import Any

from playwright.sync_api import expect

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


def begins(phone: Person, name: str) -> Person:
    """Somebody else takes the phone for the first time."""
    phone.opens("/who")
    if not phone.page.locator("#else").evaluate("fold => fold.open"):
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
