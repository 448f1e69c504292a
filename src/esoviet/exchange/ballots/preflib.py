"""PrefLib orders: .soc, .soi (strict) and .toc, .toi (with ties in braces), both generations.

Since 2022 the head is lines "# NUMBER ALTERNATIVES: 3", "# ALTERNATIVE NAME 1: ..." and a ballot
line is "count: 1,{2,3}". Before, the first line is the number of alternatives, then "1,name" for
each, then "voters,sum of counts,orders", and a ballot line is "count,1,{2,3}". Alternatives that a
line leaves out are unranked.
"""

import re

from esoviet.exchange.ballots.sheet import Ballot, Sheet
from esoviet.exchange.ballots.text import number, shown
from esoviet.tally.profile import MAX_OPTIONS, from_groups
from esoviet.wire.errors import Malformed

_META = re.compile(r"#\s*([A-Z ]+?)\s*(\d*)\s*:\s*(.*?)\s*$")
_PLACE = re.compile(r"\s*(?:\{([^{}]*)\}|(\d+))\s*(?:,|$)")


def is_preflib(text: list[str]) -> bool:
    """Whether the head is one of PrefLib's two."""
    head = [line for line in text[:400] if line.strip()]
    if any(re.match(r"#\s*NUMBER ALTERNATIVES\s*:", line) for line in head):
        return True
    return (
        len(head) > 1
        and re.fullmatch(r"\s*\d+\s*", head[0]) is not None
        and re.match(r"\s*1\s*,", head[1]) is not None
    )


def read(text: list[str], title: str) -> Sheet:
    """Read PrefLib orders."""
    numbered = [(n, line) for n, line in enumerate(text, start=1) if line.strip()]
    if any(line.lstrip().startswith("#") for _, line in numbered):
        names, size, orders, title, stated = _modern(numbered, title)
    else:
        names, size, orders, stated = _classic(numbered)
    if not 1 <= size <= MAX_OPTIONS:
        raise Malformed(f"{size} alternatives; 1 to {MAX_OPTIONS} can be ranked")
    return Sheet(
        format="preflib",
        title=title,
        options=tuple(names.get(n, f"Option {n}") for n in range(1, size + 1)),
        numbers=tuple(range(1, size + 1)),
        stated=stated,
        ballots=tuple(
            Ballot(choice=_ranks(order, size, line), count=number(count, line, "a count"))
            for line, count, order in orders
        ),
    )


def _modern(
    numbered: list[tuple[int, str]], title: str
) -> tuple[dict[int, str], int, list[tuple[int, str, str]], str, int | None]:
    names: dict[int, str] = {}
    size, stated = 0, None
    orders = []
    for line, content in numbered:
        if content.lstrip().startswith("#"):
            meta = _META.match(content.lstrip())
            if meta and meta[1] == "ALTERNATIVE NAME":
                names[number(meta[2], line, "the number of an alternative")] = meta[3]
            elif meta and meta[1] == "NUMBER ALTERNATIVES":
                size = number(meta[3], line, "the number of alternatives")
            elif meta and meta[1] == "NUMBER VOTERS":
                stated = number(meta[3], line, "the number of voters")
            elif meta and meta[1] == "TITLE":
                title = meta[3] or title
            continue
        count, colon, order = content.partition(":")
        if not colon:
            raise Malformed(f"line {line}: a ballot line is 'count: 1,2,3'")
        orders.append((line, count.strip(), order))
    return names, size, orders, title, stated


def _classic(
    numbered: list[tuple[int, str]],
) -> tuple[dict[int, str], int, list[tuple[int, str, str]], int | None]:
    line, first = numbered[0]
    size = number(first.strip(), line, "the number of alternatives")
    if len(numbered) < size + 2:
        raise Malformed("the file ends before its ballots")
    names = {}
    for place, (line, content) in enumerate(numbered[1 : size + 1], start=1):
        option, _, name = content.partition(",")
        if number(option.strip(), line, "the number of an alternative") != place:
            raise Malformed(f"line {line}: alternative {place} belongs here, as '{place},name'")
        names[place] = name.strip()
    line, counts = numbered[size + 1]
    stated = number(counts.split(",")[0].strip(), line, "the number of voters")
    orders = []
    for line, content in numbered[size + 2 :]:
        count, _, order = content.partition(",")
        orders.append((line, count.strip(), order))
    return names, size, orders, stated


def _ranks(order: str, size: int, line: int) -> bytes:
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
    if not all(1 <= option <= size for option in named) or len(set(named)) != len(named):
        raise Malformed(f"line {line}: an alternative that is unknown or there twice")
    return from_groups(size, ([option - 1 for option in group] for group in groups))
