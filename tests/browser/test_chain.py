"""What a host does with acts that it refused, and what one member says with two devices."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import QUICK, Hall, meeting
from tests.browser.fixtures import Complaints, Contexts
from tests.browser.people import Person
from tests.browser.test_outbox import ACTS, signs_in_the_tunnel, titles, tunnel
from tests.world import World, signing_key


def refuses_and_logs(person: Person) -> None:
    """The host says no to the next act, and yes to itself."""
    said: list[int] = []

    def lie(route: Route) -> None:
        if said:
            route.fallback()
            return
        said.append(1)
        route.fetch()
        problem = {"title": "No", "status": 422, "detail": "Not so.", "clause": "5.1"}
        route.fulfill(status=422, json=problem, content_type="application/problem+json")

    person.context.route(ACTS, lie)


def test_an_act_that_was_refused_and_is_logged_all_the_same_comes_to_light(hall: Hall) -> None:
    ada = hall.enters("Ada").visits("/problems/new").fills(your_text="The first thought")
    refuses_and_logs(ada)
    assert "could still record it later" in ada.is_refused("Sign and raise")
    ada.fills(your_text="On second thoughts").button("Sign and raise").click()
    ada.sees("refused it: Raise a problem").signs_quietly()
    told = ada.page.locator("[data-say].bad")
    expect(told).to_contain_text("is on the record after all: Raise a problem")
    expect(ada.field("Your text")).to_have_value("On second thoughts")
    assert ada.kept("outbox") == []
    assert len(ada.kept("receipts")) == 1
    ada.signs("Sign and raise")
    assert sorted(titles(ada)) == ["On second thoughts", "The first thought"]


PHONE = "Ada's phone"


@pytest.fixture
def laptop_and_phone(
    tmp_path: Path, contexts: Contexts, complaints: Complaints
) -> Iterator[tuple[Person, Person]]:
    """Ada's two devices, and a vote."""
    world = World().found(**QUICK)
    ada, bea = world.members("Ada", "Bea")
    ada.enrols(signing_key(PHONE))
    assert bea.puts_to_vote() == 1
    with meeting(world, tmp_path, contexts, complaints) as hall:
        phone = hall.visitor().named("Ada")
        phone.enters(world.id, signing_key(PHONE).seed, ada.number)
        yield hall.enters("Ada"), phone


def votes(person: Person, choice: str) -> Person:
    return person.visits("/votes/1").chooses(choice)


@pytest.mark.worker
def test_what_the_other_device_said_later_is_replaced_only_if_the_member_says_so(
    laptop_and_phone: tuple[Person, Person],
) -> None:
    laptop, phone = laptop_and_phone
    votes(phone, "Yes")
    with tunnel(phone):
        signs_in_the_tunnel(phone, "Sign and cast")
        votes(laptop, "No").signs("Sign and cast")
    expect(phone.page.locator("[data-outbox]")).to_contain_text("Refused after you had signed")
    phone.visits("/me").press("Sign again").sees("Your other device said “No”")
    phone.press("Leave it as it is").press("Sign again").press("Sign and replace it")
    phone.sees("on the record as entry")
    assert [one["type"] for one in phone.kept("receipts")] == ["cast-ballot"]
    assert phone.kept("outbox") == []


def test_the_question_comes_while_signing_where_the_other_device_was_quicker(
    laptop_and_phone: tuple[Person, Person],
) -> None:
    laptop, phone = laptop_and_phone
    votes(phone, "Yes").context.route("**/log/checkpoint", lambda route: route.abort(), times=1)
    votes(laptop, "No").signs("Sign and cast")
    phone.button("Sign and cast").click()
    phone.signs_quietly().sees("Replace what your other device said?")
    phone.press("Sign and replace it").sees("on the record as entry")
    phone.complains_of("ERR_FAILED")
