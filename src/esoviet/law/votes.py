"""Chapter 7 of the law: votes and ballots.

The electorate is fixed when a vote opens. Every ballot is public, and can be changed until the vote
closes; only the last one counts. A ballot is kept as one byte an option, in the order of the vote's
options and, where there is one, *no action* last: the rank that the member gave it (1 first, equal
numbers for equal ranks, 0 unranked). In a vote by yes and no it is the one byte of `CHOICES`.

What a vote would decide at the start of its last tenth is held against what it decides (7.9).
"""

import struct
from collections import Counter
from collections.abc import Container, Iterator
from math import ceil
from typing import Annotated, Literal, NamedTuple

from msgspec import Meta
from msgspec.structs import replace

from esoviet.law.act import Act, Author, Blob, Count, Number
from esoviet.law.amendments import Bar
from esoviet.law.ballots import YES_NO, Choice, Paper, read_ballot
from esoviet.law.common import bring, overtaken, sha
from esoviet.law.constitution import DAY, Constitution, fraction
from esoviet.law.headcount import LEAST, Support, headcount, no_say, support_needed
from esoviet.law.limits import EDITION_1
from esoviet.law.outcome import NOTHING, Changes, Drop, Outcome, Refusal, put
from esoviet.law.record import ByMember, Record
from esoviet.law.records import HOST, Headcount, Member, Window
from esoviet.law.view import View
from esoviet.law.windows import window_of

MORE = "1/2"  # more yes than no


VoteKind = Literal["problem", "election", "question", "admission", "recovery", "completion"]


Group = Annotated[tuple[Count, ...], Meta(min_length=1, max_length=EDITION_1.options + 1)]


class Voice(NamedTuple):
    """One line of the roll; one that does not count is of a member who left before the close."""

    member: int
    ranks: bytes
    entry: int
    reason: bytes
    counts: bool = True


class Measure(NamedTuple):
    """What a vote is decided by: how it is counted, the share that each option needs, its bar.

    An option with a bar is an amendment; without `support` the others take that of a decision.
    """

    method: str = YES_NO
    needs: tuple[str, ...] = (MORE,)
    bars: tuple[Bar | None, ...] = (None,)
    support: tuple[Support, ...] = ()


class Hurdles(NamedTuple):
    """The same under a constitution, in the fields of a vote."""

    method: str
    needs: tuple[str, ...]
    support: tuple[Support, ...]
    quorums: tuple[str, ...]
    fewest: tuple[int, ...]
    unranked: Literal["last", "uncounted"]


class Vote(Record, frozen=True):
    """A vote: what is decided, how, by whom, until when.

    `options` are solution numbers (in a question, the numbers of its options), most backed first:
    ties are broken in this order. `needs` is the share that each option needs, `support` what it
    takes to win: of the members a share (`quorums`) and so many (`fewest`) at least. The electorate
    was taken at entry `frozen`, when the text stood still: `base` counts the members awake then,
    `late` those asleep who voted nevertheless, `counted` all but those at rest; members up to the
    admission `roll_until` vote.
    In the `window` at its end a host shows that it is there (7.7). It is `turned` once it lasted
    longer, since its last ballots changed what it would decide (7.9). `gone` are the candidates who
    had withdrawn or left when it closed.

    Of a question: `most` options may be chosen (0: any number), so many `objections` end a vote by
    consent, `costs` of the options and `budget` are what is divided.
    """

    INDEXES = ("state",)

    number: int
    kind: VoteKind
    subject: int
    method: str
    options: tuple[int, ...]
    needs: tuple[str, ...]
    no_action: bool
    of_all: bool
    seats: int
    unranked: Literal["last", "uncounted"]
    support: tuple[Support, ...]
    quorums: tuple[str, ...]
    fewest: tuple[int, ...]
    opened: int
    opened_at: int
    frozen: int
    frozen_at: int
    roll_until: int
    base: int
    counted: int
    due: int
    window: Window
    late: int = 0
    state: Literal["open", "closed"] = "open"
    decision: int = 0
    turned: bool = False
    gone: tuple[int, ...] = ()
    most: int = 0
    objections: int = 0
    costs: tuple[int, ...] = ()
    budget: int = 0


class Ballot(ByMember, frozen=True):
    """One member's vote, as it stands now: cast in which entry, with which key (`device`)."""

    PARENT = "vote"

    vote: int
    member: int
    ranks: bytes
    entry: int
    device: int
    reason: bytes = b""


