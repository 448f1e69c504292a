"""What a reader understood: the votes, how it took the file, and how it could be taken otherwise.

The rule of every reader: a file is told apart for certain, or refused with the line and what to do.
Where two readings are possible each is kept in `Reading.others`; whoever counts counts them all. If
they give the same winner that is a note, if not it is a refusal (`strict`) or a note with both
results. Nothing is guessed in silence: a default that decided something stands in `notes`.
"""

from collections.abc import Callable, Iterable
from typing import Literal, TypeAlias

import msgspec

from esoviet.exchange.ballots.sheet import Rolls, Sheet
from esoviet.wire.errors import Malformed

Votes: TypeAlias = Sheet | Rolls
Progress: TypeAlias = Callable[[int, int], None]
"""Told how many lines of how many were read."""


class How(msgspec.Struct, frozen=True, kw_only=True):
    """What the reader was told; every field overrules what would be found out."""

    method: str = ""
    """The method to be counted by: some tables mean one thing for approvals, another for ranks."""
    cells: Literal["ranks", "points"] | None = None
    skip: tuple[str, ...] = ()
    voter: str | None = None
    weight: str | None = None
    question: str | None = None
    overvote: Literal["exhaust", "skip"] | None = None
    max_skips: int | None = None
    max_ranks: int | None = None
    unranked: Literal["last", "uncounted"] | None = None
    encoding: str | None = None
    sheet: str | None = None


class Column(msgspec.Struct, frozen=True):
    """A column of a table, and what it was taken for."""

    head: str
    taken: str


class Aside(msgspec.Struct, frozen=True):
    """A row that was set aside."""

    line: int
    why: str


class Other(msgspec.Struct, frozen=True, kw_only=True):
    """Another reading of the same file."""

    what: str
    """How this reading takes the file, as the end of "if …"."""
    say: str
    """The option that chooses this reading."""
    keep: str
    """The option that chooses the reading that was taken."""
    votes: Callable[[], Votes]
    strict: bool = True
    """Whether another winner is a refusal."""
    pairs: bool = False
    """Whether it matters to pairwise methods only."""


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """A file as it was understood (see the module)."""

    votes: Votes
    format: str
    charset: str = "UTF-8"
    delimiter: str = ""
    columns: tuple[Column, ...] = ()
    void: int = 0
    """Ballots with a void mark, such as two marks in one rank."""
    aside: tuple[Aside, ...] = ()
    set_aside: int = 0
    """How many rows were set aside; `aside` names the first of them."""
    notes: tuple[str, ...] = ()
    others: tuple[Other, ...] = ()


MOST_NAMED = 20


class Bad:
    """Rows that cannot be read. One bad row does not refuse a city; more than one in ten does."""

    def __init__(self) -> None:
        self.first: list[Aside] = []
        self.count = 0

    def add(self, line: int, why: str) -> None:
        """Set a row aside."""
        self.count += 1
        if len(self.first) < MOST_NAMED:
            self.first.append(Aside(line, why))

    def judge(self, rows: int) -> None:
        """Refuse a table of which too much cannot be read; `rows` are all, the bad ones too."""
        if self.count * 10 > rows:
            one = self.first[0]
            more = f" ({self.count} of {rows} rows cannot be read)" if self.count > 1 else ""
            raise Malformed(f"line {one.line}: {one.why}{more}")


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: 1 row, 2 rows."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(names: Iterable[str], most: int = 8) -> str:
    """Names in a sentence, the first of many."""
    every = ["".join(letter if letter.isprintable() else "?" for letter in name) for name in names]
    return ", ".join(every[:most]) + (f" and {len(every) - most} more" if every[most:] else "")
