"""A place says where it lies, rounded unless its author wants it otherwise."""

import pytest

from tests.browser.conftest import WIDTHS, Hall
from tests.browser.walks import breaches, unfit


@pytest.mark.parametrize("width", WIDTHS)
def test_where_a_place_lies_is_rounded_unless_one_says_otherwise(hall: Hall, width: int) -> None:
    ada = hall.enters("Ada", width).visits("/exhibits/new?kind=place")
    ada.fills(which_place="The crossing", where_it_is_from="I stood there")
    where = ada.page.get_by_label("Latitude and longitude")
    where.fill("somewhere")
    ada.button("Sign and bring it").click()
    ada.sees("Write latitude and longitude as maps show them")
    where.fill("52,520008; −13,404954")
    ada.pictured(f"place-new-{width}")
    ada.signs("Sign and bring it").sees("52.52, -13.4").sees("52°31′N 13°24′W")
    assert breaches(ada.page) + unfit(ada.page) == []
    ada.sees("52.52 degrees north of the equator, 13.4 degrees west of Greenwich")
    ada.sees("Said to about 1 km.").folds_open("Copy it or send it")
    ada.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ada.button("Copy it").click()
    ada.sees("Copied")
    assert ada.page.evaluate("navigator.clipboard.readText()") == "52.52, -13.4"
    assert breaches(ada.page) + unfit(ada.page) == []
    ada.pictured(f"place-{width}")
    ada.visits("/exhibits/new?kind=place")
    ada.fills(which_place="The tree", where_it_is_from="I stood there")
    ada.page.get_by_label("Latitude and longitude").fill("geo:52.520008,13.404954")
    ada.page.get_by_label("Round it to about 1 km").uncheck()
    ada.signs("Sign and bring it").sees("52.52001, 13.40495")
