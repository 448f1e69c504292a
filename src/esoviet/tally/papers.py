"""Ballots in piles: who holds which ballots at which value, while options come and go.

A ballot lies in the pile of the first option on it that is still hopeful. If several options share
that place, the ballot is divided equally among those still hopeful; each part goes on, if it has
to, to the others of that place and then to the next place. A part keeps the value of the whole
ballot beside its exact share of it: a rule that cuts values cuts them as on whole ballots, and the
parts of a ballot always add up. So a ballot with shared places counts as if it were cast once for
every order that they can stand in, each time with that part of its number. A ballot that names no
hopeful option is exhausted. Ballots that rank nothing are no valid ballots and count nowhere.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Literal, TypeAlias

from esoviet.tally.numbers import Arithmetic, Number
from esoviet.tally.profile import Profile, groups
from esoviet.tally.result import TIE_RULE, TIE_RULE_LAST, Round, Standing, State, Tie

Pile: TypeAlias = dict[tuple[int, int, Number], Number]
"""The share of each ballot in a pile, by its number, the place it counts for, and its value."""


class Board:
    """The state of a count: piles, tallies, who is in, and the stages so far."""

    def __init__(
        self, profile: Profile, arithmetic: Arithmetic, places: list[int], *, last_out: bool = False
    ) -> None:
        self.arithmetic = arithmetic
        self.places = places
        self.last_out = last_out
        self.states: list[State] = ["hopeful"] * profile.options
        self.zero = arithmetic.one - arithmetic.one
        self.tallies: list[Number] = [self.zero] * profile.options
        self.ballots = [(groups(ranks), count) for ranks, count in profile.ballots.items()]
        self.valid = sum(count for ranking, count in self.ballots if ranking)
        self.piles: list[Pile] = [{} for _ in range(profile.options)]
        self.exhausted: Number = self.zero
        self.rounds: list[Round] = []
        self.ties: list[Tie] = []
        self.history: list[list[Number]] = []
        self.elected: list[int] = []
        self.order: list[tuple[int, ...]] = []
        self.excluded: list[tuple[int, ...]] = []
        for ballot, (ranking, _) in enumerate(self.ballots):
            if ranking:
                self._put(ballot, 0, arithmetic.one, 1)

    def hopeful(self) -> list[int]:
        """The options neither elected nor excluded yet."""
        return [option for option, state in enumerate(self.states) if state == "hopeful"]

    def elect(self, options: Iterable[int]) -> None:
        """Declare options elected, in this order."""
        for option in options:
            self.states[option] = "elected"
            self.elected.append(option)
            self.order.append((option,))

    def elect_together(self, options: Iterable[int]) -> None:
        """Declare all these elected at once: no order among them."""
        group = tuple(options)
        for option in group:
            self.states[option] = "elected"
        self.elected += group
        self.order.append(group)

    def exclude(self, options: tuple[int, ...]) -> None:
        """Exclude options and move their ballots on at the value they have."""
        for option in options:
            self.states[option] = "excluded"
        self.excluded.append(options)
        for option in options:
            pile, self.piles[option] = self.piles[option], {}
            self.tallies[option] = self.zero
            for (ballot, place, value), share in pile.items():
                self._put(ballot, place, value, share)

    def move_surplus(self, option: int, quota: Number) -> None:
        """Move an elected option's ballots on, at the share of their value beyond the quota."""
        tally = self.tallies[option]
        pile, self.piles[option] = self.piles[option], {}
        for (ballot, place, value), share in pile.items():
            self._put(ballot, place, self.arithmetic.cut(value, tally - quota, tally), share)
        self.tallies[option] = quota

    def close(
        self,
        action: Literal["first", "surplus", "exclusion"],
        options: tuple[int, ...],
        quota: Number,
        elected: tuple[int, ...],
    ) -> None:
        """Write the stage down as it stands."""
        text = self.arithmetic.text
        total = self.arithmetic.one * self.valid
        shown = [self.arithmetic.shown(tally) for tally in (self.exhausted, *self.tallies)]
        lost = total - sum(shown, self.zero)
        self.history.append(list(self.tallies))
        self.rounds.append(
            Round(
                number=len(self.rounds),
                action=action,
                options=options,
                quota=text(quota),
                exhausted=text(self.exhausted),
                lost=text(lost),
                standings=tuple(
                    Standing(option=option, state=state, tally=text(self.tallies[option]))
                    for option, state in enumerate(self.states)
                ),
                elected=elected,
            )
        )

    def choose(self, tied: list[int], where: Literal["surplus", "exclusion"]) -> int:
        """One of the tied options by the tie order; reported if there was more than one."""
        last = self.last_out and where == "exclusion"
        chosen = (max if last else min)(tied, key=self.places.__getitem__)
        if len(tied) > 1:
            self.report(tied, where, chosen, TIE_RULE_LAST if last else TIE_RULE)
        return chosen

    def report(
        self, tied: list[int], where: Literal["surplus", "exclusion"], chosen: int, rule: str
    ) -> None:
        """Write a tie down; it belongs to the stage that is about to begin."""
        self.ties.append(
            Tie(
                where=where,
                round=len(self.rounds),
                options=tuple(tied),
                chosen=(chosen,),
                rule=rule,
            )
        )

    def full_order(self) -> tuple[tuple[int, ...], ...]:
        """By election, then those still hopeful by tally, then by exclusion, the last first."""
        left = sorted(self.hopeful(), key=lambda option: -self.tallies[option])
        return (*self.order, *self._level(left), *reversed(self.excluded))

    def _level(self, options: list[int]) -> Iterator[tuple[int, ...]]:
        group: list[int] = []
        for option in options:
            if group and self.arithmetic.compare(self.tallies[group[0]], self.tallies[option]):
                yield tuple(sorted(group))
                group = []
            group.append(option)
        if group:
            yield tuple(sorted(group))

    def _put(self, ballot: int, place: int, value: Number, share: Number) -> None:
        ranking, count = self.ballots[ballot]
        for at in range(place, len(ranking)):
            hopeful = [option for option in ranking[at] if self.states[option] == "hopeful"]
            if hopeful:
                part = share if len(hopeful) == 1 else Fraction(share) / len(hopeful)
                for option in hopeful:
                    pile = self.piles[option]
                    pile[ballot, at, value] = pile.get((ballot, at, value), 0) + part
                    self.tallies[option] += value * part * count
                return
        self.exhausted += value * share * count