class Roll(Record, frozen=True):
    """All ballots of a closed vote, packed: members and entries as little-endian 64-bit numbers.

    Those of the members `left` do not count: they had left before the vote closed.
    """

    KEY = "vote"

    vote: int
    members: bytes
    entries: bytes
    ranks: bytes
    reasons: dict[int, bytes]
    left: tuple[int, ...] = ()


class Standing(Record, frozen=True):
    """What a vote does as it stands at the start of its last tenth.

    It is `taken` at `last_tenth`, in ms: then `outcome` is empty where nothing would be done, else
    1 and the numbers of the options that win. Before that, a vote on an amendment that is shorter
    than a day is looked at when its own time is over (7.10).
    """

    KEY = "vote"

    vote: int
    due: int
    last_tenth: int
    taken: bool = False
    outcome: tuple[int, ...] = ()


class CastBallot(Act, frozen=True, kw_only=True):
    """Cast or change one's ballot.

    `choice` in a vote by yes and no or by consent, where an objection gives its reason. `ranking`
    where options are ranked: groups of their numbers, the best first, equal ones in one group, 0
    for no action; what is left out is unranked. `chosen` where some are chosen: their numbers, or 0
    alone for none of them.
    """

    DEED = "cast a ballot"

    vote: Number
    choice: Choice | None = None
    ranking: Annotated[tuple[Group, ...], Meta(max_length=EDITION_1.options + 1)] | None = None
    chosen: Group | None = None
    reason: Blob | None = None


def hurdles(rules: Constitution, by: Measure) -> Hurdles:
    """What a vote takes under a constitution (clauses 2.9, 11.2 and 11.8)."""
    usual = rules.values["vote_quorum"]
    return Hurdles(
        by.method,
        by.needs,
        by.support or tuple("amendment" if bar else "decision" for bar in by.bars),
        tuple(bar.quorum if bar else usual for bar in by.bars),
        tuple(bar.fewest if bar else LEAST for bar in by.bars),
        "uncounted" if rules.values["unranked"] == "uncounted" else "last",
    )


def open_vote(
    view: View,
    by: Measure,
    *,
    kind: VoteKind,
    subject: int,
    due: int,
    electorate: Headcount | None = None,
    options: tuple[int, ...] = (),
    no_action: bool = False,
    of_all: bool = False,
    seats: int = 1,
) -> Vote:
    """Open a vote for the members of `electorate`, or of this moment (clauses 7.1 and 7.3).

    What it is decided `by` is held against the constitution of this moment.
    """
    takes, people = hurdles(view.rules, by), electorate or headcount(view)
    due = max(due, view.time + DAY) if "amendment" in takes.support else due  # clause 7.10
    return Vote(
        number=view.next_number(Vote),
        kind=kind,
        subject=subject,
        options=options,
        **takes._asdict(),
        no_action=no_action,
        of_all=of_all,
        seats=seats,
        opened=view.index,
        opened_at=view.time,
        frozen=people.entry,
        frozen_at=people.time,
        roll_until=people.admitted,
        base=people.awake,
        counted=people.counted,
        due=due,
        window=window_of(view, due - view.time),
    )


def cast_ballot(view: View, author: Author, act: CastBallot) -> Outcome:
    """Clauses 7.2 to 7.5."""
    vote, member = view.get(Vote, act.vote), author.person
    if vote is None:
        return Refusal("7.2", "There is no vote with this number.")
    if vote.state != "open":
        return Refusal("7.2", "This vote is closed.")
    ended = vote.due <= view.time
    if ended and vote.window.prolonged >= view.limits.prolongations:
        return Refusal("7.7", "The time of this vote is over.")
    paper = Paper(vote.method, vote.options, vote.no_action, vote.most, view.limits.shared)
    ranks = no_voice(vote, member) or read_ballot(paper, act.choice, act.ranking, act.chosen)
    if isinstance(ranks, Refusal):
        return ranks
    extra = _reason(view, author, act)
    if isinstance(extra, Refusal):
        return extra
    before = view.get(Ballot, member.number, vote.number)
    late = overtaken(author, act, before)
    if late is not None:
        return late
    said = ranks, view.index, author.device, sha(act.reason)
    ballot = Ballot(vote.number, member.number, *said)
    adds = before is None and is_late(view, vote, member)
    changes = put(ballot) if extra is NOTHING else put(ballot) | extra
    if adds or (ended and not vote.window.missed):
        noted = replace(vote.window, missed=vote.window.missed or ended)
        return changes.adding(replace(vote, window=noted, late=vote.late + adds))
    return changes


