"""Every vote counted again, from the ballots as their authors signed them.

The law keeps ballots as records, packs them into a roll when a vote closes, and writes a decision.
Here the ballots are gathered from the accepted acts instead, the last one of each member between
the opening and the deadline, translated into ranks by code of our own, counted with `law.tally`,
and the outcome is worked out by chapter 11 of the law once more. Roll and decision must agree.

What both counts take from one place: the methods and the order of ties (`law.elections`).
That the rest agrees is shown over random votes in the tests, which the browser's count joins.
"""

import struct
from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import ceil
from typing import NamedTuple

import msgspec

from esoviet.audit.chosen import CHOSEN, choose
from esoviet.audit.elections import Candidates, election
from esoviet.audit.finding import Finding
from esoviet.audit.parallel.jobs import WorkerState
from esoviet.law.decisions import Decision
from esoviet.law.record import Record
from esoviet.law.votes import CastBallot, Roll, Vote
from esoviet.tally.majority import passes_share
from esoviet.tally.profile import Profile
from esoviet.tally.result import Result
from esoviet.tally.schulze import schulze

SAID = {"majority": ("yes", "no", "abstain"), "consent": ("consent", "object", "abstain")}
YES = b"\1"
NO_ACTION = 0


class Box:
    """The ballots of one open vote: each member's last one, and the entry where it stands."""

    __slots__ = ("_places", "_same", "_words", "entries", "gone", "ranks")

    def __init__(self, vote: Vote) -> None:
        self.ranks: dict[int, bytes] = {}
        self.entries: dict[int, int] = {}
        self.gone: set[int] = set()
        self._words = SAID.get(vote.method, ())
        self._places = {option: place for place, option in enumerate(_names(vote))}
        self._same: dict[bytes, bytes] = {}

    def cast(self, act: CastBallot, member: int, index: int) -> None:
        """Put a ballot in, in the place of the member's earlier one."""
        ranks = self.read(act)
        self.ranks[member] = self._same.setdefault(ranks, ranks)
        self.entries[member] = index

    def counted(self) -> Counter[bytes]:
        """How often each ballot was cast, by members who have not left."""
        return count_of(self.ranks, self.gone)

    def read(self, act: CastBallot) -> bytes:
        """A ballot as one byte an option (or one for a choice), as the roll shows it."""
        if act.choice is not None:
            return bytes([self._words.index(act.choice) + 1])
        if act.chosen is not None:
            return bytes(option in act.chosen for option in self._places)
        places, ranking = self._places, act.ranking or ()
        ranks = bytearray(len(places))
        try:
            for rank, (option,) in enumerate(ranking, start=1):
                ranks[places[option]] = rank
            return bytes(ranks)
        except ValueError:  # equals in one group
            ranks = bytearray(len(places))
        for rank, group in enumerate(ranking, start=1):
            for option in group:
                ranks[places[option]] = rank
        return bytes(ranks)


class Outcome(NamedTuple):
    """What our own count says of a vote. Options by their numbers, 0 for no action."""

    ending: str
    ballots: int
    base: int
    winners: tuple[int, ...]
    counts: tuple[int, ...] = ()
    order: tuple[tuple[int, ...], ...] = ()
    pairwise: tuple[tuple[int | None, ...], ...] = ()
    dropped: tuple[int, ...] = ()
    tied: tuple[tuple[int, ...], ...] = ()
    accepted: tuple[int, ...] = ()
    rejected: tuple[int, ...] = ()
    accepting: int = 0
    added: tuple[int, ...] = ()


