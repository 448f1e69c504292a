"""Chapter 3 of the law, last part: who is a member, settled, dormant."""

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
from esoviet.law.outcome import Changes, Outcome, Refusal, put
from esoviet.law.records import THE, Assembly, BlobRecord, Door, Key, Member
from esoviet.law.view import View


class SetProfile(Act, frozen=True, kw_only=True):
    """Say anew who one is."""

    DEED = "changed the profile"

    profile: Blob


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


def fall_asleep(view: View, member: Member) -> Changes:
    """A member has been idle for long enough, or not yet (clause 3.10)."""
    last = max((key.at for key in view.by(Key, "member", member.number)), default=0)
    until = max(last, member.since) + constitution_of(view).dormancy
    if until > view.time:
        return put(replace(member, due=until))
    assembly = assembly_of(view)
    asleep = replace(member, dormant=True, slept=view.time, due=0)
    return put(asleep, replace(assembly, active=assembly.active - 1))


def awaken(view: View, member: Member, changes: Changes) -> Changes:
    """Add to an act's changes that its dormant author counts again (clause 3.10)."""
    member = changes.find(Member, member.number) or member
    assembly = changes.find(Assembly, THE) or assembly_of(view)
    if member.state != "member":
        return changes
    due = view.time + constitution_of(view).dormancy
    awake = replace(member, dormant=False, woken=view.index, due=due)
    return changes.putting(awake, replace(assembly, active=assembly.active + 1))


def is_settled(view: View, member: Member) -> bool:
    """Whether a member is settled (clause 3.11)."""
    return member.state == "member" and member.settles <= view.time


def settles(view: View) -> int:
    """From when who comes in now, or has recovered now, is settled, in ms (clause 3.11)."""
    return view.time + constitution_of(view).days("settling_days")


def admit(view: View, door: Door, *applicants: Member) -> Changes:
    """Make members of applicants, with equal rights at once, in this order."""
    assembly = assembly_of(view)
    founding = view.time < assembly.founding_until
    due = view.time + constitution_of(view).dormancy
    members = [
        replace(
            applicant,
            state="member",
            since=view.time,
            admission=number,
            due=due,
            settles=0 if founding else settles(view),
            door=door,
        )
        for number, applicant in enumerate(applicants, assembly.admissions + 1)
    ]
    more = len(members)
    grown = replace(assembly, admissions=assembly.admissions + more, active=assembly.active + more)
    return put(*members, grown)
