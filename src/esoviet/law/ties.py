"""What breaks a tie, in every vote and for whoever counts one (clauses 11.6 and 11.9).

One order of preference does: the option with more backers comes before one with fewer, and among
those with as many the one that was proposed first (in a question: the answer that is listed first).
A vote lists its options in this order, so a count breaks ties by the places of the options.

In an election the first of those who are level is elected first and the last is excluded first. The
rule books of the single transferable vote know no preference: they take the first of any order for
both. An election is therefore counted by `elect`, never by the method alone.
"""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from esoviet.law.solutions import Solution
from esoviet.tally.profile import Profile, Unranked
from esoviet.tally.result import Result
from esoviet.tally.schulze import schulze
from esoviet.tally.stv_meek import stv_meek
from esoviet.tally.stv_scottish import stv_scottish
from esoviet.tally.stv_wigm import stv_wigm

STV: Mapping[str, Callable[..., Result]] = MappingProxyType(
    {"stv-scottish": stv_scottish, "stv-wigm": stv_wigm, "stv-meek": stv_meek}
)


def in_tie_order(options: Iterable[Solution]) -> list[Solution]:
    """Solutions or candidatures in the order that a vote lists them in."""
    return sorted(options, key=lambda solution: (-solution.backers, solution.number))


def elect(method: str, profile: Profile, seats: int, unranked: Unranked) -> Result:
    """Fill seats from ballots over options in their tie order."""
    if method in STV:
        return STV[method](profile, seats=seats, last_out=True)
    return schulze(profile, seats=seats, unranked=unranked)
