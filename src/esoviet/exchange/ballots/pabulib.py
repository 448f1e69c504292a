"""Pabulib (.pb): participatory budgets, CSV with semicolons in parts META, PROJECTS and VOTES.

What a vote means is in META `vote_type`: `approval` and `choose-1` name projects; `cumulative` and
`scoring` give each of them the number in `points`; `ordinal` ranks them, and with `max_length` k
the first of k places earns k points. META may lack its line "key;value". Options are the project
identifiers, labels their names.
Source: Stolicki, Szufa, Talmon, "Pabulib: a participatory budgeting library" (2020).
"""

from collections.abc import Mapping
from fractions import Fraction

from esoviet.exchange.ballots.cells import points_of
from esoviet.exchange.ballots.grid import rows
from esoviet.exchange.ballots.reading import Reading
from esoviet.exchange.ballots.sheet import Ballot, Sheet, once
from esoviet.exchange.ballots.text import shown
from esoviet.tally.profile import MAX_OPTIONS, Points
from esoviet.wire.errors import Malformed

PARTS = ("META", "PROJECTS", "VOTES")
TYPES = ("approval", "choose-1", "cumulative", "scoring", "ordinal")


def is_pabulib(text: list[str]) -> bool:
    """Whether the first line is META."""
    first = next((line for line in text if line.strip()), "")
    return first.strip().strip('"').rstrip(";").upper() == "META"


def read(text: list[str], title: str) -> Reading:
    """Read a Pabulib file."""
    parts = _parts(text)
    meta = _meta(parts["META"])
    kind = meta.get("vote_type", "").lower()
    if kind not in TYPES:
        raise Malformed(f"META: vote_type must be one of {', '.join(TYPES)}, not {shown(kind)}")
    projects = [(line, _cell(row, "project_id", line), row) for line, row in parts["PROJECTS"]]
    place = {project: n for n, (_, project, _) in enumerate(projects)}
    if not place or len(place) != len(projects):
        raise Malformed("PROJECTS: every project needs an identifier of its own")
    if kind == "ordinal" and len(place) > MAX_OPTIONS:
        raise Malformed(f"PROJECTS: {len(place)} projects; 1 to {MAX_OPTIONS} can be ranked")
    ballots = [
        (line, row.get("voter_id", ""), _named(row, line, place, kind))
        for line, row in parts["VOTES"]
    ]
    once((line, voter) for line, voter, _ in ballots)
    longest = max((len(points) for _, _, points in ballots), default=0)
    sheet = Sheet(
        format="pabulib",
        title=meta.get("description") or title,
        options=tuple(place),
        labels=tuple(row.get("name", "") for _, _, row in projects),
        numbers=tuple(range(1, len(place) + 1)),
        ballots=tuple(
            Ballot(choice=_choice(points, len(place), kind), voter=voter)
            for _, voter, points in ballots
        ),
        stated=_stated(meta.get("num_votes", "")),
        places=_places(meta, longest) if kind == "ordinal" else None,
        costs=_costs(parts["PROJECTS"]),
        budget=_amount(meta.get("budget", "")),
    )
    return Reading(votes=sheet, format=f"Pabulib, vote_type {kind}", delimiter="semicolon")


def _meta(records: list[tuple[int, dict[str, str]]]) -> dict[str, str]:
    """META as keys and values; without its head the first pair stands where the head should."""
    meta: dict[str, str] = {}
    for _, row in records:
        pair = [*row.values(), ""]
        meta[pair[0]] = pair[1]
    heads = list(records[0][1]) if records else []
    if heads and heads[0] != "key":
        meta = {heads[0]: (heads[1:] or [""])[0], **meta}
    return meta


def _parts(text: list[str]) -> dict[str, list[tuple[int, dict[str, str]]]]:
    starts = {}
    for n, line in enumerate(text):
        word = line.strip().rstrip(";").upper()
        if word in PARTS and word not in starts:
            starts[word] = n
    if list(starts) != list(PARTS):
        raise Malformed("the parts META, PROJECTS and VOTES belong here, in this order")
    ends = [*list(starts.values())[1:], len(text)]
    return {
        part: _rows(text[start + 1 : end], start + 2)
        for (part, start), end in zip(starts.items(), ends, strict=True)
    }


def _rows(text: list[str], start: int) -> list[tuple[int, dict[str, str]]]:
    table = rows(text, ";", start)
    _, header = next(table, (start, []))
    header = [cell.strip() for cell in header]
    while header and not header[-1]:
        header.pop()
    records = []
    for line, cells in table:
        row = [cell.strip() for cell in cells]
        while len(row) > len(header) and not row[-1]:
            row.pop()
        if len(row) > len(header):
            raise Malformed(f"line {line}: {len(row)} cells where the header has {len(header)}")
        records.append((line, dict(zip(header, row, strict=False))))
    return records


def _cell(row: Mapping[str, str], column: str, line: int) -> str:
    if not row.get(column):
        raise Malformed(f"line {line}: no {column}")
    return row[column]


def _named(
    row: Mapping[str, str], line: int, place: Mapping[str, int], kind: str
) -> list[tuple[int, int | Fraction]]:
    """The options that a row names, in its order, with their points."""
    names = [name.strip() for name in row.get("vote", "").split(",") if name.strip()]
    for name in names:
        if name not in place:
            raise Malformed(f"line {line}: no project {shown(name)} in PROJECTS")
    given: list[int | Fraction] = [1] * len(names)
    if kind in ("cumulative", "scoring"):
        cells = [cell.strip() for cell in row.get("points", "").split(",") if cell.strip()]
        if len(cells) != len(names):
            raise Malformed(f"line {line}: {len(cells)} points for {len(names)} projects")
        given = [_point(cell, line) for cell in cells]
        if len(set(names)) != len(names):
            raise Malformed(f"line {line}: a project twice on one ballot; add its points up")
    points: dict[int, int | Fraction] = {}
    for name, point in zip(names, given, strict=True):
        points.setdefault(place[name], point)
    return list(points.items())


def _point(cell: str, line: int) -> int | Fraction:
    value = points_of(cell)
    if value is None:
        raise Malformed(f"line {line}: a point must be a number, not {shown(cell)}")
    return int(value) if value.denominator == 1 else value


def _choice(points: list[tuple[int, int | Fraction]], options: int, kind: str) -> bytes | Points:
    if kind != "ordinal":
        return tuple(sorted(points))
    ranks = bytearray(options)
    for rank, (option, _) in enumerate(points, start=1):
        ranks[option] = rank
    return bytes(ranks)


def _costs(projects: list[tuple[int, dict[str, str]]]) -> tuple[Fraction, ...]:
    """What each project costs, if the file says so of all."""
    costs = [_amount(row.get("cost", "")) for _, row in projects]
    return tuple(cost for cost in costs if cost) if all(costs) else ()


def _amount(text: str) -> Fraction | None:
    """A sum of money above zero, or None."""
    value = points_of(text)
    return value if value is not None and value > 0 else None


def _stated(number: str) -> int | None:
    return int(number) if number.isdecimal() and number.isascii() and len(number) < 10 else None


def _places(meta: Mapping[str, str], longest: int) -> int:
    length = meta.get("max_length", "")
    return int(length) if length.isdecimal() and length.isascii() else longest