class Closed(msgspec.Struct, frozen=True, gc=False):
    """A vote that closed before entry `index`: what went into its box, and what the law made of it.

    `ranks` and `entries` are each member's last ballot and where it stands, `gone` who had left,
    `away` the candidates of an election who stood no longer. What it did in its last tenth is
    `stood` (None: nobody looked), and it does that still (7.9).
    """

    index: int
    vote: Vote
    ranks: dict[int, bytes]
    entries: dict[int, int]
    gone: set[int]
    away: tuple[int, ...]
    roll: Roll | None
    decision: Decision
    stood: tuple[int, ...] | None = None

    def do(self, kit: WorkerState) -> list[Finding]:  # noqa: ARG002
        """Count it again: what the law's roll and decision say otherwise, if anything."""
        ours = outcome(self.vote, self.counted, self.away)
        wrong = [
            name for name, value in ours._asdict().items() if getattr(self.decision, name) != value
        ]
        if not self._is_roll_same():
            wrong.append("the roll")
        if self.vote.gone != self.away:
            wrong.append("the candidates")
        found = []
        if self.stood not in (None, effect(ours)):
            found.append(differs(self.index, self.vote))
        if wrong:
            reason = f"Vote {self.vote.number} counted again differs in {', '.join(wrong)}."
            found.append(Finding(self.index, "11.1", reason))
        return found

    @property
    def counted(self) -> Counter[bytes]:
        """How often each ballot was cast, by members who had not left."""
        return count_of(self.ranks, self.gone)

    def _is_roll_same(self) -> bool:
        roll, ranks, entries = self.roll, self.ranks, self.entries
        if roll is None:
            return not ranks
        members = sorted(ranks)
        count = len(members)
        return (
            roll.members == struct.pack(f"<{count}Q", *members)
            and roll.entries == struct.pack(f"<{count}Q", *[entries[one] for one in members])
            and roll.ranks == b"".join([ranks[one] for one in members])
            and roll.left == tuple(one for one in members if one in self.gone)
        )


def count_of(ranks: Mapping[int, bytes], gone: set[int]) -> Counter[bytes]:
    """How often each ballot was cast, by members who have not left."""
    if not gone:
        return Counter(ranks.values())
    return Counter([ballot for member, ballot in ranks.items() if member not in gone])


class Recount:
    """The boxes of all open votes, and who vouches for whom: a vouch is a ballot, too (3.7)."""

    def __init__(self) -> None:
        self.boxes: dict[int, Box] = {}
        self.candidates = Candidates()
        self.vouches: dict[int, dict[int, int]] = {}

    def open(self, vote: Vote) -> Box:
        """A box for a vote whose first ballot comes in."""
        return self.boxes.setdefault(vote.number, Box(vote))

    def leaves(self, member: int) -> None:
        """Whoever leaves counts no more in the votes that are open: neither ballots nor vouches.

        They stand in no election any more.
        """
        self.candidates.leaves(member)
        for box in self.boxes.values():
            box.gone.add(member)
        for given in self.vouches.values():
            given.pop(member, None)

    def vouched(self, applicant: int, member: int, index: int) -> None:
        """A member vouches for an applicant."""
        self.vouches.setdefault(applicant, {})[member] = index

    def contested(self, vote: Vote, admissions: Mapping[int, int]) -> None:
        """A vote on an applicant opens: those who vouched and may vote have said yes.

        `admissions` are the numbers of their own admissions.
        """
        box = self.open(vote)
        for member, index in self.vouches.pop(vote.subject, {}).items():
            if admissions[member] <= vote.roll_until:
                box.ranks[member], box.entries[member] = YES, index

    def closed(self, records: Iterable[Record], index: int) -> list[Closed]:
        """The votes that closed with these records, before entry `index`, to be counted again."""
        votes, rolls, decisions = {}, {}, []
        for record in records:
            if isinstance(record, Vote):
                votes[record.number] = record
            elif isinstance(record, Roll):
                rolls[record.vote] = record
            elif isinstance(record, Decision):
                decisions.append(record)
        closed = []
        for decision in decisions:
            vote = votes[decision.vote]
            box = self.boxes.pop(vote.number, None) or Box(vote)
            roll = rolls.get(vote.number)
            cast = box.ranks, box.entries, box.gone
            away = self.candidates.gone(vote)
            closed.append(Closed(index, vote, *cast, away, roll, decision))
        return closed


