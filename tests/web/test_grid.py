"""A table that was pasted line by line is shown as one; what is none stays a text."""

from pathlib import Path

import pytest

from esoviet.web.pages.grid import COLUMNS, LONGEST, ROWS, grid
from tests.web.desk import desk
from tests.world import World

RENTS = 'Year,Rent\n2024,"1,200"\n2025,1300'


@pytest.mark.parametrize("text", [
    RENTS, RENTS.replace(",", ";").replace("1;200", "1,200"),
    'Year\tRent\n2024\t1,200\n\n2025\t1300\n', "Year , Rent\r\n2024,\"1,200\"\r\n2025, 1300",
])  # fmt: skip
def test_lines_of_as_many_cells_are_a_table(text: str) -> None:
    assert grid(text) == [["Year", "Rent"], ["2024", "1,200"], ["2025", "1300"]]


@pytest.mark.parametrize("text", [
    "", "One line, alone", "No cells\nat all", "a,b\nc", 'a,b\n"c,d',
    "| a | b |\n|---|---|\n| 1 | 2 |", "a,b\n" * (ROWS + 1), ("," * COLUMNS + "\n") * 2,
    ("a,b" + "x" * LONGEST + "\n") * 2,
])  # fmt: skip
def test_what_is_no_table_is_a_text(text: str) -> None:
    assert grid(text) == []


def test_the_page_of_an_exhibit_shows_its_table_and_runs_nothing_in_it(tmp_path: Path) -> None:
    world = World().found(readership="public")
    ada = world.member("Ada")
    ada.brings(f"The rents\n\n{RENTS}\n<script>alert(1)</script>,=1+1", kind="table")
    ada.brings("The rents\n\nThey rise, and rise.", kind="table")
    with desk(world, tmp_path) as at:
        page, text = (at.page(f"{at.here}/exhibits/{number}") for number in (1, 2))
    assert '<th scope="col">Rent</th>' in page
    assert "<td>1,200</td>" in page
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    assert "<table>" not in text
    assert "They rise, and rise." in text
