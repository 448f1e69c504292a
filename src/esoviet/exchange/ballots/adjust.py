"""What is told about any vote file: who has withdrawn, what breaks ties, how far ranks count.

All of it changes a sheet as if the file had said so. Options are named as they are in the file, or
by their number.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

import msgspec

from esoviet.exchange.ballots.reading import How, listed
from esoviet.exchange.ballots.sheet import Ballot, Sheet
from esoviet.exchange.ballots.text import natural, shown
from esoviet.tally.profile import Points, dense
from esoviet.wire.errors import Malformed

Change: TypeAlias = Callable[[bytes | Points], bytes | Points]


def numbered(sheet: Sheet, name: str) -> int:
    """The place of an option by its name, its longer name, or its number in the file."""
    for names in (sheet.options, sheet.labels):
        same = [n for n, one in enumerate(names) if one.casefold() == name.strip().casefold()]
        if len(same) == 1:
            return same[0]
    number = natural(name.strip())
    if number in sheet.numbers:
        return sheet.numbers.index(number)
    raise Malformed(f"no option {shown(name)}; there are: {listed(sheet.options)}")


def withdrawn(sheet: Sheet, names: Sequence[str]) -> Sheet:
    """The sheet without these options."""
    gone = {numbered(sheet, name) for name in names}
    return without(sheet, gone) if gone else sheet


def without(sheet: Sheet, gone: Iterable[int]) -> Sheet:
    """The sheet without the options at these places."""
    out = set(gone)
    left = [n for n in range(len(sheet.options)) if n not in out]
    if not left:
        raise Malformed("every option has withdrawn")
    place = {option: n for n, option in enumerate(left)}
    known: dict[bytes | Points, bytes | Points] = {}

    def kept(choice: bytes | Points) -> bytes | Points:
        if choice not in known:
            known[choice] = (
                dense([choice[n] for n in left])
                if isinstance(choice, bytes)
                else tuple((place[n], points) for n, points in choice if n in place)
            )
        return known[choice]

    return msgspec.structs.replace(
        _each(sheet, kept),
        options=tuple(sheet.options[n] for n in left),
        labels=tuple(sheet.labels[n] for n in left) if sheet.labels else (),
        numbers=tuple(sheet.numbers[n] for n in left),
        costs=tuple(sheet.costs[n] for n in left) if sheet.costs else (),
        tie_order=_kept(sheet.tie_order, place),
        write_ins=_kept(sheet.write_ins, place) or (),
        withdrawn=(*sheet.withdrawn, *(sheet.options[n] for n in sorted(out))),
    )


def _kept(places: Sequence[int] | None, place: dict[int, int]) -> tuple[int, ...] | None:
    return tuple(place[n] for n in places if n in place) if places else None


def ties(sheet: Sheet, names: Sequence[str]) -> Sheet:
    """The sheet with ties broken by this order; options that it leaves out follow."""
    order = [numbered(sheet, name) for name in names]
    if len(set(order)) != len(order):
        raise Malformed("the tie order names an option twice")
    return msgspec.structs.replace(sheet, tie_order=tuple(order) or None)


def ranks(sheet: Sheet, how: How) -> Sheet:
    """The sheet with shared ranks as overvotes and so many ranks, where that was told."""
    voids = how.overvote if sheet.shares else None
    if voids is None and how.max_ranks is None:
        return sheet
    known: dict[bytes, bytes] = {}

    def cut(choice: bytes | Points) -> bytes | Points:
        if not isinstance(choice, bytes):
            return choice
        if choice not in known:
            known[choice] = _cut(choice, voids, how.max_ranks)
        return known[choice]

    return _each(sheet, cut)


def _cut(choice: bytes, voids: str | None, most: int | None) -> bytes:
    shared = sorted(rank for rank in set(choice) if rank and choice.count(rank) > 1)
    end = min([255, *([most + 1] if most is not None else [])])
    if voids == "exhaust" and shared:
        end = min(end, shared[0])
    out = set(shared) if voids else set()
    return dense([0 if rank >= end or rank in out else rank for rank in choice])


def _each(sheet: Sheet, change: Change) -> Sheet:
    made: dict[int, Ballot] = {}
    ballots = []
    for ballot in sheet.ballots:
        if id(ballot) not in made:
            made[id(ballot)] = msgspec.structs.replace(ballot, choice=change(ballot.choice))
        ballots.append(made[id(ballot)])
    return msgspec.structs.replace(sheet, ballots=tuple(ballots))
