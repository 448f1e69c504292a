"""What goes to devices, and what by mail: each thing once, and of a closed assembly no word."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from esoviet.law.leaving import Leave
from esoviet.law.votes import Vote
from esoviet.node.wishes import plan
from esoviet.notify.service import Service
from esoviet.store.subscriptions import Push, Subscription
from esoviet.store.wishes import NOTHING, Wanting, Wishes
from esoviet.web.http.language import catalogue
from esoviet.web.pages.weeks import Weeks
from esoviet.wire.encoding import b64u
from tests.node.browsing import someone
from tests.notify.office import AT_ONCE, URL, Office, office
from tests.person import Person
from tests.world import DAY, World

HOUR = 3_600_000
TITLE = "Shall we paint the stairs?"
NAME = "Tenants of 7 Mill Street"
DAILY = Wishes(needs="daily", deadlines="never", quiet_from=0, quiet_until=0)
ENDPOINT = "https://push.example/a/browser"


@pytest.fixture(params=["members", "public"])
def at(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Office]:
    world = World().found(readership=request.param, question_days="3")
    world.members("Ada", "Bea", "Cem")
    with office(world, tmp_path, push_contact="mailto:us@example.org") as up:
        yield up


def has_device(at: Office, person: Person, wishes: Wishes = AT_ONCE) -> None:
    """Somebody who is told on a device, and what they want."""
    _, browser = someone()
    one = Subscription(
        at.world.id, person.number, person.kid, f"{ENDPOINT}/{person.name}", *browser
    )
    at.node.reach.subscriptions.put(one, at.world.now)
    at.node.reach.wishes.put(Wanting(at.world.id, person.number, wishes, at.world.now, 0))


def shown(at: Office) -> list[Push]:
    """What is on its way to devices."""
    return at.node.reach.subscriptions.waiting(at.world.now, 99)


def notice(push: Push) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(push.message)["notification"]
    return said


def test_a_device_is_told_at_once_and_led_to_the_ballot(at: Office) -> None:
    has_device(at, at.world.member("Bea"))
    vote = at.asks(TITLE)
    assert at.turns() == []
    (push,) = shown(at)
    said = notice(push)
    assert said["navigate"] == f"{URL}/a/{at.world.id}/votes/{vote}"
    assert said["body"] == "Needs you"
    assert json.loads(push.message)["app_badge"] == "1"
    assert TITLE not in push.message.decode()
    assert push.member == at.world.member("Bea").number


def test_only_where_everybody_reads_or_the_member_wants_it_is_the_assembly_named(
    at: Office,
) -> None:
    bea, cem = at.world.members("Bea", "Cem")
    has_device(at, bea)
    has_device(at, cem, replace(AT_ONCE, says="name"))
    at.asks(TITLE)
    at.turns()
    public = at.node.sleeping.may_read(at.world.id)
    titles = {push.member: notice(push)["title"] for push in shown(at)}
    assert titles == {bea.number: NAME if public else "E-Soviet", cem.number: NAME}


def test_nobody_is_told_twice_for_having_given_two_places(at: Office) -> None:
    bea = at.world.member("Bea")
    at.has_address(bea)
    has_device(at, bea)
    at.asks(TITLE)
    assert at.turns() == []
    assert len(shown(at)) == 1
    assert at.turns(at.begins()) == []
    at.passes(DAY)
    assert at.turns() == []
    assert len({push.topic for push in shown(at)}) == len(shown(at))


def test_a_summary_goes_by_mail_and_without_an_address_to_the_device(at: Office) -> None:
    bea, cem = at.world.members("Bea", "Cem")
    at.has_address(bea, DAILY)
    has_device(at, bea, DAILY)
    has_device(at, cem, DAILY)
    for one in (bea, cem):
        at.run(_planned(at, one))
    at.asks(TITLE)
    at.asks("And the door?")
    assert at.turns() == []
    assert shown(at) == []
    at.passes(DAY)
    assert [one["To"] for one in at.turns()] == ["bea@example.net"]
    (push,) = shown(at)
    assert push.member == cem.number
    assert notice(push)["body"] == "2 things need you"
    assert notice(push)["navigate"] == f"{URL}/a/{at.world.id}"


async def _planned(at: Office, person: Person) -> None:
    wanting = at.node.reach.wishes.of(at.world.id, person.number)
    assert wanting is not None
    plan(at.node.reach, wanting, at.world.now)


def test_who_has_acted_seen_it_or_wants_nothing_is_not_told(at: Office) -> None:
    bea, cem = at.world.members("Bea", "Cem")
    has_device(at, at.world.member("Ada"), NOTHING)
    has_device(at, bea)
    has_device(at, cem)
    at.votes(bea, at.asks(TITLE))
    at.page(at.here, "Cem")
    at.turns()
    assert shown(at) == []


def test_quiet_hours_are_quiet_on_devices_too(at: Office) -> None:
    has_device(at, at.world.member("Bea"), replace(AT_ONCE, quiet_from=0, quiet_until=23))
    vote = at.asks(TITLE)
    at.turns()
    assert shown(at) == []
    at.passes(23 * HOUR)
    at.turns()
    assert len(shown(at)) == 1
    until = shown(at)[0].until
    assert at.world.now < until <= max(at.world.the(Vote, vote).due, at.world.now + HOUR)


def test_of_a_vote_that_is_new_and_ends_soon_a_device_says_one_thing(at: Office) -> None:
    bea = at.world.member("Bea")
    has_device(at, bea, replace(AT_ONCE, quiet_from=0, quiet_until=0))
    vote = at.asks(TITLE)
    at.passes(at.world.the(Vote, vote).due - at.world.now - HOUR)
    at.node.reach.wishes.look_anew(at.world.id)
    at.turns()
    (push,) = shown(at)
    assert notice(push)["body"] == "Ends within a day, and you have not voted"
    at.turns(at.begins())
    assert len(shown(at)) == 1


def test_without_mail_devices_are_told_all_the_same(at: Office) -> None:
    has_device(at, at.world.member("Bea"))
    at.asks(TITLE)
    alone = Service(at.node, Weeks(at.node), catalogue, None)
    alone.rest = 0
    alone.begin()
    at.turns(alone)
    assert len(shown(at)) == 1


def test_of_who_leaves_no_device_is_kept(at: Office) -> None:
    bea = at.world.member("Bea")
    has_device(at, bea)
    at.asks(TITLE)
    at.turns()
    assert at.does(bea, Leave).status_code == 201
    at.turns()
    assert at.node.reach.subscriptions.of(at.world.id, bea.number) == []
    assert shown(at) == []


def test_a_device_whose_key_is_revoked_is_told_nothing_more(at: Office) -> None:
    bea = at.world.member("Bea")
    has_device(at, bea)
    (before,) = at.node.reach.subscriptions.of(at.world.id, bea.number)
    gone = before._replace(kid="a key that is revoked", endpoint=f"{ENDPOINT}/thief")
    at.node.reach.subscriptions.put(gone, at.world.now)
    assert at.ask("POST", "push/try", headers=at.session("Bea")).status_code == 204
    at.asks(TITLE)
    at.turns()
    assert {push.endpoint for push in shown(at)} == {before.endpoint}
    assert at.node.reach.subscriptions.of(at.world.id, bea.number) == [before]


# -- what a page asks for


def keys() -> dict[str, str]:
    _, browser = someone()
    return {"p256dh": b64u(browser.point), "auth": b64u(browser.secret)}


def puts(at: Office, who: str, endpoint: str = ENDPOINT, **more: str) -> int:
    said = {"endpoint": endpoint, **keys(), **more}
    return at.ask("PUT", "push", json=said, headers=at.session(who)).status_code


def test_a_browser_is_put_tried_and_dropped(at: Office) -> None:
    assert puts(at, "Bea", zone="Europe/Madrid") == 204
    number = at.world.member("Bea").number
    (known,) = at.node.reach.subscriptions.of(at.world.id, number)
    assert known.endpoint == ENDPOINT
    assert at.wants(at.world.member("Bea")).zone == "Europe/Madrid"
    tried = at.ask("POST", "push/try", headers={**at.session("Bea"), "accept-language": "es"})
    assert tried.status_code == 204
    (push,) = shown(at)
    assert notice(push)["body"] == "Así se te avisa. Nada te necesita."
    said = {"endpoint": ENDPOINT}
    assert at.ask("DELETE", "push", json=said, headers=at.session("Bea")).status_code == 204
    assert shown(at) == []
    assert at.ask("POST", "push/try", headers=at.session("Bea")).status_code == 404


def test_nobody_puts_or_drops_a_browser_for_somebody_else(at: Office) -> None:
    assert puts(at, "Bea") == 204
    said = {"endpoint": ENDPOINT}
    assert at.ask("DELETE", "push", json=said, headers=at.session("Cem")).status_code == 204
    for who in ("", "A stranger"):
        assert puts(at, who) in (403, 404)
        assert at.ask("POST", "push/try", headers=at.session(who)).status_code in (403, 404)
    assert len(at.node.reach.subscriptions.of(at.world.id, at.world.member("Bea").number)) == 1


@pytest.mark.parametrize(
    "bad",
    [
        {"endpoint": "http://push.example/x"}, {"endpoint": "ftp://x"}, {"endpoint": ""},
        {"endpoint": "https://user:pw@push.example/"}, {"endpoint": "https://x/" + "y" * 3_000},
        {"p256dh": "AAAA"}, {"auth": ""}, {"p256dh": b64u(b"\x04" + b"\x01" * 64)},
        {"more": "1"}, {"zone": "Z" * 100},
    ],
)  # fmt: skip
def test_what_is_no_browser_is_refused(at: Office, bad: dict[str, str]) -> None:
    said = {"endpoint": ENDPOINT, **keys(), **bad}
    answer = at.ask("PUT", "push", json=said, headers=at.session("Bea"))
    assert answer.status_code == 400
    answer = at.ask("PUT", "push", content=b"\xff", headers=at.session("Bea"))
    assert answer.status_code == 400
    assert at.node.reach.subscriptions.of(at.world.id, at.world.member("Bea").number) == []


def test_a_server_that_sends_none_says_so(tmp_path: Path) -> None:
    world = World().found(readership="public")
    world.members("Ada", "Bea", "Cem")
    with office(world, tmp_path) as up:
        assert puts(up, "Bea") == 409
        assert "This server sends no notices" in up.page("me/messages", "Bea")
