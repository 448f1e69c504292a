"""base/db.js, base/versions.js: what a browser keeps outlives a new version, above all its keys."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.fixtures import WAIT_MS

ID, OTHER = "a" * 64, "b" * 64

# A database of an older version, as that version made it; `deaf` does not let go for a newer one.
OLDER = """async ([version, rows, extra, deaf]) => {
  const stores = {
    keys: "assembly", logs: "assembly", outbox: "id", receipts: "id", drafts: "key",
  };
  const pair = await crypto.subtle.generateKey({ name: "Ed25519" }, false, ["sign", "verify"]);
  window.older = await new Promise((resolve, reject) => {
    const request = indexedDB.open("esoviet", version);
    request.onupgradeneeded = () => {
      for (const [name, keyPath] of Object.entries(stores)) {
        const store = request.result.createObjectStore(name, { keyPath });
        if (name === "outbox" || name === "receipts") store.createIndex("assembly", "assembly");
        for (const row of rows[name] ?? []) store.put(name === "keys" ? { ...row, pair } : row);
      }
      for (const name of extra) request.result.createObjectStore(name, { keyPath: "id" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  if (!deaf) window.older.onversionchange = () => window.older.close();
}"""

# What the modules find in each store: without keys, but for whether they still sign.
FOUND = """async (stores) => {
  const db = await import("/static/js/base/db.js");
  const rows = [];
  for (const store of stores) {
    for (const { pair, ...row } of await db.all(store)) {
      const signs = pair
        && (await crypto.subtle.sign("Ed25519", pair.privateKey, new Uint8Array(1)));
      rows.push([store, signs ? { ...row, signs: signs.byteLength } : row]);
    }
  }
  return rows;
}"""

GET = """async () => (await import("/static/js/base/db.js")).all("keys")
  .then((rows) => rows.map(({ kid }) => kid), (error) => error.message || error.name)"""

# A page of somebody who acts no more is answered nothing at all.
LEFT = """async () => {
  const db = await import("/static/js/base/db.js");
  const late = new Promise((resolve) => setTimeout(() => resolve("nothing"), 300));
  return Promise.race([late, db.all("keys"), db.put("keys", { assembly: "x" })]);
}"""

# What lies there, whatever the version, without the modules.
RAW = """() => new Promise((resolve, reject) => {
  const request = indexedDB.open("esoviet");
  request.onerror = () => reject(request.error);
  request.onsuccess = () => {
    const { version } = request.result;
    const found = request.result.transaction("keys").objectStore("keys").getAll();
    found.onsuccess = () => {
      request.result.close();
      resolve([version, found.result.map(({ kid }) => kid)]);
    };
  };
})"""

OWN = {"assembly": ID, "kid": "own", "member": 1, "seq": 4, "last": "c" * 64}
WAITING = {"id": "d" * 64, "assembly": ID, "jws": "x.y.z", "blobs": [], "seq": 4, "prev": ""}
ROWS: dict[str, list[dict[str, Any]]] = {
    "keys": [
        OWN,
        {"assembly": f"begun/{OTHER}", "of": OTHER, "kind": "join", "kid": "new", "earlier": []},
        {"assembly": f"asking/{ID}", "kid": "asks", "member": 3, "seq": 1},
        {"assembly": "self-test"},
    ],
    "logs": [{"assembly": ID, "size": 9}],
    "outbox": [WAITING],
    "receipts": [{"id": "e" * 64, "assembly": ID, "index": 7}],
    "drafts": [
        {"key": f"draft/a/{ID}#raise-problem", "value": {"title/1": "Rats"}, "at": 5},
        {"key": f"evidence/{ID}", "value": [{"what": "split"}], "at": 6},
        {"key": f"name/{ID}", "value": "Harbour", "at": 7},
        {"key": f"visit/{ID}", "before": 2, "latest": 8, "at": 8},
    ],
}
DRAFTS = ["draft/a/1#argue", "draft/a/1#argue/7", "draft/a/1#report"]
OTHERS = ["draft/a/1", "draft/a/11#argue", "draft/a/2#argue", "mailed/a/1#argue"]
BEGINNING = """async (start) => {
  const db = await import("/static/js/base/db.js");
  return (await db.beginning("drafts", start)).map(({ key }) => key);
}"""
STORES = ["keys", "begun", "asking", "trials", "logs", "outbox", "receipts",
          "drafts", "evidence", "names", "visits"]  # fmt: skip


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """A browser that keeps nothing yet."""
    context = chromium.new_context()
    made = context.new_page()
    made.set_default_timeout(WAIT_MS)
    made.goto(address)
    yield made
    context.close()


def older(page: Page, version: int = 2, *, extra: tuple[str, ...] = (), deaf: bool = False) -> None:
    page.evaluate(OLDER, [version, ROWS, list(extra), deaf])


def test_all_that_version_2_kept_is_there_in_the_store_of_its_kind(page: Page) -> None:
    older(page)
    assert page.evaluate(FOUND, STORES) == [
        ["keys", {**OWN, "signs": 64}],
        ["begun", {"of": OTHER, "kind": "join", "kid": "new", "earlier": [], "signs": 64}],
        ["asking", {"assembly": ID, "kid": "asks", "member": 3, "seq": 1, "signs": 64}],
        ["trials", {"name": "self-test", "signs": 64}],
        ["logs", ROWS["logs"][0]],
        ["outbox", WAITING],
        ["receipts", ROWS["receipts"][0]],
        ["drafts", ROWS["drafts"][0]],
        ["evidence", {"assembly": ID, "value": [{"what": "split"}], "at": 6}],
        ["names", {"assembly": ID, "value": "Harbour", "at": 7}],
        ["visits", {"assembly": ID, "before": 2, "latest": 8, "at": 8}],
    ]


def test_version_5_gets_a_place_for_locks_and_keeps_its_key_and_what_waits(page: Page) -> None:
    page.evaluate(OLDER, [5, {"keys": [OWN], "outbox": [WAITING]}, [], False])
    found = page.evaluate(FOUND, ["keys", "outbox", "locks"])
    assert found == [["keys", {**OWN, "signs": 64}], ["outbox", WAITING]]
    assert page.evaluate(RAW) == [6, ["own"]]


def test_each_of_several_people_finds_what_is_theirs_alone(page: Page) -> None:
    older(page)
    assert page.evaluate(GET) == ["own"]
    page.evaluate("localStorage.setItem('acting', 'second')")
    assert page.evaluate("(" + LEFT + ")()") == "nothing"
    page.reload()
    assert page.evaluate(GET) == []
    page.evaluate("localStorage.setItem('acting', 'first')")
    page.reload()
    assert page.evaluate(GET) == ["own"]


def test_what_begins_alike_is_read_at_once_and_nothing_else(page: Page) -> None:
    page.evaluate(OLDER, [5, {"drafts": [{"key": key} for key in (*DRAFTS, *OTHERS)]}, [], False])
    assert page.evaluate(BEGINNING, "draft/a/1#") == DRAFTS


def test_a_second_start_changes_nothing(page: Page) -> None:
    older(page)
    first = page.evaluate(FOUND, STORES)
    page.reload()
    assert page.evaluate(FOUND, STORES) == first


def test_version_1_loses_what_it_signed_and_could_not_send_but_no_key(page: Page) -> None:
    older(page, 1)
    found = page.evaluate(FOUND, STORES)
    assert [store for store, _ in found] == [store for store in STORES if store != "outbox"]


def test_a_new_browser_has_every_store_and_the_places_to_look_for(page: Page) -> None:
    assert page.evaluate(FOUND, STORES) == []
    asked = "async (id) => (await import('/static/js/base/db.js')).of('outbox', id)"
    assert page.evaluate(asked, ID) == []


def test_a_step_that_fails_leaves_the_version_before_it_with_its_keys(page: Page) -> None:
    older(page, extra=("evidence",))  # with another key than the rows have that go there
    assert isinstance(page.evaluate(GET), str)  # the keys had been moved by then
    assert page.evaluate(RAW) == [2, ["own", "asks", "new", None]]


def test_an_older_page_that_lets_go_is_not_noticed(page: Page) -> None:
    older(page)
    newer = page.context.new_page()
    newer.goto(page.url)
    assert newer.evaluate(GET) == ["own"]


def test_an_older_page_that_does_not_let_go_is_named_and_waited_for_no_longer(page: Page) -> None:
    older(page, deaf=True)
    newer = page.context.new_page()
    newer.goto(page.url)
    assert newer.evaluate(GET) == "tab-too-old"
    page.close()
    newer.wait_for_timeout(100)
    assert newer.evaluate(GET) == ["own"]


def test_a_page_that_is_older_than_the_database_says_so_and_keeps_off(page: Page) -> None:
    older(page, 7)
    assert page.evaluate(GET) == "page-too-old"
    assert page.evaluate(RAW)[0] == 7


def test_an_open_page_lets_go_of_a_newer_version(page: Page) -> None:
    assert page.evaluate(GET) == []
    newer = page.context.new_page()
    newer.goto(page.url)
    upgraded = """() => new Promise((resolve, reject) => {
      const request = indexedDB.open("esoviet", 9);
      request.onblocked = () => reject(new Error("blocked"));
      request.onsuccess = () => resolve(request.result.version);
    })"""
    assert newer.evaluate(upgraded) == 9
    assert page.evaluate(GET) == "page-too-old"
