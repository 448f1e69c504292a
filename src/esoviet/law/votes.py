"""Chapter 7 of the law: votes and ballots.

The electorate is fixed when a vote opens. Every ballot is public, and can be changed until the vote
closes; only the last one counts. A ballot is kept as one byte an option, in the order of the vote's
options and, where there is one, *no action* last: the rank that the member gave it (1 first, equal
numbers for equal ranks, 0 unranked). In a vote by yes and no it is the one byte of `CHOICES`.
"""

import struct
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Annotated, Literal, NamedTuple

from msgspec import Meta
from msgspec.structs import replace

from esoviet.law.act import Act, Author, Blob, Count, Number
from esoviet.law.common import assembly_of, check_text, claim_blobs, constitution_of, outdated, sha
from esoviet.law.constitution import DAY
from esoviet.law.limits import EDITION_1
from esoviet.law.outcome import NOTHING, Changes, Drop, Outcome, Refusal, put
from esoviet.law.record import Record
from esoviet.law.records import Member
from esoviet.law.view import View
from esoviet.wire.reason import Reason

VoteKind = Literal["problem", "election", "question", "admission", "recovery"]
Choice = Literal["yes", "no", "abstain"]

YES_NO = "majority"
NO_ACTION = 0
CHOICES: dict[str, bytes] = {"yes": b"\x01", "no": b"\x02", "abstain": b"\x03"}


class Vote(Record, frozen=True):
    """A vote: what is decided, how, by whom, until when.

    `options` are solution numbers (in a question, the numbers of its options), most backed first:
    ties are broken in this order. `needs` is the share that each option needs. `base` counts the
    members active at the opening, `late` those who were dormant then and voted nevertheless;
    together they are what quorums are measured on. Members up to the admission `roll_until` vote.
    `tenth` is by how much a vote is prolonged (7.7), in milliseconds, and `last_part` the end of
    its time, in which a host shows that it is there; `prolonged` says how often it was prolonged,
    `missed` that it will be: the host was away at the end, or a ballot came after it while it was
    not sure yet.
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
    quorum: str
    opened: int
    opened_at: int
    roll_until: int
    base: int
    late: int
    due: int
    tenth: int
    last_part: int
    state: Literal["open", "closed"] = "open"
    decision: int = 0
    prolonged: int = 0
    missed: bool = False


class Ballot(Record, frozen=True):
    """One member's vote, as it stands now: cast in which entry, with which key (`device`)."""

    PARENT = "vote"
    KEY = "member"

    vote: int
    member: int
    ranks: bytes
    entry: int
    device: int
    reason: bytes = b""


class Roll(Record, frozen=True):
    """All ballots of a closed vote, packed: members and entries as little-endian 64-bit numbers."""

    KEY = "vote"

    vote: int
    members: bytes
    entries: bytes
    ranks: bytes
    reasons: dict[int, bytes]


class Voice(NamedTuple):
    """One line of the roll."""

    member: int
    ranks: bytes
    entry: int
    reason: bytes


Group = Annotated[tuple[Count, ...], Meta(min_length=1, max_length=EDITION_1.options + 1)]


class CastBallot(Act, frozen=True, kw_only=True):
    """Cast or change one's ballot.

    `choice` in a vote by yes and no; else `ranking`: groups of option numbers, the best first,
    equal ones in one group, 0 for no action. Options that are left out are unranked.
    """

    DEED = "cast a ballot"

    vote: Number
    choice: Choice | None = None
    ranking: Annotated[tuple[Group, ...], Meta(max_length=EDITION_1.options + 1)] | None = None
    reason: Blob | None = None


