"""The roll of a vote as a file: a row a member for spreadsheets, or PrefLib's format without names.

What is written reads back to the same ballots (`exchange.ballots`). Numbers of options are those of
the vote's own order; *no action* stands last, where the vote has it. A row begins with the member's
number, and no head with a name, so that a spreadsheet takes none of them for a formula.
"""

import csv
import io
from typing import Literal, NamedTuple

from esoviet.exchange.ballots.sheet import Ballot, Sheet
from esoviet.exchange.ballots.write import SAID, written
from esoviet.wire.errors import Malformed

Form = Literal["csv", "preflib"]
ENTRY, NUMBER = "record id", "number of ballots"
"""Heads that the readers know: where a ballot was cast, and what it counts (0: its member had left
before the close)."""


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
    heads = [f"{asked} [{_line(name)}]" for name in roll.options] or ["vote"]
    rows = [["member", *heads, ENTRY, NUMBER]]
    for one in roll.lines:
        tail = [str(one.entry), "1" if one.counts else "0"]
        rows.append([f"{one.member} {_line(one.name)}".strip(), *_said(one), *tail])
    sink = io.StringIO()
    csv.writer(sink, lineterminator="\r\n").writerows(rows)
    return sink.getvalue()


def _said(one: Line) -> list[str]:
    """The cells of a ballot; a roll call knows no weights, so who does not count did not vote."""
    if isinstance(one.said, str):
        return [one.said if one.counts else SAID["absent"]]
    return [str(n or "") for n in one.said]


def _line(name: str) -> str:
    """In one line, without what is no sign: a zero byte would make the file one of no text."""
    return "".join(c for c in " ".join(name.split()) if c.isprintable()).strip()


def _orders(roll: RollFile) -> str:
    if not roll.ranked or not roll.options:
        raise Malformed("PrefLib has orders of options; write csv")
    ballots = tuple(
        Ballot(one.said) for one in roll.lines if one.counts and isinstance(one.said, bytes)
    )
    sheet = Sheet(
        format="roll",
        title=_line(roll.title),
        options=tuple(_line(name) for name in roll.options),
        numbers=tuple(range(1, len(roll.options) + 1)),
        ballots=ballots,
    )
    return written(sheet, "preflib")
