"""Chapter 2 of the law, last part: two thirds of all can change the constitution by signature.

A constitution can come to stand in its own way: votes that last a quarter of a year, quorums that a
group which shrank no longer reaches. So, whatever it says, what two thirds of all who were members
when it was proposed sign within thirty days is in force seven days later, if they stand by it.
"""

from bisect import bisect_right
from fractions import Fraction
from math import ceil
from typing import Literal

from msgspec.structs import replace

from esoviet.law.act import Act, Author, Blob, Number
from esoviet.law.amendments import Amending, Change, bar_of, enact, wrong_change
from esoviet.law.common import check_text, claim_blobs, hand_over, overtaken, sha
from esoviet.law.constitution import check
from esoviet.law.headcount import headcount, no_say
from esoviet.law.outcome import NOTHING, Changes, Outcome, Refusal, put
from esoviet.law.record import ByMember, Record
from esoviet.law.records import Headcount, Member, Window
from esoviet.law.view import View
from esoviet.law.windows import lasting, window_of

SHARE = "2/3"
"""Of all who are not at rest; more, where the repair itself raises a majority above it (2.9)."""


class Repair(Record, frozen=True):
    """A change of the constitution that waits for signatures, or for its week to pass.

    `needs` is the share of the members, `fewest` how many at least, `since` when it was proposed,
    in ms. Where enough have signed it is `agreed` until it is `due`.
    """

    INDEXES = ("state",)

    number: int
    by: int
    text: bytes
    parameters: dict[str, str]
    new_name: bytes
    new_purpose: bytes
    electorate: Headcount
    needs: str
    fewest: int
    entry: int
    since: int
    due: int
    state: Literal["open", "agreed", "done", "lapsed"] = "open"
    signatures: int = 1
    window: Window | None = None


class Signing(ByMember, frozen=True):
    """A member has signed a repair, or (`signs` false) has taken that back."""

    PARENT = "repair"

    repair: int
    member: int
    signs: bool
    entry: int
    device: int


class ProposeRepair(Act, frozen=True, kw_only=True):
    """Propose a change of the constitution that two thirds of all members sign, and sign it."""

    DEED = "proposed a repair of the constitution"

    text: Blob
    amending: Amending


class SignRepair(Act, frozen=True, kw_only=True):
    """Sign a repair of the constitution, or (`signs` false) take one's signature back."""

    DEED = "signed a repair of the constitution, or took that back"

    repair: Number
    signs: bool = True


def propose_repair(view: View, author: Author, act: ProposeRepair) -> Outcome:
    """Clauses 2.10 and 2.11."""
    if any(one.by == author.number for one in _waiting(view)):
        return Refusal("2.10", "A repair that you proposed waits for signatures already.")
    amending, figures = act.amending, act.amending.parameters or {}
    blobs = (
        check_text(view, act.text, "2.10")
        or wrong_change(view, amending, check(figures), "2.11")
        or claim_blobs(view, author.number, (act.text, amending.name, amending.purpose))
    )
    if isinstance(blobs, Refusal):
        return blobs
    bar = bar_of(view.rules, figures, SHARE)
    repair = Repair(
        number=view.next_number(Repair),
        by=author.number,
        text=sha(act.text),
        parameters=figures,
        new_name=sha(amending.name),
        new_purpose=sha(amending.purpose),
        electorate=headcount(view),
        needs=bar.majority,
        fewest=bar.fewest,
        entry=view.index,
        since=view.time,
        **lasting(view, view.limits.signing_ms),
    )
    signed = Signing(repair.number, author.number, True, view.index, author.device)
    return blobs | put(_weighed(view, repair, _there(view)), signed)


