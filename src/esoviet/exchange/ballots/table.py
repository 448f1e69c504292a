"""CSV ballots: one column an option, one row a ballot; the cells are ranks, points or approvals.

`columns` tells what each column is and `cells` what the numbers mean. An empty cell leaves an
option unranked: it stands below all ranked ones. "No opinion" (or "-", "?") says nothing about it:
then the option is in no pair on that ballot. Heads of the kind "Rank the dishes [Bread]", as forms
write them, are shortened to what is in the brackets.
"""

import re
from collections.abc import Sequence

import msgspec

from esoviet.exchange.ballots import cells as of
from esoviet.exchange.ballots import shape
from esoviet.exchange.ballots.columns import Kind, Roles
from esoviet.exchange.ballots.grid import Grid
from esoviet.exchange.ballots.reading import Bad, Column, How, Other, Reading, counted, listed
from esoviet.exchange.ballots.sheet import Ballot, Sheet, once
from esoviet.exchange.ballots.text import number, shown
from esoviet.exchange.ballots.words import MARKS, NO_OPINION, RANKING, SCORING, UNRANKED, folded
from esoviet.tally.profile import MAX_OPTIONS, Points
from esoviet.wire.errors import Malformed

_BRACKETS = re.compile(r"(.*?\S)\s*\[(.+)\]")
SCORED = ("approval", "score")
LONGEST = 2000  # of a head with a question in it


class Rows(msgspec.Struct):
    """The rows of a table by the columns that are options."""

    cells: list[of.Cells]
    voters: list[str]
    counts: list[int]
    lines: list[int]

    def weighed(self) -> list[tuple[of.Cells, int]]:
        """The rows, each with its number of ballots."""
        return list(zip(self.cells, self.counts, strict=True))


def option_names(grid: Grid, columns: Sequence[int]) -> tuple[tuple[str, ...], str]:
    """The names of options, and the question of a form that they are part of."""
    heads = [grid.head[n] for n in columns]
    matches = [_BRACKETS.fullmatch(head) if len(head) <= LONGEST else None for head in heads]
    parts = [match for match in matches if match is not None]
    asked = {match[1] for match in parts}
    if len(parts) == len(heads) and len(asked) == 1:
        return _checked(grid, [match[2].strip() for match in parts]), asked.pop()
    if len(parts) == len(heads) > 1 and len(asked) < len(heads):
        raise Malformed(
            f"line {grid.head_line}: {counted(len(asked), 'question')}: {listed(sorted(asked))}; "
            "leave the columns of the others out with --skip"
        )
    return _checked(grid, heads), ""


def _checked(grid: Grid, names: list[str]) -> tuple[str, ...]:
    line = grid.head_line
    if not all(names) or len({name.casefold() for name in names}) != len(names):
        raise Malformed(f"line {line}: every column needs a name of its own (one an option)")
    if not 1 <= len(names) <= MAX_OPTIONS:
        raise Malformed(f"line {line}: {len(names)} options; 1 to {MAX_OPTIONS} can be ranked")
    return tuple(names)


def read(grid: Grid, kinds: Sequence[Kind], roles: Roles, title: str, how: How) -> Reading:
    """Read CSV ballots."""
    told = how.skip or how.weight is not None or how.voter is not None
    if roles.doubtful and not told and not _of_a_form(grid, roles):
        with_all = _more(roles)
        choice = _which(grid, roles, with_all)
        if choice == "both":
            return _two(grid, kinds, roles, with_all, title, how)
        roles = with_all if choice == "options" else roles
    return _reading(grid, kinds, roles, title, how)


def _of_a_form(grid: Grid, roles: Roles) -> bool:
    """Whether every option stands in brackets: then a column without them is none."""
    return bool(roles.options) and all(
        _BRACKETS.fullmatch(grid.head[n][:LONGEST]) for n in roles.options
    )


def _more(roles: Roles) -> Roles:
    """The same columns, the doubtful ones as options."""
    doubtful = set(roles.doubtful)
    return Roles(
        options=sorted({*roles.options, *doubtful}),
        voter=None if roles.voter in doubtful else roles.voter,
        count=None if roles.count in doubtful else roles.count,
        passed=[n for n in roles.passed if n not in doubtful],
    )


def _which(grid: Grid, roles: Roles, with_all: Roles) -> str:
    """Whether doubtful columns are options: "options", "not", or "both"."""
    fits = []
    for one in (with_all, roles):
        width = len(grid.head)
        rows = [(tuple(row[n].strip() for n in one.options), 1)
                for _, row in grid.rows() if len(row) == width]  # fmt: skip
        found = of.weigh(rows)
        fits.append(bool(one.options) and found.strict * 10 >= max(found.ballots, 1) * 9)
    if not roles.options or fits == [True, False]:
        return "options"
    if fits == [False, True] or not _like_ranks(grid, roles):
        return "not"
    return "both"