def _reason(view: View, author: Author, act: CastBallot) -> Changes | Refusal:
    """The text of a reason; that of an objection is the assembly's (clauses 7.5 and 7.11)."""
    objects = act.choice == "object"
    if act.reason is None:
        return Refusal("7.11", "An objection gives its reason.") if objects else NOTHING
    return bring(view, HOST if objects else author.number, "7.5", act.reason)


def no_voice(vote: Vote, member: Member) -> Refusal | None:
    """Why a member does not vote here; None who does."""
    return no_say(vote.roll_until, vote.frozen_at, member)


def turnout(view: View, vote: Vote) -> int:
    """How many ballots stand on the roll."""
    if vote.state == "open":
        return view.count(Ballot, vote.number)
    return len(view.must(Roll, vote.number).members) // 8


def least(vote: Vote, place: int = 0) -> int:
    """How many members must be for the option at this place (clauses 11.2 and 11.3)."""
    support = vote.support[place]
    quorum, awake = fraction(vote.quorums[place]), vote.base + vote.late
    needed = support_needed(support, quorum, awake, vote.counted, vote.fewest[place])
    return max(needed, of_all(vote)) if vote.of_all else needed


def of_all(vote: Vote) -> int:
    """The share of all that a question asked for: a half is more than half (clause 11.3)."""
    share, awake = fraction(vote.needs[0]), vote.base + vote.late
    return max(awake // 2 + 1, ceil(share * awake))


def left(view: View) -> set[int]:
    """Who has left: their ballots stand on the rolls, and count no more (clause 7.3)."""
    return {member.number for member in view.by(Member, "state", "left")}


def voices(view: View, vote: Vote) -> Iterator[Voice]:
    """The roll, by member, of an open or a closed vote."""
    if vote.state != "open":
        return lines_of(view.must(Roll, vote.number))
    gone = left(view)
    return (voice(ballot, gone) for ballot in view.rows(Ballot, vote.number))


def lines_of(roll: Roll) -> Iterator[Voice]:
    """A roll, line by line."""
    count, gone = len(roll.members) // 8, set(roll.left)
    members = struct.unpack(f"<{count}Q", roll.members)
    entries = struct.unpack(f"<{count}Q", roll.entries)
    width = len(roll.ranks) // count if count else 0
    for place, member in enumerate(members):
        ranks = roll.ranks[place * width : (place + 1) * width]
        reason = roll.reasons.get(member, b"")
        yield Voice(member, ranks, entries[place], reason, member not in gone)


def voice(ballot: Ballot, gone: Container[int]) -> Voice:
    """A ballot of an open vote, where those of these members do not count."""
    member = ballot.member
    return Voice(member, ballot.ranks, ballot.entry, ballot.reason, member not in gone)


def distinct(view: View, vote: Vote) -> Counter[bytes]:
    """How often each different ballot was cast, by members who have not left."""
    if vote.state != "open":
        return ballots_of(view.must(Roll, vote.number))
    cast, gone = view.each(Ballot, vote.number), left(view)
    return Counter([ballot.ranks for ballot in cast if ballot.member not in gone])


def ballots_of(roll: Roll) -> Counter[bytes]:
    """How often each different ballot that counts stands on a roll."""
    return Counter([voice.ranks for voice in lines_of(roll) if voice.counts])


def pack(view: View, vote: Vote) -> Changes:
    """Put the roll of a vote that closes in the place of its ballots (clause 7.6)."""
    ballots, gone = view.rows(Ballot, vote.number), left(view)
    count = len(ballots)
    roll = Roll(
        vote.number,
        struct.pack(f"<{count}Q", *[ballot.member for ballot in ballots]),
        struct.pack(f"<{count}Q", *[ballot.entry for ballot in ballots]),
        b"".join([ballot.ranks for ballot in ballots]),
        {ballot.member: ballot.reason for ballot in ballots if ballot.reason},
        tuple(ballot.member for ballot in ballots if ballot.member in gone),
    )
    return Changes((roll,), (Drop(Ballot, vote.number, None),))


def is_late(view: View, vote: Vote, member: Member) -> bool:
    """Whether the member was asleep when the electorate was taken (clause 7.3).

    Who slept twice since then is no longer known by their record, but by the number of ballots:
    never more than the members counted.
    """
    asleep = member.dormant or member.woken >= vote.frozen
    slept_through = asleep and 0 < member.slept <= vote.frozen_at
    return slept_through or view.count(Ballot, vote.number) >= vote.base + vote.late


def watch(vote: Vote, asked: int) -> Standing:
    """When a vote that opens is looked at; `asked` is when it would end, were it no amendment."""
    last_tenth = vote.due - (vote.due - vote.opened_at) // 10
    return Standing(vote.number, min(asked, last_tenth), last_tenth)
