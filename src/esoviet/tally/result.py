"""What a count answers, the same shape for every method. Options are numbers from 0.

`winners` are the elected, in order of election, after ties were broken; `order` is the whole order
as the method finds it, best first, options that the method cannot tell apart side by side (before
any tie was broken). Options that were dropped before the count are in `dropped` only. Figures in
`rounds` are exact decimals as text, in the precision of the method's rule.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

import msgspec

State = Literal["hopeful", "elected", "excluded"]
TIE_RULE = "the option that stands first in the tie order is chosen"
TIE_RULE_LAST = "the option that stands last in the tie order is excluded"


class Drop(msgspec.Struct, frozen=True, kw_only=True):
    """An option that fell before the count: `votes` over the default option, `against` it."""

    option: int
    reason: Literal["quorum", "majority"]
    votes: int
    against: int
    needed: str
    """The quorum in votes, or the ratio or share that was needed."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Where one option stands at the end of a stage."""

    option: int
    state: State
    tally: str
    keep: str | None = None
    """Meek's keep factor."""


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """One stage of a count: what was done, the tallies after it, and who is elected by them."""

    number: int
    action: Literal["first", "surplus", "exclusion", "iteration", "total"]
    """Votes counted for the first time; a surplus or the votes of excluded options moved; keep
    factors settled (Meek); the only total there is (approval, score, majority)."""
    options: tuple[int, ...]
    """Whose votes were moved; excluded at the start of this stage if `action` is exclusion."""
    quota: str
    exhausted: str
    """Votes on ballots that name no further option (not transferable)."""
    lost: str
    """Votes lost to rounding down so far."""
    standings: tuple[Standing, ...]
    elected: tuple[int, ...]
    """Elected by these tallies, in order of election."""


class Tie(msgspec.Struct, frozen=True, kw_only=True):
    """A tie that had to be broken: between whom, for what, who was chosen, and by which rule."""

    where: Literal["winner", "seat", "surplus", "exclusion", "pairs"]
    round: int | None
    options: tuple[int, ...]
    chosen: tuple[int, ...]
    rule: str


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of a count (see the module)."""

    method: str
    options: int
    ballots: int
    winners: tuple[int, ...]
    order: tuple[tuple[int, ...], ...]
    pairwise: tuple[tuple[int | None, ...], ...] = ()
    dropped: tuple[Drop, ...] = ()
    rounds: tuple[Round, ...] = ()
    ties: tuple[Tie, ...] = ()
    accepted: tuple[int, ...] = ()
    """How many ballots accept each candidate (with *none of these*), or approve each option."""
    rejected: tuple[int, ...] = ()
    accepting: int = 0
    """How many ballots accept anybody, or approve anything."""
    added: tuple[int, ...] = ()
    """Winners that equal shares did not buy: those that completion added."""


def plain(value: Fraction | int) -> str:
    """An exact number as text: a decimal where it ends within 18 places, else a fraction."""
    fraction = Fraction(value)
    for places in range(19):
        scaled = fraction * 10**places
        if scaled.denominator == 1:
            return decimal(scaled.numerator, places)
    return f"{fraction.numerator}/{fraction.denominator}"


def decimal(scaled: int, places: int) -> str:
    """`scaled` / 10**`places` as text with exactly that many places."""
    sign = "-" if scaled < 0 else ""
    units, part = divmod(abs(scaled), 10**places)
    return f"{sign}{units}.{part:0{places}d}" if places else f"{sign}{units}"


def tie_places(options: int, tie_order: Sequence[int] | None) -> list[int]:
    """Each option's place in the tie order; options that it leaves out follow in their order."""
    named = list(tie_order or ())
    if len(set(named)) != len(named) or not all(0 <= option < options for option in named):
        raise ValueError("a tie order that names an option twice or an unknown one")
    rest = sorted(set(range(options)) - set(named))
    places = [0] * options
    for place, option in enumerate(named + rest):
        places[option] = place
    return places


def fill_seats(
    order: Sequence[Sequence[int]], seats: int, places: Sequence[int], stop: int | None = None
) -> tuple[tuple[int, ...], tuple[Tie, ...]]:
    """The first `seats` options of an order with ties, and the ties broken on the way.

    `stop` (a default option) ends the election when its turn comes: it wins only if it is first.
    """
    winners: list[int] = []
    ties: list[Tie] = []
    for group in order:
        free = seats - len(winners)
        if free <= 0 or (stop in group and winners):
            break
        ranked = sorted(group, key=places.__getitem__)
        if len(ranked) > free:
            where: Literal["winner", "seat"] = "winner" if seats == 1 else "seat"
            ties.append(
                Tie(
                    where=where,
                    round=None,
                    options=tuple(sorted(group)),
                    chosen=tuple(ranked[:free]),
                    rule=TIE_RULE,
                )
            )
        winners += ranked[:free]
    if stop in winners[1:]:
        del winners[winners.index(stop) :]
    return tuple(winners), tuple(ties)
