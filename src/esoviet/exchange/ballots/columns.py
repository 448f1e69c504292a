"""What the columns of a table are: options, the voter, a number of ballots, a time, none of it.

Cells decide, and heads where cells can be two things. A column whose head says that it is none of
the options ("Weight", "Name", "Precinct") but whose cells are ranks like the others' is an option
if only with it the rows are orders 1, 2, 3 …; it is none if only without it they are; if both or
neither are, both are counted.
"""

import re
from collections.abc import Sequence

import msgspec

from esoviet.exchange.ballots.cells import points_of
from esoviet.exchange.ballots.grid import Grid
from esoviet.exchange.ballots.reading import How, listed
from esoviet.exchange.ballots.text import natural, shown
from esoviet.exchange.ballots.words import (
    ASIDE,
    MARKS,
    NO_OPINION,
    SIDES,
    TIME,
    TOTALS,
    UNRANKED,
    VOTER,
    folded,
    is_count,
    rank_of,
)
from esoviet.wire.errors import Malformed

_TIME = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}([ T,]+\d{1,2}[:.h]\d{2}.*)?|\d{1,2}:\d{2}(:\d{2})?( ?[ap]m)?",
    re.IGNORECASE,
)
_MAIL = re.compile(r"\S+@\S+\.\w+")
_POINTS = re.compile(r"-?[0-9]{1,15}([.,][0-9]{1,9})?")


class Kind(msgspec.Struct):
    """What the cells of one column are: how many of each, blanks left out."""

    head: str
    cells: int = 0
    ranks: int = 0
    points: int = 0
    sides: int = 0
    marks: int = 0
    times: int = 0
    mails: int = 0
    odd: tuple[int, str] = (0, "")
    """The first cell that is no number, with its line."""

    def add(self, line: int, cell: str, many: int) -> None:
        """So many more cells with the same content, the first of them in `line`."""
        word = folded(cell)
        if word in UNRANKED:
            return
        self.cells += many
        if word in NO_OPINION:
            self.ranks += many
            self.points += many
            self.sides += many * (word == "-")
            return
        rank = rank_of(cell)
        self.ranks += many * (rank is not None)
        points = bool(_POINTS.fullmatch(cell))
        self.points += many * points
        if rank is None and not points and (not self.odd[0] or line < self.odd[0]):
            self.odd = line, cell
        self.sides += many * (word in SIDES)
        self.marks += many * (word in MARKS)
        self.times += many * (bool(_TIME.fullmatch(cell)) and natural(cell) is None)
        self.mails += many * bool(_MAIL.fullmatch(cell))

    def mostly(self, number: int) -> bool:
        """Whether nearly all of the cells are of a kind."""
        return number > 0 and number * 10 >= self.cells * 9

    @property
    def numeric(self) -> bool:
        """Whether nearly all cells are ranks or points; so is a column without cells."""
        return not self.cells or self.mostly(max(self.ranks, self.points))


class Roles(msgspec.Struct):
    """The columns by what they were taken for."""

    options: list[int]
    voter: int | None = None
    count: int | None = None
    passed: list[int] = msgspec.field(default_factory=list)
    doubtful: list[int] = msgspec.field(default_factory=list)
    """Passed over, or voter or count, by their head alone: their cells could be an option's."""


def kinds(grid: Grid) -> list[Kind]:
    """The kinds of all columns, by every row of the table."""
    found = [Kind(head) for head in grid.head]
    width = len(found)
    seen: list[dict[str, tuple[int, int]]] = [{} for _ in found]
    for line, row in grid.rows():
        if len(row) == width:
            for column, cell in enumerate(row):
                first, many = seen[column].get(cell, (line, 0))
                seen[column][cell] = first, many + 1
    for kind, cells in zip(found, seen, strict=True):
        for cell, (line, many) in cells.items():
            kind.add(line, cell.strip(), many)
    return found


def roles(grid: Grid, found: Sequence[Kind], how: How) -> Roles:
    """Which column is what. What is told (`--skip`, `--voter`, `--weight`) comes first."""
    heads = [folded(kind.head) for kind in found]
    skipped = [_told(heads, name, grid.head, "--skip") for name in how.skip]
    left = [n for n in range(len(heads)) if n not in skipped]
    answer = Roles(options=[], passed=skipped)
    if how.voter is not None:
        answer.voter = _told(heads, how.voter, grid.head, "--voter")
        left = [n for n in left if n != answer.voter]
    if how.weight is not None:
        answer.count = _told(heads, how.weight, grid.head, "--weight")
        left = [n for n in left if n != answer.count]
    added = [n for n in left if heads[n] in TOTALS and found[n].cells and found[n].numeric]
    for n in left:
        if n not in added:
            _place(answer, n, heads[n], found[n])
    for n in added:
        if answer.count is None and not _adds_up(grid, n, answer.options):
            answer.count = n
        else:
            answer.passed.append(n)
        answer.doubtful.append(n)
    _only_answers(answer, found)
    return answer


def _adds_up(grid: Grid, total: int, options: Sequence[int]) -> bool:
    """Whether a column is the sum (or mean) of the options beside it."""
    rows = right = 0
    for _, row in grid.rows():
        value = points_of(row[total].strip()) if len(row) == len(grid.head) else None
        if value is None:
            continue
        cells = [points_of(row[n].strip()) for n in options]
        given = [cell for cell in cells if cell is not None]
        rows += 1
        right += value == sum(given) or abs(value * len(given) - sum(given)) * 20 < len(given)
    return rows > 0 and right * 10 >= rows * 9


def _only_answers(answer: Roles, found: Sequence[Kind]) -> None:
    """A column called "Ballot" or "Name" beside numbers of ballots alone holds what was voted."""
    if not answer.options and answer.voter is not None and answer.count is not None:
        if found[answer.voter].numeric:
            return
        answer.options, answer.voter = [answer.voter], None
        answer.doubtful = []


def _told(heads: list[str], name: str, shown_heads: Sequence[str], option: str) -> int:
    if folded(name) not in heads:
        raise Malformed(f"no column {shown(name)} for {option}; there are: {listed(shown_heads)}")
    return heads.index(folded(name))


def _place(answer: Roles, n: int, head: str, kind: Kind) -> None:
    if (head in TIME and not kind.mostly(kind.ranks)) or kind.mostly(kind.times):
        answer.passed.append(n)
    elif (head in VOTER or kind.mostly(kind.mails)) and answer.voter is None and kind.cells:
        answer.voter = n
        if kind.cells and kind.mostly(kind.ranks) and head in VOTER:
            answer.doubtful.append(n)
    elif head in VOTER and not (kind.cells and kind.numeric):
        answer.passed.append(n)
    elif (
        (is_count(head) or (head == "n" and n == 0))
        and kind.mostly(kind.points)
        and (answer.count is None)
    ):
        answer.count = n
        answer.doubtful.append(n)
    elif head in ASIDE or (not head and (n == 0 or not kind.cells)):
        answer.passed.append(n)
        if kind.mostly(kind.ranks):
            answer.doubtful.append(n)
    else:
        answer.options.append(n)
