"""Who is elected, worked out once more: clauses 11.6 and 11.10, by code of its own.

Each different ballot is read once: whom it puts above *none of these*, in groups, and whom below.
Those who are accepted by more than one part in seats + 1 of the ballots that say anything about
them stay. The method is the one thing that is shared with the law (`law.elections.elect`).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from esoviet.law.elections import elect
from esoviet.law.record import Record
from esoviet.law.solutions import Solution
from esoviet.law.votes import Vote
from esoviet.tally.profile import Profile

Table = tuple[tuple[int | None, ...], ...]


class Candidates:
    """Whose each candidature is, and which of them stand no longer."""

    def __init__(self) -> None:
        self._by: dict[int, int] = {}
        self._left: set[int] = set()
        self._withdrawn: set[int] = set()

    def note(self, puts: Iterable[Record]) -> None:
        """Learn of candidatures from what the law puts on record."""
        self._by.update((put.number, put.by) for put in puts if type(put) is Solution)

    def leaves(self, member: int) -> None:
        """Whoever leaves stands nowhere any more."""
        self._left.add(member)

    def withdraws(self, solution: int) -> None:
        """A candidature was taken back, or the seat that it won was lost."""
        self._withdrawn.add(solution)

    def gone(self, vote: Vote) -> tuple[int, ...]:
        """The options of an election that nobody counts."""
        if vote.kind != "election":
            return ()
        return tuple(
            option
            for option in vote.options
            if option in self._withdrawn or self._by.get(option) in self._left
        )


class Elected(NamedTuple):
    """The count of an election; candidates by their numbers, tables in the order of the vote."""

    winners: tuple[int, ...]
    order: tuple[tuple[int, ...], ...]
    pairwise: Table
    dropped: tuple[int, ...]
    tied: tuple[tuple[int, ...], ...]
    accepted: tuple[int, ...]
    rejected: tuple[int, ...]
    accepting: int


def election(vote: Vote, ballots: Mapping[bytes, int], gone: Iterable[int]) -> Elected:
    """Count an election without those who are `gone`."""
    away = set(gone)
    stood = [option for option in vote.options if option not in away]
    yes, no, accepting = Counter[int](), Counter[int](), 0
    above = Counter[tuple[tuple[int, int], ...]]()
    for ranks, count in ballots.items():
        liked, disliked = _sides(dict(zip((*vote.options, 0), ranks, strict=True)))
        for option in stood:
            yes[option] += count * (option in liked)
            no[option] += count * (option in disliked)
        accepting += count * any(option in liked for option in stood)
        above[tuple(sorted(liked.items()))] += count
    least = Fraction(1, vote.seats + 1)
    stay = [one for one in stood if yes[one] and Fraction(yes[one], yes[one] + no[one]) > least]
    figures = (
        tuple(one for one in stood if one not in stay),
        tuple(yes[option] for option in vote.options),
        tuple(no[option] for option in vote.options),
    )
    winners, order, pairwise, tied = _seated(vote, above, stay)
    return Elected(winners, order, pairwise, figures[0], tied, *figures[1:], accepting)


def _sides(ranks: dict[int, int]) -> tuple[dict[int, int], set[int]]:
    """The candidates above *none* with their ranks, and those below it."""
    none = ranks.pop(0)
    ranked = {option: rank for option, rank in ranks.items() if rank}
    if not none and ranked:
        return ranked, set()
    liked = {option: rank for option, rank in ranked.items() if rank < none}
    level = {option for option, rank in ranked.items() if rank == none}
    return liked, set(ranks) - set(liked) - level


def _seated(
    vote: Vote, above: Counter[tuple[tuple[int, int], ...]], stay: list[int]
) -> tuple[tuple[int, ...], tuple[tuple[int, ...], ...], Table, tuple[tuple[int, ...], ...]]:
    """Winners, order, table of pairs and ties among those who stay."""
    if not stay:
        return (), (), (), ()
    said = Counter[bytes]()
    for liked, count in above.items():
        ranks = dict(liked)
        said[bytes(ranks.get(option, 0) for option in stay)] += count
    result = elect(vote.method, Profile(len(stay), said), vote.seats, vote.unranked)
    pairs = {
        (stay[row], stay[column]): votes
        for row, line in enumerate(result.pairwise)
        for column, votes in enumerate(line)
    }
    names = (*vote.options, 0)
    table = tuple(tuple(pairs.get((row, column)) for column in names) for row in names)
    return (
        tuple(stay[place] for place in result.winners),
        tuple(tuple(stay[place] for place in group) for group in result.order),
        table if pairs else (),
        tuple(tuple(stay[place] for place in tie.options) for tie in result.ties),
    )
