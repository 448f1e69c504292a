"""The result that was published, to lay beside the law's.

Read from the file given with --expect, or from one that lies beside the ballots under the same name
(`x_tally.txt`: `x_results.txt`; `x_ballots.csv`: `x_results.md`; `x_votes.csv`: `x_expected.csv`):

- the report of the Debian vote engine: winners, the default option (the last), the ratios
- a Markdown page: the list under a heading that begins with "Winner", "seats open: N"
- CSV of roll calls: the first column names them, the column `result` says what became of them
- JSON: {"cases": {<name>: {"files": {"ballots"}, "seats", "default_option", "expected"}}}

Where no such file lies there, or it names options in other words than the ballots do, a JSON file
`EXPECTED.json` in the same folder or the one above is asked, if it has a case for the ballots.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import msgspec

from esoviet.cli.errors import Trouble

SIBLINGS = (
    ("_tally", ("_results.txt",)),
    ("_ballots", ("_results.md", "_results.txt")),
    ("_votes", ("_expected.csv",)),
)
CASES = "EXPECTED.json"
PASSED = ("agreed", "confirmed", "passed", "sustained", "adopted", "accepted", "germane", "yes")
FAILED = ("rejected", "not ", "failed", "defeated", "held nongermane", "withdrawn", "no")
_DEBIAN_WINNER = re.compile(r'^\s+Option (\d+) "', re.MULTILINE)
_DEBIAN_RATIO = re.compile(
    r"Option (\d+) (?:passes|because of) Majority\..*\(\d+/\d+\) *[<>]=? *(\d+(?:\.\d+)?)"
)
_ITEM = re.compile(r"^(?:[-*]|\d+\.)\s+(.*\S)")
_LINK = re.compile(r"\[([^]]*)\]\(([^)]*)\)")


class Published(NamedTuple):
    """What a source states; places of options are from 0, `unknown` are names of no option."""

    source: str = ""
    winners: tuple[int, ...] = ()
    unknown: tuple[str, ...] = ()
    default: int | None = None
    ratios: Mapping[int, Fraction] = {}
    seats: int | None = None
    results: Mapping[str, str] = {}


def near(ballots: Path, options: Sequence[str]) -> Published:
    """What the files near the ballots state; nothing, if there are none."""
    path = beside(ballots)
    published = Published() if path is None else read(path, ballots, options)
    if path is not None and not published.unknown:
        return published
    for folder in (ballots.parent, ballots.parent.parent):
        cases = folder / CASES
        if cases.exists() and _has_case(cases, ballots):
            return read(cases, ballots, options)
    return published


def beside(ballots: Path) -> Path | None:
    """The file with the result that lies beside the ballots."""
    name = ballots.name.split(".")[0]
    for ending, others in SIBLINGS:
        for other in others:
            path = ballots.with_name(name.removesuffix(ending) + other)
            if name.endswith(ending) and path.exists():
                return path
    return None


def titles_beside(ballots: Path) -> Path | None:
    """The file with the titles of roll calls that lies beside them."""
    name = ballots.name.split(".")[0].removesuffix("_votes")
    for ending in ("_roll_calls.csv", "_polls.csv", "_titles.csv"):
        path = ballots.with_name(name + ending)
        if path.exists():
            return path
    return None


def read(path: Path, ballots: Path, options: Sequence[str]) -> Published:
    """Read a published result; raises `Trouble` for what is none."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise Trouble(f"Cannot read {path}: {error.strerror}.") from None
    if text.lstrip().startswith("{"):
        published = _from_json(text, ballots, options)
    elif "Starting results calculation" in text or "The winners are:" in text:
        published = _from_debian(text, options)
    elif path.suffix == ".csv":
        rows = list(csv.DictReader(text.splitlines()))
        first = next(iter(rows[0]), "") if rows else ""
        published = Published(results={row[first]: row.get("result") or "" for row in rows})
    else:
        published = _from_page(text, options)
    return published._replace(source=path.name)


