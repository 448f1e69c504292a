"""Single transferable vote by Meek's method: the reference rule of the Proportional Representation
Foundation (Hill, Wichmann and Woodall, "Algorithm 123", The Computer Journal 30, 1987).

Each option keeps a part of every ballot that reaches it, its keep factor: 1 while it is hopeful, 0
once excluded. Keep factors of elected options shrink until each keeps just the quota:

1. Each ballot gives weight * factor, rounded up to nine decimals, to each of its options in turn.
2. Quota = all votes given / (seats + 1), cut to nine decimals, plus 0.000000001. Whoever reaches
   it is elected, which ends the stage.
3. If the surplus of the elected is below 0.000001, or no smaller than the time before, the option
   with the lowest tally is excluded, which ends the stage; options within the surplus of the
   lowest are tied, and the tie order decides. Else factor = factor * quota / tally, each operation
   rounded up, and again from 1.

A stage is therefore an election or an exclusion. Tallies are those before the excluded option's
votes are given on.

Options that share a place on a ballot: the ballot counts as if it were divided equally into all
the orders that they can stand in. If that order is drawn by giving each a random time x between 0
and 1, an option with factor k keeps k * integral over x of the product of (1 - x * other factors);
this integral is a sum of fractions. Shares are never cut: what the options of a place do not keep
goes on, and tallies add up to the ballots. The quota and the keep factors are cut as the rule says.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal, TypeAlias

from esoviet.tally.numbers import Number
from esoviet.tally.profile import Profile, groups
from esoviet.tally.result import (
    TIE_RULE,
    TIE_RULE_LAST,
    Result,
    Round,
    Standing,
    State,
    Tie,
    decimal,
    tie_places,
)

PLACES = 9
ONE = 10**PLACES
OMEGA = 10 ** (PLACES - 6)

Ranking: TypeAlias = tuple[tuple[int, ...], ...]
Ballots: TypeAlias = dict[Ranking, int]
Share: TypeAlias = tuple[int, int]  # numerator and denominator, not reduced


def stv_meek(
    profile: Profile,
    *,
    seats: int = 1,
    tie_order: Sequence[int] | None = None,
    last_out: bool = False,
) -> Result:
    """Count `profile` for `seats` by Meek's method; `last_out` as in `gregory`."""
    if seats < 1:
        raise ValueError("an election fills at least one seat")
    count = _Count(profile, seats, tie_places(profile.options, tie_order), last_out)
    count.run()
    return Result(
        method="stv-meek",
        options=profile.options,
        ballots=profile.total,
        winners=tuple(count.elected),
        order=count.full_order(),
        rounds=tuple(count.rounds),
        ties=tuple(count.ties),
    )


