"""The marks of cast vote records: the cells of a ballot, by rank, into a ranking of options.

A cell names the option of a rank. Empty ranks ("undervote", "skipped", nothing) are passed over,
however many there are, unless `max_skips` says otherwise; so are rejected write-ins and an option
named again. Two options in one rank are an overvote, whether the file says "overvote" or names both
("Ann|Ben"): it is passed over (`skip`) or ends the ballot (`exhaust`), and is never an option.
Undeclared write-ins are together one option that cannot win.
"""

from collections.abc import Callable, Collection, Iterable, Sequence

from esoviet.exchange.ballots.reading import How
from esoviet.exchange.ballots.text import shown
from esoviet.exchange.ballots.words import OVERVOTES, SKIPPED, VOID, WRITE_INS
from esoviet.tally.profile import MAX_OPTIONS
from esoviet.wire.errors import Malformed

Cells = tuple[str, ...]
SKIP, OVER, PASS = "", "\1", "\2"
"""What a cell can be besides an option."""
MARKS = (SKIP, OVER, PASS)


class Marks:
    """The distinct ballots of a record, and what their cells mean once all are known."""

    def __init__(self, ballots: Iterable[tuple[Cells, int]]) -> None:
        """From distinct ballots, each with a line where it stands."""
        self.meaning: dict[str, str] = {}
        lines: dict[str, int] = {}
        for cells, line in ballots:
            for cell in cells:
                lines.setdefault(cell, line)
        self._singles(lines)
        found = dict.fromkeys(self.meaning[cell] for cell in lines)
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
        self.place = {name: n for n, name in enumerate(names)}
        self.write_ins = tuple(n for n, name in enumerate(names) if name.lower() in WRITE_INS)

    def _singles(self, lines: dict[str, int]) -> None:
        several: list[str] = []
        for cell in lines:
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
            self.meaning[cell] = _two(cell, known, lines[cell])

    def ranking(self, cells: Cells, how: How) -> bytes:
        """The ranks by option of one ballot."""
        ranks = bytearray(len(self.names))
        place = skips = 0
        for cell in cells[: how.max_ranks]:
            meaning = self.meaning[cell]
            if meaning == SKIP:
                skips += 1
                if how.max_skips is not None and skips > how.max_skips:
                    break
                continue
            skips = 0
            if meaning == OVER and how.overvote == "exhaust":
                break
            if meaning not in MARKS and not ranks[self.place[meaning]]:
                place += 1
                ranks[self.place[meaning]] = place
        return bytes(ranks)

    def has(self, cells: Cells, test: Callable[[Sequence[str]], bool]) -> bool:
        """Whether the meanings of a ballot pass a test."""
        return test([self.meaning[cell] for cell in cells])


def overvoted(meanings: Sequence[str]) -> bool:
    """Whether an overvote is on the ballot."""
    return OVER in meanings


def goes_on(meanings: Sequence[str]) -> bool:
    """Whether an option follows an overvote: then it matters whether that ends the ballot."""
    after = list(meanings[meanings.index(OVER) :]) if OVER in meanings else []
    return any(one not in MARKS for one in after)


def leaps(meanings: Sequence[str]) -> bool:
    """Whether an option follows two empty ranks in a row."""
    skips = 0
    for one in meanings:
        if one == SKIP:
            skips += 1
        elif skips > 1 and one not in MARKS:
            return True
        else:
            skips = 0
    return False


def _two(cell: str, known: Collection[str], line: int) -> str:
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
                f"line {line}: {shown(cell)} is one option or two marks in a rank; "
                "write 'overvote' for two marks"
            )
    return " ".join(cell.strip("|;\n ").split())
