"""One question of a form, its answer in one cell: an option chosen, or a list of those approved.

"Anna > Ben = Cas" is an order, if some answer has such a mark. Semicolons part the options of a
list for certain, as do line ends. Commas do if most answers are then the same few options; an
option that never stands without the one before it is the rest of a name with a comma in it, which
is a note. One option in every cell is a vote for one. Lists that all name the same options in more
than one sequence are orders, and so are lists that answer a question that says "rank".
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from esoviet.exchange.ballots import foot
from esoviet.exchange.ballots.columns import Roles
from esoviet.exchange.ballots.grid import Grid
from esoviet.exchange.ballots.reading import Bad, Column, Reading, counted
from esoviet.exchange.ballots.sheet import Ballot, Sheet, once
from esoviet.exchange.ballots.text import number, shown
from esoviet.exchange.ballots.words import RANKING
from esoviet.tally.profile import MAX_OPTIONS, from_groups
from esoviet.wire.errors import Malformed

Row = tuple[str, str, int]
"""Voter, answer, number of ballots."""


def read(grid: Grid, roles: Roles, title: str) -> Reading:
    """Read the one column of answers."""
    (column,) = roles.options
    rows, bad = _rows(grid, roles, column)
    if roles.count is not None and rows:
        (*others, last), counts = [answer for _, answer, _ in rows], [many for *_, many in rows]
        foot.check_sum("the last row", last, counts, others)
    if any(">" in answer for _, answer, _ in rows):
        return _orders(grid, roles, column, title, rows, bad)
    if mark := _ordered([answer for _, answer, _ in rows], grid.head[column]):
        rows = [(who, " > ".join(_parts(answer, mark)), many) for who, answer, many in rows]
        orders = _orders(grid, roles, column, title, rows, bad)
        note = "the list in each cell was taken for an order, the best first"
        return msgspec.structs.replace(orders, notes=(*orders.notes, note))
    answers, mark, notes = _parted([answer for _, answer, _ in rows])
    if any("{" in name and "}" in name for answer in answers for name in answer):
        raise Malformed(
            f"line {grid.head_line}: braces in {shown(grid.head[column])} are no names; write an "
            "order as 'Anna > Ben = Cas'"
        )
    names = _names(answers, grid.head_line)
    place = {name: n for n, name in enumerate(names)}
    sheet = Sheet(
        format="csv",
        title=grid.head[column] or title,
        options=tuple(names),
        numbers=tuple(range(1, len(names) + 1)),
        ballots=tuple(
            Ballot(_choice([place[name] for name in answer], bool(mark), len(names)), voter, "", n)
            for answer, (voter, _, n) in zip(answers, rows, strict=True)
            if n
        ),
        shares=False,
    )
    taken = {column: "a list of options" if mark else "the option", roles.voter: "the voter"}
    taken[roles.count] = "number of ballots"
    return Reading(
        votes=sheet,
        format="CSV approvals, a list in a cell" if mark else "CSV votes for one option",
        delimiter=grid.named,
        columns=tuple(Column(h, taken.get(n, "passed over")) for n, h in enumerate(grid.head)),
        aside=tuple(bad.first),
        set_aside=bad.count,
        notes=(*grid.notes, *notes),
    )


def _orders(
    grid: Grid, roles: Roles, column: int, title: str, rows: Sequence[Row], bad: Bad
) -> Reading:
    """Answers that are orders, such as "Anna > Ben = Cas"."""
    place: dict[str, int] = {}
    orders: list[list[list[int]]] = []
    for _, answer, _ in rows:
        groups = [_parts(part, "=") for part in answer.split(">")]
        order = [[place.setdefault(name, len(place)) for name in group] for group in groups]
        named = [option for group in order for option in group]
        if len(set(named)) != len(named):
            raise Malformed(f"an option twice in the order {shown(answer)}; keep the first")
        orders.append(order)
    if len(place) > MAX_OPTIONS:
        raise Malformed(f"line {grid.head_line}: {len(place)} options; up to {MAX_OPTIONS}")
    sheet = Sheet(
        format="csv",
        title=title,
        options=tuple(place),
        numbers=tuple(range(1, len(place) + 1)),
        ballots=tuple(
            Ballot(from_groups(len(place), order), voter, "", n)
            for order, (voter, _, n) in zip(orders, rows, strict=True)
            if n
        ),
    )
    taken = {column: "the order", roles.voter: "the voter", roles.count: "number of ballots"}
    return Reading(
        votes=sheet,
        format="CSV orders in a cell",
        delimiter=grid.named,
        columns=tuple(Column(h, taken.get(n, "passed over")) for n, h in enumerate(grid.head)),
        aside=tuple(bad.first),
        set_aside=bad.count,
        notes=tuple(grid.notes),
    )


def _ordered(answers: Sequence[str], head: str) -> str:
    """What parts lists that are orders, or nothing: lists of all options, not all in one sequence,
    say nothing as approvals; and the head may say that options are ranked."""
    for mark in (";", "\n", ","):
        parted = [tuple(_parts(answer, mark)) for answer in answers if answer]
        if not any(len(parts) > 1 for parts in parted):
            continue
        if any(len(set(parts)) < len(parts) for parts in parted):
            return ""
        every = {frozenset(parts) for parts in parted}
        if len(set(parted)) > len(every) == 1 or (RANKING.search(head) and mark != ","):
            return mark
        return ""
    return ""


def _rows(grid: Grid, roles: Roles, column: int) -> tuple[list[Row], Bad]:
    """Voter, answer and number of each row."""
    bad, every, width = Bad(), 0, len(grid.head)
    rows: list[Row] = []
    voters: list[tuple[int, str]] = []
    for line, row in grid.rows():
        every += 1
        if len(row) != width:
            bad.add(line, f"{len(row)} cells where the header has {width}")
            continue
        many = 1
        if roles.count is not None:
            many = number(row[roles.count].strip(), line, "a number of ballots")
        voters.append((line, "" if roles.voter is None else row[roles.voter].strip()))
        rows.append((voters[-1][1], row[column].strip(), many))
    bad.judge(every)
    once(voters)
    return rows, bad


def _names(answers: Sequence[Sequence[str]], line: int) -> list[str]:
    """The options by name; refused if the answers are as good as all different."""
    names = sorted({name for answer in answers for name in answer}, key=lambda n: (n.casefold(), n))
    if not names:
        raise Malformed(f"line {line}: no ballot below the heads says anything")
    if len(names) > MAX_OPTIONS or (len(answers) > 9 and len(names) * 2 > len(answers)):
        raise Malformed(
            f"line {line}: {counted(len(names), 'different answer')} in one column; "
            "an answer has to be an option, or a list of options"
        )
    return names


def _choice(
    named: Sequence[int], several: bool, options: int
) -> bytes | tuple[tuple[int, int], ...]:
    if several:
        return tuple((option, 1) for option in sorted(set(named)))
    ranks = bytearray(options)
    for option in named:
        ranks[option] = 1
    return bytes(ranks)


def _parted(answers: Sequence[str]) -> tuple[list[list[str]], str, list[str]]:
    """The options of each answer, what parts them ("" if every answer is one), and notes."""
    for mark in (";", "\n"):
        if any(mark in answer for answer in answers):
            return [_parts(answer, mark) for answer in answers], mark, []
    with_commas = [answer for answer in answers if "," in answer]
    if not with_commas or not _same_few(answers):
        return [[answer] if answer else [] for answer in answers], "", []
    parted = [_parts(answer, ",") for answer in answers]
    joined = _joins(parted)
    notes = [f"{name!r} was taken for one option with a comma in its name" for name in joined]
    return [_joined(parts, joined) for parts in parted], ",", notes


def _parts(answer: str, mark: str) -> list[str]:
    return [part.strip() for part in answer.split(mark) if part.strip()]


def _same_few(answers: Sequence[str]) -> bool:
    """Whether parted by commas the answers have fewer different parts than whole answers."""
    parts = Counter(part for answer in answers for part in _parts(answer, ","))
    alone = {answer for answer in answers if answer and "," not in answer}
    return bool(alone & set(parts)) or len(parts) < len({answer for answer in answers if answer})


def _joins(parted: Sequence[Sequence[str]]) -> list[str]:
    """Pairs that always stand side by side, as "Bread, white"."""
    often = Counter(part for parts in parted for part in parts)
    pairs = Counter(pair for parts in parted for pair in pairwise(parts))
    ballots = sum(bool(parts) for parts in parted)
    return [
        f"{one}, {other}"
        for (one, other), many in pairs.items()
        if many == often[one] == often[other] and 1 < many < ballots
    ]


def _joined(parts: Sequence[str], joined: Sequence[str]) -> list[str]:
    answer: list[str] = []
    for part in parts:
        if answer and f"{answer[-1]}, {part}" in joined:
            answer[-1] = f"{answer[-1]}, {part}"
        else:
            answer.append(part)
    return answer
