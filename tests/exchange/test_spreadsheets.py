"""Sheets of .xlsx files: several, with dates, formulas, merged heads, numbers as text."""

import io
import sys
import zipfile
from html import escape

import pytest

from esoviet.exchange.ballots import How, Sheet, understand
from esoviet.wire.errors import Malformed
from tests.exchange.test_as_people_have_them import winners

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
Cell = str | float | bool | tuple[str, str] | None
"""A text, a number, a date (a number above 40,000), a formula with its value, or nothing."""
VOTES: list[list[Cell]] = [
    ["When", "Name", "Bread", "Soup"],
    [46024.5, "Anna", 1, 2],
    [46025.25, "Ben", ("1*1", "1"), "2"],
    [46026.0, "Cas", "1", 2.0],
]


def xlsx(*sheets: tuple[str, list[list[Cell]]], merged: str = "") -> bytes:
    """A spreadsheet by hand."""
    many = range(1, len(sheets) + 1)
    names = [escape(name) for name, _ in sheets]
    links = "".join(_link(f"s{n}", f"worksheets/s{n}.xml", "worksheet") for n in many)
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="s{n}"/>' for n, name in enumerate(names, 1)
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": _links(_link("b", "xl/workbook.xml", "officeDocument")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": _links(links + _link("st", "styles.xml", "styles")),
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/>'
        '<xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>',
    }
    for n, (_, rows) in enumerate(sheets, start=1):
        body = "".join(f'<row r="{r}">{_row(r, row)}</row>' for r, row in enumerate(rows, start=1))
        merge = f'<mergeCells count="1"><mergeCell ref="{merged}"/></mergeCells>' * bool(merged)
        parts[f"xl/worksheets/s{n}.xml"] = (
            f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData>{merge}</worksheet>'
        )
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return sink.getvalue()


def _links(inside: str) -> str:
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'


def _link(name: str, target: str, kind: str) -> str:
    return f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/>'


def _row(row: int, cells: list[Cell]) -> str:
    return "".join(_cell(f"{chr(65 + n)}{row}", cell) for n, cell in enumerate(cells))


def _cell(place: str, cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return f'<c r="{place}" t="b"><v>{int(cell)}</v></c>'
        case str():
            return f'<c r="{place}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
        case (formula, value):
            return f'<c r="{place}"><f>{formula}</f><v>{value}</v></c>'
        case _:
            return f'<c r="{place}" s="{int(cell > 40_000)}"><v>{cell}</v></c>'


def test_dates_formulas_and_numbers_as_text_are_what_they_show() -> None:
    reading = understand(xlsx(("Votes", VOTES)))
    assert reading.format == "spreadsheet, sheet Votes: CSV ballots, a column an option"
    assert {one.head: one.taken for one in reading.columns}["When"] == "passed over"
    assert isinstance(reading.votes, Sheet)
    assert [(one.voter, one.choice) for one in reading.votes.ballots] == [
        (name, b"\1\2") for name in ("Anna", "Ben", "Cas")
    ]


def test_one_of_several_sheets_is_named_and_empty_ones_are_none() -> None:
    two = xlsx(("Votes", VOTES), ("Other", [["A", "B"], [2, 1]]))
    with pytest.raises(Malformed, match="2 sheets: Votes, Other; choose one with --sheet"):
        winners(two)
    assert winners(two, sheet="Votes") == ["Bread"]
    assert winners(two, sheet="Other") == ["B"]
    with pytest.raises(Malformed, match="no sheet 'Third'; there are: Votes, Other"):
        winners(two, sheet="Third")
    assert winners(xlsx(("Votes", VOTES), ("Empty", []))) == ["Bread"]
    with pytest.raises(Malformed, match="--sheet is for spreadsheets, and this is a text"):
        winners("A,B\n1,2\n", sheet="Votes")


def test_heads_over_several_columns_have_their_names_below() -> None:
    title: list[list[Cell]] = [["Election of 2026"], []]
    assert winners(xlsx(("Votes", title + VOTES), merged="A1:D1")) == ["Bread"]
    two: list[list[Cell]] = [["Name", "Rank these", None], [None, "Bread", "Soup"]]
    ballots: list[list[Cell]] = [["Anna", 1, 2], ["Ben", 1, 2]]
    assert winners(xlsx(("Votes", two + ballots), merged="B1:C1")) == ["Bread"]
    with pytest.raises(Malformed, match="every column needs a name of its own"):
        winners(xlsx(("Votes", [two[0], *ballots])))


def test_true_and_false_are_approvals_and_sums_are_no_ballots() -> None:
    rows: list[list[Cell]] = [["Name", "A", "B"], ["x", True, False], ["y", True, True]]
    assert winners(xlsx(("V", rows)), "approval") == ["A"]
    sums: list[Cell] = ["Total", ("SUM(B2:B3)", "6.5"), ("SUM(C2:C3)", "8")]
    points: list[list[Cell]] = [["Name", "A", "B"], ["x", 4.5, 3], ["y", 2, 5.0], sums]
    assert winners(xlsx(("V", points)), "score") == ["B"]
    assert understand(xlsx(("V", points)), How(method="score")).votes.total == 2  # type: ignore[union-attr]


def test_without_the_extra_a_spreadsheet_is_refused_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(Malformed, match=r"pip install 'esoviet\[sheets\]'"):
        winners(xlsx(("Votes", VOTES)))
