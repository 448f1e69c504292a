"""A cast vote record compared line by line is read as one that is parted cell by cell."""

from hypothesis import given
from hypothesis import strategies as st

from esoviet.exchange.ballots import How, Reading, understand
from esoviet.wire.errors import Malformed

CELL = st.sampled_from(("Ann", "Ben", "Cas ", "", " ", "overvote", "skipped", "Ann|Ben"))
ROW = st.lists(CELL, min_size=0, max_size=7)
HEADS = ("id,rank1,rank2,rank3", "id,count,rank1,rank2,town", "rank1,rank2", "rank1,x,rank2,id")


def read(lines: list[str]) -> Reading | str:
    try:
        return understand("\n".join(lines).encode(), How(method="irv"))
    except Malformed as refused:
        return str(refused)


def line(head: str, number: int, cells: list[str]) -> str:
    """A line of a record: its number where a number belongs, cells elsewhere."""
    told = iter([*cells, *[""] * 9])
    return ",".join(str(number) if h in ("id", "count") else next(told) for h in head.split(","))


@given(st.sampled_from(HEADS), st.lists(ROW, min_size=1, max_size=24), st.lists(ROW, max_size=2))
def test_a_record_is_read_the_same_with_quotes_and_without(
    head: str, rows: list[list[str]], odd: list[list[str]]
) -> None:
    whole = [line(head, n, cells) for n, cells in enumerate(rows + [["Ann"] * 5] * 20, start=1)]
    lines = [*whole[:9], *(",".join(row) for row in odd), *whole[9:]]
    first, *rest = head.split(",")
    plain, quoted = read([head, *lines]), read([",".join([f'"{first}"', *rest]), *lines])
    if isinstance(plain, str) or isinstance(quoted, str):
        assert plain == quoted
    else:
        assert plain.votes == quoted.votes
        assert (plain.aside, plain.void, plain.notes) == (quoted.aside, quoted.void, quoted.notes)
