"""Reading vote files: every format by its content, plain or compressed.

`load` reads a file, `read` its bytes. Formats: Debian tally sheets, CSV ballots, cast vote records,
BLT, PrefLib, Pabulib, roll calls; each has a module that states it. What cannot be read raises
`Malformed`, with the line and what belongs there.
"""

import re
from pathlib import Path

from esoviet.exchange.ballots import (
    blt,
    cvr,
    debian,
    pabulib,
    preflib,
    rollcall,
    table,
)
from esoviet.exchange.ballots.sheet import Ballot, Question, Rolls, Sheet, Side
from esoviet.exchange.ballots.text import MAX_SIZE, cells, delimiter, lines, unpack
from esoviet.wire.errors import Malformed

__all__ = ["Ballot", "Question", "Rolls", "Sheet", "Side", "load", "read"]


def load(path: Path, *, titles: Path | None = None, max_skips: int | None = None) -> Sheet | Rolls:
    """Read the file at `path`; `titles` is a second file with the titles of roll calls."""
    if path.stat().st_size > MAX_SIZE:
        raise Malformed("more than 1 GiB; split the file")
    known = rollcall.read_titles(lines(unpack(titles.read_bytes()))) if titles else None
    name = path.name.split(".")[0]
    return read(path.read_bytes(), title=name, titles=known, max_skips=max_skips)


def read(
    data: bytes,
    *,
    title: str = "",
    titles: dict[str, str] | None = None,
    max_skips: int | None = None,
) -> Sheet | Rolls:
    """Read the content of a vote file; `title` stands in where the file has none."""
    text = lines(unpack(data))
    first = next((line for line in text if line.strip()), None)
    if first is None:
        raise Malformed("an empty file")
    if pabulib.is_pabulib(text):
        return pabulib.read(text, title)
    if debian.is_debian(text):
        return debian.read(text, title)
    if preflib.is_preflib(text):
        return preflib.read(text, title)
    if blt.is_blt(text):
        return blt.read(text, title)
    if cvr.is_cvr(text):
        return cvr.read(text, title, max_skips)
    header = cells(first, delimiter(first))
    if rollcall.columns(header):
        return rollcall.read(text, title, titles)
    alone = re.fullmatch(r"[\w .-]{1,80}", first) and len(text) > 1
    if len(header) > 1 or alone:
        return table.read(text, title)
    raise Malformed("no vote file that is known here; see docs/tally.md for the formats")
