"""A member in a printed answer: one cell, whatever is said of them."""

import pytest

from esoviet.cli.layout import laid_out
from esoviet.web.api.shapes import Who

ADA = {"member": 2, "name": "Ada", "hue": 3}


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({}, "Ada (2)"),
        ({"alike": True}, "Ada (2)"),
        ({"formerly": ["Ben", None]}, "Ada, formerly Ben, a name since erased (2)"),
        ({"name": None}, "member 2"),
    ],
)
def test_a_person_is_one_cell(said: dict[str, object], shown: str) -> None:
    [line] = laid_out({"by": ADA | said})  # type: ignore[dict-item]
    assert line.split("  ")[-1] == shown


def test_every_field_of_a_person_is_known() -> None:
    assert set(Who.__struct_fields__) == {*ADA, "alike", "formerly"}
    everything = dict.fromkeys(Who.__struct_fields__) | ADA
    assert len([*laid_out({"by": everything})]) == 1