def open_vote(
    view: View,
    *,
    kind: VoteKind,
    subject: int,
    method: str,
    needs: tuple[str, ...],
    due: int,
    options: tuple[int, ...] = (),
    no_action: bool = False,
    of_all: bool = False,
    seats: int = 1,
) -> Vote:
    """Open a vote for the members of this moment (clause 7.1)."""
    rules, assembly = constitution_of(view), assembly_of(view)
    tenth = max(1, min((due - view.time) // 10, DAY))
    return Vote(
        number=view.next_number(Vote),
        kind=kind,
        subject=subject,
        method=method,
        options=options,
        needs=needs,
        no_action=no_action,
        of_all=of_all,
        seats=seats,
        unranked="uncounted" if rules.values["unranked"] == "uncounted" else "last",
        quorum=rules.values["vote_quorum"],
        opened=view.index,
        opened_at=view.time,
        roll_until=assembly.admissions,
        base=assembly.active,
        late=0,
        due=due,
        tenth=tenth,
        last_part=max(tenth // 4, view.limits.shortest_part_ms),
    )


def cast_ballot(view: View, author: Author, act: CastBallot) -> Outcome:
    """Clauses 7.2 to 7.5."""
    vote, member = view.get(Vote, act.vote), author.member
    assert member is not None
    if vote is None:
        return Refusal("7.2", "There is no vote with this number.")
    if vote.state != "open":
        return Refusal("7.2", "This vote is closed.")
    ended = vote.due <= view.time
    if ended and vote.prolonged >= view.limits.prolongations:
        return Refusal("7.7", "The time of this vote is over.")
    if member.admission > vote.roll_until:
        return Refusal("7.3", "The electorate was fixed when this vote opened, before you joined.")
    if vote.opened_at < member.recovered:
        return Refusal("7.3", "The text stood still before you recovered your membership.")
    ranks = _ranks(vote, act, view.limits.shared)
    if isinstance(ranks, Refusal):
        return ranks
    extra = NOTHING
    if act.reason is not None:
        blobs = check_text(view, act.reason, "7.5") or claim_blobs(
            view, author.number, (act.reason,)
        )
        if isinstance(blobs, Refusal):
            return blobs
        extra = blobs
    before = view.get(Ballot, member.number, vote.number)
    late = before and outdated(author, act, before.entry, before.device)
    if late:
        return late
    device = author.device
    ballot = Ballot(vote.number, member.number, ranks, view.index, device, sha(act.reason))
    adds = before is None and _is_late(view, vote, member)
    changes = put(ballot) if extra is NOTHING else put(ballot) | extra
    if adds or (ended and not vote.missed):
        missed = vote.missed or ended
        return changes.adding(replace(vote, missed=missed, late=vote.late + adds))
    return changes


def was_missed(view: View, vote: Vote, last: int) -> bool:
    """Whether a vote lasts longer, since the host was away in its last part (7.7).

    `last` is the time of the last entry before the end.
    """
    return vote.prolonged < view.limits.prolongations and last < vote.due - vote.last_part


def missed(view: View, last: int) -> Changes:
    """The votes whose end passes between the last entry and this one, the host being away (7.7).

    It is noted at the first entry after the end, however late that is confirmed.
    """
    due = [vote for vote in view.by(Vote, "state", "open") if last < vote.due <= view.time]
    return Changes(
        tuple(replace(vote, missed=True) for vote in due if was_missed(view, vote, last))
    )


def turnout(view: View, vote: Vote) -> int:
    """How many ballots stand."""
    if vote.state == "open":
        return view.count(Ballot, vote.number)
    return len(view.must(Roll, vote.number).members) // 8


def voices(view: View, vote: Vote) -> Iterator[Voice]:
    """The roll, by member, of an open or a closed vote."""
    if vote.state == "open":
        for ballot in view.rows(Ballot, vote.number):
            yield Voice(ballot.member, ballot.ranks, ballot.entry, ballot.reason)
        return
    roll = view.must(Roll, vote.number)
    count = len(roll.members) // 8
    members = struct.unpack(f"<{count}Q", roll.members)
    entries = struct.unpack(f"<{count}Q", roll.entries)
    width = len(roll.ranks) // count if count else 0
    for place, member in enumerate(members):
        ranks = roll.ranks[place * width : (place + 1) * width]
        yield Voice(member, ranks, entries[place], roll.reasons.get(member, b""))


def distinct(view: View, vote: Vote) -> Counter[bytes]:
    """How often each different ballot was cast."""
    if vote.state == "open":
        return Counter([ballot.ranks for ballot in view.each(Ballot, vote.number)])
    return Counter([voice.ranks for voice in voices(view, vote)])


def pack(view: View, vote: Vote) -> Changes:
    """Put the roll of a vote that closes in the place of its ballots (clause 7.6)."""
    ballots = view.rows(Ballot, vote.number)
    count = len(ballots)
    roll = Roll(
        vote.number,
        struct.pack(f"<{count}Q", *[ballot.member for ballot in ballots]),
        struct.pack(f"<{count}Q", *[ballot.entry for ballot in ballots]),
        b"".join([ballot.ranks for ballot in ballots]),
        {ballot.member: ballot.reason for ballot in ballots if ballot.reason},
    )
    return Changes((roll,), (Drop(Ballot, vote.number, None),))


def _is_late(view: View, vote: Vote, member: Member) -> bool:
    """Whether the member was dormant when the vote opened (clause 7.3).

    Who slept twice since then is no longer known by their record, but by the number of ballots:
    never more than the members counted.
    """
    asleep = member.dormant or member.woken >= vote.opened
    slept_through = asleep and 0 < member.slept <= vote.opened_at
    return slept_through or view.count(Ballot, vote.number) >= vote.base + vote.late


def _ranks(vote: Vote, act: CastBallot, shared: int) -> bytes | Refusal:
    if vote.method == YES_NO:
        if act.choice is None or act.ranking is not None:
            return Refusal("7.4", "This vote asks for a choice: yes, no or abstain.")
        return CHOICES[act.choice]
    if act.ranking is None or act.choice is not None:
        return Refusal("7.4", "This vote asks for a ranking of its options.")
    places = _places(vote.options, vote.no_action)
    ranks = bytearray(len(places))
    try:
        # Most ballots rank their options one by one: then as many places are filled as are named.
        for rank, (option,) in enumerate(act.ranking, 1):
            ranks[places[option]] = rank
        if ranks.count(0) == len(ranks) - len(act.ranking):
            return bytes(ranks)
    except (ValueError, KeyError):
        pass
    if vote.method == "stv-meek" and max(map(len, act.ranking), default=0) > shared:
        return Refusal("7.4", Reason("At most {shared} share a rank here.", shared=shared))
    return _grouped(places, act.ranking)


def _grouped(places: dict[int, int], ranking: tuple[tuple[int, ...], ...]) -> bytes | Refusal:
    ranks = bytearray(len(places))
    for rank, group in enumerate(ranking, 1):
        for option in group:
            if option not in places:
                return Refusal(
                    "7.4", Reason("Option {option} does not stand in this vote.", option=option)
                )
            place = places[option]
            if ranks[place]:
                return Refusal("7.4", Reason("Option {option} is ranked twice.", option=option))
            ranks[place] = rank
    return bytes(ranks)


@lru_cache(maxsize=4096)
def _places(options: tuple[int, ...], no_action: bool) -> dict[int, int]:
    places = {option: place for place, option in enumerate(options)}
    if no_action:
        places[NO_ACTION] = len(options)
    return places
