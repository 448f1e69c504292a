"""People at their browsers: each deed is a sentence, and is done on the pages that members see."""

import json
import os
import re
from typing import Any, Self

from playwright.sync_api import BrowserContext, Locator, Page, expect
from playwright.sync_api import TimeoutError as TooLate

from esoviet.web.http import assets
from tests.browser.fixtures import LOOK_MS, PICTURES, Complaints, await_ready


def pictured(page: Page, name: str) -> None:
    """Keep a picture of a page, light and dark, where ESOVIET_PICTURES asks for it."""
    if os.environ.get("ESOVIET_PICTURES"):
        PICTURES.mkdir(exist_ok=True)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=PICTURES / f"{name}-{scheme}.png", full_page=True)


class Person:
    """Somebody with a browser of their own, and at most one assembly open in it."""

    def __init__(
        self, context: BrowserContext, complaints: Complaints, address: str, name: str
    ) -> None:
        self.context = context
        self.complaints = complaints
        self.address = address
        self.name = name
        self.page: Page = context.new_page()
        self.assembly = ""
        self.phrase: list[str] = []

    # -- finding one's way

    def opens(self, path: str) -> Self:
        """Open a page, and wait until its scripts have run."""
        self.page.goto(path if path.startswith("http") else f"{self.address}{path}")
        return self.ready()

    def visits(self, path: str = "") -> Self:
        """Open a page of the assembly."""
        return self.opens(f"/a/{self.assembly}{path}")

    def ready(self) -> Self:
        """Wait until the page is ready."""
        await_ready(self.page)
        return self

    def looks_again(self) -> Self:
        """Have the page look for news now, as where the network comes back; guests wait for it."""
        self.page.evaluate("dispatchEvent(new Event('online'))")
        return self

    def sees(self, text: str | re.Pattern[str]) -> Self:
        """The page says this, and shows it."""
        expect(self.page.locator("body")).to_contain_text(text, ignore_case=True)
        expect(self.page.get_by_text(text).filter(visible=True).first).to_be_visible()
        return self

    def sees_not(self, text: str) -> Self:
        """The page does not show this."""
        expect(self.page.get_by_text(text).filter(visible=True)).to_have_count(0)
        return self

    def pictured(self, name: str) -> Self:
        """Keep a picture of what is seen, light and dark, where ESOVIET_PICTURES asks for it."""
        pictured(self.page, name)
        return self

    def button(self, name: str) -> Locator:
        """A button by what is written on it."""
        return self.page.get_by_role("button", name=name, exact=True).filter(visible=True)

    def folds_open(self, name: str) -> Self:
        """Open what is folded away under this line."""
        summary = self.page.locator("summary").filter(has_text=name, visible=True).first
        if summary.evaluate("line => !line.parentElement.open"):
            summary.click()
        return self

    def fills(self, **fields: str) -> Self:
        """Fill in fields by their labels."""
        for label, text in fields.items():
            self.field(label).fill(text)
        return self

    def field(self, label: str) -> Locator:
        """A visible field by the beginning of its label, in any case; _ is a space or a hyphen."""
        wanted = re.compile(rf"^\s*{label.replace('_', '[ -]')}", re.IGNORECASE)
        return self.page.get_by_label(wanted).filter(visible=True).first

    def signs(self, button: str) -> Self:
        """Press a button that signs, look at what is signed, sign, and wait for the receipt."""
        self.button(button).click()
        return self.signs_it()

    def signs_it(self) -> Self:
        """Sign what is shown, wait for the receipt and for the page that follows."""
        dialog = self.page.get_by_role("dialog")
        dialog.wait_for()
        try:
            with self.page.expect_event("load"):
                dialog.get_by_role("button", name="Sign and send").click()
        except TooLate:
            raise AssertionError(f"not signed: {self.is_told()}") from None
        return self.ready()

    def signs_here(self, button: str) -> Self:
        """Press a button that signs, sign, and wait until its card says so: the page stays."""
        said = self.page.locator("[data-said]")
        before = said.inner_text() if said.count() else ""
        self.button(button).click()
        self.signs_quietly()
        expect(said).not_to_have_text(before)
        expect(said).to_contain_text("on the record as entry")
        return self

    def marks(self, side: str, mark: int) -> Self:
        """Tap a bar of how practical a solution is."""
        row = self.page.get_by_role("radiogroup", name=side, exact=True)
        row.get_by_role("radio", name=f"{mark} of 5").check()
        return self

    def is_refused(self, button: str) -> str:
        """Sign, and be refused; answers the reason that the form gives."""
        self.button(button).click()
        self.page.get_by_role("button", name="Sign and send").click()
        reason = self.page.locator("[data-say].bad").filter(visible=True)
        expect(reason).not_to_be_empty()
        return reason.inner_text()

    def is_told(self) -> list[str]:
        """What the forms of the page say."""
        return self.page.locator("[data-say]").all_inner_texts()

    def named(self, name: str) -> Self:
        """Be somebody."""
        self.name = name
        return self

    def complains_of(self, pattern: str) -> Self:
        """The browser complains of this, and the test meant it to."""
        self.complaints.forget(pattern)
        return self

    def tabs_to(self, name: str | re.Pattern[str]) -> Self:
        """Press Tab until what has this name has the focus."""
        wanted = re.compile(rf"^{name}$") if isinstance(name, str) else name
        for _ in range(80):
            self.page.keyboard.press("Tab")
            if wanted.search(self.page.evaluate(FOCUSED)):
                return self
        raise AssertionError(f"no way to {name} by the keyboard")

    # -- coming in

    def enters(self, assembly: str, seed: bytes, number: int) -> Self:
        """Be a member whose key a test knows: put it where a browser keeps its key."""
        self.assembly = assembly
        self.page.goto(f"{self.address}{assets.address('js/base/db.js')}")  # as small as any
        self.page.evaluate(ENTER, [assembly, list(seed), number])
        return self

    def founds(self, name: str, template: str = "meeting", **rules: str) -> Self:
        """Found an assembly that anybody may read, with a template's rules but for some."""
        self.opens(f"/found?template={template}")
        self.fills(name_of_the_assembly=name, what_it_is_for=f"{name}, of course")
        self.fills(your_own_name=self.name)
        self.page.get_by_label("Who may read it").select_option(rules.pop("readership", "public"))
        if rules:
            self.folds_open("All rules")
        for rule, value in rules.items():
            field = self.page.locator(f'[name="constitution.{rule}"]')
            field.fill(value) if field.evaluate(
                "f => f.tagName"
            ) == "INPUT" else field.select_option(value)
        self.button("Found this assembly").click()
        self.writes_the_phrase_down()
        self.page.wait_for_url(re.compile(r"/a/[0-9a-f]{64}$"))
        self.assembly = self.page.url.rsplit("/", 1)[1]
        return self.ready()

    def writes_the_phrase_down(self) -> Self:
        """Copy the twelve words, and answer for the three that are asked for."""
        words = self.page.locator("#phrase ol li")
        expect(words).to_have_count(12)
        self.phrase = words.all_inner_texts()
        self.button("I have written them down").click()
        return self.repeats_the_phrase()

    def repeats_the_phrase(self) -> Self:
        """Answer for the three words that are asked for."""
        for asked in self.page.locator("#phrase [data-asked] input").all():
            asked.fill(self.phrase[int(asked.get_attribute("data-word") or "")])
        self.button("Go on").click()
        return self

    def invites(self, people: int = 1) -> str:
        """Make an invitation; answers its link."""
        self.visits("/members").folds_open("Invite somebody")
        self.field("For how many people").fill(str(people))
        self.button("Make the invitation").click()
        self.signs_quietly()
        link = self.field("Invitation link")
        expect(link).to_have_value(re.compile("#"))
        return link.input_value()

    def signs_quietly(self) -> Self:
        """Sign what is shown, where the page stays as it is."""
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_role("button", name="Sign and send").click()
        return self

    def asks_to_join(self) -> Self:
        """Press the one button of the page on which one joins, whatever the link promises."""
        self.page.get_by_role(
            "button", name=re.compile("^(Apply to join|Join this assembly)$")
        ).click()
        return self

    def applies(self, link: str, *, later: bool = False) -> Self:
        """Follow an invitation and apply; write the phrase down, or put that off."""
        self.assembly = re.findall(r"/a/([0-9a-f]{64})/", link)[0]
        self.opens(link).fills(your_name=self.name)
        self.asks_to_join()
        if later:
            self.button("Later").click()
        else:
            self.writes_the_phrase_down()
        self.page.wait_for_url(re.compile(r"/members/\d+$"))
        return self.ready()

    @property
    def number(self) -> int:
        """This person's number, as this browser keeps it."""
        own = self.kept("keys")
        assert own, f"{self.name} has no key"
        return int(own[0]["member"])

    def kept(self, store: str) -> Any:
        """What this browser keeps in a store, keys left out."""
        return self.page.evaluate(KEPT, store)

    def misremembers(self, **log: object) -> Self:
        """Change what this browser keeps of the history that it saw."""
        self.page.evaluate(MISREMEMBER, [self.assembly, log])
        return self

    def forgets_its_number(self) -> Self:
        """Forget how many acts this device has signed, as a browser restored from a copy does."""
        self.page.evaluate(FORGET, self.assembly)
        return self

    def shows_a_code(self) -> str:
        """Show a code for a new device; answers the link that carries it."""
        self.visits("/me").button("Show the code").click()
        link = self.field("Or open this link there")
        expect(link).to_have_value(re.compile("/pair#"))
        return link.input_value()

    def answers_the_code(self) -> Self:
        """On the new device: make a key."""
        self.button("Make a key here").click()
        return self

    @property
    def two_words(self) -> str:
        """The words that this new device shows."""
        return self.page.locator(".twowords").first.inner_text()

    def picks(self, words: str) -> Self:
        """Say which words the other device shows."""
        self.page.get_by_role("dialog").get_by_role("button", name=words, exact=True).click()
        return self

    def lets_in(self, phone: "Person") -> Self:
        """Say which words the new device shows, and sign for it."""
        self.picks(phone.two_words).signs_quietly()
        phone.page.wait_for_url(re.compile("/me$"))
        phone.ready()
        return self

    def revokes(self, kid: str) -> Self:
        """Revoke a key of one's own, on the page of one's keys."""
        line = self.page.get_by_role("listitem").filter(has_text=kid[:10])
        line.get_by_role("button", name="Revoke").click()
        return self.signs_it()

    def looks_at(self, other: "Person") -> Self:
        """Open somebody's page."""
        return self.visits(f"/members/{other.number}")

    def vouches_for(self, other: "Person") -> Self:
        """Vouch."""
        return self.looks_at(other).signs("Vouch")

    def objects_to(self, other: "Person", reason: str) -> Self:
        """Object."""
        self.looks_at(other).folds_open("Object").fills(your_reason=reason)
        return self.signs("Sign the objection")

    # -- problems

    def raises(self, text: str) -> int:
        """Raise a problem; answers its number."""
        self.visits("/problems/new").fills(your_text=text).signs("Sign and raise")
        expect(self.page.get_by_role("heading", level=1)).to_have_text(
            text.partition("\n")[0].lstrip("# ")
        )
        return int(self.page.url.split("#")[0].rsplit("/", 1)[1])

    def studies(self, problem: int) -> Self:
        """Open a problem."""
        return self.visits(f"/problems/{problem}")

    def finds(self, stance: str, problem: int, reason: str = "") -> Self:
        """Assess the necessity."""
        self.studies(problem)
        if not self.button(stance).count():
            self.folds_open("Change what you said")
        if reason:
            self.folds_open("Add a reason").fills(your_reason=reason)
        return self.signs_here(stance)

    def proposes(self, problem: int, text: str, **effect: str) -> Self:
        """Propose a solution."""
        self.studies(problem).folds_open("Propose a solution")
        form = self.page.locator('form[data-act="propose-solution"]')
        form.locator('[name="text"]').fill(text)
        for name, value in effect.items():
            form.locator(f'[name="effect.{name}"]').fill(value)
        form.locator("button[type=submit]").click()
        return self.signs_it()

    def argues(self, problem: int, side: str, text: str) -> Self:
        """Argue about a problem."""
        self.studies(problem).folds_open("Argue")
        form = self.page.locator('form[data-act="argue"]').filter(visible=True).last
        form.get_by_label(side, exact=True).check()
        form.get_by_label("Your argument").fill(text)
        form.locator("button[type=submit]").click()
        return self.signs_it()

    # -- votes

    def ranks(self, *names: str) -> Self:
        """Tap options of the ballot that is shown, in this order."""
        for name in names:
            self.page.wait_for_function(SETTLED, polling=LOOK_MS)  # else it is taken for a slip
            self.option(name).locator("[data-pick]").click()
        return self

    def option(self, name: str) -> Locator:
        """An option of the ballot that is shown."""
        return self.page.locator(f'#ballot li[data-name="{name}"]')

    def press(self, button: str) -> Self:
        """Press a button that signs nothing."""
        self.button(button).click()
        return self

    def fills_reason(self, why: str) -> Self:
        """Give a reason with the ballot."""
        self.folds_open("Add a reason").page.locator("#ballot [name=reason]").fill(why)
        return self

    def recounts(self) -> Self:
        """Have the browser count the vote again, and wait for what it finds."""
        self.button("Recount it yourself").click()
        expect(self.page.locator("[data-flow=recount] [data-say]")).not_to_be_empty()
        return self

    @property
    def ballot(self) -> list[list[int]]:
        """The ranking on the page."""
        made: list[list[int]] = json.loads(self.page.locator("[name=ranking]").input_value())
        return made

    def chooses(self, choice: str) -> Self:
        """Choose one of a few: yes, no, abstain; for, no action."""
        self.page.locator("#ballot").get_by_label(choice, exact=True).check()
        return self


