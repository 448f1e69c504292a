"""Single transferable vote by the weighted inclusive Gregory method: one count, three rule books.

The stages, the same in the Scottish and in the PRF reference rules:

1. Each ballot counts for its first option. Whoever reaches the quota is elected.
2. While seats are free: the largest surplus is moved on, every ballot of that option at
   value * surplus / tally; or, if there is none, the option with the lowest tally is excluded and
   its ballots move on at the value they have. Again whoever reaches the quota is elected.
3. When no more options are hopeful than seats are free, they are elected together, in the order
   of the options. (The last exclusion's ballots are still moved, as the reference counts do; that
   changes nobody's election.)

What differs is in `Rule`: the arithmetic, the quota, ties, and surpluses of nothing.

The reference counts take the first of the tie order for whatever is to be done, also to be
excluded. With `last_out` the tie order is one of preference, as in the law: its last is excluded.
"""

from collections.abc import Callable, Sequence
from functools import cmp_to_key
from typing import Literal

import msgspec

from esoviet.tally.numbers import Arithmetic, Number
from esoviet.tally.papers import Board
from esoviet.tally.profile import Profile
from esoviet.tally.result import TIE_RULE, Result, Tie, tie_places

LOOK_BACK = "their tallies at the latest earlier stage where these differ"


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One rule book of the method."""

    name: str
    arithmetic: Arithmetic
    quota: Callable[[int, int], Number]
    """From valid ballots and seats."""
    above: bool = False
    """Elected with more than the quota only (exact quotas), not at it."""
    look_back: bool = False
    """Ties go by earlier stages first."""
    empty_surplus: bool = True
    """A surplus of nothing is a stage of its own."""


def count(
    profile: Profile, seats: int, rule: Rule, tie_order: Sequence[int] | None, *, last_out: bool
) -> Result:
    """Count `profile` for `seats` by `rule`; `last_out` excludes the last of the tie order."""
    if seats < 1:
        raise ValueError("an election fills at least one seat")
    places = tie_places(profile.options, tie_order)
    board = Board(profile, rule.arithmetic, places, last_out=last_out)
    _Count(board, seats, rule).run()
    return Result(
        method=rule.name,
        options=profile.options,
        ballots=profile.total,
        winners=tuple(board.elected),
        order=board.full_order(),
        rounds=tuple(board.rounds),
        ties=tuple(board.ties),
    )


class _Count:
    def __init__(self, board: Board, seats: int, rule: Rule) -> None:
        self.board = board
        self.seats = seats
        self.rule = rule
        self.quota = rule.quota(board.valid, seats)
        self.pending: list[int] = []

    def run(self) -> None:
        board = self.board
        board.close("first", (), self.quota, self._elect())
        while self.free() > 0 and board.hopeful():
            if self.pending:
                option = self._pick(self.pending, highest=True)
                self.pending.remove(option)
                board.move_surplus(option, self.quota)
                board.close("surplus", (option,), self.quota, self._elect())
            else:
                option = self._pick(board.hopeful(), highest=False)
                board.exclude((option,))
                board.close("exclusion", (option,), self.quota, self._elect())

    def free(self) -> int:
        return self.seats - len(self.board.elected)

    def _elect(self) -> tuple[int, ...]:
        """Elect by the tallies as they stand, or all that are left if they fit."""
        board, compare = self.board, self.rule.arithmetic.compare
        before = len(board.elected)
        if len(board.hopeful()) <= self.free():
            board.elect_together(board.hopeful())
            return tuple(board.elected[before:])
        reached = [
            option
            for option in board.hopeful()
            if compare(board.tallies[option], self.quota) >= (1 if self.rule.above else 0)
        ]
        reached.sort(key=cmp_to_key(self._above))
        board.elect(self._fitting(reached))
        self.pending += [
            option
            for option in board.elected[before:]
            if self.rule.empty_surplus or compare(board.tallies[option], self.quota) > 0
        ]
        return tuple(board.elected[before:])

    def _above(self, one: int, other: int) -> int:
        """Negative if one is elected before the other: the higher tally, else the tie order."""
        board = self.board
        level = self.rule.arithmetic.compare(board.tallies[other], board.tallies[one])
        return level or board.places[one] - board.places[other]

    def _fitting(self, reached: list[int]) -> list[int]:
        """No more than there are seats; with the Droop quota there never are."""
        chosen, rest = reached[: self.free()], reached[self.free() :]
        if chosen and rest:
            board = self.board
            tally = board.tallies[rest[0]]
            tied = tuple(option for option in reached if board.tallies[option] == tally)
            if board.tallies[chosen[-1]] == tally:
                taken = tuple(option for option in tied if option in chosen)
                board.ties.append(
                    Tie(
                        where="seat",
                        round=len(board.rounds),
                        options=tied,
                        chosen=taken,
                        rule=TIE_RULE,
                    )
                )
        return chosen

    def _pick(self, options: list[int], *, highest: bool) -> int:
        """The option with the highest (or lowest) tally; ties by the rule."""
        board = self.board
        where: Literal["surplus", "exclusion"] = "surplus" if highest else "exclusion"
        tied = self._extreme(options, board.tallies, highest)
        if len(tied) > 1 and self.rule.look_back:
            narrowed = tied
            for tallies in reversed(board.history):
                narrowed = self._extreme(narrowed, tallies, highest)
            if len(narrowed) == 1:
                board.report(tied, where, narrowed[0], LOOK_BACK)
                return narrowed[0]
            tied = narrowed
        return board.choose(tied, where)

    def _extreme(self, options: list[int], tallies: Sequence[Number], highest: bool) -> list[int]:
        edge = (max if highest else min)(tallies[option] for option in options)
        compare = self.rule.arithmetic.compare
        return [option for option in options if compare(tallies[option], edge) == 0]
