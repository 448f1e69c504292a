"""PrefLib categories, .cat: each ballot puts the alternatives into named categories.

They are approvals if the name of exactly one category says yes; every other category is none. Names
that say nothing of the kind are refused: the order of categories is not one of preference.
"""

import re
from collections.abc import Sequence

from esoviet.exchange.ballots.reading import listed
from esoviet.exchange.ballots.sheet import Ballot
from esoviet.exchange.ballots.text import number, shown
from esoviet.exchange.ballots.words import POSITIVE, folded
from esoviet.wire.errors import Malformed

_GROUP = re.compile(r"\s*(?:\{([^{}]*)\}|(\d+)|)\s*(,|$)")


def ballots(
    names: Sequence[str], size: int, first: int, orders: Sequence[tuple[int, str, str]]
) -> tuple[tuple[Ballot, ...], list[str]]:
    """The approvals of each line (`line, count, categories`), and which category was yes."""
    yes = [n for n, name in enumerate(names) if folded(name) in POSITIVE]
    if len(yes) != 1:
        raise Malformed(
            f"categories {listed(names)}: which of them approves is not said; call one 'yes'"
        )
    found = []
    for line, count, order in orders:
        groups = _groups(order, line, len(names))
        named = [option for group in groups for option in group]
        if len(set(named)) != len(named) or not all(first <= n < size + first for n in named):
            raise Malformed(f"line {line}: an alternative that is unknown or there twice")
        approved = sorted(option - first for option in groups[yes[0]])
        points = tuple((option, 1) for option in approved)
        found.append(Ballot(points, count=number(count, line, "a count")))
    return tuple(found), [f"category {names[yes[0]]!r} was taken for approval"]


def _groups(order: str, line: int, size: int) -> list[list[int]]:
    groups: list[list[int]] = []
    rest = order.strip()
    while len(groups) < size:
        place = _GROUP.match(rest)
        if place is None:
            raise Malformed(f"line {line}: categories are '1,{{2,3}},{{}}', not {shown(rest)}")
        words = [place[2]] if place[2] else (place[1] or "").split(",")
        groups.append([number(w.strip(), line, "an alternative") for w in words if w.strip()])
        rest = rest[place.end() :]
        if not place[3]:
            break
    if rest.strip(" ,"):
        raise Malformed(f"line {line}: more than {size} categories: {shown(rest)}")
    return groups + [[]] * (size - len(groups))