class _Count:
    def __init__(self, profile: Profile, seats: int, places: list[int], last_out: bool) -> None:
        self.seats = seats
        self.places = places
        self.last_out = last_out
        self.ballots = {groups(ranks): count for ranks, count in sorted(profile.ballots.items())}
        self.valid = sum(count for ranks, count in profile.ballots.items() if any(ranks))
        self.keep = [ONE] * profile.options
        self.states: list[State] = ["hopeful"] * profile.options
        self.tallies: list[Number] = [0] * profile.options
        self.quota = 0
        self.surplus: Number = 0
        self.elected: list[int] = []
        self.order: list[tuple[int, ...]] = []
        self.excluded: list[int] = []
        self.rounds: list[Round] = []
        self.ties: list[Tie] = []

    def run(self) -> None:
        self._give(self._reaching())
        filled = self._fill()
        self._close("first", (), filled)
        while self.free() > 0 and self.hopeful():
            elected = self._settle()
            if elected:
                self._close("iteration", (), elected + self._fill())
                continue
            lowest = self._lowest()
            self.states[lowest] = "excluded"
            self.excluded.append(lowest)
            filled = self._fill()
            self._close("exclusion", (lowest,), filled)
            self.keep[lowest] = 0

    def free(self) -> int:
        return self.seats - len(self.elected)

    def hopeful(self) -> list[int]:
        return [option for option, state in enumerate(self.states) if state == "hopeful"]

    def full_order(self) -> tuple[tuple[int, ...], ...]:
        left = sorted(self.hopeful(), key=lambda option: -self.tallies[option])
        return (*self.order, *((option,) for option in [*left, *reversed(self.excluded)]))

    def _settle(self) -> tuple[int, ...]:
        """Iterate until an option is elected, or until one has to be excluded."""
        reaching = self._reaching()
        before: Number | None = None
        while True:
            self._give(reaching)
            reached = [one for one in self.hopeful() if self.tallies[one] >= self.quota]
            reached.sort(key=lambda option: (-self.tallies[option], self.places[option]))
            del reached[self.free() :]
            for option in reached:
                self.states[option] = "elected"
                self.elected.append(option)
                self.order.append((option,))
            over = sum(self.tallies[option] - self.quota for option in self.elected)
            self.surplus = max(over, 0)
            stuck = before is not None and self.surplus >= before
            if reached or self.surplus < OMEGA or stuck:
                return tuple(reached)
            before = self.surplus
            for option in self.elected:
                kept = _up(self.keep[option] * self.quota, ONE)
                self.keep[option] = min(_up(kept * ONE, self.tallies[option]), ONE)

    def _give(self, reaching: Ballots) -> None:
        self.tallies = [0] * len(self.keep)
        kept: dict[tuple[int, ...], list[Share]] = {}
        for ranking, count in reaching.items():
            left: Number = ONE
            for options in ranking:
                parts: list[Number]
                if len(options) == 1:
                    parts = [min(_up(left * self.keep[options[0]], ONE), left)]
                else:
                    shares = kept.get(options) or kept.setdefault(options, self._shares(options))
                    parts = [Fraction(left * part) / whole for part, whole in shares]
                for option, part in zip(options, parts, strict=True):
                    self.tallies[option] += part * count
                    left -= part
        self.quota = sum(self.tallies) // (self.seats + 1) + 1

    def _shares(self, options: tuple[int, ...]) -> list[Share]:
        """What each option of a shared place keeps of a ballot (see the module)."""
        factors = [self.keep[option] for option in options]
        known = {factor: share_of(factor, factors) for factor in set(factors)}
        return [known[factor] for factor in factors]

    def _reaching(self) -> Ballots:
        """The ballots cut to what can get votes: down to the first place with a hopeful option."""
        reaching: Ballots = {}
        for ranking, count in self.ballots.items():
            places = []
            for place in ranking:
                options = tuple(one for one in place if self.states[one] != "excluded")
                if options:
                    places.append(options)
                if any(self.states[one] == "hopeful" for one in options):
                    break
            key = tuple(places)
            reaching[key] = reaching.get(key, 0) + count
        return reaching

    def _lowest(self) -> int:
        hopeful = self.hopeful()
        edge = min(self.tallies[option] for option in hopeful) + self.surplus
        tied = [option for option in hopeful if self.tallies[option] <= edge]
        chosen = (max if self.last_out else min)(tied, key=self.places.__getitem__)
        if len(tied) > 1:
            self.ties.append(
                Tie(
                    where="exclusion",
                    round=len(self.rounds),
                    options=tuple(tied),
                    chosen=(chosen,),
                    rule=TIE_RULE_LAST if self.last_out else TIE_RULE,
                )
            )
        return chosen

    def _fill(self) -> tuple[int, ...]:
        """Elect all that are left if they fit."""
        left = tuple(self.hopeful())
        if not left or len(left) > self.free():
            return ()
        for option in left:
            self.states[option] = "elected"
        self.elected += left
        self.order.append(left)
        return left

    def _close(
        self,
        action: Literal["first", "iteration", "exclusion"],
        options: tuple[int, ...],
        elected: tuple[int, ...],
    ) -> None:
        shown = [int(tally) for tally in self.tallies]
        exhausted = int(self.valid * ONE - sum(self.tallies))
        self.rounds.append(
            Round(
                number=len(self.rounds),
                action=action,
                options=options,
                quota=decimal(self.quota, PLACES),
                exhausted=decimal(exhausted, PLACES),
                lost=decimal(self.valid * ONE - exhausted - sum(shown), PLACES),
                standings=tuple(
                    Standing(
                        option=option,
                        state=state,
                        tally=decimal(shown[option], PLACES),
                        keep=decimal(self.keep[option], PLACES),
                    )
                    for option, state in enumerate(self.states)
                ),
                elected=elected,
            )
        )


def _up(value: Number, over: Number) -> int:
    return -(-value // over)


def share_of(factor: int, factors: Sequence[int]) -> Share:
    """What an option keeps that shares a place with others (see the module), as a fraction.

    `factors` are the keep factors of all of them, its own among them, in units of `ONE`.

    The product over the others is a polynomial in x times a power of (1 - x), one for each factor
    of 1; and the integral of x**p * (1 - x)**w from 0 to 1 is p! * w! / (p + w + 1)!.
    """
    others = list(factors)
    others.remove(factor)
    wholes = others.count(ONE)
    product = [1]
    for other in others:
        if other != ONE:
            longer = [*(term * ONE for term in product), 0]
            for power, term in enumerate(product):
                longer[power + 1] -= term * other
            product = longer
    total, scale = 0, 1  # the sum over powers, from the highest to the lowest
    for power in range(len(product) - 1, -1, -1):
        total = product[power] * scale + total * (power + 1)
        scale *= power + wholes + 1
    return factor * total, ONE ** len(product) * scale
