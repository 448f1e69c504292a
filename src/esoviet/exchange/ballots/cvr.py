"""Cast vote records: one row a ballot, one column a rank, the cell the option ranked there.

`heads` tells the columns of ranks, `marks` what their cells mean. A file with several questions is
counted by `--question`. Other columns are passed over, except a voter's or ballot's name and the
number of equal ballots. Options are numbered as they first appear, and ties go by the order of
their names: the order of the rows changes nothing. Records of Clear Ballot, which have a column for
every option and rank with 1 or 0 in it, are brought into this shape first.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import compress
from operator import itemgetter

import msgspec

from esoviet.exchange.ballots import cvr_rows
from esoviet.exchange.ballots.cvr_rows import Rows
from esoviet.exchange.ballots.grid import Grid, Row
from esoviet.exchange.ballots.heads import Head, questions, rank_heads
from esoviet.exchange.ballots.marks import Cells, Flags, Marks
from esoviet.exchange.ballots.reading import (
    Column,
    How,
    Other,
    Progress,
    Reading,
    counted,
    listed,
)
from esoviet.exchange.ballots.sheet import Ballot, Sheet
from esoviet.exchange.ballots.text import natural, shown
from esoviet.exchange.ballots.words import (
    ASIDE,
    NO_OPINION,
    SKIPPED,
    TIME,
    TOTALS,
    VOTER,
    folded,
    is_count,
    rank_of,
)
from esoviet.wire.errors import Malformed

_CLEAR = re.compile(r"Choice_\d+_\d+:(.+):(\d{1,3}):Number of Winners \d+:(.*):([^:]*)")
_OTHERWISE = re.compile(
    r"\b(id|num|number|no|nr|index|pos|position|box|code|style|type|row|record|batch|tabulator|"
    r"precinct|ward|district|county|machine|card|cvr|group|portion|session|year|page)s?\b"
    r"|(id|num|number|index|code|nr|no|position|style|type)$",
    re.IGNORECASE,
)
"""Heads of numbers that name something."""
SAMPLE = 400


def cvr_columns(grid: Grid) -> list[Head]:
    """The columns of ranks, if the cells below are options and no ranks; else none."""
    heads = rank_heads(grid.head)
    if any(_CLEAR.fullmatch(head) for head in grid.head):
        return [Head(n, 1, "", True) for n, head in enumerate(grid.head) if _CLEAR.fullmatch(head)]
    groups = questions(heads)
    if not heads or (len(groups) > 1 and all(len(group) == 1 for group in groups.values())):
        return []
    cells = [row[head.column] for _, row in _whole(grid) for head in heads]
    marks = [cell.strip() for cell in cells if folded(cell) not in SKIPPED | NO_OPINION]
    names = [mark for mark in marks if rank_of(mark) is None]
    if names or not marks:
        return heads if len(names) * 10 > len(marks) or not marks else []
    if all(head.certain for head in heads):
        return heads
    return _codes(grid, heads)


def _whole(grid: Grid) -> Iterator[Row]:
    return (row for row in grid.rows(SAMPLE) if len(row[1]) == len(grid.head))


def _codes(grid: Grid, heads: list[Head]) -> list[Head]:
    """Heads such as "1" or "Choice 1" over numbers: codes of options, or ranks of options?"""
    columns = [head.column for head in heads]
    proper = every = 0
    for _, row in _whole(grid):
        values = sorted(natural(row[n].strip()) or 0 for n in columns if row[n].strip())
        every += bool(values)
        proper += bool(values) and values == list(range(1, len(values) + 1))
    if proper * 10 > every * 9:
        names = listed(grid.head[n] for n in columns)
        raise Malformed(
            f"line {grid.head_line}: {names} could be ranks with numbers of options below, or "
            "options with ranks below; call them '1st choice' and so on, or use --cells ranks"
        )
    return heads if proper * 2 < every else []


def read(
    grid: Grid, heads: Sequence[Head], title: str, how: How, tell: Progress | None = None
) -> Reading:
    """Read cast vote records whose ranks stand in `heads`."""
    side_by_side: list[int] = []
    if _CLEAR.fullmatch(grid.head[heads[0].column]):
        ranks, pick = _clear(grid, heads, how)
    else:
        name, chosen = _question(questions(heads), how, grid.head_line)
        title = name or title
        ranks = [grid.head[head.column] for head in chosen]
        picked = [head.column for head in chosen]
        pick = _picker(picked)
        if picked == list(range(picked[0], picked[0] + len(picked))):
            side_by_side = picked
    rest = set(range(len(grid.head))) - {head.column for head in heads}
    skipped = {folded(name) for name in how.skip}
    voter = _named(grid, rest, how.voter, VOTER.__contains__, "--voter")
    count = _named(grid, rest - {voter}, how.weight, _counts, "--weight")
    unsure = (
        None
        if how.weight is not None or count is not None
        else _numbers(grid, {n for n in rest - {voter} if folded(grid.head[n]) not in skipped})
    )
    rows = cvr_rows.read(grid, pick, side_by_side, voter, count, tell)
    columns = [Column(head, f"rank {n}") for n, head in enumerate(ranks, start=1)]
    columns += [Column(grid.head[n], "the voter or ballot") for n in (voter,) if n is not None]
    columns += [Column(grid.head[n], "number of ballots") for n in (count,) if n is not None]
    passed = [grid.head[n] or f"column {n + 1}" for n in sorted(rest - {voter, count})]
    columns += [Column(head, "passed over") for head in passed]
    reading = _Record(grid, rows).reading(title, tuple(columns), how)
    if unsure is None:
        return reading
    return _weighed(reading, grid, heads, unsure, how, certain=len(rows.kinds) < len(rows.kind_of))


def _numbers(grid: Grid, rest: set[int]) -> int | None:
    """A column of numbers that no head says what they are of: could they be of ballots?"""
    for n in sorted(rest):
        head = folded(grid.head[n])
        values = [natural(row[n].strip()) or 0 for _, row in _whole(grid)]
        named = not head or _OTHERWISE.search(head) or head in ASIDE | TIME | VOTER
        going_up = values == list(range(values[0], values[0] + len(values))) if values else True
        if not named and not going_up and all(values) and len(set(values)) > 1:
            return n
    return None


def _weighed(
    reading: Reading, grid: Grid, heads: Sequence[Head], column: int, how: How, *, certain: bool
) -> Reading:
    """A reading in which a column could be the number of equal ballots; `certain` that it is not,
    as equal ballots stand in rows of their own."""
    head = grid.head[column]
    other = Other(
        what=f"{head} is the number of ballots",
        say=f"--weight {shown(head)}",
        keep=f"--skip {shown(head)}",
        votes=lambda: read(grid, heads, "", msgspec.structs.replace(how, weight=head)).votes,
        strict=not certain,
    )
    return msgspec.structs.replace(reading, others=(*reading.others, other))


def _question(groups: dict[str, list[Head]], how: How, line: int) -> tuple[str, list[Head]]:
    if how.question is not None:
        for name, heads in groups.items():
            if folded(name) == folded(re.sub(r"[\W_]+", " ", how.question)):
                return name, heads
        raise Malformed(f"no question {shown(how.question)}; there are: {listed(groups)}")
    if len(groups) == 1:
        return next(iter(groups.items()))
    raise Malformed(
        f"line {line}: {counted(len(groups), 'question')}: {listed(groups)}; choose one with "
        "--question"
    )


def _picker(columns: list[int]) -> Callable[[list[str]], Cells]:
    if len(columns) == 1:
        only = columns[0]
        return lambda row: (row[only],)
    take: Callable[[list[str]], Cells] = itemgetter(*columns)
    return take


def _clear(
    grid: Grid, heads: Sequence[Head], how: How
) -> tuple[list[str], Callable[[list[str]], Cells]]:
    """Clear Ballot's columns, "Choice_1_1:contest:rank:Number of Winners 1:option:party"."""
    found: dict[str, dict[int, list[tuple[int, str]]]] = {}
    for head in heads:
        match = _CLEAR.fullmatch(grid.head[head.column])
        assert match is not None
        ranks = found.setdefault(match[1], {})
        ranks.setdefault(int(match[2]), []).append((head.column, match[3]))
    wanted = {name: [Head(0, 1, name, True)] for name in found}
    name, _ = _question(wanted, how, grid.head_line)
    places = [found[name][rank] for rank in sorted(found[name])]

    def pick(row: list[str]) -> Cells:
        return tuple(
            "\n".join(option for column, option in place if row[column].strip() == "1")
            for place in places
        )

    return [f"{name}, rank {rank}" for rank in sorted(found[name])], pick


