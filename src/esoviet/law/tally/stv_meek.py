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
votes are given on. Options that share a place on a ballot get equal parts of it, cut to nine
decimals; what the elected among them do not keep goes in equal parts to the hopeful among them, or
to the next place if there are none.
"""

from collections.abc import Sequence
from typing import Literal, TypeAlias

from esoviet.law.tally.profile import Profile, groups
from esoviet.law.tally.result import (
    TIE_RULE,
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


def stv_meek(profile: Profile, *, seats: int = 1, tie_order: Sequence[int] | None = None) -> Result:
    """Count `profile` for `seats` by Meek's method."""
    if seats < 1:
        raise ValueError("an election fills at least one seat")
    count = _Count(profile, seats, tie_places(profile.options, tie_order))
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
    def __init__(self, profile: Profile, seats: int, places: list[int]) -> None:
        self.seats = seats
        self.places = places
        self.ballots = {groups(ranks): count for ranks, count in sorted(profile.ballots.items())}
        self.valid = sum(count for ranks, count in profile.ballots.items() if any(ranks))
        self.keep = [ONE] * profile.options
        self.states: list[State] = ["hopeful"] * profile.options
        self.tallies = [0] * profile.options
        self.quota = self.surplus = 0
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
        before: int | None = None
        while True:
            self._give(reaching)
            reached = [one for one in self.hopeful() if self.tallies[one] >= self.quota]
            reached.sort(key=lambda option: (-self.tallies[option], self.places[option]))
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
                self.keep[option] = _up(kept * ONE, self.tallies[option])

    def _give(self, reaching: Ballots) -> None:
        self.tallies = [0] * len(self.keep)
        for ranking, count in reaching.items():
            left = ONE
            for options in ranking:
                left = self._place(options, left, count)
        self.quota = sum(self.tallies) // (self.seats + 1) + 1

    def _place(self, options: tuple[int, ...], weight: int, count: int) -> int:
        """Give `weight` of `count` ballots to the options of one place; answer what is left."""
        part = weight // len(options)
        left = weight
        for option in options:
            kept = _up(part * self.keep[option], ONE)
            self.tallies[option] += kept * count
            left -= kept
        hopeful = [option for option in options if self.states[option] == "hopeful"]
        if len(options) > 1 and hopeful:
            for option in hopeful:
                self.tallies[option] += left // len(hopeful) * count
            return 0
        return left

    def _reaching(self) -> Ballots:
        """The ballots cut to what can get votes: down to the first place with a hopeful option."""
        found: Ballots = {}
        for ranking, count in self.ballots.items():
            places = []
            for place in ranking:
                options = tuple(one for one in place if self.states[one] != "excluded")
                if options:
                    places.append(options)
                if any(self.states[one] == "hopeful" for one in options):
                    break
            key = tuple(places)
            found[key] = found.get(key, 0) + count
        return found

    def _lowest(self) -> int:
        hopeful = self.hopeful()
        edge = min(self.tallies[option] for option in hopeful) + self.surplus
        tied = [option for option in hopeful if self.tallies[option] <= edge]
        chosen = min(tied, key=self.places.__getitem__)
        if len(tied) > 1:
            self.ties.append(
                Tie(
                    where="exclusion",
                    round=len(self.rounds),
                    options=tuple(tied),
                    chosen=(chosen,),
                    rule=TIE_RULE,
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
        given = sum(self.tallies)
        self.rounds.append(
            Round(
                number=len(self.rounds),
                action=action,
                options=options,
                quota=decimal(self.quota, PLACES),
                exhausted=decimal(self.valid * ONE - given, PLACES),
                lost=decimal(0, PLACES),
                standings=tuple(
                    Standing(
                        option=option,
                        state=state,
                        tally=decimal(self.tallies[option], PLACES),
                        keep=decimal(self.keep[option], PLACES),
                    )
                    for option, state in enumerate(self.states)
                ),
                elected=elected,
            )
        )


def _up(value: int, over: int) -> int:
    return -(-value // over)
