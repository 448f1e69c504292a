"""What a table is: a cast vote record, roll calls, ballots with a column an option, or a form.

Told by heads and cells, in this order: columns of ranks over names; a column of votes over sides;
columns of sides; columns of numbers or marks; one column of answers. A table that is none of these
is refused with the column that does not fit.
"""

import re
from collections.abc import Mapping

from esoviet.exchange.ballots import cvr, lists, rollcall, table
from esoviet.exchange.ballots.columns import Roles, kinds, roles
from esoviet.exchange.ballots.grid import Grid, grid
from esoviet.exchange.ballots.reading import How, Progress, Reading
from esoviet.wire.errors import Malformed

UNKNOWN = "no vote file that is known here; see docs/tally.md for the formats"


def read(
    text: list[str],
    title: str,
    titles: Mapping[str, str] | None,
    how: How,
    tell: Progress | None,
    *,
    ragged: bool = False,
) -> Reading:
    """Read a table."""
    cells = grid(text)
    cells.ragged = ragged
    if len(cells.head) < 2 and not _alone(cells):
        raise Malformed(UNKNOWN)
    title = cells.title or title
    if heads := cvr.cvr_columns(cells) if how.cells is None else []:
        return cvr.read(cells, heads, title, how, tell)
    found = kinds(cells)
    if not any(kind.cells for kind in found):
        raise Malformed(UNKNOWN if len(found) < 2 else f"line {cells.head_line}: no ballot below")
    vote = rollcall.vote_column(cells, found)
    if vote is not None and how.cells is None:
        return rollcall.read(cells, vote, title, titles, how)
    columns = roles(cells, found, how)
    if len(found) == 1 and columns.voter == 0 and how.voter is None:
        columns = Roles(options=[0])  # the only column holds the answers, whatever it is called
    shared = [found[n] for n in columns.options]
    sides = [kind for kind in shared if kind.cells]
    if sides and how.cells is None and all(kind.mostly(kind.sides) for kind in sides):
        return rollcall.wide(cells, columns, title, titles, how)
    texts = [kind for kind in shared if kind.cells and not kind.numeric]
    marked = all(kind.mostly(kind.marks) for kind in texts)
    if len(columns.options) == 1 and texts and not marked:
        return lists.read(cells, columns, title)
    return table.read(cells, found, columns, title, how)


def _alone(cells: Grid) -> bool:
    """Whether a single column may be a vote on one option, or answers: a short head, and cells."""
    rows = list(cells.rows(2))
    return bool(rows and cells.head) and bool(re.fullmatch(r"[\w .?-]{1,80}", cells.head[0]))
