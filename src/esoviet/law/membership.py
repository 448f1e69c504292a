"""Chapter 3 of the law, third part: admission, profiles, leaving, dormancy."""

from msgspec.structs import replace

from esoviet.law.act import Act, Author, Blob
from esoviet.law.common import (
    assembly_of,
    check_text,
    claim_blobs,
    constitution_of,
    outdated,
    sha,
)
from esoviet.law.mandates import vacate_all
from esoviet.law.outcome import Changes, Outcome, Refusal, put
from esoviet.law.records import BlobRecord, Key, Member
from esoviet.law.view import View

REST = 4
"""After how many times `dormancy_days` a member is at rest (clause 3.10)."""


class SetProfile(Act, frozen=True, kw_only=True):
    """Say anew who one is."""

    DEED = "changed the profile"

    profile: Blob


class Leave(Act, frozen=True, kw_only=True):
    """Leave the assembly."""

    DEED = "left the assembly"


def set_profile(view: View, author: Author, act: SetProfile) -> Outcome:
    """Clause 3.8."""
    assert author.member is not None
    blobs = check_text(view, act.profile, "3.8", view.limits.profile_bytes) or claim_blobs(
        view, author.number, (act.profile,)
    )
    if isinstance(blobs, Refusal):
        return blobs
    before = view.must(BlobRecord, author.member.profile)
    late = outdated(author, act, before.entry, author.member.device)
    if late is not None:
        return late
    return blobs | put(replace(author.member, profile=sha(act.profile), device=author.device))


def leave(view: View, author: Author, act: Leave) -> Outcome:
    """Clause 3.9."""
    assert author.member is not None
    member, assembly = author.member, assembly_of(view)
    gone = replace(member, state="left", ended=view.time, due=0)
    fewer = replace(assembly, active=assembly.active - 1, counted=assembly.counted - 1)
    return put(gone, fewer) | vacate_all(view, member.number)


def member_due(view: View, member: Member) -> Changes:
    """What happens when a member's deadline passes (clauses 3.4, 3.6 and 3.10)."""
    if member.state == "applicant":
        return put(replace(member, state="lapsed", ended=view.time, due=0))
    if member.state == "vouched":
        return admit(view, member)
    return _asleep(view, member)


def _asleep(view: View, member: Member) -> Changes:
    """A member who has done nothing for long falls asleep, and after as long thrice again rests."""
    last = max((key.at for key in view.by(Key, "member", member.number)), default=0)
    began, lasts = max(last, member.since), constitution_of(view).dormancy
    until = began + (REST if member.dormant else 1) * lasts
    if until > view.time:
        return put(replace(member, due=until))
    assembly = assembly_of(view)
    if member.dormant:
        resting = replace(member, resting=True, due=0)
        return put(resting, replace(assembly, counted=assembly.counted - 1))
    asleep = replace(member, dormant=True, slept=view.time, due=began + REST * lasts)
    return put(asleep, replace(assembly, active=assembly.active - 1))


def awaken(view: View, member: Member) -> Changes:
    """Who acts is awake, and counts from before the act is judged (clause 3.10)."""
    assembly = assembly_of(view)
    due = view.time + constitution_of(view).dormancy
    awake = replace(member, dormant=False, resting=False, woken=view.index, due=due)
    counted = assembly.counted + member.resting
    return put(awake, replace(assembly, active=assembly.active + 1, counted=counted))


def is_settled(view: View, member: Member) -> bool:
    """Whether a member is settled (clause 3.11)."""
    return member.state == "member" and member.settles <= view.time


def settles(view: View) -> int:
    """From when who comes in now, or has recovered now, is settled, in ms (clause 3.11)."""
    return view.time + constitution_of(view).days("settling_days")


def admit(view: View, applicant: Member) -> Changes:
    """Make a member of an applicant, with equal rights at once."""
    assembly = assembly_of(view)
    founding = view.time < assembly.founding_until
    count = assembly.admissions + 1
    member = replace(
        applicant,
        state="member",
        since=view.time,
        admission=count,
        due=view.time + constitution_of(view).dormancy,
        settles=0 if founding else settles(view),
    )
    more = replace(
        assembly, admissions=count, active=assembly.active + 1, counted=assembly.counted + 1
    )
    return put(member, more)


def refuse(view: View, applicant: Member) -> Changes:
    """An admission that the assembly voted down."""
    return put(replace(applicant, state="refused", ended=view.time, due=0))
