"""Discs: initials in the colour of a key. They say nothing that a name could put into a page."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esoviet.web.api.hues import HUES
from esoviet.web.pages.people import disc, initials
from tests.web.desk import desk
from tests.world import World, signing_key


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Ada Mbeki", "AM"),
        ("ada", "A"),
        ("Tomás Ruiz y Picasso", "TP"),
        ("(Ben) Carter", "C"),
        ("J. Okafor", "JO"),
        ("李雷", "李"),
        ("محمد علي", "م"),
        ("Ångström Ö", "ÅÖ"),
        ("<b>x", ""),
        ("\u202eadA", "A"),
        ("7 of 9", "7"),
        ("🦀🦀", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_initials_are_the_first_letters(name: str | None, said: str) -> None:
    assert initials(name) == said


@given(st.text(max_size=30), st.integers(1, 10**6), st.integers(0, HUES - 1))
def test_no_name_breaks_out_of_its_disc(name: str, number: int, hue: int) -> None:
    shown = initials(name)
    assert len(shown) <= 2
    assert not set(shown) & set("<>&\"'")
    html = str(disc(number, name, hue))
    assert html.count("<") == 4
    assert f">{shown or number}</i>" in html


def test_a_member_keeps_the_colour_when_keys_come_and_go(tmp_path: Path) -> None:
    world = World().found(readership="public")
    ada, *_ = world.members("Ada", "Ben", "Cem")
    ada.raises("The roof leaks")
    telephone = ada.enrols(signing_key("Ada's telephone"))
    telephone.raises("The door sticks")
    with desk(world, tmp_path) as at:
        hues = {one["by"]["hue"] for one in at.get("problems.json").json()["items"]}
        lines = at.get("members.json").json()["items"]
    assert hues == {lines[0]["hue"]}
    assert all(0 <= one["hue"] < HUES for one in lines)
