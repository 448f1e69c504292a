"""The rows of a cast vote record: distinct ballots, which of them each row is, and whose it is.

Most ballots are equal to others. Where the ranks stand side by side and no cell is in quotes they
are compared as one piece of the line, and parted once for all that are equal.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import repeat
from typing import TypeVar

from esoviet.exchange.ballots import foot
from esoviet.exchange.ballots.grid import Grid
from esoviet.exchange.ballots.marks import Cells
from esoviet.exchange.ballots.reading import Bad, Progress
from esoviet.exchange.ballots.sheet import once
from esoviet.exchange.ballots.text import number

Key = TypeVar("Key", str, Cells)
Part = tuple[int, str, list[str]]
"""A line: its number, its ranks in one piece, and the cells around them, the piece among these."""


class Rows:
    """What is in a record, by row and by distinct ballot."""

    def __init__(self) -> None:
        self.kinds: list[Cells] = []
        """The distinct ballots."""
        self.lines: list[int] = []
        """Where each of them stands first."""
        self.kind_of: list[int] = []
        self.names: list[str] = []
        self.counts: list[int] = []
        self.bad = Bad()
        self.notes: list[str] = []

    def ballots(self) -> Iterator[tuple[int, str, int]]:
        """Kind, voter and number of each row."""
        names, counts = self.names or repeat(""), self.counts or repeat(1)
        return zip(self.kind_of, names, counts, strict=False)  # some of them have no end

    def many(self) -> list[int]:
        """How many ballots there are of each kind."""
        many = [0] * len(self.kinds)
        for kind, count in zip(self.kind_of, self.counts or repeat(1), strict=False):
            many[kind] += count
        return many


def read(
    grid: Grid,
    pick: Callable[[list[str]], Cells],
    side_by_side: Sequence[int],
    voter: int | None,
    count: int | None,
    tell: Progress | None,
) -> Rows:
    """Read every row. `pick` takes its ranks, which are in the columns `side_by_side` if in any."""
    rows = Rows()
    lines = grid.plain() if side_by_side else None
    if lines is None:
        parsed = _parsed(grid, rows, tell)
        rows.kinds = _fill(rows, ((n, pick(row), row) for n, row in parsed), voter, count)
    else:
        parts = _parts(grid, rows, lines, side_by_side, tell)
        moved = [None if n is None else n - (n > side_by_side[0]) * (len(side_by_side) - 1)
                 for n in (voter, count)]  # fmt: skip
        mark = grid.delimiter
        rows.kinds = [tuple(piece.split(mark)) for piece in _fill(rows, parts, *moved)]
    _cut_sum(rows)
    if rows.bad.count:
        rows.bad.judge(len(rows.kind_of) + rows.bad.count)
    return rows


def _cut_sum(rows: Rows) -> None:
    """A last row without a cell but the sum of the numbers above is no ballot."""
    counts = rows.counts
    if len(counts) > 2 and counts[-1] == sum(counts[:-1]):
        kind = rows.kind_of[-1]
        alone = rows.kind_of.index(kind) + 1 == len(counts)
        cells = [cell.strip() for cell in rows.kinds[kind] if cell.strip()]
        if alone and len(cells) == 1:
            others = {cell.strip() for one in rows.kinds[:kind] for cell in one}
            foot.check_sum(f"line {rows.lines[kind]}", cells[0], counts, [*others])
        if alone and not any(map(str.strip, rows.kinds[kind])):
            rows.notes.append(
                f"line {rows.lines[kind]}: {counts[-1]} was taken for the sum of the numbers above"
            )
            for column in (rows.kind_of, rows.counts, rows.names, rows.kinds, rows.lines):
                del column[-1:]


def _fill(
    rows: Rows, found: Iterator[tuple[int, Key, list[str]]], voter: int | None, count: int | None
) -> list[Key]:
    kinds: dict[Key, int] = {}
    kind_of, names, counts, lines = rows.kind_of, rows.names, rows.counts, list[int]()
    for line, key, row in found:
        kind = kinds.get(key)
        if kind is None:
            kind = kinds[key] = len(kinds)
            rows.lines.append(line)
        kind_of.append(kind)
        if voter is not None:
            names.append(row[voter].strip())
            lines.append(line)
        if count is not None:
            counts.append(number(row[count].strip(), line, "a number of ballots"))
    if len(set(map(str.casefold, names))) < len(names):
        once(zip(lines, names, strict=True))
    return list(kinds)


def _parsed(grid: Grid, rows: Rows, tell: Progress | None) -> Iterator[tuple[int, list[str]]]:
    width = len(grid.head)
    for line, row in grid.rows(tell=tell):
        if len(row) == width:
            yield line, row
        else:
            _odd(rows, line, row, width)


def _parts(
    grid: Grid,
    rows: Rows,
    lines: Iterator[tuple[int, str]],
    ranks: Sequence[int],
    tell: Progress | None,
) -> Iterator[Part]:
    mark, first, width = grid.delimiter, ranks[0], len(grid.head)
    after = width - 1 - ranks[-1]
    for line, whole in lines:
        text = whole
        if not line & 0x3FFF and tell is not None:
            tell(line, len(grid.lines))
        if text.count(mark) != width - 1:
            row = grid.fitted(text.split(mark), width)
            if len(row) != width:
                _odd(rows, line, row, width)
                continue
            text = mark.join(row)
        cells = text.split(mark, first)
        if after:
            cells[first:] = cells[first].rsplit(mark, after)
        yield line, cells[first], cells


def _odd(rows: Rows, line: int, row: Sequence[str], width: int) -> None:
    rows.bad.add(line, f"{len(row)} cells where the header has {width}")
