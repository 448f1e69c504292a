"""Who can be elected, and by which ballots: clauses 11.6, 11.10 and 11.11.

*None of these* is on every ballot, as its last option. A ballot *accepts* whom it ranks above that,
or ranks without ranking *none*; it *rejects* whom it puts below, or leaves out while it ranks
*none*. An empty ballot says *none*, so it rejects everybody. For s seats those stay whose accepting
ballots times s + 1 exceed accepting and rejecting ones together. Among them the method fills the
seats, from the ranks above *none*.

Who withdrew or left is taken out of every ballot, as if they had never stood. A ballot that named
nobody else is no empty ballot: it accepts nobody and rejects nobody.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import NamedTuple

from msgspec.structs import replace

from esoviet.law.ties import elect
from esoviet.tally.profile import Profile, Unranked
from esoviet.tally.result import Drop, Result, Round


class Acceptance(NamedTuple):
    """How many ballots accept and reject each candidate, and how many accept anybody."""

    accepted: tuple[int, ...]
    rejected: tuple[int, ...]
    anybody: int


def acceptance(ballots: Mapping[bytes, int], width: int, gone: Collection[int]) -> Acceptance:
    """What ballots of `width` options, *none* last, say of the candidates that are not `gone`."""
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
    method: str,
    width: int,
    ballots: Mapping[bytes, int],
    unranked: Unranked,
    seats: int,
    gone: Collection[int] = (),
) -> Result:
    """Fill seats from ballots of `width` options, *none* last, but with nobody who is `gone`."""
    said = acceptance(ballots, width, gone)
    pairs = list(zip(said.accepted, said.rejected, strict=True))
    standing = [place for place in range(width - 1) if place not in gone]
    staying = [place for place in standing if stays(*pairs[place], seats)]
    dropped = tuple(
        Drop(
            option=place,
            reason="majority",
            votes=pairs[place][0],
            against=pairs[place][1],
            needed=f"1/{seats + 1}",
        )
        for place in standing
        if place not in staying
    )
    result = _counted(method, width, _above_none(ballots, staying), unranked, seats, staying)
    return replace(
        result,
        dropped=dropped,
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


def _counted(
    method: str,
    width: int,
    ballots: Counter[bytes],
    unranked: Unranked,
    seats: int,
    staying: list[int],
) -> Result:
    """The count over those who stay, its options named by their places among all."""
    total = ballots.total()
    if not staying:
        return Result(method=method, options=width, ballots=total, winners=(), order=())
    result = elect(method, Profile(len(staying), ballots), seats, unranked)

    def named(places: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(staying[place] for place in places)

    return replace(
        result,
        options=width,
        winners=named(result.winners),
        order=tuple(named(group) for group in result.order),
        pairwise=_spread(result.pairwise, staying, width),
        rounds=tuple(_stage(one, staying) for one in result.rounds),
        ties=tuple(
            replace(tie, options=named(tie.options), chosen=named(tie.chosen))
            for tie in result.ties
        ),
    )


def _stage(one: Round, staying: list[int]) -> Round:
    return replace(
        one,
        options=tuple(staying[place] for place in one.options),
        standings=tuple(replace(s, option=staying[s.option]) for s in one.standings),
        elected=tuple(staying[place] for place in one.elected),
    )


def _spread(
    pairwise: tuple[tuple[int | None, ...], ...], staying: list[int], width: int
) -> tuple[tuple[int | None, ...], ...]:
    """A table of pairs among all options: empty but for the pairs of those who stay."""
    if not pairwise:
        return ()
    whole: list[list[int | None]] = [[None] * width for _ in range(width)]
    for row, line in zip(staying, pairwise, strict=True):
        for column, votes in zip(staying, line, strict=True):
            whole[row][column] = votes
    return tuple(tuple(line) for line in whole)