SETTLED = "() => document.querySelector('[data-ballot]:not([data-settling])') !== null"
KEPT = """(store) => new Promise((resolve, reject) => {
  const request = indexedDB.open("esoviet");
  request.onerror = () => reject(request.error);
  request.onsuccess = () => {
    const found = request.result.transaction(store).objectStore(store).getAll();
    found.onsuccess = () => {
      request.result.close();
      resolve(found.result.map(({ pair, blobs, ...rest }) => rest));
    };
  };
})"""

FORGET = """(assembly) => new Promise((resolve, reject) => {
  const request = indexedDB.open("esoviet");
  request.onerror = () => reject(request.error);
  request.onsuccess = () => {
    const change = request.result.transaction("keys", "readwrite");
    const keys = change.objectStore("keys");
    const kept = keys.get(assembly);
    kept.onsuccess = () => keys.put({ ...kept.result, seq: 0 });
    change.oncomplete = () => {
      request.result.close();
      resolve(null);
    };
  };
})"""

MISREMEMBER = """([assembly, changes]) => new Promise((resolve, reject) => {
  const request = indexedDB.open("esoviet");
  request.onerror = () => reject(request.error);
  request.onsuccess = () => {
    const change = request.result.transaction("logs", "readwrite");
    const logs = change.objectStore("logs");
    const kept = logs.get(assembly);
    kept.onsuccess = () => logs.put({ ...kept.result, ...changes });
    change.oncomplete = () => {
      request.result.close();
      resolve(null);
    };
  };
})"""
FOCUSED = """() => {
  const e = document.activeElement;
  return (e.getAttribute("aria-label") ?? e.labels?.[0]?.textContent ?? e.textContent ?? "").trim();
}"""
ENTER = """async ([assembly, seed, member]) => {
  const load = (name) => import(new URL(name, location));
  const [db, ed25519, { keyName }, session] = await Promise.all(
    ["../base/db.js", "../wire/ed25519.js", "../wire/envelope.js", "../keys/session.js"].map(load));
  const pair = await ed25519.fromSeed(Uint8Array.from(seed));
  const kid = await keyName(await ed25519.raw(pair.publicKey));
  await session.open(assembly, pair); // else the first page would, and then be loaded again
  const { seq, last } = await (await fetch(`/a/${assembly}/keys/${kid}.json`)).json();
  await db.put("keys", { assembly, pair, kid, member, seq, last });
}"""
