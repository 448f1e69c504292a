"""Somebody cites an argument: copies its address, pastes it, and it is a quotation."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WIDTHS, Hall
from tests.browser.walks import breaches, unfit


@pytest.mark.parametrize("width", WIDTHS)
def test_an_argument_is_cited_in_another(hall: Hall, width: int) -> None:
    problem = hall.past["Ada"].raises("The crane is unsafe")
    hall.past["Ada"].argues(problem, "supports", "It slipped on the third\n\nNobody was hurt.")
    bea = hall.enters("Bea", width)
    bea.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    bea.visits("/arguments/1")
    bea.page.locator("#argument-1").get_by_role("link", name="Cite").click()
    bea.ready().sees("Hash of the entry")
    link = bea.page.locator('[data-says="link"]')
    link.get_by_role("button", name="Copy the link").click()
    expect(link.get_by_role("status")).not_to_be_empty()
    assert breaches(bea.page) + unfit(bea.page) == []
    bea.pictured(f"cite-entry-{width}")
    copied = bea.page.evaluate("navigator.clipboard.readText()")
    bea.argues(problem, "Refutes", f"As Ada says:\n{copied}\nIt was another crane.")
    quote = bea.page.locator("blockquote.quote")
    expect(quote).to_contain_text("It slipped on the third")
    expect(quote).to_contain_text("Ada argued")
    assert breaches(bea.page) + unfit(bea.page) == []
    bea.pictured(f"cite-quote-{width}")
    quote.get_by_role("link", name="Read it there").click()
    bea.ready().sees("Hash of the entry")
