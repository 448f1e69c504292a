"""Whether a table of numbers is what it seems: an option in each column, a ballot in each row.

Refused where it is not: a table in which each column is an order 1, 2, 3 … and no row is has its
options in the rows; a table whose rows are orders but for one column has a number in it that is no
rank.
"""

from collections.abc import Sequence

from esoviet.exchange.ballots import cells as of
from esoviet.exchange.ballots.text import shown
from esoviet.exchange.ballots.words import rank_of
from esoviet.wire.errors import Malformed

Weighed = Sequence[tuple[of.Cells, int]]


def check(rows: Weighed, found: of.Evidence, heads: Sequence[str], line: int) -> None:
    """Refuse what is no table of an option a column."""
    if len(heads) < 2 or not rows or found.strict * 10 >= found.ballots * 9:
        return
    columns = list(zip(*(row for row, _ in rows), strict=True))
    if len(rows) > 1 and all(map(_is_order, columns)):
        raise Malformed(
            f"line {line}: every column is an order 1, 2, 3 …, and the rows are not: the options "
            "seem to stand in the rows; swap rows and columns (transpose): a ballot a row"
        )
    high = found.high > 0 or (len(heads) > 3 and len(rows) > 2 and not found.strict)
    for stray, head in enumerate(heads if len(heads) > 2 and high else ()):
        others = [row[:stray] + row[stray + 1 :] for row, _ in rows]
        if all(map(_is_order, others)):
            raise Malformed(
                f"line {line}: without {shown(head)} every ballot is an order 1, 2, 3 …; if it is "
                f"the number of such ballots: --weight {shown(head)}; if it is no option: --skip "
                f"{shown(head)}; if it is one: --cells points, or ranks"
            )


def _is_order(cells: Sequence[str]) -> bool:
    ranks = [rank_of(cell) for cell in cells]
    return sorted(rank[0] for rank in ranks if rank) == list(range(1, len(cells) + 1))
