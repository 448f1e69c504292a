"""The published votes of shared/data: the cases of EXPECTED.json by kind, and their files read."""

import csv
import json
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any

from esoviet.exchange.ballots import Rolls, Sheet, load
from esoviet.tally.profile import Profile, from_groups
from esoviet.tally.result import Result
from tests.shared_data import SHARED

Case = dict[str, Any]


@cache
def cases() -> dict[str, Case]:
    """All cases, or none where the data is not there."""
    path = SHARED / "EXPECTED.json"
    return dict(json.loads(path.read_text("utf-8"))["cases"]) if path.is_file() else {}


def ids(wanted: Callable[[Case], bool]) -> list[str]:
    """The cases of a kind."""
    return [name for name, case in cases().items() if wanted(case)]


def of_kind(*words: str) -> list[str]:
    """The cases whose kind begins with one of these words."""
    return ids(lambda case: case["kind"].startswith(words))


def read(name: str, **settings: Any) -> Sheet:
    """The ballots of a case."""
    votes = load(SHARED / cases()[name]["files"]["ballots"], **settings)
    assert isinstance(votes, Sheet)
    return votes


def read_rolls(name: str) -> Rolls:
    """The roll calls of a case."""
    votes = load(SHARED / cases()[name]["files"]["ballots"])
    assert isinstance(votes, Rolls)
    return votes


def rows(path: str) -> list[dict[str, str]]:
    """A CSV file of the data."""
    with (SHARED / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def textbook(name: str) -> Profile:
    """The ballots of a text-book case."""
    found = json.loads((SHARED / "textbook/cases.json").read_text("utf-8"))
    case = next(case for case in found if case["id"] == name)
    place = {option: n for n, option in enumerate(case["candidates"])}
    ballots: Counter[bytes] = Counter()
    for ballot in case["ballots"]:
        groups = [[place[option] for option in group] for group in ballot["rank"]]
        ballots[from_groups(len(place), groups)] += ballot["weight"]
    return Profile(len(place), ballots)


def winners(sheet: Sheet, result: Result) -> list[str]:
    """The elected by name."""
    return [sheet.options[option] for option in result.winners]


def order(options: Any, result: Result) -> list[list[str]]:
    """The order by name."""
    return [[options[option] for option in group] for group in result.order]