def _like_ranks(grid: Grid, roles: Roles) -> bool:
    """Whether the numbers of doubtful columns could be ranks: none above that of the columns."""
    most = len(grid.head)
    for _, row in grid.rows():
        for n in roles.doubtful:
            value = of.points_of(row[n].strip()) if n < len(row) else None
            if value is not None and value > most:
                return False
    return True


def _two(
    grid: Grid, kinds: Sequence[Kind], roles: Roles, more: Roles, title: str, how: How
) -> Reading:
    """Both readings of a doubtful column."""
    names = listed(grid.head[n] for n in roles.doubtful)
    other = _reading(grid, kinds, more, title, how).votes
    reading = _reading(grid, kinds, roles, title, how)
    return msgspec.structs.replace(
        reading,
        notes=(*reading.notes, f"{names} could be an option too; it was taken for none"),
        others=(
            *reading.others,
            Other(
                what=f"{names} is an option",
                say="another head for that column",
                keep=" ".join(_keeps(grid, roles)),
                votes=lambda: other,
            ),
        ),
    )


def _keeps(grid: Grid, roles: Roles) -> list[str]:
    told = []
    for n in roles.doubtful:
        option = "--voter" if n == roles.voter else "--weight" if n == roles.count else "--skip"
        told.append(f"{option} {shown(grid.head[n])}")
    return told


def _reading(grid: Grid, kinds: Sequence[Kind], roles: Roles, title: str, how: How) -> Reading:
    options, asked = option_names(grid, roles.options)
    shared = [kinds[n] for n in roles.options]
    marked = any(kind.marks for kind in shared) and all(
        not kind.cells or kind.mostly(kind.marks) for kind in shared
    )
    if not marked:
        _numbers_only(grid, shared)
    rows, bad = _rows(grid, roles)
    weighed = of.weigh(rows.weighed())
    if how.cells is None and not marked and not asked:  # a question names its options itself
        shape.check(rows.weighed(), weighed, [grid.head[n] for n in roles.options], grid.head_line)
    said = "points" if SCORING.search(asked) else "ranks" if RANKING.search(asked) else None
    table = _Table(rows, options, asked or title, bad)
    taken = [Column(grid.head[n], f"option {place}") for place, n in enumerate(roles.options, 1)]
    reading = table.approvals() if marked else table.numbers(weighed, how, said)
    return msgspec.structs.replace(
        reading,
        delimiter=grid.named,
        columns=(*taken, *_others(grid, roles)),
        aside=tuple(bad.first),
        set_aside=bad.count,
        notes=(*grid.notes, *reading.notes),
    )


def _others(grid: Grid, roles: Roles) -> list[Column]:
    columns = [(n, "passed over") for n in roles.passed]
    columns += [(n, "the voter") for n in (roles.voter,) if n is not None]
    columns += [(n, "number of ballots") for n in (roles.count,) if n is not None]
    return [Column(grid.head[n] or f"column {n + 1}", taken) for n, taken in sorted(columns)]


def _numbers_only(grid: Grid, kinds: Sequence[Kind]) -> None:
    for kind in kinds:
        if not kind.numeric:
            line, cell = kind.odd
            raise Malformed(
                f"line {line}: a rank must be a whole number, not {shown(cell)}; if "
                f"{shown(kind.head)} is no option: --skip {shown(kind.head)}, or --voter"
            )
    if not any(kind.cells for kind in kinds):
        raise Malformed(f"line {grid.head_line}: no ballot below the heads says anything")


def _rows(grid: Grid, roles: Roles) -> tuple[Rows, Bad]:
    rows, bad, width = Rows([], [], [], []), Bad(), len(grid.head)
    known: dict[of.Cells, of.Cells] = {}
    for line, row in grid.rows():
        if len(row) != width:
            bad.add(line, f"{len(row)} cells where the header has {width}")
            continue
        cells = tuple(row[n].strip() for n in roles.options)
        many = 1
        if roles.count is not None:
            many = number(row[roles.count].strip(), line, "a number of ballots")
        rows.cells.append(known.setdefault(cells, cells))
        rows.voters.append("" if roles.voter is None else row[roles.voter].strip())
        rows.counts.append(many)
        rows.lines.append(line)
    once(zip(rows.lines, rows.voters, strict=True))
    return rows, bad


