"""Chromium hands a push to our worker, which shows it: by the browser's own protocol.

Google's push service is not ours to run, so the developer tools play it. A Chromium with no window
has no place for notices, nor for the badge of an app: what the worker asks for is written down.
"""

import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Worker

from esoviet.node.notices import Notice
from tests.browser.conftest import Hall
from tests.browser.people import Person
from tests.browser.test_app import with_worker

pytestmark = pytest.mark.worker

TRIES = 300
WRITE_DOWN = """() => {
    self.shown = [];
    self.anew = () => { self.told = new Promise((tell) => { self.tell = tell; }); };
    self.anew();
    self.badge = 0;
    navigator.setAppBadge = async (number) => { self.badge = number; };
    self.registration.showNotification = async (title, more) => {
        self.shown.push({ title, badge: self.badge, ...more });
        self.tell();
    };
}"""
SHOWN = """async () => {
    await Promise.race([self.told, new Promise((end) => setTimeout(end, 20_000))]);
    self.anew();
    return self.shown.splice(0);
}"""


class Pushing:
    """A push service for the worker of one browser."""

    def __init__(self, person: Person) -> None:
        place = urlsplit(person.page.url)
        self.origin = f"{place.scheme}://{place.netloc}"
        [worker] = with_worker(person).context.service_workers
        worker.evaluate(WRITE_DOWN)
        self._worker: Worker = worker
        self._protocol = person.context.new_cdp_session(person.page)
        self._known: list[str] = []
        self._protocol.on("ServiceWorker.workerRegistrationUpdated", self._met)
        self._protocol.send("ServiceWorker.enable")
        for _ in range(TRIES):  # each answer of the page lets what the browser says come in
            if not self._known:
                person.page.evaluate("new Promise(requestAnimationFrame)")

    def _met(self, said: dict[str, list[dict[str, str]]]) -> None:
        self._known += [
            one["registrationId"]
            for one in said["registrations"]
            if one["scopeURL"].startswith(self.origin)
        ]

    def says(self, message: bytes) -> dict[str, Any]:
        """Hand the worker a message, as a browser does that has unsealed it; what is shown."""
        self._protocol.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": self.origin, "registrationId": self._known[-1], "data": message.decode()},
        )
        shown: list[dict[str, Any]] = self._worker.evaluate(SHOWN)
        assert len(shown) == 1
        return shown[0]


def test_a_push_is_shown_with_its_words_and_where_it_leads(hall: Hall) -> None:
    pushing = Pushing(hall.enters("Ada").visits("/me/messages"))
    address = f"{pushing.origin}/a/{hall.world.id}/votes/1"
    notice = Notice("Tenants", "Necesita de ti", "es", address, "votes/1", needs=3)
    shown = pushing.says(notice.message())
    assert shown["title"] == "Tenants"
    assert shown["body"] == "Necesita de ti"
    assert (shown["lang"], shown["tag"], shown["data"]) == ("es", "votes/1", address)
    assert shown["badge"] == 3


def test_whatever_is_pushed_something_is_shown(hall: Hall) -> None:
    pushing = Pushing(hall.enters("Ada").visits("/me/messages"))
    for junk in ("", "no JSON", "[]", "null", '{"notification": null}', json.dumps("x" * 3000)):
        assert pushing.says(junk.encode())["title"] == "E-Soviet"
