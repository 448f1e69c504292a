"""Cast vote records: one row a ballot, one column a rank, the cell the option ranked there.

A rank that was left empty ("undervote", "skipped", or nothing) is passed over; so are a void mark
("overvote"), a write-in that is no candidate ("Uncertified Write In") and an option named again.
Undeclared write-ins ("UWI") are together one option, excluded first. In records that write
"undervote" (as RCTab reads them, for Minneapolis and others) two empty ranks in a row end the
ballot; elsewhere empty ranks have no limit. `max_skips` overrules both. Options are numbered as
they first appear.
"""

import re
from collections.abc import Callable

from esoviet.exchange.ballots.sheet import Ballot, Sheet
from esoviet.exchange.ballots.table import COUNT, NO_OPINION, VOTER
from esoviet.exchange.ballots.text import cells, delimiter, number, rows
from esoviet.tally.profile import MAX_OPTIONS
from esoviet.wire.errors import Malformed

_RANK = re.compile(
    r"(?:.*\W)?(?:rank|choice|preference|pref)(?:ing)?[\W_]*(\d{1,3})(?:\W.*)?|"
    r"(?:.*\W)?(\d{1,3})(?:st|nd|rd|th)[\W_]*(?:choice|rank|preference|pref)(?:ing)?(?:\W.*)?",
    re.IGNORECASE,
)
SKIPPED = frozenset({"undervote", "skipped", "skip", "blank", "none", "-", ""})
VOID = frozenset({"overvote", "uncertified write in", "uncertified write-in"})
WRITE_INS = frozenset({"uwi", "undeclared write-in", "undeclared write-ins"})


def is_cvr(text: list[str]) -> bool:
    """Whether the header has ranks and the first row has names, not numbers, below them."""
    first, second = [*(line for line in text if line.strip()), "", ""][:2]
    columns = rank_columns(cells(first, delimiter(first)))
    row = cells(second, delimiter(first))
    below = [row[column].lower() for column in columns if column < len(row)]
    return bool(columns) and not all(cell.isdecimal() or cell in NO_OPINION for cell in below)


def rank_columns(header: list[str]) -> list[int]:
    """The columns of ranks, the first rank first; empty if this is no cast vote record."""
    columns: dict[int, int] = {}
    for column, head in enumerate(header):
        if match := _RANK.fullmatch(head):
            columns.setdefault(int(match[1] or match[2]), column)
    return [columns[rank] for rank in sorted(columns)]


def read(text: list[str], title: str, max_skips: int | None = None) -> Sheet:
    """Read cast vote records."""
    start = next((n for n, line in enumerate(text) if line.strip()), 0)
    table = rows(text[start:], delimiter(text[start]), start + 1)
    line, header = next(table, (1, []))
    columns = rank_columns(header)
    if not columns:
        raise Malformed(f"line {line}: no column of ranks such as 'rank1' or '1st Choice'")
    heads = [cell.lower() for cell in header]
    voter = next((n for n, head in enumerate(heads) if head in VOTER), None)
    count = next((n for n, head in enumerate(heads) if head in COUNT), None)
    reader = _Reader(max_skips)
    ballots: list[tuple[tuple[int, ...], str, int]] = []
    for line, row in table:
        if len(row) != len(header):
            raise Malformed(f"line {line}: {len(row)} cells where the header has {len(header)}")
        many = 1 if count is None else number(row[count], line, "a number of ballots")
        name = "" if voter is None else row[voter]
        if many:
            ballots.append((reader.options(tuple(row[n] for n in columns), line), name, many))
    return _sheet(title, reader, ballots)


class _Reader:
    def __init__(self, max_skips: int | None) -> None:
        self.max_skips = max_skips
        self.names: dict[str, int] = {}
        self.known: dict[tuple[str, ...], tuple[int, ...]] = {}

    def options(self, cells: tuple[str, ...], line: int) -> tuple[int, ...]:
        """The options that a ballot ranks, by number, the best first."""
        ranked = self.known.get(cells)
        if ranked is None:
            ranked = self.known[cells] = tuple(self._ranked(cells))
            if len(self.names) > MAX_OPTIONS:
                raise Malformed(f"line {line}: more than {MAX_OPTIONS} different options")
        return ranked

    def _ranked(self, cells: tuple[str, ...]) -> dict[int, None]:
        ranked: dict[int, None] = {}
        skips = 0
        for cell in cells:
            if cell.lower() in SKIPPED:
                skips += 1
                limit = self.max_skips
                if limit is None and cell.lower() == "undervote":
                    limit = 1
                if limit is not None and skips > limit:
                    break
                continue
            skips = 0
            if cell.lower() not in VOID:
                ranked.setdefault(self.names.setdefault(cell, len(self.names)))
        return ranked


def _sheet(title: str, reader: _Reader, ballots: list[tuple[tuple[int, ...], str, int]]) -> Sheet:
    # Write-ins last: they are no declared option.
    names = sorted(reader.names, key=lambda name: name.lower() in WRITE_INS)
    if not names:
        raise Malformed("no ballot ranks anything")
    place = {reader.names[name]: n for n, name in enumerate(names)}
    encode = _encoder(len(names), place)
    return Sheet(
        format="cvr",
        title=title,
        options=tuple(names),
        numbers=tuple(range(1, len(names) + 1)),
        ballots=tuple(
            Ballot(choice=encode(ranked), voter=voter, count=count)
            for ranked, voter, count in ballots
        ),
        write_ins=tuple(n for n, name in enumerate(names) if name.lower() in WRITE_INS),
    )


def _encoder(options: int, place: dict[int, int]) -> Callable[[tuple[int, ...]], bytes]:
    known: dict[tuple[int, ...], bytes] = {}

    def encode(ranked: tuple[int, ...]) -> bytes:
        ranks = known.get(ranked)
        if ranks is None:
            fresh = bytearray(options)
            for rank, option in enumerate(ranked, start=1):
                fresh[place[option]] = rank
            ranks = known[ranked] = bytes(fresh)
        return ranks

    return encode
