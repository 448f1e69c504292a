"""Where a place lies: read strictly, and said in two ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esoviet.wire.geo import Position, position


@pytest.mark.parametrize("text", [
    "geo:0,0", "geo:90,180", "geo:-90,-180", "geo:52.52,13.405", "geo:-0.5,0.12345", "geo:9,-9.9",
])  # fmt: skip
def test_a_position_is_read_as_it_was_written(text: str) -> None:
    found = position(text)
    assert found is not None
    assert text == f"geo:{found.latitude},{found.longitude}"


@pytest.mark.parametrize("text", [
    "", "52.52,13.4", "geo:52.52", "geo:52.52,", "geo:90.00001,0", "geo:0,180.1", "geo:0,-181",
    "geo:91,0", "geo:052,13", "geo:52.,13", "geo:.5,13", "geo:52.123456,13", "geo:1e1,1",
    "geo:nan,0", "geo:inf,0", "geo:+5,5", "geo:5, 5", " geo:5,5", "geo:5,5\n", "geo:5,5,9",
    "geo:5,5;u=10", "geo:٥,5", "GEO:5,5", "geo:--5,5", 'geo:5,5" onclick="x', "geo:5,5?q=home",
])  # fmt: skip
def test_anything_else_is_none(text: str) -> None:
    assert position(text) is None


@pytest.mark.parametrize(("latitude", "longitude", "said"), [
    ("52.52", "13.4", "52°31′N 13°24′E"),
    ("-33.8688", "-151.2093", "33°52′08″S 151°12′33″W"),
    ("0.99999", "-0.00001", "1°00′00.0″N 0°00′00.0″W"),
    ("-0", "0.0", "0°00′N 0°00′E"),
    ("90", "180", "90°00′N 180°00′E"),
    ("1.996", "9.999", "1°59′46″N 9°59′56″E"),
])  # fmt: skip
def test_it_is_said_in_degrees_no_finer_than_it_was_written(
    latitude: str, longitude: str, said: str
) -> None:
    assert Position(latitude, longitude).in_degrees() == said


@given(st.decimals(-90, 90, places=5), st.decimals(-180, 180, places=5))
def test_every_place_on_earth_can_be_said(latitude: object, longitude: object) -> None:
    found = position(f"geo:{latitude},{longitude}")
    assert found is not None
    assert all(0 <= int(part) < 60 for part in found.in_degrees().split("°")[1][:2].split())
