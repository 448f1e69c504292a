"""People at Firefox: the sentences of `people` that the smoke set needs, over Marionette."""

import re
import time
from base64 import b64decode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Self

import pytest
from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]

from tests.browser.fixtures import PICTURES
from tests.browser.install import FIREFOX, find
from tests.browser.marionette import NO_MORE, Failed, Marionette, driven
from tests.browser.people import KEPT, MISREMEMBER
from tests.retry import has_failed

WAIT_SECONDS = 15.0  # until a page says what it should
# Some editions say this of a page that is left while its stream is open, or about to open.
LEFT = re.compile("^Event Source: .*(was interrupted while|establish a connection to)")


class Firefox:
    """A running Firefox; each person has a container in it, as isolated as a profile."""

    def __init__(self, marionette: Marionette) -> None:
        self.marionette = marionette
        self.people: list[Person] = []
        marionette.ask("WebDriver:NewSession")
        marionette.ask("WebDriver:SetWindowRect", width=1280, height=900)

    def person(self, address: str, name: str) -> "Person":
        """Somebody new to every site."""
        before = set(self.marionette.ask("WebDriver:GetWindowHandles"))
        self.marionette.run_within(OPEN_CONTAINER, name)
        until = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < until:
            if new := set(self.marionette.ask("WebDriver:GetWindowHandles")) - before:
                self.people.append(Person(self.marionette, new.pop(), address, name))
                return self.people[-1]
        raise AssertionError("no container was opened")

    def complaints(self) -> list[str]:
        """The errors of pages since this was last asked: scripts', and breaches of the policy."""
        heard: list[str] = self.marionette.run_within(COMPLAINTS)
        return [said for said in heard if not LEFT.search(said)]