def outcome(vote: Vote, ballots: Counter[bytes], away: Iterable[int] = ()) -> Outcome:
    """What a vote decides by chapter 11 of the law; an election without those who are away."""
    total, base = ballots.total(), vote.base + vote.late
    if vote.method in SAID:
        counts = tuple(ballots[bytes([byte])] for byte in (1, 2, 3))
        return Outcome(_carried(vote, counts[0], counts[1]), total, base, (), counts)
    if vote.method in CHOSEN:
        found = choose(vote, ballots, enough(vote, 0))
        return Outcome(ballots=total, base=base, **found._asdict())
    if vote.kind == "election":
        elected = election(vote, ballots, away)
        ending = "elected" if elected.winners else "none-of-these"
        if elected.accepting < enough(vote, 0):
            ending, elected = "unsupported", elected._replace(winners=())
        return Outcome(ending, total, base, **elected._asdict())
    names = _names(vote)
    result = _count(vote, Profile(len(names), ballots))
    winners = tuple(names[place] for place in result.winners)
    ending = _ending(vote, winners, result)
    if ending == "unsupported":
        winners = ()
    return Outcome(
        ending=ending,
        ballots=total,
        base=base,
        winners=winners,
        order=tuple(tuple(names[place] for place in equals) for equals in result.order),
        pairwise=result.pairwise,
        dropped=tuple(names[drop.option] for drop in result.dropped),
        tied=tuple(tuple(names[place] for place in tie.options) for tie in result.ties),
    )


def effect(counted: Outcome) -> tuple[int, ...]:
    """What follows from a count: nothing, or 1 and the options that win."""
    return (1, *sorted(counted.winners)) if counted.ending in ("adopted", "elected") else ()


def differs(index: int, vote: Vote) -> Finding:
    """A vote does something else, before entry `index`, than the law says (7.9)."""
    reason = f"Vote {vote.number} counted in its last tenth, or after it, differs."
    return Finding(index, "7.9", reason)


def _names(vote: Vote) -> tuple[int, ...]:
    return (*vote.options, NO_ACTION) if vote.no_action else vote.options


def enough(vote: Vote, place: int) -> int:
    """How many must be for the option at a place: 11.2 and 11.3, worked out by itself.

    Roots are compared by their squares: four of k squared are nine of the base where k is 1.5
    roots of it, in whole numbers, since this is asked often: `people` are `most` parts of `parts`.
    """
    awake = vote.base + vote.late
    grave = vote.support[place] == "amendment"
    share, roots = (2, 16) if grave else (3, 9)
    people = max(Fraction(awake), Fraction(vote.counted, share))
    most, parts = people.numerator, people.denominator
    few = 0
    while few * share * parts < most and few * few * 4 * parts < most * roots:
        few += 1
    asked = max(vote.fewest[place], few, ceil(Fraction(vote.quorums[place]) * people))
    least = min(asked, max(awake, vote.counted))
    if vote.support[place] == "none":
        least = 0
    if not vote.of_all:
        return least
    wanted = Fraction(vote.needs[0])
    return max(least, awake // 2 + 1 if wanted <= Fraction(1, 2) else ceil(wanted * awake))


def _carried(vote: Vote, yes: int, no: int) -> str:
    if vote.method == "consent":
        return "adopted" if yes >= enough(vote, 0) and no < vote.objections else "no-consent"
    if not passes_share(yes, no, Fraction(vote.needs[0])):
        return "rejected"
    return "adopted" if yes >= enough(vote, 0) else "unsupported"


def _count(vote: Vote, profile: Profile) -> Result:
    return schulze(
        _with_no_action(profile) if vote.unranked == "uncounted" else profile,
        default=len(vote.options),
        ratios={place: Fraction(share) for place, share in enumerate(vote.needs)},
        majority="share",
        quorum={place: enough(vote, place) for place in range(len(vote.options))},
        unranked=vote.unranked,
    )


def _with_no_action(profile: Profile) -> Profile:
    """The same ballots, with *no action* below what was ranked where it was left out (11.8)."""
    said = Counter[bytes]()
    for ranks, count in profile.ballots.items():
        left_out = any(ranks) and not ranks[-1]
        said[ranks[:-1] + bytes((max(ranks) + 1,)) if left_out else ranks] += count
    return Profile(profile.options, said)


def _ending(vote: Vote, winners: tuple[int, ...], result: Result) -> str:
    if winners != (NO_ACTION,):
        return "adopted"
    for place, needs in enumerate(vote.needs):
        above, below = result.pairwise[place][-1] or 0, result.pairwise[-1][place] or 0
        if passes_share(above, below, Fraction(needs)) and above < enough(vote, place):
            return "unsupported"
    return "no-action"