def passed(result: str) -> bool | None:
    """Whether a roll call was carried, by the word that the source has for it."""
    word = result.strip().lower()
    if word.startswith(FAILED):
        return False
    return True if word.startswith(PASSED) else None


def _from_debian(text: str, options: Sequence[str]) -> Published:
    winners = _DEBIAN_WINNER.findall(text.partition("The winners are:")[2])
    ratios = {int(n) - 1: Fraction(ratio) for n, ratio in _DEBIAN_RATIO.findall(text)}
    places = tuple(int(number) - 1 for number in winners)
    return Published(winners=places, default=len(options) - 1, ratios=ratios)


def _from_page(text: str, options: Sequence[str]) -> Published:
    seats = re.search(r"seats open: (\d+)", text)
    _, _, rest = text.partition("\n## Winner")
    listed: list[str] = []
    for line in rest.split("\n")[1:]:
        item = _ITEM.match(line)
        if item:
            listed.append(item[1])
        elif listed and line.strip():
            break
    return _named(listed, options)._replace(seats=int(seats[1]) if seats else None)


def _named(names: Sequence[str], options: Sequence[str]) -> Published:
    places, unknown = [], []
    for name in names:
        place = _place(name, options)
        if place is None:
            unknown.append(_LINK.sub(r"\1", name))
        else:
            places.append(place)
    return Published(winners=tuple(places), unknown=tuple(unknown))


def _place(name: str, options: Sequence[str]) -> int | None:
    """The one option that a name of a page means: the name itself, or the login in its link."""
    link = _LINK.search(name)
    said = [link[1].strip(), link[2].rstrip("/").rpartition("/")[2]] if link else [name.strip()]
    for word in said:
        places = [n for n, option in enumerate(options) if _means(word, option)]
        if len(places) == 1:
            return places[0]
    return None


def _means(word: str, option: str) -> bool:
    plain = re.sub(r"\s*\(@?[^)]*\)$", "", option)
    return word.casefold() in (option.casefold(), plain.casefold())


def _from_json(text: str, ballots: Path, options: Sequence[str]) -> Published:
    try:
        case = msgspec.json.decode(_case(text, ballots), type=_Case)
    except (msgspec.DecodeError, StopIteration):
        raise Trouble(f"There is no case for {ballots.name} in the file of results.") from None
    ratios = {
        options.index(check.option): Fraction(str(check.required_ratio))
        for check in case.expected.majority_check
        if check.option in options
    }
    default = case.default_option
    return _named(case.expected.winners, options)._replace(
        default=options.index(default) if default in options else None,
        ratios=ratios,
        seats=case.seats,
    )


class _Check(msgspec.Struct):
    option: str
    required_ratio: int | float


class _Expected(msgspec.Struct):
    winners: list[str] = []
    majority_check: list[_Check] = []


class _Case(msgspec.Struct):
    seats: int | None = None
    default_option: str | None = None
    expected: _Expected = msgspec.field(default_factory=_Expected)


class _Files(msgspec.Struct):
    ballots: str = ""


class _About(msgspec.Struct):
    files: _Files = msgspec.field(default_factory=_Files)


class _Cases(msgspec.Struct):
    cases: dict[str, msgspec.Raw]


def _has_case(path: Path, ballots: Path) -> bool:
    try:
        _case(path.read_text(encoding="utf-8", errors="replace"), ballots)
    except (OSError, msgspec.DecodeError, StopIteration):
        return False
    return True


def _case(text: str, ballots: Path) -> msgspec.Raw:
    cases = msgspec.json.decode(text, type=_Cases).cases
    return next(raw for raw in cases.values() if _is_about(raw, ballots))


def _is_about(raw: msgspec.Raw, ballots: Path) -> bool:
    try:
        return Path(msgspec.json.decode(raw, type=_About).files.ballots).name == ballots.name
    except msgspec.ValidationError:
        return False
