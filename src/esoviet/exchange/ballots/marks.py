"""The marks of cast vote records: the cells of a ballot, by rank, into a ranking of options.

A cell names the option of a rank. Empty ranks ("undervote", "skipped", nothing) are passed over,
however many there are, unless `max_skips` says otherwise; so are rejected write-ins and an option
named again. Two options in one rank are an overvote, whether the file says "overvote" or names both
("Ann|Ben"): it is passed over (`skip`) or ends the ballot (`exhaust`), and is never an option.
Undeclared write-ins are together one option that cannot win.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from esoviet.exchange.ballots.reading import How
from esoviet.exchange.ballots.text import shown
from esoviet.exchange.ballots.words import OVERVOTES, SKIPPED, VOID, WRITE_INS
from esoviet.tally.profile import MAX_OPTIONS
from esoviet.wire.errors import Malformed

Cells = tuple[str, ...]
SKIP, OVER, PASS = "", "\1", "\2"
"""What a cell can be besides an option."""
MARKS = (SKIP, OVER, PASS)
CODES = {SKIP: -1, OVER: -2, PASS: -3}
Flags = NDArray[np.bool_]


class Marks:
    """The distinct ballots of a record, and what their cells mean once all are known."""

    def __init__(self, ballots: Collection[Cells], lines: Sequence[int]) -> None:
        """From distinct ballots, each with a line where it stands."""
        self.meaning: dict[str, str] = {}
        first = dict.fromkeys(chain.from_iterable(ballots))
        self._singles(first, lambda cell: _line_of(cell, ballots, lines))
        found = dict.fromkeys(self.meaning[cell] for cell in first)
        names = [name for name in found if name not in MARKS]
        names.sort(key=lambda name: name.lower() in WRITE_INS)  # they are no declared option
        if not names:
            raise Malformed("no ballot ranks anything")
        if len(names) > MAX_OPTIONS:
            raise Malformed(f"more than {MAX_OPTIONS} different options")
        self.names = tuple(names)
        self.alphabetical = tuple(
            sorted(range(len(names)), key=lambda n: (names[n].casefold(), names[n]))
        )
        self.write_ins = tuple(n for n, name in enumerate(names) if name.lower() in WRITE_INS)
        self.codes = self._coded(ballots)

    def _coded(self, ballots: Collection[Cells]) -> NDArray[np.int16]:
        """One row a ballot, one column a rank: the option's number, or a mark's code."""
        place = {name: n for n, name in enumerate(self.names)} | CODES
        code = {cell: place[meaning] for cell, meaning in self.meaning.items()}
        flat = np.fromiter(map(code.__getitem__, chain.from_iterable(ballots)), np.int16)
        return flat.reshape(len(ballots), -1)

    def _singles(self, cells: Iterable[str], line: Callable[[str], int]) -> None:
        several: list[str] = []
        for cell in cells:
            word = " ".join(cell.split()).casefold()
            if word in SKIPPED:
                self.meaning[cell] = SKIP
            elif word in OVERVOTES:
                self.meaning[cell] = OVER
            elif word in VOID:
                self.meaning[cell] = PASS
            elif any(mark in cell for mark in "|;/,\n"):
                several.append(cell)
            else:
                self.meaning[cell] = " ".join(cell.split())
        known = set(self.meaning.values())
        for cell in several:
            self.meaning[cell] = _two(cell, known, line)

    def rankings(self, how: How) -> list[bytes]:
        """The ranks by option of every ballot."""
        ballots, size = len(self.codes), len(self.names)
        ranks = np.zeros((ballots, size), np.uint8)
        place = np.zeros(ballots, np.uint8)
        skips = np.zeros(ballots, np.int32)
        goes = np.ones(ballots, np.bool_)
        for column in self.codes.T[: how.max_ranks]:
            empty = column == CODES[SKIP]
            skips = np.where(empty, skips + 1, 0)
            if how.max_skips is not None:
                goes &= skips <= how.max_skips
            if how.overvote == "exhaust":
                goes &= column != CODES[OVER]
            (named,) = np.nonzero(goes & (column >= 0))
            fresh = named[ranks[named, column[named]] == 0]
            place[fresh] += 1
            ranks[fresh, column[fresh]] = place[fresh]
        flat = ranks.tobytes()
        return [flat[at : at + size] for at in range(0, len(flat), size)]

    def overvoted(self) -> Flags:
        """Which ballots have an overvote on them."""
        return np.asarray((self.codes == CODES[OVER]).any(axis=1))

    def goes_on(self) -> Flags:
        """Where an option follows an overvote: then it matters whether that ends the ballot."""
        over = np.logical_or.accumulate(self.codes == CODES[OVER], axis=1)
        return np.asarray((over & (self.codes >= 0)).any(axis=1))

    def leaps(self) -> Flags:
        """Where an option follows two empty ranks in a row."""
        empty = self.codes == CODES[SKIP]
        two = np.zeros_like(empty)
        two[:, 2:] = empty[:, :-2] & empty[:, 1:-1]
        return np.asarray((np.logical_or.accumulate(two, axis=1) & (self.codes >= 0)).any(axis=1))


def _two(cell: str, known: Collection[str], line: Callable[[str], int]) -> str:
    """What a cell is that may name two options: their overvote, or one name with a mark in it."""
    for mark in "|\n":
        parts = [part.strip() for part in cell.split(mark) if part.strip()]
        if len(parts) > 1:
            return OVER
    for mark in ";/,":
        parts = [part.strip() for part in cell.split(mark) if part.strip()]
        if mark not in cell or len(parts) < 2:
            continue
        there = sum(part in known for part in parts)
        if there == len(parts):
            return OVER
        if there and mark != ",":
            raise Malformed(
                f"line {line(cell)}: {shown(cell)} is one option or two marks in a rank; "
                "write 'overvote' for two marks"
            )
    return " ".join(cell.strip("|;\n ").split())


def _line_of(cell: str, ballots: Iterable[Cells], lines: Sequence[int]) -> int:
    """Where a cell stands first."""
    return next(line for line, cells in zip(lines, ballots, strict=True) if cell in cells)
