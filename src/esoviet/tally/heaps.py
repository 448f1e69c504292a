"""Many whole ballots in piles, with numpy: `papers.Board` for ballots without shared places.

A ballot counts whole for its first hopeful option, so that a pile is a list of numbers of ballots
and a tally is a whole number. Rounds, ties and order are the board's own.
"""

import numpy as np
from numpy.typing import NDArray

from esoviet.tally.numbers import Arithmetic
from esoviet.tally.papers import Board
from esoviet.tally.profile import Profile

MANY = 2_000
"""Distinct ballots from which on it is worth while."""


def fits(profile: Profile) -> bool:
    """Whether there are many distinct ballots, none with a shared place, and few enough to add."""
    if len(profile.ballots) < MANY or profile.total >= 1 << 62:
        return False
    ranks = np.sort(profile.ranks(), axis=0)
    return not bool(((ranks[1:] == ranks[:-1]) & (ranks[1:] != 0)).any())


class Heap(Board):
    """A board of whole ballots."""

    def __init__(self, profile: Profile, arithmetic: Arithmetic, places: list[int]) -> None:
        super().__init__(Profile(profile.options, {}), arithmetic, places)
        ranks = profile.ranks()
        self._ranks = np.where(ranks == 0, 255, ranks).astype(np.uint8)
        self._counts = profile.counts()
        voted = np.nonzero(ranks.any(axis=0))[0]
        self.valid = int(self._counts[voted].sum())
        empty = np.zeros(0, np.int64)
        self._heaps: list[NDArray[np.int64]] = [empty] * profile.options
        self._move(voted)

    def exclude(self, options: tuple[int, ...]) -> None:
        """Exclude options and move their ballots on."""
        for option in options:
            self.states[option] = "excluded"
        self.excluded.append(options)
        for option in options:
            heap, self._heaps[option] = self._heaps[option], self._heaps[option][:0]
            self.tallies[option] = self.zero
            self._move(heap)

    def _move(self, ballots: NDArray[np.int64]) -> None:
        """Put each ballot on the heap of its first hopeful option."""
        hopeful = self.hopeful()
        one = self.arithmetic.one
        best = np.full(len(ballots), 255, np.uint8)
        at = np.full(len(ballots), -1, np.int16)
        for option in hopeful:
            rank = self._ranks[option, ballots]
            better = rank < best
            best[better] = rank[better]
            at[better] = option
        for option in hopeful:
            moved = ballots[at == option]
            self._heaps[option] = np.concatenate((self._heaps[option], moved))
            self.tallies[option] += one * int(self._counts[moved].sum())
        self.exhausted += one * int(self._counts[ballots[at < 0]].sum())
