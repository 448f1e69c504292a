"""Condorcet Election Format (.cvotes), version 1, and ABIF: orders by name.

    #/Candidates: Anna ; Ben ; Cas          .cvotes: the names; without, those of the votes
    #/Number of Seats: 1
    ann, 12 || Anna > Ben = Cas ^ 2 * 3     tags || order ^ weight * number of ballots
    /EMPTY_RANKING/ * 2

    {"title": "Dinner"}                     ABIF: settings in braces
    =Ann:[Anna Berg]                        a short name
    3: Ann>Ben=Cas                          number: order
    2: Ann/5, Ben/0                         number: points

"#" begins a comment. A weight multiplies where the file allows weights ("#/Weight Allowed: true").
Sources: github.com/CondorcetVote/CondorcetElectionFormat; electowiki.org/wiki/ABIF.
"""

import re
from collections.abc import Sequence

import msgspec

from esoviet.exchange.ballots.cells import points_of
from esoviet.exchange.ballots.reading import Reading
from esoviet.exchange.ballots.sheet import Ballot, Sheet, distinct
from esoviet.exchange.ballots.text import natural, number, shown, tidy
from esoviet.tally.profile import MAX_OPTIONS, Points, from_groups
from esoviet.wire.errors import Malformed

_PARAMETER = re.compile(r"\s*#/\s*([A-Za-z ]+?)\s*:\s*(.*?)\s*")
_TAIL = re.compile(r"(.*?)\s*(?:\^\s*(\d+))?\s*(?:\*\s*(\d+))?\s*")
_ABIF_LINE = re.compile(r"\s*(\d{1,15})\s*:\s*(.*?)\s*")
_ABIF_NAME = re.compile(r"\s*=\s*(\[[^\]]*\]|[^:\[\]]+?)\s*:\s*\[(.*)\]\s*")
_ABIF_PART = re.compile(
    r"\s*(?:\[(?P<long>[^\]]*)\]|\"(?P<quoted>[^\"]*)\"|(?P<word>[^\s>=,/\[\]\"]+))"
    r"\s*(?:/\s*(?P<points>-?[\d.]+))?\s*(?P<mark>[>=,]|$)"
)
EMPTY = "/EMPTY_RANKING/"
HEAD = 400
"""Lines by which the formats are told."""


def is_condorcet(text: Sequence[str]) -> bool:
    """Whether there is a parameter of the format, or every line is an order of names."""
    lines = [line for line in tidy(text[:HEAD]) if line.strip()]
    if any(re.match(r"\s*#/\s*(Candidates|Number of Seats|Implicit)", line) for line in lines[:60]):
        return True
    votes = [line for line in lines if not line.lstrip().startswith("#")]
    return bool(votes) and all(" > " in line and ":" not in line for line in votes[:20])


def is_abif(text: Sequence[str]) -> bool:
    """Whether ballots stand behind their number and a colon, as orders of names."""
    lines = [
        line
        for line in tidy(text[:HEAD])
        if line.strip() and not line.lstrip().startswith(("#", "{"))
    ]
    votes = [line for line in lines if not _ABIF_NAME.fullmatch(line)]
    if not votes or not all(_ABIF_LINE.fullmatch(line) for line in votes[:50]):
        return False
    return any(re.search(r"[>=/\[\"A-Za-z]", line.split(":", 1)[1]) for line in votes[:50])


class _Names:
    """Names as they appear; a closed list if the file has one."""

    def __init__(self, closed: Sequence[str] = ()) -> None:
        self.place = {name: n for n, name in enumerate(closed)}
        self.closed = bool(closed)
        if len(self.place) != len(closed):
            raise Malformed("a candidate twice in the list of candidates")

    def number(self, name: str, line: int) -> int:
        """The number of a name."""
        if name not in self.place:
            if self.closed or not name:
                raise Malformed(f"line {line}: no candidate {shown(name)}")
            if len(self.place) >= MAX_OPTIONS:
                raise Malformed(f"line {line}: more than {MAX_OPTIONS} candidates")
            self.place[name] = len(self.place)
        return self.place[name]


def read(text: Sequence[str], title: str) -> Reading:
    """Read the Condorcet Election Format."""
    said = {
        match[1].lower(): match[2]
        for line in tidy(text)
        if (match := _PARAMETER.fullmatch(line)) is not None
    }
    listed = [name.strip() for name in said.get("candidates", "").split(";") if name.strip()]
    names = _Names(listed)
    weighted = said.get("weight allowed", "").lower() == "true"
    found: list[tuple[list[list[int]], str, int]] = []
    for line, content in enumerate(tidy(text), start=1):
        vote = content.split("#", 1)[0].strip()
        if vote:
            found.append(_vote(vote, line, names, weighted))
    explicit = said.get("implicit ranking", "").lower() == "false"
    size = len(names.place)
    if not size or size > MAX_OPTIONS:
        raise Malformed(f"{size} candidates; 1 to {MAX_OPTIONS} can be ranked")
    sheet = Sheet(
        format="condorcet",
        title=title,
        options=tuple(names.place),
        numbers=tuple(range(1, size + 1)),
        seats=natural(said.get("number of seats", "")) or None,
        ballots=tuple(Ballot(from_groups(size, g), tag, count=n) for g, tag, n in found if n),
        unranked="uncounted" if explicit else "last",
    )
    return Reading(votes=sheet, format="Condorcet Election Format")


