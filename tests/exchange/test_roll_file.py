"""A roll that is written as a file reads back to the same ballots; no cell of it is a formula."""

import csv
import io
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esoviet.exchange.ballots import Ballot, How, Rolls, Sheet, understand
from esoviet.exchange.roll_file import Line, RollFile, write_roll
from esoviet.tally.profile import dense
from esoviet.wire.errors import Malformed

NAMES = ("Weld it", "Buy a new one", "no action")


@st.composite
def rolls(draw: st.DrawFn) -> RollFile:
    """Rankings by members with any names, some of whom have left."""
    one = st.lists(st.integers(0, 3), min_size=3, max_size=3).map(dense)
    lines = [
        Line(member, draw(st.text(max_size=9)), 10 * member, ranks, draw(st.booleans()))
        for member, ranks in enumerate(draw(st.lists(one, min_size=1, max_size=8)), start=1)
    ]
    return RollFile("The hoist", NAMES, True, tuple(lines))


def signs(word: str) -> str:
    return "".join(letter for letter in word if letter.isprintable())


def ballots(data: str) -> Counter[bytes]:
    sheet = understand(data.encode(), How(method="schulze")).votes
    assert isinstance(sheet, Sheet)
    assert sheet.options == NAMES
    found: Counter[bytes] = Counter()
    for ballot in sheet.ballots:
        assert isinstance(ballot, Ballot)
        assert isinstance(ballot.choice, bytes)
        found[ballot.choice] += ballot.count
    return found


@given(rolls())
def test_orders_read_back_to_the_ballots_that_count(roll: RollFile) -> None:
    cast = [one.said for one in roll.lines if one.counts and isinstance(one.said, bytes)]
    counted = Counter(ranks for ranks in cast if any(ranks))
    blank = len(cast) - counted.total()
    written = write_roll(roll, "preflib")
    assert f"# NUMBER VOTERS: {counted.total() + blank}\n" in written
    if counted:
        read = ballots(written)
        assert {ranks: many for ranks, many in read.items() if any(ranks)} == counted


@given(rolls())
def test_a_row_a_member_says_what_stands_on_the_roll(roll: RollFile) -> None:
    heads, *rows = csv.reader(io.StringIO(write_roll(roll, "csv"), newline=""))
    assert heads[1:4] == [f"Rank the options [{name}]" for name in NAMES]
    for line, row in zip(roll.lines, rows, strict=True):
        number, _, name = row[0].partition(" ")
        assert number == str(line.member)
        assert name.split() == [one for word in line.name.split() if (one := signs(word))]
        assert [int(cell or 0) for cell in row[1:4]] == list(line.said)
        assert row[4:] == [str(line.entry), "1" if line.counts else "0"]


@given(rolls())
def test_the_rows_read_back_to_the_ballots_that_count(roll: RollFile) -> None:
    cast = [one.said for one in roll.lines if one.counts and isinstance(one.said, bytes)]
    if any(any(ranks) for ranks in cast):
        read = ballots(write_roll(roll, "csv"))
        spoken = {ranks: many for ranks, many in read.items() if any(ranks)}
        assert spoken == Counter(ranks for ranks in cast if any(ranks))


def test_words_and_marks_read_back_too() -> None:
    words = tuple(
        Line(n, name, n, said, counts)
        for n, (name, said, counts) in enumerate(
            [("Ada", "yes", True), ("Bea", "no", False), ("Cem", "abstain", True)], start=1
        )
    )
    rolls = understand(write_roll(RollFile("x", (), False, words), "csv").encode(), How()).votes
    assert isinstance(rolls, Rolls)
    assert rolls.questions[0].votes == (("1 Ada", "yes"), ("2 Bea", "absent"), ("3 Cem", "abstain"))
    marks = (
        Line(1, "Ada", 5, b"\1\0\1", True),
        Line(2, "Bea", 6, b"\0\1\0", False),
        Line(3, "Cem", 7, b"\0\0\1", True),
    )
    data = write_roll(RollFile("x", NAMES, False, marks), "csv").encode()
    sheet = understand(data, How(method="approval")).votes
    assert isinstance(sheet, Sheet)
    assert sheet.options == NAMES
    assert [one.choice for one in sheet.ballots] == [((0, 1), (2, 1)), ((2, 1),)]


RISKY = ("=", "+", "-", "@", "\t", "\r")
"""With these at its front, spreadsheets take a text for a formula (OWASP, CSV injection)."""


@given(st.sampled_from(RISKY), st.text(max_size=5))
def test_no_cell_begins_as_a_formula(front: str, rest: str) -> None:
    name = front + rest
    roll = RollFile(name, (name, f"{name} 2"), True, (Line(1, name, 5, b"\1\2", True),))
    rows = csv.reader(io.StringIO(write_roll(roll, "csv"), newline=""))
    assert not [cell for row in rows for cell in row if cell.startswith(RISKY)]


def test_words_and_marks_are_no_orders() -> None:
    for roll in (
        RollFile("x", (), True, (Line(1, "Ada", 5, "yes", True),)),
        RollFile("x", NAMES, False, (Line(1, "Ada", 5, b"\1\0\1", True),)),
    ):
        with pytest.raises(Malformed):
            write_roll(roll, "preflib")