class Person:
    """Somebody at Firefox, with one assembly open."""

    def __init__(self, marionette: Marionette, window: str, address: str, name: str) -> None:
        self._marionette = marionette
        self._window = window
        self.address = address
        self.name = name
        self.assembly = ""
        self.phrase: list[str] = []

    # -- what Firefox is asked

    def ask(self, command: str, **parameters: Any) -> Any:
        """Carry out a command in this person's page."""
        self._marionette.ask("WebDriver:SwitchToWindow", handle=self._window)
        return self._marionette.ask(f"WebDriver:{command}", **parameters)

    def run(self, script: str, *arguments: Any) -> Any:
        """What a script in this person's page returns."""
        self._marionette.ask("WebDriver:SwitchToWindow", handle=self._window)
        return self._marionette.run(script, *arguments)

    def until(self, what: str, script: str, *arguments: Any) -> Any:
        """What a script answers as soon as that is true; pages may come and go meanwhile."""
        end = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < end:
            try:
                if answer := self.run(script, *arguments):
                    return answer
            except Failed as error:
                if error.error not in PASSING:
                    raise
            time.sleep(0.05)
        raise AssertionError(f"{what}: {self.run('return document.body.innerText')}")

    def in_a_tunnel(self, inside: bool) -> Self:
        """Without a network, or out in the open again."""
        self._marionette.ask("WebDriver:SwitchToWindow", handle=self._window)
        self._marionette.run_within(OFFLINE, inside)
        return self

    def picture(self) -> bytes:
        """The page as PNG."""
        return b64decode(self.ask("TakeScreenshot", full=True))

    # -- finding one's way

    def opens(self, path: str) -> Self:
        """Open a page, and wait until its scripts have run."""
        self.ask("Navigate", url=path if path.startswith("http") else f"{self.address}{path}")
        return self.ready()

    def visits(self, path: str = "") -> Self:
        """Open a page of the assembly."""
        return self.opens(f"/a/{self.assembly}{path}")

    def ready(self) -> Self:
        """Wait until the page is ready."""
        self.until("not ready", READY)
        return self

    def reloads(self) -> Self:
        """Load the page anew."""
        self.ask("Refresh")
        return self.ready()

    def sees(self, pattern: str) -> Self:
        """The page shows this."""
        self.until(f"no “{pattern}”", SEES, pattern)
        return self

    def presses(self, button: str) -> Self:
        """Press a button, or open what is folded away under this line."""
        return self._clicks(f"no button “{button}”", BUTTON, button)

    def chooses(self, label: str) -> Self:
        """Choose what has this label."""
        return self._clicks(f"no choice “{label}”", FIELD, f"^{label}$")

    def fills(self, **fields: str) -> Self:
        """Fill in fields by the beginnings of their labels; _ is a space."""
        for label, text in fields.items():
            self.types(self.field(label.replace("_", " ")), text)
        return self

    def field(self, label: str) -> Any:
        """A visible field by the beginning of its label."""
        return self.until(f"no field “{label}”", FIELD, f"^{label}")

    def types(self, field: Any, text: str) -> None:
        """Type into a field, in place of what stands there."""
        (reference,) = field.values()
        self.ask("ElementClear", id=reference)
        self.ask("ElementSendKeys", id=reference, text=text)

    def signs(self, button: str) -> Self:
        """Press a button that signs, sign what is shown, and wait for the page that follows."""
        self.presses(button).run("document.documentElement.dataset.before = ''")
        return self.presses("Sign and send").ready()

    def _clicks(self, what: str, script: str, name: str) -> Self:
        (reference,) = self.until(what, script, name).values()
        self.ask("ElementClick", id=reference)
        return self

    # -- what people do

    def founds(self, name: str) -> Self:
        """Found an assembly for meetings that anybody may read."""
        self.opens("/found?template=meeting")
        self.fills(Name_of_the_assembly=name, What_it_is_for="Work", Your_own_name=self.name)
        self.run("document.querySelector('[name=\"constitution.readership\"]').value = 'public'")
        self.presses("Found this assembly").writes_the_phrase_down()
        address = self.until("not founded", ADDRESS, "/a/[0-9a-f]{64}$")
        self.assembly = address.rsplit("/", 1)[1]
        return self.ready()

    def writes_the_phrase_down(self) -> Self:
        """Copy the twelve words, and answer for the three that are asked for."""
        self.phrase = self.until("no phrase", PHRASE)
        self.presses("I have written them down")
        for field, number in self.run(ASKED):
            self.types(field, self.phrase[number])
        return self.presses("Go on")

    def invites(self) -> str:
        """Make an invitation; answers its link."""
        self.visits("/members").presses("Invite somebody").presses("Make the invitation")
        self.presses("Sign and send")
        link: str = self.until("no link", LINK)
        return link

    def applies(self, link: str) -> Self:
        """Follow an invitation and apply."""
        self.assembly = re.findall(r"/a/([0-9a-f]{64})/", link)[0]
        self.opens(link).fills(Your_name=self.name)
        self.presses("Join this assembly").writes_the_phrase_down()
        self.until("not applied", ADDRESS, r"/members/\d+$")
        return self.ready()

    def asks(self, question: str) -> Self:
        """Ask a quick question."""
        return self.visits("/questions/new").fills(Your_question=question).signs("Sign and ask")

    def seconds(self, question: int) -> Self:
        """Want a question put to the vote."""
        return self.visits(f"/questions/{question}").signs("Second it")

    def casts(self, choice: str, question: int) -> Self:
        """Cast a ballot on a question."""
        return self.visits(f"/questions/{question}").chooses(choice).signs("Sign and cast")

    def kept(self, store: str) -> list[dict[str, Any]]:
        """What this browser keeps in a store, keys left out."""
        found: list[dict[str, Any]] = self.run(f"return ({KEPT})(a[0])", store)
        return found

    def misremembers(self, assembly: str, **log: object) -> Self:
        """Change what this browser keeps of the history that it saw."""
        self.run(f"return ({MISREMEMBER})(a[0])", [assembly, log])
        return self

    def breaches(self) -> list[str]:
        """What axe finds on the page, a line each."""
        self.run("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
        found: list[str] = self.run(AXE_SCRIPT + BREACHES)
        return found


@contextmanager
def firefox(more: Mapping[str, object] = NO_MORE) -> Iterator[Firefox]:
    """A Firefox, for a while, with `more` preferences."""
    with driven(find(FIREFOX), more) as marionette:
        yield Firefox(marionette)


@contextmanager
def watched(fox: Firefox, request: pytest.FixtureRequest) -> Iterator[None]:
    """A page's error fails the test; a test that failed leaves a picture of each page."""
    yield
    if has_failed(request.node):
        PICTURES.mkdir(exist_ok=True)
        for person in fox.people:
            (PICTURES / f"{request.node.name}-{person.name}.png").write_bytes(person.picture())
    assert fox.complaints() == []


# What Firefox says while one page makes way for the next.
PASSING = ("javascript error", "no such element", "stale element reference", "unknown error")
OPEN_CONTAINER = """
const { ContextualIdentityService: containers } =
  ChromeUtils.importESModule("resource://gre/modules/ContextualIdentityService.sys.mjs");
const { userContextId } = containers.create(a[0], "circle", "blue");
gBrowser.addTrustedTab("about:blank", { userContextId });
"""
OFFLINE = "gBrowser.selectedBrowser.browsingContext.forceOffline = a[0];"
COMPLAINTS = """
const heard = Services.console.getMessageArray().filter((message) =>
  message instanceof Ci.nsIScriptError && !(message.flags & Ci.nsIScriptError.warningFlag) &&
  message.sourceName.startsWith("http"));
Services.console.reset();
return heard.map((message) => `${message.category}: ${message.errorMessage} ${message.sourceName}`);
"""
READY = """
const { ready, before } = document.documentElement?.dataset ?? {};
return document.readyState === "complete" && ready !== undefined && before === undefined;
"""
SEES = "return new RegExp(a[0], 'i').test(document.body.innerText.replaceAll(/\\s+/g, ' '))"
BUTTON = """
return [...document.querySelectorAll("button, summary")].find((e) =>
  e.checkVisibility() && !e.disabled && e.textContent.trim() === a[0]);
"""
FIELD = """
return [...document.querySelectorAll("input, textarea, select")].find((e) =>
  e.checkVisibility() &&
  [...e.labels].some((label) => new RegExp(a[0], "i").test(label.textContent.trim())));
"""
ADDRESS = "return new RegExp(a[0]).test(location.href) && location.href"
LINK = "return document.querySelector('[data-link] input').value"
PHRASE = """
const words = [...document.querySelectorAll("#phrase ol li")].map((word) => word.innerText.trim());
return words.length === 12 && words;
"""
ASKED = """
return [...document.querySelectorAll("#phrase [data-asked] input")]
  .map((field) => [field, Number(field.dataset.word)]);
"""
BREACHES = """
;const { violations } = await axe.run();
return violations.flatMap(({ id, nodes }) => nodes.map((node) =>
  `${id}: ${node.html.slice(0, 160)} ${node.failureSummary.slice(0, 200)}`));
"""