class _Table:
    """Rows of cells that can be read in several ways."""

    def __init__(self, rows: Rows, options: tuple[str, ...], title: str, bad: Bad) -> None:
        self.rows = rows
        self.options = options
        self.title = title
        self.bad = bad
        self.uneven = bad.count
        self.judged = False

    def approvals(self) -> Reading:
        """Marks such as "x": a marked option is approved."""
        approved: dict[of.Cells, bytes | Points] = {
            cells: tuple((n, 1) for n, cell in enumerate(cells) if folded(cell) in MARKS)
            for cells in self.rows.cells
        }
        return Reading(
            votes=self._sheet(approved, "last"), format="CSV approvals, a column an option"
        )

    def numbers(self, found: of.Evidence, how: How, said: str | None) -> Reading:
        """Ranks or points (see `cells`)."""
        meant = how.cells or said or of.meaning(found)
        scored = how.method in SCORED
        if meant == "points":
            return self._points(how)
        if how.method == "score" and how.cells is None and said is None and not found.spelled:
            if found.ballots and found.strict == found.ballots and len(self.options) > 1:
                raise Malformed(
                    "score needs points, and these numbers are ranks: every ballot is an order "
                    "1, 2, 3 …; say --cells points if the larger is the better"
                )
            return self._points(how)
        if meant == "doubt" and not (scored and found.zeros):
            ranks = self._ranks(found, how, "; they could be points (--cells)")
            doubt = Other(
                what="the numbers are points, the larger the better",
                say="--cells points",
                keep="--cells ranks",
                votes=lambda: self._points(how).votes,
            )
            return msgspec.structs.replace(ranks, others=(doubt, *ranks.others))
        return self._points(how) if meant == "doubt" else self._ranks(found, how)

    def _points(self, how: How) -> Reading:
        sheet = self._sheet(self._each(of.scoring), "last")
        note = "the numbers were taken for points, the larger the better (--cells)"
        return Reading(
            votes=sheet, format="CSV points, a column an option", notes=() if how.cells else (note,)
        )

    def _ranks(self, found: of.Evidence, how: How, doubt: str = "") -> Reading:
        choices = self._each(of.ranking)
        words = {folded(cell) for cells in choices for cell in cells}
        unsaid, empty = bool(words & NO_OPINION), bool(words & UNRANKED)
        custom = "uncounted" if unsaid else "last"
        sheet = self._sheet(choices, how.unranked or custom)
        notes, others = [], []
        if not how.cells and not found.spelled:
            notes.append(f"the numbers were taken for ranks, 1 the best{doubt}")
        if how.unranked is None and (unsaid or empty) and len(self.options) > 1:
            opposite = "last" if unsaid else "uncounted"
            told = "in no pair" if unsaid else "below all ranked ones"
            notes.append(f"an option without a rank is {told} on that ballot (--unranked)")
            certain = unsaid and not empty and not words & {"-", "?"}
            if not certain:
                others.append(
                    Other(
                        what=f"an option without a rank is {_STANDS[opposite]}",
                        say=f"--unranked {opposite}",
                        keep=f"--unranked {custom}",
                        votes=lambda: msgspec.structs.replace(sheet, unranked=opposite),
                        strict=unsaid,
                        pairs=True,
                    )
                )
        return Reading(
            votes=sheet,
            format="CSV ballots, a column an option",
            notes=tuple(notes),
            others=tuple(others),
        )

    def _each(self, read: of.Reader) -> dict[of.Cells, bytes | Points]:
        """Each kind of row as a choice; rows that are none are set aside."""
        known: dict[of.Cells, bytes | Points] = {}
        wrong: dict[of.Cells, str] = {}
        for cells in self.rows.cells:
            if cells not in known and cells not in wrong:
                try:
                    known[cells] = read(cells)
                except of.Odd as odd:
                    wrong[cells] = str(odd)
        if wrong and not self.judged:
            for line, cells in zip(self.rows.lines, self.rows.cells, strict=True):
                if cells in wrong:
                    self.bad.add(line, wrong[cells])
        if not self.judged:
            self.bad.judge(len(self.rows.cells) + self.uneven)
            self.judged = True
        return known

    def _sheet(self, choices: dict[of.Cells, bytes | Points], unranked: str) -> Sheet:
        rows = self.rows
        return Sheet(
            format="csv",
            title=self.title,
            options=self.options,
            numbers=tuple(range(1, len(self.options) + 1)),
            ballots=tuple(
                Ballot(choices[cells], voter, count=many)
                for cells, voter, many in zip(rows.cells, rows.voters, rows.counts, strict=True)
                if many and cells in choices
            ),
            unranked="uncounted" if unranked == "uncounted" else "last",
        )


_STANDS = {"last": "below all ranked ones", "uncounted": "in no pair"}
