"""Somebody wants a device of their own to become a member's: who saw the code, or who runs the host
and, at worst, knows the code as well. The two words are over the keys as each device knows them.
"""

import hashlib
import json
from typing import Any

from playwright.sync_api import Route, expect

from esoviet.wire.encoding import b64u
from tests.browser.conftest import Hall
from tests.browser.people import Person
from tests.world import signing_key
from tools.docs import pairing

NONE = "None of these, or no words at all"
NONCE = bytes(16)


class Host:
    """A host that knows the code, and shows each device a mailbox of its own making."""

    def __init__(self, hall: Hall, code: str) -> None:
        self.place, self.key = pairing.secrets_of(hall.world.id, code.replace("-", ""))
        self.shows: dict[str, Any] = {}
        self.heard: dict[str, Any] = {}

    def stands_before(self, somebody: Person, **shows: Any) -> None:
        """From now on this browser reads these parts, and what it leaves goes nowhere."""

        def answer(route: Route) -> None:
            part = route.request.url.rsplit("/", 1)[1]
            if route.request.method == "PUT":
                self.heard[part] = json.loads(json.loads(route.request.post_data or "")["said"])
                route.fulfill(status=204)
            elif part in shows:
                said = json.dumps(shows[part])
                route.fulfill(json={"said": said, "seal": pairing.seal(self.key, part, said)})
            else:
                route.fulfill(status=204)

        somebody.context.route(f"**/pairings/{self.place}/*", answer)


def offer(name: str, nonce: bytes = NONCE) -> dict[str, Any]:
    commitment = b64u(hashlib.sha256(nonce).digest())
    return {"key": b64u(signing_key(name).public), "member": 1, "commitment": commitment}


def answer(name: str) -> dict[str, Any]:
    key, proof = b64u(signing_key(name).public), "A" * 86
    return {"key": key, "proof": proof, "nonce": b64u(NONCE), "name": "Telephone"}


def shown(ada: Person) -> list[str]:
    """The pairs among which the member chooses."""
    dialog = ada.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Which two words does your other device show?")
    return dialog.get_by_role("button").all_text_contents()


def adds_nothing(ada: Person, hall: Hall) -> None:
    ada.picks(NONE).sees("Not added.")
    keys = ada.context.request.get(f"{ada.address}/a/{ada.assembly}/members/1.json").json()["keys"]
    assert len(keys) == 1


def test_who_saw_the_code_answers_it_first(hall: Hall) -> None:
    ada = hall.enters("Ada")
    link = ada.shows_a_code()
    thief = hall.visitor().named("Mallory").opens(link).answers_the_code()
    words = thief.two_words
    phone = hall.visitor(360).named("Ada").opens(link).answers_the_code()
    phone.sees("Somebody else has answered this code.")
    assert phone.kept("begun") == []
    assert words in shown(ada)
    adds_nothing(ada, hall)
    assert thief.kept("keys") == []


def test_the_host_puts_its_own_keys_in_between(hall: Hall) -> None:
    ada, phone = hall.enters("Ada"), hall.visitor(360).named("Ada")
    link = ada.shows_a_code()
    host = Host(hall, link.partition("#")[2])
    host.stands_before(phone, offer=offer("host"), opening={"nonce": b64u(NONCE)})
    phone.opens(link).answers_the_code()
    words = phone.two_words
    host.stands_before(ada, answer=answer("the host's device"))
    assert words not in shown(ada)
    adds_nothing(ada, hall)


def test_the_host_swaps_the_new_devices_key_alone(hall: Hall) -> None:
    """The old device's offer and nonce are passed on as they are."""
    ada, phone = hall.enters("Ada"), hall.visitor(360).named("Ada")
    link = ada.shows_a_code()
    host = Host(hall, link.partition("#")[2])
    real = ada.context.request.get(f"{ada.address}/a/{ada.assembly}/pairings/{host.place}/offer")
    said = json.loads(real.json()["said"])
    host.stands_before(ada, answer=answer("the host's device"))
    pairs = shown(ada)
    assert set(host.heard) == {"opening"}
    host.stands_before(phone, offer=said, opening=host.heard["opening"])
    phone.opens(link).answers_the_code()
    assert phone.two_words not in pairs
    adds_nothing(ada, hall)


def test_the_host_looks_for_a_nonce_that_makes_the_words_fit(hall: Hall) -> None:
    """It is bound to the one that it hashed before it saw the new device's."""
    phone, code = hall.visitor(360).named("Ada"), "7K3MQ-9XR2T"
    host = Host(hall, code)
    other = {"nonce": b64u(bytes([1]) * 16)}
    host.stands_before(phone, offer=offer("host"), opening=other)
    phone.opens(f"/a/{hall.world.id}/pair#{code}").answers_the_code()
    phone.sees("What came back was not from your other device.")
    expect(phone.page.locator(".twowords")).to_have_count(0)


def test_the_host_without_the_code_changes_a_note(hall: Hall) -> None:
    ada, phone = hall.enters("Ada"), hall.visitor(360).named("Ada")
    link = ada.shows_a_code()
    said = json.dumps(offer("host"))

    def forge(route: Route) -> None:
        route.fulfill(json={"said": said, "seal": "A" * 43})

    phone.context.route("**/pairings/*/offer", forge)
    phone.opens(link).answers_the_code()
    phone.sees("What came back was not from your other device.")
    assert phone.kept("begun") == phone.kept("keys") == []
