"""Somebody runs the host and wants a browser to believe what is not so: that an act stands, whose
key it is, what was signed before, that a device was let in. The browser asks for the proof.
"""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Error, Route

from esoviet.law.keys import EnrolKey
from esoviet.wire.encoding import un_b64u
from tests.browser.conftest import Hall
from tests.browser.people import Person

Lie = Callable[[dict[str, Any], Hall], dict[str, Any]]
ACTS, KEYS = "**/acts", re.compile(r"/keys/[\w-]{43}\.json$")
UNPROVEN = "does not prove what it says"


def lies(somebody: Person, hall: Hall, address: Any, lie: Lie) -> Callable[[Route], None]:
    """The host does what it is asked, but tells this browser something else."""

    def answer(route: Route) -> None:
        try:
            honest = route.fetch()
        except Error:  # the test is over, and the host has gone before the page
            return
        said = honest.json() if honest.ok else {}
        if honest.ok:
            said = lie(said, hall)
        status = honest.status if honest.ok or not said else 201
        route.fulfill(status=status, body=json.dumps(said), content_type="application/json")

    somebody.context.route(address, answer)
    return answer


def none(said: dict[str, Any], hall: Hall) -> dict[str, Any]:
    return {name: said[name] for name in said if name != "receipt"}


def of_another_act(said: dict[str, Any], hall: Hall) -> dict[str, Any]:
    ada = hall.enters("Ada")
    receipt = ada.page.evaluate(RECEIPT, [f"{ada.address}/a/{hall.world.id}", 2])
    return {**said, "receipt": receipt}


def at_another_time(said: dict[str, Any], hall: Hall) -> dict[str, Any]:
    return {**said, "time": said["time"] + 1}


def not_signed(said: dict[str, Any], hall: Hall) -> dict[str, Any]:
    head, _, last = said["receipt"].rpartition(" ")
    return {**said, "receipt": f"{head} {last[:12]}{'B' if last[12] == 'A' else 'A'}{last[13:]}"}


RECEIPT = """async ([here, index]) => {
  const { entry } = await (await fetch(`${here}/log/entries/${index}.json`)).json();
  return (await fetch(entry.receipt)).text();
}"""


def tries_to_join(hall: Hall) -> Person:
    link = hall.enters("Ada").invites()
    bea = hall.visitor(360).named("Yan").opens(link).fills(your_name="Yan")
    bea.asks_to_join()
    return bea


@pytest.mark.parametrize("receipt", [none, of_another_act, at_another_time, not_signed])
def test_that_an_application_stands(hall: Hall, receipt: Lie) -> None:
    hall.enters("Ada").visits()
    yan = tries_to_join(hall)
    lie = lies(yan, hall, ACTS, receipt)
    yan.writes_the_phrase_down().sees(UNPROVEN)
    with yan.page.expect_download() as saved:
        yan.press("Save the evidence")
    (begun,) = yan.kept("begun")
    evidence = json.loads(saved.value.path().read_text())["evidence"]
    assert [(one["what"], one["jws"]) for one in evidence] == [("receipt", begun["jws"])]
    yan.context.unroute(ACTS, lie)
    yan.page.wait_for_url(re.compile(r"/members/5$"))
    assert [own["kid"] for own in yan.ready().kept("keys")] == [begun["kid"]]


def test_whose_recovery_phrase_it_is_so_that_a_device_becomes_another_members(hall: Hall) -> None:
    """The host says "it is Mallory's", and Mallory enrols with what the device then signs."""
    world, mallory = hall.world, hall.world.cast["Cem"]
    bea = hall.enters("Bea").visits("/me")
    bea.button("Make a new recovery phrase").click()
    bea.writes_the_phrase_down().signs_quietly().sees("From now on only the new words")
    anew = hall.visitor().named("Bea").visits("/recover")
    lies(anew, hall, KEYS, lambda said, _: {**said, "member": mallory.number})
    with anew.page.expect_request(ACTS) as posted:
        anew.fills(your_twelve_words=" ".join(bea.phrase))
        anew.button("Let me back in").click()
    anew.page.wait_for_url(re.compile("/me$"))
    fields = payload(posted.value.post_data or "")
    assert fields["type"] == "enrol-key"
    stolen = {"key": fields["key"], "proof": fields["proof"]}
    mallory.is_refused("4.1", "proof").does(EnrolKey, **stolen)
    assert world.cast["Bea"].number == 2


def payload(jws: str) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(un_b64u(jws.split(".")[1]))
    return said


def test_that_a_device_was_let_in(hall: Hall) -> None:
    ada, phone = hall.enters("Ada"), hall.visitor(360).named("Ada")
    said = {"member": 1, "seq": 0, "last": "", "kind": "device", "enrolled": 1}
    phone.context.route(KEYS, lambda route: route.fulfill(json=said))
    phone.opens(ada.shows_a_code()).answers_the_code().sees(UNPROVEN)
    assert [own["kind"] for own in phone.kept("begun")] == ["pair"]


def test_that_somebody_is_let_back_in_as_somebody_else(hall: Hall) -> None:
    anew = hall.visitor().named("Bea").visits("/recover?member=2")
    anew.press("Ask the members to let me back in").signs_quietly()
    anew.page.wait_for_url(re.compile(r"/recoveries/[\w-]{43}$"))
    said = {"member": 3, "seq": 1, "last": "", "kind": "device", "enrolled": 1}
    anew.context.route(KEYS, lambda route: route.fulfill(json=said))
    anew.visits("/join").sees("You have asked to be recognised with a new key.")
    assert [own["assembly"] for own in anew.kept("asking")] == [hall.world.id]


def test_that_a_request_has_failed_so_that_its_key_is_forgotten(hall: Hall) -> None:
    anew = hall.visitor().named("Bea").visits("/recover?member=2")
    anew.press("Ask the members to let me back in").signs_quietly()
    anew.page.wait_for_url(re.compile(r"/recoveries/[\w-]{43}$"))
    page = re.compile(r"/recoveries/[\w-]{43}$")

    def refused(route: Route) -> None:
        html = route.fetch().text().replace('data-state="asked"', 'data-state="refused"')
        route.fulfill(body=html, content_type="text/html")

    anew.context.route(page, refused)
    anew.page.reload()
    (asking,) = anew.ready().kept("asking")
    assert asking["kid"] in anew.page.url


def test_that_its_history_is_the_one_that_was_seen(hall: Hall) -> None:
    ada = hall.enters("Ada").visits().sees("First visit")
    (log,) = ada.kept("logs")
    ada.misremembers(root="A" * 43 + "=")
    ada.visits().sees("Sign nothing here.")
    with ada.page.expect_download() as saved:
        ada.press("Save the evidence")
    (kept,) = json.loads(saved.value.path().read_text())["evidence"]
    assert log["checkpoint"] in kept["checkpoints"]
    assert len(kept["checkpoints"]) == 2
    ada.visits("/members").sees("Sign nothing here.").press("Throw it away")
    ada.sees("Save it first.").press("Keep it").sees("Sign nothing here.").press("Throw it away")
    ada.page.get_by_role("dialog").get_by_role("button", name="Throw it away").click()
    ada.sees_not("Sign nothing here.")
