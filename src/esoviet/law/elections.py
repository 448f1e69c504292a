"""Who can be elected, and by which ballots: clauses 11.6, 11.10 and 11.11.

*None of these* is on every ballot, as its last option. A ballot *accepts* whom it ranks above that,
or ranks without ranking *none*; it *rejects* whom it puts below, or leaves out while it ranks
*none*. An empty ballot says *none*, so it rejects everybody. For s seats those stay whose accepting
ballots times s + 1 exceed accepting and rejecting ones together. Among them the method fills the
seats, from the ranks above *none*.

Who withdrew or left is taken out of every ballot, as if they had never stood. A ballot that named
nobody else is no empty ballot: it accepts nobody and rejects nobody.

A tie is broken in every vote, and for whoever counts one, by one order of preference (11.6, 11.9):
the option with more backers comes before one with fewer, and among those with as many the one that
was proposed first (in a question: the answer that is listed first). A vote lists its options in
this order, so a count breaks ties by the places of the options.

In an election the first of those who are level is elected first and the last is excluded first. The
rule books of the single transferable vote know no preference: they take the first of any order for
both. An election is therefore counted by `elect`, never by the method alone.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from msgspec.structs import replace

from esoviet.law.solutions import Solution
from esoviet.tally.among import among
from esoviet.tally.profile import Profile, Unranked
from esoviet.tally.result import Drop, Result
from esoviet.tally.schulze import schulze
from esoviet.tally.stv_meek import stv_meek
from esoviet.tally.stv_scottish import stv_scottish
from esoviet.tally.stv_wigm import stv_wigm

STV: Mapping[str, Callable[..., Result]] = MappingProxyType(
    {"stv-scottish": stv_scottish, "stv-wigm": stv_wigm, "stv-meek": stv_meek}
)


class Acceptance(NamedTuple):
    """How many ballots accept and reject each candidate, and how many accept anybody."""

    accepted: tuple[int, ...]
    rejected: tuple[int, ...]
    anybody: int


def in_tie_order(options: Iterable[Solution]) -> list[Solution]:
    """Solutions or candidatures in the order that a vote lists them in."""
    return sorted(options, key=lambda solution: (-solution.backers, solution.number))


def elect(method: str, profile: Profile, seats: int, unranked: Unranked) -> Result:
    """Fill seats from ballots over options in their tie order."""
    if method in STV:
        return STV[method](profile, seats=seats, last_out=True)
    return schulze(profile, seats=seats, unranked=unranked)


def acceptance(ballots: Mapping[bytes, int], width: int, gone: Collection[int]) -> Acceptance:
    """What ballots of `width` options, *none* last, say of the candidates that are not `gone`.

    Of those they say nothing.
    """
    accepted, rejected, anybody = [0] * (width - 1), [0] * (width - 1), 0
    for ranks, count in ballots.items():
        none = 1 if not any(ranks) else ranks[-1]
        accepts_any = False
        for place, rank in enumerate(ranks[:-1]):
            if place in gone:
                continue
            if rank and (not none or rank < none):
                accepted[place] += count
                accepts_any = True
            elif none and (not rank or rank > none):
                rejected[place] += count
        anybody += count * accepts_any
    return Acceptance(tuple(accepted), tuple(rejected), anybody)


def stays(accepted: int, rejected: int, seats: int) -> bool:
    """Whether a candidate can be elected to one of so many seats (clause 11.10)."""
    return accepted * (seats + 1) > accepted + rejected


def fill(
    method: str, profile: Profile, seats: int, unranked: Unranked, gone: Collection[int] = ()
) -> Result:
    """Fill seats from ballots whose last option is *none*, but with nobody who is `gone`."""
    said = acceptance(profile.ballots, profile.options, gone)
    pairs = list(zip(said.accepted, said.rejected, strict=True))
    staying = [place for place, pair in enumerate(pairs) if stays(*pair, seats)]
    dropped = [
        Drop(option=place, reason="majority", votes=pro, against=contra, needed=f"1/{seats + 1}")
        for place, (pro, contra) in enumerate(pairs)
        if place not in gone and place not in staying
    ]
    above = _above_none(profile.ballots, staying)
    result = Result(method=method, options=0, ballots=above.total(), winners=(), order=())
    if staying:
        result = elect(method, Profile(len(staying), above), seats, unranked)
    return replace(
        among(result, staying, profile.options),
        dropped=tuple(dropped),
        accepted=said.accepted,
        rejected=said.rejected,
        accepting=said.anybody,
    )


def _above_none(ballots: Mapping[bytes, int], staying: list[int]) -> Counter[bytes]:
    """The ballots over those who stay: what they rank above *none*."""
    whole = Counter[bytes]()
    for ranks, count in ballots.items():
        none = ranks[-1]
        above = (ranks[place] if not none or ranks[place] < none else 0 for place in staying)
        whole[bytes(above)] += count
    return whole
