"""Short ways to write profiles: "3 A>B=C" is three ballots with A first, B and C sharing second."""

from collections import Counter

from hypothesis import strategies as st

from esoviet.tally.profile import Profile, from_groups
from esoviet.tally.result import Result


def profile(options: str, *lines: str) -> Profile:
    """The ballots of lines such as "3 A>B=C" over one-letter options."""
    ballots: Counter[bytes] = Counter()
    for line in lines:
        count, _, ranking = line.partition(" ")
        groups = [[options.index(one) for one in group.split("=")]
                  for group in ranking.split(">") if group]  # fmt: skip
        ballots[from_groups(len(options), groups)] += int(count)
    return Profile(len(options), ballots)


def order(options: str, result: Result) -> str:
    """The order of a result, such as "A>B=C"."""
    return ">".join("=".join(options[n] for n in group) for group in result.order)


def elected(options: str, result: Result) -> str:
    """The elected, such as "AC"."""
    return "".join(options[n] for n in result.winners)


@st.composite
def profiles(draw: st.DrawFn, most: int = 5, ties: bool = True, counts: int = 4) -> Profile:
    """Small random profiles; few ballots, so that ties are frequent."""
    size = draw(st.integers(1, most))
    if ties:
        ballot = st.lists(st.integers(0, size), min_size=size, max_size=size).map(bytes)
    else:
        ballot = st.permutations(range(size)).flatmap(
            lambda order: st.integers(0, size).map(
                lambda length: from_groups(size, [[one] for one in order[:length]])
            )
        )
    return Profile(size, draw(st.dictionaries(ballot, st.integers(1, counts), max_size=8)))