def _named(
    grid: Grid, rest: set[int], wanted: str | None, fits: Callable[[str], bool], option: str
) -> int | None:
    heads = {n: folded(grid.head[n]) for n in rest}
    if wanted is not None:
        place = next((n for n, head in heads.items() if head == folded(wanted)), None)
        if place is None:
            raise Malformed(
                f"no column {shown(wanted)} for {option}; there are: {listed(grid.head)}"
            )
        return place
    return next((n for n in sorted(rest) if fits(heads[n])), None)


def _counts(head: str) -> bool:
    return is_count(head) or head in TOTALS or head == "n"


class _Record:
    """What is in a record, and what can be made of it."""

    def __init__(self, grid: Grid, rows: Rows) -> None:
        self.grid = grid
        self.rows = rows

    def reading(self, title: str, columns: tuple[Column, ...], how: How) -> Reading:
        """The reading that `how` asks for, and what else could be made of it."""
        marks = Marks(self.rows.kinds, self.rows.lines)
        many = self.rows.many()
        notes, others = self._doubts(title, marks, many, how)
        return Reading(
            votes=self.sheet(title, marks, how),
            format="cast vote record, a column a rank",
            delimiter=self.grid.named,
            columns=columns,
            void=_of(many, marks.overvoted()),
            aside=tuple(self.rows.bad.first),
            set_aside=self.rows.bad.count,
            notes=(*self.grid.notes, *self.rows.notes, *notes),
            others=tuple(others),
        )

    def _doubts(
        self, title: str, marks: Marks, many: Sequence[int], how: How
    ) -> tuple[list[str], list[Other]]:
        """What overvotes and empty ranks could mean besides, where it matters."""
        notes: list[str] = []
        others: list[Other] = []
        after = _of(many, marks.goes_on())
        if after and how.overvote is None:
            notes.append(
                f"{counted(after, 'ballot')} with an overvote before another rank: the overvote is "
                "passed over (--overvote)"
            )
            ends = msgspec.structs.replace(how, overvote="exhaust")
            others.append(
                Other(
                    what="an overvote ends a ballot",
                    say="--overvote exhaust",
                    keep="--overvote skip",
                    votes=lambda: self.nameless(title, marks, ends, many),
                )
            )
        leap = _of(many, marks.leaps())
        if leap and how.max_skips is None:
            notes.append(
                f"{counted(leap, 'ballot')} with two empty ranks before another: empty ranks are "
                "passed over (--max-skips)"
            )
            short = msgspec.structs.replace(how, max_skips=1)
            others.append(
                Other(
                    what="two empty ranks end a ballot",
                    say="--max-skips 1",
                    keep="no --max-skips",
                    votes=lambda: self.nameless(title, marks, short, many),
                    strict=False,
                )
            )
        return notes, others

    def sheet(self, title: str, marks: Marks, how: How) -> Sheet:
        """The ballots one by one, in the order of the rows."""
        ranks, rows = marks.rankings(how), self.rows
        if rows.counts:
            ballots = tuple(
                Ballot(ranks[kind], name, "", many) for kind, name, many in rows.ballots() if many
            )
        elif rows.names:
            ballots = tuple(map(Ballot, map(ranks.__getitem__, rows.kind_of), rows.names))
        else:
            ballots = tuple(map(list(map(Ballot, ranks)).__getitem__, rows.kind_of))
        return self._sheet(title, marks, ballots)

    def nameless(self, title: str, marks: Marks, how: How, many: Sequence[int]) -> Sheet:
        """The distinct ballots, each with its number: enough to count them."""
        pairs = zip(marks.rankings(how), many, strict=True)
        return self._sheet(
            title, marks, tuple(Ballot(r, "", "", count) for r, count in pairs if count)
        )

    def _sheet(self, title: str, marks: Marks, ballots: tuple[Ballot, ...]) -> Sheet:
        return Sheet(
            format="cvr",
            title=title,
            options=marks.names,
            numbers=tuple(range(1, len(marks.names) + 1)),
            ballots=ballots,
            write_ins=marks.write_ins,
            tie_order=marks.alphabetical,
            shares=False,
        )


def _of(many: Sequence[int], flags: Flags) -> int:
    """How many ballots are flagged."""
    return sum(compress(many, flags.tolist()))
