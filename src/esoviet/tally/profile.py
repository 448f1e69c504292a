"""What is counted: distinct ballots, each with the number of members who cast it.

A `Profile` holds rankings. A ranking is a string of bytes, one an option: byte i is the rank of
option i, 1 the best, equal bytes a tie, 0 an option that the ballot does not rank. Gaps between
ranks mean nothing. `Scores` hold points: a ballot is a tuple of (option, points) pairs for the
options that it names, in rising order of the option; an approval is one point.

Counting by distinct ballot is what makes a million ballots quick: the work grows with the number
of different rankings, not with the number of members.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

MAX_OPTIONS = 254

Unranked: TypeAlias = Literal["last", "uncounted"]
"""What pairs make of an option that a ballot does not rank: below all ranked ones, or no vote."""

Points: TypeAlias = tuple[tuple[int, int | Fraction], ...]


class Profile:
    """Rankings of `options` options: ranks (see the module) to the number of such ballots."""

    __slots__ = ("ballots", "options")

    def __init__(self, options: int, ballots: Mapping[bytes, int]) -> None:
        if not 1 <= options <= MAX_OPTIONS:
            raise ValueError(f"a profile has 1 to {MAX_OPTIONS} options")
        if set(map(len, ballots)) - {options}:
            raise ValueError("a ballot whose length is not the number of options")
        if ballots and min(ballots.values()) < 1:
            raise ValueError("a count of ballots below 1")
        self.options = options
        self.ballots = ballots

    @property
    def total(self) -> int:
        """How many ballots there are, empty ones included."""
        return sum(self.ballots.values())

    def ranks(self) -> NDArray[np.uint8]:
        """The distinct ballots as a matrix, one row an option, one column a ballot."""
        flat = np.frombuffer(b"".join(self.ballots), dtype=np.uint8)
        rows = flat.reshape(len(self.ballots), self.options)
        return np.ascontiguousarray(rows.T)

    def counts(self) -> NDArray[np.int64]:
        """The number of each of the distinct ballots, in the order of `ranks`."""
        if self.total >= 1 << 63:
            raise ValueError("more ballots than 63 bits can count")
        return np.fromiter(self.ballots.values(), np.int64, len(self.ballots))


class Scores:
    """Points for `options` options: (option, points) pairs to the number of such ballots."""

    __slots__ = ("ballots", "options")

    def __init__(self, options: int, ballots: Mapping[Points, int]) -> None:
        if options < 1:
            raise ValueError("scores need an option")
        for ballot in ballots:
            named = [option for option, _ in ballot]
            if named != sorted(set(named)) or not all(0 <= one < options for one in named):
                raise ValueError("a ballot that names an option twice, out of order or unknown")
        if ballots and min(ballots.values()) < 1:
            raise ValueError("a count of ballots below 1")
        self.options = options
        self.ballots = ballots

    @property
    def total(self) -> int:
        """How many ballots there are, empty ones included."""
        return sum(self.ballots.values())


def groups(ranks: bytes) -> tuple[tuple[int, ...], ...]:
    """The ranked options of one ballot as groups of equals, best first."""
    ranked: dict[int, list[int]] = {}
    for option, rank in enumerate(ranks):
        if rank:
            ranked.setdefault(rank, []).append(option)
    return tuple(tuple(ranked[rank]) for rank in sorted(ranked))


def dense(ranks: Sequence[int]) -> bytes:
    """Any natural numbers as ranks 1, 2, 3 ... without gaps; 0 stays unranked."""
    place = {rank: n for n, rank in enumerate(sorted({rank for rank in ranks if rank}), start=1)}
    return bytes(place.get(rank, 0) for rank in ranks)


def from_groups(options: int, order: Iterable[Iterable[int]]) -> bytes:
    """The ranks of a ballot given as groups of equals, best first (the reverse of `groups`)."""
    ranks = bytearray(options)
    place = 0
    for group in order:
        members = tuple(group)
        place += bool(members)
        for option in members:
            if ranks[option]:
                raise ValueError("an option that a ballot ranks twice")
            ranks[option] = place
    return bytes(ranks)