def sign_repair(view: View, author: Author, act: SignRepair) -> Outcome:
    """Clause 2.10; what others sign belongs to the assembly (12.4)."""
    repair, member = view.get(Repair, act.repair), author.person
    if repair is None or repair.state not in ("open", "agreed"):
        return Refusal("2.10", "No repair with this number can be signed.")
    if repair.due <= view.time:
        return Refusal("2.10", "The time of this repair is over.")
    voiceless = no_say(repair.electorate.admitted, repair.since, member)
    if voiceless is not None:
        return voiceless
    before = view.get(Signing, member.number, repair.number)
    if (before is not None and before.signs) == act.signs:
        return Refusal("2.10", "That is what you have said already.")
    signing = Signing(repair.number, member.number, act.signs, view.index, author.device)
    changed = replace(repair, signatures=repair.signatures + (1 if act.signs else -1))
    weighed = _weighed(view, changed, _there(view))
    handed = hand_over(view, NOTHING, *texts(repair)) if member.number != repair.by else NOTHING
    return overtaken(author, act, before) or handed | put(signing, weighed)


def repair_due(view: View, repair: Repair) -> Changes:
    """Its time is over: it is in force, or waits on, or lapses (clause 2.10)."""
    there = _there(view)
    if _is_signed(repair, there):
        if repair.state == "open":
            return put(_weighed(view, repair, there))
        change = Change(repair.parameters, repair.new_name, repair.new_purpose)
        done = replace(repair, state="done", due=0, window=None)
        handed = hand_over(view, NOTHING, *texts(repair))
        return handed | put(done) | enact(view, change, repair=repair.number)
    return put(_waits(view, repair))


def without(view: View, member: int) -> Changes:
    """All repairs without somebody who leaves, and without their signature (clause 3.9)."""
    weighed, there = [], _there(view, member)
    for one in _waiting(view):
        fewer = replace(one, signatures=one.signatures - has_signed(view, one, member))
        weighed.append(_weighed(view, fewer, there))
    return put(*weighed)


def lapse_without(view: View, sha256: bytes) -> list[Repair]:
    """What waits for signatures and has lost its words lapses (clause 12.3)."""
    lost = (one for one in _waiting(view) if sha256 in texts(one))
    return [replace(one, state="lapsed", due=0, window=None) for one in lost]


def has_signed(view: View, repair: Repair, member: int) -> bool:
    """Whether a member's signature stands."""
    signing = view.get(Signing, member, repair.number)
    return signing is not None and signing.signs


def signatures_needed(view: View, repair: Repair) -> int:
    """How many have to sign: of who was a member when it was proposed, is one, and not at rest."""
    return _needed(repair, _there(view))


def texts(repair: Repair) -> tuple[bytes, ...]:
    """What its proposer brought with it; empty for what it has not."""
    return repair.text, repair.new_name, repair.new_purpose


def _waiting(view: View) -> tuple[Repair, ...]:
    return (*view.by(Repair, "state", "open"), *view.by(Repair, "state", "agreed"))


def _there(view: View, without: int = 0) -> list[int]:
    """The admissions of all who are members, but for one who leaves, and not at rest, in order.

    Members are gone through once, however many repairs wait.
    """
    members = (one for one in view.by(Member, "state", "member") if one.number != without)
    return sorted(one.admission for one in members if not one.resting)


def _needed(repair: Repair, there: list[int]) -> int:
    people = bisect_right(there, repair.electorate.admitted)
    return min(people, max(repair.fewest, ceil(Fraction(repair.needs) * people)))


def _is_signed(repair: Repair, there: list[int]) -> bool:
    return 0 < _needed(repair, there) <= repair.signatures


def _weighed(view: View, repair: Repair, there: list[int]) -> Repair:
    """The repair with the signatures that it has now: agreed from the moment there are enough."""
    if not _is_signed(repair, there):
        given_up = repair.state == "agreed" or not repair.signatures
        return _waits(view, repair) if given_up else repair
    if repair.state == "agreed":
        return repair
    return replace(repair, state="agreed", **lasting(view, view.limits.standing_ms))


def _waits(view: View, repair: Repair) -> Repair:
    """It has too few signatures: it waits as long as the thirty days last, and else lapses."""
    lasts = view.limits.signing_ms
    due = repair.since + lasts
    if view.time < due and repair.signatures:
        return replace(repair, state="open", due=due, window=window_of(view, lasts))
    return replace(repair, state="lapsed", due=0, window=None)
