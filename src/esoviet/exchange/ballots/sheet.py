"""What every vote file is read into: a `Sheet` of ballots, or the `Rolls` of named yes-no votes.

Both keep the ballots one by one in the order of the file, with the voter where the file names one,
so that a vote can be held again voter by voter; `profile` and `scores` are what the counting code
wants. Options are numbered from 0 in the order of the file, without the withdrawn ones; `numbers`
gives their numbers in the file, from 1.
"""

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from operator import attrgetter
from typing import Literal, TypeAlias, cast

import msgspec

from esoviet.tally.profile import MAX_OPTIONS, Points, Profile, Scores, Unranked, dense
from esoviet.wire.errors import Malformed

Format: TypeAlias = Literal[
    "debian", "csv", "cvr", "blt", "preflib", "pabulib", "roll-call", "condorcet", "abif", "roll"
]
Side: TypeAlias = Literal["yes", "no", "abstain", "absent"]


class Ballot(msgspec.Struct, frozen=True, gc=False):
    """`count` equal ballots: ranks by option (see the counting code), or points by option."""

    choice: bytes | Points
    voter: str = ""
    """A login, number or hash; empty if the file does not say."""
    name: str = ""
    count: int = 1


CHOICE, COUNT = attrgetter("choice"), attrgetter("count")


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """One vote on one question (see the module)."""

    format: Format
    title: str
    options: tuple[str, ...]
    labels: tuple[str, ...] = ()
    """Longer names of the options, where the file has them."""
    numbers: tuple[int, ...]
    seats: int | None = None
    ballots: tuple[Ballot, ...]
    unranked: Unranked = "last"
    """How pairwise methods treat an option that a ballot leaves out, by the format's custom."""
    tie_order: tuple[int, ...] | None = None
    withdrawn: tuple[str, ...] = ()
    write_ins: tuple[int, ...] = ()
    """Options that stand for undeclared write-ins: excluded first."""
    stated: int | None = None
    """How many ballots the file says that it has; another number hints at a file cut short."""
    places: int | None = None
    """Ordinal ballots that score: the first of so many places earns so many points."""
    costs: tuple[Fraction, ...] = ()
    """What each option costs, where ballots divide a budget."""
    budget: Fraction | None = None
    shares: bool = True
    """Whether a ballot may rank two options alike; a record of marks has no such ballots."""

    @property
    def differs(self) -> bool:
        """Whether there are more or fewer ballots than the file says."""
        return self.stated is not None and self.stated != self.total

    @property
    def scored(self) -> bool:
        """Whether the ballots give points rather than ranks."""
        return any(not isinstance(ballot.choice, bytes) for ballot in self.ballots)

    @property
    def total(self) -> int:
        """How many ballots there are, blank ones included."""
        return sum(map(COUNT, self.ballots))

    @property
    def blank(self) -> int:
        """How many ballots say nothing: no rank, no points."""
        return sum(count for choice, count in self._papers().items() if not _speaks(choice))

    def profile(self) -> Profile:
        """The rankings; points become ranks, the most points first, none unranked."""
        if len(self.options) > MAX_OPTIONS:
            raise Malformed(f"{len(self.options)} options; rankings are counted up to 254")
        if self.total >= 1 << 63:
            raise Malformed(f"{self.total} ballots; up to 2^63 can be counted")
        papers = self._papers()
        if set(map(type, papers)) <= {bytes}:
            return Profile(len(self.options), cast("Counter[bytes]", papers))
        ranked: Counter[bytes] = Counter()
        for choice, count in papers.items():
            plain = choice if isinstance(choice, bytes) else _ranks(len(self.options), choice)
            ranked[plain] += count
        return Profile(len(self.options), ranked)

    def scores(self) -> Scores:
        """The points; a ranked ballot approves what it ranks, or scores by `places`."""
        papers: Counter[Points] = Counter()
        for choice, count in self._papers().items():
            papers[_points(choice, self.places) if isinstance(choice, bytes) else choice] += count
        return Scores(len(self.options), papers)

    def _papers(self) -> Counter[bytes | Points]:
        """How many ballots say the same, as the file has them."""
        papers: Counter[bytes | Points] = Counter()
        if set(map(COUNT, self.ballots)) == {1}:
            papers.update(map(CHOICE, self.ballots))
            return papers
        for ballot in self.ballots:
            papers[ballot.choice] += ballot.count
        return papers


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One roll call: who voted how, in the order of the file."""

    id: str
    title: str = ""
    votes: tuple[tuple[str, Side], ...]

    def sides(self) -> tuple[int, int, int]:
        """The numbers of yes, no and abstaining votes; the absent count nowhere."""
        count = Counter(side for _, side in self.votes)
        return count["yes"], count["no"], count["abstain"]


class Rolls(msgspec.Struct, frozen=True, kw_only=True):
    """Named yes-no votes on many questions."""

    format: Format = "roll-call"
    title: str
    questions: tuple[Question, ...]


def once(voters: Iterable[tuple[int, str]]) -> None:
    """Refuse a voter who is there twice: held again, the second ballot would replace the first."""
    told = [(line, voter.casefold()) for line, voter in voters if voter]
    if len({voter for _, voter in told}) == len(told):
        return
    lines: dict[str, int] = {}
    for line, voter in told:
        first = lines.setdefault(voter, line)
        if first != line:
            raise Malformed(
                f"line {line}: the voter of line {first} again; keep one ballot a voter"
            )


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """The names, those that occur more than once with their number: "Anna (2)"."""
    listed = list(names)
    often = Counter(listed)
    taken = set(often)
    answer = []
    for number, name in enumerate(listed, start=1):
        own = name if often[name] == 1 else f"{name} ({number})"
        while often[name] > 1 and own in taken:
            own += "'"
        taken.add(own)
        answer.append(own)
    return tuple(answer)


def _speaks(choice: bytes | Points) -> bool:
    return any(choice) if isinstance(choice, bytes) else bool(choice)


def _ranks(options: int, points: Points) -> bytes:
    given = sorted({value for _, value in points if value > 0}, reverse=True)
    place = {value: rank for rank, value in enumerate(given, start=1)}
    ranks = [0] * options
    for option, value in points:
        ranks[option] = place.get(value, 0)
    return dense(ranks)


def _points(ranks: bytes, places: int | None) -> Points:
    return tuple(
        (option, 1 if places is None else places - rank + 1)
        for option, rank in enumerate(ranks)
        if rank and (places is None or rank <= places)
    )
