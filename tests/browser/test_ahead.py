"""The next page is there before the finger lifts; what was shown of it is noted all the same."""

from tests.browser.conftest import Hall


def test_a_page_is_fetched_when_its_link_is_touched(hall: Hall) -> None:
    ada = hall.enters("Ada").visits("/problems")
    ada.page.get_by_role("link", name="My week").first.hover()
    with ada.page.expect_request(lambda asked: asked.headers.get("sec-purpose") == "prefetch"):
        ada.page.mouse.down()
    with ada.page.expect_request(lambda asked: asked.method == "HEAD") as noted:
        ada.page.mouse.up()
    ada.ready()
    assert "data-ahead" in ada.page.content()
    assert noted.value.url == ada.page.url
