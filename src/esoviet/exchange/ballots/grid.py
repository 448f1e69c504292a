"""A text into rows and columns: what parts the cells, where the head is, which rows are whole.

The delimiter is the one outside quotes that gives every row the width of the head. "sep=;" is a
spreadsheet's own first line. Lines above the head that fill one cell are a title. Last columns
without a head and without a cell are none.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from operator import itemgetter

from esoviet.exchange.ballots import foot
from esoviet.exchange.ballots.reading import Progress
from esoviet.exchange.ballots.text import shown
from esoviet.exchange.ballots.words import TOTALS, folded, rank_of
from esoviet.wire.errors import Malformed

SAMPLE = 400
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_FIGURE = re.compile(r"-?[0-9][0-9.,']*\s?%?")
Row = tuple[int, list[str]]


class Grid:
    """A table: its head, and its rows each time anew. Cells are without outer blanks."""

    def __init__(self, lines: Sequence[str], delimiter: str, start: int) -> None:
        self.lines = lines
        self.delimiter = delimiter
        self.start = start
        self.ragged = False
        """Whether rows may end early: in a spreadsheet empty last cells are not there."""
        self.title = ""
        self.notes: list[str] = []
        self.head: list[str] = []
        self.head_line = start
        self.first = 0
        self._find_head()

    @property
    def named(self) -> str:
        """The delimiter as a word."""
        return DELIMITERS.get(self.delimiter, repr(self.delimiter))

    def all_rows(self, most: int | None = None) -> Iterator[Row]:
        """Every row that is not blank, the title's and the head's too."""
        return rows(self.lines[:most], self.delimiter, self.start)

    def rows(self, most: int | None = None, tell: Progress | None = None) -> Iterator[Row]:
        """The rows below the head. Rows of another length come as they are."""
        table = rows(self.lines, self.delimiter, self.start, tell)
        width = len(self.head)
        for _ in range(self.first):
            next(table, None)
        for count, (line, row) in enumerate(table):
            if most is not None and count >= most:
                return
            yield line, row if len(row) == width else self.fitted(row, width)

    def plain(self) -> Iterator[tuple[int, str]] | None:
        """The lines of the same rows, if no cell is in quotes: then `split` parts them."""
        if any('"' in line for line in self.lines):
            return None
        end = len(self.lines)
        while end and not self.lines[end - 1].replace(self.delimiter, ""):
            end -= 1
        numbered = enumerate(islice(self.lines, end), self.start)
        return islice(filter(itemgetter(1), numbered), self.first, None)

    def fitted(self, row: list[str], width: int) -> list[str]:
        """The row as wide as the head, if that takes no more than empty cells at its end."""
        while len(row) > width and not row[-1].strip():
            row = row[:-1]
        if len(row) < width and self.ragged:
            row = row + [""] * (width - len(row))
        return row

    def _find_head(self) -> None:
        sample = list(self.all_rows(SAMPLE))
        filled = [sum(bool(cell.strip()) for cell in row) for _, row in sample]
        widths = Counter(len(row) for _, row in sample)
        width = widths.most_common(1)[0][0] if widths else 0
        if not sample:
            return
        at = next((n for n, cells in enumerate(filled[:11]) if cells > 1), 0)
        if width < 2 or any(cells and not row[0].strip() for (_, row), cells in
                            zip(sample[:at], filled, strict=False)):  # fmt: skip
            at = 0
        self.head_line, head = sample[at]
        self.first = at + 1
        if at:
            line, said = next(row for row in sample if any(cell.strip() for cell in row[1]))
            self.title = said[0].strip()
            self.notes.append(f"line {line}: {shown(self.title)} was taken for a title")
        head = [" ".join(cell.split()) for cell in head]
        below = sample[at + 1 :]
        if below and (names := _under(head, below[0][1])):
            head, below, self.first = names, below[1:], at + 2
        while head and not head[-1]:
            if any(len(row) >= len(head) and row[len(head) - 1].strip() for _, row in below):
                break
            head.pop()
        self.head = head
        self._cut_foot()

    def _cut_foot(self) -> None:
        """Totals at the foot are no ballots."""
        filled = (line for line in reversed(self.lines) if line.replace(self.delimiter, "").strip())
        if not self._labelled(next(filled, "")):
            return  # most tables are not parted for it
        table = list(self.rows())
        while table and foot.is_labelled(table[-1][1]):
            line, row = table.pop()
            foot.check(line, row, [cells for _, cells in table])
            label = next(cell.strip() for cell in row if cell.strip())
            self.notes.append(f"line {line}: {shown(label)} was taken for figures added up")
            self.lines = self.lines[: line - self.start]

    def _labelled(self, line: str) -> bool:
        first = line.strip(f' "{self.delimiter}').split(self.delimiter)[0]
        return folded(first.strip(' "')) in TOTALS


def _under(head: list[str], second: list[str]) -> list[str] | None:
    """The heads, where one over several columns (a merged cell) has their names below it."""
    second = [" ".join(cell.split()) for cell in second]
    if len(second) != len(head) or all(head) or not head[0] or second[0]:
        return None
    names = [below or above for above, below in zip(head, second, strict=True)]
    below = [name for name in second if name]
    whole = all(names) and not any(rank_of(name) or _FIGURE.fullmatch(name) for name in below)
    return names if whole and len(set(names)) == len(names) else None


def rows(
    lines: Sequence[str], delimiter: str, start: int, tell: Progress | None = None
) -> Iterator[Row]:
    """The rows of CSV text that are not blank, each with the number of its (last) line."""
    whole = len(lines)
    quoted = any('"' in line for line in lines)  # only then can a cell go on in the next line
    source = (line + "\n" for line in lines) if quoted else lines
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    empty: list[Row] = []
    try:
        for row in reader:
            if row and (row[0] or any(row)):
                if empty:
                    yield from empty
                    empty = []
                if tell is not None and not reader.line_num & 0x3FFF:
                    tell(reader.line_num, whole)
                yield reader.line_num + start - 1, row
            elif len(row) > 1:  # a blank ballot, unless nothing follows
                empty.append((reader.line_num + start - 1, row))
    except csv.Error:
        line = reader.line_num + start - 1
        raise Malformed(f"line {line}: quotes that do not match, or too long a cell") from None


def grid(lines: Sequence[str]) -> Grid:
    """The table in a text; refuses one that two delimiters would part."""
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    word = lines[first].strip().strip('"').casefold() if lines else ""
    if word.startswith("sep=") and len(word) <= 5:
        given = lines[first].strip().strip('"')[4:] or "\t"
        if given not in DELIMITERS:
            raise Malformed(f"line {first + 1}: {shown(given)} after sep= is no delimiter")
        return Grid(lines[first + 1 :], given, first + 2)
    return Grid(lines[first:], delimiter(lines[first:]), first + 1)


def delimiter(lines: Sequence[str]) -> str:
    """What parts the cells (see the module); a comma where there is one column."""
    sample = lines[:SAMPLE]
    possible = [mark for mark in DELIMITERS if any(mark in line for line in sample)]
    fits = {mark: _fit(sample, mark) for mark in possible}
    best = [mark for mark in possible if fits[mark] >= 1.9]
    best = best or [mark for mark in possible if fits[mark] >= 0.9]
    if len(best) == 1:
        return best[0]
    if best:
        return _surest(sample, best)
    head = sample[0] if sample else ""
    return max(possible, key=lambda mark: (fits[mark], head.count(mark)), default=",")


def _surest(sample: Sequence[str], best: list[str]) -> str:
    """Of several that give even rows: the one outside of the other's cells, if that is certain."""
    for mark in best:
        others = [one for one in best if one != mark]
        cells = [cell for _, row in rows(sample, mark, 1) for cell in row]
        if not any(one in cell for cell in cells for one in others):
            return mark
    inner = {mark: _decimals(sample, mark) for mark in best if mark != ","}
    certain = [mark for mark, sure in inner.items() if sure]
    if len(certain) == 1:
        return certain[0]
    names = " and ".join(DELIMITERS[mark] for mark in best)
    raise Malformed(
        f"line 1: {names} both part every line; write sep=, or sep=; as the first line of the file"
    )


def _decimals(sample: Sequence[str], mark: str) -> bool:
    """Whether commas stand only in what are numbers or quoted or spaced words once parted."""
    for _, row in rows(sample, mark, 1):
        for cell in row:
            if "," in cell and not _comma_belongs(cell.strip()):
                return False
    return True


def _comma_belongs(cell: str) -> bool:
    whole, _, part = cell.partition(",")
    return (whole.lstrip("-").isdigit() and part.isdigit()) or part.startswith(" ")


def _fit(sample: Sequence[str], mark: str) -> float:
    """The share of rows with as many cells as most have, if the head has as many; else 0.

    One more if the head is the first line: nothing has to be taken for a title.
    """
    try:
        widths = [(len(row), row) for _, row in rows(sample, mark, 1)]
    except Malformed:
        return 0.0
    if not widths:
        return 0.0
    often = Counter(width for width, _ in widths).most_common(1)[0][0]
    if often < 2:
        return 0.0
    head = next((row for width, row in widths if width > 1), [])
    empty = sum(not cell.strip() for cell in head)
    if not len(head) - empty <= often <= len(head):
        return 0.0
    share = sum(len(head) - empty <= width <= often for width, _ in widths) / len(widths)
    return share + (widths[0][0] == len(head))
