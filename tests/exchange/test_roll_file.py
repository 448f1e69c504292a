"""A roll that is written as a file reads back to the same ballots; no cell of it is a formula."""

import csv
import io
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esoviet.exchange.ballots import Ballot, How, Sheet, understand
from esoviet.exchange.roll_file import RISKY, Line, RollFile, write_roll
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
    assert heads == [
        "member", "name", *(f"Rank the options [{name}]" for name in NAMES), "entry", "counts",
    ]  # fmt: skip
    for line, row in zip(roll.lines, rows, strict=True):
        assert row[0] == str(line.member)
        assert row[1].removeprefix("'") == line.name.removeprefix("'")
        assert [int(cell or 0) for cell in row[2:5]] == list(line.said)
        assert row[5:] == [str(line.entry), "yes" if line.counts else "no"]


@given(st.sampled_from(RISKY), st.text(max_size=5))
def test_no_cell_begins_as_a_formula(front: str, rest: str) -> None:
    roll = RollFile("x", (), False, (Line(1, front + rest, 5, "yes", True),))
    (_, row) = csv.reader(io.StringIO(write_roll(roll, "csv"), newline=""))
    assert not row[1].startswith(RISKY)
    assert row[2:] == ["yes", "5", "yes"]


def test_words_and_marks_are_no_orders() -> None:
    for roll in (
        RollFile("x", (), True, (Line(1, "Ada", 5, "yes", True),)),
        RollFile("x", NAMES, False, (Line(1, "Ada", 5, b"\1\0\1", True),)),
    ):
        with pytest.raises(Malformed):
            write_roll(roll, "preflib")
