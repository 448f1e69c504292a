"""A file counted for a page: a job for a worker, whose result can be sent back and shown.

Options are numbered from 1 in the order of the file. The shapes have the names that the pages of a
vote use, so that its parts can show them. Nothing is stored: the file is bytes in memory.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal, TypeAlias

import msgspec

from esoviet.exchange.ballots import How, Reading, understand
from esoviet.exchange.ballots.reading import Aside, Column
from esoviet.exchange.deciding import (
    PAIRWISE,
    Decided,
    Passed,
    Usage,
    Wish,
    check,
    decide,
    taken_for,
)
from esoviet.tally.result import Result, Standing, State
from esoviet.wire.errors import Malformed

MOST_BYTES = 64 << 20
"""Of a file unpacked."""
MOST_PAIRS = 30
"""Options up to which the table of pairs is shown."""
MOST_ASKED = 500
"""Questions that are listed."""
Ending: TypeAlias = Literal["adopted", "rejected", "elected"]


class Option(msgspec.Struct, frozen=True):
    """An option by its number on the page."""

    option: int
    title: str
    needs: None = None


class Stood(msgspec.Struct, frozen=True):
    """Where an option stands at the end of a stage."""

    option: int
    state: State
    tally: str


class Stage(msgspec.Struct, frozen=True, kw_only=True):
    """One stage of a count."""

    number: int
    action: str
    options: list[int]
    quota: str
    exhausted: str
    standings: list[Stood]


class Tie(msgspec.Struct, frozen=True):
    """A tie that was broken."""

    options: list[int]
    chosen: list[int]


class Counts(msgspec.Struct, frozen=True):
    """Yes and no."""

    yes: int
    no: int
    abstain: int


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """A result in the shape of the tally of a vote."""

    ballots: int
    ending: Ending
    winners: list[int]
    counts: Counts | None
    order: list[list[int]]
    pairwise: list[list[int | None]]
    stages: list[Stage]
    totals: list[Stood]
    """The only totals there are (approval, score)."""
    ties: list[Tie]
    candidates: tuple[()] = ()
    """In a file nobody says *none of these*: nobody is accepted or rejected."""


class Asked(msgspec.Struct, frozen=True):
    """A yes-no question."""

    id: str
    title: str
    counts: Counts
    passed: bool


class Taken(msgspec.Struct, frozen=True):
    """A column, and what it was taken for: a word, and which of them."""

    head: str
    word: str
    number: int | None


class CountedFile(msgspec.Struct, frozen=True, kw_only=True):
    """What the page shows."""

    title: str
    method: str
    seats: int
    taken_for: str
    void: int
    set_aside: int
    notes: tuple[str, ...]
    columns: list[Taken]
    aside: tuple[Aside, ...]
    blank: int
    options: list[Option]
    tally: Tally | None
    questions: list[Asked]


class NotCounted(msgspec.Struct, frozen=True):
    """Why a file was not counted, in the reader's words: what is wrong and what to do."""

    why: str


def count_file(data: bytes, title: str, how: How, wish: Wish) -> CountedFile | NotCounted:
    """Read and count a file."""
    try:
        check(wish)
        reading = understand(data, how, title=title, most=MOST_BYTES)
        counted = decide(reading, how, wish)
    except (Malformed, Usage) as wrong:
        return NotCounted(str(wrong))
    if isinstance(counted, Passed):
        return _asked(reading, counted, wish)
    return _elected(reading, counted, wish)


def _elected(reading: Reading, counted: Decided, wish: Wish) -> CountedFile:
    sheet, result = counted.sheet, counted.result
    labels = sheet.labels or sheet.options
    names = [
        name if name == label else f"{name}: {label}"
        for name, label in zip(sheet.options, labels, strict=True)
    ]
    return CountedFile(
        title=sheet.title,
        method=wish.method,
        seats=wish.seats or sheet.seats or 1,
        taken_for=taken_for(reading),
        void=reading.void,
        set_aside=reading.set_aside,
        notes=counted.notes,
        columns=list(map(_taken, reading.columns)),
        aside=reading.aside,
        blank=sheet.blank,
        options=[Option(n, name) for n, name in enumerate(names, start=1)],
        tally=_tally(result, wish.method),
        questions=[],
    )


def _tally(result: Result, method: str) -> Tally:
    yes_no = method == "majority"
    elects = method not in (*PAIRWISE, "majority", "approval", "score", "equal-shares")
    counts = None
    if yes_no:
        yes, no = result.pairwise[0][1] or 0, result.pairwise[1][0] or 0
        counts = Counts(yes, no, result.ballots - yes - no)
    ending: Ending = "elected"
    if yes_no:
        ending = "adopted" if result.winners == (0,) else "rejected"
    only = result.rounds[0].standings if method in ("approval", "score") else _approved(result)
    totals = sorted(only, key=lambda one: -Fraction(one.tally))
    return Tally(
        ballots=result.ballots,
        ending=ending,
        winners=_up(result.winners),
        counts=counts,
        order=[_up(group) for group in result.order],
        pairwise=[list(row) for row in result.pairwise]
        if method in PAIRWISE and result.options <= MOST_PAIRS
        else [],
        stages=[
            Stage(
                number=one.number,
                action=one.action,
                options=_up(one.options),
                quota=one.quota,
                exhausted=one.exhausted,
                standings=_stood(one.standings),
            )
            for one in result.rounds
        ]
        if elects
        else [],
        totals=_stood(totals),
        ties=[Tie(_up(tie.options), _up(tie.chosen)) for tie in result.ties],
    )


def _approved(result: Result) -> tuple[Standing, ...]:
    """How many choose each option, where a budget is divided."""
    winners = set(result.winners)
    return tuple(
        Standing(option=n, state="elected" if n in winners else "hopeful", tally=str(many))
        for n, many in enumerate(result.accepted)
    )


def _up(options: Sequence[int]) -> list[int]:
    return [option + 1 for option in options]


def _stood(standings: Sequence[Standing]) -> list[Stood]:
    return [Stood(one.option + 1, one.state, one.tally) for one in standings]


def _taken(column: Column) -> Taken:
    word, _, number = column.taken.rpartition(" ")
    if word and number.isdigit():
        return Taken(column.head, word, int(number))
    return Taken(column.head, column.taken, None)


def _asked(reading: Reading, counted: Passed, wish: Wish) -> CountedFile:
    return CountedFile(
        title=reading.votes.title,
        method=wish.method,
        seats=0,
        taken_for=taken_for(reading),
        void=reading.void,
        set_aside=reading.set_aside,
        notes=counted.notes,
        columns=list(map(_taken, reading.columns)),
        aside=reading.aside,
        blank=0,
        options=[],
        tally=None,
        questions=[
            Asked(one.id, one.title, Counts(*one.sides()), result.winners == (0,))
            for one, result in counted.questions[:MOST_ASKED]
        ],
    )
