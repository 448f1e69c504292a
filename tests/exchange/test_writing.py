"""What is written reads back to the same: names, ballots, result; a roll of ours too."""

import json
from collections import Counter
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from esoviet.exchange.ballots import Ballot, How, Rolls, Sheet, read, understand
from esoviet.exchange.ballots.write import written
from esoviet.exchange.deciding import Decided, Wish, decide
from esoviet.tally.profile import dense
from esoviet.wire.errors import Malformed

NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs")) | st.just(" "),
    min_size=1,
    max_size=12,
).map(lambda name: " ".join(name.split()))
COUNTS = st.integers(1, 9)


@st.composite
def sheets(draw: st.DrawFn, *, points: bool = False) -> Sheet:
    """Ballots with ranks or points over one to five options with any names."""
    names = draw(st.lists(NAMES.filter(bool), min_size=1, max_size=5, unique_by=str.casefold))
    size = len(names)
    one = st.lists(st.integers(0, 4), min_size=size, max_size=size)
    ballots = []
    for given_ in draw(st.lists(one, min_size=1, max_size=6)):
        scored = tuple((n, Fraction(value, 2)) for n, value in enumerate(given_) if value)
        plain = tuple((n, int(v) if v.denominator == 1 else v) for n, v in scored)
        ballots.append(Ballot(plain if points else dense(given_), count=draw(COUNTS)))
    return Sheet(
        format="csv",
        title=draw(NAMES),
        options=tuple(names),
        numbers=tuple(range(1, size + 1)),
        seats=draw(st.integers(1, 3)),
        ballots=tuple(ballots),
        unranked="last" if points else draw(st.sampled_from(("last", "uncounted"))),
        tie_order=draw(st.none() | st.permutations(range(size)).map(tuple)),
    )


def spelled(sheet: Sheet) -> Counter[frozenset[tuple[str, object]]]:
    """The ballots by the names of the options."""
    found: Counter[frozenset[tuple[str, object]]] = Counter()
    for ballot in sheet.ballots:
        pairs = enumerate(ballot.choice) if isinstance(ballot.choice, bytes) else ballot.choice
        found[frozenset((sheet.options[n], value) for n, value in pairs if value)] += ballot.count
    return found


def outcome(sheet: Sheet, method: str, data: str | None = None) -> tuple[set[str], list[set[str]]]:
    how = How(method=method)
    reading = understand(written(sheet, "blt").encode() if data is None else data.encode(), how)
    found = decide(reading, how, Wish(method=method, seats=sheet.seats))
    assert isinstance(found, Decided)
    names = found.sheet.options
    order = [{names[n] for n in group} for group in found.result.order]
    return {names[n] for n in found.result.winners}, order


@pytest.mark.parametrize("form", ["blt", "preflib", "csv", "abif"])
@given(sheet=sheets())
def test_rankings_read_back_to_the_same(form: str, sheet: Sheet) -> None:
    if form != "csv" and sheet.unranked == "uncounted":
        assume(all(0 not in ballot.choice for ballot in sheet.ballots))
    assume(any(any(ballot.choice) for ballot in sheet.ballots))
    back = read(written(sheet, form).encode())
    assert isinstance(back, Sheet)
    assert set(back.options) == set(sheet.options)
    assert spelled(back) == spelled(sheet)
    if form == "blt":
        assert (back.seats, back.tie_order) == (sheet.seats, sheet.tie_order)
    if form in ("blt", "preflib") and sheet.title:
        assert back.title == sheet.title


@pytest.mark.parametrize("form", ["csv", "abif"])
@given(sheet=sheets(points=True))
def test_points_read_back_to_the_same(form: str, sheet: Sheet) -> None:
    assume(any(ballot.choice for ballot in sheet.ballots))
    back = read(written(sheet, form).encode())
    assert isinstance(back, Sheet)
    assert spelled(back) == spelled(sheet)


ORDERS_BUT_FOR_ONE = Sheet(
    format="csv",
    title="0",
    options=("0", "1", "2", "00"),
    numbers=(1, 2, 3, 4),
    seats=1,
    ballots=tuple(Ballot(bytes(one)) for one in ((1, 1, 2, 3), (1, 1, 3, 2), (1, 2, 3, 1))),
)
"""Rows that are orders without one column: could be a number of ballots, but we wrote it."""


