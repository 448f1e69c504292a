"""The records that every matter sees: the assembly itself, its members, their keys, the blobs."""

from typing import Literal

import msgspec

from esoviet.law.record import Record

MemberState = Literal[
    "applicant",
    "vouched",
    "contested",
    "member",
    "left",
    "expelled",
    "refused",
    "lapsed",
    "withdrawn",
]
WAITING: tuple[MemberState, ...] = ("applicant", "vouched")
"""Who waits to come in by vouches, or by a door."""
APPLYING: tuple[MemberState, ...] = (*WAITING, "contested")
"""Whose application is not over."""
Door = Literal["", "founding", "vouches", "vote", "list", "door"]
KeyKind = Literal["device", "recovery", "host"]


class Headcount(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The members before entry `entry`: who may vote, how many are awake, and not at rest.

    `admitted` is the last admission by then: later members do not vote.
    """

    entry: int
    time: int
    admitted: int
    awake: int
    counted: int


class Window(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The end of a phase, in which a host shows that it is there (clause 7.7).

    `tenth` is by how much the phase is prolonged if it does not, `part` its last part, both in ms;
    `prolonged` says how often it was, `missed` that it will be: the host was away at the end, or
    (in a vote) a ballot came after it while it was not sure yet.
    """

    tenth: int
    part: int
    prolonged: int = 0
    missed: bool = False


class Assembly(Record, frozen=True):
    """The one record of the assembly: what it is, and the running numbers it gives out.

    `active` counts the members that are awake, `counted` all but those at rest (clause 3.10),
    `admissions` all that were ever admitted; `founding_until` ends the founding period,
    `stopped_by` is the member besides the founder who wants it over already (0: nobody), `ended`
    when the last member left (0: it goes on). How many
    problems, votes and so on there are is how many records of that kind there are: none of them is
    ever dropped (`View.next_number`).
    """

    number: int
    id: str
    founded: int
    founding_until: int
    name: bytes
    purpose: bytes
    host: str
    witnesses: str
    active: int
    counted: int
    admissions: int
    stopped_by: int = 0
    ended: int = 0


class Clock(Record, frozen=True):
    """What the log says of the time, in milliseconds since 1970 (clause 1.6).

    `last` is the time of the last entry, `sure` the latest moment that a member's act or a quorum
    of the witnesses confirms. The one record of its kind.
    """

    number: int
    last: int
    sure: int


class Member(Record, frozen=True):
    """A person who applied, and what became of it. Numbered in the order of applications.

    `applied` is an entry index, `since` the time of admission, `admission` the running number of
    it (0: not admitted), `due` when an application ends or dormancy is next examined. A `dormant`
    member is asleep, or `resting`. `slept` is the time from which the member last was dormant,
    `woken` the entry that ended it, `vote` the vote on the admission where there was one, `device`
    the key that the profile was set with, `settles` the moment from which the member is settled, in
    ms (0: from the founding period).

    `electorate` are the members when an applicant applied: they vote where the admission is voted
    on. `recovered` is the moment in which a new key last took the place of all keys of theirs,
    `ready` that from which an applicant with enough vouches stands in line, `door` by
    what they came in, `barred` until when they vouch for nobody (3.12). `for_members` is what they
    say of themselves to members only (3.8).
    """

    INDEXES = ("state",)
    WITH_DUE = ("ready",)

    number: int
    state: MemberState
    profile: bytes
    applied: int
    since: int
    admission: int
    due: int
    dormant: bool = False
    slept: int = 0
    woken: int = 0
    vote: int = 0
    ended: int = 0
    device: int = 0
    resting: bool = False
    settles: int = 0
    electorate: Headcount | None = None
    ready: int = 0
    door: Door = ""
    barred: int = 0
    recovered: int = 0
    for_members: bytes = b""
    window: Window | None = None


class Key(Record, frozen=True):
    """A public key of a member (or, with member 0, of the host): its use so far.

    `seq` is the number of its last act, `last` that act's id (empty before the first), `at` the
    time of its entry, `enrolled` an entry index, `device` the key that enrolled it, by its own
    `enrolled`. `today` counts its acts on the day (UTC) of `at` (clause 1.13).
    """

    KEY = "kid"
    INDEXES = ("member",)

    kid: str
    member: int
    public: bytes
    kind: KeyKind
    enrolled: int
    seq: int
    last: bytes
    at: int
    revoked: bool = False
    device: int = 0
    today: int = 0


class BlobRecord(Record, frozen=True):
    """A blob that an act referred to: whose it is, at which entry, and whether it still stands.

    `member` is 0 where it belongs to the assembly (clause 12.4) or came from the host. What is
    `inside` only members read, also where everybody reads the rest (12.5). Its author erases it
    only once the `review` of that decision has closed (12.8; 0: at any time).
    """

    KEY = "sha256"

    sha256: bytes
    member: int
    entry: int
    size: int
    media_type: str
    state: Literal["kept", "erased", "withheld"] = "kept"
    inside: bool = False
    review: int = 0


class Mended(Record, frozen=True):
    """The text `sha256` took the place of the text `before`, in which a slip was mended (12.6)."""

    KEY = "sha256"
    INDEXES = ("before",)

    sha256: bytes
    before: bytes
    entry: int
    time: int


class Former(Record, frozen=True):
    """The `profile` that a member had until `time`, when the entry brought another one (3.8).

    Numbered for each member, the oldest first. It is the member's own text as before.
    """

    PARENT = "member"

    member: int
    number: int
    profile: bytes
    entry: int
    time: int


HOST = 0
THE = 1
FOUNDER = 1
