"""The roll of a vote as a file: a row a member for spreadsheets, or PrefLib's format without names.

What is written reads back to the same ballots (`exchange.ballots`). Numbers of options are those of
the vote's own order; *no action* stands last, where the vote has it.
"""

import csv
import io
from typing import Literal, NamedTuple

from esoviet.exchange.ballots.sheet import Ballot, Sheet
from esoviet.exchange.ballots.write import written
from esoviet.wire.errors import Malformed

Form = Literal["csv", "preflib"]
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""With these at its front, spreadsheets take a text for a formula (OWASP, CSV injection)."""


class Line(NamedTuple):
    """A ballot: whose, in which entry, a word or a byte an option, and whether it counts."""

    member: int
    name: str
    entry: int
    said: str | bytes
    counts: bool


class RollFile(NamedTuple):
    """The roll of one vote. `ranked`: the bytes of its ballots are ranks, else marks (0 or 1)."""

    title: str
    options: tuple[str, ...]
    ranked: bool
    lines: tuple[Line, ...]


def write_roll(roll: RollFile, form: Form) -> str:
    """The file; raises `Malformed` where the format cannot say what these ballots say."""
    return _rows(roll) if form == "csv" else _orders(roll)


def _rows(roll: RollFile) -> str:
    asked = "Rank the options" if roll.ranked else "Give points"
    words = not roll.options
    heads = ["vote"] if words else [f"{asked} [{_line(name)}]" for name in roll.options]
    rows = [["member", "name", *heads, "entry", "counts"]]
    for one in roll.lines:
        said = [one.said] if isinstance(one.said, str) else [str(n or "") for n in one.said]
        tail = [str(one.entry), "yes" if one.counts else "no"]
        rows.append([str(one.member), one.name, *said, *tail])
    sink = io.StringIO()
    csv.writer(sink, lineterminator="\r\n").writerows([_safe(cell) for cell in row] for row in rows)
    return sink.getvalue()


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(RISKY) else cell


def _line(name: str) -> str:
    return " ".join(name.split())


def _orders(roll: RollFile) -> str:
    if not roll.ranked or not roll.options:
        raise Malformed("PrefLib has orders of options; write csv")
    ballots = tuple(
        Ballot(one.said) for one in roll.lines if one.counts and isinstance(one.said, bytes)
    )
    sheet = Sheet(
        format="roll",
        title=roll.title,
        options=roll.options,
        numbers=tuple(range(1, len(roll.options) + 1)),
        ballots=ballots,
    )
    return written(sheet, "preflib")
