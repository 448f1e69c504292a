"""Reading vote files: every format by its content, plain or compressed.

`understand` reads the bytes of a file and says how it took them (see `reading`), `open_file` a
file; `read` and `load` give the votes alone. Formats: Debian tally sheets, CSV ballots, cast vote
records, BLT, PrefLib, Pabulib, Condorcet Election Format, ABIF, roll calls, spreadsheets; each has
a module that states it. What cannot be read raises `Malformed`, with the line and what belongs
there. `write` writes.
"""

import gc
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import msgspec

from esoviet.exchange.ballots import (
    blt,
    condorcet,
    debian,
    ours,
    pabulib,
    preflib,
    rollcall,
    spreadsheet,
    tables,
)
from esoviet.exchange.ballots.reading import How, Progress, Reading, Votes
from esoviet.exchange.ballots.sheet import Ballot, Question, Rolls, Sheet, Side
from esoviet.exchange.ballots.text import MAX_SIZE, decoded, unpack
from esoviet.wire.errors import Malformed

__all__ = [
    "Ballot",
    "How",
    "Question",
    "Reading",
    "Rolls",
    "Sheet",
    "Side",
    "load",
    "open_file",
    "read",
    "understand",
]
_FOREIGN = (
    (re.compile(r"\s*[\[{]\s*(\"|\{|\[|\})"), "JSON"),
    (re.compile(r"\s*<(\?xml|!doctype|html|[A-Za-z]+[\s>])", re.IGNORECASE), "XML or HTML"),
    (re.compile(r"%PDF-"), "a PDF document"),
)


def load(path: Path, *, titles: Path | None = None, max_skips: int | None = None) -> Votes:
    """The votes of the file at `path`; `titles` is a second file with the titles of roll calls."""
    return open_file(path, How(max_skips=max_skips), titles=titles).votes


def open_file(
    path: Path, how: How, *, titles: Path | None = None, tell: Progress | None = None
) -> Reading:
    """Read the file at `path`; `titles` is a second file with the titles of roll calls."""
    if path.stat().st_size > MAX_SIZE:
        raise Malformed("more than 1 GiB; split the file")
    known = None
    if titles is not None:
        known = rollcall.read_titles(decoded(unpack(titles.read_bytes())).lines)
    name = path.name.split(".")[0]
    return understand(path.read_bytes(), how, title=name, titles=known, tell=tell)


def read(
    data: bytes,
    *,
    title: str = "",
    titles: dict[str, str] | None = None,
    max_skips: int | None = None,
) -> Votes:
    """The votes of a vote file; `title` stands in where the file has none."""
    return understand(data, How(max_skips=max_skips), title=title, titles=titles).votes


def understand(
    data: bytes,
    how: How | None = None,
    *,
    title: str = "",
    titles: Mapping[str, str] | None = None,
    tell: Progress | None = None,
    most: int = MAX_SIZE,
) -> Reading:
    """Read the content of a vote file; unpacked it has `most` bytes at the most."""
    with _collected_later():
        reading = _understood(unpack(data, most), how or How(), title, titles, tell)
    if isinstance(reading.votes, Sheet) and not reading.votes.options:
        raise Malformed("no ballot names an option")
    return reading


@contextmanager
def _collected_later() -> Iterator[None]:
    """A million rows are many objects, and none of them in a circle: not looked for meanwhile."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def _understood(
    data: bytes,
    how: How,
    title: str,
    titles: Mapping[str, str] | None,
    tell: Progress | None,
) -> Reading:
    if spreadsheet.is_spreadsheet(data):
        lines, form, name = spreadsheet.lines(data, how.sheet)
        reading = _text(lines, how, title, titles, tell, ragged=True)
        return msgspec.structs.replace(
            reading,
            format=f"{form}, sheet {name}: {reading.format}",
            charset="",
            delimiter="",
        )
    if how.sheet is not None:
        raise Malformed("--sheet is for spreadsheets, and this is a text")
    text = decoded(data, how.encoding)
    reading = _text(text.lines, how, title, titles, tell)
    return msgspec.structs.replace(
        reading, charset=text.charset, notes=(*text.notes, *reading.notes)
    )


def _text(
    text: list[str],
    how: How,
    title: str,
    titles: Mapping[str, str] | None,
    tell: Progress | None,
    *,
    ragged: bool = False,
) -> Reading:
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
    if condorcet.is_condorcet(text):
        return condorcet.read(text, title)
    if condorcet.is_abif(text):
        return condorcet.read_abif(text, title)
    if ours.is_ours(first) and (roll := ours.read(text, title)) is not None:
        return roll
    for pattern, name in _FOREIGN:
        if pattern.match(first):
            raise Malformed(f"{name}; export the votes as CSV or BLT")
    return tables.read(text, title, titles, how, tell, ragged=ragged)
