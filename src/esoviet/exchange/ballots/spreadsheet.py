"""Spreadsheets, .xlsx and .ods, by python-calamine: the cells of one sheet as lines of CSV.

Numbers, dates and truth values are written as a person would type them. The sheet is the only one
with cells in it, or the one that was asked for. The library comes with the extra `sheets`.
"""

import csv
import io
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from esoviet.exchange.ballots.reading import listed
from esoviet.exchange.ballots.text import shown
from esoviet.wire.errors import Malformed

Cell: TypeAlias = int | float | str | bool | time | date | datetime | timedelta
MOST_CELLS = 40_000_000


def is_spreadsheet(data: bytes) -> bool:
    """Whether these are the bytes of a ZIP file or of an old Excel file."""
    return data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))


def lines(data: bytes, wanted: str | None) -> tuple[list[str], str, str]:
    """The sheet as CSV lines, the format's name and the sheet's."""
    try:
        import python_calamine  # noqa: PLC0415 - an extra
    except ImportError:
        raise Malformed(
            "a spreadsheet; install the extra for it (pip install 'esoviet[sheets]'), or save the "
            "sheet as CSV"
        ) from None
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = book.sheet_names
    except (python_calamine.CalamineError, OSError, ValueError):
        raise Malformed("a ZIP file that is no spreadsheet; unpack it") from None
    try:
        tables = {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in names
            if wanted is None or name == wanted
        }
    except (python_calamine.CalamineError, OSError, ValueError):
        raise Malformed("a damaged spreadsheet; save it again, or save the sheet as CSV") from None
    filled = {name: rows for name, rows in tables.items() if any(map(any, rows))}
    if wanted is not None and wanted not in names:
        raise Malformed(f"no sheet {shown(wanted)}; there are: {listed(names)}")
    if not filled:
        raise Malformed("an empty sheet" if wanted else "no sheet with a cell in it")
    if len(filled) > 1:
        raise Malformed(f"{len(filled)} sheets: {listed(filled)}; choose one with --sheet")
    ((name, rows),) = filled.items()
    if sum(map(len, rows)) > MOST_CELLS:
        raise Malformed("more than 40 million cells; save the sheet as CSV")
    return _csv(rows), "spreadsheet", name


def _csv(rows: list[list[Cell]]) -> list[str]:
    written = []
    for row in rows:
        sink = io.StringIO()
        csv.writer(sink, lineterminator="").writerow([_text(cell) for cell in row])
        written.append(sink.getvalue() if any(cell != "" for cell in row) else "")
    return written


def _text(cell: Cell) -> str:
    """A cell on one line."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime | date | time):
        return cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat()
    return " | ".join(str(cell).replace("\r", "").split("\n")).strip()
