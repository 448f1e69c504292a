"""What a host does with acts that it refused, and what one member says with two devices."""


from playwright.sync_api import Route, expect

from tests.browser.conftest import Hall
from tests.browser.people import Person
from tests.browser.test_outbox import ACTS, titles


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
