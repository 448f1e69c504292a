"""The site as an app: installable, styled without a network, renewed with the server."""

import re

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Hall
from tests.browser.fixtures import await_ready, await_that
from tests.browser.people import Person

pytestmark = pytest.mark.worker

NO_NETWORK = "ERR_INTERNET_DISCONNECTED|Failed to load resource"
KEPT = """async () => Promise.all((await caches.keys()).map(async (name) =>
  (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)))"""


def with_worker(person: Person) -> Person:
    """The service worker is at work: until then a browser complains that it cannot fetch it."""
    person.page.wait_for_function("navigator.serviceWorker.ready.then(() => true)")
    return person


def kept(page: Page) -> list[str]:
    """The paths that the app has kept."""
    return [path for cache in page.evaluate(KEPT) for path in cache]


def test_the_browser_offers_to_install_it(hall: Hall) -> None:
    ada = with_worker(hall.enters("Ada").visits())
    tools = ada.context.new_cdp_session(ada.page)
    errors = tools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [
        error for error in errors if error["errorId"] != "in-incognito"
    ] == []  # a test's context
    manifest = tools.send("Page.getAppManifest")
    assert manifest["errors"] == []


def test_without_a_network_the_page_that_says_so_looks_like_the_others(hall: Hall) -> None:
    ada = with_worker(hall.enters("Ada").visits("/problems"))
    background = "getComputedStyle(document.body).backgroundColor"
    usual = ada.page.evaluate(background)
    ada.context.set_offline(True)
    ada.page.goto(f"{hall.host.address}/a/{ada.assembly}/members")
    ada.sees("No network")
    assert ada.page.evaluate(background) == usual
    ada.context.set_offline(False)
    ada.page.get_by_role("link", name="Try again").click()
    ada.ready().sees("Bea").complains_of(NO_NETWORK)


def test_no_page_of_an_assembly_is_kept(hall: Hall) -> None:
    ada = with_worker(hall.enters("Ada").visits())
    for path in ("/problems", "/members", "/me"):
        ada.visits(path)
    paths = kept(ada.page)
    assert "/offline" in paths
    assert {path.rpartition("/")[2] for path in paths} >= {"first.css", "more.css", "page.js"}
    assert [path for path in paths if path != "/offline" and not path.startswith("/static/")] == []


def pages(person: Person) -> list[str]:
    """The pages of assemblies that the app has kept."""
    return [path for path in kept(person.page) if path.startswith("/a/")]


def test_a_new_version_takes_the_place_of_the_old_one(hall: Hall) -> None:
    ada = with_worker(hall.enters("Ada").visits())
    ada.page.evaluate("caches.open('esoviet-shell-old').then(() => null)")
    worker = ada.page.request.get(f"{hall.host.address}/sw.js").text()
    version = worker.partition("esoviet-shell-")[2].partition('"')[0]
    assert f"/static/{version}/first.css" in ada.page.content()
    ada.page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.unregister())")
    with_worker(ada.visits())
    await_ready(ada.page)
    left = [f"esoviet-shell-{version}"]
    await_that(ada.page, lambda: ada.page.evaluate("caches.keys()") == left)


def test_the_page_without_a_network_speaks_the_chosen_language(hall: Hall) -> None:
    ada = with_worker(hall.enters("Ada").visits())
    ada.opens("/settings").page.get_by_label("Language").select_option("es")
    ada.page.locator("main button[type=submit], main button:not([type])").first.click()
    ada.ready().context.set_offline(True)
    ada.page.goto(f"{hall.host.address}/a/{ada.assembly}/members")
    ada.sees("Sin red").complains_of(NO_NETWORK)


def keeps(person: Person, path: str) -> None:
    """A page of its assembly is kept."""
    page = person.page
    await_that(page, lambda: f"/a/{person.assembly}{path}" in kept(page))


def test_who_wants_it_reads_the_last_pages_and_the_outbox_without_a_network(hall: Hall) -> None:
    ada = with_worker(hall.enters("Ada", 360).visits("/me"))
    ada.sees("Whoever holds this device unlocked").pictured("app-keep")
    ada.button("Keep the last pages on this device").click()
    ada.sees("This browser keeps the last pages")
    ada.visits("/members").sees("Bea")
    keeps(ada, "/members")
    ada.visits("/problems/new")
    ada.context.set_offline(True)
    ada.fills(your_text="The lift is broken").button("Sign and raise").click()
    ada.signs_quietly()
    ada.sees("not sent yet")
    ada.page.goto(f"{hall.host.address}/a/{ada.assembly}/members")
    ada.sees("No network: this page is from").sees("Bea")
    ada.pictured("app-kept")
    ada.page.goto(f"{hall.host.address}/a/{ada.assembly}/decisions")
    ada.sees("Waiting to be sent").sees("The lift is broken").sees(
        "Pages that this browser has kept"
    )
    ada.pictured("app-offline")
    ada.context.set_offline(False)
    ada.visits().sees("The lift is broken").complains_of(NO_NETWORK)
    ada.visits("/me").button("Keep none, and delete these").click()
    ada.sees("Whoever holds this device unlocked")
    assert pages(ada) == []


def test_of_the_kept_pages_the_oldest_go_and_none_is_shown_after_a_fortnight(hall: Hall) -> None:
    ada = with_worker(hall.enters("Ada").visits("/me"))
    ada.button("Keep the last pages on this device").click()
    ada.sees("This browser keeps the last pages")
    ada.page.evaluate(
        """async (here) => {
          const cache = await caches.open("esoviet-pages");
          const long_ago = { headers: { "Esoviet-Kept": String(Date.now() - 15 * 86400000) } };
          for (let n = 0; n < 45; n++) {
            await cache.put(`${here}/problems/${n}`, new Response("", long_ago));
          }
        }""",
        f"/a/{ada.assembly}",
    )
    ada.visits("/members").sees("Bea")
    keeps(ada, "/members")
    await_that(ada.page, lambda: len(pages(ada)) == 40)
    ada.context.set_offline(True)
    ada.page.goto(f"{hall.host.address}/a/{ada.assembly}/problems/44")
    ada.sees("This page cannot be reached at the moment")
    assert f"/a/{ada.assembly}/problems/44" not in kept(ada.page)
    ada.context.set_offline(False)
    ada.complains_of(NO_NETWORK)


def test_what_stands_in_no_log_is_never_kept(hall: Hall) -> None:
    ada = hall.enters("Ada")
    for path, may in (("/members", True), ("/me", False), ("/members/1", False), ("/board", False)):
        answer = ada.page.goto(f"{hall.host.address}/a/{ada.assembly}{path}")
        assert answer is not None
        assert ("esoviet-offline" in answer.headers) == may, path
    stranger = hall.visitor().page.goto(f"{hall.host.address}/a/{ada.assembly}/members")
    assert stranger is not None
    assert "esoviet-offline" not in stranger.headers


def test_who_signs_out_leaves_no_page_behind(hall: Hall) -> None:
    ada = with_worker(hall.enters("Ada").visits("/me"))
    ada.button("Keep the last pages on this device").click()
    ada.visits("/members").sees("Bea")
    keeps(ada, "/members")
    ada.visits("/me").button("Sign out").click()
    ada.page.wait_for_url(re.compile(f"/a/{ada.assembly}$"))
    assert [path for path in kept(ada.page) if path.startswith("/a/")] == []