def _vote(vote: str, line: int, names: _Names, weighted: bool) -> tuple[list[list[int]], str, int]:
    tags, bars, order = vote.rpartition("||")
    match = _TAIL.fullmatch(order)
    assert match is not None
    many = int(match[3] or 1) * (int(match[2] or 1) if weighted else 1)
    tag = tags.strip() if bars and many == 1 and "," not in tags else ""
    if match[1].strip() == EMPTY:
        return [], tag, many
    groups = [
        [names.number(name.strip(), line) for name in place.split("=")]
        for place in match[1].split(">")
    ]
    return _once(groups, line), tag, many


def _once(groups: list[list[int]], line: int) -> list[list[int]]:
    named = [option for group in groups for option in group]
    if len(set(named)) != len(named):
        raise Malformed(f"line {line}: a candidate twice on one ballot; keep the first")
    return groups


def read_abif(text: Sequence[str], title: str) -> Reading:
    """Read ABIF."""
    long: dict[str, str] = {}
    names = _Names()
    votes: list[tuple[int, int, list[list[int]], list[tuple[int, str]]]] = []
    for line, content in enumerate(tidy(text), start=1):
        plain = content.strip()
        if short := _ABIF_NAME.fullmatch(plain):
            long[short[1].strip("[]")] = short[2]
            names.number(short[1].strip("[]"), line)
        elif match := _ABIF_LINE.fullmatch(_uncommented(plain)):
            groups, points = _abif_order(match[2], line, names)
            votes.append((line, number(match[1], line, "a number of ballots"), groups, points))
        elif plain.startswith("{"):
            title = _title(plain) or title
        elif plain and not plain.startswith("#"):
            raise Malformed(f"line {line}: a ballot line is '3: Anna>Ben', not {shown(plain)}")
    size = len(names.place)
    if not size:
        raise Malformed("no ballot ranks anything")
    scored = all(points or not groups for _, _, groups, points in votes)
    sheet = Sheet(
        format="abif",
        title=title,
        options=distinct(long.get(name, name) for name in names.place),
        numbers=tuple(range(1, size + 1)),
        ballots=tuple(
            Ballot(_points(points, line) if scored else from_groups(size, groups), count=many)
            for line, many, groups, points in votes
            if many
        ),
    )
    return Reading(votes=sheet, format="ABIF with points" if scored else "ABIF")


def _title(settings: str) -> str:
    try:
        title = msgspec.json.decode(settings, type=dict[str, object]).get("title", "")
    except (msgspec.DecodeError, UnicodeError):
        return ""
    return title if isinstance(title, str) else ""


def _uncommented(line: str) -> str:
    return re.sub(r"\s#[^\]\"]*$", "", line)


def _abif_order(
    order: str, line: int, names: _Names
) -> tuple[list[list[int]], list[tuple[int, str]]]:
    """The groups of an order, and its points if every name has some."""
    groups: list[list[int]] = [[]]
    points: list[tuple[int, str]] = []
    rest = order
    while rest:
        part = _ABIF_PART.match(rest)
        if part is None:
            raise Malformed(f"line {line}: an order is 'Anna>Ben=Cas', not {shown(rest)}")
        option = names.number(part["long"] or part["quoted"] or part["word"] or "", line)
        groups[-1].append(option)
        if part["points"]:
            points.append((option, part["points"]))
        if part["mark"] == ">":
            groups.append([])
        elif part["mark"] == "," and not part["points"]:
            raise Malformed(f"line {line}: a comma parts names with points, such as 'Anna/5,Ben/0'")
        rest = rest[part.end() :]
    groups = _once([group for group in groups if group], line)
    named = sum(map(len, groups))
    if points and len(points) < named:
        raise Malformed(f"line {line}: points for some names and none for others")
    return groups, points


def _points(points: Sequence[tuple[int, str]], line: int) -> Points:
    found = []
    for option, text in sorted(points):
        value = points_of(text)
        if value is None:
            raise Malformed(f"line {line}: points must be a number, not {shown(text)}")
        if value:
            found.append((option, int(value) if value.denominator == 1 else value))
    return tuple(found)
