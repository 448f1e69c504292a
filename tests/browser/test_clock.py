"""A device whose clock is wrong: corrected for the session, never by the word of the host alone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from esoviet.log.cosignature import cosign
from esoviet.log.note import parse
from tests.browser.conftest import QUICK, Hall, meeting
from tests.browser.fixtures import Complaints, Contexts
from tests.browser.host import DAY
from tests.browser.people import Person
from tests.world import World, policy, signing_key

SIGN = "Sign and raise"


def is_off(hall: Hall, person: Person, days: float) -> Person:
    """The clock of this person's device is wrong by so many days."""
    person.context.clock.set_system_time((hall.host.now + days * DAY) / 1000)
    return person


def test_a_member_with_a_wrong_clock_is_asked_once_in_a_session(hall: Hall) -> None:
    ada = is_off(hall, hall.enters("Ada"), 400)
    ada.visits("/problems/new").fills(your_text="From the future").press(SIGN).signs_quietly()
    ada.sees("Which clock is right?").sees("1 Jan 2026").sees("5 Feb 2027")
    ada.press("The server is right: sign with its time")
    ada.page.wait_for_url(re.compile("/problems/1"))
    assert ada.ready().raises("And again, without a question") == 2
    assert ada.kept("outbox") == []


def test_a_member_who_trusts_the_device_signs_nothing(hall: Hall) -> None:
    ada = is_off(hall, hall.enters("Ada"), 400)
    ada.visits("/problems/new").fills(your_text="My watch is right").press(SIGN).signs_quietly()
    ada.press("My device is right: do not sign")
    told = ada.page.locator("[data-say].bad")
    expect(told).to_contain_text("clause 1.11")
    expect(told).to_contain_text("Your device’s clock said 5 Feb 2027")
    expect(ada.field("Your text")).to_have_value("My watch is right")


def test_a_clock_that_is_late_by_days_is_asked_about_too(hall: Hall) -> None:
    ada = is_off(hall, hall.enters("Ada"), -30)
    ada.visits("/problems/new").fills(your_text="From the past").press(SIGN).signs_quietly()
    ada.sees("Which clock is right?").press("The server is right: sign with its time")
    ada.page.wait_for_url(re.compile("/problems/1"))


@pytest.fixture
def watched(tmp_path: Path, contexts: Contexts, complaints: Complaints) -> Iterator[Hall]:
    """An assembly with two witnesses, both of whom must have seen a checkpoint."""
    world = World().found(witnesses=policy("a.example", "b.example", quorum=2), **QUICK)
    world.members("Ada")
    with meeting(world, tmp_path, contexts, complaints) as hall:
        yield hall


def cosigns(person: Person, time: int, *names: str) -> None:
    """These witnesses have cosigned what the host publishes, at that time (ms)."""

    def add(route: Route) -> None:
        answer = route.fetch()
        text = parse(answer.body()).text
        lines = [cosign(text, time // 1000, name, signing_key(name)) for name in names]
        route.fulfill(response=answer, body=answer.text() + "".join(lines))

    person.context.route("**/log/checkpoint", add)


def test_witnesses_who_know_the_time_spare_the_member_the_question(watched: Hall) -> None:
    ada = is_off(watched, watched.enters("Ada"), 400)
    cosigns(ada, watched.host.now, "a.example", "b.example")
    ada.visits("/problems/new").fills(your_text="Nobody asked").signs(SIGN)
    assert [one["type"] for one in ada.kept("receipts")] == ["raise-problem"]


@pytest.mark.parametrize(
    ("names", "days"), [(["a.example"], 0), (["a.example", "b.example"], -1)], ids=["few", "old"]
)
def test_too_few_witnesses_or_old_cosignatures_do_not(
    watched: Hall, names: list[str], days: int
) -> None:
    ada = is_off(watched, watched.enters("Ada"), 400)
    cosigns(ada, watched.host.now + days * DAY, *names)
    ada.visits("/problems/new").fills(your_text="Ask me").press(SIGN).signs_quietly()
    ada.sees("Which clock is right?")
