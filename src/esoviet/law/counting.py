"""What a vote that is no choice of a word is counted from, apart from its assembly.

A count is a function of what stands in a `Counting`, so it may be known already: what takes long is
remembered, by the hash of all that it follows from, and whoever has counted it elsewhere can bring
it (`remember`).
"""

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

import msgspec

from esoviet.law.ballots import APPROVAL, CHOOSING, DATES, EQUAL_SHARES
from esoviet.law.elections import STV, fill
from esoviet.tally.choosing import above_half, most_chosen
from esoviet.tally.equal_shares import equal_shares
from esoviet.tally.profile import Points, Profile, Scores, Unranked
from esoviet.tally.result import Result
from esoviet.tally.schulze import schulze

SOME = 20_000  # cells of the tables of pairs of all ballots: to name them takes less than a count
LONG = 2_000_000  # some milliseconds
LONG_STV = 20_000
SLOW = (*STV, EQUAL_SHARES)
REMEMBERED = 32
Kept = OrderedDict[bytes, Result]
_known: Kept = OrderedDict()
_short: Kept = OrderedDict()  # of their own, so that many short counts drive no long one out


class Counting(NamedTuple):
    """Distinct ballots (`tally.profile`), and how they are counted.

    Where options are chosen, `quorums` says how many must choose one, and `costs` and `budget` what
    is divided. Where they are ranked, the last is *no action*. With `needs` each other one has to
    reach its share against it, and `quorums` says how many must prefer it; without, so many `seats`
    are filled, by nobody of those places that are `gone`.
    """

    method: str
    width: int
    ballots: Mapping[bytes, int]
    unranked: Unranked
    seats: int = 1
    needs: tuple[Fraction, ...] = ()
    quorums: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()
    costs: tuple[int, ...] = ()
    budget: int = 0

    @property
    def is_long(self) -> bool:
        """Whether counting may take more than some milliseconds."""
        return may_be_long(self.method, self.width, len(self.ballots))

    @property
    def name(self) -> bytes:
        """The hash of all that the result follows from."""
        about = tuple(getattr(self, name) for name in self._fields if name != "ballots")
        ballots = msgspec.msgpack.encode(sorted(self.ballots.items()))
        return hashlib.sha256(repr(about).encode() + ballots).digest()

    def result(self) -> Result:
        """Count."""
        if self.method in CHOOSING:
            return self._chosen()
        profile = Profile(self.width, self.ballots)
        if not self.needs:
            return fill(self.method, profile, self.seats, self.unranked, self.gone)
        return schulze(
            profile,
            default=self.width - 1,
            ratios=dict(enumerate(self.needs)),
            majority="share",
            unranked=self.unranked,
            quorum=dict(enumerate(self.quorums)),
        )

    def _chosen(self) -> Result:
        said = {points_of(ranks): count for ranks, count in self.ballots.items()}
        scores = Scores(self.width, said)
        if self.method == APPROVAL:
            return above_half(scores, quorum=self.quorums[0])
        if self.method == DATES:
            return most_chosen(scores)
        return equal_shares(scores, costs=self.costs, budget=self.budget)


def points_of(ranks: bytes) -> Points:
    """A ballot that chooses options, as points."""
    return tuple((option, 1) for option, mark in enumerate(ranks) if mark)


def may_be_long(method: str, width: int, ballots: int) -> bool:
    """Whether counting that many different ballots may take more than some milliseconds."""
    return width * width * ballots > (LONG_STV if method in SLOW else LONG)


def counted(counting: Counting) -> Result:
    """The result, counted now if it is not known."""
    is_long = counting.is_long
    if not is_long and counting.width**2 * len(counting.ballots) < SOME:
        return counting.result()
    name, kept = counting.name, _known if is_long else _short
    result = kept.get(name)
    if result is None:
        result = counting.result()
        remember(name, result, kept)
    return result


def known(name: bytes) -> Result | None:
    """The result of what has been counted a short while ago."""
    return _known.get(name)


def remember(name: bytes, result: Result, kept: Kept = _known) -> None:
    """Keep the result of the `Counting` of that name."""
    kept[name] = result
    kept.move_to_end(name)
    while len(kept) > REMEMBERED:
        kept.popitem(last=False)
