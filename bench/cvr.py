"""Reading and counting a large cast vote record: 1,000,000 rows of ten columns.

A row has a precinct, a ballot's number and eight ranks over twelve options, drawn by chance, with
empty ranks and overvotes. Timed from the file to the winner of an instant run-off, every other
reading counted too; beside it a plain `csv.reader` over the same file, which understands nothing.
"""

import csv
import random
import tempfile
import time
from pathlib import Path

from bench.figures import Figure
from esoviet.exchange.ballots import How, open_file
from esoviet.exchange.deciding import Decided, Wish, decide

ROWS, RANKS, OPTIONS = 1_000_000, 8, 12
BUDGET = 10.0


def run() -> list[Figure]:
    """Write such a file, and count it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cvr.csv"
        _write(path)
        start = time.perf_counter()
        with path.open(encoding="utf-8", newline="") as file:
            rows = sum(1 for _ in csv.reader(file))
        floor = time.perf_counter() - start
        assert rows == ROWS + 1
        how, wish = How(method="irv"), Wish(method="irv")
        start = time.perf_counter()
        reading = open_file(path, how)
        read = time.perf_counter() - start
        found = decide(reading, how, wish)
        taken = time.perf_counter() - start
    assert isinstance(found, Decided)
    assert found.result.ballots == ROWS
    return [
        Figure(
            f"{ROWS:,} rows of {RANKS + 2} columns read and counted",
            f"{taken:.2f} s ({read:.2f} s to read), {taken / floor:.1f} of the floor",
            f"{floor:.2f} s for a plain csv reader",
            f"under {BUDGET:.0f} s",
            taken < BUDGET,
        )
    ]


def _write(path: Path) -> None:
    chance = random.Random(1)
    names = [f"Option {letter}" for letter in "ABCDEFGHIJKL"[:OPTIONS]]
    with path.open("w", encoding="utf-8") as file:
        ranks = ",".join(f"rank{n}" for n in range(1, RANKS + 1))
        file.write(f"precinct,ballot id,{ranks}\n")
        for number in range(ROWS):
            marks = chance.sample(names, chance.randint(1, RANKS))
            if not chance.randrange(50):
                marks[chance.randrange(len(marks))] = chance.choice(("overvote", "undervote"))
            marks += ["undervote"] * (RANKS - len(marks))
            file.write(f"P-{number % 100},{number},{','.join(marks)}\n")
