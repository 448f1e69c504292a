"""Counting a large vote: 1,000,000 ballots over ten options by the Schulze method.

Each ballot is a ranking drawn by chance, so that nearly all differ: the worst case, since equal
ballots are counted together. Timed from the ballots as the state holds them to the result.
"""

import random
import time
from collections import Counter

from bench.figures import Figure, median
from esoviet.tally.profile import Profile
from esoviet.tally.schulze import schulze

BALLOTS, OPTIONS, ROUNDS = 1_000_000, 10, 3
BUDGET = 1.0


def run() -> list[Figure]:
    """Count the same ballots a few times."""
    chance = random.Random(1)
    places = list(range(1, OPTIONS + 1))
    ballots = [bytes(chance.sample(places, OPTIONS)) for _ in range(BALLOTS)]
    floors, ours = [], []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        distinct = Counter(ballots)
        floors.append(time.perf_counter() - start)
        result = schulze(Profile(OPTIONS, distinct))
        ours.append(time.perf_counter() - start)
        assert result.ballots == BALLOTS
    taken = median(ours)
    return [
        Figure(
            f"Schulze of {BALLOTS:,} ballots over {OPTIONS} options, {len(distinct):,} different",
            f"{taken:.2f} s, {taken / median(floors):.1f} of the floor",
            f"{median(floors):.2f} s to put equal ballots together",
            f"under {BUDGET:.0f} s",
            taken < BUDGET,
        )
    ]
