"""Names: who has the same or one that looks the same has their number beside it."""

from pathlib import Path

import pytest

from esoviet.law.membership import SetProfile
from esoviet.web.api import namesakes
from esoviet.web.api.hues import HUES
from esoviet.web.api.namesakes import skeleton
from tests.web.desk import desk
from tests.world import World

NUMBERED = '<bdi>{}</bdi></a> <span class="tag">member {}</span>'


@pytest.mark.parametrize(
    "other",
    ["ben carter", "Ben  Carter", "Bén Carter", "Веn Саrtеr", "BEN CARTER", "Ben\u200b Carter",
     "𝐁𝐞𝐧 Carter", "Ben-Carter", "Βеп Саrtег"],
)  # fmt: skip
def test_names_that_look_the_same_are_alike(other: str) -> None:
    assert skeleton(other) == skeleton("Ben Carter")


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ben Carter", "Ben Cartwright"), ("Ada", "Ida"), ("Åsa", "Osa"), ("李", "王")],
)
def test_other_names_are_not(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)
    assert skeleton(one)


def test_signs_and_letters_that_are_drawn_alike_are_one() -> None:
    for one, other in (("B0b", "Bob"), ("Al", "AI"), ("Bernd", "Bemd"), ("J\u00f6rg", "Jorg")):
        assert skeleton(one) == skeleton(other)
    assert skeleton("\u200b \u3164") in ("", skeleton("\u3164"))


def test_the_number_stands_beside_a_name_that_another_has(tmp_path: Path) -> None:
    world = World().found(readership="public")
    ada, ben, twin = world.members("Ada", "Ben Carter", "Веn Cаrter")
    for who in (ada, ben, twin):
        who.raises(f"Of {who.name}")
    with desk(world, tmp_path) as at:
        page = at.page("problems")
        assert NUMBERED.format("Ben Carter", ben.number) in page
        assert NUMBERED.format("Веn Cаrter", twin.number) in page
        assert "<bdi>Ada</bdi></a> <span" not in page
        items = at.get("problems.json").json()["items"]
        by = {one["by"].pop("member"): one["by"] for one in items}
        assert all(0 <= one.pop("hue") < HUES for one in by.values())
        assert by[ada.number] == {"name": "Ada"}
        assert by[ben.number] == {"name": "Ben Carter", "alike": True}


def test_who_is_called_otherwise_from_now_on_stands_without(tmp_path: Path) -> None:
    world = World().found(readership="public")
    ada, twin = world.members("Ada", "ada")
    ada.raises("The roof leaks")
    with desk(world, tmp_path) as at:
        assert NUMBERED.format("Ada", ada.number) in at.page("problems")
    with desk(world, tmp_path) as at:
        words = world.text("Zoe")
        at.bring(words)
        assert at.does(twin, SetProfile, profile=words).status_code == 201
        assert "<bdi>Ada</bdi></a> <span" not in at.page("problems")


def test_among_many_a_number_stands_beside_every_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(namesakes, "FEW", 1)
    world = World().found(readership="public")
    ada, _bea = world.members("Ada", "Bea")
    ada.raises("The roof leaks")
    with desk(world, tmp_path) as at:
        assert NUMBERED.format("Ada", ada.number) in at.page("problems")


def test_a_name_that_shows_nothing_is_shown_as_the_number(tmp_path: Path) -> None:
    """As an earlier host may have taken it."""
    world = World().found(readership="public")
    _ada, blank = world.members("Ada", "\u3164\u200b")
    with desk(world, tmp_path) as at:
        assert f"member {blank.number}" in at.page(f"members/{blank.number}")