@given(sheet=sheets(), method=st.sampled_from(("schulze", "stv-scottish", "stv-meek")))
@example(sheet=ORDERS_BUT_FOR_ONE, method="schulze")
def test_every_format_gives_the_same_result(sheet: Sheet, method: str) -> None:
    assume(sheet.unranked == "last")
    assume(any(any(ballot.choice) for ballot in sheet.ballots))
    winners, order = outcome(sheet, method)
    for form in ("preflib", "csv", "abif"):
        again, order_again = outcome(sheet, method, written(sheet, form))
        assert again == winners
        assert method != "schulze" or order_again == order


ROLL = st.lists(
    st.permutations([0, 1, 2, 3]).flatmap(
        lambda order: st.lists(st.integers(0, 4), max_size=3).map(lambda cuts: cut(order, cuts))
    ),
    min_size=1,
    max_size=8,
)


def cut(order: list[int], cuts: list[int]) -> list[list[int]]:
    """An order cut into groups, perhaps empty ones left out."""
    ends = sorted({0, 4, *cuts})
    return [order[start:end] for start, end in pairwise(ends)]


@given(rankings=ROLL, method=st.sampled_from(("schulze", "stv-scottish", "stv-meek")))
def test_a_roll_of_ours_exports_to_the_same_result(
    rankings: list[list[list[int]]], method: str
) -> None:
    items = [
        {"member": {"member": n, "name": None}, "ballot": {"choice": None, "ranking": ranking}}
        for n, ranking in enumerate(rankings, start=1)
    ]
    roll = json.dumps({"log_size": 9, "items": items, "next": None})
    ours = read(roll.encode())
    assert isinstance(ours, Sheet)
    winners, _ = outcome(ours, method, roll)
    for form in ("blt", "preflib", "csv", "abif"):
        assert outcome(ours, method, written(ours, form))[0] == winners


def test_a_part_of_a_roll_is_refused_and_the_whole_is_read() -> None:
    line = {"member": {"member": 1}, "ballot": {"ranking": [[2], [1, 0]]}}
    whole = read(json.dumps({"items": [line], "next": None}).encode())
    assert isinstance(whole, Sheet)
    assert whole.options == ("Option 1", "Option 2", "No action")
    with pytest.raises(Malformed, match="a part of a roll"):
        read(json.dumps({"items": [line], "next": "/a/1/roll.json?after=1"}).encode())
    yes = {"member": {"member": 1, "name": "Ada"}, "ballot": {"choice": "yes"}}
    asked = read(json.dumps({"items": [yes]}).encode())
    assert isinstance(asked, Rolls)
    assert asked.questions[0].votes == (("1 Ada", "yes"),)


def test_what_a_format_cannot_say_is_refused_and_what_it_can_is_written() -> None:
    unsaid = read(b"A,B\n1,No opinion\n1,2\n")
    points = read(b"A,B\n5,0\n3,4\n")
    for form in ("blt", "preflib"):
        with pytest.raises(Malformed, match="points"):
            written(points, form)
    for form in ("blt", "preflib", "abif"):
        with pytest.raises(Malformed, match="cannot say 'no opinion'"):
            written(unsaid, form)
    assert "No opinion" in written(unsaid, "csv")
    assert "C1/5" in written(points, "abif")


def test_questions_read_back_to_the_same() -> None:
    rolls = read("member,Motion 1,Motion 2\nann,Sí,\nben,no,abstención\n".encode())
    assert isinstance(rolls, Rolls)
    back = read(written(rolls, "csv").encode())
    assert isinstance(back, Rolls)
    assert back.questions == rolls.questions
    with pytest.raises(Malformed, match="write csv"):
        written(rolls, "blt")


def rolled(*ballots: dict[str, object]) -> bytes:
    lines = [{"member": {"member": n}, "ballot": one} for n, one in enumerate(ballots, 1)]
    return json.dumps({"items": lines, "next": None}).encode()


def test_a_roll_that_chooses_is_read_as_approvals_and_written_as_csv() -> None:
    sheet = read(rolled({"chosen": [2, 3]}, {"chosen": [3]}, {"chosen": [0]}))
    assert isinstance(sheet, Sheet)
    assert [ballot.choice for ballot in sheet.ballots] == [((0, 1), (1, 1)), ((1, 1),), ()]
    assert "Option 3" in written(sheet, "csv")
    with pytest.raises(Malformed, match="choose nothing"):
        read(rolled({"chosen": [2]}, {"ranking": [[1]]}))


def test_a_roll_by_consent_is_read_as_yes_and_no() -> None:
    rolls = read(rolled({"choice": "consent"}, {"choice": "object"}, {"choice": "abstain"}))
    assert isinstance(rolls, Rolls)
    assert [side for _, side in rolls.questions[0].votes] == ["yes", "no", "abstain"]
