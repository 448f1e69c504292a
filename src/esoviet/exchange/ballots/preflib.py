"""PrefLib orders: .soc, .soi (strict) and .toc, .toi (with ties in braces), both generations.
Categories, .cat, are in `categories`.

Since 2022 the head is lines "# NUMBER ALTERNATIVES: 3", "# ALTERNATIVE NAME 1: ..." and a ballot
line is "count: 1,{2,3}". Before, the first line is the number of alternatives, then "1,name" for
each, then "voters,sum of counts,orders", and a ballot line is "count,1,{2,3}". Alternatives that a
line leaves out are unranked. Some programs number them from 0: if a name has the number 0 and none
that of the last.
"""

import re

import msgspec

from esoviet.exchange.ballots import categories
from esoviet.exchange.ballots.reading import Reading
from esoviet.exchange.ballots.sheet import Ballot, Sheet, distinct
from esoviet.exchange.ballots.text import natural, number, shown, tidy
from esoviet.tally.profile import MAX_OPTIONS, from_groups
from esoviet.wire.errors import Malformed

_META = re.compile(r"#\s*([A-Z ]+?)\s*(\d*)\s*:\s*(.*?)\s*$")
_PLACE = re.compile(r"\s*(?:\{([^{}]*)\}|(\d+))\s*(?:,|$)")
ORDERS = ("soc", "soi", "toc", "toi")


class Head(msgspec.Struct):
    """What stands before the orders."""

    title: str
    names: dict[int, str] = msgspec.field(default_factory=dict)
    size: int = 0
    stated: int | None = None
    type: str = ""
    categories: list[str] = msgspec.field(default_factory=list)


Orders = list[tuple[int, str, str]]
"""Line, count and order of each."""


def is_preflib(text: list[str]) -> bool:
    """Whether the head is one of PrefLib's two."""
    head = [line for line in text[:400] if line.strip()]
    if any(re.match(r"#\s*NUMBER ALTERNATIVES\s*:", line) for line in head):
        return True
    return (
        len(head) > 1
        and re.fullmatch(r"\s*\d+\s*", head[0]) is not None
        and re.match(r"\s*[01]\s*,", head[1]) is not None
    )


def read(text: list[str], title: str) -> Reading:
    """Read PrefLib orders or categories."""
    numbered = [(n, line) for n, line in enumerate(tidy(text), start=1) if line.strip()]
    if any(line.lstrip().startswith("#") for _, line in numbered):
        head, orders = _modern(numbered, title)
    else:
        head, orders = _classic(numbered, title)
    if not 1 <= head.size <= MAX_OPTIONS:
        raise Malformed(f"{head.size} alternatives; 1 to {MAX_OPTIONS} can be ranked")
    first = 0 if 0 in head.names and head.size not in head.names else 1
    notes = ["alternatives are numbered from 0"] if not first else []
    listed = [head.names.get(n, f"Option {n}") for n in range(first, head.size + first)]
    if len(set(listed)) != len(listed):
        notes.append("alternatives with the same name are told apart by their numbers")
    if head.categories or head.type == "cat":
        ballots, more = categories.ballots(head.categories, head.size, first, orders)
        notes += more
    elif head.type not in ("", *ORDERS):
        raise Malformed(f"DATA TYPE {shown(head.type)} is no order; soc, soi, toc, toi and cat are")
    else:
        ballots = tuple(
            Ballot(_ranks(order, head.size, line, first), count=number(count, line, "a count"))
            for line, count, order in orders
        )
    sheet = Sheet(
        format="preflib",
        title=head.title,
        options=distinct(listed),
        numbers=tuple(range(first, head.size + first)),
        stated=head.stated,
        ballots=tuple(ballot for ballot in ballots if ballot.count),
    )
    form = "PrefLib categories" if head.categories else "PrefLib orders"
    return Reading(votes=sheet, format=form, notes=tuple(notes))


def _modern(numbered: list[tuple[int, str]], title: str) -> tuple[Head, Orders]:
    head = Head(title)
    orders: Orders = []
    for line, content in numbered:
        if content.lstrip().startswith("#"):
            if meta := _META.match(content.lstrip()):
                _said(head, meta, line)
            continue
        count, colon, order = content.partition(":")
        if not colon:
            raise Malformed(f"line {line}: a ballot line is 'count: 1,2,3'")
        orders.append((line, count.strip(), order))
    return head, orders


def _said(head: Head, meta: re.Match[str], line: int) -> None:
    """A line of the head."""
    word, value = meta[1], meta[3]
    if word == "ALTERNATIVE NAME":
        head.names[number(meta[2], line, "the number of an alternative")] = value
    elif word == "NUMBER ALTERNATIVES":
        head.size = number(value, line, "the number of alternatives")
    elif word == "NUMBER VOTERS":
        head.stated = natural(value.removesuffix(".0"))
    elif word == "TITLE":
        head.title = value or head.title
    elif word == "DATA TYPE":
        head.type = value.lower()
    elif word == "CATEGORY NAME":
        head.categories.append(value)


def _classic(numbered: list[tuple[int, str]], title: str) -> tuple[Head, Orders]:
    line, first = numbered[0]
    size = number(first.strip(), line, "the number of alternatives")
    if len(numbered) < size + 2:
        raise Malformed("the file ends before its ballots")
    head = Head(title, size=size)
    base = 0 if numbered[1][1].split(",")[0].strip() == "0" else 1
    for place, (line, content) in enumerate(numbered[1 : size + 1], start=base):
        option, _, name = content.partition(",")
        if number(option.strip(), line, "the number of an alternative") != place:
            raise Malformed(f"line {line}: alternative {place} belongs here, as '{place},name'")
        head.names[place] = name.strip()
    line, counts = numbered[size + 1]
    head.stated = number(counts.split(",")[0].strip(), line, "the number of voters")
    orders = []
    for line, content in numbered[size + 2 :]:
        count, _, order = content.partition(",")
        orders.append((line, count.strip(), order))
    return head, orders


def _ranks(order: str, size: int, line: int, first: int) -> bytes:
    groups = []
    rest = order.strip().rstrip(",")
    while rest:
        place = _PLACE.match(rest)
        if place is None:
            raise Malformed(f"line {line}: an order is '1,{{2,3}},4', not {shown(rest)}")
        words = [place[2]] if place[2] else [word for word in place[1].split(",") if word.strip()]
        groups.append([number(word.strip(), line, "an alternative") for word in words])
        rest = rest[place.end() :]
    named = [option for group in groups for option in group]
    if not all(first <= option < size + first for option in named) or len(set(named)) != len(named):
        raise Malformed(f"line {line}: an alternative that is unknown or there twice")
    return from_groups(size, ([option - first for option in group] for group in groups))
