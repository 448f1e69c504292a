"""The cells of a table with a column an option: ranks, points or approvals.

Ranks are whole numbers from 1, the best ("2nd" and "2." too). Points are any numbers, the more the
better. Which of them a table has is told by the cells: a 0, a decimal or a number above that of the
options is no rank; "2nd" and "No opinion" are no points; where a ballot has neither a first nor a
shared place that fits an order, both readings are kept.
"""

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Literal, TypeAlias

import msgspec

from esoviet.exchange.ballots.text import shown
from esoviet.exchange.ballots.words import NO_OPINION, UNRANKED, folded, rank_of
from esoviet.tally.profile import Points, dense

Cells: TypeAlias = tuple[str, ...]
Reader: TypeAlias = Callable[[Cells], "bytes | Points"]
Meaning: TypeAlias = Literal["ranks", "points", "doubt"]
_POINTS = re.compile(r"(-?)([0-9]{1,15})(?:[.,]([0-9]{1,9}))?")


class Odd(Exception):
    """A cell that is not what its column holds."""


class Evidence(msgspec.Struct):
    """What the rows of a table say about their numbers; counted in ballots."""

    ballots: int = 0
    spelled: int = 0
    """Cells such as "2nd" or "No opinion"."""
    zeros: int = 0
    parts: int = 0
    """Cells with a decimal, or below zero."""
    high: int = 0
    """Ballots with a number above that of the options."""
    firstless: int = 0
    """Ballots without a 1."""
    strict: int = 0
    """Ballots that are an order 1, 2, 3 … without gaps and shared places; zeros left out."""
    low: int = 0
    """Ballots that share their best place: as ranks the first, as points the last."""
    last: int = 0
    """Ballots that share their highest number: as ranks the last place."""


def weigh(rows: Sequence[tuple[Cells, int]]) -> Evidence:
    """The evidence of rows, each with its number of ballots."""
    found = Evidence()
    for cells, many in rows:
        values: list[int] = []
        for cell in cells:
            word = folded(cell)
            if word in UNRANKED:
                continue
            rank = rank_of(cell)
            if word in NO_OPINION or (rank is not None and rank[1]):
                found.spelled += many
            if rank is None:
                value = points_of(cell)
                found.parts += many * (value is not None and _uneven(cell, value))
                if value is not None and value.denominator == 1:
                    values.append(int(value))
            else:
                values.append(rank[0])
        _judge(found, values, len(cells), many)
    return found


def _uneven(cell: str, value: Fraction) -> bool:
    return value < 0 or value.denominator > 1 or bool(re.search(r"[.,]\d*[1-9]", cell))


def _judge(found: Evidence, values: list[int], options: int, many: int) -> None:
    found.zeros += many * (0 in values)
    ranked = sorted(value for value in values if value > 0)
    if not ranked:
        return
    found.ballots += many
    found.firstless += many * (ranked[0] != 1)
    found.high += many * (ranked[-1] > options)
    found.strict += many * (ranked == list(range(1, len(ranked) + 1)))
    if ranked[0] != ranked[-1]:
        low, last = ranked.count(ranked[0]) > 1, ranked.count(ranked[-1]) > 1
        found.low += many * (low and not last)
        found.last += many * (last and not low)


def meaning(found: Evidence) -> Meaning:
    """What the numbers of a table are, as far as they tell."""
    if found.spelled and not found.parts:
        return "ranks"
    if found.parts:
        return "points"
    if not found.ballots:
        return "ranks"
    against = found.low + found.firstless + found.high
    if found.zeros:
        return "doubt" if found.strict * 10 > found.ballots * 9 else "points"
    if not against or found.last > 3 * against:
        return "ranks"
    if (found.firstless + found.high) * 2 > found.ballots and not found.last:
        return "points"
    return "doubt"


def points_of(cell: str) -> Fraction | None:
    """A number with a decimal point or comma, or None."""
    match = _POINTS.fullmatch(cell)
    if match is None:
        return None
    value = Fraction(int(match[2] + (match[3] or "")), 10 ** len(match[3] or ""))
    return -value if match[1] else value


def ranking(cells: Cells) -> bytes:
    """A row as ranks; raises `Odd`. A 0 leaves unranked where the others are 1, 2, 3 …"""
    ranks: list[int] = []
    zero = False
    for cell in cells:
        word = folded(cell)
        if word in UNRANKED or word in NO_OPINION:
            ranks.append(0)
            continue
        rank = rank_of(cell)
        whole = points_of(cell) if rank is None else None
        if rank is not None:
            ranks.append(rank[0])
        elif whole is not None and whole.denominator == 1 and whole >= 0:
            ranks.append(int(whole))
        else:
            raise Odd(f"a rank must be a whole number, not {shown(cell)}")
        zero = zero or ranks[-1] == 0
    given = sorted(rank for rank in ranks if rank)
    if zero and given != list(range(1, len(given) + 1)):
        raise Odd("ranks begin with 1, not '0'; leave it empty")
    return dense(ranks)


def scoring(cells: Cells) -> Points:
    """A row as points; raises `Odd`."""
    points: list[tuple[int, int | Fraction]] = []
    for option, cell in enumerate(cells):
        word = folded(cell)
        if word in UNRANKED or word in NO_OPINION:
            continue
        value = points_of(cell)
        if value is None:
            raise Odd(f"points must be a number, not {shown(cell)}")
        if value:
            points.append((option, int(value) if value.denominator == 1 else value))
    return tuple(points)
